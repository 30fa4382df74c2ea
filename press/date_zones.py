"""Zones as printed beside a clock: abbreviations that mean one thing only, names of zones, and what only looks like one.

A clock whose zone cannot be told is no moment: it must never fall back on the zone of the source.
"""

import re
from functools import cache
from typing import Final

from press.date_spelling import spell_word

# Minutes east of UTC of abbreviations that the press and the feeds use for one zone only (RFC 2822 4.3 and neighbours).
OFFSETS: Final = {
    "UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEST": 60, "EST": -300, "EDT": -240, "CDT": -300, "MST": -420,
    "MDT": -360, "PST": -480, "PDT": -420, "AKST": -540, "AKDT": -480, "HST": -600, "BRT": -180, "CET": 60,
    "CEST": 120, "MEZ": 60, "MESZ": 120, "EET": 120, "EEST": 180, "WAT": 60, "CAT": 120, "SAST": 120, "EAT": 180, "MSK": 180,
    "MSD": 240, "TRT": 180, "KSA": 180, "UAE": 240, "IRST": 210, "GST": 240, "AZT": 240, "AFT": 270, "PKT": 300, "UZT": 300, "TJT": 300, "TMT": 300,
    "KGT": 360, "ALMT": 360, "NPT": 345, "WIB": 420, "ICT": 420, "WITA": 480, "HKT": 480, "SGT": 480, "MYT": 480, "PHT": 480,
    "AWST": 480, "WIT": 540, "JST": 540, "KST": 540, "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780,
}  # fmt: skip
# Kazakhstan changed its offset: the day decides.
_BY_DAY: Final = {"ALMT": "almaty time"}
# Zones of which there are several: India, Ireland, Israel; Central, China, Cuba; «ET» changes with the season.
_SEVERAL: Final = frozenset("ET CT MT PT IST CST BST AST ADT NST SST AMT BDT MMT ECT CLT WST ART MET ALT".split())
# fmt: off
_WORDS_IN_CAPITALS: Final = frozenset((
    "BEST", "COST", "EAST", "FAST", "HOST", "JUST", "LAST", "LIST", "LOST", "MOST", "MUST", "PAST", "POST", "REST", "TEST",
    "PROST", "FIRST", "TRUST", "GUEST", "LATEST", "AT",
))
# fmt: on
_SMALL_BEHIND_A_HALF: Final = frozenset(("est", "et", "ct", "pt", "cet", "eet", "bst", "ist", "cst", "mst"))
_SMALL: Final = frozenset(
    (
        "edt",
        "pdt",
        "pst",
        "cdt",
        "mdt",
        "cest",
        "eest",
        "mesz",
        "jst",
        "kst",
        "hkt",
        "sgt",
        "pkt",
        "aest",
        "aedt",
        "sast",
    )
)
_LONG_NAMES: Final = {
    "eastern standard time": "EST", "eastern daylight time": "EDT", "central daylight time": "CDT", "mountain standard time": "MST",
    "mountain daylight time": "MDT", "pacific standard time": "PST", "pacific daylight time": "PDT", "greenwich mean time": "GMT",
    "coordinated universal time": "UTC", "central european summer time": "CEST", "eastern european summer time": "EEST",
    "british summer time": "WEST",
}  # fmt: skip
_LONG_NAME: Final = re.compile(rf"\b(?:{'|'.join(_LONG_NAMES)})\b", re.IGNORECASE)
_ZONE_BEFORE: Final = re.compile(
    r"(?<![A-Za-z])(?P<zone>[A-Z]{2,5})\)?[\s:,]{1,2}(?P<clock>\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp]\.?[Mm]\b\.?)?)(?![:\d])"
)
_NOT_SURE: Final = " utc? "
_CLOCK_AND_ZONE: Final = re.compile(
    r"(?P<clock>(?<!\d)(?P<digits>\d{1,2}\s?[:.hH]\s?\d{2}(?!\d)(?::\d{2}(?:[.,]\d{1,9})?)?|\d{1,2}(?=\s?[ap]\.?\s?m))"
    r"(?P<half>\s?\(?(?:[ap]\.?\s?m\b\.?|صباح[\u064b-\u0652اً]{0,3}|مساء[\u064b-\u0652اً]{0,2}|[صم])\)?)?)"
    r"[\s,(\[/–—-]{0,3}(?:(?:uhr|hrs?|hours)\b\.?[\s,(\[]{0,2})?(?:u\.?s\.?\s)?"
    r"(?P<zone>мск(?!\w)|[A-Za-z]{2,5}(?![A-Za-z])|(?-i:[A-Z]{3,4})(?=(?-i:[A-Z][a-z])))(?P<more>\s?[+-]\s?\d{1,2})?",
    re.IGNORECASE,
)
_SUMMER_OR_STANDARD: Final = re.compile(r"(?i:[A-Z]{1,3}[SD]T)")

