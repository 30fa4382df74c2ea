"""A web on loopback that plays every source of the catalogue, by the names it has in the catalogue.

    catalogue ─scheme http─→ sources to crawl
    name of a host ─PlayedNames─→ its own loopback address, and the port of this web
    entry of a source + trouble + schedule ─→ robots.txt, doors, articles, all as of the simulated moment

Only the scheme differs from the shipped entries: hosts, paths, queries, selectors and article patterns are theirs, so
everything that looks at an address sees the real one. Names are resolved here and nowhere else: nothing leaves loopback.
"""

import asyncio
import gzip
import html
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from enum import StrEnum
from hashlib import blake2b
from random import Random
from typing import Any, Final
from urllib.parse import quote, unquote, urlsplit

from misbehaving_site import NOT_FOUND, Asked, Behave, _read_request, answer, redirect
from press_sentences import Story, language_known, write_story
from server_threads import serving
from twisted.internet.address import IPv4Address

from crawler.guarded_resolver import GuardedResolver
from press.door_verdicts import DoorVerdict
from press.networks import NetworkPolicy
from press.sources import Confidence, Door, DoorKind, Source

BACKLOG: Final = 4
"""Articles of a source that are there before the day begins."""

DOOR_SHOWS: Final = 30
NAMING_EVERY: Final = 16
LONG_DELAY: Final = 10
LIVELY: Final = 20
DIES_AFTER: Final = timedelta(hours=2)
NEW_PLACE: Final = "/moved-here"
CHALLENGE: Final = (
    "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>"
    '<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script></body></html>'
)
SHELL: Final = '<!DOCTYPE html><html><head><title>News</title></head><body><div id="root"></div><script src="/app.js"></script></body></html>'
OTHER_WORLD: Final = {"en": "ru"}


class Trouble(StrEnum):
    """What is wrong with a source. One source each."""

    NO_NAME = "no name"
    REFUSED = "connection refused"
    CUT_SHORT = "cut short"
    ERROR = "error 500"
    ROBOTS_DOWN = "robots.txt unreachable"
    NOT_FOUND = "not found"
    GONE = "gone"
    MOVED = "moved"
    MOVED_TWICE = "moved twice"
    TO_FRONT_PAGE = "sent to the front page"
    REFUSES_ROBOTS = "forbidden by robots.txt"
    REFUSES_US = "403"
    CHALLENGE = "challenge"
    CHALLENGE_403 = "challenge with 403"
    STALE = "stale"
    FOREIGN = "foreign"
    LIES_304 = "304 though it changed"
    EMPTY_FEED = "empty feed"
    SHELL = "built in the browser"
    PAGE_FOR_FEED = "a page in place of the feed"
    DIES = "its best door dies, a guessed one lives"

    @property
    def leaves_it_alive(self) -> bool:
        return self in (Trouble.MOVED, Trouble.MOVED_TWICE, Trouble.LIES_304, Trouble.DIES)


