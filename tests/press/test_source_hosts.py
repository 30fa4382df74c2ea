"""Which source an address belongs to."""

import pytest

from press.source_hosts import SourceHosts
from press.sources import Source


def source(source_id: str, homepage: str, *, enabled: bool = True) -> Source:
    return Source(id=source_id, name=source_id, homepage=homepage, enabled=enabled, reason="" if enabled else "a test")


HOSTS = SourceHosts(
    (
        source("russian", "https://www.example.kz/ru"),
        source("kazakh", "https://example.kz/kk/", enabled=False),
        source("old", "https://news.test/", enabled=False),
        source("paper", "https://news.test/"),
        source("arabic", "https://ar.news.test/"),
        source("port", "http://127.0.0.1:8001/"),
    )
)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.kz/ru/article-1", "russian"),
        ("http://m.example.kz/kk/article-1?utm_source=x", "kazakh"),
        ("https://example.kz/russian", "russian"),
        ("https://news.test/1", "paper"),
        ("https://ar.news.test/1", "arabic"),
        ("https://sport.news.test/1", "paper"),
        ("http://127.0.0.1:8001/1", "port"),
        ("http://127.0.0.1:8002/1", None),
        ("https://elsewhere.test/", None),
        ("no address", None),
        ("http://[broken", None),
    ],
)
def test_an_address_belongs_to_the_source_of_its_host_and_path(url: str, expected: str | None) -> None:
    found = HOSTS.find(url)
    assert (found.id if found else None) == expected
