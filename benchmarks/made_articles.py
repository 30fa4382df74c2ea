"""A large database of articles that nobody ran, for benchmarks: recombined from passages of real texts.

Each is made of 16 passages of 15 words of one outlet's texts, so that words, phrases and keys are as common as in real ones.
It is written as the crawler would have written it, with keys, sketch and the mark of having been linked, but in bulk: what
is known of a passage is worked out once, and the key tables are filled in their own order. Where two passages meet, a number
beside the name of a month is not seen; nothing else differs.
"""

import random
from array import array
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import numpy
from numpy.lib.stride_tricks import sliding_window_view

from press.arabic_words import arabic_words
from press.copies import RULE_VERSION
from press.copy_words import copy_words, is_number
from press.fingerprints import WINDOW, words_numbers
from press.light_stems import light_stem
from press.rarity import weigher
from press.stories import SKETCH, WEIGHT, stem_key
from storage import Storage
from storage.moments import to_microseconds

PASSAGE, PASSAGES = 15, 16
BATCH, ROWS_AT_ONCE = 2_000, 200_000
NUMBER_WEIGHT = 0.4

ARTICLE: Final = (
    "INSERT INTO article (id, text_digest, source_id, language, title, url, published_at, published_precision,"
    " published_reason, first_seen_at, sort_at, revision, extractor_version, watch_list_version, link_rules)"
    f" VALUES (?, ?, ?, 'ar', ?, ?, ?, 'minute', '', ?, ?, 1, '', '', {RULE_VERSION})"
)
TEXT: Final = (
    "INSERT INTO article_text (article_id, revision, title, text, seen_at, cause) VALUES (?, 1, ?, ?, ?, 'page')"
)


class Passages:
    """The passages of all texts: their words as numbers in one vocabulary, and what a word is in keys and sketches."""

    def __init__(self, texts: Sequence[dict[str, Any]]) -> None:
        self.texts: list[str] = []
        self.words: list[numpy.ndarray[Any, Any]] = []
        self.outlets: dict[str, list[int]] = defaultdict(list)
        vocabulary: dict[str, int] = {}
        for row in texts:
            words = row["text"].split()
            for place in range(0, len(words), PASSAGE):
                text = " ".join(words[place : place + PASSAGE])
                self.outlets[row["outlet"]].append(len(self.texts))
                self.texts.append(text)
                found = [vocabulary.setdefault(word, len(vocabulary)) for word in copy_words(text)]
                self.words.append(numpy.array(found, dtype=numpy.int64))
        self.hashes = numpy.array([words_numbers(word) for word in vocabulary], dtype=numpy.int64)
        weigh = weigher(arabic_words(), set())
        stems: dict[str, int] = {}
        self.stems = numpy.array([stems.setdefault(light_stem(word), len(stems)) for word in vocabulary])
        self.stem_keys = [stem_key(stem) for stem in stems]
        self.weights = numpy.array(
            [(NUMBER_WEIGHT if len(word) > 1 else 0.0) if is_number(word) else weigh(word) for word in vocabulary]
        )


def make_articles(
    storage: Storage, texts: Sequence[dict[str, Any]], numbers: range, first_day: datetime, days: int
) -> None:
    """Adds articles of these numbers to a database that has none of them, spread evenly over the days."""
    passages = Passages(texts)
    outlets = sorted(passages.outlets)
    sizes = [len(passages.outlets[outlet]) for outlet in outlets]
    keys, words = array("q"), array("q")
    dice = random.Random(numbers.start)
    for start in range(numbers.start, numbers.stop, BATCH):
        articles, bodies = [], []
        for number in range(start, min(start + BATCH, numbers.stop)):
            (outlet,) = dice.choices(outlets, sizes)
            chosen = dice.choices(passages.outlets[outlet], k=PASSAGES)
            moment = to_microseconds(first_day + timedelta(days=days) * (number / numbers.stop))
            title = passages.texts[chosen[0]][:60]
            text = " ".join([passages.texts[each] for each in chosen])
            url = f"https://{outlet}.example/made-{number}"
            digest = number.to_bytes(16, "big")
            articles.append((number, digest, outlet, title, url, moment, moment, moment))
            bodies.append((number, title, text, moment))
            found = numpy.concatenate([passages.words[each] for each in chosen])
            of_article = keys_of(passages, found)
            for key in of_article:
                keys.extend((key, number, len(of_article)))
            for key, weight in sketch_of(passages, found):
                words.extend((key, moment, number, weight))
        with storage._engines.writing() as connection:
            cursor = connection.connection.cursor()
            cursor.executemany(ARTICLE, articles)
            cursor.executemany(TEXT, bodies)
        if start % 50_000 == numbers.start % 50_000:
            print(f"  {start:,} articles", flush=True)
    write_in_order(storage, "INSERT INTO fingerprint VALUES (?, ?, ?)", keys, 3)
    write_in_order(storage, "INSERT INTO story_word VALUES (?, ?, ?, ?)", words, 4)


def keys_of(passages: Passages, words: "numpy.ndarray[Any, Any]") -> list[int]:
    hashes = passages.hashes[words]
    grams = hashes[:-3, 0] ^ hashes[1:-2, 1] ^ hashes[2:-1, 2] ^ hashes[3:, 3]
    return list(dict.fromkeys(sliding_window_view(grams, WINDOW).min(axis=1).tolist()))


def sketch_of(passages: Passages, words: "numpy.ndarray[Any, Any]") -> list[tuple[int, int]]:
    telling = words[passages.weights[words] > 0]
    stems, places, counts = numpy.unique(passages.stems[telling], return_inverse=True, return_counts=True)
    rarest = numpy.zeros(len(stems))
    numpy.maximum.at(rarest, places, passages.weights[telling])
    weights = rarest * (1 + numpy.log(counts))
    best = numpy.argsort(-weights)[:SKETCH]
    scaled = numpy.rint(WEIGHT * weights[best] / numpy.linalg.norm(weights[best])).astype(int).tolist()
    return [(passages.stem_keys[stem], weight) for stem, weight in zip(stems[best], scaled, strict=True)]


def write_in_order(storage: Storage, statement: str, numbers: "array[int]", width: int) -> None:
    columns = numpy.frombuffer(numbers, dtype=numpy.int64).reshape(-1, width)
    order = numpy.lexsort(columns.T[::-1])
    for start in range(0, len(order), ROWS_AT_ONCE):
        rows = columns[order[start : start + ROWS_AT_ONCE]].tolist()
        with storage._engines.writing() as connection:
            connection.connection.cursor().executemany(statement, rows)
