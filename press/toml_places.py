"""In which line of a TOML file something stands, so that a mistake can be told with its place."""

import re
from functools import cached_property
from pathlib import Path
from typing import Final

Place = tuple[str | int, ...]
"""("source", 0, "doors", 1, "kind"): numbers count the `[[tables]]` of a name, from 0."""

_NAME: Final = r"(?:[\w-]+|\"(?:[^\"\\]|\\.)*\"|'[^']*')"
_NAMES: Final = rf"{_NAME}(?:\s*\.\s*{_NAME})*"
_HEADER: Final = re.compile(rf"\s*(\[\[?)\s*({_NAMES})\s*\]")
_KEY: Final = re.compile(rf"\s*({_NAMES})\s*=")


class Lines:
    """The lines of one file, read when the first is asked for."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def of(self, *place: str | int) -> str:
        """`FILE:LINE` of a place, or of the nearest one around it that has a line; else the file alone."""
        around = (place[:length] for length in range(len(place), 0, -1))
        number = next((self._numbers[each] for each in around if each in self._numbers), None)
        return f"{self._path}:{number}" if number else str(self._path)

    @cached_property
    def _numbers(self) -> dict[Place, int]:
        return line_numbers(self._path.read_text("utf-8"))


def line_numbers(text: str) -> dict[Place, int]:
    """The line of every table and key, from 1."""
    found: dict[Place, int] = {}
    last: dict[Place, int] = {}  # of `[[tables]]`: the number of the last one
    table: Place = ()
    is_inside_text = False
    for number, line in enumerate(text.split("\n"), 1):
        quotes = line.count('"""') + line.count("'''")
        if is_inside_text or quotes % 2:
            place = () if is_inside_text else _key(line, table)
            is_inside_text ^= bool(quotes % 2)
        elif header := _HEADER.match(line):
            names = tuple(map(_bare, re.findall(_NAME, header[2])))
            place = table = _numbered(names, last, is_new=header[1] == "[[")
        else:
            place = _key(line, table)
        for length in range(1, len(place) + 1):
            found.setdefault(place[:length], number)
    return found


def _key(line: str, table: Place) -> Place:
    """Where a line that sets something sets it; () for any other line."""
    key = _KEY.match(line)
    return (*table, *map(_bare, re.findall(_NAME, key[1]))) if key else ()


def _numbered(names: Place, last: dict[Place, int], *, is_new: bool) -> Place:
    """The place of a header, which belongs to the last of each `[[table]]` above it."""
    place: Place = ()
    for depth, name in enumerate(names, 1):
        place = (*place, name)
        if is_new and depth == len(names):
            last[place] = last.get(place, -1) + 1
        if place in last:
            place = (*place, last[place])
    return place


def _bare(name: str) -> str:
    return name[1:-1] if name[0] in "\"'" else name
