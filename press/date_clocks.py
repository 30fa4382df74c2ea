"""Clock times as printed beside a date, with the offset or the zone that is printed with them."""

import re
from dataclasses import dataclass, replace
from typing import Final

from press.date_halves import NIGHT, NOON, is_of_an_evening, settle_halves
from press.date_spelling import blanked, spell_word
from press.date_words import weekdays
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
    "am|a.m.|a.m|ص|صباحا|صباحًا|فجرا|الصباح|ق.ظ|öö|утра|上午|凌晨|早上|清晨|午前|오전|дп|таңғы|эртең мененки|a. m."
)
_PM: Final = "pm|p.m.|p.m|م|مساء|مساءً|مسا|عصرا|ظهرا|ظهراً|بعد الظهر|المساء|الظهر|ب.ظ|ös|дня|вечера|下午|晚上|中午|傍晚|午後|오후|пп|кешкі|түстен кейін|p. m.|ليلا|ночи"
_HALVES: Final = rf"(?P<am>{_words(_AM)})|(?P<pm>{_words(_PM)})"
_EITHER: Final = _words(f"{_AM}|{_PM}")
_BEFORE: Final = (
    rf"(?:(?P<am0>{_words('上午|凌晨|早上|清晨|午前|오전')}|(?<![^\W\d_])(?:{_words('am|صباحا|öö')}))"
    rf"|(?P<pm0>{_words('下午|晚上|中午|傍晚|午後|오후')}|(?<![^\W\d_])(?:{_words('pm|مساء|ös')})))\s?"
)
# «8点» is a clock, «8点多» (some time after), «5点建议» (five points) and «3시간» (three hours) are none.
_NO_WORD_GOES_ON: Final = r"(?!\s?[\u4e00-\u9fff\uac00-\ud7a3])"
_CLOCK: Final = re.compile(
    rf"(?:{_BEFORE})?"
    r"(?<![\d:.,/+])(?P<hour>\d{1,2})(?:\s?[:h]\s?(?P<minute>\d{2})(?:\s?:\s?(?P<second>\d{2})(?:[.,]\d{1,9})?)?(?![\d:])"
    r"|(?:点|时|시)\s?(?:(?P<minute2>\d{1,2})\s?(?:分|분)(?:\s?(?P<second2>\d{1,2})\s?(?:秒|초))?"
    rf"|(?P<sharp>(?:钟|整|정각)?(?:(?P<half_past>半|반)|(?P<quarter>一刻)|(?P<three_quarters>三刻))?{_NO_WORD_GOES_ON}))?)"
    rf"(?:\s?[(]?(?:{_HALVES})[)]?(?![^\W\d_]))?"
)
_DOTTED: Final = re.compile(
    rf"(?<![^\W\d_])(?:{_words('ساعة|الساعة|في الساعة|ساعت|в|о|saat|saat:|сағат|саат|соат|uhr|klockan|kl.|a las|alle ore|ore|om')})\s?:?\s?"
    r"(?P<hour>\d{1,2})\.(?P<minute>\d{2})(?P<second>)(?![.\d])"
    rf"(?:\s?(?:{_HALVES})(?![^\W\d_]))?"
    r"|(?<![\d.])(?P<hour_b>\d{1,2})\.(?P<minute_b>\d{2})\s?(?:(?:uhr|мск)(?![^\W\d_])|(?=utc[+-]))"
)
# No minutes: certain where the half of the day is printed, and no range («9-10am»). «3 дня» may be three days.
_HOUR_ALONE: Final = re.compile(
    rf"(?<![\d:.,/])(?<!\d-)(?P<hour>\d{{1,2}})\s?(?:{_HALVES})(?![^\W\d_])(?!\s\d{{1,2}}\.\s?[^\W\d_])"
    rf"|(?<![\d:.,/])\d{{1,2}}\s?(?:{_EITHER})(?![^\W\d_])"
    rf"|(?<![^\W\d_])(?:{_words('الساعة|ساعة|ساعت')})\s?:?\s?\d{{1,2}}(?![\d:.])(?!\s?(?:{_EITHER})(?![^\W\d_]))"
)
_LENGTHS: Final = (
    "مدة|المدة|فيديو|شاهد|استمع|مدت|ویدئو|длительность|продолжительность|хронометраж|видео|тривалість|відео|ұзақтығы|бейне|duration|length|running time|"
    "video|watch|listen|durée|vidéo|dauer|duración|duração|süre|时长|视频|时间长度"
)
# «مدة الفيديو 03:20» is how long it lasts.
_LENGTH: Final = re.compile(
    rf"(?<![^\W\d_])(?:{_words(_LENGTHS)})(?:\s[^\W\d_]+)?\s?[:|-]?\s?\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?![\d:])"
)
# «15h», «15 Uhr», «в 15 часов»: a moment behind a word that says so or behind a year; «15h de direct» and «il y a 2h» are none.
_WHOLE_HOUR: Final = re.compile(
    r"(?:(?<=\ba )(?<!y a )(?<!h a )|(?<=\bas )|(?<=\bum )|(?<=\bв )|(?<=\bо )|(?<=(?:19|20)\d\d )|(?<=(?:19|20)\d\d, )|(?<=(?:19|20)\d\d - ))"
    r"(?P<hour>\d{1,2})\s?(?P<whole>h|uhr|часов|часа|час|ч\.|годин)(?![^\W_]|\s?[-/]|\s\d|\s(?:a|et|bis|und|de|sur|до|и|назад|тому)(?!\w))"
)
_MINUTES_IN_WORDS: Final = re.compile(
    rf"(?<![^\W\d_])(?:{_words('الساعة|ساعة|ساعت|в|о')})\s(?P<hour>\d{{1,2}})\s?(?:و|часов|часа|час|ч|годин|година)[.]?\s?"
    r"(?P<minute>\d{1,2})\s?(?:دقيقه|минут|минуты|мин|хвилин)(?![^\W\d_])"
)
# Turkey and others print 15.20 behind the day; a weekday may stand between.
_DOTTED_BEHIND: Final = re.compile(
    rf"(?P<year>(?:19|20)\d{{2}}[\s,|-]{{1,3}}(?:(?:{'|'.join(re.escape(name) for name in weekdays() if name.isalpha())})[\s,|-]{{1,3}})?)"
    r"(?P<hour>[01]?\d|2[0-3])\.(?P<minute>[0-5]\d)(?![.\d]|\s?[^\W\d_%])"
)
_DOT_IN_CLOCKS: Final = frozenset(("tr", "az", "id", "fi", "da", "nb", "no"))
_RANGE_OF_HOURS: Final = re.compile(
    rf"(?<![\d:.,/-])\d{{1,2}}(?:\s?(?:{_EITHER})\s?(?:-|~)\s?|-|\s?(?:{_EITHER})?\s(?:to|till|until|الي|حتي|до)\s)\d{{1,2}}\s?(?:{_EITHER})(?![^\W\d_])"
)
_HOURS_IN_WORDS: Final = {
    spell_word(word): hour
    for hour, word in enumerate(
        "الواحدة|الثانية|الثالثة|الرابعة|الخامسة|السادسة|السابعة|الثامنة|التاسعة|العاشرة|الحادية عشرة|الثانية عشرة".split(
            "|"
        ),
        start=1,
    )
}
_PARTS_OF_AN_HOUR: Final = {
    spell_word(word): minutes
    for word, minutes in (
        ("والربع", 15), ("وربع", 15), ("والثلث", 20), ("وثلث", 20), ("والنصف", 30), ("ونصف", 30), ("إلا ثلثا", -20), ("إلا ثلث", -20),
        ("إلا الثلث", -20), ("إلا ربعا", -15), ("إلا ربع", -15), ("إلا الربع", -15),
    )
}  # fmt: skip
# «الجلسة الثانية صباح …» is the second session: an hour stands behind «الساعة», at the beginning, or behind a mark or a number.
_IN_WORDS: Final = re.compile(
    rf"(?P<intro>^|[,.|/()\-]\s?|\d\s|(?<![^\W\d_])(?:{_words('الساعة|عند|في|في تمام|تمام|حوالي')})\s)"
    rf"(?P<hour>{_words('|'.join(_HOURS_IN_WORDS))})(?:\s(?P<part>{_words('|'.join(_PARTS_OF_AN_HOUR))}))?\s"
    rf"(?:من\s)?(?:(?P<of>{_words('صباح|فجر|ظهر|عصر|مساء')})|(?P<half>{_words('صباحا|فجرا|ظهرا|عصرا|مساء|ليلا|بعد الظهر')}))(?![^\W\d_])"
)
_EVENING: Final = frozenset(map(spell_word, ("مساء", "مساءً", "مسا", "المساء", "вечера", "кешкі", "晚上")))
_NIGHTS: Final = frozenset(map(spell_word, (NIGHT, "ночи", "晚上")))
_NOONS: Final = frozenset(map(spell_word, (NOON, "الظهر", "中午", "дня")))
_OFFSET: Final = re.compile(
    r"[\s,(\[-]{0,3}(?:(?P<utc>gmt|utc|(?:по\s)?гринвич\w{0,2}|(?:ب?توقيت\s)?(?:غر|جر)ين(?:ت|يت)ش)\s?(?:(?P<sign>[+-])\s?(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?(?!\d))?(?![^\W\d_])"
    r"|(?P<sign2>[+])\s?(?P<hours2>\d{1,2})(?::?(?P<minutes2>\d{2}))?(?!\d)"
    r"|(?<=\s)(?P<sign3>-)(?P<hours3>\d{2}):?(?P<minutes3>\d{2})(?!\d)"
    r"|(?P<name>ت\.?\s?غ)(?![^\W\d_])|(?P<zulu>z)(?![^\W_]))"
)
_UTC_BEFORE: Final = re.compile(
    r"(?<![^\W_])(?:gmt|utc)\s?(?:(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?)?[)\]:,]?\s?$"
)
_OFFSET_APART: Final = re.compile(
    r"(?<![^\W_])(?:gmt|utc)\s?(?P<sign>[+-])\s?(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?(?![\d:])"
)
_WIDEST_OFFSET: Final = 14 * 60
_ISO_MINUS: Final = re.compile(r"(?P<sign>-)(?P<hours>\d{2}):?(?P<minutes>\d{2})?(?!\d)")


