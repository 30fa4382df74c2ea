"""Text a CPU-second in one process: organizations, persons and places, and the credit, on texts of several kinds.

python -m benchmarks.tagging [--texts 2000] [--rounds 3] [--data ../shared/data]

news: articles as they come, of which few name a body. named: our own cases as articles of twelve sentences, each of which
names one or looks as if it did. The last rows are single lines of 5 MB.
"""

import argparse
import gzip
import json
import statistics
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from press.agencies import Agencies
from press.credits import read_credit
from press.entities import EntityTagger, agencies_of, shipped_entities
from press.organizations import read_watch_list
from press.tagging import Tagger

ROOT = Path(__file__).resolve().parent.parent
SENTENCES = 12
LINE = 5_000_000

Article = tuple[str, str, str]
"""Title, text, language."""


def news(data: Path, most: int) -> list[Article]:
    with gzip.open(data / "texts" / "arabic_news.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, most)]
    return [(row["title"], row["text"], "ar") for row in rows]


def named() -> list[Article]:
    cases = [
        json.loads(line)
        for file in sorted((ROOT / "tests" / "golden" / "tagging").glob("*.jsonl"))
        for line in file.read_text("utf-8").splitlines()
    ]
    cases.sort(key=lambda case: case["language"])
    articles = [cases[start : start + SENTENCES] for start in range(0, len(cases), SENTENCES)]
    return [(some[0]["text"], "\n".join(case["text"] for case in some), some[0]["language"]) for some in articles]


def line(part: str) -> list[Article]:
    return [("", part * (LINE // len(part.encode())), "ar")]


def seconds(work: Callable[[str, str, str], object], articles: list[Article], rounds: int) -> float:
    """CPU of the whole list, the median of the rounds."""
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        for article in articles:
            work(*article)
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    options = parser.parse_args()

    tagger = Tagger(read_watch_list(sorted((ROOT / "config" / "organizations").glob("*.toml"))))
    entities = EntityTagger(shipped_entities())
    agencies = Agencies(agencies_of(shipped_entities()))
    works: dict[str, Callable[[str, str, str], object]] = {
        "organizations": tagger.tag,
        "persons, places": entities.tag,
        "credit": lambda title, text, _language: read_credit(title, text, agencies),
    }
    kinds = {
        "news": news(options.data, options.texts) if options.data.is_dir() else [],
        "named": named() * 10,
        "a name, 5 MB": line("منظمة شنغهاي للتعاون "),
        "an acronym, 5 MB": line("SCO "),
        "words, 5 MB": line("عقد الوزراء اجتماعا في العاصمة "),
        "a letter, 5 MB": line("و"),
    }
    print(f"{'texts':18}{'number':>8}{'MB':>7}   {'MB a CPU-second (ms a text)'}")
    print(f"{'':36}" + "".join(f"{name:>24}" for name in works))
    for kind, articles in kinds.items():
        if not articles:
            continue
        size = sum(len((title + text).encode()) for title, text, _ in articles) / 1e6
        cells = ""
        for work in works.values():
            taken = seconds(work, articles, options.rounds if len(articles) > 1 else 1)
            cells += f"{f'{size / taken:.1f} ({1000 * taken / len(articles):.2f})':>24}"
        print(f"{kind:18}{len(articles):8}{size:7.1f}   {cells}")


if __name__ == "__main__":
    main()
