"""A configuration in files: one source on loopback, and one that is switched off."""

from pathlib import Path

from crawling import WATCH_LIST
from loopback_settings import loopback_settings

SOURCES_FILE = """
[[source]]
id = "loopback-times"
name = "Loopback Times"
homepage = "{origin}/"
  [[source.doors]]
  kind = "feed"
  address = "{origin}/feed"

[[source]]
id = "asleep"
name = "Asleep"
homepage = "{origin}/"
enabled = false
reason = "a test"
"""


def write_installation(folder: Path, origin: str) -> None:
    """For commands that are started as processes."""
    for name in ("organizations", "sources"):
        (folder / name).mkdir()
    (folder / "settings.toml").write_text(loopback_settings(folder), "utf-8")
    (folder / "sources" / "own.toml").write_text(SOURCES_FILE.format(origin=origin), "utf-8")
    (folder / "organizations" / "core.toml").write_text(WATCH_LIST, "utf-8")
