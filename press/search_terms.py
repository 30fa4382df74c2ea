"""The one normaliser of the search: the text of an article, and of a question, as terms that are equal or not.

    text → folded words → stems, by the profile of each word's script; runs of Han characters → overlapping bigrams, and the last
           character alone: so every character begins a term, and one alone is found as the beginning of terms

An article's language chooses the profile of its own script (a Russian article's Cyrillic words are Russian); words of
another script take that script's usual one. A question does not say its language, so it is tried in all that fit.
Both database engines are fed with these terms and compare them as they are.
"""

import re
from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache
from itertools import chain, product
from math import prod
from typing import Final

import Stemmer  # type: ignore[import-not-found]  # it ships no types

from press.arabic_stems import arabic_stem, attached_forms
from press.folding import HAN_RUN, WORD, bigrams, folded
from press.kazakh_stems import kazakh_stem
from press.russian_stems import russian_stem, russian_stems

NORM_VERSION: Final = "3"
"""To be raised with every change that gives another term for some word; `rasid db reindex` then makes the index anew."""

CACHED: Final = 200_000
MOST_SERIES: Final = 24
"""So many series of terms one profile makes of a phrase; a longer phrase is asked for in fewer cases."""

Stem = Callable[[str], str]
Stems = Callable[[str], tuple[str, ...]]

_english: Final = Stemmer.Stemmer("english")


def _plain(word: str) -> str:
    return word.replace("'", "")


@lru_cache(CACHED)
def _arabic(word: str) -> str:
    return arabic_stem(word)


@lru_cache(CACHED)
def _kazakh(word: str) -> str:
    return kazakh_stem(_plain(word))


@lru_cache(CACHED)
def _russian_stem(word: str) -> str:
    return russian_stem(_plain(word))


@lru_cache(CACHED)
def _english_stem(word: str) -> str:
    return _plain(_english.stemWord(word))


def _elided(word: str) -> str:
    """French and Italian: the word after l', d', dell'."""
    return _plain(word.rpartition("'")[2])


def _suffixed(word: str) -> str:
    """Turkish and its relatives: the name before 'nin, 'da. A letter of Uzbek (o'zbek) is no end of a name."""
    name, _, _ = word.partition("'")
    return name if len(name) > 2 else _plain(word)


def _russian_cases(word: str) -> tuple[str, ...]:
    return russian_stems(_plain(word))


def _one(stem: Stem) -> Stems:
    return lambda word: (stem(word),)


ARABIC: Final = "arabic"
CYRILLIC: Final = "cyrillic"
LATIN: Final = "latin"

_USUAL: Final[dict[str, Stem]] = {ARABIC: _arabic, CYRILLIC: _russian_stem, LATIN: _english_stem}
_PROFILES: Final[dict[str, tuple[Stems, ...]]] = {
    ARABIC: (_one(_arabic), _one(_plain)),
    CYRILLIC: (_russian_cases, _one(_kazakh), _one(_plain)),
    LATIN: (_one(_english_stem), _one(_plain), _one(_elided), _one(_suffixed)),
}
_OWN: Final[dict[str, tuple[str, Stem]]] = {
    "ar": (ARABIC, _arabic),
    "und": (ARABIC, _arabic),
    **dict.fromkeys(("fa", "ur", "ps", "ug", "ckb", "sd", "kk-Arab", "ky-Arab"), (ARABIC, _plain)),
    "ru": (CYRILLIC, _russian_stem),
    "kk": (CYRILLIC, _kazakh),
    **dict.fromkeys(("ky", "uz-Cyrl", "tg", "mn", "uk", "be", "bg", "sr", "mk", "tt"), (CYRILLIC, _plain)),
    "en": (LATIN, _english_stem),
    **dict.fromkeys(("fr", "it", "ca"), (LATIN, _elided)),
    **dict.fromkeys(("tr", "az", "tk", "kk-Latn", "uz", "kaa"), (LATIN, _suffixed)),
    **dict.fromkeys(("de", "es", "pt", "nl", "pl", "sv", "id", "ms", "cs", "ro", "hu", "vi"), (LATIN, _plain)),
}


def script_of(word: str) -> str:
    """By the first letter; "" for scripts without a profile, and for numbers."""
    code = ord(word[0])
    if 0x0600 <= code <= 0x08FF:
        return "" if word[0].isdigit() else ARABIC
    if 0x0400 <= code <= 0x052F:
        return CYRILLIC
    if (word[0].isalpha() and code < 0x0250) or 0x1E00 <= code <= 0x1EFF:
        return LATIN
    return ""


class _Terms(dict[str, tuple[str, ...]]):
    """Folded word → its terms in articles of one language; worked out once, forgotten when there are too many."""

    def __init__(self, stems: dict[str, Stem]) -> None:
        self._stems = stems

    def __missing__(self, word: str) -> tuple[str, ...]:
        if len(self) > CACHED:
            self.clear()
        script = script_of(word)
        terms = (self._stems[script](word),) if script else tuple(term for term, _, _ in _unstemmed(word, 0))
        self[word] = terms
        return terms


@lru_cache(256)
def _terms_in(language: str) -> _Terms:
    own = _OWN.get(language) or _OWN.get(language.partition("-")[0])
    return _terms_by(own)


