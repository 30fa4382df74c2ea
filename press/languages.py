"""Which language a text is in, from the text alone: its script, its letters, its commonest words.

The languages Rasid lives among are told by own statistics, which cost some microseconds; py3langid, whose model
costs most of a second to load, is asked only where these leave a doubt between languages of the Latin script.
"""

import re
from collections import Counter, defaultdict
from functools import cache, lru_cache
from typing import Final, Protocol

from press.language_marks import (
    ARABIC_RULES,
    ARABIC_WORDS,
    CYRILLIC_RULES,
    CYRILLIC_WORDS,
    KAZAKH_NOT_UYGHUR,
    KAZAKH_VOWELS,
    LATIN_LETTERS,
    LATIN_NEEDS,
    LATIN_WORDS,
    TAJIK_ENDINGS,
    UYGHUR_NOT_KAZAKH,
    UZBEK_ENDINGS,
    Rule,
)

UNKNOWN: Final = "und"
SAMPLE: Final = 2_000
_LEAST_LETTERS: Final = 12
_SIGN_WEIGHT: Final = 3  # a Han sign or a syllable says as much as a few letters

# First and last code point of a script, and its name; or the language, where the script has one of note.
_SCRIPTS: Final = (
    (0x0041, 0x024F, "latin"), (0x0370, 0x03FF, "el"), (0x0400, 0x052F, "cyrillic"), (0x0531, 0x058F, "hy"),
    (0x0590, 0x05FF, "he"), (0x0600, 0x077F, "arabic"), (0x08A0, 0x08FF, "arabic"), (0x0900, 0x097F, "hi"),
    (0x0980, 0x09FF, "bn"), (0x0A00, 0x0A7F, "pa"), (0x0A80, 0x0AFF, "gu"), (0x0B80, 0x0BFF, "ta"),
    (0x0C00, 0x0C7F, "te"), (0x0C80, 0x0CFF, "kn"), (0x0D00, 0x0D7F, "ml"), (0x0D80, 0x0DFF, "si"),
    (0x0E00, 0x0E7F, "th"), (0x0E80, 0x0EFF, "lo"), (0x0F00, 0x0FFF, "bo"), (0x1000, 0x109F, "my"),
    (0x10A0, 0x10FF, "ka"), (0x1200, 0x137F, "am"), (0x1780, 0x17FF, "km"), (0x1800, 0x18AF, "mn-Mong"),
    (0x1E00, 0x1EFF, "latin"), (0x3040, 0x30FF, "kana"), (0x3400, 0x9FFF, "han"), (0xAC00, 0xD7AF, "ko"),
    (0xFB50, 0xFDFF, "arabic"), (0xFE70, 0xFEFC, "arabic"),
)  # fmt: skip
# ъ parts a prefix from its word in Russian and is a vowel in Bulgarian, where ь stands before о alone.
_VOWEL: Final = re.compile(r"ъ(?![еёюя])")
_SOFT: Final = re.compile(r"ь(?!о)")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’ʻʼ‘-][^\W\d_]+)*")


# Languages next to greater ones that py3langid takes for them on short texts, and those told by own statistics.
_LEFT_OUT: Final = frozenset(
    (
        "an",
        "ary",
        "arz",
        "ext",
        "fo",
        "gcf",
        "gcr",
        "gom",
        "grc",
        "hbo",
        "la",
        "lb",
        "lij",
        "ltg",
        "oc",
        "pcm",
        "sdh",
        "vec",
        "vo",
        "wa",
        "wuu",
        "yue",
        "zxx",
        "ku",
    )
)


class _Identifier(Protocol):
    labels: list[str]

    def set_languages(self, langs: list[str]) -> None: ...

    def classify(self, text: str) -> tuple[str, float]: ...


def identify(text: str, declared: str | None = None) -> str:
    """BCP 47 code of the language of a text, by its first 2,000 characters; "und" when that says too little.

    declared: what the page says of itself; it only settles a doubt between languages of the Latin script.
    The script is named where it is not the usual one: kk-Arab, kk-Latn, uz-Cyrl, ky-Arab. Dari counts as fa;
    traditional and simplified Chinese are both zh.
    """
    sample = text[:SAMPLE].lower()
    letters = Counter(sample)
    scripts = _count_scripts(letters)
    if not scripts:
        return UNKNOWN
    script, count = scripts.most_common(1)[0]
    if count < _LEAST_LETTERS:
        return UNKNOWN
    if script in ("han", "kana"):
        return "ja" if scripts["kana"] * 20 >= count else "zh"
    if script == "latin":
        return _latin(letters, count, text[:SAMPLE], declared)
    tell = {"cyrillic": _cyrillic, "arabic": _arabic}.get(script)
    return tell(letters, count, text[:SAMPLE]) if tell else script