# Only zones of which there can be no doubt. «Local time» is that of the source.
_ZONES: Final = {
    "UTC": "بتوقيت غرينتش|بتوقيت جرينتش|بتوقيت غرينيتش|بتوقيت غرينتش العالمي|توقيت غرينتش|توقيت جرينتش|بالتوقيت العالمي|توقيت غرينيتش|بتوقيت جرينيتش|"
    "по гринвичу|格林尼治时间|格林威治时间|世界标准时间",
    "Europe/Moscow": "мск|msk|по московскому времени|московское время|времени москвы|время московское|بتوقيت موسكو|توقيت موسكو|moscow time|moscow standard time|по москве|мәскеу уақыты|"
    "мәскеу уақытымен|мәскеу уақыты бойынша|moskova saatiyle|moskova saati ile|莫斯科时间",
    "Asia/Riyadh": "بتوقيت مكة المكرمة|بتوقيت مكة|توقيت مكة المكرمة|توقيت مكة|بتوقيت السعودية|بتوقيت الرياض|بتوقيت المملكة",
    "Asia/Dubai": "بتوقيت الإمارات|بتوقيت الامارات|بتوقيت أبوظبي|بتوقيت ابوظبي|بتوقيت دبي|uae time|dubai time",
    "Asia/Qatar": "بتوقيت الدوحة|بتوقيت قطر",
    "Asia/Kuwait": "بتوقيت الكويت",
    "Asia/Baghdad": "بتوقيت بغداد|بتوقيت العراق",
    "Africa/Cairo": "بتوقيت القاهرة|توقيت القاهرة|بتوقيت مصر",
    "Asia/Jerusalem": "بتوقيت القدس|بتوقيت القدس المحتلة",
    "Asia/Damascus": "بتوقيت دمشق|بتوقيت سوريا",
    "Asia/Beirut": "بتوقيت بيروت|بتوقيت لبنان",
    "Africa/Tunis": "بتوقيت تونس",
    "Asia/Almaty": "بتوقيت أستانا|بتوقيت استانا|بتوقيت كازاخستان|астана уақыты|астана уақытымен|астана уақыты бойынша|по времени астаны|времени астаны|астанинского времени|"
    "по астанинскому времени|по алматинскому времени|по астане|по времени астаны|توقيت أستانا|astana time|阿斯塔纳时间|almaty time|nur-sultan time",
    "Asia/Tashkent": "بتوقيت طشقند|по ташкентскому времени|тошкент вақти билан|toshkent vaqti bilan",
    "Asia/Bishkek": "по бишкекскому времени|бишкек убактысы",
    "Asia/Shanghai": "北京时间|بتوقيت بكين|по пекинскому времени|beijing time",
    "Asia/Tehran": "بتوقيت طهران|بتوقيت إيران|به وقت تهران|по тегеранскому времени",
    "Europe/Istanbul": "tsi|بتوقيت اسطنبول|بتوقيت إسطنبول|بتوقيت أنقرة|بتوقيت تركيا|istanbul time|türkiye saati|türkiye saatiyle",
    "Asia/Baku": "بتوقيت باكو|bakı vaxtı|по бакинскому времени",
    "Asia/Tokyo": "日本時間|tokyo time|japan standard time|بتوقيت طوكيو|بتوقيت اليابان|по токийскому времени|东京时间",
    "Asia/Seoul": "한국시간|korea standard time|بتوقيت سيول|بتوقيت سول|首尔时间",
    "Europe/Paris": "heure de paris|بتوقيت باريس|بتوقيت فرنسا|по парижскому времени|巴黎时间",
    "Europe/Berlin": "central european time|بتوقيت برلين|بتوقيت وسط أوروبا|по берлинскому времени|по центральноевропейскому времени|柏林时间",
    "Europe/London": "london time|بتوقيت لندن|توقيت لندن|по лондонскому времени|伦敦时间",
    "Asia/Kolkata": "indian standard time|india standard time|delhi time|بتوقيت نيودلهي|بتوقيت الهند",
    "Asia/Karachi": "pakistan standard time|pakistan time|بتوقيت إسلام آباد|بتوقيت باكستان",
    "Asia/Kabul": "بتوقيت كابول|بتوقيت كابل|به وقت کابل",
    "Asia/Amman": "بتوقيت الأردن",
    "Asia/Muscat": "بتوقيت مسقط|بتوقيت سلطنة عمان",
    "Asia/Aden": "بتوقيت صنعاء|بتوقيت اليمن|بتوقيت عدن",
    "Asia/Bahrain": "بتوقيت المنامة|بتوقيت البحرين",
    "Africa/Khartoum": "بتوقيت الخرطوم|بتوقيت السودان",
    "Africa/Algiers": "بتوقيت الجزائر",
    "Africa/Casablanca": "بتوقيت المغرب|بتوقيت الرباط",
    "Africa/Tripoli": "بتوقيت ليبيا|بتوقيت طرابلس",
    "Europe/Kyiv": "по киевскому времени|за київським часом",
    "America/New_York": "eastern time|u.s. eastern time|new york time|washington time|بتوقيت واشنطن|بتوقيت نيويورك|بتوقيت شرق الولايات المتحدة|"
    "по вашингтонскому времени|по нью-йоркскому времени|по времени вашингтона|美东时间|纽约时间|美国东部时间",
    "America/Los_Angeles": "pacific time",
}  # fmt: skip


