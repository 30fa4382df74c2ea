"""Arabic words without what is written onto them: conjunctions and prepositions, the article, pronouns, number endings.

و ف ب ك ل are words of their own written onto the next one (وقال, بالثقة), or a word's first letter (وزير, بنك). A list of
how common words are decides: what stands with the article (الوزير) or behind another preposition is a word with that letter,
what stands without it (قال) is one without. The same list tells endings from last letters, and which of the forms with
and without an ending is the word itself: منظمات and منظمتها are منظمة.

A word neither of whose readings is known is left as it is, but for the article, a leading و and the commonest endings;
`attached_forms` gives a question the forms in which such a word may stand in a text.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

from press.arabic_exceptions import FEMININE, WHOLE
from press.arabic_names import ARABIC_NAMES
from press.arabic_words import arabic_words
from press.folding import folded

ARTICLE: Final = "ال"
NAME_COUNT: Final = 30
"""A name of `press.arabic_names` counts like a word of so many texts."""

_CAIRENE: Final = re.compile("[ئء]و(?!ا$|ن$)|(?<=ش)ئو")

_PRONOUNS: Final = ("هما", "كما", "ها", "هم", "هن", "نا", "كم", "ه", "ك", "ي")
_SURE_PRONOUNS: Final = ("هما", "ها", "هم", "هن")


@cache
def _counts() -> dict[str, int]:
    counts = dict(arabic_words())
    for word in [word for word in counts if "ئو" in word or "ءو" in word]:
        number = counts.pop(word)
        counts[_seated(word)] = counts.get(_seated(word), 0) + number
    for name in ARABIC_NAMES:
        plain = _seated(folded(name))
        counts[plain] = max(counts.get(plain, 0), NAME_COUNT)
    return counts


def arabic_stem(word: str) -> str:
    """The stem of a folded word."""
    return _ending_cut(_onset_cut(_seated(word))[0])


def _seated(word: str) -> str:
    """A hamza before و on the seat that most give it: مسئول, شئون, رءوس are what Cairo writes for مسؤول, شؤون, رؤوس. In
    قارئون and جاءوا it is the word's last letter."""
    return _CAIRENE.sub("ؤو", word) if "ئو" in word or "ءو" in word else word


def attached_forms(word: str) -> Iterator[str]:
    """Stems that a folded word has behind a conjunction or preposition, where these are not told from its letters."""
    word = _seated(word)
    cut, told = _onset_cut(word)
    for plain in (cut,) if told else dict.fromkeys((word, cut)):
        for onset in ("ب", "ل", "ك", "ف"):
            attached, certain = _onset_cut(onset + plain)
            if not certain:
                yield _ending_cut(attached)


def _onset_cut(word: str) -> tuple[str, bool]:
    """The word without what is written before it; whether there was evidence for what was cut or left."""
    rest, certain = word, True
    for _ in range(3):
        cut, sure = _one_onset_cut(rest)
        certain = certain and sure
        if cut == rest:
            break
        rest = cut
    return rest, certain


def _one_onset_cut(word: str) -> tuple[str, bool]:
    if len(word) < 4 or any(base in WHOLE for base in _bases(word)):
        return word, True
    if word.startswith("لل"):
        return _cut_double_lam(word)
    if word.startswith(ARTICLE):
        return _cut_article(word)
    if word[0] in "وفبك" and word.startswith(ARTICLE, 1) and len(word) >= 6 and _article_behind(word):
        return word[1:], True
    if word[0] in "وفبكل":
        return _cut_letter(word)
    return word, True


def _cut_double_lam(word: str) -> tuple[str, bool]:
    """للمنظمة is for the organization; للبنان is for Lebanon, whose own ل it is."""
    after, own = word[2:], word[1:]
    known, free = _own(own) + _counts().get(own, 0), _free(after)
    if len(after) < 3 or known > free:
        return own, True
    return after, bool(known or free)


def _cut_article(word: str) -> tuple[str, bool]:
    """The article, unless its letters are the word's own: المانيا, التزام."""
    rest = word[2:]
    counts = _counts()
    own = max(
        counts.get(ARTICLE + base, 0) + counts.get("لا" + base[1:], 0) + counts.get("ل" + base, 0)
        for base in _bases(word)
    )
    if len(rest) < 2 or own > _bare(rest):
        return word, True
    return (rest, True) if len(rest) > 2 or _bare(rest) or counts.get(word, 0) else (word, True)


