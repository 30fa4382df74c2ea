"""Lists of feeds as other readers keep them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.opml import ListedFeed, read_opml, write_opml
from press.configuration import load_sources, shipped_directory
from press.sources import DoorKind, Source

FILE = """\
<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.0">
<head><title>My feeds</title></head>
<body>
 <outline text="آسيا" title="آسيا">
  <outline text="Central">
   <outline type="rss" text="Wire" title="السلك &amp; الخبر" xmlUrl="https://wire.example/feed?a=1&amp;b=2" htmlUrl="https://wire.example/" language="ar"/>
  </outline>
  <outline text="Only a folder"/>
 </outline>
 <outline TEXT="Old style" XMLURL="http://old.example/rss.xml"/>
 <outline type="rss" text="Twice" xmlUrl="http://old.example/rss.xml"/>
 <outline type="link" text="A page" url="https://page.example/"/>
 <outline type="rss" text="Not of the web" xmlUrl="file:///etc/passwd"/>
</body>
</opml>
"""


def test_feeds_are_read_with_their_folders_each_once() -> None:
    assert read_opml(FILE.encode()) == (
        ListedFeed(
            address="https://wire.example/feed?a=1&b=2",
            title="السلك & الخبر",
            homepage="https://wire.example/",
            language="ar",
            folder="آسيا/Central",
        ),
        ListedFeed(address="http://old.example/rss.xml", title="Old style"),
    )


def test_a_file_in_another_charset_or_with_bare_ampersands_is_read() -> None:
    arabic = FILE.replace('encoding="UTF-8"', 'encoding="windows-1256"').encode("cp1256")
    assert read_opml(arabic) == read_opml(FILE.encode())
    bare = FILE.replace("a=1&amp;b=2", "a=1&b=2")
    assert [feed.address for feed in read_opml(bare.encode())] == [feed.address for feed in read_opml(FILE.encode())]


@pytest.mark.parametrize("body", [b"", b"<html><body>no</body></html>", b"{}", b"<opml>", b"<opml/>", b"\x00\xff"])
def test_what_is_no_list_of_feeds_has_none(body: bytes) -> None:
    assert read_opml(body) == ()


def test_entities_do_not_expand() -> None:
    bomb = '<!DOCTYPE opml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><opml><body>'
    bomb += '<outline text="&b;" xmlUrl="https://wire.example/feed"/></body></opml>'
    assert [len(feed.title) < 40 for feed in read_opml(bomb.encode())] == [True]


def test_the_catalogue_goes_out_and_comes_back() -> None:
    sources = load_sources(shipped_directory() / "sources")
    feeds = [door.address for source in sources.values() for door in source.doors if door.kind is DoorKind.FEED]
    back = read_opml(write_opml(sources.values()).encode())
    assert len(back) == len(feeds) > 90
    assert {feed.address for feed in back} == set(feeds)
    assert all(feed.homepage and feed.folder for feed in back)


@given(name=st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30).filter(str.strip))
def test_whatever_a_source_is_called_the_file_stays_well_formed(name: str) -> None:
    source = Source.model_validate(
        {
            "id": "s",
            "name": name,
            "homepage": "https://wire.example/",
            "doors": [{"kind": "feed", "address": "https://wire.example/feed?a=1&b=2"}],
        }
    )
    assert [feed.address for feed in read_opml(write_opml([source]).encode())] == ["https://wire.example/feed?a=1&b=2"]