def take_clocks(text: str, language: str | None = None) -> tuple[list[Clock], str]:
    """Clock times of a spelled text, and the text with each of them blanked out.

    language: primary subtag of the page; in some 15.20 is the custom.
    A clock that cannot be (25:10, 13:06 in the morning) is blanked out and left out.
    """
    found: list[Clock] = []
    text = _LENGTH.sub(lambda match: " " * len(match.group()), text)
    text = settle_halves(_IN_WORDS.sub(_in_digits, text))
    if language in _DOT_IN_CLOCKS:
        text = _DOTTED_BEHIND.sub(r"\g<year>\g<hour>:\g<minute>", text)
    of_an_evening = is_of_an_evening(text)
    text = _RANGE_OF_HOURS.sub(lambda match: " " * len(match.group()), text)
    named = named_zone(text)
    for pattern in (_CLOCK, _DOTTED, _MINUTES_IN_WORDS, _WHOLE_HOUR, _HOUR_ALONE):
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
                is_astray = is_astray or (of_an_evening and clock.hour < 12)
                found.append(replace(clock, zone=None, is_astray=True) if is_astray else clock)
            text = blanked(text, start, end)
            position = end
    if len(found) == 1 and found[0].offset is None and not found[0].is_astray:
        return _with_offset_apart(found[0], text)
    return found, text


