"""The one spelling in which dates are looked at: digits, letters and marks of many scripts made alike."""

import re
import unicodedata
from typing import Final

MAX_LENGTH: Final = 2_000  # a printed date is a line; a longer text is cut, which also bounds the time

_ARABIC_SAME: Final = {
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ڪ": "ك", "ة": "ه", "ہ": "ه",
    "ە": "ه", "ھ": "ه", "ۀ": "ه", "ۂ": "ه", "ۃ": "ه", "ؤ": "و",
}  # fmt: skip
_PLAIN: Final = {
    "ё": "е", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ß": "ss", "ə": "e", "ŋ": "n",
    "／": "/", "．": ".", "：": ":", "，": ",", "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "‒": "-", "―": "-",
    "ـ": "", "ء": "", "ٴ": "", "،": ",", "‘": "'", "’": "'", "ʻ": "'", "ʼ": "'", "`": "'", "´": "'", "ʹ": "'",
    "٫": ".", "٬": ",", "∕": "/", "⁄": "/", "؍": "/", "〜": "~", "～": "~", "時": "时", "點": "点", "發": "发", "佈": "布",
    "週": "周", "號": "号", "見": "见", "間": "间", "來": "来", "後": "后", "昨": "昨", "刪": "删", "報": "报", "會": "会",
}  # fmt: skip
_TABLE: Final = str.maketrans({**_ARABIC_SAME, **_PLAIN})
_ADDRESS: Final = re.compile(r"\b(?:https?://|www\.)\S{1,500}")
_BLANKS: Final = re.compile(r"\s+")
_GLUED_WORDS: Final = re.compile(r"(?<=[a-zà-ÿа-яё])(?=[A-ZÀ-ÞА-Я])")  # «EarbudsUpdated»
_TATWEEL_AS_DASH: Final = re.compile(r"(?<=\d)\s?\u0640+\s?(?=\d)")
_YEAR_AND_CLOCK: Final = re.compile(r"(?<!\d)((?:19|20)\d{2})(?=\d{1,2}:\d{2}(?!\d))")  # «2022» and «21:25» glued


def spell(text: str) -> str:
    """Lower case, ASCII digits, no marks over letters, one kind of dash, slash and blank; web addresses cut out.

    The result is for looking only: offsets do not lead back to the text.
    """
    text = _TATWEEL_AS_DASH.sub("-", _GLUED_WORDS.sub(" ", _ADDRESS.sub(" ", text[:MAX_LENGTH])))
    text = unicodedata.normalize("NFKC", text).translate(_TABLE)
    kept: list[str] = []
    for letter in unicodedata.normalize("NFKD", text.lower()):
        category = unicodedata.category(letter)
        if category == "Nd":
            kept.append(str(unicodedata.digit(letter)))
        elif category in ("Cc", "Zs", "Zl", "Zp"):
            kept.append(" ")
        elif category not in ("Mn", "Me", "Cf", "Cs", "Co", "Cn"):
            kept.append(letter)
    joined = unicodedata.normalize("NFC", "".join(kept))  # puts Hangul together again
    return _YEAR_AND_CLOCK.sub(r"\1 ", _BLANKS.sub(" ", joined.translate(_TABLE))).strip()


def blanked(text: str, start: int, end: int) -> str:
    """The text without what was read out of it; the rest keeps its place."""
    return text[:start] + " " * (end - start) + text[end:]


def spell_word(word: str) -> str:
    """A word of our own tables in the same spelling."""
    return spell(word)
