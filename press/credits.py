"""Byline, dateline and agency credit: who wrote it, where, and which agency is quoted as the source."""

import re
from dataclasses import dataclass
from typing import Final

from press.agencies import Agencies, fold_letters
from press.given_names import is_signed_name

HEAD: Final = 6_000  # credits stand in the lead or at the foot; this also bounds the time
FOOT: Final = 400
_DATELINE_LINES: Final = 4
_BEFORE: Final = 70
_AFTER: Final = 50

_OPEN: Final = r"[\s«\"“”'(\[/]*"
_CLOSE: Final = r"[\s»\"“”')\]/]*"
# What stands before an agency that is quoted as the source.
_SAYS_BEFORE: Final = re.compile(
    r"(?:"
    r"(?:نقلا عن|نقلت عن|نقلا عنه|وفقا ل|وفق ما|وفق|بحسب|حسب|حسبما|ذكرت|وذكرت|ذكر|افادت|وافادت|افاد|قالت|وقالت|اوردت|واوردت|اعلنت|نشرت|نشرته|نقلت|ونقلت|نقلته|بثته|اوردته|ذكرته|"
    r"لدي|في تصريح ل|تصريح ل|تصريحات ل|حديث ل|حوار مع|مقابله مع|لقاء مع|بيان ل|صرح ل|قال ل|وقال ل|اكد ل|عن|مراسل|مراسله|المصدر|مصدر|تابعته|اخبر)\s*:?\s*(?:ل|ب)?"
    r"|(?:بيان|تصريح|تصريحات|حديث|حوار|مقابله|لقاء|قال|قالت|صرح|صرحت|اكد|اكدت|اوضح|اوضحت|كشف|كشفت|اضاف|ذكر|اعلن|ادلي|ادلت|طبقا|تحدث)"
    r"(?:\s(?!مدير|المدير|رئيس|نائب|عضو|التابع|مراسل)[^\s.،,]{1,20}){0,4}\s(?=(?:ل$|لوكاله|لل|لموقع|لشبكه))(?:ل$)?"
    r"|(?:передает|передаёт|сообщает|сообщил[аио]?|сообщили|сообщается|информирует|пишет|отмечает|со ссылкой на|ссылаясь на|по данным|по информации|по сообщению|цитирует|рассказал[аи]?|"
    r"заявил[аи]?|корреспонденту?|корреспондента|корр\.?|в интервью|источник|источник:|передало|передала|приводит|по материалам|из материалов)"
    r"|(?:according to|reported by|reports?|citing|cited by|quoted by|told|as told to|quoting|source|sources?:|via|interview (?:with|to)|learnt from|learned from|correspondent of|carried by|from the)"
    r"|(?:دەپ حابارلا[يد]\w{1,3}|حابارلا[يد]\w{1,3}|سيلتەمە جاساپ|ماليمەتينشە)"
    r"|(?:деп хабарлайды|хабарлайды|тілшісі|сілтеме жасап|дереккөз|мәліметінше|хабарлауынша|деп жазды)"
    r"|(?:据|據|来源|來源|综合|引述|援引|接受|根据|记者从)[:：]?"
    r"|(?:به گزارش|به نقل از|گزارش|منبع|گفتگو با|خبرنگار)"
    r"|(?:selon|rapporte|d'après|cité par|citant|indique|source)"
    r"|(?:kaynak|kaynağı|mənbə|məlumatına görə|manba|xabar beradi)"
    r")[\s:,،-]{0,3}"
    r"(?:(?:وكاله|لوكاله|لموقع|لشبكه|بوكاله|وكالات|مراسل|مراسله|شبكه|موقع|صحيفه|الانباء|انباء|للانباء|الاخباريه|الدوليه|الرسميه|الصينيه|الروسيه|الكازاخيه|الكازاخستانيه|الكازاخستاني|خبرگزاري|"
    r"корреспондент\w{0,2}|миа|иа|агентств\w{0,2}|информагентств\w{0,2}|международное|информационное|государственное|пресс-служба|"
    r"the|international|information|news|agency|state|official|chinese|russian|kazakh|its|correspondent|agence|l'agence|de|presse|ajansı|халықаралық|ақпараттық|агенттігінің|агенттігі)\s*){0,6}"
    + _OPEN + r"$"
)  # fmt: skip
# What stands behind one.
_SAYS_AFTER: Final = re.compile(
    "^" + _CLOSE + r"(?:(?:وكالة|الدوليه|الرسميه|للانباء|الصينيه|الروسيه|الكازاخستانيه|news|agency|international|state|халықаралық|ақпарат|агенттігі|агентлиги)\s*){0,3}" + _CLOSE
    + r",?\s?(?:has |had |was |have )?(?:reports?|reported|says|said|writes|wrote|learn(?:ed|t)|correspondent|quoted|cited"
    r"|сообщ\w{2,6}|переда[её]т|передал\w?|информирует|пишет|со ссылкой"
    r"|хабарлайды|хабарлады|хабарлап|деп хабарл\w{2,6}|тілшісі\w{0,4}|хабарлай\w{1,4}|-?(?:ға|ге|қа|ке)? сілтеме"
    r"|حابارلا\w{2,4}|دەپ حابارلا\w{2,4}|تيلشيسي"
    r"|报道|報道|報導|讯|訊|消息|记者|記者|电|電"
    r"|'?(?:nın|nin|nun|nün|ya|ye)? (?:haberine göre|muhabirine|aktardığına|bildird)|xəbər verir|bildirir|məlumat verir|'?(?:a|ya) istinadən|xabar beradi|xabar qilmoqda"
    r"|rapporte|indique|گزارش داد|نوشت|اعلام کرد)"
)  # fmt: skip
_DASH_AFTER: Final = re.compile("^" + _CLOSE + r"(?:\s*[-–—:.،,]{1,3}(?:\s|$)|\s*$)")
_HAN_DATELINE: Final = re.compile(r"^[^\n。，,]{0,24}[电電]")
_SIGNATURE_BEFORE: Final = re.compile(
    r"(?:^|\n)[\s\-–—:*.(/\[]*(?:(?:المصدر|مصدر|источник|source|来源|來源|kaynak|منبع|дереккөз|وكالات|وكاله)\s*[:：]?)?\s*"
    + _OPEN
    + r"$"
)
_SIGNATURE_AFTER: Final = re.compile("^" + _CLOSE + r"[.\s]*(?:$|\n)")
_IS_AGENCY_BEFORE: Final = re.compile(
    r"(?:وكاله|لوكاله|بوكاله|ووكاله|خبرگزاري|агентств\w{0,2}|agency|agence)\s+(?:(?:انباء|الانباء)\s+)?" + _OPEN + "$"
)
_NAMES_BYLINE: Final = re.compile(
    r"^[\s*•-]{0,4}(?:(?:بقلم|به قلم|by|written by|par|von|por)(?P<sign>\s*[:：/|–—-]\s*|\s+)|(?:كتب|كتبت|كتبه|كتبها|تحرير|إعداد|اعداد|الكاتب|الكاتبة|حوار|تقرير|نویسنده|"
    r"автор|авторы|текст|мәтін|авторлар|yazar|yazan|muhabir|muallif|müəllif|作者|撰文|auteur|author|authors|autor)\s*[:：/|]\s*"
    r"|(?:كتب|كتبت|كتبه|كتبها|إعداد|اعداد|تحرير|автор|авторы)\s*(?P<dash>[-–—])\s*|(?:كتب|كتبت|كتبه|كتبها)(?P<bare>\s+))(?P<name>[^\n]{2,90})$",
    re.IGNORECASE,
)  # fmt: skip
# Parts of a name that stay small where a script has capitals.
_NAME_PARTICLES: Final = frozenset(
    (
        "al",
        "el",
        "bin",
        "ibn",
        "bint",
        "von",
        "van",
        "de",
        "der",
        "den",
        "del",
        "da",
        "di",
        "du",
        "la",
        "le",
        "y",
        "аль",
        "ибн",
        "бен",
        "оглы",
        "кызы",
        "улы",
        "ұлы",
        "қызы",
        "де",
        "фон",
        "ван",
        "oğlu",
        "qızı",
        "uly",
    )
)