def _article_behind(word: str) -> bool:
    """Whether بال… begins with the article, and not with a word such as بالغ."""
    rest = word[3:]
    if _free(rest):
        return True
    return not _counts().get(ARTICLE + word) and (len(rest) >= 4 or word not in _counts())


def _cut_letter(word: str) -> tuple[str, bool]:
    rest, letter = word[1:], word[0]
    if len(rest) < 3:
        return word, True
    free, own = _free(rest), _own(word)
    if not free and not own:
        if letter == "و" and len(rest) >= 4:
            return rest, False
        return word, word in _counts()
    known = _counts().get(word, 0)
    if own and (letter in "فك" or free < 3 * own or free < 2 * known):
        return word, True
    return (rest, True) if free else (word, True)


def _bare(word: str) -> int:
    """How common a word is without the article, in any of its forms."""
    counts = _counts()
    return max(counts.get(base, 0) for base in _bases(word))


@lru_cache(100_000)
def _free(word: str) -> int:
    """How common a word is by itself or with the article, in any of its forms."""
    counts = _counts()
    return max(counts.get(base, 0) + counts.get(ARTICLE + base, 0) for base in _bases(word))


def _own(word: str) -> int:
    """How common a word is where its first letter must be its own: behind the article or a preposition."""
    counts = _counts()
    before = (ARTICLE, "ب", "ل") if word[0] not in "بل" else (ARTICLE, "بل" if word[0] == "ب" else "ب")
    return max(sum(counts.get(each + base, 0) for each in before) for base in _bases(word))


