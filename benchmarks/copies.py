"""What recognising copies costs: CPU ms per article of every layer on SQLite, and how that grows with the database.

    python -m benchmarks.copies [--texts 17085] [--articles 1000000 [--days 1825] [--backfill] [--database FILE]]

The texts are those of ../shared/data/texts, in their order of publication (--texts fewer: every so many-th); those without a
date are spread over a year. Layers: the address's key; the digest of the text; its keys and its sketch (made, then written);
the link (candidates, comparison, story, second transaction).

With --articles every text is stored in a second database too, one after the other in turn, which holds so many articles more
that nobody ran: recombined from passages of the real texts (see `benchmarks.made_articles`), spread over --days from the first
of the real ones. The texts are the news of the days after these, and as many a day: what a database that has grown costs more
than a new one. With --backfill they keep their own dates, and each has the made articles of its days around it, which the
other database has not. A million takes some ten minutes and 6 GB; with --database it is kept, and the texts are taken out of
it again.
"""

import argparse
import gzip
import json
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import func, insert, select

from benchmarks.made_articles import make_articles
from press.addresses import address_key
from press.copies import text_digest
from press.copy_words import copy_words, folded_text
from press.fingerprints import grams
from press.sources import Source
from press.stories import StoryRules, sketch
from storage import Storage, open_storage
from storage.copies import load_linked
from storage.copy_keys import candidates, erase_keys, keys_of, write_keys
from storage.schema import ArticleRow, Base, FarFingerprintRow
from storage.stories import find_neighbours
from storage.story_words import erase_sketch, write_sketch

TEXTS = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "texts" / "arabic_news.jsonl.gz"
FIRST_DAY = datetime(2015, 7, 1, tzinfo=UTC)
DAYS = 5 * 365
Result = TypeVar("Result")
ADD_ARTICLE = insert(Base.metadata.tables["article"]).returning(ArticleRow.id)
ADD_TEXT = insert(Base.metadata.tables["article_text"])