@dataclass(frozen=True, slots=True)
class _Mention:
    code: str
    start: int
    end: int
    acronym: bool


def read_credit(title: str, text: str, agencies: Agencies) -> str | None:
    """The code of the agency that is quoted as the source ("kazinform", "xinhua", …); None when not certain.

    A dateline decides; then a signature at the foot; then what the text says («نقلا عن …», "… reports»), where two
    agencies leave a doubt and so give None.
    """
    head = text[:HEAD]
    folded = fold_letters(head)
    mentions = _find_mentions(head, folded, agencies)
    for mention in mentions:
        if _is_dateline(folded, mention):
            return mention.code
    if signed := _signature(text, agencies):
        return signed
    said = list(dict.fromkeys(mention.code for mention in mentions if _is_said(folded, mention)))
    if not said and title:
        title = title[:500]
        folded_title = fold_letters(title)
        found = _find_mentions(title, folded_title, agencies)
        said = list(dict.fromkeys(one.code for one in found if not one.acronym and _is_said(folded_title, one)))
    return said[0] if len(said) == 1 else None


def read_dateline(text: str, agencies: Agencies) -> str | None:
    """The dateline with its agency as it is printed («أستانا - كازينفورم», "ASTANA. KAZINFORM"), or None."""
    head = text[:HEAD]
    folded = fold_letters(head)
    for mention in _find_mentions(head, folded, agencies):
        if _is_dateline(folded, mention):
            line_start = head.rfind("\n", 0, mention.start) + 1
            end = mention.end
            if (match := _HAN_DATELINE.match(folded[end:])) and ord(folded[mention.start]) > 0x3000:
                end += match.end()
            elif end < len(head) and head[end] in ')/»"”':
                end += 1
            return head[line_start:end].strip()
    return None