def _count_scripts(letters: Counter[str]) -> Counter[str]:
    scripts: Counter[str] = Counter()
    for letter, count in letters.items():
        if letter.isalpha():
            script = _script_of(letter)
            scripts[script] += count * _SIGN_WEIGHT if script in ("han", "kana", "ko") else count
    scripts.pop("", None)
    return scripts


@lru_cache(maxsize=4096)
def _script_of(letter: str) -> str:
    code = ord(letter)
    return next((script for first, last, script in _SCRIPTS if first <= code <= last), "")


def _share(letters: Counter[str], own: str, count: int) -> float:
    return sum(letters[letter] for letter in own) / count


@cache
def _word_table(name: str) -> dict[str, tuple[tuple[str, float], ...]]:
    """Word → the languages that have it among their commonest, each with the part the word counts for it."""
    lines = {"latin": LATIN_WORDS, "cyrillic": CYRILLIC_WORDS, "arabic": ARABIC_WORDS}[name]
    owners: dict[str, list[str]] = {}
    for language, words in lines.items():
        for word in set(words.split()):
            owners.setdefault(word, []).append(language)
    return {
        word: tuple((language, len(languages) ** -0.5) for language in languages) for word, languages in owners.items()
    }


def _score_words(name: str, sample: str) -> tuple[dict[str, float], int]:
    table = _word_table(name)
    words = Counter(_WORD.findall(sample.replace("’", "'").replace("ʻ", "'").replace("‘", "'").replace("ʼ", "'")))
    scores: dict[str, float] = defaultdict(float)
    for word, count in words.items():
        for language, weight in table.get(word, ()):
            scores[language] += weight * count
    return scores, words.total()


def _by_letters(rules: tuple[Rule, ...], letters: Counter[str], count: int) -> str | None:
    """The first language all of whose letter groups have at least their share of the text."""
    for language, groups in rules:
        if all(_share(letters, own, count) > least for own, least in groups):
            return language
    return None


def _cyrillic(letters: Counter[str], count: int, sample: str) -> str:
    language = _by_letters(CYRILLIC_RULES, letters, count)
    if language in ("kk", "uz-Cyrl") and not _share(letters, KAZAKH_VOWELS + "ў", count):
        return _tajik_or_uzbek(sample) or language
    if language:
        return language
    scores, _ = _score_words("cyrillic", sample.lower())
    if _share(letters, "өү", count) > 0.004:
        return _kyrgyz_or_mongolian(letters, scores)
    if not _share(letters, "ыіщ", count):
        if letters["ў"]:
            return "uz-Cyrl"
        southern = max(("uz-Cyrl", "tg"), key=lambda one: scores[one])
        if scores[southern] > max(scores[one] for one in ("ru", "bg", "mk", "sr", "uk", "ky")):
            return southern
    return _russian_or_bulgarian(letters, count, sample.lower(), scores)


def _tajik_or_uzbek(sample: str) -> str | None:
    """By the endings of the words; None where these say nothing."""
    words = [word for word in _WORD.findall(sample.lower()) if len(word) > 4]
    tajik, uzbek = (sum(word.endswith(endings) for word in words) for endings in (TAJIK_ENDINGS, UZBEK_ENDINGS))
    scores, _ = _score_words("cyrillic", sample.lower())
    tajik, uzbek = tajik + int(2 * scores["tg"]), uzbek + int(2 * scores["uz-Cyrl"])
    if tajik != uzbek:
        return "tg" if tajik > uzbek else "uz-Cyrl"
    # «Президенти Қазоқистон» is Tajik's order, «Қозоғистон президенти» Uzbek's.
    if len(words) > 1 and words[0].endswith("и") != words[-1].endswith("и"):
        return "tg" if words[0].endswith("и") else "uz-Cyrl"
    return None


def _kyrgyz_or_mongolian(letters: Counter[str], scores: dict[str, float]) -> str:
    if scores["mn"] != scores["ky"]:
        return "mn" if scores["mn"] > scores["ky"] else "ky"
    return "ky" if letters["ң"] or letters["к"] > letters["х"] else "mn"


