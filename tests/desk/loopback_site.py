"""A site on loopback whose pages a test writes down: for commands that ask the web."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from loopback_settings import loopback_settings

from desk.configuration_commands import copy_configuration
from press.configuration import shipped_directory


@dataclass(frozen=True, slots=True)
class Page:
    body: str | bytes
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class LoopbackSite:
    """pages: by path with query; what is not there is a 404. `asked` notes every path."""

    pages: dict[str, Page | str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    origin: str = ""


@contextmanager
def loopback_site() -> Iterator[LoopbackSite]:
    site = LoopbackSite()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append(self.path)
            found = site.pages.get(self.path, Page("not here", status=404))
            page = Page(found) if isinstance(found, str) else found
            body = page.body.encode() if isinstance(page.body, str) else page.body
            self.send_response(page.status)
            self.send_header("Content-Type", page.content_type)
            self.send_header("Content-Length", str(len(body)))
            for name, value in page.headers:
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.origin = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def empty_installation(folder: Path) -> Path:
    """A configuration to be edited, without sources; its directory."""
    config = folder / "config"
    copy_configuration(shipped_directory(), config)
    for shipped in (config / "sources").glob("*.toml"):
        shipped.unlink()
    (config / "settings.toml").write_text(loopback_settings(folder, health_port=0), "utf-8")
    return config