VERDICTS: Final = {
    Trouble.NO_NAME: DoorVerdict.FAILING,
    Trouble.REFUSED: DoorVerdict.FAILING,
    Trouble.CUT_SHORT: DoorVerdict.FAILING,
    Trouble.ERROR: DoorVerdict.FAILING,
    Trouble.ROBOTS_DOWN: DoorVerdict.FAILING,
    Trouble.NOT_FOUND: DoorVerdict.GONE,
    Trouble.GONE: DoorVerdict.GONE,
    Trouble.TO_FRONT_PAGE: DoorVerdict.NOT_A_DOOR,
    Trouble.REFUSES_ROBOTS: DoorVerdict.FORBIDDEN,
    Trouble.REFUSES_US: DoorVerdict.BLOCKED,
    Trouble.CHALLENGE: DoorVerdict.BLOCKED,
    Trouble.CHALLENGE_403: DoorVerdict.BLOCKED,
    Trouble.STALE: DoorVerdict.STALE,
    Trouble.FOREIGN: DoorVerdict.FOREIGN,
    Trouble.EMPTY_FEED: DoorVerdict.EMPTY,
    Trouble.SHELL: DoorVerdict.EMPTY,
    Trouble.PAGE_FOR_FEED: DoorVerdict.NOT_A_DOOR,
}
_FEEDS_ONLY: Final = (Trouble.TO_FRONT_PAGE, Trouble.STALE, Trouble.FOREIGN, Trouble.LIES_304, Trouble.EMPTY_FEED, Trouble.PAGE_FOR_FEED)  # fmt: skip
_LISTINGS_ONLY: Final = (Trouble.SHELL,)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedArticle:
    """doors: addresses of the doors that name it."""

    source_id: str
    url: str
    published: datetime
    story: Story
    names_organization: bool
    doors: frozenset[str]
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A request as the server saw it, at the simulated moment."""

    host: str
    url: str
    at: datetime


@dataclass(slots=True)
class PlayedSource:
    """pause: what its entry and its robots.txt ask for between two requests. alive: doors that bring its news."""

    source: Source
    trouble: Trouble | None
    alive: tuple[Door, ...]
    robots: str | None
    charset: str
    articles: list[PlayedArticle] = field(default_factory=list)

    def verdict_due(self, door: Door) -> DoorVerdict:
        """What a check has to say of a door."""
        if self.trouble in VERDICTS:
            return VERDICTS[self.trouble]
        if door in self.alive:
            undated = door.kind is DoorKind.SITEMAP or (door.kind is DoorKind.LISTING and not door.date)
            return DoorVerdict.UNDATED if undated else DoorVerdict.PROVEN
        return DoorVerdict.GONE


def over_http(catalogue: Mapping[str, Source]) -> dict[str, Source]:
    """The same sources, asked without encryption."""

    def rewritten(value: Any) -> Any:
        if isinstance(value, str):
            return re.sub(r"^https://", "http://", value)
        if isinstance(value, dict):
            return {key: rewritten(each) for key, each in value.items()}
        return [rewritten(each) for each in value] if isinstance(value, list | tuple) else value

    return {each.id: Source.model_validate(rewritten(each.model_dump())) for each in catalogue.values()}


def choose_troubles(sources: Mapping[str, Source], troubles: Sequence[Trouble]) -> dict[str, Trouble]:
    """Which sources are in trouble: enabled ones that share no host, one for each kind that fits."""
    hosts: dict[str, set[str]] = defaultdict(set)
    for source in sources.values():
        for host in hosts_of(source):
            hosts[host].add(source.id)
    free = sorted(
        (
            source
            for source in sources.values()
            if source.enabled
            and source.doors
            and (source.delay_seconds or 0) < LONG_DELAY  # these show that long delays are kept
            and all(len(hosts[host]) == 1 for host in hosts_of(source))
        ),
        key=lambda source: digest(source.id),
    )
    chosen: dict[str, Trouble] = {}
    for trouble in troubles:
        wanted = DoorKind.FEED if trouble in _FEEDS_ONLY else DoorKind.LISTING if trouble in _LISTINGS_ONLY else None
        for source in free:
            fits = wanted is None or all(door.kind is wanted for door in source.doors)
            if trouble is Trouble.DIES:
                fits = len(source.doors) == 2 > len(believed_doors(source)) and not any(
                    door.archive for door in source.doors
                )
            lively = not trouble.leaves_it_alive or source.expected_per_day >= LIVELY
            if source.id not in chosen and fits and lively:
                chosen[source.id] = trouble
                break
    return chosen


def believed_doors(source: Source) -> list[Door]:
    """Those that are polled: where nobody vouches for any, all."""
    asked = [door for door in source.doors if not door.archive]
    return [door for door in asked if door.confidence is not Confidence.LOW] or asked


def hosts_of(source: Source) -> set[str]:
    return {urlsplit(door.address).netloc for door in source.doors}


def digest(*parts: object) -> int:
    """Chance that is the same every time."""
    return int.from_bytes(blake2b("|".join(map(str, parts)).encode(), digest_size=6).digest(), "big")


def play_source(source: Source, trouble: Trouble | None, hosts_shared: bool) -> PlayedSource:
    """Believed doors live; guessed ones beside them are inventions, as they are in the field."""
    alive = (*believed_doors(source), *(door for door in source.doors if door.archive))
    if trouble is Trouble.DIES:
        alive = source.doors
    if trouble is not None and not trouble.leaves_it_alive:
        alive = ()
    return PlayedSource(
        source=source,
        trouble=trouble,
        alive=alive,
        robots=None if hosts_shared else robots_of(source, trouble),
        charset=charset_of(source),
    )


def robots_of(source: Source, trouble: Trouble | None) -> str | None:
    """None: there is no robots.txt. The delay that the entry takes over from the site stands in it."""
    if trouble is Trouble.REFUSES_ROBOTS:
        return "User-agent: *\nDisallow: /\n"
    if source.spider == "kazinform":
        return "\nUser-agent: *\nDisallow: /archive/\nDisallow: /search/\nDisallow: /*?\n"
    if source.delay_seconds is not None and source.delay_seconds >= LONG_DELAY and source.kind != "official":
        return f"User-agent: GPTBot\nDisallow: /\n\nUser-agent: *\nCrawl-delay: {source.delay_seconds:g}\nDisallow: /admin/\n"
    forms = (
        None,
        "User-agent: *\nDisallow:\n",
        "User-agent: *\nDisallow: /wp-admin/\nDisallow: /search\nCrawl-delay: 5\n",
    )
    return forms[digest(source.id, "robots") % len(forms)]


def charset_of(source: Source) -> str:
    """Most are UTF-8; some are of the old kind."""
    language = language_known(source.languages[0])
    old = {"ar": "windows-1256", "ru": "windows-1251", "zh": "gb18030"}.get(language)
    return old if old and digest(source.id, "charset") % 5 == 0 else "utf-8"


def article_address(source: Source, door: Door, number: int, day: datetime) -> str:
    """An address in the form of the source's articles. Raises ValueError when none can be made."""
    slug = f"{source.id}-story-{number:05d}"
    host = urlsplit(door.address).netloc
    if source.spider == "kazinform" and not any(urlsplit(each).netloc == host for each in source.examples):
        form = "/ru/{}_a{:07d}" if host == "www.inform.kz" else "/news/{}-a{:05d}/"
        return f"http://{host}" + form.format("astanada-sammit-otti", (4_000_000 if "_a" in form else 0) + number)
    if not source.examples:
        return f"http://{host}/news/{slug}"
    pattern = source.article_pattern(door) or source.articles
    for example in sorted(source.examples, key=lambda each: urlsplit(each).netloc != host):
        made = _numbered(_dated(example, day), number)
        if source.is_article(made) and (not pattern or re.search(pattern, made)):
            return made
    raise ValueError(f"no address can be made for {source.id}")