def _find_mentions(text: str, folded: str, agencies: Agencies) -> list[_Mention]:
    return [
        _Mention(form.code, start, end, form.is_acronym)
        for form, start, end in agencies.find(folded)
        if _is_whole(folded, start, end)
        and not (form.is_acronym and form.written.isascii() and not text[start:end].isupper())
    ]


def _is_whole(folded: str, start: int, end: int) -> bool:
    """Whether a match is a word of its own: Arabic clitics may stand before it, Han has no borders."""
    if ord(folded[start]) >= 0x3000:
        return True
    before = folded[max(0, start - 3) : start]
    letters = ""
    for letter in reversed(before):
        if not letter.isalnum():
            break
        letters = letter + letters
    after = folded[end] if end < len(folded) else " "
    return letters in ("", "ل", "ب", "و", "ك", "ول", "وب", "ال", "لل") and not after.isalnum()


def _is_dateline(folded: str, mention: _Mention) -> bool:
    """«أستانا - كازينفورم -», «АСТАНА. КАЗИНФОРМ –», "(Xinhua) --", «/ТАСС/», «新华社北京10月12日电»."""
    line_start = folded.rfind("\n", 0, mention.start) + 1
    if folded.count("\n", 0, line_start) >= _DATELINE_LINES:
        return False
    before = folded[line_start : mention.start]
    after = folded[mention.end : mention.end + _AFTER]
    if len(before) > 80:
        return False
    if ord(folded[mention.start]) >= 0x3000:
        return before.strip(" \t\u3000(（【") == "" and _HAN_DATELINE.match(after) is not None
    if _in_brackets(before, after):
        return len(before.split()) <= 12 and len(after.strip(" )/]\n")) > 1
    if not before.strip():
        return (
            _DASH_AFTER.match(after) is not None and after.strip() != "" and not after.lstrip().startswith((".", ","))
        )
    place = before.rstrip(' «"“')
    return (
        place.endswith((".", "-", "–", "—", ",", "،", "/"))
        and len(place.split()) <= 8
        and bool(_DASH_AFTER.match(after))
    )


def _in_brackets(before: str, after: str) -> bool:
    opening, closing = before.rstrip()[-1:], after.lstrip()[:1]
    return (opening in ("(", "[") and closing in (")", "]", "-", ",", "،", "/")) or (opening == "/" and closing == "/")


def _signature(text: str, agencies: Agencies) -> str | None:
    """An agency that stands alone at the foot: «--(بترا)», "Source: Xinhua"."""
    foot = text[-FOOT:].rstrip()
    folded = fold_letters(foot)
    codes = {
        mention.code
        for mention in _find_mentions(foot, folded, agencies)
        if _SIGNATURE_BEFORE.search(folded[max(0, mention.start - _BEFORE) : mention.start])
        and _SIGNATURE_AFTER.match(folded[mention.end : mention.end + _AFTER])
        and mention.end > len(foot) - 200
    }
    return codes.pop() if len(codes) == 1 else None


def _is_said(folded: str, mention: _Mention) -> bool:
    before = folded[max(0, mention.start - _BEFORE) : mention.start]
    after = folded[mention.end : mention.end + _AFTER]
    if mention.acronym and not _IS_AGENCY_BEFORE.search(before) and not _in_brackets(before, after):
        return False
    return _SAYS_BEFORE.search(before) is not None or _SAYS_AFTER.match(after) is not None


def read_byline(text: str) -> str | None:
    """Who signed the text: «بقلم …», "By …", «Автор: …» on a line of its own near the head or the foot; else None."""
    lines = [line.strip() for line in text[:HEAD].split("\n") if line.strip()]
    foot = [line.strip() for line in text[-FOOT:].split("\n")[1:] if line.strip()]
    for line in [*lines[:6], *foot[-4:]]:
        if (
            len(line) <= 120
            and (match := _NAMES_BYLINE.match(line))
            and (name := _person(match["name"], match["sign"]))
            and not (match["dash"] and _may_be_a_place(name))
            and not (match["bare"] and (line.endswith(".") or not is_signed_name(name.split())))
        ):
            return name
    return None


def _may_be_a_place(name: str) -> bool:
    """«كتب - القاهرة»: one word, or the first with an article, is no certain name."""
    return len(name.split()) < 2 or name.startswith("ال")


def _person(name: str, sign: str | None) -> str | None:
    """The name, if it looks like one: a few words without digits, capitals where the script has them."""
    name = re.split(r"[|،,;؛•]|\s[-–—]\s|\s{3,}", name, maxsplit=1)[0].strip(" .:*/-–—\"'«»()")
    words = name.split()
    if not 1 <= len(words) <= 5 or any(letter.isdigit() for letter in name) or len(name) > 60:
        return None
    if any(word[0].islower() and word not in _NAME_PARTICLES for word in words):
        return None
    if sign is not None and not sign.strip() and len(words) < 2:
        return None
    return name if all(any(letter.isalpha() for letter in word) for word in words) else None
