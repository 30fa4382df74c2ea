"""Whether letters that match a form really are that form in the text: word borders by script, and what stands between.

Arabic takes و ف ب ك ل ال before a word, the Turkic languages a suffix behind it (glued, or after ' and -), Chinese has
no borders at all, and where the script changes there always is one (لـIOFSالسيد).
"""

import re
import unicodedata
from typing import Final

from press.forms import Form
from press.squeezing import MARKS, TABLE, Squeezed

_CLITICS: Final = frozenset(
    first + second + article
    for first in ("", "و", "ف", "ا")
    for second in ("", "ب", "ك", "ل", "س")
    for article in ("", "ال")
) | {"لل", "ولل", "فلل"}

# Suffixes of the Turkic languages, in folded letters: plural, possessive, case, and their usual chains.
_CYRILLIC_SUFFIX: Final = re.compile(
    r"(?:л[аеоө]р|д[аеоө]р|т[аеоө]р)?(?:[ыиіуү]?[мң]?[ыиіуү]?з?|с[ыиіуү]н?)"
    r"(?:[нтд][ыиіуү](?:ң|нг|н|к[иі])?|[нгқкғ][аеоө]|[дт][аеоө]н?(?:г[ыиі])?|н[еа]н|[мбп]ен(?:ен)?|"
    r"д[аеә]г[ыиі].*|д[аеә]ғ[ыиі].*|т[аеә]ғ[ыиі].*|т[аеә]г[ыиі].*|ча|че|ша|ше)?"
)
_LATIN_SUFFIX: Final = re.compile(
    r"(?:l[ae]r)?(?:s?[iu]n?|[iu]?m[iu]z)?"
    r"(?:n?[iu]n|n?[iu]ng|ning|n?[iuae]|y[iuae]|[dt][ae]n?(?:k[iu].*|g[iu].*)?|nd[ae]n?(?:k[iu].*|g[iu].*)?|ga|ge|qa|ka|yle|yla|l[iu]k|ce|ca|ni|di[nr].*|dagi.*)?"
)
_TURKIC: Final = frozenset(("kk", "ky", "uz", "tr", "az", "tk", "tg", "tt", "ug"))
_MOST_SUFFIX: Final = 12
_SHORT_SUFFIX: Final = 4
_PERSIAN_SUFFIX: Final = re.compile(r"(?:ها|هاي|هايي|ي|را|ست|اي)?")

_WEAK: Final = frozenset(" \t\n\r\f\v\u00a0\u2028-‐‑‒–—'’‘ʼʻ`´ʹ\"«»“”„‟()[]{}،,*_/‹›")
_STRONG: Final = frozenset(".:;؛!?؟…|·•。、，：；（）")
_LONGEST_GAP: Final = 6


def script(letter: str) -> str:
    """The script of a letter, as far as borders are concerned; "" for what is no letter."""
    if not letter.isalpha():
        return "digit" if letter.isdigit() else ""
    code = ord(letter)
    if code < 0x250 or 0x1E00 <= code < 0x1F00:
        return "latin"
    if 0x400 <= code < 0x530:
        return "cyrillic"
    if 0x600 <= code < 0x780 or 0x8A0 <= code < 0x900 or 0xFB50 <= code < 0xFE00 or 0xFE70 <= code < 0xFF00:
        return "arabic"
    if 0x3040 <= code < 0xA000 or 0xF900 <= code < 0xFB00 or code >= 0x20000:
        return "han"
    return unicodedata.name(letter, "other").partition(" ")[0].lower()


def why_not(form: Form, text: Squeezed, start: int, end: int, language: str) -> str:
    """Why letters[start:end] of a text in some language are not this form; "" when they are."""
    first, last = text.span(start, end)
    original = text.original
    if form.kind == "acronym" and not _is_as_written(form, original[first:last]):
        return "written otherwise"
    if form.kind != "acronym" and (reason := _why_torn(form, text, start, end)):
        return reason
    if form.kind == "acronym":
        begins, ends = _acronym_begins(original, first), _acronym_ends(form, original, last, language)
    else:
        begins, ends = begins_word(original, first), _name_ends(form, original, last)
    if not begins:
        return "a word goes on before it"
    return "" if ends else "a word goes on behind it"


def _is_as_written(form: Form, slice_: str) -> bool:
    plain = unicodedata.normalize("NFKC", "".join(sign for sign in slice_ if sign not in MARKS))
    written = unicodedata.normalize("NFKC", form.written)
    return plain == written or ("." in plain and plain.rstrip(".").replace(".", "") == written and ".." not in plain)


