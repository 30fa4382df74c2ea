"""The doors of a site nobody has described yet.

    address ─ask→ page ─declared feeds, links that look like feeds, sections→ ┐
    robots.txt ─Sitemap lines→                                                ├→ candidates ─ask, read→ FoundDoor
    well-known places (/feed, /rss.xml, /sitemap.xml …) →                     ┘

Nothing is believed that was not read: a candidate is a door when items come out of it. `ask` is whoever fetches, with the
manners of every request.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin, urlsplit

from crawler.door_reading import read_door
from crawler.door_walk import Ask, read_answer
from crawler.feed_decoding import decode
from crawler.link_shapes import article_pattern_of
from crawler.listings import Link, declared_feeds, links_of
from crawler.responses import DoorAnswer
from press.addresses import address_key, same_host
from press.answers import Answer, kind_of_answer
from press.discoveries import DoorContent
from press.door_verdicts import kind_of_door
from press.sources import Door, DoorKind

MOST_QUESTIONS: Final = 40
MOST_SECTIONS: Final = 6
MOST_CHILDREN: Final = 3
FEWEST_ITEMS: Final = 3

_WELL_KNOWN: Final = (
    "feed", "rss", "rss.xml", "feed.xml", "atom.xml", "index.xml", "feed.json", "news.rss", "rss/all.xml", "rss/index.xml",
    "export/rss2/archive/index.xml", "?feed=rss2", "arc/outboundfeeds/rss/?outputType=xml",
)  # fmt: skip
_SITEMAPS: Final = (
    "news-sitemap.xml", "sitemap-news.xml", "sitemap_news.xml", "googlenews.xml", "sitemap.xml", "sitemap_index.xml",
)  # fmt: skip
_FEED_WORDS: Final = re.compile(
    r"(?:^|[/.?=_-])(?:rss\w*|feeds?|atom|mrss)(?:$|[/.?&=_-])|\.xml(?:$|\?)", re.IGNORECASE
)
_NEWS_WORDS: Final = re.compile(
    r"\b(?:news|latest|press|releases?|media|stories|articles|novosti|lenta|haber\w*|xeber\w*|actualites?|noticias)\b"
    r"|أخبار|الأخبار|اخبار|آخر|بيانات|новост|лент|пресс|жаңалық|хабар|xəbər|haber|янгилик|新闻|要闻|خبرها",
    re.IGNORECASE,
)
_SITEMAP_LINE: Final = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_NEWS_SITEMAP: Final = re.compile(r"news|latest|actu|recent", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDoor:
    """A door that was read. door: as it would be written, its evidence says how it was found; content: what came."""

    door: Door
    content: DoorContent


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovered:
    """doors: the best first. asked: addresses that were asked; problem: why the site could not be looked at, "" else."""

    doors: tuple[FoundDoor, ...]
    asked: tuple[str, ...]
    title: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    kind: DoorKind
    address: str
    evidence: str


async def discover_doors(url: str, ask: Ask, *, most_questions: int = MOST_QUESTIONS) -> Discovered:
    """Looks for the doors of a site; url: its home page, or the page of one of its sections or editions."""
    search = _Search(ask, most_questions)
    page = await search.ask(url)
    if page is None:
        return Discovered(doors=(), asked=tuple(search.asked), problem=f"{url}: no page there could be read")
    text = decode(page.body, page.charset)
    itself = read_door(
        Door(kind=DoorKind.FEED, address=url), page.body, url=page.url, content_type=None, charset=page.charset
    )
    if isinstance(itself, DoorContent):
        search.take(_Candidate(kind=DoorKind.FEED, address=url, evidence="the address given"), itself)
        return Discovered(doors=search.found(), asked=tuple(search.asked), title=itself.title or "")
    links = links_of(text, page.url)
    await search.try_all(_declared(text, page.url))
    await search.try_all(_linked_feeds(links, page.url))
    await search.try_all(await _robots_sitemaps(search, page.url))
    if not search.has(DoorKind.FEED):
        await search.try_all(_well_known(page.url))
    if not search.has(DoorKind.NEWS_SITEMAP):
        await search.try_all(_well_known_sitemaps(page.url))
    search.take_listing(page, "the page given")
    for section in _sections(links, page.url):
        answer = await search.ask(section)
        if answer is not None:
            search.take_listing(answer, "a section linked from the page given")
    return Discovered(doors=search.found(), asked=tuple(search.asked), title=_title(text, page.url))


class _Search:
    """What was asked and found so far; each address is asked once."""

    def __init__(self, ask: Ask, most_questions: int) -> None:
        self.asked: dict[str, None] = {}
        self._ask = ask
        self._most = most_questions
        self._found: dict[bytes, FoundDoor] = {}

    async def ask(self, address: str) -> DoorAnswer | None:
        """The answer if it is a body; None for everything else, and when enough was asked."""
        if address in self.asked or len(self.asked) >= self._most:
            return None
        self.asked[address] = None
        answer = await self._ask(address)
        return answer if answer is not None and kind_of_answer(answer.status) is Answer.OK else None

    async def try_all(self, candidates: Iterable[_Candidate]) -> None:
        for candidate in candidates:
            answer = await self.ask(candidate.address)
            if answer is None:
                continue
            content = _read(candidate, answer)
            if content is None:
                continue
            self.take(candidate, content)
            # An index names its parts newest first: the news among them is a door of its own.
            news = [child for child in content.children if _NEWS_SITEMAP.search(child)][:MOST_CHILDREN]
            await self.try_all(
                _Candidate(kind=DoorKind.NEWS_SITEMAP, address=child, evidence=f"named by {candidate.address}")
                for child in news
            )

    def take(self, candidate: _Candidate, content: DoorContent, *, articles: str = "") -> None:
        kind = kind_of_door(content)
        if not content.entries and not content.children:
            return
        door = Door(
            kind=kind,
            address=candidate.address,
            evidence=(candidate.evidence,),
            articles=articles,
            archive=kind is DoorKind.SITEMAP,
        )
        self._found.setdefault(
            _same_items(content) or address_key(candidate.address), FoundDoor(door=door, content=content)
        )

    def take_listing(self, answer: DoorAnswer, evidence: str) -> None:
        """Takes a page for a listing when enough of its links look like articles."""
        links = links_of(decode(answer.body, answer.charset), answer.url)
        pattern = article_pattern_of([link.address for link in links if same_host(link.address, answer.url)])
        if not pattern:
            return
        candidate = _Candidate(kind=DoorKind.LISTING, address=answer.url, evidence=evidence)
        content = _read(candidate, answer, pattern)
        if content is not None and len(content.entries) >= FEWEST_ITEMS:
            self.take(candidate, content, articles=pattern)

    def has(self, kind: DoorKind) -> bool:
        return any(found.door.kind is kind for found in self._found.values())

    def found(self) -> tuple[FoundDoor, ...]:
        order = (DoorKind.FEED, DoorKind.NEWS_SITEMAP, DoorKind.LISTING, DoorKind.SITEMAP)
        return tuple(sorted(self._found.values(), key=lambda found: order.index(found.door.kind)))


def _read(candidate: _Candidate, answer: DoorAnswer, pattern: str = "") -> DoorContent | None:
    door = Door(kind=candidate.kind, address=candidate.address)
    content = read_answer(door, answer, pattern)
    return content if isinstance(content, DoorContent) else None


def _same_items(content: DoorContent) -> bytes | None:
    """Equal for two addresses of one feed (/feed and /rss.xml); None where that cannot be told."""
    if content.kind == "listing" or len(content.entries) < FEWEST_ITEMS:
        return None
    kind = kind_of_door(content).encode()  # a sitemap that begins as the feed does is still another door
    return kind + b"".join(address_key(entry.url) for entry in content.entries[:5])


def _declared(text: str, url: str) -> Iterator[_Candidate]:
    for address in declared_feeds(text, url, most=10):
        yield _Candidate(kind=DoorKind.FEED, address=address, evidence="declared by the page given")


def _linked_feeds(links: tuple[Link, ...], url: str) -> Iterator[_Candidate]:
    addresses = (
        link.address for link in links if _FEED_WORDS.search(urlsplit(link.address)._replace(netloc="").geturl())
    )
    for address in list(dict.fromkeys(addresses))[:8]:
        if _is_near(address, url):
            yield _Candidate(kind=DoorKind.FEED, address=address, evidence="linked from the page given")


async def _robots_sitemaps(search: _Search, url: str) -> list[_Candidate]:
    robots = urljoin(url, "/robots.txt")
    answer = await search.ask(robots)
    if answer is None:
        return []
    addresses = [urljoin(answer.url, found) for found in _SITEMAP_LINE.findall(decode(answer.body, answer.charset))]
    addresses.sort(key=lambda address: not _NEWS_SITEMAP.search(address))
    return [
        _Candidate(kind=DoorKind.SITEMAP, address=address, evidence="named by robots.txt")
        for address in list(dict.fromkeys(addresses))[:8]
        if urlsplit(address).scheme in ("http", "https")
    ]


def _well_known(url: str) -> Iterator[_Candidate]:
    """Under the path given too: an edition may have a feed of its own."""
    path = urlsplit(url).path
    folder = path if path.endswith("/") else f"{path}/"
    bases = ["/"] if folder == "/" else [folder, "/"]
    for base in bases:
        for place in _WELL_KNOWN if base == "/" else _WELL_KNOWN[:3]:
            yield _Candidate(kind=DoorKind.FEED, address=urljoin(url, base + place), evidence="a well-known place")


def _well_known_sitemaps(url: str) -> Iterator[_Candidate]:
    for place in _SITEMAPS:
        yield _Candidate(kind=DoorKind.SITEMAP, address=urljoin(url, f"/{place}"), evidence="a well-known place")


def _sections(links: tuple[Link, ...], url: str) -> list[str]:
    """Pages of the site that call themselves news, the shortest addresses first."""
    found = [
        link.address.partition("#")[0]
        for link in links
        if same_host(link.address, url)
        and len(link.label) < 40
        and (_NEWS_WORDS.search(link.label) or _NEWS_WORDS.search(urlsplit(link.address).path.replace("_", " ")))
    ]
    return sorted(dict.fromkeys(found), key=lambda address: (address.count("/"), len(address)))[:MOST_SECTIONS]


def _is_near(address: str, url: str) -> bool:
    """On the same host or under the same domain (feeds.example.org, rss.example.org)."""
    host, home = (urlsplit(link).hostname or "" for link in (address, url))
    domain = ".".join(home.split(".")[-2:])
    return host in (home, domain) or host.endswith(f".{domain}")


def _title(text: str, url: str) -> str:
    content = read_door(
        Door(kind=DoorKind.LISTING, address=url), text.encode(), url=url, content_type=None, charset="utf-8"
    )
    return content.title or "" if isinstance(content, DoorContent) else ""
