"""The real pages of ../shared/data on loopback: each outlet is a host of its own (127.1.x.y), three doors name them all."""

import asyncio
import gzip
import html
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web

SEED_PATH = "/seed-article.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedPage:
    host: str
    path: str
    body: bytes
    title: str
    content_type: str = "text/html"


def loopback_host(number: int) -> str:
    return f"127.1.{number // 250}.{number % 250 + 1}"


def pages_of(data: Path) -> list[ServedPage]:
    """All pages of the manifest, and the seed article as a page of our own markup."""
    rows = [json.loads(line) for line in (data / "pages" / "manifest.jsonl").read_text("utf-8").splitlines()]
    outlets: dict[str, str] = {}
    pages = []
    for row in rows:
        host = outlets.setdefault(row["outlet"], loopback_host(len(outlets) + 1))
        body = gzip.decompress((data / "pages" / row["page"]).read_bytes())
        pages.append(ServedPage(host=host, path=f"/news/{row['id']}.html", body=body, title=row["id"]))
    return [*pages, seed_page((data / "seed_article.ar.txt").read_text("utf-8"))]


def seed_page(text: str) -> ServedPage:
    title, *paragraphs = text.strip().splitlines()
    body = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs if paragraph.strip())
    page = (
        f'<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{html.escape(title)}</title></head>'
        f"<body><article><h1>{html.escape(title)}</h1>{body}</article></body></html>"
    )
    return ServedPage(host=loopback_host(0), path=SEED_PATH, body=page.encode(), title=title)


def door_bodies(pages: list[ServedPage], port: int) -> Mapping[str, tuple[str, bytes]]:
    """A feed, a news sitemap and a listing: each names a third of the pages."""
    links = [(f"http://{page.host}:{port}{page.path}", html.escape(page.title)) for page in pages]
    feed = "".join(f"<item><title>{title}</title><link>{link}</link></item>" for link, title in links[0::3])
    sitemap = "".join(f"<url><loc>{link}</loc></url>" for link, _ in links[1::3])
    listing = "".join(f'<li><a href="{link}">{title}</a></li>' for link, title in links[2::3])
    return {
        "/feed.xml": (
            "application/rss+xml",
            f'<rss version="2.0"><channel><title>feed</title>{feed}</channel></rss>'.encode(),
        ),
        "/news-sitemap.xml": (
            "application/xml",
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{sitemap}</urlset>'.encode(),
        ),
        "/latest.html": ("text/html", f"<html><body><ul class='news'>{listing}</ul></body></html>".encode()),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class RealPagesSite:
    port: int
    pages: list[ServedPage]

    @property
    def origin(self) -> str:
        return f"http://{loopback_host(0)}:{self.port}"

    @property
    def seed_url(self) -> str:
        return self.origin + SEED_PATH


@contextmanager
def serve_real_pages(data: Path) -> Iterator[RealPagesSite]:
    """The site, for the length of a block, on a thread and a free port."""
    pages = pages_of(data)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    runner, port = asyncio.run_coroutine_threadsafe(_start(pages), loop).result(30)
    try:
        yield RealPagesSite(port=port, pages=pages)
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)


async def _start(pages: list[ServedPage]) -> tuple[web.ServerRunner, int]:
    by_address: dict[tuple[str, str], ServedPage] = {(page.host, page.path): page for page in pages}
    doors: dict[str, tuple[str, bytes]] = {}

    async def answer(request: web.BaseRequest) -> web.Response:
        host = (request.host or "").partition(":")[0]
        if request.path in doors:
            content_type, body = doors[request.path]
            return web.Response(body=body, content_type=content_type)
        page = by_address.get((host, request.path))
        if page is None:
            return web.Response(status=404)
        return web.Response(body=page.body, headers={"Content-Type": page.content_type})

    server: Any = web.Server(answer)
    runner = web.ServerRunner(server)
    await runner.setup()
    hosts = sorted({page.host for page in pages})
    first = web.TCPSite(runner, hosts[0], 0)
    await first.start()
    port = runner.addresses[0][1]
    for host in hosts[1:]:
        await web.TCPSite(runner, host, port).start()
    doors.update(door_bodies(pages, port))
    return runner, port