def _bases(word: str) -> Iterator[str]:
    """The word, and what may be left of it without a pronoun or a number ending."""
    yield word
    if word.endswith("تان") and len(word) >= 6:
        yield word[:-3] + "ه"
    for ending in ("هما", "ها", "هم", "هن", "نا", "ه", "ات", "ين", "ون", "ا"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            rest = word[: -len(ending)]
            yield rest
            if rest.endswith("ت"):
                yield rest[:-1] + "ه"
            if rest.endswith("ات") and len(rest) >= 5:
                yield rest[:-2] + "ه"
            if ending == "ات":
                yield rest + "ه"


@lru_cache(100_000)
def _ending_cut(word: str) -> str:
    """The word without its pronoun and number endings, as the form that the list knows best."""
    for _ in range(3):
        cut = _one_ending_cut(word)
        if cut == word:
            break
        word = cut
    return word


def _one_ending_cut(word: str) -> str:
    if len(word) < 4:
        return word
    for cut in (_cut_pronoun, _cut_construct, _cut_plural, _cut_feminine, _cut_accusative):
        result = cut(word)
        if result != word:
            return result
    return word


def _cut_pronoun(word: str) -> str:
    counts = _counts()
    with_article = counts.get(ARTICLE + word, 0)
    for pronoun in _PRONOUNS[:7]:
        if not word.endswith(pronoun) or len(word) - len(pronoun) < 3:
            continue
        rest = word[: -len(pronoun)]
        feminine = rest[:-1] + "ه"
        if rest.endswith("ت") and _free_form(feminine) > max(with_article, _free_form(rest)):
            return feminine
        weak = _whole_ending(rest)
        if pronoun == "نا" and _free_form(word[:-1]) > _free_form(
            weak
        ):  # اعلانا is an announcement, and not our highest
            return word
        if _free_form(weak) > with_article:
            return weak
        if pronoun in _SURE_PRONOUNS and not with_article and word not in counts and len(rest) >= 4:
            return feminine if rest.endswith("ت") and not rest.endswith("ات") else weak
    return word


def _whole_ending(rest: str) -> str:
    """What stood before a pronoun as it is written without one: رؤسائ is رؤساء, مستوا is مستوي."""
    if rest[-1] in "ئؤ" and _free_form(rest[:-1] + "ء") > _free_form(rest):
        return rest[:-1] + "ء"
    if rest[-1] == "ا" and _free_form(rest[:-1] + "ي") > _free_form(rest):
        return rest[:-1] + "ي"
    return rest


def _cut_plural(word: str) -> str:
    known = _free_form(word)
    for ending in ("تين", "تان"):
        feminine = word[:-3] + "ه"
        if word.endswith(ending) and len(word) >= 5 and _free_form(feminine) >= max(known, 1):
            return feminine
        if word.endswith(ending) and not known and _free_form(word[:-3] + "ات"):
            return word[:-3] + "ات"
    feminine, masculine = word[:-2] + "ه", word[:-2]
    if word.endswith("ات") and len(word) == 4 and _free_form(feminine) > known:
        return feminine
    if word.endswith("ات") and len(word) >= 5:
        both = max(_free_form(feminine), _free_form(masculine))
        if both * 5 > known or (both and len(masculine) >= 5) or (not known and len(masculine) >= 4):
            is_noun = _free_form(feminine) > _with_article(masculine) or _is_feminine_noun(feminine)
            return feminine if is_noun else masculine
    for ending, weight in (("ين", 3), ("ون", 3), ("ان", 1), ("وا", 3)):
        rest = word[: -len(ending)]
        if word.endswith(ending) and len(rest) >= 3 and _free_form(rest) * weight > known and _free_form(rest):
            return rest
        if ending in ("ين", "ون") and word.endswith(ending) and len(rest) >= 4 and not known and not _free_form(rest):
            return rest
    return word


def _cut_construct(word: str) -> str:
    """What a plural or dual keeps before its owner: لاعبي الفريق, مسؤولو, مواطني[ها]; and ثقتي, دولتي."""
    if word.endswith("تي") and _free_form(word[:-2] + "ه") > _with_article(word):
        return word[:-2] + "ه"
    rest = word[:-1]
    if word[-1] not in "يو" or len(rest) < 3 or _with_article(word) * 5 > _free_form(rest):
        return word
    plural = max(_free_form(rest + "ين"), _free_form(rest + "ون"))
    return rest if plural * 5 > _free_form(word) and _free_form(rest) else word


def _cut_feminine(word: str) -> str:
    """ه at the end: a pronoun (كتابه), the ending of an adjective (عالميه is عالمي), or of a noun, whose own it stays."""
    rest = word[:-1]
    if not word.endswith("ه") or len(rest) < 3 or word in FEMININE:
        return word
    feminine = rest[:-1] + "ه"
    if rest.endswith("ت") and _free_form(feminine) > max(_with_article(word), _free_form(rest)):
        return feminine
    weak, known = _whole_ending(rest), _with_article(word)
    if not _free_form(word) and not _free_form(weak) and _free_form(rest + "ات"):
        return rest + "ات"  # مفاوضه: a noun that is known only as مفاوضات
    if not known:
        plural = rest.endswith("ات") and len(rest) >= 6
        return weak if plural or _free_form(weak) > _free_form(word) else word
    if len(rest) == 3:
        return rest if known * 5 < _free_form(rest) and not _is_feminine_noun(word) else word
    return rest if _with_article(rest) and not _is_feminine_noun(word) else word


def _cut_accusative(word: str) -> str:
    """ا at the end of an indefinite word: رئيسا. Not of سوريا, which stands behind prepositions."""
    rest = word[:-1]
    if not word.endswith("ا") or len(rest) < 3:
        return word
    counts = _counts()
    behind = counts.get("ب" + word, 0) + counts.get("ل" + word, 0) + _with_article(word)
    if word.endswith("يا") and behind:
        return word
    return rest if _free_form(rest) > max(2 * behind, _free_form(word)) else word


def _free_form(word: str) -> int:
    """How common just this form is, by itself or with the article."""
    counts = _counts()
    return counts.get(word, 0) + counts.get(ARTICLE + word, 0)


def _with_article(word: str) -> int:
    return _counts().get(ARTICLE + word, 0)


@lru_cache(100_000)
def _is_feminine_noun(word: str) -> bool:
    """Whether a word in ه is met as only nouns are: owned (جامعته), in the plural (جامعات), behind a preposition (بجامعه)."""
    if word in FEMININE:
        return True
    counts = _counts()
    base, known = word[:-1] + "ت", _free_form(word)
    owned = sum(
        counts.get(onset + base + pronoun, 0) for pronoun in ("ه", "ها", "هم", "نا") for onset in ("", "ب", "ل", "و")
    )
    behind = counts.get("ب" + word, 0) + counts.get("ل" + word, 0)
    return owned * 60 > known or behind * 10 > counts.get(word, 0) or _free_form(word[:-1] + "ات") * 5 > known
