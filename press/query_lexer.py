"""A query cut into signs: words, quoted texts, operators, parentheses, names of fields. Each knows its place."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from press.errors import nearest
from press.folding import WORD, folded
from press.query_tree import QueryError
from press.query_words import AND, ARABIC_AND, ARABIC_NOT, ARABIC_OR, FIELD_NAMES, NOT, OR

# An opening quotation mark and those that may close it.
QUOTES: Final = {
    '"': '"',
    "«": "»",
    "»": "«",
    "“": '”“"',
    "”": '”"',
    "„": '“”"',
    "＂": "＂",
    "「": "」",
    "『": "』",
    "《": "》",
}
OPENING: Final = "(（"
CLOSING: Final = ")）"
MINUS: Final = "-−﹣－"
STARS: Final = "*٭＊"
COLONS: Final = ":："
EQUALS: Final = "=＝"
LONGEST_NAME: Final = 40


class Kind(StrEnum):
    WORD = "word"
    QUOTED = "quoted"
    EXACT = "exact"
    PREFIX = "prefix"
    ALL = "all"
    FIELD = "field"
    AND = "and"
    OR = "or"
    NOT = "not"
    OPEN = "open"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Sign:
    """text: what it says (of a field, its English name); place: where it starts in the query."""

    kind: Kind
    text: str
    place: int


def read_signs(query: str) -> list[Sign]:
    """Raises QueryError for a quotation mark that is never closed, a field nobody knows, a star inside a word."""
    return [_sendable(sign) for sign in _Lexer(query).signs()]


def _sendable(sign: Sign) -> Sign:
    """Without halves of characters, which no database takes."""
    return Sign(sign.kind, sign.text.encode("utf-8", "replace").decode(), sign.place)


class _Lexer:
    def __init__(self, query: str) -> None:
        self._query = query
        self._place = 0

    def signs(self) -> Iterator[Sign]:
        while self._place < len(self._query):
            letter = self._query[self._place]
            if is_blank(letter):
                self._place += 1
            elif letter in OPENING or letter in CLOSING:
                yield Sign(Kind.OPEN if letter in OPENING else Kind.CLOSE, letter, self._place)
                self._place += 1
            elif letter in QUOTES:
                yield self._quoted(Kind.QUOTED)
            elif letter in EQUALS and self._next() in QUOTES:
                self._place += 1
                yield self._quoted(Kind.EXACT)
            elif letter in MINUS and self._starts_something():
                yield Sign(Kind.NOT, letter, self._place)
                self._place += 1
            else:
                yield from self._chunk()

    def _next(self) -> str:
        return self._query[self._place + 1 : self._place + 2]

    def _starts_something(self) -> bool:
        following = self._next()
        return bool(following) and not is_blank(following) and following not in MINUS and following not in CLOSING

    def _quoted(self, kind: Kind) -> Sign:
        opening = self._place
        closers = QUOTES[self._query[opening]]
        for place in range(opening + 1, len(self._query)):
            if self._query[place] in closers:
                self._place = place + 1
                return Sign(kind, self._query[opening + 1 : place], opening)
        raise QueryError("this quotation mark is never closed", query=self._query, place=opening)

    def _chunk(self) -> Iterator[Sign]:
        """What stands up to the next blank, parenthesis or quotation mark."""
        start = self._place
        end = start
        while end < len(self._query) and not self._ends_chunk(self._query[end]):
            end += 1
        chunk = self._query[start:end]
        field = self._field(chunk, start, end)
        if field is not None:
            yield field
            return
        self._place = end
        yield from self._word(chunk, start)

    @staticmethod
    def _ends_chunk(letter: str) -> bool:
        invisible = unicodedata.category(letter) == "Cf"
        return letter in OPENING or letter in CLOSING or letter in QUOTES or (is_blank(letter) and not invisible)

    def _field(self, chunk: str, start: int, end: int) -> Sign | None:
        """The chunk's beginning as the name of a field; the rest is read next."""
        colon = next((place for place, letter in enumerate(chunk) if letter in COLONS), None)
        if colon is None or not colon:
            return None
        name = folded(chunk[: min(colon, LONGEST_NAME)]).strip()
        known = FIELD_NAMES.get(name)
        if known is not None:
            self._place = start + colon + 1
            return Sign(Kind.FIELD, known, start)
        followed = colon + 1 < len(chunk) or self._query[end : end + 1] in (*QUOTES, *OPENING)
        if chunk[colon] == ":" and followed and name.isalpha():
            raise QueryError(
                f"there is no field “{name}”.{nearest(name, FIELD_NAMES)} To search for the words, put them in quotation marks",
                query=self._query,
                place=start,
            )
        return None

    def _word(self, chunk: str, start: int) -> Iterator[Sign]:
        plain = "".join(letter for letter in chunk if unicodedata.category(letter) != "Cf")
        operator = operator_of(plain)
        if operator is not None:
            yield Sign(operator, plain, start)
            return
        exact = plain[:1] in EQUALS and len(plain) > 1
        core = plain.rstrip(",،;؛.!?؟:…")
        stem = core.rstrip(STARS)
        star = next((place for place, letter in enumerate(chunk) if letter in STARS), None)
        if star is not None and not stem:
            yield Sign(Kind.ALL, chunk, start)
            return
        if any(letter in STARS for letter in stem):
            raise QueryError(
                "a star stands at the end of a word only, as in توكا*", query=self._query, place=start + (star or 0)
            )
        if not WORD.search(folded(stem)):
            return
        if len(core) > len(stem):
            yield Sign(Kind.PREFIX, stem, start)
        else:
            yield Sign(Kind.EXACT if exact else Kind.WORD, stem, start)


def operator_of(chunk: str) -> Kind | None:
    plain = folded(chunk)
    if chunk in AND or plain in ARABIC_AND:
        return Kind.AND
    if chunk in OR or plain in ARABIC_OR:
        return Kind.OR
    if chunk in NOT or plain in ARABIC_NOT:
        return Kind.NOT
    return None


def is_blank(letter: str) -> bool:
    """Blanks, control characters and marks that nobody sees."""
    return letter.isspace() or unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zs", "Zl", "Zp")
