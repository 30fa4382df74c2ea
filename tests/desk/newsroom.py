"""An installation whose sources are the demo's outlets, running on loopback: what a test crawls for real."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from loopback_settings import loopback_settings

from desk.configuration_commands import copy_configuration
from desk.demo.site import DemoSite
from press.configuration import shipped_directory
from press.sources import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsroom:
    """config: its directory; sources: the outlets that are configured; stranger: a running outlet that is not."""

    folder: Path
    config: Path
    sources: tuple[Source, ...]
    stranger: Source

    @property
    def words(self) -> tuple[str, str]:
        return ("--config", str(self.config))

    @property
    def database(self) -> Path:
        return self.folder / "rasid.sqlite3"

    def pause_between_requests(self, seconds: float) -> None:
        settings = loopback_settings(self.folder, delay=seconds, lease_seconds=2, stop_seconds=5)
        (self.config / "settings.toml").write_text(settings, "utf-8")


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    config = tmp_path / "config"
    copy_configuration(shipped_directory(), config)
    for shipped in (config / "sources").glob("*.toml"):
        shipped.unlink()
    with DemoSite() as site:
        *configured, stranger = site.sources
        (config / "sources" / "outlets.toml").write_text("".join(map(as_toml, configured)), "utf-8")
        room = Newsroom(folder=tmp_path, config=config, sources=tuple(configured), stranger=stranger)
        room.pause_between_requests(0)
        yield room


def as_toml(source: Source) -> str:
    (door,) = source.doors
    return "\n".join(
        [
            "[[source]]",
            f"id = {json.dumps(source.id)}",
            f"name = {json.dumps(source.name)}",
            f"homepage = {json.dumps(source.homepage)}",
            "[[source.doors]]",
            f"kind = {json.dumps(door.kind.value)}",
            f"address = {json.dumps(door.address)}",
            f"links = {json.dumps(door.links)}\n\n",
        ]
    )
