"""Acronyms that an article itself says to be something else.

    The Special Claims Office (SCO)     МФСА — Международная федерация студенческих ассоциаций     OTS, a shipping firm,

Words beside an acronym that spell its initials say what it stands for. Where they are no name of our body, not even a
misspelled one, the acronym is another's in the whole article.
"""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from rapidfuzz import fuzz

from press.forms import Form
from press.squeezing import squeezed

_REACH: Final = 160  # signs on either side that are looked at
_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LETTER: Final = re.compile(r"[^\W\d_](?:(?<=S)h)?")  # ShHT has three letters
_ELISION: Final = re.compile(r"^[ld]['’]", re.IGNORECASE)
_STOP: Final = re.compile(r"[.!?؟。！？;؛\n()（）\[\]]")
_OPENED: Final = re.compile(r"[(（\[]\s*[«\"“]?$|[,،]?\s(?:or|или|ou|oder|veya|أو)\s$")
_INTRODUCED: Final = re.compile(
    r"[»\"”]?(?:\s*[(（]\s*[«\"“]?|\s*[:=：]\s*|\s*[—–]\s*(?:это\s)?|\s-\s(?:это\s)?|[,،]?\s*(?:which\s|that\s)?"
    r"(?:stands? for|(?:is\s)?short for|means|(?:is\s)?(?:an?|the)\s(?:acronym|abbreviation|shorthand)\s(?:for|of)|расшифровывается как|означает|"
    r"signifie|steht für|اختصار ل|وهي اختصار ل|،\s*وهي)\s*)[«\"“]?\s*(?:the\s|a\s|an\s|l'|la\s|le\s)?",
    re.IGNORECASE,
)
_BESIDE: Final = re.compile(r"\s*[(,،，—–]\s*(?:a|an|the|une?|الـ|وهي|وهو|bir)?\s*", re.IGNORECASE)
_THING: Final = re.compile(r" (\w+)\b(?! of)")  # what is of that name: «an OTS school»
_FIRMS: Final = frozenset(
    "Corp Corporation Inc Ltd LLC Plc PLC GmbH Holding Holdings Telecom Telekom Airlines Motors Şirketi".split()
)
_SMALL: Final = frozenset(
    "of the for and on in to at by de des du la le les et pour sur d l и по о об в во на с за для при з та і й мен пен бен және und für der des"
    " die von del y para ve".split()
)
_MOST_SMALL: Final = 2  # small words between two that count

# Kinds of things that none of our bodies is; only as what is said of an acronym behind a comma or in brackets.
_KINDS: Final = frozenset(
    "company firm startup start-up maker manufacturer retailer brand club band orchestra clinic hospital school college "
    "airline insurer player midfielder striker footballer goalkeeper restaurant charity contractor supplier broker "
    "distributor shop factory ensemble choir developer vendor operator provider wholesaler "
    "компания фирма клиника клуб школа завод фабрика магазин команда бренд больница авиакомпания ресторан салон "
    "стартап застройщик интернет-магазин футболист нападающий полузащитник "
    "شركة مصنع متجر عيادة مستشفى فريق لاعب مدرسة ناد نادي مطعم علامة "
    "société entreprise marque école clinique şirket şirketi firma firması kulübü markası"
    " компаниясы клиникасы клубы фирмасы мектебі".split()
)
# What may follow such a word where it is said of the acronym; a verb may not («…, the company said»).
_FOLLOWING: Final = frozenset(
    "that which who based headquartered from in of founded owned for with at under "
    "в из на с по для от которая который ، مقرها مقره في من تأسست التي الذي ل à de en basée qui".split()
)
# Heads of names in front of a bracketed acronym of another script, whose initials cannot be compared.
_HEADS: Final = re.compile(
    r"^(?:[وفبكل]?(?:ال|لل)?)(?:شركة|جمعية|مكتب|نادي|معهد|مصنع|متجر|مدرسة|فريق|عيادة|مستشفى|نقابة)$"
)
# Heads that ours have as well: a name is another's only when nothing else in it is a word of ours.
_SHARED_HEADS: Final = re.compile(
    r"^(?:[وفبكل]?(?:ال|لل)?)(?:منظمة|مركز|مجلس|اتحاد|رابطة|هيئة|لجنة|منتدى|مؤتمر|تجمع|تحالف|صندوق|مجموعة|بنك|جامعة|كلية|أكاديمية"
    r"|مؤسسة|وكالة|متحف|برنامج|مشروع|دائرة|قسم|شبكة|مبادرة)$"
)
_OF_ANY_BODY: Final = frozenset(map(squeezed, "الدولي الدولية دولي دولية العالمي العالمية الإقليمي الإقليمية".split()))
_DANGLING: Final = frozenset(
    map(squeezed, ("ل", "ب", "التابع", "التابعة", "المسمى", "المسماة", "اختصارا", "المعروف", "المعروفة"))
)
# Verbs of Russian headlines, which go on behind a colon or a dash like a definition; and nouns that end like them.
_VERB: Final = re.compile(r"(?:[аяиеы]л[аио]?|[аяеу]ет|ит|ют|ят)(?:с[яь])?$")
_NO_VERB: Final = re.compile(
    r"^(?:совет|комитет|факультет|кабинет|пакет|бюджет|интернет|кредит|аудит|транзит|отдел|раздел|журнал|филиал|арал|капитал|канал"
    r"|материал|потенциал|персонал|арсенал|терминал|портал)"
)
_PREPOSITIONS: Final = frozenset("في من مع إلى على عن أن إن لدى عند بين قبل بعد خلال ضد حول ضمن عبر".split())
_HAN_NAME: Final = re.compile(
    r"[\u4e00-\u9fff]{2,12}(?:公司|协会|協會|办公室|辦公室|事务所|俱乐部|法院|学校|医院|乐团|品牌|工厂)\s*$"
)

