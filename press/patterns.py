"""Patterns for names that are written in many ways, expanded into plain forms so that matching never backtracks.

    (منظمة |مؤتمر )?التفاعل        one of the alternatives, or none of them
    Шанхайск(ая|ой|ую)             exactly one of the alternatives
    سي(.| )?كا                     inside a word as well; a dot is a dot

Groups may be nested. Nothing else has a meaning, and signs that mean something in other pattern languages are refused.
"""

from itertools import accumulate

MOST_FORMS = 5000
_DEEPEST = 20  # groups within groups
_OF_OTHERS = frozenset("*+{}[]\\^$")  # signs of regular expressions, which would be taken for letters in silence


class PatternError(ValueError):
    """What is wrong with a pattern, for whoever wrote it."""


def expand(pattern: str) -> tuple[str, ...]:
    """All forms a pattern stands for, at most MOST_FORMS, none of them empty. Raises PatternError."""
    if _depth(pattern) > _DEEPEST:
        raise PatternError(f"its brackets stand in one another more than {_DEEPEST} deep")
    forms, rest = _sequence(pattern, 0)
    if rest != len(pattern):
        raise PatternError(f"“)” at place {rest + 1} closes nothing")
    spaced = dict.fromkeys(" ".join(form.split()) for form in forms)
    if "" in spaced:
        raise PatternError("it matches nothing at all when every optional part is left out")
    return tuple(spaced)


def _depth(pattern: str) -> int:
    return max(accumulate((sign == "(") - (sign == ")") for sign in pattern), default=0)


def _sequence(pattern: str, place: int) -> tuple[list[str], int]:
    """Alternatives from a place to the closing bracket or the end: the forms, and where it stopped."""
    alternatives: list[str] = []
    branch = [""]
    while place < len(pattern) and pattern[place] != ")":
        letter = pattern[place]
        if letter == "|":
            alternatives, branch, place = alternatives + branch, [""], place + 1
        elif letter == "(":
            group, place = _group(pattern, place)
            branch = _joined(branch, group)
        elif letter == "?":
            raise PatternError(f"“?” at place {place + 1} follows no group")
        elif letter in _OF_OTHERS:
            raise PatternError(f"“{letter}” at place {place + 1} has no meaning here; only ( | ) and )? have one")
        else:
            branch, place = [form + letter for form in branch], place + 1
    return alternatives + branch, place


def _group(pattern: str, place: int) -> tuple[list[str], int]:
    inside, end = _sequence(pattern, place + 1)
    if end == len(pattern):
        raise PatternError(f"“(” at place {place + 1} is never closed")
    if pattern[end + 1 : end + 2] == "?":
        return ["", *inside], end + 2
    return inside, end + 1


def _joined(heads: list[str], tails: list[str]) -> list[str]:
    if len(heads) * len(tails) > MOST_FORMS:
        raise PatternError(f"it stands for more than {MOST_FORMS:,} forms; write several patterns")
    return [head + tail for head in heads for tail in tails]
