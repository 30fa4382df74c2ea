"""Words that are spellings of one name, by the entities that come with Rasid: what a search asks for too.

    variants("توكاييف")             ("توقاييف", "توكايف", …)
    code_of("person", "توقاييف")    "tokayev"
    code_of("organization", "سيكا") "CICA"

The files are read as they are: `press.entities` checks them, and loading that would take a search as long as the search.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any, Final

from press.folding import folded
from press.patterns import expand
from press.shipped import shipped_directory

MOST_VARIANTS: Final = 10
_PATTERN: Final = re.compile(r"[()|?*]")


class Spellings:
    """names: of each name its spellings, by language."""

    def __init__(self, names: Iterable[Mapping[str, Sequence[str]]]) -> None:
        self._others: dict[str, list[str]] = defaultdict(list)
        for name in names:
            for words in name.values():
                for word in words:
                    others = {folded(other): other for other in words if folded(other) != folded(word)}
                    self._others[folded(word)] += others.values()

    def variants(self, text: str) -> tuple[str, ...]:
        """Other ways of writing a name, or a phrase that holds names; at most MOST_VARIANTS, nothing for other words."""
        if whole := self._others.get(folded(text)):
            return tuple(dict.fromkeys(whole))[:MOST_VARIANTS]
        words = text.split()
        made = [
            " ".join((*words[:place], other, *words[place + 1 :]))
            for place, word in enumerate(words)
            for other in self._others.get(folded(word), ())
        ]
        return tuple(dict.fromkeys(made))[:MOST_VARIANTS]


def variants(text: str) -> tuple[str, ...]:
    """`Spellings.variants` by the entities that come with Rasid."""
    return _shipped_spellings().variants(text)


def code_of(kind: str, name: str) -> str:
    """The code of a shipped person, place or organization («person», «place», «organization»), by its code or any of its names;
    else the name itself. A word in ASCII is taken for the code of an organization as it is: most searches name one so."""
    if kind == "organization":
        return name if name.isascii() and " " not in name else _organization_codes().get(folded(name), name)
    return _shipped_codes(kind).get(folded(name), name)


@cache
def _shipped_spellings() -> Spellings:
    return Spellings(row.get("spellings", {}) for rows in _shipped_rows().values() for row in rows)


@cache
def _shipped_codes(kind: str) -> dict[str, str]:
    codes: dict[str, str] = {}
    for row in _shipped_rows()[kind]:
        written = [row["code"], row["name"]]
        written += [form for listed in row.get("names", {}).values() for pattern in listed for form in expand(pattern)]
        written += [form for listed in row.get("spellings", {}).values() for form in listed]
        for form in written:
            codes.setdefault(folded(form), row["code"])
    return codes


@cache
def _organization_codes() -> dict[str, str]:
    codes: dict[str, str] = {}
    for path in sorted((shipped_directory() / "organizations").glob("*.toml")):
        for row in tomllib.loads(path.read_text("utf-8")).get("organization", ()):
            listed = (*row.get("names", {}).values(), *row.get("acronyms", {}).values())
            short = (each["forms"] for each in row.get("ambiguous", ()) if "forms" in each)
            for form in chain(*listed, *short):
                if not _PATTERN.search(form):
                    codes.setdefault(folded(form), row["code"])
    return codes


@cache
def _shipped_rows() -> dict[str, list[dict[str, Any]]]:
    """kind → rows"""
    rows: dict[str, list[dict[str, Any]]] = {}
    for path in sorted((shipped_directory() / "entities").glob("*.toml")):
        rows |= tomllib.loads(path.read_text("utf-8"))
    return rows
