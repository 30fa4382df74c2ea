"""Tables of plain characters: readable on any screen, in a pipe and without colour.

The last column is the long one. It is cut to the width of a terminal and left whole in a pipe; a right-to-left title
stands there alone, isolated from what is left of it, so that terminals that know both directions show it in order.
"""

import unicodedata
from collections.abc import Iterable, Sequence

from press.plain_lines import one_line

GAP = "  "
WIDEST = 40
"""No other column than the last takes more."""

RIGHT_TO_LEFT, ISOLATE_END = "\u2067", "\u2069"


def table_lines(
    columns: Sequence[str], rows: Iterable[Sequence[str]], *, width: int | None = None, right: Iterable[str] = ()
) -> list[str]:
    """Heading, rule and rows. width: of the terminal, or None; right: columns of numbers."""
    from rich.cells import cell_len

    cells = [[one_line(cell) for cell in row] for row in rows]
    numbers = {columns.index(name) for name in right}
    last = len(columns) - 1
    widths = [
        min(WIDEST, max((cell_len(line[place]) for line in (columns, *cells)), default=0)) for place in range(last)
    ]
    room = None if width is None else max(10, width - sum(widths) - len(GAP) * last)

    def line(row: Sequence[str]) -> str:
        parts = []
        for place, cell in enumerate(row[:last]):
            shown = cut(cell, widths[place])
            blanks = " " * (widths[place] - cell_len(shown))
            parts.append(blanks + shown if place in numbers else shown + blanks)
        end = row[last]
        if room is not None:
            end = isolated(cut(end, room))
        return GAP.join([*parts, end]).rstrip()

    rule = GAP.join(["-" * each for each in widths] + ["-" * len(columns[last])]).rstrip()
    return [line(columns), rule, *map(line, cells)]


def cut(text: str, width: int) -> str:
    """The text in at most `width` cells."""
    from rich.cells import cell_len, chop_cells

    if cell_len(text) <= width:
        return text
    return chop_cells(text, max(1, width - 1))[0].rstrip() + "…"


def isolated(text: str) -> str:
    """A text that begins from the right, marked so that what stands beside it does not turn it about."""
    first = next((unicodedata.bidirectional(letter) for letter in text if letter.isalpha()), "L")
    return f"{RIGHT_TO_LEFT}{text}{ISOLATE_END}" if first in ("R", "AL") else text


def bar(part: int, whole: int, width: int = 24) -> str:
    """A bar for a chart in a column: as long as its part of the greatest."""
    eighths = round(8 * width * part / whole) if whole else 0
    full, rest = divmod(eighths, 8)
    return "█" * full + (" ▏▎▍▌▋▊▉"[rest].strip() or ("▏" if part and not full else ""))