# What names of all kinds of bodies begin with: no sign of ours.
_GENERAL: Final = frozenset(
    "organ found fund fonds fonda counc confe group forum inter regio commi agenc state count natio union struc cente "
    "орган между фонд фонда фонду совет совещ форум союз агент регио госуд стран структ страте".split()
)

_LIKE: Final = 80  # how alike (of 100) a word must be to one of a name, to be that word misspelled
_FEWEST_LETTERS: Final = 4
_FEWEST_TELLING: Final = 2


class Definitions:
    """What the words of each body's names are, and whether the words beside an acronym are among them."""

    def __init__(self, forms: Iterable[Form]) -> None:
        written: dict[str, set[str]] = {}  # few words, in thousands of forms
        for form in forms:
            if form.kind == "name":
                words = written.setdefault(form.organization.parent or form.organization.code, set())
                words.update(_WORD.findall(form.written))
        self._words = {code: set(map(squeezed, words)) for code, words in written.items()}
        shared = Counter(stem for words in self._words.values() for stem in {word[:5] for word in words})
        self._own = {
            code: {word for word in words if shared[word[:5]] == 1 and word[:5] not in _GENERAL}
            for code, words in self._words.items()
        }

    def otherwise(self, form: Form, original: str, start: int, end: int) -> str:
        """What the words beside an acronym say it is, when that is not its body; "" where they say nothing."""
        before, after = original[max(0, start - _REACH) : start], original[end : end + _REACH]
        for said in _said(original[start:end], before, after):
            if said and not self._is_ours(form, said):
                return said
        return self._of_another(form, original[start:end], before)

    def _of_another(self, form: Form, acronym: str, before: str) -> str:
        """An Arabic name in front of a bracketed acronym, with a head that ours have too and no other word of ours."""
        opened = _OPENED.search(before)
        if opened is None or not acronym.isascii():
            return ""
        head, *rest = _headed(_STOP.split(before[: opened.start()])[-1], _SHARED_HEADS).split() or [""]
        known = self._words.get(form.organization.parent or form.organization.code, set())
        telling = [word for found in rest if (word := squeezed(found)) not in _OF_ANY_BODY]
        if len(telling) < _FEWEST_TELLING or any(_is_among(word, known) for word in telling):
            return ""
        return " ".join((head, *rest))

    def _is_ours(self, form: Form, said: str) -> bool:
        """Whether words are a name of the body, if a strange one: half of them are, one of them in no other's name."""
        code = form.organization.parent or form.organization.code
        words = [word for found in _WORD.findall(said) if len(word := squeezed(found)) >= _FEWEST_LETTERS]
        known = [word for word in words if _is_among(word, self._words.get(code, set()))]
        return 2 * len(known) >= len(words) and any(_is_among(word, self._own.get(code, set())) for word in known)


