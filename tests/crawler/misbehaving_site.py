"""A server on loopback that does whatever it is told, down to the bytes: what real servers do when they misbehave."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from server_threads import serving

Behave = Callable[["Asked", asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as it came in. host: of the Host header, without port; at: monotonic seconds."""

    host: str
    path: str
    headers: Mapping[str, str]
    at: float


def answer(
    body: bytes | str = b"",
    *,
    status: int = 200,
    content_type: str = "text/html; charset=utf-8",
    headers: Mapping[str, str] | None = None,
    claimed_length: int | None = None,
) -> Behave:
    """An ordinary answer. claimed_length: what Content-Length says, if not the truth."""
    data = body.encode() if isinstance(body, str) else body
    lines = {
        "Content-Type": content_type,
        "Content-Length": str(len(data) if claimed_length is None else claimed_length),
        **(headers or {}),
    }

    async def behave(_asked: Asked, writer: asyncio.StreamWriter) -> None:
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        writer.write(f"HTTP/1.1 {status} Said\r\n{head}\r\n".encode("latin-1"))
        writer.write(data)
        await writer.drain()
        if claimed_length is not None:
            writer.close()

    return behave


def redirect(target: str, status: int = 302) -> Behave:
    return answer(b"", status=status, headers={"Location": target})


def hang() -> Behave:
    """Takes the request and never says a word."""

    async def behave(_asked: Asked, _writer: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    return behave


def drip(seconds_between: float = 0.2) -> Behave:
    """Sends a byte now and then, for ever."""

    async def behave(_asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n")
        while True:
            writer.write(b".")
            await writer.drain()
            await asyncio.sleep(seconds_between)

    return behave


def flood(size: int, *, says_so: bool) -> Behave:
    """A body of so many bytes; says_so: with a Content-Length, else in chunks."""

    async def behave(_asked: Asked, writer: asyncio.StreamWriter) -> None:
        length = f"Content-Length: {size}" if says_so else "Transfer-Encoding: chunked"
        writer.write(f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{length}\r\n\r\n".encode())
        piece = b"x" * 65_536
        for _ in range(size // len(piece)):
            writer.write(piece if says_so else b"10000\r\n" + piece + b"\r\n")
            await writer.drain()
        if not says_so:
            writer.write(b"0\r\n\r\n")

    return behave


def endless_head() -> Behave:
    """Header after header."""

    async def behave(_asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n")
        while not writer.is_closing():
            writer.write(b"X-More: " + b"x" * 1000 + b"\r\n")
            await writer.drain()

    return behave


def raw(data: bytes) -> Behave:
    """These bytes, then the end of the connection."""

    async def behave(_asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        await writer.drain()
        writer.close()

    return behave


NOT_FOUND = answer("not here", status=404)


@dataclass(slots=True)
class MisbehavingSite:
    """behaviours: by path, or by (host, path), which comes first. Every request is noted in `asked`."""

    behaviours: dict[str | tuple[str, str], Behave] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    port: int = 0

    @property
    def origin(self) -> str:
        return self.origin_of("127.0.0.1")

    def origin_of(self, host: str) -> str:
        return f"http://{host}:{self.port}"

    def paths_asked(self) -> list[str]:
        return [asked.path for asked in self.asked]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while not writer.is_closing():
                asked = await _read_request(reader)
                if asked is None:
                    break
                self.asked.append(asked)
                behave = self.behaviours.get((asked.host, asked.path)) or self.behaviours.get(asked.path, NOT_FOUND)
                await behave(asked, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


async def _read_request(reader: asyncio.StreamReader) -> Asked | None:
    head = await reader.readuntil(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {}
    for line in lines:
        name, _, value = line.partition(":")
        if name:
            headers[name.strip().lower()] = value.strip()
    _, path, _ = first.split(" ", 2)
    host = headers.get("host", "").rpartition(":")[0] or headers.get("host", "")
    return Asked(host=host, path=path, headers=headers, at=time.monotonic())


@contextmanager
def misbehaving_site(*hosts: str, ssl_context: object = None) -> Iterator[MisbehavingSite]:
    """Serves on a free port of each host (127.0.0.1 if none is named), for the length of a block, on a thread."""
    site = MisbehavingSite()

    async def start() -> list[asyncio.Server]:
        servers = []
        for host in hosts or ("127.0.0.1",):
            server = await asyncio.start_server(site.serve, host, site.port, ssl=ssl_context)  # type: ignore[arg-type]
            site.port = server.sockets[0].getsockname()[1]
            servers.append(server)
        return servers

    with serving(start):
        yield site