def mark_zones(text: str) -> str:
    """The text with the abbreviations behind its clocks made offsets, and those that may be several made uncertain.

    Before the text is spelled: in small letters «est», «et» and «ist» are words.
    """
    text = _LONG_NAME.sub(lambda match: _LONG_NAMES[match.group().lower()], text)
    return _ZONE_BEFORE.sub(_swapped, _CLOCK_AND_ZONE.sub(_marked, text))


def _swapped(match: re.Match[str]) -> str:
    """«EST 15:45» as «15:45 EST», unless it is the zone of a clock before it, which is marked by then."""
    if match["zone"] in ("GMT", "UTC", "UT", "AT") or not _is_zone(match["zone"], match["zone"], has_half=False):
        return match.group()
    return _CLOCK_AND_ZONE.sub(_marked, f"{match['clock']} {match['zone']}")


def _marked(match: re.Match[str]) -> str:
    zone, name = match["zone"], match["zone"].upper().replace("МСК", "MSK")
    if not _is_zone(zone, name, has_half=match["half"] is not None):
        return match.group()
    digits, more = match["digits"], (match["more"] or "").replace(" ", "")
    clock = f"{digits}{':00' if digits.isdecimal() else ''}{match['half'] or ''}"
    if name in ("UT", "UTC", "GMT"):
        return f"{clock} utc{more}"
    if name == "MSK":
        return f"{clock} utc+{3 + int(more)}" if more else f"{clock} msk "
    if more or name not in OFFSETS:
        return clock + _NOT_SURE
    if name in _BY_DAY:
        return f"{clock} {_BY_DAY[name]} "
    hours, minutes = divmod(abs(OFFSETS[name]), 60)
    return f"{clock} utc{'-' if OFFSETS[name] < 0 else '+'}{hours:02}:{minutes:02} "


