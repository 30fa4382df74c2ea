"""From the bytes of a page to its characters and its one parsed tree."""

import codecs
import re

from lxml import etree
from lxml.html import HtmlComment, HtmlElement, HtmlEntity, HTMLParser, HtmlProcessingInstruction, document_fromstring
from resiliparse.parse.encoding import detect_encoding, map_encoding_to_html5

# Where the HTML standard looks for the declaration (WHATWG HTML, 13.2.3.2), generously: real heads open with comments.
_HEAD_BYTES = 4096
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_.:-]{2,40})", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"^\s*<\?xml[^>]{0,100}encoding\s*=\s*[\"']([a-zA-Z0-9_.:-]{2,40})", re.IGNORECASE)

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

# Seven-bit encodings: their bytes are valid UTF-8, so they must be believed before it.
_SEVEN_BIT = {"iso-2022-jp": "iso2022_jp", "csiso2022jp": "iso2022_jp", "hz-gb-2312": "hz"}
# The wider sets that browsers, too, read under these names.
_WIDER = {"gbk": "gb18030", "gb2312": "gb18030", "euc_kr": "cp949", "shift_jis": "cp932", "big5": "big5hkscs"}
# What servers say when nobody configured them: a page's own word goes before it.
_SERVER_DEFAULTS = {"cp1252", "latin-1", "iso-8859-1", "ascii"}

_ASCII = bytes(range(0x80))
# One bad byte in a hundred: a cut character here and there, and still UTF-8.
_MOSTLY_VALID = 0.01

_NOT_HTML = (
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG\r\n", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF87a", "an image"),
    (b"GIF89a", "an image"),
    (b"PK\x03\x04", "a ZIP or office file"),
    (b"\x1f\x8b\x08", "compressed data that was not unpacked"),
    (b"\x28\xb5\x2f\xfd", "compressed data that was not unpacked"),
    (b"\xd0\xcf\x11\xe0", "an office file"),
    (b"ID3", "sound"),
    (b"\x00\x00\x00\x18ftyp", "a film"),
    (b"\x00\x00\x00\x20ftyp", "a film"),
)
_MEDIA = {"image": "an image", "audio": "sound", "video": "a film", "font": "a font"}
_FEED_ROOT = re.compile(rb"<(rss|feed|rdf:RDF|urlset|sitemapindex)[\s>]", re.IGNORECASE)

# Characters no XML tree can hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_BINARY_SHARE = 0.05

_PARSER = HTMLParser(collect_ids=False, default_doctype=False, encoding="utf-8", remove_comments=True, remove_pis=True)
# lxml.html asks a Python function which class each element gets, for the sake of forms: a twentieth of all reading.
_PARSER.set_element_class_lookup(
    etree.ElementDefaultClassLookup(
        element=HtmlElement, comment=HtmlComment, pi=HtmlProcessingInstruction, entity=HtmlEntity
    )
)


def what_else(body: bytes, content_type: str | None) -> str | None:
    """What the body is when it is no web page ("a PDF document", …); None when it may be one."""
    start = body[:64].lstrip()
    for mark, name in _NOT_HTML:
        if start.startswith(mark):
            return name
    if body[:4] == b"RIFF":
        return "sound, an image or a film"
    head = body[:_HEAD_BYTES]
    if start.startswith(b"<") and _FEED_ROOT.search(head) and b"<html" not in head.lower():
        return "a feed or a sitemap"
    kind = (content_type or "").partition("/")[0]
    if kind in _MEDIA and not start.startswith(b"<"):
        return _MEDIA[kind]
    if content_type in ("application/json", "application/ld+json") and start[:1] in (b"{", b"["):
        return "JSON"
    return None


def decode_page(body: bytes, charset: str | None) -> str:
    """The characters of a page. Never raises: what cannot be read becomes U+FFFD.

    charset: of the HTTP header. Order: byte-order mark, valid UTF-8 (whoever declares something else is wrong:
    no other encoding yields it by chance), HTTP charset, charset of the page, mostly valid UTF-8, statistics.
    """
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, errors="replace")
    declared = _declared(body, charset)
    if not (declared and _is_seven_bit_or_wide(declared[0], body)):
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError:
            pass
    for encoding in declared:
        text = _decode_well(body, encoding)
        if text is not None:
            return text
    text = body.decode("utf-8", errors="replace")
    if text.count("�") <= _MOSTLY_VALID * _high_bytes(body):
        return text
    guess = detect_encoding(body) or "cp1256"
    return body.decode(_WIDER.get(guess, guess), errors="replace")


def _is_seven_bit_or_wide(encoding: str, body: bytes) -> bool:
    if encoding in ("iso2022_jp", "hz"):
        return body.isascii()
    return encoding.startswith("utf-16") and b"\x00" in body[:200]


def _declared(body: bytes, charset: str | None) -> list[str]:
    """Python names of the encodings that header and page declare, the more trustworthy first."""
    head = body[:_HEAD_BYTES]
    names = [charset] if charset else []
    for pattern in (_XML_CHARSET, _META_CHARSET):
        if found := pattern.search(head):
            names.append(found[1].decode("ascii"))
    encodings: list[str] = []
    for name in names:
        encoding = _python_encoding(name)
        if encoding and encoding not in encodings:
            encodings.append(encoding)
    if len(encodings) > 1 and encodings[0] in _SERVER_DEFAULTS:
        encodings.append(encodings.pop(0))
    return encodings


def _python_encoding(name: str) -> str | None:
    """The codec for a declared name, by the WHATWG Encoding Standard's table of labels."""
    label = name.strip().lower()
    if label in _SEVEN_BIT:
        return _SEVEN_BIT[label]
    known = map_encoding_to_html5(label, fallback_utf8=False)
    encoding = _WIDER.get(known, known) if known else label
    try:
        info = codecs.lookup(encoding)
    except LookupError:
        return None
    # Codecs such as “zip” or “rot13” do not make text out of bytes.
    return encoding if getattr(info, "_is_text_encoding", True) else None


def _decode_well(body: bytes, encoding: str) -> str | None:
    """The text, or None when the encoding evidently is another one."""
    text = body.decode(encoding, errors="replace")
    return text if text.count("�") <= _MOSTLY_VALID * _high_bytes(body) else None


def _high_bytes(body: bytes) -> int:
    return len(body.translate(None, delete=_ASCII))


def is_binary(text: str) -> bool:
    """Whether decoded characters are noise rather than writing: too many control characters."""
    sample = text[:20_000]
    return len(_FORBIDDEN.findall(sample)) > _BINARY_SHARE * len(sample)


def parse_page(text: str) -> HtmlElement | None:
    """The tree of a page or of a fragment; None when there is nothing in it.

    Comments and processing instructions are dropped. Nesting beyond what libxml2 allows is cut by it.
    """
    clean = _FORBIDDEN.sub("", text)
    if not clean.strip():
        return None
    try:
        return document_fromstring(clean.encode("utf-8"), parser=_PARSER)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
