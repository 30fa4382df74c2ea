"""Hostile XML as a tree, within bounds: no entities, no network, a limited number of elements, defects repaired.

text ─without the DOCTYPE→ parse ─broken?→ repair the usual defects → parse
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5
from typing import Final

from lxml import etree

MOST_ELEMENTS: Final = 400_000

_CHUNK: Final = 65_536
_PROLOG: Final = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_DOCTYPE: Final = re.compile(
    r"""<!DOCTYPE(?>[^\[>"']+|"[^"]*"|'[^']*')*+(?:\[(?>[^\]"'<]+|"[^"]*"|'[^']*'|<!--.*?-->|<)*+\]\s*)?+>""",
    re.DOTALL | re.IGNORECASE,
)
_START_TAG: Final = re.compile(r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)")
_CDATA: Final = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z))", re.DOTALL)
_AMPERSAND: Final = re.compile(r"&(?:#(?:[xX]([0-9a-fA-F]{1,6})|([0-9]{1,7}));|([A-Za-z][A-Za-z0-9]{1,31});)?")
_BUILT_IN: Final = frozenset(("amp", "lt", "gt", "quot", "apos"))
_LOST_BRACKET: Final = re.compile(r"<(?![A-Za-z_/!?])")
_BROKEN_OFF: Final = ("ERR_TAG_NOT_FINISHED", "ERR_DOCUMENT_END", "ERR_GT_REQUIRED", "ERR_CDATA_NOT_FINISHED")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A parsed text. root: None when nothing could be made of it; defect: the first fatal one, "" when well-formed."""

    root: etree._Element | None
    defect: str
    is_cut: bool


def local_name(element: etree._Element) -> str:
    """The tag without namespace or prefix, lower case; "" for comments and the like."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    return tag.rpartition("}")[2].rpartition(":")[2].lower()


def without_doctype(text: str) -> str:
    """The text from its root element on: declaration, comments and DOCTYPE (and with it all entities) are cut off."""
    position = 0
    while position < len(text):
        match = _PROLOG.match(text, position) or _DOCTYPE.match(text, position)
        if match is None:
            break
        position = match.end()
    return text[position:] if position else text


def root_name(text: str) -> str:
    """Name of the first element of a text `without_doctype`, lower case and without prefix; "" if it begins with none."""
    match = _START_TAG.match(text)
    return match[1].lower() if match else ""


def parse(text: str) -> Document:
    """A tree of at most `MOST_ELEMENTS` elements; recovered as far as possible when the text is broken."""
    parser = new_parser("start")
    elements = feed(parser, text)
    root = next(elements, None)
    for _ in elements:
        pass
    return Document(root=root, defect=defect(parser), is_cut=is_cut(parser))


def parse_repaired(text: str) -> Document:
    """Like `parse`, with a second try after `repair` when the text is broken."""
    document = parse(text)
    return parse(repair(text)) if document.defect else document


def new_parser(event: str) -> "etree.XMLPullParser":
    return etree.XMLPullParser(
        events=(event,), recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )


def feed(parser: "etree.XMLPullParser", text: str, most: int = MOST_ELEMENTS) -> Iterator[etree._Element]:
    """Feeds a text piece by piece and yields the elements of the parser's event, at most so many."""
    count = 0
    for _ in _fed(parser, text):
        for _, element in parser.read_events():
            count += 1
            if count > most:
                return
            yield element


def _fed(parser: "etree.XMLPullParser", text: str) -> Iterator[None]:
    """Stops after each piece; the end is one too, as it brings out what was broken or broke off."""
    try:
        parser.feed('<?xml version="1.0" encoding="utf-8"?>')
        for start in range(0, len(text), _CHUNK):
            parser.feed(text[start : start + _CHUNK].encode("utf-8", "replace"))
            yield
        parser.close()
    except etree.XMLSyntaxError:
        pass
    yield


def defect(parser: "etree.XMLPullParser") -> str:
    """The first fatal error, in libxml2's words; "" when there is none."""
    for entry in parser.feed_error_log:
        if entry.level_name == "FATAL":
            return f"line {entry.line}: {entry.message.strip()}"
    return ""


def is_cut(parser: "etree.XMLPullParser") -> bool:
    """Whether the text broke off before its end."""
    fatal = [entry.type_name for entry in parser.feed_error_log if entry.level_name == "FATAL"]
    return bool(fatal) and all(name in _BROKEN_OFF for name in fatal)


def repair(text: str) -> str:
    """Mends what is usually broken: bare ampersands, entities of HTML, forbidden character references, stray `<`."""
    parts = _CDATA.split(text)
    parts[::2] = [_LOST_BRACKET.sub("&lt;", _AMPERSAND.sub(_reference, part)) for part in parts[::2]]
    return "".join(parts)


def _reference(match: "re.Match[str]") -> str:
    hexadecimal, decimal, name = match.groups()
    if hexadecimal or decimal:
        code = int(hexadecimal, 16) if hexadecimal else int(decimal)
        return match[0] if _is_character(code) else ""
    if name in _BUILT_IN:
        return match[0]
    if name and (character := html5.get(f"{name};")):
        return "".join(f"&#{ord(letter)};" for letter in character)
    return f"&amp;{match[0][1:]}"


def _is_character(code: int) -> bool:
    """XML 1.0, production 2."""
    return code in (0x9, 0xA, 0xD) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF
