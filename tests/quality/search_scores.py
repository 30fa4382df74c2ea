"""How good the search is at finding all forms of an Arabic word, and nothing else.

`tests/golden/search/arabic_families.jsonl` has query words, each with the forms that belong to it as they stand (folded) in
the texts of ../shared/data, decided by hand: with conjunctions, prepositions and the article, in the singular, dual and
sound plural, owned, for adjectives in both genders; other words of the same root, broken plurals and adjectives made from a
noun do not belong. Where a form has two readings («كتابه»: his book, or writing) it belongs. Half of the words were chosen,
and their families decided, after the stemmer was frozen ("chosen": "after").

The truth of a word: the documents that hold any form of its family. Recall and precision are those of the documents found,
for each word; the figures are means over the words.
"""

import gzip
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from press.folding import words
from press.search_terms import index_terms, query_terms

FAMILIES = Path(__file__).resolve().parent.parent / "golden" / "search" / "arabic_families.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    word: str
    chosen: str
    forms: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchScore:
    words: int
    recall: float
    precision: float


def read_families() -> tuple[Family, ...]:
    lines = map(json.loads, FAMILIES.read_text("utf-8").splitlines())
    return tuple(Family(word=line["word"], chosen=line["chosen"], forms=frozenset(line["forms"])) for line in lines)


def every_form(families: Iterable[Family]) -> list[str]:
    """The forms of all words, each as a document of its own: what can be measured without any texts."""
    return sorted({form for family in families for form in family.forms})


def read_documents(shared_data: Path) -> list[str]:
    """The Arabic news texts, without those that are letter by letter the same."""
    with gzip.open(shared_data / "texts" / "arabic_news.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = map(json.loads, lines)
        return list(dict.fromkeys(f"{row['title']}\n{row['text']}" for row in rows))


def documents_by_word(documents: Iterable[str]) -> Mapping[str, frozenset[int]]:
    """Folded word → the numbers of the documents that hold it."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for number, document in enumerate(documents):
        for word in set(words(document)):
            found[word].add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


def scored(
    families: Sequence[Family],
    holders: Mapping[str, frozenset[int]],
    find: Callable[[str], Iterable[int]],
    chosen: str | None = None,
) -> SearchScore:
    """find: the documents that a search for a word names."""
    recalls, precisions = [], []
    for family in families:
        if chosen not in (None, family.chosen):
            continue
        true = frozenset().union(*(holders.get(form, frozenset()) for form in family.forms))
        got = frozenset(find(family.word))
        recalls.append(len(true & got) / len(true))
        precisions.append(len(true & got) / len(got) if got else 1.0)
    return SearchScore(
        words=len(recalls), recall=sum(recalls) / len(recalls), precision=sum(precisions) / len(precisions)
    )


def finder(holders: Mapping[str, frozenset[int]]) -> Callable[[str], frozenset[int]]:
    """Our search for one word, without a database: by the terms that the index would hold."""
    by_term: defaultdict[str, set[int]] = defaultdict(set)
    for word, numbers in holders.items():
        for term in index_terms(word, "ar"):
            by_term[term] |= numbers
    return lambda word: frozenset().union(*(by_term[series[0]] for series in query_terms(word) if len(series) == 1))
