"""docs/add-a-source.md, tried as a new user would: its commands in their order, against a site on loopback."""

import re
import shlex
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from loopback_settings import loopback_settings
from loopback_site import LoopbackSite, Page, loopback_site
from rasid_runs import ROOT, Rasid
from test_backfill import story

from press.door_verdicts import DoorVerdict
from press.sources import Source

PAGE = (ROOT / "docs" / "add-a-source.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
COMMANDS = [line for language, block in BLOCKS if not language for line in block.splitlines()]
EXAMPLE = "https://wire.example"
EXPLAINED = [
    "proven",
    "undated",
    "thin",
    "stale",
    "foreign",
    "empty",
    "not_a_door",
    "forbidden",
    "blocked",
    "failing",
    "gone",
]


@pytest.fixture
def site() -> Iterator[LoopbackSite]:
    now = datetime.now(UTC)
    with loopback_site() as running:
        rows = "".join(
            f"<item><title>The council of district {n} talked about its roads</title><link>{running.origin}/n/{n}.html</link>"
            f"<pubDate>{format_datetime(now - timedelta(hours=n))}</pubDate></item>"
            for n in range(5)
        )
        running.pages |= {
            f"/n/{n}.html": story(n).replace("The council of", "The Shanghai Cooperation Organisation and")
            for n in range(5)
        }
        running.pages |= {
            "/": '<html><head><title>The Wire</title><link rel="alternate" type="application/rss+xml" href="/rss"></head></html>',
            "/rss": Page(f'<rss version="2.0"><channel>{rows}</channel></rss>', content_type="application/rss+xml"),
        }
        yield running


def test_every_command_of_the_page_does_what_it_says(tmp_path: Path, site: LoopbackSite, rasid_process: Rasid) -> None:
    opml = f'<opml version="2.0"><body><outline text="Other" xmlUrl="{site.origin}/other.xml"/></body></opml>'
    (tmp_path / "feeds.opml").write_text(opml, "utf-8")
    said: dict[str, str] = {}
    for line in COMMANDS:
        _, *words = shlex.split(line.replace(EXAMPLE, site.origin))
        if words == ["sources", "check"]:
            # The catalogue is not on loopback.
            for shipped in (tmp_path / "config" / "sources").glob("*.toml"):
                if shipped.name != "added.toml":
                    shipped.unlink()
        ran = rasid_process(*words)
        assert ran.code == 0, (line, ran.err)
        said[line] = ran.out + ran.err
        if words == ["init"]:
            (tmp_path / "config" / "settings.toml").write_text(loopback_settings(tmp_path), "utf-8")
    assert list(said) == COMMANDS
    assert len(COMMANDS) == 12
    assert (
        "The Wire was written to config/sources/added.toml"
        in said[f"rasid sources add {EXAMPLE}/ --id wire --country KZ"]
    )
    assert "5 articles" in said["rasid search source:wire"]
    assert "proven" in said["rasid sources check wire"]
    assert " articles and " in said["rasid crawl wire --since 2026-10-01 --dry-run"]
    assert (tmp_path / "config" / "sources" / "imported.toml").is_file()
    assert (tmp_path / "mine.opml").read_text("utf-8").count("xmlUrl=") == 2


def test_the_entry_written_by_hand_is_one() -> None:
    (row,) = tomllib.loads(next(block for language, block in BLOCKS if language == "toml"))["source"]
    source = Source.model_validate(row)
    assert source.is_article(source.examples[0])


def test_every_verdict_is_explained() -> None:
    part = PAGE.partition("## Whether")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE) == EXPLAINED
    assert set(EXPLAINED) == set(DoorVerdict)
