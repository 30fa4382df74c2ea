"""Work of many like steps as it is seen: a bar when a person watches, a line a step when not."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from desk.screen import note
from press.plain_lines import one_line


def say_nothing(_line: str) -> None:
    """A step that nobody watches."""


@contextmanager
def step_progress(what: str, total: int, *, quiet: bool) -> Iterator[Callable[[str], None]]:
    """Yields what is called with a line once a step is done."""
    console = Console(stderr=True)
    if quiet:
        yield say_nothing
        return
    if not console.is_terminal:
        yield note
        return
    columns = (TextColumn("{task.description}"), BarColumn(bar_width=24), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task(what, total=total)

        def step(line: str) -> None:
            console.print(one_line(line), style="dim", markup=False, highlight=False, soft_wrap=True)
            progress.update(task, advance=1)

        yield step