def _is_zone(zone: str, name: str, *, has_half: bool) -> bool:
    if name in _WORDS_IN_CAPITALS:
        return False
    if not zone.isupper():
        return (
            name in ("GMT", "UTC", "MSK")
            or zone.lower() in _SMALL
            or (has_half and zone.lower() in _SMALL_BEHIND_A_HALF)
        )
    return name in OFFSETS or name in _SEVERAL or _SUMMER_OR_STANDARD.fullmatch(name) is not None


UNCERTAIN: Final = "?"  # more than one zone is named, or one that is not known
# What says «in the time of …»; the place behind or before it is one that is not known. Local time is the source's own.
_IN_THE_TIME_OF: Final = re.compile(
    r"(?<![^\W\d_])(?:بتوقيت\s(?!ال?محلي)|به وقت\s(?!محلي)|по (?!местн|этому|летн|зимн)[а-я-]{4,}ому времени|по времени [а-я]|время (?!местн|публ|чт|прочт)[а-я-]{4,}ое(?![а-я])|"
    r"(?!жергіл|тургілікті|осы)[а-яәғқңөұүһі]{4,} (?:уакыты|уақыты)(?:мен| бойынша)|(?!yerel)[a-z]{4,} saati(?:yle| ile)(?![^\W\d_]))"
)
_UNCERTAIN_BEHIND: Final = re.compile(
    r"[\s,(\[/-]{0,4}(?:utc\?|(?:u\.?s\.? )?(?:eastern|central|mountain|pacific|atlantic)(?![^\W\d_])(?! (?:standard |daylight )?time)|"
    r"(?!local|read|reading|listening|estimated|viewing|watch|prime|real|this|same|the)[a-z]{3,}(?: [a-z]{3,})? time(?![^\W\d_])|"
    r"توقيت\s(?!ال?محلي|النشر)|heure d(?:e |u |'|es )[a-z]|hora d[ae] (?!publica)[a-z]|ora di (?!pubbl)[a-z]|"
    r"(?:asia|europe|america|africa|australia|pacific|atlantic|indian)/[a-z])"
)


@cache
def _zones() -> tuple[re.Pattern[str], dict[str, str]]:
    names = {spell_word(name): zone for zone, line in _ZONES.items() for name in line.split("|")}
    words = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if ord(name[0]) < 0x3000)
    signs = "|".join(re.escape(name) for name in names if ord(name[0]) >= 0x3000)
    return re.compile(rf"(?<![^\W\d_])(?:{words})(?![^\W\d_])|{signs}"), names


def named_zone(text: str) -> str | None:
    """The IANA name of the one zone that a spelled line names; UNCERTAIN for several and for one that is not known."""
    pattern, names = _zones()
    zones = {names[match.group()] for match in pattern.finditer(text)}
    if len(zones) > 1 or _IN_THE_TIME_OF.search(pattern.sub("", text) if zones else text):
        return UNCERTAIN
    return zones.pop() if zones else None


def without_zones(text: str) -> str:
    """A spelled line without the names of zones, known and not: «بتوقيت مكة المكرمة», «по времени Астаны»."""
    return _IN_THE_TIME_OF.sub(" ", _zones()[0].sub(" ", text))


def is_uncertain(text: str, end: int) -> bool:
    """Whether behind a clock that ends there a zone is printed of which there are several, or that is not known."""
    if _UNCERTAIN_BEHIND.match(text, end) is None:
        return False
    pattern, _ = _zones()
    behind = pattern.search(text, end, min(len(text), end + 40))
    return behind is None or bool(text[end : behind.start()].strip(" ,([/-"))