class Desk:
    """A database that takes in the texts, and what that took; `ids` are those it has of them."""

    def __init__(self, storage: Storage, made: int) -> None:
        self.storage = storage
        self.made = made
        self.timings: dict[str, list[float]] = defaultdict(list)
        self.lookups: dict[str, list[float]] = defaultdict(list)
        self.rows_met: list[int] = []
        self.ids: list[tuple[int, dict[str, Any]]] = []


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--texts", type=int, default=17_085)
    arguments.add_argument("--articles", type=int, default=0)
    arguments.add_argument("--days", type=int, default=DAYS)
    arguments.add_argument("--backfill", action="store_true")
    arguments.add_argument("--database", type=Path)
    chosen = arguments.parse_args()
    texts = read_texts()
    stored = texts[:: max(1, len(texts) // max(1, chosen.texts))][: chosen.texts]
    if chosen.articles and not chosen.backfill:
        days = timedelta(days=chosen.days)
        stored = dated_anew(stored, texts[0]["moment"] + days, days / chosen.articles)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as open_ones:
        desks = [Desk(open_ones.enter_context(opened(Path(folder) / "empty.sqlite3", texts)), 0)]
        if chosen.articles:
            database = chosen.database or Path(folder) / "filled.sqlite3"
            desks.append(Desk(open_ones.enter_context(opened(database, texts)), chosen.articles))
            fill(desks[1].storage, texts, chosen.articles, chosen.days)
        made = measure(desks, stored)
        print_table(made, desks)
        if chosen.database:
            take_out(desks[1])


@contextmanager
def opened(database: Path, texts: Sequence[dict[str, Any]]) -> Iterator[Storage]:
    with open_storage(f"sqlite:///{database}", busy_timeout_seconds=60) as storage:
        storage.sources.sync(
            Source.model_validate({"id": outlet, "name": outlet, "homepage": f"https://{outlet}.example/"})
            for outlet in sorted({row["outlet"] for row in texts})
        )
        yield storage


def read_texts() -> list[dict[str, Any]]:
    with gzip.open(TEXTS, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    for number, row in enumerate(rows):
        row["outlet"] = row["outlet"].replace(".", "-")
        try:
            row["moment"] = datetime.fromisoformat(row["date"]).replace(tzinfo=UTC)
        except (ValueError, TypeError):
            row["moment"] = FIRST_DAY + timedelta(minutes=number * 525_600 // len(rows))
    return sorted(rows, key=lambda row: row["moment"])


def dated_anew(texts: Sequence[dict[str, Any]], first: datetime, apart: timedelta) -> list[dict[str, Any]]:
    """In the same order, at even distances."""
    return [row | {"moment": first + number * apart} for number, row in enumerate(texts)]


def fill(storage: Storage, texts: Sequence[dict[str, Any]], articles: int, days: int) -> None:
    """Adds made articles until there are so many."""
    with storage._engines.reading() as connection:
        there = connection.execute(select(func.count()).select_from(ArticleRow)).scalar_one()
    if there < articles:
        make_articles(storage, texts, range(there + 1, articles + 1), texts[0]["moment"], days)


def add(storage: Storage, row: dict[str, Any]) -> tuple[int, float]:
    """Stores an article as the crawler does, without tags and index; the CPU seconds that its keys and sketch took of it."""
    columns = article_columns(row) | {"link_rules": None}
    with storage._engines.writing() as connection:
        article_id = int(connection.execute(ADD_ARTICLE, columns).scalar_one())
        body = {"article_id": article_id, "revision": 1, "title": row["title"], "text": row["text"]}
        connection.execute(ADD_TEXT, body | {"seen_at": row["moment"], "cause": "page"})
        before = time.process_time()
        write_keys(connection, article_id, row["moment"], keys_of(row["text"]))
        write_sketch(connection, article_id, row["moment"], row["title"], row["text"])
        spent = time.process_time() - before
    return article_id, spent


def article_columns(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "text_digest": text_digest(row["title"], row["text"], row["id"]),
        "source_id": row["outlet"],
        "language": "ar",
        "title": row["title"],
        "url": f"https://{row['outlet']}.example/{row['id']}",
        "published_at": row["moment"],
        "published_precision": "minute",
        "published_reason": "",
        "first_seen_at": row["moment"],
        "sort_at": row["moment"],
        "revision": 1,
        "extractor_version": "",
        "watch_list_version": "",
    }


def measure(desks: Sequence[Desk], texts: Sequence[dict[str, Any]]) -> dict[str, list[float]]:
    """CPU seconds by layer, a figure an article: of what is made of a text once, and of what each database does with it.
    They take turns in being the first."""
    made: dict[str, list[float]] = defaultdict(list)
    seen: set[bytes] = set()
    for number, row in enumerate(texts):
        title, body = row["title"], row["text"]
        digest = text_digest(title, body, row["id"])
        if digest in seen:
            continue
        seen.add(digest)
        for remembered in (folded_text, copy_words, grams, keys_of, sketch):
            remembered.cache_clear()
        timed(made["address key"], address_key, f"https://{row['outlet']}.example/{row['id']}?utm_source=x")
        timed(made["text digest"], text_digest, title, body, row["id"])
        timed(made["keys and marks made"], keys_of, body)
        timed(made["sketch made"], sketch, title, body)
        for desk in desks if number % 2 else reversed(desks):
            store(desk, row, looks_up=number % 10 == 0)
    return made


def store(desk: Desk, row: dict[str, Any], *, looks_up: bool) -> None:
    article_id, writing = add(desk.storage, row)
    desk.ids.append((article_id, row))
    desk.timings["keys and sketch written"].append(writing)
    timed(desk.timings["linked"], desk.storage._links.link, article_id)
    if looks_up:
        look_up(desk, article_id)


def look_up(desk: Desk, article_id: int) -> None:
    """Seconds on the clock of the two look-ups alone; and how often other articles have a key of this one."""
    with desk.storage._engines.reading() as connection:
        mine = load_linked(connection, [article_id])[article_id]
        keys = keys_of(mine.body)
        before = time.perf_counter()
        candidates(connection, article_id, mine.sort_at, keys)
        between = time.perf_counter()
        find_neighbours(connection, mine, StoryRules())
        after = time.perf_counter()
        far = FarFingerprintRow.key.in_(keys.fingerprint.far)
        met = select(func.count()).where(far, FarFingerprintRow.article_id != article_id)
        desk.rows_met.append(connection.execute(met).scalar_one())
    desk.lookups["copies"].append(between - before)
    desk.lookups["stories"].append(after - between)


def timed(into: list[float], work: Callable[..., Result], *given: Any) -> Result:
    before = time.process_time()
    result = work(*given)
    into.append(time.process_time() - before)
    return result


def print_table(made: dict[str, list[float]], desks: Sequence[Desk]) -> None:
    print(f"\nCPU ms an article\n{'layer':30} {'median':>8} {'mean':>8} {'p95':>8}")
    for layer, found in made.items():
        print(f"{layer:30} {row_of(found)}")
    totals = []
    for desk in desks:
        print(f"\na database of {desk.made:,} articles and the texts")
        for layer, found in desk.timings.items():
            print(f"{layer:30} {row_of(found)}")
        together = [sum(layers) for layers in zip(*made.values(), *desk.timings.values(), strict=True)]
        totals.append(statistics.median(together))
        print(f"{'all layers':30} {row_of(together)}")
        for name, found in desk.lookups.items():
            print(f"{'look-up of ' + name + ', on the clock':30} {row_of(found)}")
        met = statistics.quantiles(desk.rows_met, n=20)
        print(
            f"far keys of a text in other articles: {met[9]:.0f} of the middle one, {met[14]:.0f} of the upper quarter"
        )
    if len(totals) > 1:
        print(f"\nfilled to empty, medians of all layers: {totals[1] / totals[0]:.2f}")


def take_out(desk: Desk) -> None:
    """Takes the texts out of the database again, so that the next run finds it as this one did."""
    with desk.storage._engines.writing() as connection:
        for article_id, row in desk.ids:
            erase_keys(connection, article_id, row["moment"], keys_of(row["text"]))
            erase_sketch(connection, article_id, row["moment"], row["title"], row["text"])
        for column in ("story_id", "head_id"):
            connection.exec_driver_sql(f"UPDATE article SET {column} = NULL WHERE {column} IS NOT NULL")
        connection.exec_driver_sql("DELETE FROM story")
        connection.exec_driver_sql("DELETE FROM article_relation")
        connection.exec_driver_sql(f"DELETE FROM article_text WHERE article_id > {desk.made}")
        connection.exec_driver_sql(f"DELETE FROM article WHERE id > {desk.made}")


def row_of(seconds: Sequence[float]) -> str:
    ordered = sorted(1000 * each for each in seconds)
    return f"{statistics.median(ordered):8.3f} {statistics.mean(ordered):8.3f} {ordered[int(0.95 * (len(ordered) - 1))]:8.3f}"


if __name__ == "__main__":
    main()
