"""TOML files that people write: read with the place of every mistake, and mistakes told in words."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from press.errors import ConfigurationError, nearest

_WHAT_IT_IS_NOT = {
    "int_parsing": "not a whole number",
    "int_type": "not a whole number",
    "int_from_float": "not a whole number",
    "float_parsing": "not a number",
    "float_type": "not a number",
    "bool_parsing": "neither true nor false",
    "bool_type": "neither true nor false",
    "string_type": "not text in quotes",
    "tuple_type": "not a list",
}


def read_toml(path: Path) -> dict[str, Any]:
    """Raises ConfigurationError with the line for a file that is no TOML, or cannot be read."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(path, error) from error
    except UnicodeDecodeError as error:
        raise ConfigurationError("not UTF-8 text", where=str(path)) from error
    except OSError as error:
        raise ConfigurationError(f"cannot be read: {error.strerror}", where=str(path)) from error


def _not_toml(path: Path, error: tomllib.TOMLDecodeError) -> ConfigurationError:
    """`FILE:LINE: not valid TOML: …`, a quote that is left open in words."""
    said, place = str(error), ""
    if found := re.fullmatch(r"(.*) \(at (?:line (\d+), column \d+|end of document)\)", said, re.DOTALL):
        said, place = found.group(1), f":{found.group(2)}" if found.group(2) else ""
    if said in (r"Illegal character '\n'", "Unterminated string"):
        said = "a quote is not closed"
    return ConfigurationError(f"not valid TOML: {said}", where=f"{path}{place}")


def line_of(path: Path, key: str, section: str = "") -> str:
    """`FILE:LINE` of a key (in its section), or the file alone when it is written in some other way."""
    inside = not section
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        header = re.match(r"\s*\[+\s*([\w.\"-]+)\s*\]+", line)
        if header:
            name = header.group(1).strip('"')
            if not section and name.split(".")[0] == key:
                return f"{path}:{number}"
            inside = name == section
        elif inside and re.match(rf"\s*\"?{re.escape(key)}\"?\s*=", line):
            return f"{path}:{number}"
    return str(path)


def line_in_row(path: Path, table: str, number: int, place: Sequence[str | int]) -> str:
    """`FILE:LINE` of a place in the so-many-th `[[table]]` (from 1), such as ("doors", 0, "kind").

    The row's own line when the key is missing there, or is written in some other way.
    """
    lines = path.read_text("utf-8").splitlines()
    found = _header(lines, table, number, 0, len(lines))
    if found is None:
        return str(path)
    start, end = found
    key = str(place[0]) if place else ""
    inner = _header(lines, f"{table}.{key}", int(place[1]) + 1, start + 1, end) if len(place) > 1 else None
    if inner is not None:
        (start, end), key = inner, str(place[2]) if len(place) > 2 else ""
    end = next((n for n in range(start + 1, end) if lines[n].lstrip().startswith("[")), end)
    wanted = re.compile(rf"\s*\"?{re.escape(key)}\"?\s*=")
    line = next((n for n in range(start + 1, end) if wanted.match(lines[n])), start)
    return f"{path}:{line + 1}"


def _header(lines: Sequence[str], table: str, number: int, start: int, end: int) -> tuple[int, int] | None:
    """The so-many-th `[[table]]` between two lines, and where the next of its kind begins."""
    header = re.compile(rf"\s*\[\[\s*{re.escape(table)}\s*\]\]")
    places = [n for n in range(start, end) if header.match(lines[n])]
    if len(places) < number:
        return None
    return places[number - 1], places[number] if len(places) > number else end


def in_words(error: Mapping[str, Any]) -> str:
    """One of pydantic's findings as a sentence for a person."""
    value = error.get("input")
    limits = error.get("ctx", {})
    match error["type"]:
        case "extra_forbidden":
            return "there is no such key"
        case "missing":
            return "is missing"
        case "string_pattern_mismatch":
            return f"{value!r} may have small letters, digits and hyphens only"
        case "string_too_long":
            return f"{value!r} is longer than {limits['max_length']} letters"
        case "greater_than_equal":
            return f"{value!r} is too small; at least {limits['ge']}"
        case "less_than_equal":
            return f"{value!r} is too large; at most {limits['le']}"
        case "literal_error" | "enum":
            known = re.findall(r"'([^']*)'", limits["expected"])
            return f"{value!r} is not one of {limits['expected']}.{nearest(str(value), known)}"
        case "value_error":
            return f"{value!r} is {limits['error']}" if isinstance(value, str) else str(limits["error"])
        case kind if kind in _WHAT_IT_IS_NOT:
            return f"{value!r} is {_WHAT_IT_IS_NOT[kind]}"
        case _:
            return f"{value!r}: {error['msg']}"