def _dated(example: str, day: datetime) -> str:
    for form, printed in (
        ("20240704", "%Y%m%d"), ("04072024", "%d%m%Y"), ("2024/07/04", "%Y/%m/%d"), ("2024-07-04", "%Y-%m-%d"),
        ("2024/0704", "%Y/%m%d"), ("2024/07", "%Y/%m"), ("2023/06", "%Y/%m"), ("2024/7/4", f"%Y/{day.month}/{day.day}"),
    ):  # fmt: skip
        if form in example:
            return example.replace(form, day.strftime(printed), 1)
    return example


def _numbered(example: str, number: int) -> str:
    """The example with another number, hexadecimal name or slug."""
    if match := re.search(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", example):
        return example.replace(match.group(), f"0f8fad5b-d9cb-469f-a165-{number:012x}")
    if match := re.search(r"(?<![0-9a-z])(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)[0-9a-f]{10,}(?![0-9a-z])", example):
        return example.replace(match.group(), f"{digest(number):012x}{number:020x}"[: len(match.group())])
    head, slash, last = example.rstrip("/").rpartition("/")
    tail = example[len(example.rstrip("/")) :]
    for text in (last, head):
        runs = [run for run in re.finditer(r"\d+", text) if len(run.group()) >= (2 if text is last else 5)]
        if runs:
            run = runs[-1]
            size = len(run.group())
            value = f"{(int(run.group()) + number) % (10**size if size > 2 else 10**9):0{size}d}"
            changed = text[: run.start()] + value + text[run.end() :]
            return (head + slash + changed if text is last else changed + slash + last) + tail
    return f"{head}{slash}{last}-{number:05d}{tail}"


def schedule_articles(played: PlayedSource, start: datetime, hours: float, share: float) -> None:
    """A backlog, and the day's articles: fewer at night, as many as the entry expects, times `share`."""
    source = played.source
    chance = Random(digest(source.id, "articles"))
    language = source.languages[0]
    if played.trouble is Trouble.FOREIGN:
        language = OTHER_WORLD.get(language, "en")
    doors = [door for door in played.alive if not door.archive] or list(source.doors)
    expected = source.expected_per_day * share * hours / 24
    count = int(expected) + (chance.random() < expected - int(expected)) if played.alive else 0
    moments = [start - timedelta(minutes=40 + 25 * back) for back in range(BACKLOG, 0, -1)]
    moments += sorted(start + timedelta(hours=hours) * chance.betavariate(1.6, 1.6) for _ in range(count))
    for number, moment in enumerate(moments):
        own = doors[digest(source.id, number, "door") % len(doors)]
        naming = number % NAMING_EVERY == NAMING_EVERY - 1
        story = write_story(language, chance, names_organization=naming)
        published = moment - timedelta(days=60) if played.trouble is Trouble.STALE else moment
        played.articles.append(
            PlayedArticle(
                source_id=source.id,
                url=article_address(source, own, number + 1, start),
                published=published.replace(microsecond=0),
                story=story,
                names_organization=naming,
                doors=doors_naming(played, own, number),
                language=language,
            )
        )


def doors_naming(played: PlayedSource, own: Door, number: int) -> frozenset[str]:
    """Which doors name an article: its own section's, some others, and all where they show the same."""
    everywhere = number < BACKLOG or played.trouble is Trouble.DIES
    return frozenset(
        door.address
        for door in (own, *(played.alive or played.source.doors))
        if door == own or everywhere or door.archive or digest(number, door.address) % 3 == 0
    )


class PressWeb:
    """What stands at every address at the present moment of `clock`, and who asked for what."""

    def __init__(
        self,
        catalogue: Mapping[str, Source],
        clock: Callable[[], datetime],
        *,
        hours: float,
        share: float,
        troubles: Sequence[Trouble],
    ) -> None:
        self.clock = clock
        self.start = clock().replace(microsecond=0)
        self.sources = over_http(catalogue)
        self.arrivals: list[Arrival] = []
        self.port = 0
        chosen = choose_troubles(self.sources, troubles)
        users: dict[str, set[str]] = defaultdict(set)
        for source in self.sources.values():
            for host in hosts_of(source):
                users[host].add(source.id)
        self.played: dict[str, PlayedSource] = {}
        self._doors: dict[str, tuple[PlayedSource, Door]] = {}
        self._articles: dict[str, tuple[PlayedSource, PlayedArticle]] = {}
        self.ruled: dict[str, PlayedSource] = {}
        for source in self.sources.values():
            if not source.doors:
                continue
            shared = any(len(users[host]) > 1 for host in hosts_of(source)) and source.spider != "kazinform"
            played = self.played[source.id] = play_source(source, chosen.get(source.id), shared)
            schedule_articles(played, self.start, hours, share)
            for door in source.doors:
                self._doors[plain(door.address)] = played, door
            for article in played.articles:
                self._articles[plain(article.url)] = played, article
            for host in hosts_of(source):
                self.ruled[host] = played
        hosts = sorted({urlsplit(url).netloc for url in (*self._doors, *self._articles)})
        self.places = {host: f"127.9.{at // 250}.{at % 250 + 1}" for at, host in enumerate(hosts)}
        self.silent = {
            host
            for played in self.played.values()
            if played.trouble is Trouble.REFUSED
            for host in hosts_of(played.source)
        }
        for played in self.played.values():
            if played.trouble is Trouble.NO_NAME:
                for host in hosts_of(played.source):
                    del self.places[host]

    @property
    def articles(self) -> list[PlayedArticle]:
        return [article for played in self.played.values() for article in played.articles]

    @property
    def dead_hosts(self) -> set[str]:
        return {host for played in self.played.values() if not played.alive for host in hosts_of(played.source)}

    def is_door(self, url: str) -> bool:
        return plain(url) in self._doors or NEW_PLACE in url

    def verdicts_due(self) -> dict[tuple[str, str], DoorVerdict]:
        return {
            (source_id, door.address): played.verdict_due(door)
            for source_id, played in self.played.items()
            for door in played.source.doors
        }

    def behaviour(self, asked: Asked) -> Behave:
        url = plain(f"http://{asked.host}{asked.path}")
        if asked.path == "/robots.txt":
            return self._answer_robots(asked.host)
        if asked.path.startswith(NEW_PLACE):
            return self._answer_moved(asked)
        if url in self._doors:
            return self._answer_door(*self._doors[url], asked)
        if url in self._articles:
            played, article = self._articles[url]
            if article.published <= self.clock():
                return answer(
                    article_page(article, played.charset).encode(played.charset, "replace"),
                    content_type=f"text/html; charset={played.charset}",
                )
        front = next((played for played in self.played.values() if asked.host in hosts_of(played.source)), None)
        if asked.path == "/" and front is not None:
            return answer(page_around("<p>Front page</p>", front))
        return NOT_FOUND

    def _answer_robots(self, host: str) -> Behave:
        played = self.ruled.get(host)
        if played is None:
            return NOT_FOUND
        if played.trouble is Trouble.ROBOTS_DOWN:
            return answer("down", status=503)
        if played.trouble is Trouble.CUT_SHORT:
            return NOT_FOUND
        return NOT_FOUND if played.robots is None else answer(played.robots, content_type="text/plain")

    def _answer_door(self, played: PlayedSource, door: Door, asked: Asked) -> Behave:
        match played.trouble:
            case Trouble.ERROR:
                return answer("out of order", status=500)
            case Trouble.CUT_SHORT:
                return answer("<rss version='2.0'><channel><title>cut", content_type="text/xml", claimed_length=50_000)
            case Trouble.GONE:
                return answer("no more", status=410)
            case Trouble.MOVED:
                return redirect(f"{NEW_PLACE}/1{door_mark(door)}", 301)
            case Trouble.MOVED_TWICE:
                return redirect(f"{NEW_PLACE}/2{door_mark(door)}", 308)
            case Trouble.TO_FRONT_PAGE:
                return redirect("/", 301)
            case Trouble.REFUSES_US:
                return answer("<html><body>No.</body></html>", status=403)
            case Trouble.CHALLENGE:
                return answer(CHALLENGE)
            case Trouble.CHALLENGE_403:
                return answer(CHALLENGE, status=403)
            case Trouble.SHELL:
                return answer(SHELL)
            case Trouble.PAGE_FOR_FEED:
                return answer(page_around("<p>Subscribe to our feeds!</p>", played))
            case Trouble.STALE | Trouble.FOREIGN | Trouble.EMPTY_FEED:
                return self._render(played, door, asked)
            case Trouble.DIES if door in believed_doors(played.source) and self.clock() > self.start + DIES_AFTER:
                return NOT_FOUND
        return self._render(played, door, asked) if door in played.alive else NOT_FOUND

    def _answer_moved(self, asked: Asked) -> Behave:
        number, _, mark = asked.path.removeprefix(f"{NEW_PLACE}/").partition("-")
        if number == "2":
            return redirect(f"{NEW_PLACE}/1-{mark}", 301)
        for played, door in self._doors.values():
            if door_mark(door) == f"-{mark}":
                return self._render(played, door, asked)
        return NOT_FOUND

    def _render(self, played: PlayedSource, door: Door, asked: Asked) -> Behave:
        now = self.clock()
        shown = [each for each in played.articles if door.address in each.doors and each.published <= now]
        shown = sorted(shown, key=lambda each: each.published, reverse=True)[:DOOR_SHOWS]
        if played.trouble is Trouble.EMPTY_FEED:
            shown = []
        changed = shown[0].published if shown else self.start
        headers, unchanged = validators(played, door, changed, asked)
        if unchanged:
            return answer(b"", status=304, headers=headers)
        content_type, text = DOOR_PAGES[door.kind](played, door, shown)
        body = text.encode(played.charset, "xmlcharrefreplace")
        if digest(door.address, "gzip") % 4 == 0:
            body, headers = gzip.compress(body, 1), {**headers, "Content-Encoding": "gzip"}
        return answer(body, content_type=content_type, headers=headers)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while not writer.is_closing():
                asked = await _read_request(reader)
                if asked is None:
                    break
                host = asked.headers.get("host", "").partition(":")[0]
                asked = Asked(host=host, path=asked.path, headers=asked.headers, at=asked.at)
                self.arrivals.append(Arrival(host=host, url=f"http://{host}{asked.path}", at=self.clock()))
                await self.behaviour(asked)(asked, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


def plain(url: str) -> str:
    """However its letters are encoded."""
    return unquote(url)


def door_mark(door: Door) -> str:
    return f"-{digest(door.address):x}"


def validators(played: PlayedSource, door: Door, changed: datetime, asked: Asked) -> tuple[dict[str, str], bool]:
    """What a door says of its version, and whether the asker has it. The liar's never changes."""
    style = digest(door.address, "validators") % 4
    lies = played.trouble is Trouble.LIES_304
    tag, moment = f'"{0 if lies else int(changed.timestamp()):x}"', format_datetime(changed, usegmt=True)
    headers = {}
    if style in (0, 2) or lies:
        headers["ETag"] = tag
    if style in (1, 2) and not lies:
        headers["Last-Modified"] = moment
    if style == 1:
        headers["Cache-Control"] = "max-age=300"
    known, since = asked.headers.get("if-none-match"), asked.headers.get("if-modified-since")
    if known is not None and "ETag" in headers:
        return headers, known == tag
    return headers, bool(since and "Last-Modified" in headers and parsedate_to_datetime(since) >= changed)


def article_page(article: PlayedArticle, charset: str) -> str:
    """A page in one of three styles of markup."""
    title, text = (
        html.escape(article.story.title),
        "".join(f"<p>{html.escape(p)}</p>" for p in article.story.paragraphs),
    )
    printed = article.published.isoformat()
    style = digest(article.source_id, "page") % 3
    head = f'<meta charset="{charset}"><title>{title}</title><link rel="canonical" href="{html.escape(article.url)}">'
    if style == 0:
        facts = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": article.story.title,
            "datePublished": printed,
        }
        head += f'<script type="application/ld+json">{json.dumps(facts)}</script>'
    else:
        head += (
            f'<meta property="og:title" content="{title}"><meta property="article:published_time" content="{printed}">'
        )
    block = ("article", 'div class="post-content"', 'div id="news_text"')[style]
    return (
        f'<!DOCTYPE html><html lang="{article.language}"><head>{head}</head><body><nav><a href="/">Home</a>'
        f'<a href="/about">About</a></nav><{block}><h1>{title}</h1><time datetime="{printed}">{printed[:10]}</time>{text}'
        f"</{block.split()[0]}><footer><a href='/contacts'>Contacts</a></footer></body></html>"
    )


def page_around(body: str, played: PlayedSource) -> str:
    return (
        f'<!DOCTYPE html><html lang="{played.source.languages[0]}"><head><meta charset="{played.charset}"><title>News</title>'
        f'</head><body><ul class="menu"><li><a href="/about">A</a></li><li><a href="/tags/one">T</a></li></ul>{body}'
        '<footer><a href="/contacts">C</a></footer></body></html>'
    )


def written(url: str) -> str:
    """An address as pages write it."""
    return html.escape(quote(url, safe=":/?&=#%+,;@!$'()*~-._"))


def feed_page(played: PlayedSource, door: Door, shown: Sequence[PlayedArticle]) -> tuple[str, str]:
    """RSS 2.0, Atom, RSS 1.0 or JSON Feed."""
    style = digest(door.address, "feed") % 8
    head = f'<?xml version="1.0" encoding="{played.charset}"?>'
    rows = [(html.escape(each.story.title), written(each.url), each.published) for each in shown]
    if style == 5:
        items = "".join(
            f'<entry><title>{title}</title><link href="{url}"/><id>{url}</id><updated>{at.isoformat()}</updated>'
            f"<published>{at.isoformat()}</published></entry>"
            for title, url, at in rows
        )
        return (
            "application/atom+xml",
            f'{head}<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><id>x</id>{items}</feed>',
        )
    if style == 6:
        items = "".join(
            f'<item rdf:about="{url}"><title>{title}</title><link>{url}</link><dc:date>{at.isoformat()}</dc:date></item>'
            for title, url, at in rows
        )
        return "application/rdf+xml", (
            f'{head}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>F</title></channel>{items}</rdf:RDF>'
        )
    if style == 7 and played.charset == "utf-8":
        entries = [
            {"id": each.url, "url": each.url, "title": each.story.title, "date_published": each.published.isoformat()}
            for each in shown
        ]
        feed = {"version": "https://jsonfeed.org/version/1.1", "title": "F", "items": entries}
        return "application/feed+json", json.dumps(feed, ensure_ascii=False)
    items = "".join(
        f"<item><title>{title}</title><link>{url}</link><guid>{url}</guid><pubDate>{format_datetime(at)}</pubDate></item>"
        for title, url, at in rows
    )
    ttl = "<ttl>15</ttl>" if style == 4 else ""
    return "text/xml", f'{head}<rss version="2.0"><channel><title>F</title>{ttl}{items}</channel></rss>'


def sitemap_page(played: PlayedSource, door: Door, shown: Sequence[PlayedArticle]) -> tuple[str, str]:
    is_news = door.kind is DoorKind.NEWS_SITEMAP
    rows = []
    for each in shown:
        at = each.published.isoformat()
        news = (
            f"<news:news><news:publication><news:name>N</news:name><news:language>{each.language}</news:language>"
            f"</news:publication><news:publication_date>{at}</news:publication_date>"
            f"<news:title>{html.escape(each.story.title)}</news:title></news:news>"
        )
        rows.append(
            f"<url><loc>{written(each.url)}</loc>" + (news if is_news else f"<lastmod>{at}</lastmod>") + "</url>"
        )
    return "application/xml", (
        f'<?xml version="1.0" encoding="{played.charset}"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{"".join(rows)}</urlset>'
    )


def listing_page(played: PlayedSource, door: Door, shown: Sequence[PlayedArticle]) -> tuple[str, str]:
    """Links as the entry's selectors want them, or in one of three styles where it only has a pattern."""
    style = digest(door.address, "listing") % 3
    items = door.items or ("li", "div", "article")[style]
    blocks = []
    for each in shown:
        url, title = written(each.url), html.escape(each.story.title)
        if style == 1 and urlsplit(each.url).netloc == urlsplit(door.address).netloc:
            url = url.partition("//")[2].partition("/")[2].join(("/", ""))
        at = f"{each.published:%d.%m.%Y}"
        date = element(door.date or "time", at, f' datetime="{each.published.isoformat()}"') if door.items else ""
        if re.match(r"a(?![a-z])", items):
            blocks.append(element(items, date + element(door.title, title), f' href="{url}"'))
            continue
        link = element(door.links or "a", title, f' href="{url}"')
        picture = element(door.links or "a", '<img src="/i.jpg" alt="">', f' href="{url}"') if style == 2 else ""
        blocks.append(element(items, picture + link + date))
    return f"text/html; charset={played.charset}", page_around(f"<main>{''.join(blocks)}</main>", played)


def element(selector: str, inner: str, more: str = "") -> str:
    """What a simple selector names, around `inner`: its parts inside each other. more: attributes of the last."""
    for part in reversed(re.split(r"[\s>]+", selector)):
        name = re.match(r"[a-z0-9]+", part)
        tag = name.group() if name else "div"
        inner, more = f"<{tag}{attributes(part)}{more}>{inner}</{tag}>", ""
    return inner


def attributes(selector: str) -> str:
    """Class and id that a part of a simple selector names."""
    plain_part = re.sub(r"\[[^\]]*\]", "", selector)
    classes, names = re.findall(r"\.([\w-]+)", plain_part), re.findall(r"#([\w-]+)", plain_part)
    return (f' class="{" ".join(classes)}"' if classes else "") + (f' id="{names[0]}"' if names else "")


DOOR_PAGES: Final[Mapping[DoorKind, Callable[[PlayedSource, Door, Sequence[PlayedArticle]], tuple[str, str]]]] = {
    DoorKind.FEED: feed_page,
    DoorKind.NEWS_SITEMAP: sitemap_page,
    DoorKind.SITEMAP: sitemap_page,
    DoorKind.LISTING: listing_page,
}


class PlayedNames(GuardedResolver):
    """The guard of the fetch layer, over a table in place of the system: it still refuses what the policy refuses."""

    def __init__(self, web: PressWeb, policy: NetworkPolicy) -> None:
        super().__init__(None, policy)
        self._web = web

    def resolveHostName(  # noqa: N802  # Twisted's name
        self, resolutionReceiver: Any, hostName: str, portNumber: int = 0, *_: Any, **__: Any  # noqa: N803
    ) -> Any:  # fmt: skip
        place = self._web.places.get(hostName)
        addresses = [] if place is None else [IPv4Address("TCP", place, 0)]
        resolutionReceiver.resolutionBegan(self)
        self.hand_out(resolutionReceiver, hostName, self._web.port, addresses)
        return self


@contextmanager
def serve_press(web: PressWeb) -> Iterator[PressWeb]:
    """The web for the length of a block, on a thread: each host on its own loopback address, all on one free port."""

    async def start() -> list[asyncio.Server]:
        servers = []
        for host, place in web.places.items():
            if host not in web.silent:
                servers.append(await asyncio.start_server(web.serve, place, web.port))
                web.port = servers[0].sockets[0].getsockname()[1]
        return servers

    with serving(start):
        yield web
