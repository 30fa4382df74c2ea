"""News agencies and the names the press credits them by: the data is config/entities/agencies.toml, its keys are told there.

agencies = Agencies(shipped_agencies())
agencies.find(fold_letters("…"))      each name that stands in a text
"""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from press.patterns import expand
from press.shipped import shipped_directory

FILE: Final = "agencies.toml"

_TABLE: Final = str.maketrans({
    "أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ё": "е", "’": "'", "‘": "'", "ʻ": "'",
    "İ": "I", "\u0640": " ", "\u00a0": " ", "\u200f": " ", "\u200e": " ",
    **dict.fromkeys(map(chr, range(0xD800, 0xE000)), " "),  # lone surrogates: the automaton takes UTF-8 only
})  # fmt: skip


def fold_letters(text: str) -> str:
    """Lower case and one spelling, letter for letter, so that offsets stay."""
    spelled = text.translate(_TABLE)
    lowered = spelled.lower()
    if len(lowered) == len(spelled):
        return lowered
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in spelled)


@dataclass(frozen=True, slots=True)
class Agency:
    """names: say the agency wherever they stand. acronyms: only where the text says that they are one."""

    code: str
    names: tuple[str, ...]
    acronyms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AgencyForm:
    code: str
    written: str
    is_acronym: bool


class Agencies:
    """Their forms in one automaton; where two agencies claim a form, it is the first one's."""

    def __init__(self, agencies: Iterable[Agency]) -> None:
        forms: dict[str, AgencyForm] = {}
        for agency in agencies:
            for name in agency.names:
                forms.setdefault(fold_letters(name), AgencyForm(agency.code, name, False))
            for acronym in agency.acronyms:
                forms.setdefault(fold_letters(acronym), AgencyForm(agency.code, acronym, True))
        self._forms = list(forms.values())
        self._automaton = (
            AhoCorasick(list(forms), matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA)
            if forms
            else None
        )

    def find(self, folded: str) -> Iterator[tuple[AgencyForm, int, int]]:
        """Each form with its place, the longest from left to right; word borders are the asker's business."""
        if self._automaton is None:
            return
        for number, start, end in self._automaton.find_matches_as_indexes(folded):
            yield self._forms[number], start, end


@cache
def shipped_agencies() -> tuple[Agency, ...]:
    """Those that come with Rasid, read without the checks of `press.entities`: a copy tree must not wait for these."""
    rows = tomllib.loads((shipped_directory() / "entities" / FILE).read_text("utf-8"))["agency"]
    return tuple(
        Agency(
            code=row["code"],
            names=tuple(form for listed in row.get("names", {}).values() for name in listed for form in expand(name)),
            acronyms=tuple(form for listed in row.get("acronyms", {}).values() for form in listed),
        )
        for row in rows
    )
