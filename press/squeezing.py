"""Squeezing: a text reduced to its letters and digits, folded, so that nothing between the letters can hide a name.

    «منظمة "شنغهاي" للتعاون»  →  منظمهشنغهايللتعاون        Shanghai\n Co-operation  →  ShanghaiCooperation

Blanks of every kind, line breaks, quotation marks, hyphens, stray full stops, vowel signs, tatweel and invisible marks
are gone; `span` leads back to the text as it stands, where `press.boundaries` looks at what stood between the letters.
Case is kept in `cased`; `letters` is the same without case, sign by sign, so places in one are places in the other.
"""

from functools import cache, cached_property

from press.folding import REMOVED, fold_letter

# Beyond what folding makes one: letters that only differ by a mark which decomposed text, hurried typists or other
# keyboards leave out. Good for names, too coarse for search.
_ALIKE = {"й": "и", "ў": "у", "ї": "і", "ە": "ه", "ۋ": "و", "ۆ": "و", "\u0674": ""}


def _squeeze_letter(letter: str) -> str:
    """One sign as it counts in a name: folded, but with its case; nothing when it is no letter and no digit."""
    small = "".join(_ALIKE.get(part, part) for part in fold_letter(letter) if part.isalnum())
    large = small.upper()
    is_large = letter != letter.lower() and len(large) == len(small)
    return large if is_large and large.lower() == small else small


class _Table(dict[int, str]):
    """What `str.translate` asks; a sign is worked out once."""

    def __missing__(self, code: int) -> str:
        squeezed = self[code] = _squeeze_letter(chr(code))
        return squeezed


TABLE = _Table()
MARKS = frozenset(map(chr, REMOVED))


class Squeezed:
    """A text as its letters; see the top of this file."""

    __slots__ = ("__dict__", "cased", "letters", "original")

    def __init__(self, original: str) -> None:
        self.original = original
        self.cased = original.translate(TABLE)
        self.letters = self.cased.lower()
        if len(self.letters) != len(self.cased):  # a sign whose small form is two signs: places must stay places
            self.letters = "".join(part if len(part := letter.lower()) == 1 else letter for letter in self.cased)

    @cached_property
    def _places(self) -> list[int]:
        """For each letter, where it stands in the original."""
        table = TABLE
        places = [place for place, letter in enumerate(self.original) if table[ord(letter)]]
        if len(places) == len(self.cased):
            return places
        return [place for place in places for _ in table[ord(self.original[place])]]

    def place(self, index: int) -> int:
        """Where a letter stands in the original."""
        return self._places[index]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where letters[start:end] stand in the original: from the first letter to behind the last one."""
        places = self._places
        return places[start], places[end - 1] + 1


def squeezed(text: str) -> str:
    """The letters alone, without case."""
    return Squeezed(text).letters


def squeezed_words(form: str) -> tuple[str, ...]:
    """The words of a form of the watch-list, squeezed one by one."""
    return tuple(word for part in form.replace("-", " ").split() if (word := _squeezed_word(part)))


@cache
def _squeezed_word(word: str) -> str:
    """The patterns of a watch-list hold few words, in thousands of combinations."""
    return word.translate(TABLE)