def _with_offset_apart(clock: Clock, text: str) -> tuple[list[Clock], str]:
    """The one clock of a line with the offset printed away from it: «15:20, 24 мая 2024 | GMT +5»."""
    apart = list(_OFFSET_APART.finditer(text))
    if len(apart) != 1:
        return [clock], text
    (match,) = apart
    offset = _signed(match["sign"], match["hours"], match["minutes"])
    if offset is None:
        return [clock], text
    return [replace(clock, offset=offset, zone=None)], blanked(text, *match.span())


def _in_digits(match: re.Match[str]) -> str:
    """«الثالثة والنصف» before «عصرا» as 3:30."""
    minutes = _HOURS_IN_WORDS[match["hour"]] * 60 + _PARTS_OF_AN_HOUR.get(match["part"] or "", 0)
    half = f"{match['of']}ا" if match["of"] and match["of"] not in _EVENING else match["of"] or match["half"]
    if minutes >= 12 * 60 and half in _EVENING:
        return f"{match['intro']}12 {half}"
    return f"{match['intro']}{minutes // 60 or 12}:{minutes % 60:02} {half}"


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
    morning = groups.get("am") or groups.get("am0")
    evening = groups.get("pm") or groups.get("pm0")
    hour_text = groups.get("hour") or groups.get("hour_b")
    minute_text = groups.get("minute") or groups.get("minute2") or groups.get("minute_b") or _sharp(groups)
    if hour_text is None or minute_text is None:
        return None
    hour, minute = int(hour_text), int(minute_text)
    second_text = groups.get("second") or groups.get("second2")
    second = int(second_text) if second_text else None
    if (morning and hour > 12) or minute > 59 or (second or 0) > 59:
        return None
    if morning and hour == 12:
        hour = 0
    elif evening and _is_past_noon(evening, hour):
        hour += 12
    elif evening in _NIGHTS and hour == 12:
        hour = 0
    if hour > 23:
        return None
    return Clock(hour, minute, second, offset, None if offset is not None else zone)


def _sharp(groups: dict[str, str | None]) -> str | None:
    """The minutes of a clock that prints none; None where the hour alone says nothing certain.

    «12 مساء» may be midnight as well as noon, «3 дня» three days.
    """
    if groups.get("whole"):
        return "00"
    if groups.get("sharp") is not None:
        return (
            "30" if groups["half_past"] else "15" if groups["quarter"] else "45" if groups["three_quarters"] else "00"
        )
    half = groups.get("am") or groups.get("pm")
    if "minute" in groups or half is None or half == "дня" or (groups["hour"] == "12" and half in _EVENING):
        return None
    return "00"


def _is_past_noon(word: str, hour: int) -> bool:
    """Whether twelve hours are to be added. «ليلا» (at night) is the evening from six on, else the small hours."""
    if word in _NIGHTS:
        return 6 <= hour < 12
    if word in _NOONS:
        return hour < 6
    return hour < 12
