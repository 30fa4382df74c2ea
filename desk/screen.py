"""What a command writes: lines and tables for a person, JSON and CSV for a program. Standard output, UTF-8."""

import json
import re
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

from desk.output import writing_output
from desk.tables import table_lines
from press.plain_lines import one_line, steady

STEERING = re.compile(r"[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What JSON lets stand and a terminal obeys."""


def say(line: str = "") -> None:
    """A line for a person, whoever wrote what is in it."""
    put(steady(line))


def put(line: str) -> None:
    """A line that is clean already: it may carry marks of direction of our own."""
    with writing_output():
        sys.stdout.write(f"{line}\n")


def say_of(label: str, value: str) -> None:
    """A line “label: value”, or nothing where there is no value."""
    if value:
        say(f"{label + ':':<14} {one_line(value)}")


def note(line: str) -> None:
    """A line beside the result: standard error, so that a pipe gets the result alone."""
    print(one_line(line), file=sys.stderr, flush=True)  # noqa: T201 - said to a person


def terminal_width() -> int | None:
    """How wide the screen is; None when the output goes somewhere else."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def show_table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, right: Iterable[str] = ()) -> None:
    for line in table_lines(columns, rows, width=terminal_width(), right=right):
        put(line)


def show_json(value: Any) -> None:
    """One JSON document."""
    text = json.dumps(value, ensure_ascii=False, indent=2, default=plain)
    put(STEERING.sub(escaped, text.encode("utf-8", "backslashreplace").decode("utf-8")))


def escaped(found: "re.Match[str]") -> str:
    """A character as JSON may write it as well."""
    return f"\\u{ord(found.group()):04x}"


def tell(line: str, facts: Mapping[str, Any], *, as_json: bool) -> None:
    """The result of a command that has little to say: a line for a person, the facts of it for a program."""
    if as_json:
        show_json(facts)
    else:
        say(line)


def show_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Comma-separated, with a heading; no text in it is a formula to a spreadsheet."""
    import csv

    from desk.export_text import guarded

    writer = csv.writer(sys.stdout, lineterminator="\n")
    with writing_output():
        writer.writerow(columns)
        for row in rows:
            writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in row])


def plain(value: Any) -> Any:
    """A value that JSON does not have, as one that it has: moments as ISO 8601 in UTC, bytes as hexadecimal digits."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    return value.hex() if isinstance(value, bytes) else str(value)


def iso(moment: datetime) -> str:
    """2026-11-01T08:00:00Z"""
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def minute(moment: datetime | None) -> str:
    """2026-11-01 08:00, in UTC; “never” for None."""
    return "never" if moment is None else f"{moment:%Y-%m-%d %H:%M}"


def size(number: int) -> str:
    """Bytes as a person says them."""
    amount = float(number)
    for unit in ("bytes", "kB", "MB", "GB"):
        if amount < 1000 or unit == "GB":
            break
        amount /= 1000
    return f"{number:,} bytes" if unit == "bytes" else f"{amount:,.1f} {unit}"
