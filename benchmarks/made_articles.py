"""A large database of articles that nobody ran, for benchmarks: recombined from passages of real texts.

Each is made of 16 passages of 15 words of one outlet's texts. A passage that the press repeats (most of its 4-grams stand in
several of the real texts that are no copies of each other) is left as it is; of the others one in 32 is, and the rest have
their words in another order, so that words are as common as in the press, but phrases are not repeated fifty times each.

Among 16,000 of them the keys of the middle real text stand 4 times, those of the upper quarter 16 times, and 0.18 articles are
alike enough to be compared with one; among 16,000 other real texts it is 2, 17 and 0.17. From there all three grow with the number
of articles. In the press the last one does not: it is 0.23 where there are 1,000 texts before, 0.07 where there are 15,000.

They are written as the crawler would have written them, with keys, sketch and the mark of having been linked, but in bulk:
what is known of a passage is worked out once, and the key tables are filled in their own order. Where two passages meet, a
number beside the name of a month is not seen; nothing else differs.
"""

import random
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain
from typing import Any, Final

import numpy
from numpy.lib.stride_tricks import sliding_window_view

from press.arabic_words import arabic_words
from press.copies import (
    LEAST_DERIVED,
    RULE_VERSION,
    ComparableText,
    Relation,
    comparable,
    compare_texts,
    containment_of,
)
from press.copy_words import copy_words, is_number
from press.fingerprints import FAR_WINDOW, MARK_BITS, SHARED_KEYS, WINDOW, fingerprint, grams, winnow, words_numbers
from press.light_stems import light_stem
from press.rarity import weigher
from press.stories import SKETCH, WEIGHT, stem_key
from storage import Storage
from storage.moments import to_microseconds, week_of

PASSAGE, PASSAGES = 15, 16
LEFT_AS_IT_IS: Final = 1 / 32
ORDERS: Final = 4_096
BATCH, ROWS_AT_ONCE = 2_000, 200_000
NUMBER_WEIGHT = 0.4

Numbers = numpy.ndarray[Any, Any]

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
        self.texts: list[list[str]] = []
        self.words: list[Numbers] = []
        self.outlets: dict[str, list[int]] = defaultdict(list)
        self.vocabulary: dict[str, int] = {}
        for row in texts:
            words = row["text"].split()
            for place in range(0, len(words), PASSAGE):
                self.outlets[row["outlet"]].append(len(self.texts))
                self.texts.append(words[place : place + PASSAGE])
                self.words.append(self.numbers(self.texts[-1]))
        self.hashes = numpy.array([words_numbers(word) for word in self.vocabulary], dtype=numpy.int64)
        weigh = weigher(arabic_words(), set())
        stems: dict[str, int] = {}
        self.stems = numpy.array([stems.setdefault(light_stem(word), len(stems)) for word in self.vocabulary])
        self.stem_keys = [stem_key(stem) for stem in stems]
        self.weights = numpy.array(
            [(NUMBER_WEIGHT if len(word) > 1 else 0.0) if is_number(word) else weigh(word) for word in self.vocabulary]
        )
        self.repeated = self._repeated(texts)

    def numbers(self, words: Sequence[str]) -> Numbers:
        found = [self.vocabulary.setdefault(word, len(self.vocabulary)) for word in copy_words(" ".join(words))]
        return numpy.array(found, dtype=numpy.int64)

    def _repeated(self, texts: Sequence[dict[str, Any]]) -> list[bool]:
        """Of each passage, whether most of its 4-grams stand in several texts that are no copies of each other."""
        of_texts = [set(grams(copy_words(row["text"]))) for row in originals(texts)]
        times = Counter(chain.from_iterable(of_texts))
        found = [set(grams_of(self, words).tolist()) for words in self.words]
        return [2 * sum(times[gram] > 1 for gram in each) > len(each) for each in found]


