"""Clean text: what is stored and shown. Composed letters, no invisible signs, one newline between paragraphs."""

import html
import re
import unicodedata
from datetime import date
from typing import Final

from press.dates import is_only_date, read_date
from press.folding import words
from press.site_furniture import is_furniture, without_furniture_behind

MAX_TITLE: Final = 2_000

_ARABIC: Final = re.compile("[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufeff]")
# Marks that are shown alone stand on a blank, which has to go with the form; all others are resolved run by run.
_ALONE: Final = "\ufc5e-\ufc63\ufe70-\ufe7f"
_PRESENTATION: Final = re.compile(f"[{_ALONE}]|[\ufb50-\ufc5d\ufc64-\ufdcf\ufdf0-\ufdfc\ufe80-\ufefc]+")
_LONE_TATWEEL: Final = re.compile(r"(?<![^\s])\u0640+(?![^\s])")
# A full stop glued to the next sentence; single letters before or after it are abbreviations («ق.م», «أ.ف.ب»).
_LETTER: Final = "\u0621-\u064a\u066e-\u06d3\u06d5\u06fa-\u06fc"
_GLUED: Final = re.compile(
    rf"(?<=[{_LETTER}][{_LETTER}\u064b-\u0652])\.(?=[{_LETTER}]{{2}})|(?<=[)»”\"’\]\d])\.(?=[{_LETTER}]{{2}})"
)
_HEAD_LINES: Final = 3
_DIGIT: Final = re.compile(r"\d")
_BLANKS: Final = re.compile(r"  +")
_BREAKS: Final = re.compile(r" ?\n[ \n]*")


# Signs that are dropped or replaced, whatever the script; as ranges, because the regular expression is the fast path.
_DROPPED: Final = (
    "\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u034f\u061c\u0640\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff"
    "\U000e0000-\U000e01ff"
)
_AS_BLANK: Final = "\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_AS_BREAK: Final = "\u000b\u000c\r\u0085\u2028\u2029"
_DROP: Final = re.compile(f"[{_DROPPED}]+")
_BLANK: Final = re.compile(f"[{_AS_BLANK}]")
_BREAK: Final = re.compile(f"[{_AS_BREAK}]")


def clean_text(text: str) -> str:
    """The text as it is stored: idempotent, linear in its length, at peace with any input.

    Unicode NFC; Arabic presentation forms resolved; tatweel, bidi controls, zero-width signs (ZWNJ too: the fold of
    the search ignores it, and its loss leaves a spelling that is in use), control characters and lone surrogates
    removed; blanks collapsed; the blank after a glued Arabic full stop restored; lines of site furniture dropped.
    """
    text = _clean_signs(text)
    return "\n".join(filter(None, map(_without_furniture, text.split("\n")))).strip()


def _without_furniture(line: str) -> str:
    """The line without what a site put behind it; "" for a line that is furniture from end to end."""
    if is_furniture(line):
        return ""
    kept = without_furniture_behind(line)
    return "" if kept != line and is_furniture(kept) else kept


def clean_title(title: str) -> str:
    """A title on one line, entities resolved; at most 2,000 characters of it."""
    title = title[:MAX_TITLE]
    while (plain := html.unescape(title)) != title:
        title = plain
    return _clean_signs(title.replace("\n", " ").replace("\r", " ")).replace("\n", " ").strip()


def without_title(text: str, title: str) -> str:
    """The text without its first or last line when that only says the title again; a text of that one line stays.

    Outlets that run an agency's words under another heading then carry the same text.
    """
    if not (said := words(title)):
        return text
    first, _, rest = text.partition("\n")
    if rest and words(first) == said:
        text = rest
    rest, _, last = text.rpartition("\n")
    return rest if rest and words(last) == said else text


def without_stamp(text: str, day: date, language: str) -> str:
    """The text without the date of its publication where that is a line of its own near the head."""
    lines = text.split("\n", _HEAD_LINES)
    stamps = [
        line
        for line in lines[:_HEAD_LINES]
        if _DIGIT.search(line) and is_only_date(line, language=language) and _names(line, day, language)
    ]
    return "\n".join(line for line in lines if line not in stamps) if stamps and len(lines) > len(stamps) else text


def _names(line: str, day: date, language: str) -> bool:
    return (read_date(line, language=language).published or "").startswith(day.isoformat())


def _clean_signs(text: str) -> str:
    is_arabic = _ARABIC.search(text) is not None
    if is_arabic:
        text = _LONE_TATWEEL.sub("-", text) if "\u0640" in text else text
        text = _PRESENTATION.sub(_resolve, text)
    text = _BREAK.sub("\n", _BLANK.sub(" ", _DROP.sub("", text)))
    text = unicodedata.normalize("NFC", text)
    if "  " in text:
        text = _BLANKS.sub(" ", text)
    if is_arabic and "." in text:
        text = _GLUED.sub(". ", text)
    return (_BREAKS.sub("\n", text) if "\n" in text else text).strip()


def _resolve(match: re.Match[str]) -> str:
    """The letters of presentation forms."""
    letters = unicodedata.normalize("NFKC", match.group())
    return letters.lstrip(" ") if len(match.group()) == 1 else letters
