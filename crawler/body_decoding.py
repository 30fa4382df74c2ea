"""Unpacks what an answer was packed with (RFC 9110, 8.4), piece by piece, and never to more than a given size."""

import sys
import zlib
from typing import Any, Final

import brotli  # type: ignore[import-untyped]  # it has no types

from crawler.fetch_errors import BodyDamaged, BodyTooLarge

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MOST_LAYERS: Final = 3
GZIP_MAGIC: Final = b"\x1f\x8b"
ZSTD_MAGIC: Final = b"\x28\xb5\x2f\xfd"

_PIECE: Final = 65_536
_GZIP: Final = 31
_ZLIB: Final = 15
_RAW: Final = -15


def decoded(body: bytes, encodings: list[str], limit: int) -> bytes:
    """The body as it was before it was packed.

    encodings: in the order they were applied. A name nobody knows, or a body that is not packed at all, is left alone:
    servers name what they did not do. Raises BodyTooLarge, and BodyDamaged for a body that breaks off.
    """
    layers = [name for name in encodings if name not in ("", "identity", "none")]
    if len(layers) > MOST_LAYERS:
        raise BodyDamaged(f"the answer is packed {len(layers)} times over")
    for name in reversed(layers):
        if not body:
            return body
        match name:
            case "gzip" | "x-gzip":
                body = _gunzipped(body, limit) if body.startswith(GZIP_MAGIC) else body
            case "deflate":
                body = _inflated(body, limit)
            case "br":
                body = _unbrotlied(body, limit)
            case "zstd":
                body = _unzstded(body, limit) if body.startswith(ZSTD_MAGIC) else body
            case _:
                return body
    return body


class _Pieces:
    """Gathers pieces as long as they fit."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._pieces: list[bytes] = []
        self._size = 0

    def add(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > self._limit:
            raise BodyTooLarge(f"the answer unpacks to more than {self._limit:,} bytes (crawl.max_body_bytes)")
        self._pieces.append(piece)

    def joined(self) -> bytes:
        return b"".join(self._pieces)


def _gunzipped(body: bytes, limit: int) -> bytes:
    """All members of a gzip file; what follows the last of them is ignored, as browsers do."""
    pieces = _Pieces(limit)
    rest = body
    while rest.startswith(GZIP_MAGIC):
        rest = _zlib_stream(rest, _GZIP, pieces)
    return pieces.joined()


def _inflated(body: bytes, limit: int) -> bytes:
    """zlib's format, as the standard says, or the bare one that some servers send."""
    pieces = _Pieces(limit)
    try:
        _zlib_stream(body, _ZLIB, pieces)
    except BodyDamaged:
        pieces = _Pieces(limit)
        _zlib_stream(body, _RAW, pieces)
    return pieces.joined()


def _zlib_stream(data: bytes, window: int, pieces: _Pieces) -> bytes:
    """Unpacks one stream and returns what follows it."""
    stream = zlib.decompressobj(window)
    try:
        pieces.add(stream.decompress(data, _PIECE))
        while not stream.eof and stream.unconsumed_tail:
            pieces.add(stream.decompress(stream.unconsumed_tail, _PIECE))
        if not stream.eof:
            pieces.add(stream.flush())
    except zlib.error as error:
        raise BodyDamaged(f"the answer cannot be unpacked: {error}") from error
    if not stream.eof:
        raise BodyDamaged("the packed answer breaks off before its end")
    return stream.unused_data


def _unbrotlied(body: bytes, limit: int) -> bytes:
    pieces = _Pieces(limit)
    stream: Any = brotli.Decompressor()
    try:
        piece = stream.process(body, output_buffer_limit=_PIECE)
        while piece:
            pieces.add(piece)
            piece = b"" if stream.is_finished() else stream.process(b"", output_buffer_limit=_PIECE)
    except brotli.error as error:
        raise BodyDamaged(f"the answer cannot be unpacked: {error}") from error
    if not stream.is_finished():
        raise BodyDamaged("the packed answer breaks off before its end")
    return pieces.joined()


def _unzstded(body: bytes, limit: int) -> bytes:
    pieces = _Pieces(limit)
    rest = body
    try:
        while rest.startswith(ZSTD_MAGIC):
            stream: Any = zstd.ZstdDecompressor()
            pieces.add(stream.decompress(rest, _PIECE))
            while not stream.eof and not stream.needs_input:
                pieces.add(stream.decompress(b"", _PIECE))
            if not stream.eof:
                raise BodyDamaged("the packed answer breaks off before its end")
            rest = stream.unused_data
    except zstd.ZstdError as error:
        raise BodyDamaged(f"the answer cannot be unpacked: {error}") from error
    return pieces.joined()
