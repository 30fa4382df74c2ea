"""How fast the analysts' questions are answered in a large database.

    python -m benchmarks.search_million --texts ../shared/data/texts/arabic_news.jsonl.gz [--articles 1000000] [--database FILE] [--optimize]

Articles are made by joining sentences of real texts at random (about 250 words each), spread over five years, one fifth of
them back-filled out of order, with organizations as the press names them: some in a third of the articles, some in one of a
hundred; a quarter are copies. A database that exists already is measured as it is. Times are CPU seconds of the process, caches warm.
"""

import argparse
import gzip
import json
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from press.queries import parse_query
from press.search_terms import index_terms
from storage import open_storage
from storage.article_columns import pack_again
from storage.engines import Engines
from storage.month_counts import count_again
from storage.schema import to_microseconds
from storage.search_text import marks

FIRST = datetime(2021, 1, 1, tzinfo=UTC)
DAYS = 5 * 365
ORGANIZATIONS = {
    "SCO": 0.35, "OIC": 0.2, "OTS": 0.15, "EAEU": 0.15, "CICA": 0.12, "CSTO": 0.1, "CIS": 0.1, "ECO": 0.03, "IOFS": 0.01,
    "IFAS": 0.005,
}  # fmt: skip
SOURCES = [f"outlet-{number}" for number in range(60)]
WORDS = 250
BATCH = 2_000

COPIES = text("UPDATE article SET head_id = id - 1 - id * 7 % 400 / 4 * 4 WHERE id % 4 = 0 AND id > 1000")

PHRASES = {
    "common": [
        '"رئيس الجمهورية"',
        '"وزارة الداخلية"',
        '"مجلس الوزراء"',
        "وزير",
        "الحكومة",
        '"رئيس الحكومة"',
        "تونس",
        '"بعد أن"',
    ],
    "middling": [
        '"بناء الثقة"',
        '"حقوق الإنسان"',
        '"الأمم المتحدة"',
        "اتفاقية",
        "تعاون",
        '"كأس العالم"',
        '"مجلس الأمن"',
    ],
    "rare": ["شنغهاي", "كازاخستان", '"منظمة شنغهاي"', '"آسيا الوسطى"', "مستكشف", '"في قمة"', "خزامى", "أوزبكستان"],
}

COUNTED = (
    "", "org:CICA", "org:SCO", "since:2025", "since:2024-02-10 until:2025-03-20", "org:CICA since:2024-02-10", "شنغهاي", '"بناء الثقة"', "اتفاقية",
    '"رئيس الحكومة"', '"بعد أن"', "تونس", "lang:ru", "اتفاقية org:CICA", "lang:ar org:SCO", "تونس since:2023-02-10", "تونس lang:ar",
    "تونس OR وزير", "-تونس", "-org:SCO", "source:outlet-3", "country:KZ", "credit:kazinform", "has:copies", "-is:copy", "تونس -is:copy", "has:author",
    "is:vanished", "(وزير OR lang:ru) org:ECO", "title:تونس", "توك*", "تو*",
)  # fmt: skip
SEARCHED = (
    "", "org:CICA", "lang:ru org:IFAS", "source:outlet-3", "(وزير OR lang:ru) org:ECO", "-تونس org:IFAS", '="بالثقة"', '="التونسيات"',
    '="فتونس"', '="وتونس" org:IFAS', '-="تونس" org:CICA', '="فتونس" OR source:outlet-99', '="саммит"', "is:copy تونس", "is:copy org:IFAS",
    "is:vanished", "credit:kazinform", "lang:kk", "source:outlet-99", "تونس credit:kazinform", "وزير OR lang:ru", "توك*", "تو*",
)  # fmt: skip


