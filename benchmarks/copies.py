"""What recognising copies costs: CPU ms per article of every layer on SQLite, and how that grows with the database.

    python -m benchmarks.copies [--texts 17085] [--articles 0] [--database FILE]

The texts are those of ../shared/data/texts, in their order of publication; those without a date are spread over a year. Layers: the address's key; the digest of the
text; its keys and its sketch (made, then written); the link (candidates, comparison, story, second transaction).

--articles fills the database first with so many articles more, each recombined from sentences of six real texts of one
outlet: they share far more passages with each other than real articles do, so the candidates are the worst case. A database
of 1,000,000 takes about an hour and 9 GB; with --database it is kept and used again.
"""

import argparse
import gzip
import json
import random
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import func, insert, select

from press.addresses import address_key
from press.copies import RULE_VERSION, text_digest
from press.sources import Source
from press.stories import StoryRules, sketch
from storage import Storage, open_storage
from storage.copies import candidates, keys_of, load_linked, write_keys
from storage.schema import ArticleRow, Base
from storage.stories import find_neighbours, write_sketch

TEXTS = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "texts" / "arabic_news.jsonl.gz"
FIRST_DAY = datetime(2015, 7, 1, tzinfo=UTC)
BATCH = 500
Result = TypeVar("Result")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--texts", type=int, default=17_085)
    arguments.add_argument("--articles", type=int, default=0)
    arguments.add_argument("--database", type=Path)
    chosen = arguments.parse_args()
    texts = read_texts()
    with tempfile.TemporaryDirectory() as folder:
        database = chosen.database or Path(folder) / "copies.sqlite3"
        with open_storage(f"sqlite:///{database}", busy_timeout_seconds=60) as storage:
            outlets = sorted({row["outlet"] for row in texts})
            storage.sync_sources(
                Source.model_validate({"id": outlet, "name": outlet, "homepage": f"https://{outlet}.example/"})
                for outlet in outlets
            )
            fill(storage, texts, chosen.articles)
            timings, lookups = measure(storage, texts[: chosen.texts])
    print_table(timings, lookups, chosen.articles)


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


def fill(storage: Storage, texts: Sequence[dict[str, Any]], articles: int) -> None:
    """Adds recombined articles until there are so many; linked by nobody, as if that had been done."""
    with storage._engines.reading() as connection:
        there = connection.execute(select(func.count()).select_from(ArticleRow)).scalar_one()
    for start in range(there, articles, BATCH):
        numbers = range(start, min(start + BATCH, articles))
        made = list(recombined(texts, numbers))
        add(storage, made, link_rules=RULE_VERSION)
        if start % 50_000 < BATCH:
            print(f"  {start:,} articles", flush=True)


def recombined(texts: Sequence[dict[str, Any]], numbers: range) -> Iterator[dict[str, Any]]:
    by_outlet: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in texts:
        by_outlet[row["outlet"]].append(row)
    for number in numbers:
        dice = random.Random(number)
        parts = dice.choices(by_outlet[dice.choice(sorted(by_outlet))], k=6)
        sentences = [dice.choice([each for each in part["text"].split(".") if each.strip()] or [""]) for part in parts]
        moment = FIRST_DAY + timedelta(minutes=number % 525_600)
        yield {**parts[0], "text": f"{'. '.join(sentences)} {number}", "id": f"made-{number}", "moment": moment}


def add(storage: Storage, rows: Sequence[dict[str, Any]], *, link_rules: int | None) -> list[int]:
    """Stores articles with their keys and sketches, in one transaction."""
    article, article_text = Base.metadata.tables["article"], Base.metadata.tables["article_text"]
    ids: list[int] = []
    with storage._engines.writing() as connection:
        for row in rows:
            columns = {
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
                "link_rules": link_rules,
            }
            done = connection.execute(insert(article).values(columns).returning(article.c.id))
            ids.append(int(done.scalar_one()))
            body = {"article_id": ids[-1], "revision": 1, "title": row["title"], "text": row["text"]}
            connection.execute(insert(article_text).values(body | {"seen_at": row["moment"], "cause": "page"}))
            write_keys(connection, ids[-1], keys_of(row["text"]))
            write_sketch(connection, ids[-1], row["moment"], row["title"], row["text"])
    return ids


def measure(storage: Storage, texts: Sequence[dict[str, Any]]) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """CPU seconds by layer, a figure an article; and seconds on the clock of the two look-ups alone."""
    timings: dict[str, list[float]] = defaultdict(list)
    lookups: dict[str, list[float]] = defaultdict(list)
    seen: set[bytes] = set()
    for row in texts:
        title, body = row["title"], row["text"]
        timed(timings["address key"], address_key, f"https://{row['outlet']}.example/{row['id']}?utm_source=x")
        digest = timed(timings["text digest"], text_digest, title, body, row["id"])
        if digest in seen:
            continue
        seen.add(digest)
        timed(timings["keys made"], keys_of, body)
        timed(timings["sketch made"], sketch, title, body)
        (article_id,) = add(storage, [row], link_rules=None)
        timings["keys and sketch written"].append(time_of_writing(storage, article_id, row))
        timed(timings["linked"], storage._links.link, article_id)
        if article_id % 10 == 0:
            look_up(storage, article_id, lookups)
    return timings, lookups


def time_of_writing(storage: Storage, article_id: int, row: dict[str, Any]) -> float:
    """The rows are there already; they are written once more under a number that no article has, and undone."""
    with storage._engines._writer.connect() as connection:  # type: ignore[union-attr]
        before = time.process_time()
        write_keys(connection, -article_id, keys_of(row["text"]))
        write_sketch(connection, -article_id, row["moment"], row["title"], row["text"])
        spent = time.process_time() - before
        connection.rollback()
    return spent


def look_up(storage: Storage, article_id: int, lookups: dict[str, list[float]]) -> None:
    with storage._engines.reading() as connection:
        mine = load_linked(connection, [article_id])[article_id]
        before = time.perf_counter()
        candidates(connection, article_id, keys_of(mine.body))
        between = time.perf_counter()
        find_neighbours(connection, mine, StoryRules())
    lookups["copies"].append(between - before)
    lookups["stories"].append(time.perf_counter() - between)


def timed(into: list[float], work: Callable[..., Result], *given: Any) -> Result:
    before = time.process_time()
    result = work(*given)
    into.append(time.process_time() - before)
    return result


def print_table(timings: dict[str, list[float]], lookups: dict[str, list[float]], articles: int) -> None:
    print(f"database of {articles:,} articles and the texts; CPU ms an article\n")
    print(f"{'layer':26} {'median':>8} {'mean':>8} {'p95':>8}")
    for layer, found in timings.items():
        print(f"{layer:26} {row_of(found)}")
    together = [
        sum(layers) for layers in zip(*(found[-len(timings["linked"]) :] for found in timings.values()), strict=True)
    ]
    print(f"{'all layers':26} {row_of(together)}\n")
    for name, found in lookups.items():
        print(f"look-up of {name + ', on the clock':30} {row_of(found)}")


def row_of(seconds: Sequence[float]) -> str:
    ordered = sorted(1000 * each for each in seconds)
    return f"{statistics.median(ordered):8.3f} {statistics.mean(ordered):8.3f} {ordered[int(0.95 * (len(ordered) - 1))]:8.3f}"


if __name__ == "__main__":
    main()
