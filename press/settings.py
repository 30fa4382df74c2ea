"""Every setting: a row with a key, a type, a default, bounds and one sentence."""

import re
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DatabaseSettings(_Section):
    url: str = Field(
        default="sqlite:///rasid.sqlite3",
        description="SQLAlchemy address of the database; a relative SQLite path is taken from the current directory.",
    )
    busy_timeout_seconds: float = Field(
        default=10.0, ge=0.1, le=600, description="How long a write waits for another process that holds the database."
    )


class CrawlSettings(_Section):
    contact: str = Field(
        default="",
        description="Web page or mail address that site owners can reach you at; it stands in the User-Agent, and without it nothing but allowed private networks is crawled.",
    )
    delay_seconds: float = Field(default=3.0, ge=0, le=600, description="Pause between two requests to one host.")
    max_crawl_delay_seconds: float = Field(
        default=120.0,
        ge=0,
        le=3600,
        description="The longest Crawl-delay of a robots.txt that is honoured; a longer one is cut to this.",
    )
    timeout_seconds: float = Field(
        default=30.0, ge=1, le=600, description="The longest one answer may take, body included."
    )
    max_body_bytes: int = Field(
        default=10_000_000, ge=10_000, le=1_000_000_000, description="The largest body that is read, decompressed."
    )
    max_redirects: int = Field(default=5, ge=0, le=20, description="The longest chain of redirects that is followed.")
    max_attempts: int = Field(
        default=5, ge=1, le=20, description="How often a page is tried before it is recorded as failed."
    )
    retry_after_seconds: int = Field(
        default=900,
        ge=1,
        le=604_800,
        description="The pause before the first retry of a page; it doubles with each attempt.",
    )
    max_pages_per_run: int = Field(
        default=500,
        ge=1,
        le=1_000_000,
        description="The most pages one run fetches from one source; the rest stays pending for the next run.",
    )
    concurrent_hosts: int = Field(
        default=16,
        ge=1,
        le=256,
        description="How many hosts are asked side by side; each host is asked one thing at a time.",
    )
    robots_obey: bool = Field(default=True, description="Obey robots.txt (RFC 9309). Turn off only for your own sites.")
    allow_private_networks: tuple[str, ...] = Field(
        default=(),
        description="Networks inside the private ranges that may be crawled, for example 127.0.0.0/8 or 10.1.2.0/24.",
    )

    @field_validator("contact")
    @classmethod
    def _reaches_someone(cls, contact: str) -> str:
        if contact.strip() and not re.fullmatch(r"\S+@\S+\.\S+|https?://\S+", contact.strip()):
            raise ValueError("neither a mail address nor a web address (https://…) that reaches you")
        return contact

    @field_validator("allow_private_networks")
    @classmethod
    def _are_networks(cls, networks: tuple[str, ...]) -> tuple[str, ...]:
        if networks:
            from ipaddress import ip_network  # rarely asked for

            for text in networks:
                try:
                    ip_network(text.strip(), strict=False)
                except ValueError as error:
                    raise ValueError(f"“{text}” is no network such as 127.0.0.0/8 or 10.1.2.0/24") from error
        return networks


class PollingSettings(_Section):
    first_interval_minutes: float = Field(
        default=30.0, ge=0.01, le=43_200, description="The distance between the first two polls of a door."
    )
    min_interval_minutes: float = Field(
        default=10.0, ge=0.01, le=43_200, description="No door is polled more often than this."
    )
    max_interval_minutes: float = Field(
        default=120.0,
        ge=0.01,
        le=43_200,
        description="The polling bound: no door that answers is polled less often than this, unless it asks for it.",
    )
    max_pause_minutes: float = Field(
        default=1440.0,
        ge=0.01,
        le=43_200,
        description="How long a door waits at most that fails, that has better ones beside it, or that asks for a long pause.",
    )
    unconditional_every: int = Field(
        default=20,
        ge=2,
        le=10_000,
        description="Every so many polls a door is asked without validators, because some answer 304 though they changed.",
    )
    jitter: float = Field(
        default=0.1,
        ge=0,
        le=0.5,
        description="Polls are spread by up to this part of the interval, so that sources due together do not stay together.",
    )
    sources_per_host: int = Field(
        default=4, ge=1, le=1000, description="The most sources with doors on one host that are polled at once."
    )


class ReadingSettings(_Section):
    workers: int = Field(default=0, ge=0, le=64, description="Processes that read pages; 0 takes one per processor.")
    deadline_seconds: float = Field(
        default=20.0,
        ge=0.5,
        le=600,
        description="The longest the reading of one page may take; an overdue worker is killed and the page recorded as unreadable.",
    )
    max_page_bytes: int = Field(
        default=5_000_000, ge=10_000, le=100_000_000, description="A larger page is recorded as unreadable."
    )
    fast: bool = Field(default=False, description="Skip trafilatura's fall-back extractors: for big back-fills.")


class ArchiveSettings(_Section):
    enabled: bool = Field(
        default=True,
        description="Keep each fetched page as it came, so that a better reader or a longer watch-list can read it again.",
    )
    directory: str = Field(
        default="archive",
        description="Where the pages are kept, in WARC files by day; a relative path is taken from the current directory.",
    )
    keep_article_days: int = Field(
        default=0, ge=0, le=36_500, description="How long pages of stored articles are kept; 0 keeps them for ever."
    )
    keep_other_days: int = Field(
        default=90, ge=0, le=36_500, description="How long all other pages are kept; 0 keeps them for ever."
    )


class StoriesSettings(_Section):
    window_hours: float = Field(
        default=72.0, ge=1, le=1440, description="How far apart two reports of one event may be published."
    )
    least_likeness: float = Field(
        default=0.35,
        ge=0.1,
        le=1,
        description="How alike two articles must be to belong to one story, from 0 to 1; copies belong together anyway.",
    )
    shared_words: int = Field(
        default=5, ge=1, le=24, description="How many of their most telling words two articles of one story must share."
    )


class DaemonSettings(_Section):
    lease_seconds: float = Field(
        default=60.0, ge=2, le=3600, description="How long a crashed run keeps its source from being taken up again."
    )
    stop_seconds: float = Field(
        default=10.0, ge=1, le=600, description="How long a stopping daemon waits for what is in hand."
    )
    concurrent_sources: int = Field(default=32, ge=1, le=1000, description="How many sources are crawled side by side.")
    health_port: int = Field(
        default=9477,
        ge=0,
        le=65_535,
        description="Port on loopback where /healthz, /readyz and /metrics answer while the daemon runs; 0 opens none.",
    )


class LogSettings(_Section):
    level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="The least serious line that is written."
    )
    format: Literal["auto", "text", "json"] = Field(
        default="auto",
        description="How log lines look; auto writes text for a person at a terminal and JSON otherwise.",
    )


class Settings(_Section):
    """All settings of one installation; `config/settings.toml` has a table per section."""

    database: DatabaseSettings = DatabaseSettings()
    crawl: CrawlSettings = CrawlSettings()
    polling: PollingSettings = PollingSettings()
    reading: ReadingSettings = ReadingSettings()
    archive: ArchiveSettings = ArchiveSettings()
    stories: StoriesSettings = StoriesSettings()
    daemon: DaemonSettings = DaemonSettings()
    log: LogSettings = LogSettings()
