"""TOML files that people write: read with the place of every mistake, and mistakes told in words."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from press.errors import ConfigurationError


def read_toml(path: Path) -> dict[str, Any]:
    """Raises ConfigurationError with line and column for a file that is no TOML, or cannot be read."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"not valid TOML: {error}", where=str(path)) from error
    except UnicodeDecodeError as error:
        raise ConfigurationError("not UTF-8 text", where=str(path)) from error
    except OSError as error:
        raise ConfigurationError(f"cannot be read: {error.strerror}", where=str(path)) from error


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


def in_words(error: Mapping[str, Any]) -> str:
    """One of pydantic's findings as a sentence for a person."""
    value = error.get("input")
    limits = error.get("ctx", {})
    match error["type"]:
        case "extra_forbidden":
            return "there is no such key"
        case "missing":
            return "is missing"
        case "greater_than_equal":
            return f"{value!r} is too small; at least {limits['ge']}"
        case "less_than_equal":
            return f"{value!r} is too large; at most {limits['le']}"
        case "literal_error" | "enum":
            return f"{value!r} is not one of {limits['expected']}"
        case "value_error":
            return f"{value!r} is {limits['error']}" if isinstance(value, str) else str(limits["error"])
        case "int_parsing" | "int_type" | "int_from_float":
            return f"{value!r} is not a whole number"
        case "float_parsing" | "float_type":
            return f"{value!r} is not a number"
        case "bool_parsing" | "bool_type":
            return f"{value!r} is neither true nor false"
        case "string_type":
            return f"{value!r} is not text in quotes"
        case "tuple_type":
            return f"{value!r} is not a list"
        case _:
            return f"{value!r}: {error['msg']}"
