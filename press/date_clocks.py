"""Clock times as printed beside a date, with the offset or the zone that is printed with them."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from press.date_spelling import spell_word


@dataclass(frozen=True, slots=True)
class Clock:
    """offset: minutes east of UTC as printed; zone: IANA name of a zone that is named; at most one of the two."""

    hour: int
    minute: int
    second: int | None
    offset: int | None = None
    zone: str | None = None


def _words(text: str) -> str:
    return "|".join(re.escape(spell_word(word)) for word in sorted(text.split("|"), key=len, reverse=True))


_AM: Final = (
    "am|a.m.|a.m|ص|صباحا|صباحًا|فجرا|الصباح|ق.ظ|öö|утра|ночи|上午|凌晨|早上|清晨|午前|오전|дп|таңғы|эртең мененки|a. m."
)
_PM: Final = "pm|p.m.|p.m|م|مساء|مساءً|مسا|عصرا|ظهرا|ظهراً|بعد الظهر|المساء|الظهر|ب.ظ|ös|дня|вечера|下午|晚上|中午|傍晚|午後|오후|пп|кешкі|түстен кейін|p. m.|ليلا"
_HALVES: Final = rf"(?P<am>{_words(_AM)})|(?P<pm>{_words(_PM)})"
_BEFORE: Final = (
    rf"(?:(?P<am0>{_words('上午|凌晨|早上|清晨|午前|오전')}|(?<![^\W\d_])(?:{_words('am|صباحا|öö')}))"
    rf"|(?P<pm0>{_words('下午|晚上|中午|傍晚|午後|오후')}|(?<![^\W\d_])(?:{_words('pm|مساء|ös')})))\s?"
)
_CLOCK: Final = re.compile(
    rf"(?:{_BEFORE})?"
    r"(?<![\d:.,/])(?P<hour>\d{1,2})(?:\s?[:h]\s?(?P<minute>\d{2})(?:\s?:\s?(?P<second>\d{2})(?:[.,]\d{1,9})?)?(?![\d:])"
    r"|(?:点|时|시)\s?(?:(?P<minute2>\d{1,2})\s?(?:分|분)(?:\s?(?P<second2>\d{1,2})\s?(?:秒|초))?)?)"
    rf"(?:\s?[(]?(?:{_HALVES})[)]?(?![^\W\d_]))?"
)
_DOTTED: Final = re.compile(
    rf"(?<![^\W\d_])(?:{_words('ساعة|الساعة|في الساعة|ساعت|в|о|saat|saat:|сағат|саат|соат|uhr|klockan|kl.|a las|alle ore|ore|om')})\s?:?\s?"
    r"(?P<hour>\d{1,2})\.(?P<minute>\d{2})(?P<second>)(?![.\d])"
    rf"(?:\s?(?:{_HALVES})(?![^\W\d_]))?"
    r"|(?<![\d.])(?P<hour_b>\d{1,2})\.(?P<minute_b>\d{2})\s?(?:uhr|мск)(?![^\W\d_])"
)
_HOUR_ALONE: Final = re.compile(
    rf"(?<![\d:.,/])\d{{1,2}}\s?(?:{_HALVES})(?![^\W\d_])"
    rf"|(?<![^\W\d_])(?:{_words('الساعة|ساعة|ساعت')})\s?:?\s?\d{{1,2}}(?![\d:.])"
)
_OFFSET: Final = re.compile(
    r"[\s,(\[-]{0,3}(?:(?P<utc>gmt|utc|гринвич\w{0,2})\s?(?:(?P<sign>[+-])\s?(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?(?!\d))?(?![^\W\d_])"
    r"|(?P<sign2>[+])\s?(?P<hours2>\d{1,2})(?::?(?P<minutes2>\d{2}))?(?!\d)"
    r"|(?<=\s)(?P<sign3>-)(?P<hours3>\d{2}):?(?P<minutes3>\d{2})(?!\d)"
    r"|(?P<name>edt|pdt|pst|cest|jst|kst|ت\.?\s?غ)(?![^\W\d_])|(?P<zulu>z)(?![^\W_]))"
)
_ISO_MINUS: Final = re.compile(r"(?P<sign>-)(?P<hours>\d{2}):?(?P<minutes>\d{2})?(?!\d)")

_SHORT_NAMES: Final = {"edt": -240, "pdt": -420, "pst": -480, "cest": 120, "jst": 540, "kst": 540}

# Only zones of which there can be no doubt. «IST», «CST» or «local time» say nothing certain.
_ZONES: Final = {
    "UTC": "بتوقيت غرينتش|بتوقيت جرينتش|بتوقيت غرينيتش|بتوقيت غرينتش العالمي|توقيت غرينتش|توقيت جرينتش|بالتوقيت العالمي|توقيت غرينيتش|بتوقيت جرينيتش|"
    "по гринвичу|格林尼治时间|格林威治时间|世界标准时间",
    "Europe/Moscow": "мск|msk|по московскому времени|московское время|времени москвы|بتوقيت موسكو|توقيت موسكو|moscow time",
    "Asia/Riyadh": "بتوقيت مكة المكرمة|بتوقيت مكة|توقيت مكة المكرمة|توقيت مكة|بتوقيت السعودية|بتوقيت الرياض|بتوقيت المملكة",
    "Asia/Dubai": "بتوقيت الإمارات|بتوقيت الامارات|بتوقيت أبوظبي|بتوقيت ابوظبي|بتوقيت دبي|uae time",
    "Asia/Qatar": "بتوقيت الدوحة|بتوقيت قطر",
    "Asia/Kuwait": "بتوقيت الكويت",
    "Asia/Baghdad": "بتوقيت بغداد|بتوقيت العراق",
    "Africa/Cairo": "بتوقيت القاهرة|توقيت القاهرة|بتوقيت مصر",
    "Asia/Jerusalem": "بتوقيت القدس|بتوقيت القدس المحتلة",
    "Asia/Damascus": "بتوقيت دمشق",
    "Asia/Beirut": "بتوقيت بيروت",
    "Africa/Tunis": "بتوقيت تونس",
    "Asia/Almaty": "بتوقيت أستانا|بتوقيت استانا|بتوقيت كازاخستان|астана уақыты|астана уақытымен|астана уақыты бойынша|по времени астаны|времени астаны|астанинского времени|"
    "по астанинскому времени|по алматинскому времени|astana time|almaty time|nur-sultan time",
    "Asia/Tashkent": "بتوقيت طشقند|по ташкентскому времени|тошкент вақти билан|toshkent vaqti bilan",
    "Asia/Bishkek": "по бишкекскому времени|бишкек убактысы",
    "Asia/Shanghai": "北京时间|بتوقيت بكين|по пекинскому времени|beijing time",
    "Asia/Tehran": "بتوقيت طهران|به وقت تهران|по тегеранскому времени",
    "Europe/Istanbul": "tsi|بتوقيت اسطنبول|بتوقيت إسطنبول|بتوقيت أنقرة|türkiye saati|türkiye saatiyle",
    "Asia/Baku": "بتوقيت باكو|bakı vaxtı|по бакинскому времени",
    "Asia/Tokyo": "日本時間",
    "Asia/Seoul": "한국시간",
    "Europe/Paris": "heure de paris|بتوقيت باريس",
    "Europe/Kyiv": "по киевскому времени|за київським часом",
    "America/New_York": "eastern time|بتوقيت واشنطن|بتوقيت نيويورك",
    "America/Los_Angeles": "pacific time",
}  # fmt: skip


@cache
def _zones() -> tuple[re.Pattern[str], dict[str, str]]:
    names = {spell_word(name): zone for zone, line in _ZONES.items() for name in line.split("|")}
    words = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if ord(name[0]) < 0x3000)
    signs = "|".join(re.escape(name) for name in names if ord(name[0]) >= 0x3000)
    return re.compile(rf"(?<![^\W\d_])(?:{words})(?![^\W\d_])|{signs}"), names


def take_clocks(text: str) -> tuple[list[Clock], str]:
    """Clock times of a spelled text, and the text with each of them blanked out at equal length.

    A clock that cannot be (25:10, 13:06 in the morning) is blanked out and left out.
    """
    found: list[Clock] = []
    named = _named_zone(text)
    for pattern in (_CLOCK, _DOTTED, _HOUR_ALONE):
        position = 0
        while match := pattern.search(text, position):
            groups = match.groupdict()
            end = match.end()
            offset: int | None = None
            if pattern is not _HOUR_ALONE and (after := _read_offset(text, match)):
                offset, end = after
            if clock := _clock(groups, offset, named):
                found.append(clock)
            text = text[: match.start()] + " " * (end - match.start()) + text[end:]
            position = end
    return found, text


def _named_zone(text: str) -> str | None:
    pattern, names = _zones()
    zones = {names[match.group()] for match in pattern.finditer(text)}
    return zones.pop() if len(zones) == 1 else None


def _read_offset(text: str, match: re.Match[str]) -> tuple[int | None, int] | None:
    """The printed offset after a clock in minutes, and where it ends."""
    is_iso = text[: match.start()].endswith("t")
    after = _OFFSET.match(text, match.end()) or (_ISO_MINUS.match(text, match.end()) if is_iso else None)
    if after is None:
        return None
    groups = after.groupdict()
    for number in ("", "2", "3"):
        if groups.get(f"sign{number}"):
            hours, minutes = int(groups[f"hours{number}"]), int(groups[f"minutes{number}"] or 0)
            if hours > 14 or minutes > 59:
                return None
            return (hours * 60 + minutes) * (-1 if groups[f"sign{number}"] == "-" else 1), after.end()
    return _SHORT_NAMES.get(groups.get("name") or "", 0), after.end()


def _clock(groups: dict[str, str | None], offset: int | None, zone: str | None) -> Clock | None:
    hour_text = groups.get("hour") or groups.get("hour_b")
    minute_text = groups.get("minute") or groups.get("minute2") or groups.get("minute_b")
    if hour_text is None or minute_text is None:
        return None
    hour, minute = int(hour_text), int(minute_text)
    second_text = groups.get("second") or groups.get("second2")
    second = int(second_text) if second_text else None
    morning = groups.get("am") or groups.get("am0")
    evening = groups.get("pm") or groups.get("pm0")
    if (morning and hour > 12) or minute > 59 or (second or 0) > 59:
        return None
    if morning and hour == 12:
        hour = 0
    elif evening and _is_past_noon(evening, hour):
        hour += 12
    elif evening == spell_word("ليلا") and hour == 12:
        hour = 0
    if hour > 23:
        return None
    return Clock(hour, minute, second, offset, None if offset is not None else zone)


def _is_past_noon(word: str, hour: int) -> bool:
    """Whether twelve hours are to be added. «ليلا» (at night) is the evening from six on, else the small hours."""
    if word == spell_word("ليلا"):
        return 6 <= hour < 12
    if word in (spell_word("中午"), spell_word("ظهرا"), spell_word("الظهر")):
        return hour < 6
    return hour < 12
