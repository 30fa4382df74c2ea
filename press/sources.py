"""Sources and their doors, as `config/sources/*.toml` describes them."""

import re
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from press import kazinform
from press.errors import nearest


def _is_web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("not an http or https address")
    return value


def _is_pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return value


def _is_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:  # OSError: a folder of the zone database, such as "Asia"
        advice = nearest(value, available_timezones())
        raise ValueError(f"not an IANA time zone such as Asia/Almaty.{advice}") from error
    return value


def _is_page_form(value: str) -> str:
    if value and "{page}" not in value and "{offset}" not in value:
        raise ValueError("without {page} and without {offset}")
    return _is_web_address(value) if value else value


def _is_country(value: str) -> str:
    if value and not re.fullmatch(r"[A-Z]{2}|INT", value):
        raise ValueError("not two capital letters (ISO 3166) or INT for an international body")
    return value


def _is_language(value: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?", value):
        raise ValueError("not a language code such as ar, kk-Latn or pt-BR")
    return value


WebAddress = Annotated[str, AfterValidator(_is_web_address)]
Pattern = Annotated[str, AfterValidator(_is_pattern)]
Country = Annotated[str, AfterValidator(_is_country)]
Language = Annotated[str, AfterValidator(_is_language)]
PageForm = Annotated[str, AfterValidator(_is_page_form)]
Zone = Annotated[str, AfterValidator(_is_zone)]


class DoorKind(StrEnum):
    FEED = "feed"
    NEWS_SITEMAP = "news_sitemap"
    SITEMAP = "sitemap"
    LISTING = "listing"


class Confidence(StrEnum):
    """How far the address of a door is believed before it has proved itself."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Door(_Row):
    """A page that names new articles.

    items: CSS selector of a listing's blocks, one an article; links: of the links (inside the blocks, if there are any);
    title, date: of the headline and the printed date inside a block. Without them, and when they find nothing any more,
    every link counts whose address matches `articles`.
    articles: regular expression an address must match to be an article; empty leaves it to the source.
    next_page: CSS selector of a listing's link to its next page; pages: the form of the further pages' addresses, with
    {page} (2, 3, …) or {offset} (page_size, 2 × page_size, …). max_pages bounds how many are read per poll.
    archive: not polled, read by back-fills only, as a plain sitemap names all that the site ever published.
    evidence: why the address is believed.
    """

    kind: DoorKind
    address: WebAddress
    confidence: Confidence = Confidence.LOW
    evidence: tuple[str, ...] = ()
    items: str = ""
    links: str = ""
    title: str = ""
    date: str = ""
    articles: Pattern = ""
    next_page: str = ""
    pages: PageForm = ""
    page_size: int = Field(default=10, ge=1, le=1000)
    max_pages: int = Field(default=1, ge=1, le=50)
    archive: bool = False

    def further_page(self, number: int) -> str | None:
        """Address of a listing's second, third … page; None when the door does not say its form."""
        if not self.pages:
            return None
        return self.pages.replace("{page}", str(number)).replace("{offset}", str((number - 1) * self.page_size))


class Source(_Row):
    """A site that publishes news.

    group: joins the editions of one publisher. spider: which spider reads it ("source" or "kazinform").
    keep: "tagged" stores articles that name an organization, "all" stores every article.
    articles: regular expression for article addresses of the whole source, which sorts the links of its listings and
    plain sitemaps (a feed and a news sitemap name articles only); a door's own comes first.
    examples: addresses in the form of its articles; the pattern has to know them.
    zone: IANA zone of clocks printed without an offset. delay_seconds: between requests to one host;
    None takes the setting. expected_per_day: what to expect before the source's own past says better, 0 for no
    expectation. reason: why it is disabled.
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=64)
    name: str
    native_name: str = ""
    homepage: WebAddress
    country: Country = ""
    languages: tuple[Language, ...] = ()
    kind: Literal["agency", "paper", "broadcaster", "official", "aggregator", "other"] = "other"
    group: str = ""
    zone: Zone | None = None
    enabled: bool = True
    reason: str = ""
    spider: Literal["source", "kazinform"] = "source"
    keep: Literal["tagged", "all"] = "tagged"
    articles: Pattern = ""
    examples: tuple[WebAddress, ...] = ()
    delay_seconds: float | None = Field(default=None, ge=0, le=600)
    expected_per_day: float = Field(default=0, ge=0, le=100_000)
    doors: tuple[Door, ...] = ()

    @model_validator(mode="after")
    def _doors_differ(self) -> "Source":
        addresses = [door.address for door in self.doors]
        for address in addresses:
            if addresses.count(address) > 1:
                raise ValueError(f"the door {address} stands there twice")
        if not self.enabled and not self.reason:
            raise ValueError("a disabled source needs a `reason`")
        return self

    @model_validator(mode="after")
    def _examples_are_articles(self) -> "Source":
        for address in self.examples:
            if not self.is_article(address):
                raise ValueError(f"the example {address} does not match `articles`")
        return self

    def article_pattern(self, door: Door) -> str:
        """What an address from this door must match; empty takes all."""
        if door.articles or door.kind in (DoorKind.FEED, DoorKind.NEWS_SITEMAP):
            return door.articles
        return kazinform.article_pattern if self.spider == "kazinform" else self.articles

    def is_article(self, address: str) -> bool:
        """Whether an address has the form of this source's articles."""
        if self.spider == "kazinform":
            return kazinform.recognise(address) is not None
        return re.search(self.articles, address) is not None

    @cached_property
    def host(self) -> str:
        return urlsplit(self.homepage).hostname or ""
