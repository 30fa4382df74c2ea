"""The demo's news site: one small HTTP server per outlet on a loopback port of its own, for the length of a block."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Any, Self

from desk.demo.articles import DemoArticle, Outlet, demo_articles, demo_outlets
from desk.demo.pages import DOORS, article_page
from press.moments import Clock, system_clock
from press.sources import Confidence, Door, DoorKind, Source

BROKEN = bytes(range(256)) * 40
DOOR_KINDS = {
    "rss": DoorKind.FEED,
    "atom": DoorKind.FEED,
    "news_sitemap": DoorKind.NEWS_SITEMAP,
    "listing": DoorKind.LISTING,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: int
    content_type: str
    body: bytes


class DemoSite:
    """`sources` describes the running outlets as a configuration would."""

    def __init__(self, clock: Clock = system_clock) -> None:
        self._clock = clock
        self._servers: list[ThreadingHTTPServer] = []
        self.sources: tuple[Source, ...] = ()

    def __enter__(self) -> Self:
        now = self._clock()
        self.sources = tuple(self._start(outlet, now) for outlet in demo_outlets())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def _start(self, outlet: Outlet, now: datetime) -> Source:
        server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
        server.daemon_threads = True
        origin = f"http://127.0.0.1:{server.server_port}"
        server.RequestHandlerClass = handler_of(answers_of(outlet, origin, now))
        Thread(target=server.serve_forever, name=outlet.id, daemon=True).start()
        self._servers.append(server)
        return source_of(outlet, origin)


def source_of(outlet: Outlet, origin: str) -> Source:
    path, _, _ = DOORS[outlet.door]
    door = Door(
        kind=DOOR_KINDS[outlet.door],
        address=origin + path,
        confidence=Confidence.HIGH,
        links="ul.latest a" if outlet.door == "listing" else "",
    )
    return Source.model_validate(
        {
            "id": outlet.id,
            "name": outlet.name,
            "native_name": outlet.native_name,
            "homepage": origin,
            "country": outlet.country,
            "languages": (outlet.language,),
            "kind": outlet.kind,
            "zone": outlet.zone,
            "doors": (door,),
        }
    )


def answers_of(outlet: Outlet, origin: str, now: datetime) -> Mapping[str, Answer]:
    """Path → what the server answers, all of it made beforehand."""
    articles = [article for article in demo_articles() if article.outlet == outlet.id]
    twins = [replace(each, path=f"/amp{each.path}", canonical=each.path, amp=False) for each in articles if each.amp]
    answers = {"/robots.txt": Answer(status=200, content_type="text/plain", body=b"User-agent: *\nDisallow: /admin/\n")}
    for article in (*articles, *twins):
        answers[article.path] = _page(article, outlet, origin, now)
    path, content_type, write = DOORS[outlet.door]
    text = write((*articles, *twins), outlet, origin, now)
    answers[path] = Answer(status=200, content_type=f"{content_type}; charset=utf-8", body=text.encode())
    return answers


def _page(article: DemoArticle, outlet: Outlet, origin: str, now: datetime) -> Answer:
    if article.gone:
        return Answer(status=410, content_type="text/plain", body=b"gone")
    if article.broken:
        return Answer(status=200, content_type="text/html", body=BROKEN)
    body = article_page(article, outlet, origin, now).encode()
    return Answer(status=200, content_type="text/html; charset=utf-8", body=body)


def handler_of(answers: Mapping[str, Answer]) -> type[BaseHTTPRequestHandler]:
    """A handler that knows these answers, and answers 304 to who has one already."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = answers.get(self.path) or Answer(status=404, content_type="text/plain", body=b"not found")
            etag = f'"{blake2b(answer.body, digest_size=8).hexdigest()}"'
            known = answer.status == 200 and self.headers.get("If-None-Match") == etag
            body = b"" if known else answer.body
            self.send_response(304 if known else answer.status)
            self.send_header("ETag", etag)
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: Any) -> None:
            """The demo's screen belongs to Rasid."""

    return Handler
