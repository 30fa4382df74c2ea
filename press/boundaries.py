"""Whether letters that match a form really are that form in the text: word borders by script, and what stands between.

Arabic takes و ف ب ك ل ال before a word, the Turkic languages a suffix behind it (glued, or after ' and -), Chinese has
no borders at all, and where the script changes there always is one (لـIOFSالسيد).
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from press.forms import Form
from press.squeezing import MARKS, TABLE, Squeezed

_CLITICS: Final = frozenset(
    first + second + article
    for first in ("", "و", "ف", "ا")
    for second in ("", "ب", "ك", "ل", "س")
    for article in ("", "ال")
) | {"لل", "ولل", "فلل"}
_LONGEST_CLITICS: Final = 5

# Suffixes of the Turkic languages and of Tajik, in folded letters. Names of several words take any suffix, since
# nothing else is spelled like them; acronyms and single words only these: plural, possessive, case, and their chains.
_SUFFIXES: Final = {
    "cyrillic": re.compile(
        r"(?:л[аеоө]р|[дт][аеоө]р)?(?:[ыиіуү]?[мң]?[ыиіуү]?з?|с[ыиіуү]н?)"
        r"(?:[нтд][ыиіуү](?:ң|нг|н|к[иі])?|[нгқкғ][аеоө]|[дт][аеоө]н?(?:г[ыиі])?|н[еа]н|[мбп]ен(?:ен)?|"
        r"[дт]а[гғ][ыиі].*|[дт][еә][гғ][ыиі].*|ч[ае]|ш[ае]|ро)?"
    ),
    "latin": re.compile(
        r"(?:l[ae]r)?(?:s?[iu]n?|[iu]?m[iu]z)?"
        r"(?:n?[iu]ng?|ning|n?[iuae]|y[iuae]|[dt][ae]n?(?:[kg][iu].*)?|nd[ae]n?(?:k[iu].*|g[iu].*)?|[gqk][ae]|"
        r"yl[ea]|l[iu]k|c[ea]|ni|di[nr].*|dagi.*)?"
    ),
}
_PERSIAN_SUFFIX: Final = re.compile(r"ها(?:يي?)?|ي|را|ست|اي")
_SUFFIXING: Final = frozenset(("kk", "ky", "uz", "tr", "az", "tk", "tg", "tt", "ug", "ba"))
# What Russian speakers decline in speech they decline in print: ШОСа, ШОСом. Only behind a consonant.
_DECLINED: Final = frozenset(("а", "у", "е", "ом"))
_UNDECLINED: Final = frozenset("АЕИОУЫЭЮЯ")
# And what they make of it: ШОСовский, ОДКБшные.
_DERIVED: Final = re.compile(r"(?:о?вск|шн|овц|овец)[а-яё]{0,4}")
_LONGEST_SUFFIX: Final = 12
_LONGEST_LOOK_ALIKE_SUFFIX: Final = 4

_HYPHENS: Final = frozenset("-‐‑‒–—")
_WEAK: Final = _HYPHENS | frozenset("'’‘ʼʻ`´ʹ\"«»“”„‟()[]{}*_/‹›&")
_COMMAS: Final = frozenset(",،、")
_LONGEST_GAP: Final = 6
_ALPHABET: Final = 4096  # as many signs as are kept in mind
_BETWEEN: Final = re.compile(r"[\W_]+")
_LONG_NAME: Final = 12

UNKNOWN_LANGUAGE: Final = "und"


class Bounds(NamedTuple):
    """Where a form stands in the original, with a suffix that is glued to it; or why it does not stand there."""

    start: int
    end: int
    why_not: str


def bounds(form: Form, text: Squeezed, start: int, end: int, language: str) -> Bounds:
    """What letters[start:end] of a text in some language are, when they are spelled like a form."""
    first, last = text.span(start, end)
    torn = _why_misspelled(form, text, start, end) if form.kind == "acronym" else _why_torn(form, text, start, end)
    if torn:
        return Bounds(first, last, torn)
    if not begins_word(text.original, first) or (form.kind == "acronym" and _is_in_address(text.original, first)):
        return Bounds(first, last, "a word goes on before it")
    suffix = _suffix(form, text.original, last, language)
    if suffix is None:
        return Bounds(first, last, "a word goes on behind it")
    return Bounds(first - _article(text.original, first), last + suffix, "")


def may_stand(form: Form, text: Squeezed, start: int, end: int) -> bool:
    """Whether `bounds` could accept the form, in any language and whatever stands between its letters."""
    first, last = text.span(start, end)
    return begins_word(text.original, first) and any(
        _suffix(form, text.original, last, language) is not None for language in (UNKNOWN_LANGUAGE, "tr", "ru")
    )


def begins_word(original: str, first: int) -> bool:
    """Whether a word, behind its Arabic clitics, begins at a place."""
    mine, theirs = script(original[first]), script(_previous(original, first))
    if theirs in ("", "digit") or theirs != mine or mine == "han":
        return True
    return mine == "arabic" and _letters_before(original, first) in _CLITICS


def ends_word(original: str, last: int) -> bool:
    """Whether a word ends before a place: behind ة it does, whatever is glued to it."""
    if original[last - 1] == "ة":
        return True
    mine, theirs = script(original[last - 1]), script(_next(original, last))
    return theirs in ("", "digit") or theirs != mine or mine == "han"


@lru_cache(maxsize=_ALPHABET)
def script(letter: str) -> str:
    """The script of a letter, as far as borders are concerned: "han" is all that is written without them."""
    if not letter.isalpha():
        return "digit" if letter.isdigit() else ""
    code = ord(letter)
    if code < 0x250 or 0x1E00 <= code < 0x1F00:
        return "latin"
    if 0x400 <= code < 0x530:
        return "cyrillic"
    if 0x600 <= code < 0x780 or 0x8A0 <= code < 0x900 or 0xFB50 <= code < 0xFE00 or 0xFE70 <= code < 0xFF00:
        return "arabic"
    if 0x3040 <= code < 0xA000 or 0xAC00 <= code < 0xD7B0 or 0xF900 <= code < 0xFB00 or code >= 0x20000:
        return "han"
    return unicodedata.name(letter, "other").partition(" ")[0].lower()


def _why_misspelled(form: Form, text: Squeezed, start: int, end: int) -> str:
    """Acronyms are compared letter by letter; full stops between all of their letters are no difference."""
    first, last = text.span(start, end)
    plain = unicodedata.normalize("NFKC", "".join(sign for sign in text.original[first:last] if sign not in MARKS))
    written = unicodedata.normalize("NFKC", form.written)
    return "" if plain in (written, ".".join(written)) else "written otherwise"


def _why_torn(form: Form, text: Squeezed, start: int, end: int) -> str:
    """A gap may only stand between two words, and a stop only inside names too long to come about by chance."""
    stops = commas = 0
    for place, gap in _gaps(text, start, end):
        if len(gap) > _LONGEST_GAP or gap.count("\n") > 1:
            return "its words stand too far apart"
        if place - start not in form.cuts and not _may_tear(form, gap):
            return "other words with the same letters"
        signs = {sign for sign in gap if not sign.isspace()} - _WEAK
        commas += bool(signs & _COMMAS)
        stops += bool(signs - _COMMAS)
    if (stops or commas) and form.words < 3:
        return "a stop or a comma stands between its words"
    if stops > 1 and not _is_spelled_out(form):
        return "a stop stands between its words"
    return ""


def _gaps(text: Squeezed, start: int, end: int) -> Iterator[tuple[int, list[str]]]:
    """What stands between letters[start:end] in the original: before which letter, which signs."""
    first, last = text.span(start, end)
    if last - first == end - start:
        return
    between = text.original[first:last]
    index, done = start, 0
    for run in _BETWEEN.finditer(between):
        index += len(between[done : run.start()].translate(TABLE))
        done = run.end()
        if gap := [sign for sign in run[0] if sign not in MARKS and not _is_invisible(sign)]:
            yield index, gap


def _may_tear(form: Form, gap: list[str]) -> bool:
    """Chinese is broken anywhere by line breaks; long names by stray blanks, and by a hyphen at the end of a line."""
    if script(form.letters[0]) == "han":
        return all(sign.isspace() for sign in gap)
    return len(form.letters) >= _LONG_NAME and (len(gap) == 1 or (gap[0] in _HYPHENS and "".join(gap[1:]).isspace()))


def _is_spelled_out(form: Form) -> bool:
    """An acronym by the names of its letters: سي آي سي إيه"""
    return len(form.letters) <= 4 * form.words


def _article(original: str, first: int) -> int:
    """How many signs the Arabic article takes before a form; it belongs to the name, the prepositions do not."""
    return 2 if original[max(first - 2, 0) : first] == "ال" and script(original[first]) == "arabic" else 0


def _suffix(form: Form, original: str, last: int, language: str) -> int | None:
    """How many glued signs behind a form belong to it; None when another word goes on there."""
    after = _next(original, last)
    if form.kind == "acronym":
        if after.isdigit():
            return 0 if _is_year(original, last) else None
        if after == "." and "a" <= original[last + 1 : last + 2] <= "z":  # an address: SCO.com
            return None
    if ends_word(original, last):
        return 0
    end = _word_end(original, last)
    rest = original[last:end]
    if form.kind == "name" and original[last - 1].isupper():  # a headline in capitals: TASHKILOTIDA
        rest = rest.lower()
    spoken = (
        language if form.language == "fa" and language == "ar" else form.language or language
    )  # إيراني is no Persian
    return end - last if _may_follow(form, rest, spoken) else None


def _may_follow(form: Form, rest: str, language: str) -> bool:
    """Whether what is glued behind a form is a suffix of its language."""
    language = language.partition("-")[0]
    letters = "".join(TABLE[ord(sign)] for sign in rest)
    mine = script(letters[:1])
    if form.kind == "look-alike":
        return len(letters) <= _LONGEST_LOOK_ALIKE_SUFFIX and mine != "arabic"
    if language == "fa":
        return _PERSIAN_SUFFIX.fullmatch(letters) is not None
    if language == "ru" and form.kind == "acronym":
        return (rest in _DECLINED and form.letters[-1] not in _UNDECLINED) or _DERIVED.fullmatch(rest) is not None
    if language not in _SUFFIXING or len(letters) > _LONGEST_SUFFIX or letters != letters.lower():
        return False
    if mine == "arabic" and not form.language:  # سيكا in an article in Kazakh is no Kazakh word
        return False
    return form.words > 1 or mine not in _SUFFIXES or _SUFFIXES[mine].fullmatch(letters) is not None


def _previous(original: str, place: int) -> str:
    place -= 1
    while place >= 0 and _is_invisible(original[place]):
        place -= 1
    return original[place] if place >= 0 else ""


def _next(original: str, place: int) -> str:
    while place < len(original) and _is_invisible(original[place]):
        place += 1
    return original[place] if place < len(original) else ""


@lru_cache(maxsize=_ALPHABET)
def _is_invisible(sign: str) -> bool:
    """Signs that are no border: vowel signs and accents, tatweel, zero-width marks. Quotation marks are one."""
    if sign.isalnum() or sign.isspace():
        return sign in MARKS
    return unicodedata.category(sign) in ("Mn", "Mc", "Lm", "Cf")


def _letters_before(original: str, first: int) -> str:
    """The folded letters of the same word before a place, nearest ones only."""
    found = ""
    place = first - 1
    while place >= 0 and len(found) <= _LONGEST_CLITICS:
        if not _is_invisible(original[place]):
            if script(original[place]) != "arabic":
                break
            found = TABLE[ord(original[place])] + found
        place -= 1
    return found


def _word_end(original: str, last: int) -> int:
    """Where the word that goes on behind a form ends; a little beyond the longest suffix, it does not matter."""
    end = last
    mine = script(_next(original, last))
    while end < len(original) and end - last <= 2 * _LONGEST_SUFFIX:
        if not _is_invisible(original[end]) and script(original[end]) != mine:
            break
        end += 1
    return end


def _is_year(original: str, last: int) -> bool:
    return original[last : last + 4].isdigit() and not original[last + 4 : last + 5].isalnum()


def _is_in_address(original: str, first: int) -> bool:
    """www.SCO.com, press@SCO, 7SCO"""
    return original[max(first - 4, 0) : first].endswith(("@", "www.", *"0123456789"))