def _is_among(word: str, names: set[str]) -> bool:
    return word in names or any(
        len(name) >= _FEWEST_LETTERS and (word[:5] == name[:5] or fuzz.ratio(word, name) >= _LIKE) for name in names
    )


def _said(acronym: str, before: str, after: str) -> Iterable[str]:
    letters = [squeezed(part) for part in _LETTER.findall(acronym)]
    if opened := _OPENED.search(before):
        name = _STOP.split(before[: opened.start()])[-1]
        yield _spelled(letters[::-1], _WORD.findall(name)[::-1], backwards=True)
        if acronym.isascii():
            yield _han_name(name) or _headed(name, _HEADS)
    if introduced := _INTRODUCED.match(after):
        name = _STOP.split(after[introduced.end() :])[0]
        said = _spelled(letters, _WORD.findall(name), backwards=False)
        yield said if said and not _goes_on(acronym, said) else ""
    if acronym.isascii():
        directly = _spelled(letters[::-1], _WORD.findall(_STOP.split(before)[-1])[::-1], backwards=True)
        yield directly if _is_capital(directly) else ""
    if thing := _THING.match(after):
        yield f"{acronym} {thing[1]}" if thing[1] in _KINDS or thing[1] in _FIRMS else ""
    if beside := _BESIDE.match(after):
        yield _kind(after[beside.end() :])


def _spelled(letters: list[str], words: list[str], *, backwards: bool) -> str:
    """The words, from the first on, whose initials are the letters; small words between them count only if they must."""
    found = _initials(letters, words, _SMALL) or _initials(letters, words, frozenset())
    return " ".join(found[::-1] if backwards else found)


def _initials(letters: list[str], words: list[str], passed: frozenset[str]) -> list[str]:
    found: list[str] = []
    left, small = list(letters), 0
    for word in words:
        if not left:
            break
        if word.lower() not in passed and squeezed(_ELISION.sub("", word)).startswith(left[0]):
            left, small = left[1:], 0
        elif word.lower() in _SMALL and small < _MOST_SMALL:
            small += 1
        else:
            return []
        found.append(word)
    return [] if left else found


def _is_capital(said: str) -> bool:
    return all(word[0].isupper() for word in said.split() if word.lower() not in _SMALL)


def _goes_on(acronym: str, said: str) -> bool:
    """A headline goes on behind a colon or a dash, too: a name has capitals in Latin letters, and no verb in Cyrillic."""
    if acronym.isascii():
        return said.isascii() and not _is_capital(said)
    return any(_VERB.search(word) and not _NO_VERB.match(word) for word in said.lower().split()[1:])


def _han_name(name: str) -> str:
    """A Chinese name with a head that none of our bodies has."""
    han = _HAN_NAME.search(name)
    return han[0].strip() if han else ""


def _headed(name: str, heads: re.Pattern[str]) -> str:
    """A name that begins with one of the heads, in front of an acronym of other letters, whose initials it cannot spell."""
    words: list[str] = []
    for word in reversed(_WORD.findall(name)[-6:]):
        if word in _PREPOSITIONS or (not words and squeezed(word) in _DANGLING):
            break
        words.insert(0, word)
        if heads.match(word):
            return " ".join(words)
    return ""


def _kind(said: str) -> str:
    """What an acronym is said to be: up to four words, the last of them a kind of thing that none of our bodies is."""
    found: list[str] = []
    words = list(_WORD.finditer(said[:80]))
    for word, following in zip(words[:5], [*words[1:], None], strict=False):
        found.append(word[0])
        rest = said[word.end() :].lstrip()
        if word[0].lower() in _KINDS and (not rest[:1].isalpha() or (following and following[0].lower() in _FOLLOWING)):
            return " ".join(found)
        if not rest[:1].isalpha() and rest[:1] != "-":
            return ""
    return ""