def sentences(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            for sentence in row["text"].replace("\n", ". ").split(". "):
                if len(sentence.split()) >= 5:
                    yield sentence.strip()


def build(database: Path, texts: Path, articles: int) -> None:
    open_storage(f"sqlite:///{database}").close()
    random.seed(7)
    pool = list(dict.fromkeys(sentences(texts)))
    random.shuffle(pool)
    pool = pool[:60_000]
    terms = [" ".join(index_terms(sentence, "ar")) for sentence in pool]
    lengths = [len(sentence.split()) for sentence in pool]
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    connection.executemany(
        "INSERT OR IGNORE INTO source (id, name, native_name, homepage, country, languages, kind, enabled) VALUES (?,?,?,?,?,?,?,1)",
        [
            (
                source,
                source.title(),
                source,
                f"https://{source}.example/",
                random.choice(["KZ", "EG", "CN"]),
                "[]",
                "paper",
            )
            for source in SOURCES
        ],
    )
    for start in range(0, articles, BATCH):
        insert(
            connection,
            [row(number, articles, pool, terms, lengths) for number in range(start, min(articles, start + BATCH))],
        )
        if start % 50_000 == 0:
            print(f"{start:9,} articles", file=sys.stderr, flush=True)
    connection.execute("COMMIT")
    connection.execute("ANALYZE")
    connection.close()
    count_articles(database)


def count_articles(database: Path) -> None:
    """What the writers do with every article; and every fourth is made the copy of another that is not far."""
    engines = Engines(f"sqlite:///{database}", busy_timeout_seconds=10, read_only=False)
    with engines.writing() as connection:
        count_again(connection)
        connection.execute(COPIES)
        pack_again(connection)
    engines.dispose()


def optimize(database: Path) -> None:
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("INSERT INTO article_index (article_index) VALUES ('optimize')")
    connection.close()


def row(number: int, articles: int, pool: list[str], terms: list[str], lengths: list[int]) -> dict[str, Any]:
    day = random.random() * DAYS if random.random() < 0.2 else number / articles * DAYS
    moment = FIRST + timedelta(days=day, seconds=random.randrange(3600))
    chosen, words = [], 0
    while words < WORDS:
        chosen.append(random.randrange(len(pool)))
        words += lengths[chosen[-1]]
    codes = [code for code, share in ORGANIZATIONS.items() if random.random() < share] or ["SCO"]
    return {
        "id": number + 1, "moment": moment, "title": pool[chosen[0]][:120], "text": ". ".join(pool[each] for each in chosen[1:]),
        "title_terms": terms[chosen[0]], "text_terms": " ".join(terms[each] for each in chosen[1:]), "codes": codes,
        "source": random.choice(SOURCES), "language": "ar" if random.random() < 0.7 else "ru",
    }  # fmt: skip


def insert(connection: sqlite3.Connection, rows: list[dict[str, Any]]) -> None:
    moments = {each["id"]: to_microseconds(each["moment"]) for each in rows}
    connection.executemany(
        "INSERT INTO article (id, text_digest, source_id, language, title, url, published_at, published_reason, first_seen_at,"
        " sort_at, revision, watch_list_version, extractor_version) VALUES (?,?,?,?,?,?,?,'',?,?,1,'','')",
        [
            (each["id"], each["id"].to_bytes(16, "big"), each["source"], each["language"], each["title"],
             f"https://{each['source']}.example/news/{each['id']}", *(moments[each["id"]],) * 3)
            for each in rows
        ],
    )  # fmt: skip
    connection.executemany(
        "INSERT INTO article_text (article_id, revision, title, text, seen_at, cause) VALUES (?,1,?,?,?,'')",
        [(each["id"], each["title"], each["text"], moments[each["id"]]) for each in rows],
    )
    evidence = '[{"form":"منظمة شنغهاي للتعاون","field":"text","start":100,"end":120,"rule":"name:ar"}]'
    connection.executemany(
        "INSERT INTO article_tag (organization, sort_at, article_id, count, in_title, evidence) VALUES (?,?,?,2,0,?)",
        [(code, moments[each["id"]], each["id"], evidence) for each in rows for code in each["codes"]],
    )
    connection.executemany(
        "INSERT INTO sighting (address_key, article_id, source_id, url, title, first_seen_at) VALUES (?,?,?,?,?,?)",
        [(each["id"].to_bytes(16, "big"), each["id"], each["source"], f"https://{each['source']}.example/news/{each['id']}", each["title"],
          moments[each["id"]]) for each in rows],
    )  # fmt: skip
    connection.executemany(
        "INSERT INTO article_index (rowid, title, text, marks) VALUES (?,?,?,?)",
        [
            (each["id"], each["title_terms"], each["text_terms"], " ".join(marks(each["moment"], tuple(each["codes"]))))
            for each in rows
        ],
    )


def spent(action: Callable[[], object]) -> float:
    """CPU milliseconds of the second call, so that caches are warm."""
    action()
    begun = time.process_time()
    action()
    return (time.process_time() - begun) * 1000


def measure(database: Path) -> None:
    with open_storage(f"sqlite:///{database}", read_only=True) as storage:
        total = storage.count("")[0].articles
        print(f"{total:,} articles, {size(database)}")
        every: list[float] = []
        for kind, phrases in PHRASES.items():
            times = []
            for phrase in phrases:
                matches = storage.count(phrase)[0].articles
                own = []
                for code in ("SCO", "CICA", "IFAS"):
                    for dates in ("", "since:2025", "since:2023-03 until:2023-08"):
                        query = parse_query(f"{phrase} org:{code} {dates}")
                        own.append(spent(lambda query=query: storage.search(query, limit=50)))  # type: ignore[misc]
                times += own
                print(
                    f"    {phrase:24} {matches:9,} matches   median {statistics.median(own):6.1f} ms   worst {max(own):6.1f} ms"
                )
            every += times
            print(
                f"{kind:10} p50 {quantile(times, 0.5):6.1f} ms   p95 {quantile(times, 0.95):6.1f} ms   worst {max(times):6.1f} ms"
            )
        print(
            f"all        p50 {quantile(every, 0.5):6.1f} ms   p95 {quantile(every, 0.95):6.1f} ms   worst {max(every):6.1f} ms"
        )
        for query in COUNTED:
            for by in (("organization", "month"), ("month",)):
                print(
                    f"count {query:20} by {','.join(by):20} {spent(lambda q=query, b=by: storage.count(q, b)):7.1f} ms"
                )  # type: ignore[misc]
        for query in SEARCHED:
            page = storage.search(query)
            said = f"{len(page.articles)} found" + (f" among {page.looked_at:,}" if page.looked_at else "")
            print(f"search {query:30} {spent(lambda q=query: storage.search(q)):7.1f} ms  {said}")  # type: ignore[misc]


def quantile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def size(database: Path) -> str:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    articles = connection.execute("SELECT count(*) FROM article").fetchone()[0]
    whole = database.stat().st_size / articles
    index = connection.execute("SELECT sum(length(block)) FROM article_index_data").fetchone()[0] / articles
    connection.close()
    return f"{whole:,.0f} bytes an article, {index:,.0f} of them the full-text index"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--database", type=Path)
    parser.add_argument("--optimize", action="store_true", help="merge the index into one piece first")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = options.database or Path(folder) / "million.sqlite3"
        if not database.exists():
            build(database, options.texts, options.articles)
        if options.optimize:
            optimize(database)
        measure(database)


if __name__ == "__main__":
    main()
