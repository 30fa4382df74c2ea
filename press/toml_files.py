"""TOML files that people write: read with the place of every mistake, and mistakes told in words."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from press.errors import ConfigurationError, nearest

if TYPE_CHECKING:
    from pydantic import ValidationError

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
    "mapping_type": "not a table of names with a value each",
    "dict_type": "not a table of names with a value each",
    "model_type": "not a table with keys of its own",
}
_SAID = {
    "extra_forbidden": "there is no such key",
    "missing": "is missing",
    "too_short": "an empty list says nothing",
}

UNKNOWN_KEY: Final = "extra_forbidden"


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


def most_telling(error: "ValidationError") -> Mapping[str, Any]:
    """The finding to tell: an unknown key before the key that is missing in its place."""
    findings = error.errors()
    return next((each for each in findings if each["type"] == UNKNOWN_KEY), findings[0])


def place_in(finding: Mapping[str, Any]) -> tuple[str | int, ...]:
    """Where in the file a finding is: ("doors", 0, "kind")."""
    return tuple(part for part in finding["loc"] if part != "[key]")


def told(finding: Mapping[str, Any], known: Iterable[str], place: Sequence[str | int]) -> str:
    """`acronims: there is no such key. Did you mean “acronyms”?` known: the keys there are."""
    said = f"{'.'.join(map(str, place))}: {in_words(finding)}" if place else in_words(finding)
    advice = ""
    if finding["type"] == UNKNOWN_KEY and place:
        advice = nearest(str(place[-1]), known) or f" There are {', '.join(known)}."
    return f"{said}{'' if said.endswith(('.', '?')) else '.'}{advice}"


def in_words(error: Mapping[str, Any]) -> str:
    """One of pydantic's findings as a sentence for a person."""
    value = error.get("input")
    limits = error.get("ctx", {})
    match error["type"]:
        case "tuple_type" if isinstance(value, dict):
            names = ".".join(part for part in error["loc"] if isinstance(part, str))
            return f"there may be several, so it is written with two brackets: [[{names}]]"
        case "string_pattern_mismatch":
            return f"{value!r} may have small letters, digits and hyphens only"
        case "string_too_long":
            return f"{value!r} is longer than {limits['max_length']} letters"
        case "string_too_short":
            return f"{value!r} is shorter than {limits['min_length']} letters"
        case "greater_than_equal":
            return f"{value!r} is too small; at least {_short(limits['ge'])}"
        case "less_than_equal":
            return f"{value!r} is too large; at most {_short(limits['le'])}"
        case "literal_error" | "enum":
            known = re.findall(r"'([^']*)'", limits["expected"])
            return f"{value!r} is not one of {limits['expected']}.{nearest(str(value), known)}"
        case "value_error":
            return f"{value!r} is {limits['error']}" if isinstance(value, str) else str(limits["error"])
        case kind if kind in _SAID:
            return _SAID[kind]
        case kind if kind in _WHAT_IT_IS_NOT:
            return f"{value!r} is {_WHAT_IT_IS_NOT[kind]}"
        case _:
            return f"{value!r}: {error['msg']}"


def _short(number: float) -> str:
    """A bound as a person writes it: 600, not 600.0."""
    return str(int(number) if number == int(number) else number)