def _russian_or_bulgarian(letters: Counter[str], count: int, sample: str, scores: dict[str, float]) -> str:
    if _share(letters, "ыэё", count) > 0.004 or (_SOFT.search(sample) and not _VOWEL.search(sample)):
        return "ru"
    if len(_VOWEL.findall(sample)) / count > 0.006:
        return "bg"
    best = max(("ru", "bg", "mk", "sr"), key=lambda language: scores[language])
    return "ru" if best == "bg" and scores["bg"] < scores["ru"] * 1.15 else best


def _arabic(letters: Counter[str], count: int, sample: str) -> str:
    if language := _by_letters(ARABIC_RULES, letters, count):
        if language == "kk-Arab" and _share(letters, UYGHUR_NOT_KAZAKH, 1) > _share(letters, KAZAKH_NOT_UYGHUR, 1):
            return "ug"
        return language
    return _arabic_or_persian(letters, count, sample)


def _arabic_or_persian(letters: Counter[str], count: int, sample: str) -> str:
    scores, words = _score_words("arabic", sample.replace("د.", " "))  # «د. محمد» is a doctor, not Pashto
    persian = _share(letters, "پچگژ", count)
    arabic = _share(letters, "ةىأإؤ", count)
    if not arabic:
        eastern = max(("ur", "ps"), key=lambda one: scores[one])
        if scores[eastern] > max(scores["fa"], scores["ar"]):
            return eastern
        if letters["ھ"] and persian and not scores["fa"]:
            return "ur"
    if scores["fa"] > scores["ar"] and (persian > 0.004 or scores["fa"] > 0.08 * words):
        return "fa"
    if not arabic and scores["fa"] >= scores["ar"] and _share(letters, "یک", 1) > _share(letters, "يك", 1):
        return "fa"
    if scores["ar"] >= scores["fa"] and (arabic >= persian or scores["ar"] > 2 * scores["fa"]):
        return "ar"
    return "fa" if persian > max(arabic, 0.01) else "ar"


@cache
def _letter_table() -> dict[str, tuple[tuple[str, float], ...]]:
    """Latin letter → the languages it is a mark of, each with the part of a word it counts for it."""
    owners: dict[str, list[str]] = {}
    for language, own in LATIN_LETTERS.items():
        for letter in set(own):
            owners.setdefault(letter, []).append(language)
    return {letter: tuple((one, 0.5 / len(languages)) for one in languages) for letter, languages in owners.items()}


def _latin(letters: Counter[str], count: int, text: str, declared: str | None) -> str:
    """By commonest words and own letters together; where two languages are close, the page's own word among the
    likeliest decides, and in the end py3langid."""
    scores, words = _score_words("latin", text.lower())
    for letter, owners in _letter_table().items():
        for language, weight in owners if letters[letter] else ():
            scores[language] += weight * letters[letter]
    for language, needed in LATIN_NEEDS.items():
        if not any(letters[letter] for letter in needed):
            scores.pop(language, None)
    if letters["ə"] / count > 0.01:
        return "az"
    ranking = sorted(scores.items(), key=lambda item: -item[1])[:3]
    if ranking:
        best, score = ranking[0]
        second = ranking[1][1] if len(ranking) > 1 else 0.0
        margin = 1.25 if words > 40 else 1.6
        if score >= 2.0 and score > 0.12 * words and score > second * margin:
            return best
    own_word = (declared or "").replace("_", "-").lower().split("-")[0]
    own_word = {"no": "nb", "kz": "kk"}.get(own_word, own_word)
    if own_word in {language for language, _ in ranking}:
        return own_word
    return _ask_py3langid(text, ranking[0][0] if ranking else UNKNOWN)


@cache
def _identifier() -> _Identifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]  # it ships no types

    identifier: _Identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(sorted(set(identifier.labels) - _LEFT_OUT))
    return identifier


def load_model() -> None:
    """Loads py3langid's model now: processes forked from here on share it."""
    _identifier()


def _ask_py3langid(text: str, guess: str) -> str:
    language, confidence = _identifier().classify(text.encode("utf-8", "ignore").decode())
    if confidence < 0.1:
        return guess
    return {"no": "nb", "uzs": "uz-Cyrl", "kk": "kk-Latn", "zxx": UNKNOWN}.get(language, language)
