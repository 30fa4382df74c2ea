"""Clock times as printed beside a date, with the offset or the zone that is printed with them."""

import re
from dataclasses import dataclass, replace
from typing import Final

from press.date_spelling import spell_word
from press.date_zones import UNCERTAIN, is_uncertain, named_zone


@dataclass(frozen=True, slots=True)
class Clock:
    """offset: minutes east of UTC as printed; zone: IANA name of a zone that is named; at most one of the two.

    is_astray: a zone is named, and no telling which; such a clock is no moment.
    """

    hour: int
    minute: int
    second: int | None
    offset: int | None = None
    zone: str | None = None
    is_astray: bool = False


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
    r"[\s,(\[-]{0,3}(?:(?P<utc>gmt|utc|(?:по\s)?гринвич\w{0,2}|ب?توقيت\s(?:غر|جر)ين(?:ت|يت)ش)\s?(?:(?P<sign>[+-])\s?(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?(?!\d))?(?![^\W\d_])"
    r"|(?P<sign2>[+])\s?(?P<hours2>\d{1,2})(?::?(?P<minutes2>\d{2}))?(?!\d)"
    r"|(?<=\s)(?P<sign3>-)(?P<hours3>\d{2}):?(?P<minutes3>\d{2})(?!\d)"
    r"|(?P<name>ت\.?\s?غ)(?![^\W\d_])|(?P<zulu>z)(?![^\W_]))"
)
_UTC_BEFORE: Final = re.compile(
    r"(?<![^\W_])(?:gmt|utc)\s?(?:(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?)?[)\]:,]?\s?$"
)
_WIDEST_OFFSET: Final = 14 * 60
_ISO_MINUS: Final = re.compile(r"(?P<sign>-)(?P<hours>\d{2}):?(?P<minutes>\d{2})?(?!\d)")


def take_clocks(text: str) -> tuple[list[Clock], str]:
    """Clock times of a spelled text, and the text with each of them blanked out at equal length.

    A clock that cannot be (25:10, 13:06 in the morning) is blanked out and left out.
    """
    found: list[Clock] = []
    named = named_zone(text)
    for pattern in (_CLOCK, _DOTTED, _HOUR_ALONE):
        position = 0
        while match := pattern.search(text, position):
            start, end = match.span()
            offset: int | None = None
            is_astray = named == UNCERTAIN
            if is_uncertain(text, end):
                is_astray = True
            elif after := _read_offset(text, match):
                offset, end = after
                is_astray = False
            if clock := _clock(match.groupdict(), offset, named):
                found.append(replace(clock, zone=None, is_astray=True) if is_astray else clock)
            text = text[:start] + " " * (end - start) + text[end:]
            position = end
    return found, text


def _read_offset(text: str, match: re.Match[str]) -> tuple[int | None, int] | None:
    """The printed offset of a clock in minutes, and where the clock with its offset ends."""
    is_iso = text[: match.start()].endswith("t")
    after = _OFFSET.match(text, match.end()) or (_ISO_MINUS.match(text, match.end()) if is_iso else None)
    if after is None:
        before = _UTC_BEFORE.search(text[max(0, match.start() - 14) : match.start()])
        return (_signed(before["sign"], before["hours"], before["minutes"]), match.end()) if before else None
    groups = after.groupdict()
    for number in ("", "2", "3"):
        if sign := groups.get(f"sign{number}"):
            offset = _signed(sign, groups[f"hours{number}"], groups[f"minutes{number}"])
            return None if offset is None else (offset, after.end())
    return 0, after.end()


def _signed(sign: str | None, hours: str | None, minutes: str | None) -> int | None:
    """Minutes east of UTC; None for more than there are."""
    if not sign:
        return 0
    east = int(hours or 0) * 60 + int(minutes or 0)
    if east > _WIDEST_OFFSET or int(minutes or 0) > 59:
        return None
    return -east if sign == "-" else east


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
