"""From a door's bytes to its text: unpacked, decoded, free of control characters.

The order of trust: byte-order mark, valid UTF-8, mostly valid UTF-8, the document's own declaration, the HTTP charset,
windows-1256. A declaration of a western charset is not believed when the bytes are plainly Arabic: that is how Arabic
feeds are mis-declared. feedparser's own guess comes too late: one bad byte turns a whole feed into windows-1252.
"""

import codecs
import re
import zlib
from typing import Final

MOST_UNPACKED: Final = 25_000_000

_GZIP_MAGIC: Final = b"\x1f\x8b"
_PACKED_CHUNK: Final = 16_384
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED: Final = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_DECLARED: Final = re.compile(
    rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']?([\w.:-]{1,40})|<meta[^>]{0,200}?charset\s*=\s*["']?([\w.:-]{1,40})""",
    re.IGNORECASE,
)
_DECLARATION_WITHIN: Final = 4_096
# Labels are read as browsers read them (WHATWG Encoding, 4.2): the superset that pages really use.
_SUPERSETS: Final = {
    "iso8859-1": "windows-1252", "ascii": "windows-1252", "iso8859-9": "windows-1254", "iso8859-11": "cp874",
    "tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932", "euc_kr": "cp949",
}  # fmt: skip
# Codecs that a stranger may choose; Python knows others that are slow, or no charsets at all (punycode, zip, utf-7).
_ALLOWED: Final = frozenset((
    "utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "big5hkscs", "cp932", "cp949",
    "gb18030", "euc_jp", "iso2022_jp", "iso2022_kr", "hz", "koi8-r", "koi8-u", "kz1048", "ptcp154", "mac-cyrillic",
    "mac-roman", "cp437", "cp720", "cp850", "cp852", "cp855", "cp864", "cp866", "cp874", "cp1250", "cp1251", "cp1252", "cp1253",
    "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "iso8859-2", "iso8859-3", "iso8859-4", "iso8859-5", "iso8859-6",
    "iso8859-7", "iso8859-8", "iso8859-10", "iso8859-13", "iso8859-14", "iso8859-15", "iso8859-16",
))  # fmt: skip
_WESTERN: Final = frozenset(("cp1252", "cp1254", "iso8859-15", "mac-roman"))
_ESCAPED: Final = frozenset(("iso2022_jp", "iso2022_kr", "hz"))  # look like ASCII, and so like valid UTF-8
_UTF_8_OR_WIDER: Final = "utf-"

# XML 1.0 allows none of these; surrogates cannot be encoded again.
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")


def unpack(body: bytes, *, limit: int = MOST_UNPACKED) -> tuple[bytes, bool]:
    """The body, gunzipped if it is a gzip file (a `.xml.gz`), never more than `limit` bytes; and whether it is whole."""
    is_whole = True
    for _ in range(2):  # some servers pack what is packed already
        if body.startswith(_GZIP_MAGIC):
            body, unpacked_whole = _gunzip(body, limit)
            is_whole = is_whole and unpacked_whole
    return body[:limit], is_whole and len(body) <= limit


def _gunzip(body: bytes, limit: int) -> tuple[bytes, bool]:
    """All members of a gzip file (RFC 1952), as far as they are sound and the limit allows."""
    pieces: list[bytes] = []
    room = limit
    while body.startswith(_GZIP_MAGIC) and room > 0:
        unpacker = zlib.decompressobj(wbits=31)
        try:
            for start in range(0, len(body), _PACKED_CHUNK):
                piece = unpacker.decompress(body[start : start + _PACKED_CHUNK], room)
                pieces.append(piece)
                room -= len(piece)
                if unpacker.eof or room <= 0:
                    break
        except zlib.error:
            return b"".join(pieces), False
        if not unpacker.eof:
            return b"".join(pieces), False
        body = unpacker.unused_data + body[start + _PACKED_CHUNK :]
    return b"".join(pieces), True


def decode(body: bytes, charset: str | None = None) -> str:
    """The text of a feed, sitemap or page. Never raises; what cannot be decoded becomes U+FFFD."""
    return _CONTROLS.sub("", _decode(body, charset))


def _decode(body: bytes, charset: str | None) -> str:
    for mark, codec in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(codec, "replace")
    start = body[:64].lstrip()
    for beginning, codec in _UNMARKED:
        if start.startswith(beginning):
            return body.decode(codec, "replace")
    declared = [codec for codec in (_codec(_declaration(body)), _codec(charset)) if codec]
    if any(codec in _ESCAPED for codec in declared) and (b"\x1b" in body or b"~{" in body):
        return body.decode(next(codec for codec in declared if codec in _ESCAPED), "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    text = body.decode("utf-8", "replace")
    if _is_mostly_utf_8(body, text):
        return text
    return body.decode(_single_byte_codec(body, declared), "replace")


def _declaration(body: bytes) -> str | None:
    match = _DECLARED.search(body[:_DECLARATION_WITHIN])
    return (match[1] or match[2]).decode("ascii", "replace") if match else None


def _codec(label: str | None) -> str | None:
    """Python's name for a charset label; None for one that is unknown or not to be used."""
    if not label:
        return None
    try:
        name = codecs.lookup(label.strip().removeprefix("x-")).name
    except (LookupError, ValueError):
        return None
    name = codecs.lookup(_SUPERSETS.get(name, name)).name
    return name if name in _ALLOWED else None