def _why_torn(form: Form, text: Squeezed, start: int, end: int) -> str:
    """A gap may only stand between two words, and strong signs only inside names too long to come about by chance."""
    first, last = text.span(start, end)
    original = text.original
    if last - first == end - start and not form.cuts:
        return ""
    strong = 0
    place, index = first, start
    while place < last:
        if TABLE[ord(original[place])]:
            index += len(TABLE[ord(original[place])])
            place += 1
            continue
        gap_start = place
        while place < last and not TABLE[ord(original[place])]:
            place += 1
        gap = [sign for sign in original[gap_start:place] if sign not in MARKS]
        if not gap:
            continue
        if len(gap) > _LONGEST_GAP:
            return "its words stand too far apart"
        if index - start not in form.cuts and not _may_tear(form, gap):
            return "other words, torn otherwise"
        if any(sign not in _WEAK and not sign.isspace() for sign in gap):
            strong += 1
        if gap.count("\n") > 1:
            return "its words stand in two paragraphs"
    if strong and form.words < 3:
        return "a stop stands between its words"
    if strong > 1 and not _is_spelled_out(form):
        return "stops stand between its words"
    return ""


def _may_tear(form: Form, gap: list[str]) -> bool:
    """Chinese is broken anywhere by line breaks; long names by hyphens and glue."""
    if script(form.letters[0]) == "han":
        return all(sign.isspace() for sign in gap)
    return len(form.letters) >= 12 and len(gap) == 1


def _is_spelled_out(form: Form) -> bool:
    return len(form.letters) <= 4 * form.words


def begins_word(original: str, first: int) -> bool:
    """Whether a word, behind its Arabic clitics, begins at a place."""
    mine, theirs = script(original[first]), script(_previous(original, first))
    if theirs in ("", "digit") or theirs != mine or mine == "han":
        return True
    return mine == "arabic" and _letters_before(original, first) in _CLITICS


def ends_word(original: str, last: int) -> bool:
    """Whether a word ends before a place."""
    mine, theirs = script(original[last - 1]), script(_next(original, last))
    return theirs in ("", "digit") or theirs != mine or mine == "han"


def _name_ends(form: Form, original: str, last: int) -> bool:
    return ends_word(original, last) or _may_follow(form, _word_after(original, last), form.language)


def _acronym_begins(original: str, first: int) -> bool:
    before = _previous(original, first)
    return (
        before not in ("@", "_")
        and not before.isdigit()
        and begins_word(original, first)
        and not (before == "." and script(original[first - 2 : first - 1] or " ") == script(original[first]))
    )


def _acronym_ends(form: Form, original: str, last: int, language: str) -> bool:
    after = _next(original, last)
    if after.isdigit():
        return _is_year(original, last)
    if after in (".", "_") and "a" <= original[last + 1 : last + 2] <= "z":  # an address: SCO.com
        return False
    return ends_word(original, last) or _may_follow(form, _word_after(original, last), form.language or language)


def _may_follow(form: Form, rest: str, language: str) -> bool:
    """Whether letters glued behind a form are a suffix of its language."""
    language = language.partition("-")[0]
    mine = script(rest[0])
    if not rest.islower() and mine in ("latin", "cyrillic"):
        return False
    rest = "".join(TABLE[ord(letter)] for letter in rest)
    if language == "fa":
        return _PERSIAN_SUFFIX.fullmatch(rest) is not None
    if form.kind == "look-alike":
        return len(rest) <= _SHORT_SUFFIX and mine != "arabic"
    if language not in _TURKIC or len(rest) > _MOST_SUFFIX:
        return False
    if form.words > 1:
        return True
    suffix = {"cyrillic": _CYRILLIC_SUFFIX, "latin": _LATIN_SUFFIX}.get(mine)
    return suffix is None or suffix.fullmatch(rest) is not None


def _previous(original: str, place: int) -> str:
    place -= 1
    while place >= 0 and _is_invisible(original[place]):
        place -= 1
    return original[place] if place >= 0 else ""


def _next(original: str, place: int) -> str:
    while place < len(original) and _is_invisible(original[place]):
        place += 1
    return original[place] if place < len(original) else ""


def _is_invisible(sign: str) -> bool:
    """Signs that are no border: vowel signs, tatweel, zero-width marks; quotation marks are one."""
    return sign in MARKS and unicodedata.category(sign) in ("Mn", "Lm", "Cf")


def _letters_before(original: str, first: int) -> str:
    """The folded letters of the same word before a place, the nearest five of them."""
    found = ""
    place = first - 1
    while place >= 0 and len(found) <= 5 and (original[place].isalpha() or _is_invisible(original[place])):
        if script(original[place]) not in ("arabic", "") and not _is_invisible(original[place]):
            break
        found = TABLE[ord(original[place])] + found
        place -= 1
    return found


def _word_after(original: str, last: int) -> str:
    end = last
    while (
        end < len(original) and end - last <= 2 * _MOST_SUFFIX and (original[end].isalpha() or original[end] in MARKS)
    ):
        end += 1
    return "".join(sign for sign in original[last:end] if sign.isalpha())


def _is_year(original: str, last: int) -> bool:
    return original[last : last + 4].isdigit() and not original[last + 4 : last + 5].isalnum()
