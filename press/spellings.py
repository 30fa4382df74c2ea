"""Words that are spellings of one name, by the lists of a configuration: what a search asks for too.

    names = name_lists(shipped_directory())
    names.variants("توكاييف")               ("توقاييف", "توكايف", …)
    names.code_of("person", "توقاييف")      "tokayev"
    names.code_of("agency", "Казинформ")    "kazinform"
    names.code_of("organization", "سيكا")   "CICA"

The files are read as they are: `press.entities` and `press.organizations` check them, and loading these would take a search as
long as the search.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, cached_property
from itertools import chain
from pathlib import Path
from typing import Any, Final

from press.errors import ConfigurationError
from press.folding import folded
from press.patterns import PatternError, expand
from press.shipped import entity_files
from press.toml_files import read_toml

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


class NameLists:
    """Of one configuration. A list is read when it is first asked for; ConfigurationError tells of one that cannot be."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def variants(self, text: str) -> tuple[str, ...]:
        """As of `Spellings`."""
        with self._explaining():
            return self._spellings.variants(text)

    def code_of(self, kind: str, name: str) -> str:
        """The code of a person, place, agency or organization («person», …), by its code or any of its names; else
        the name itself. A word in ASCII is taken for the code of an organization as it is: most searches name one so."""
        if kind == "organization" and name.isascii() and " " not in name:
            return name
        with self._explaining():
            codes = self._organization_codes if kind == "organization" else self._entity_codes[kind]
        return codes.get(folded(name), name)

    @contextmanager
    def _explaining(self) -> Iterator[None]:
        """What cannot be read as it is: those that check it say why."""
        try:
            yield
        except (AttributeError, TypeError, PatternError):
            from press.entities import read_entities
            from press.organizations import read_watch_list

            read_entities(entity_files(self._directory))
            read_watch_list(self._organization_files)
            raise

    @cached_property
    def _spellings(self) -> Spellings:
        return Spellings(row.get("spellings", {}) for _, row in self._entities)

    @cached_property
    def _entity_codes(self) -> Mapping[str, Mapping[str, str]]:
        """kind → name → code"""
        codes: dict[str, dict[str, str]] = defaultdict(dict)
        for kind, row in self._entities:
            name = row.get("name", row["code"])
            written = [row["code"], name, name.partition(",")[0]]
            written += [
                form for listed in row.get("names", {}).values() for pattern in listed for form in expand(pattern)
            ]
            for key in ("acronyms", "spellings"):
                written += [form for listed in row.get(key, {}).values() for form in listed]
            for form in written:
                codes[kind].setdefault(folded(form), row["code"])
        return codes

    @cached_property
    def _organization_codes(self) -> Mapping[str, str]:
        codes: dict[str, str] = {}
        for kind, row in _rows(self._organization_files):
            if kind == "organization":
                listed = (*row.get("names", {}).values(), *row.get("acronyms", {}).values())
                short = (each["forms"] for each in row.get("ambiguous", ()) if "forms" in each)
                for form in chain(*listed, *short):
                    if not _PATTERN.search(form):
                        codes.setdefault(folded(form), row["code"])
        return codes

    @property
    def _organization_files(self) -> Sequence[Path]:
        return sorted((self._directory / "organizations").glob("*.toml"))

    @cached_property
    def _entities(self) -> Sequence[tuple[str, Mapping[str, Any]]]:
        return tuple(_rows(entity_files(self._directory)))


@cache
def name_lists(directory: Path) -> NameLists:
    """Those of one directory are read once."""
    return NameLists(directory)


def _rows(paths: Iterable[Path]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each with the kind it is of."""
    for path in paths:
        for kind, rows in read_toml(path).items():
            for row in rows if isinstance(rows, list) else ():
                if "code" not in row:
                    raise ConfigurationError(f"a {kind} lacks its code", where=str(path))
                yield kind, row
