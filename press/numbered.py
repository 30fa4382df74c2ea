"""Numbers in sentences, each with its word in the right form."""


def numbered(number: int, one: str, many: str = "") -> str:
    """`1 article`, `1,200 articles`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
