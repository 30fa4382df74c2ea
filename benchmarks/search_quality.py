"""How well search engines find an Arabic word in all of its forms, beside each other in real SQLite indexes.

    python -m benchmarks.search_quality [--shared ../shared/data]

ours        the terms of press.search_terms, in FTS5
unicode61   FTS5's own tokenizer, diacritics removed
trigram     FTS5's trigrams: the word anywhere inside words
snowball    Snowball's Arabic stemmer (as PostgreSQL has it), over folded words, in FTS5
folded      folded words alone
"""

import argparse
import sqlite3
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import Stemmer  # type: ignore[import-not-found]  # it ships no types

from press.folding import words
from press.search_terms import index_terms, query_terms
from tests.quality.search_scores import documents_by_word, read_documents, read_families, scored

snowball = Stemmer.Stemmer("arabic")


def snowball_terms(text: str) -> list[str]:
    return list(map(snowball.stemWord, words(text)))


def quoted(series: Iterable[tuple[str, ...]]) -> str:
    return " OR ".join(f'"{" ".join(terms)}"' for terms in series)


ENGINES: dict[str, tuple[str, Callable[[str], str], Callable[[str], str]]] = {
    "ours": ("ascii", lambda text: " ".join(index_terms(text, "ar")), lambda word: quoted(query_terms(word))),
    "unicode61": ("unicode61 remove_diacritics 2", str, lambda word: f'"{word}"'),
    "trigram": ("trigram", str, lambda word: f'"{word}"'),
    "snowball": (
        "ascii",
        lambda text: " ".join(snowball_terms(text)),
        lambda word: quoted([tuple(snowball_terms(word))]),
    ),
    "folded": ("ascii", lambda text: " ".join(words(text)), lambda word: quoted([tuple(words(word))])),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared/data"))
    documents = read_documents(parser.parse_args().shared)
    families, holders = read_families(), documents_by_word(documents)
    print(f"{len(documents):,} documents, {len(families)} words")
    print(f"{'':12}{'all words':>18}{'chosen before':>18}{'chosen after':>18}{'index':>10}{'CPU':>9}")
    for name, (tokenizer, terms, question) in ENGINES.items():
        connection = sqlite3.connect(":memory:")
        connection.execute(f"CREATE VIRTUAL TABLE t USING fts5(text, content='', tokenize='{tokenizer}', columnsize=0)")
        begun = time.process_time()
        connection.executemany(
            "INSERT INTO t (rowid, text) VALUES (?, ?)",
            ((number, terms(text)) for number, text in enumerate(documents)),
        )
        spent = (time.process_time() - begun) / len(documents)

        def find(
            word: str, connection: sqlite3.Connection = connection, question: Callable[[str], str] = question
        ) -> list[int]:
            return [
                number for (number,) in connection.execute("SELECT rowid FROM t WHERE t MATCH ?", (question(word),))
            ]

        scores = [scored(families, holders, find, chosen) for chosen in (None, "design", "after")]
        shown = "".join(f"{f'{score.recall:.3f} / {score.precision:.3f}':>18}" for score in scores)
        bytes_each = connection.execute("SELECT sum(length(block)) FROM t_data").fetchone()[0] / len(documents)
        print(f"{name:12}{shown}{bytes_each:>8,.0f} B{spent * 1e6:>6,.0f} µs")


if __name__ == "__main__":
    main()