@lru_cache(64)
def _terms_by(own: tuple[str, Stem] | None) -> _Terms:
    return _Terms(_USUAL if own is None else {**_USUAL, own[0]: own[1]})


def index_terms(text: str, language: str) -> list[str]:
    """The terms of an article's text, in order."""
    terms = _terms_in(language)
    return list(chain.from_iterable(map(terms.__getitem__, WORD.findall(folded(text)))))


class PlacedTerms:
    """The terms of a text that is folded already, which know where their words stand in it."""

    def __init__(self, folded_text: str, language: str) -> None:
        self._text = folded_text
        self._found = list(map(_terms_in(language).__getitem__, WORD.findall(folded_text)))
        self.terms = list(chain.from_iterable(self._found))

    def span(self, first: int, last: int) -> tuple[int, int]:
        """From the beginning of one term to the end of another, by their numbers."""
        if len(self.terms) == len(self._found):
            return self._words[first].start(), self._words[last].end()
        return self._spans[first][0], self._spans[last][1]

    @cached_property
    def _words(self) -> list[re.Match[str]]:
        """Most texts have nothing that was asked for in their title, and need none of these."""
        return list(WORD.finditer(self._text))

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        parts = zip(self._words, self._found, strict=True)
        return [span for word, terms in parts for span in _spans(word, len(terms))]


def _spans(word: re.Match[str], terms: int) -> Iterator[tuple[int, int]]:
    if terms == 1:
        yield word.span()
    else:
        yield from ((start, end) for _, start, end in _unstemmed(word.group(), word.start()))


def _unstemmed(word: str, start: int, *, followed: bool = True) -> Iterator[tuple[str, int, int]]:
    """A word without a profile; the Han characters in it as bigrams, and as the last character unless nothing follows it."""
    position = 0
    for run in HAN_RUN.finditer(word):
        if run.start() > position:
            yield _plain(word[position : run.start()]), start + position, start + run.start()
        terms = bigrams(run.group())
        if len(run.group()) > 1 and (followed or run.end() < len(word)):
            terms.append(run.group()[-1])
        for offset, term in enumerate(terms):
            place = start + run.start() + offset
            yield term, place, place + len(term)
        position = run.end()
    if position < len(word):
        yield _plain(word[position:]), start + position, start + len(word)


def query_terms(text: str, *, followed: bool = False) -> tuple[tuple[str, ...], ...]:
    """The different series of terms that a word or phrase of a question may be in some article's language.

    followed: it is asked for with something behind it.
    An Arabic word whose letters do not tell whether a preposition is written onto it is also looked for with one: at the
    beginning of a phrase, which is where prepositions stand.
    """
    words = WORD.findall(folded(text))
    scripts = sorted({script for script in map(script_of, words) if script})
    series: dict[tuple[str, ...], None] = {}
    for choice in product(*(_PROFILES[script] for script in scripts)):
        stems = dict(zip(scripts, choice, strict=True))
        terms = [
            _terms(word, stems.get(script_of(word)), followed=followed or number < len(words))
            for number, word in enumerate(words, 1)
        ]
        series |= dict.fromkeys(_combined(terms))
    if words and script_of(words[0]) == ARABIC:
        rest = [
            _terms(
                word,
                _one(_USUAL[script_of(word)]) if script_of(word) else None,
                followed=followed or number < len(words),
            )
            for number, word in enumerate(words[1:], 2)
        ]
        for attached in attached_forms(words[0]):
            series |= dict.fromkeys(_combined([((attached,),), *rest]))
    return tuple(series)


def _terms(word: str, stems: Stems | None, *, followed: bool) -> tuple[tuple[str, ...], ...]:
    """What one word may be in the index: each a term, or several that follow each other."""
    if stems is not None:
        return tuple((stem,) for stem in stems(word))
    return (tuple(term for term, _, _ in _unstemmed(word, 0, followed=followed)),)


def _combined(choices: list[tuple[tuple[str, ...], ...]]) -> Iterator[tuple[str, ...]]:
    """Every series that takes one choice for each word; where that were too many, fewer choices of each."""
    most = max(map(len, choices), default=0)
    while prod(min(len(each), most) for each in choices) > MOST_SERIES:
        most -= 1
    for parts in product(*(each[:most] for each in choices)):
        yield tuple(term for part in parts for term in part)


def prefix_terms(text: str) -> tuple[tuple[tuple[str, ...], bool], ...]:
    """As `query_terms`, for a text whose last word is only a beginning; with whether the last term may go on.

    The beginning is looked for as typed and, in Arabic, without «ال». Where it is longer than the stem of the words it
    begins (организаци* and организац), it is looked for as that stem too.
    """
    words = WORD.findall(folded(text))
    beginning = _plain(words[-1])
    before = query_terms(" ".join(words[:-1]), followed=True) if len(words) > 1 else ((),)
    open_ends = dict.fromkeys([beginning, beginning[2:] if beginning[:2] == "ال" and len(beginning) > 3 else beginning])
    series: dict[tuple[tuple[str, ...], bool], None] = {}
    for start in before:
        for last in open_ends:
            series[(*start, *(term for term, _, _ in _unstemmed(last, 0, followed=False))), True] = None
        for stems in query_terms(beginning):
            if len(stems) == 1 and len(stems[0]) < len(beginning):
                series[(*start, *stems), False] = None
    return tuple(series)