def originals(texts: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The texts without those that are taken from one before them."""
    ready: list[ComparableText] = []
    with_key: dict[int, list[int]] = defaultdict(list)
    for row in texts:
        mine, keys = comparable(row["title"], row["text"]), fingerprint(copy_words(row["text"])).near
        shared = Counter(chain.from_iterable(with_key[key] for key in keys))
        alike = (ready[other] for other, number in shared.items() if number >= SHARED_KEYS)
        if all(
            containment_of(mine, each) < LEAST_DERIVED or compare_texts(mine, each).relation is Relation.DIFFERENT
            for each in alike
        ):
            yield row
        for key in keys:
            with_key[key].append(len(ready))
        ready.append(mine)


class Composer:
    """Makes one article after the other, always the same ones."""

    def __init__(self, passages: Passages, seed: int) -> None:
        self._passages = passages
        self._dice = random.Random(seed)
        self._outlets = sorted(passages.outlets)
        self._sizes = [len(passages.outlets[outlet]) for outlet in self._outlets]
        self._orders = {size: [self._order(size) for _ in range(ORDERS)] for size in range(PASSAGE + 1)}

    def _order(self, size: int) -> list[int]:
        return self._dice.sample(range(size), size)

    def article(self) -> tuple[str, str, str, Numbers]:
        """Its outlet, title, text and words."""
        (outlet,) = self._dice.choices(self._outlets, self._sizes)
        chosen = self._dice.choices(self._passages.outlets[outlet], k=PASSAGES)
        parts = [self._passage(each) for each in chosen]
        text = " ".join([" ".join(words) for words, _ in parts])
        title = " ".join(self._passages.texts[chosen[0]])[:60]
        return outlet, title, text, numpy.concatenate([numbers for _, numbers in parts])

    def _passage(self, number: int) -> tuple[list[str], Numbers]:
        words, numbers = self._passages.texts[number], self._passages.words[number]
        if self._passages.repeated[number] or len(words) != len(numbers) or self._dice.random() < LEFT_AS_IT_IS:
            return words, numbers
        order = self._dice.choice(self._orders[len(words)])
        return [words[place] for place in order], numbers[order]


def make_articles(
    storage: Storage, texts: Sequence[dict[str, Any]], numbers: range, first_day: datetime, days: int
) -> None:
    """Adds articles of these numbers to a database that has none of them, spread evenly over the days."""
    passages = Passages(texts)
    composer = Composer(passages, numbers.start)
    rows = KeyRows()
    for start in range(numbers.start, numbers.stop, BATCH):
        articles, bodies, marks = [], [], []
        for number in range(start, min(start + BATCH, numbers.stop)):
            outlet, title, text, found = composer.article()
            when = first_day + timedelta(days=days) * (number / numbers.stop)
            moment = to_microseconds(when)
            url = f"https://{outlet}.example/made-{number}"
            digest = number.to_bytes(16, "big")
            articles.append((number, digest, outlet, title, url, moment, moment, moment))
            bodies.append((number, title, text, moment))
            rows.add(number, when, keys_of(passages, found), sketch_of(passages, found))
            marks.append((number, marks_of(passages, found)))
        with storage._engines.writing() as connection:
            cursor = connection.connection.cursor()
            cursor.executemany(ARTICLE, articles)
            cursor.executemany(TEXT, bodies)
            cursor.executemany("INSERT INTO gram_marks VALUES (?, ?)", marks)
        if start % 50_000 == numbers.start % 50_000:
            print(f"  {start:,} articles", flush=True)
    rows.write(storage)


class KeyRows:
    """Rows of the key tables, gathered to be written in their own order."""

    def __init__(self) -> None:
        self._near, self._far, self._words = array("q"), array("q"), array("q")

    def add(self, number: int, when: datetime, near: Sequence[int], words: Sequence[tuple[int, int]]) -> None:
        week, moment, far = week_of(when), to_microseconds(when), winnow(near, FAR_WINDOW)
        for key in near:
            self._near.extend((week, key, number, len(near)))
        for key in far:
            self._far.extend((key, number, len(far)))
        for key, weight in words:
            self._words.extend((week, key, moment, number, weight))

    def write(self, storage: Storage) -> None:
        write_in_order(storage, "INSERT INTO fingerprint VALUES (?, ?, ?, ?)", self._near, 4)
        write_in_order(storage, "INSERT INTO far_fingerprint VALUES (?, ?, ?)", self._far, 3)
        write_in_order(storage, "INSERT INTO story_word VALUES (?, ?, ?, ?, ?)", self._words, 5)


def grams_of(passages: Passages, words: Numbers) -> Numbers:
    hashes = passages.hashes[words]
    return hashes[:-3, 0] ^ hashes[1:-2, 1] ^ hashes[2:-1, 2] ^ hashes[3:, 3]


def keys_of(passages: Passages, words: Numbers) -> list[int]:
    """The near keys, as `press.fingerprints` makes them of a text of more than one window; none of a shorter one."""
    grams = grams_of(passages, words)
    return list(dict.fromkeys(sliding_window_view(grams, WINDOW).min(axis=1).tolist())) if len(grams) >= WINDOW else []


def marks_of(passages: Passages, words: Numbers) -> bytes:
    grams = numpy.unique(grams_of(passages, words))
    bits = numpy.zeros(MARK_BITS, dtype=numpy.uint8)
    bits[grams % MARK_BITS] = 1
    return len(grams).to_bytes(4, "big") + numpy.packbits(bits).tobytes()


def sketch_of(passages: Passages, words: Numbers) -> list[tuple[int, int]]:
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
