"""The watch-list of the house and its tagger, made once for all tests of a process."""

from pathlib import Path

from press.organizations import read_watch_list
from press.tagging import Tagger

WATCH_LIST = read_watch_list(
    sorted((Path(__file__).resolve().parent.parent / "config" / "organizations").glob("*.toml"))
)
TAGGER = Tagger(WATCH_LIST)
