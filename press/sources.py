"""Sources and their doors, as `config/sources/*.toml` describes them."""

import re
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator


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
    if value not in available_timezones():
        raise ValueError("not an IANA time zone such as Asia/Almaty")
    return value


WebAddress = Annotated[str, AfterValidator(_is_web_address)]
Pattern = Annotated[str, AfterValidator(_is_pattern)]
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

    links: CSS selector of the links of a listing (default: every link whose address matches `articles`).
    articles: regular expression an address must match to be an article; empty takes all.
    next_page: CSS selector of a listing's link to its next page; max_pages bounds how many are read per poll.
    evidence: why the address is believed.
    """

    kind: DoorKind
    address: WebAddress
    confidence: Confidence = Confidence.LOW
    evidence: tuple[str, ...] = ()
    links: str = ""
    articles: Pattern = ""
    next_page: str = ""
    max_pages: int = Field(default=1, ge=1, le=50)


class Source(_Row):
    """A site that publishes news.

    spider: which spider reads it ("source" or "kazinform").
    keep: "tagged" stores articles that name an organization, "all" stores every article.
    articles: regular expression for article addresses of the whole source; a door's own comes first.
    zone: IANA zone of clocks printed without an offset. delay_seconds: between requests to one host;
    None takes the setting. reason: why it is disabled.
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=64)
    name: str
    native_name: str = ""
    homepage: WebAddress
    country: str = ""
    languages: tuple[str, ...] = ()
    kind: Literal["agency", "paper", "broadcaster", "official", "aggregator", "other"] = "other"
    zone: Zone | None = None
    enabled: bool = True
    reason: str = ""
    spider: Literal["source", "kazinform"] = "source"
    keep: Literal["tagged", "all"] = "tagged"
    articles: Pattern = ""
    delay_seconds: float | None = Field(default=None, ge=0, le=600)
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

    @cached_property
    def host(self) -> str:
        return urlsplit(self.homepage).hostname or ""
