"""What `rasid doctor` looks at: one finding after the other, each with what to do about it. Nothing is changed."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from desk.installation import Installation
from press.alarms import Severity
from press.doors import PollVerdict
from press.errors import RasidError, SchemaTooOld, StorageUnavailable

if TYPE_CHECKING:
    from press.configuration import Configuration
    from storage import Storage
    from storage.answers import SourceHealth, Status

TROUBLES = (PollVerdict.UNREADABLE, PollVerdict.BLOCKED, PollVerdict.GONE, PollVerdict.FAILED)
NEVER = "never polled"

EARLIEST_NOW = datetime(2026, 1, 1, tzinfo=UTC)
"""A machine that thinks it is earlier than this has a wrong clock."""


class Health(StrEnum):
    WELL = "well"
    NOTE = "note"
    ILL = "ill"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """what: the thing that was looked at; said: how it is, and what to do if it is not well."""

    health: Health
    what: str
    said: str


def well(what: str, said: str) -> Finding:
    return Finding(health=Health.WELL, what=what, said=said)


def note(what: str, said: str) -> Finding:
    return Finding(health=Health.NOTE, what=what, said=said)


def ill(what: str, said: str) -> Finding:
    return Finding(health=Health.ILL, what=what, said=said)


def check_up(installation: Installation, now: datetime) -> Iterator[Finding]:
    """Everything that can be told without the network."""
    yield clock(now)
    try:
        configuration = installation.configuration
    except RasidError as error:
        yield ill("configuration", str(error))
        return
    yield from configured(configuration)
    yield archive(configuration)
    yield from database(installation, configuration, now)


def clock(now: datetime) -> Finding:
    if now < EARLIEST_NOW:
        return ill("clock", f"{now:%Y-%m-%d %H:%M} UTC cannot be right; set the machine's clock")
    return well("clock", f"{now:%Y-%m-%d %H:%M} UTC")


def configured(configuration: "Configuration") -> Iterator[Finding]:
    """Settings, sources, watch-list."""
    yield well("configuration", str(configuration.directory.absolute()))
    crawl = configuration.settings.crawl
    yield contact(configuration)
    if not crawl.robots_obey:
        yield note("robots.txt", "crawl.robots_obey is off: only for sites of your own")
    sources = configuration.sources.values()
    enabled = [source for source in sources if source.enabled]
    doorless = [source.id for source in enabled if not source.doors]
    if not enabled:
        yield ill("sources", "none is enabled: nothing would be polled")
    elif doorless:
        yield note("sources", f"{len(enabled)} enabled; without a door: {', '.join(doorless)}")
    else:
        yield well("sources", f"{len(enabled)} of {len(sources)} enabled")
    try:
        watched, others = configuration.watch_list, len(configuration.entities)
        named = f"{len(watched.organizations)} organizations, {others} persons, places and agencies"
        yield well("watch-list", f"{named}, version {watched.version}")
    except RasidError as error:
        yield ill("watch-list", str(error))
    try:
        _ = configuration.site_rules
    except RasidError as error:
        yield ill("sites", str(error))


def contact(configuration: "Configuration") -> Finding:
    """An installation that watches public sites and may not ask them does nothing."""
    from press.contact import KEY, ContactNeeded, require_contact

    enabled = [source for source in configuration.sources.values() if source.enabled]
    try:
        require_contact(configuration, [door.address for source in enabled for door in source.doors])
    except ContactNeeded as error:
        return ill("contact", str(error))
    said = configuration.settings.crawl.contact.strip()
    return well("contact", said) if said else note("contact", f"{KEY} is empty: only private networks are crawled")


def archive(configuration: "Configuration") -> Finding:
    """Whether raw pages can be written: the directory, or the nearest one above it that exists."""
    settings = configuration.settings.archive
    if not settings.enabled:
        return note("archive", "archive.enabled is off: pages cannot be read again later")
    directory = Path(settings.directory).absolute()
    existing = next(path for path in (directory, *directory.parents) if path.exists())
    if not existing.is_dir() or not os.access(existing, os.W_OK | os.X_OK):
        return ill("archive", f"{existing} may not be written; name another place in archive.directory")
    return well(
        "archive", f"{directory}{'' if existing == directory else ': there is none yet; the first crawl makes it'}"
    )


def database(installation: Installation, configuration: "Configuration", now: datetime) -> Iterator[Finding]:
    """Whether it opens and is whole; then what the store itself raises the alarm for, and each door's last verdict."""
    url = installation.settings.database.url
    path = Path(url.removeprefix("sqlite:///")).absolute()
    if url.startswith("sqlite:///") and not path.exists():
        if path.parent.is_dir() and os.access(path.parent, os.W_OK | os.X_OK):
            yield note("database", f"{path}: there is none yet; the first crawl makes it")
        else:
            yield ill("database", f"{path.parent} may not be written; name another place in database.url")
        return
    try:
        with installation.open_to_read() as storage:
            yield from opened(storage, now)
            yield from tagged(storage, configuration)
    except (SchemaTooOld, StorageUnavailable) as error:
        yield ill("database", str(error))


def opened(storage: "Storage", now: datetime) -> Iterator[Finding]:
    from desk.screen import size
    from press.numbered import numbered

    problems = storage.check()
    status = storage.status(now)
    if problems:
        yield ill("database", "; ".join(problems))
    else:
        yield well("database", f"{storage.where}: in order, {numbered(status.articles, 'article')}")
    yield well("disk", f"{size(status.disk_free_bytes)} free beside the database")
    yield from alarms(status)
    yield doors(storage.source_health())


def tagged(storage: "Storage", configuration: "Configuration") -> Iterator[Finding]:
    """Whether what is stored was tagged by the lists of today."""
    from press.entities import entities_version
    from storage.rereads import ListVersions

    try:
        watch_list, entities = configuration.watch_list.version, entities_version(configuration.entities)
    except RasidError:
        return  # what is wrong with a list is said above
    if number := storage.rereads.outdated(ListVersions(watch_list=watch_list, entities=entities)):
        said = "1 article was" if number == 1 else f"{number:,} articles were"
        yield note("tags", f"{said} tagged by other lists than today's; `rasid retag` brings them up to date")


def alarms(status: "Status") -> Iterator[Finding]:
    for alarm in status.alarms:
        find = note if alarm.severity is Severity.NOTE else ill
        since = f" (since {alarm.since:%Y-%m-%d %H:%M})" if alarm.since else ""
        yield find(alarm.source_id or alarm.kind.replace("_", " "), alarm.sentence + since)


def doors(sources: "tuple[SourceHealth, ...]") -> Finding:
    """The doors of enabled sources, by what their last poll said."""
    verdicts: dict[str, int] = {}
    for source in sources:
        for door in source.active_doors if source.enabled else ():
            verdict = (door.verdict or NEVER).replace("_", " ")
            verdicts[verdict] = verdicts.get(verdict, 0) + 1
    counted = ", ".join(f"{number} {verdict}" for verdict, number in sorted(verdicts.items(), key=lambda row: -row[1]))
    polled = sum(verdicts.values()) - verdicts.get(NEVER, 0)
    troubled = sum(verdicts.get(verdict.value, 0) for verdict in TROUBLES)
    find = well if not troubled else ill if troubled == polled else note
    return find("doors", counted or "none")