def _is_mostly_utf_8(body: bytes, text: str) -> bool:
    """At most one broken character for twenty sound ones beyond ASCII, or a body that was cut inside a character."""
    broken = text.count("\ufffd")
    ascii_letters = len(body.translate(None, bytes(range(128, 256))))
    sound = len(text) - ascii_letters - broken
    return sound > 0 and (broken * 20 <= sound or (broken == 1 and text.endswith("\ufffd")))


def _single_byte_codec(body: bytes, declared: list[str]) -> str:
    """The charset of a body that is not UTF-8: the one declared, unless its bytes say otherwise."""
    believable = [codec for codec in declared if not codec.startswith(_UTF_8_OR_WIDER)]
    arabic = _arabic_codec(body)
    for codec in believable:
        if codec in _WESTERN and arabic:
            return arabic
        if _decodes(body, codec):
            return codec
    if arabic or not believable:
        return arabic or _guess(body)
    return believable[0]


def _decodes(body: bytes, codec: str) -> bool:
    bad = body.decode(codec, "replace").count("\ufffd")
    return bad * 100 <= len(body)


def _arabic_codec(body: bytes) -> str | None:
    """windows-1256 or ISO 8859-6 when the article «ال» is as frequent as in Arabic (2 to 8 % of all letters)."""
    high = len(body) - len(body.translate(None, bytes(range(128, 256))))
    windows, iso = body.count(b"\xc7\xe1"), body.count(b"\xc7\xe4")
    if high < 8 or max(windows, iso) * 100 < high:
        return None
    return "cp1256" if windows >= iso else "iso8859-6"


def _guess(body: bytes) -> str:
    """No believable word on the charset: Cyrillic comes in runs of letters beyond ASCII, western letters singly.

    Most letters of a text are small ones: from 0xE0 on in windows-1251, below 0xE0 in KOI8-R, on both sides in Arabic.
    """
    runs = re.findall(rb"[\x80-\xff]+", body[:200_000])
    if not runs:
        return "cp1256"
    if sum(len(run) == 1 for run in runs) * 2 > len(runs):
        return "cp1252"
    sample = b"".join(runs)
    upper_half = sum(sample.count(byte) for byte in range(0xE0, 0x100))
    lower_half = sum(sample.count(byte) for byte in range(0xC0, 0xE0))
    if lower_half * 5 > len(sample) * 4:
        return "koi8-r"
    return "cp1251" if upper_half * 2 > len(sample) and sample.count(0xC7) * 50 < len(sample) else "cp1256"
