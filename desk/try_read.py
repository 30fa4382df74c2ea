"""`rasid try read`: pages from JSON Lines through the reading pool, answered in order, nothing stored.

    stdin ─thread→ questions ─→ pool, several side by side ─→ answers in order ─→ stdout

A thread of its own waits for input, so that an answer that is ready is written although the next question has not come.
"""

import asyncio
import gzip
import sys
import threading
import zlib
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from crawler.reading_pool import ReadingPool
from desk.json_lines import BadLine, Row, in_one_line, read_rows, text_in, text_or_none, write_row
from desk.tries import NO_ARTICLE, article_row
from press.configuration import Configuration
from press.errors import UsageError, first_cause
from press.moments import Clock, utc
from press.pages import FetchedPage, ReadArticle, ReadingHints
from press.source_hosts import SourceHosts

GZIP = b"\x1f\x8b"
SIDE_BY_SIDE = 4
"""Pages in hand per process of the pool: enough to keep each busy, few enough to stay small."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A page to read, and the id its answer carries."""

    id: object
    page: FetchedPage
    hints: ReadingHints


class PageQuestions:
    """Makes questions of rows; a row that is none becomes the line that answers it."""

    def __init__(self, configuration: Configuration, clock: Clock) -> None:
        self._hosts = SourceHosts(configuration.sources.values())
        self._most_bytes = configuration.settings.reading.max_page_bytes
        self._clock = clock

    def of(self, lines: Iterator[bytes]) -> Iterator[Question | BadLine]:
        for row in read_rows(lines):
            if isinstance(row, BadLine):
                yield row
                continue
            try:
                yield self._question(row)
            except Exception as error:  # noqa: BLE001 - the border of a line: it must not stop the lines after it
                yield BadLine(answer={"id": row.get("id"), "error": in_one_line(error)})

    def _question(self, row: Row) -> Question:
        url = text_in(row, "url")
        body, charset = self._body(row)
        page = FetchedPage(
            url=url,
            final_url=url,
            body=body,
            content_type=None,
            charset=charset,
            fetched_at=moment_in(row, "fetched_at") or self._clock(),
        )
        source = self._hosts.find(url)
        hints = ReadingHints(
            source_id=source.id if source else "try",
            zone=source.zone if source else None,
            languages=source.languages if source else (),
            keep_all=True,
        )
        return Question(id=row.get("id"), page=page, hints=hints)

    def _body(self, row: Row) -> tuple[bytes, str | None]:
        path, html = text_or_none(row, "path"), row.get("html")
        if path is not None:
            return read_page_file(Path(path), self._most_bytes), None
        if not isinstance(html, str):
            raise UsageError("“html” is not text" if html is not None else "“path” or “html” is missing")
        return html.encode("utf-8", "replace"), "utf-8"


def moment_in(row: Row, key: str) -> datetime | None:
    """An ISO 8601 moment; one without an offset is taken for UTC. Raises UsageError for anything else."""
    text = text_or_none(row, key)
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"“{key}” is no ISO 8601 moment: {text[:50]}") from error
    return utc(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def read_page_file(path: Path, most_bytes: int) -> bytes:
    """A page's bytes, unpacked when they are gzip; one byte more than may be read at most. Raises UsageError."""
    try:
        with path.open("rb") as file:
            packed = file.read(2) == GZIP
            file.seek(0)
            if not packed:
                return file.read(most_bytes + 1)
            with gzip.open(file) as unpacked:
                return unpacked.read(most_bytes + 1)
    except (OSError, EOFError, ValueError, zlib.error) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise UsageError(f"{path}: cannot be read: {reason}") from error


async def answer_pages(questions: Iterator[Question | BadLine], pool: ReadingPool) -> None:
    """Writes an answer for each question, in their order. Raises what the writing raises."""
    loop = asyncio.get_running_loop()
    asked: asyncio.Queue[Question | BadLine | None] = asyncio.Queue(maxsize=SIDE_BY_SIDE)
    begun: asyncio.Queue[asyncio.Task[Row] | None] = asyncio.Queue(maxsize=SIDE_BY_SIDE * pool.workers)

    def ask() -> None:
        with suppress(CancelledError, RuntimeError):  # the loop has ended: nobody waits for the rest
            for question in chain(questions, (None,)):
                asyncio.run_coroutine_threadsafe(asked.put(question), loop).result()

    async def begin(group: asyncio.TaskGroup) -> None:
        while (question := await asked.get()) is not None:
            await begun.put(group.create_task(answer_page(question, pool)))
        await begun.put(None)

    threading.Thread(target=ask, name="questions", daemon=True).start()
    async with asyncio.TaskGroup() as group:
        beginning = group.create_task(begin(group))
        while (answer := await begun.get()) is not None:
            write_row(await answer)
        await beginning


async def answer_page(question: Question | BadLine, pool: ReadingPool) -> Row:
    if isinstance(question, BadLine):
        return question.answer
    try:
        result = await pool.read(question.page, question.hints)
    except Exception as error:  # noqa: BLE001 - the border of a page: it must not stop the pages after it
        return {"id": question.id, **NO_ARTICLE, "error": in_one_line(error)}
    if isinstance(result, ReadArticle):
        return {"id": question.id, **article_row(result.tagged)}
    reason = getattr(result, "reason", "the page was taken for off topic")
    return {"id": question.id, **NO_ARTICLE, "error": reason}


def try_read(configuration: Configuration, clock: Clock) -> None:
    """Answers standard input on standard output with all processes of the pool."""
    pool = ReadingPool(
        configuration.settings.reading, configuration.watch_list, configuration.site_rules, configuration.entities
    )
    questions = PageQuestions(configuration, clock).of(iter(sys.stdin.buffer.readline, b""))
    try:
        asyncio.run(answer_pages(questions, pool))
    except BaseExceptionGroup as group:
        raise first_cause(group) from None
    finally:
        pool.close()
