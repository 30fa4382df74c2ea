"""JSON Lines in, JSON Lines out: answers in the order of the questions, and a bad line is answered, never fatal."""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from press.errors import RasidError, UsageError

Row = dict[str, Any]

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
LONGEST_COMPLAINT = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class BadLine:
    """A line that holds no question, as the answer it gets."""

    answer: Row


def read_rows(lines: Iterator[bytes]) -> Iterator[Row | BadLine]:
    """A row per line; empty lines say nothing and get no answer."""
    for number, line in enumerate(lines, 1):
        stripped = (line.removeprefix(BYTE_ORDER_MARK) if number == 1 else line).strip()
        if stripped:
            yield read_row(stripped, number)


def read_row(line: bytes, number: int) -> Row | BadLine:
    try:
        row = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        return BadLine(answer={"id": None, "error": f"line {number}: not UTF-8 text"})
    except (ValueError, RecursionError) as error:
        return BadLine(answer={"id": None, "error": f"line {number}: not JSON: {str(error)[:LONGEST_COMPLAINT]}"})
    if not isinstance(row, dict):
        return BadLine(answer={"id": None, "error": f'line {number}: a JSON object is wanted, such as {{"id": 1, …}}'})
    return row


def write_row(row: Row, stream: BinaryIO | None = None) -> None:
    """One line, at once on its way: whoever asks line by line waits for it."""
    out = sys.stdout.buffer if stream is None else stream
    try:
        line = json.dumps(row, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:  # half a surrogate pair, which only an escape can carry
        line = json.dumps(row).encode("ascii")
    out.write(line + b"\n")
    out.flush()


def answer_each(answer: Callable[[Row], Row]) -> None:
    """Answers standard input line by line on standard output."""
    tell_who_types()
    for row in read_rows(iter(sys.stdin.buffer.readline, b"")):
        write_row(row.answer if isinstance(row, BadLine) else answered(row, answer))


def answered(row: Row, answer: Callable[[Row], Row]) -> Row:
    """The answer to a row, with its id; whatever goes wrong becomes its `error`."""
    try:
        return {"id": row.get("id"), **answer(row)}
    except Exception as error:  # noqa: BLE001 - the border of a line: it must not stop the lines after it
        return {"id": row.get("id"), "error": in_one_line(error)}


def in_one_line(error: Exception) -> str:
    said = str(error) if isinstance(error, RasidError) else f"{type(error).__name__}: {error}"
    return " ".join(said.split())[:LONGEST_COMPLAINT]


def tell_who_types() -> None:
    """A word to a person who started the command without giving it anything to read."""
    if sys.stdin.isatty():
        print("Reads JSON Lines from standard input; Ctrl-D ends.", file=sys.stderr)  # noqa: T201 - said to a person


def text_in(row: Row, key: str, default: str | None = None) -> str:
    """The text under a key. Raises UsageError when it is no text, or is missing and has no default."""
    value = row.get(key)
    if value is None and default is not None:
        return default
    if value is None:
        raise UsageError(f"“{key}” is missing")
    if not isinstance(value, str):
        raise UsageError(f"“{key}” is not text")
    return value


def text_or_none(row: Row, key: str) -> str | None:
    """As above; None when the key is missing, null or empty."""
    return text_in(row, key, "") or None
