"""When two addresses are one page. Cases of our own: tests/golden/addresses/*.jsonl (kind, a, b, same)."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from press.addresses import address_key, canonical, host_of, is_fetchable, same_host
from press.tracking import is_tracking

FOLDER = Path(__file__).parent.parent / "golden" / "addresses"


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


OWN = [(path.stem, row) for path in sorted(FOLDER.glob("*.jsonl")) for row in rows(path)]


@pytest.mark.parametrize("row", [row for _, row in OWN], ids=[f"{stem}: {row['kind']}" for stem, row in OWN])
def test_two_addresses_are_one_page_or_two(row: dict[str, Any]) -> None:
    assert (address_key(row["a"]) == address_key(row["b"])) is row["same"], (canonical(row["a"]), canonical(row["b"]))


@pytest.mark.shared
def test_the_pairs_made_by_others_are_all_told_right(shared_data: Path) -> None:
    pairs = rows(shared_data / "urls" / "pairs.jsonl")
    wrong = [row for row in pairs if (address_key(row["a"]) == address_key(row["b"])) is not row["same"]]
    assert len(pairs) >= 50
    assert wrong == []


def test_an_address_that_is_none_stays_as_it_is() -> None:
    for text in (
        "",
        "kazinform",
        "mailto:desk@press.example",
        "ftp://press.example/a",
        "https://",
        "http://[::1",
        "a b",
    ):
        assert canonical(text) == text


@pytest.mark.parametrize(
    ("url", "fetchable"),
    [
        ("https://press.example/n-1", True),
        ("http://press.example", True),
        (" https://press.example/n-1\n", True),
        ("https://press.example/أخبار", True),
        ("ftp://press.example/n-1", False),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("https://reader:word@press.example/", False),
        ("https://press.example/a\x00b", False),
        ("https://press.example/a b", False),
        ("https://press.example/a\x9bb", False),
        ("https://press.example/a\u202eb", False),
        ("https://press.example/" + "a" * 9_000, False),
        ("https://press.example/" + "أ" * 5_000, False),
    ],
)
def test_only_web_addresses_of_bearable_length_are_asked_for(url: str, fetchable: bool) -> None:
    assert is_fetchable(url) is fetchable


def test_hosts_are_compared_without_what_only_changes_the_layout() -> None:
    assert same_host("https://www.press.example/a", "http://m.press.example/b")
    assert not same_host("https://ar.press.example/a", "https://press.example/a")
    assert not same_host("https://press.example/a", "no address")
    assert host_of("https://WWW.Press.Example./a") == "press.example"
    assert host_of("no address") == ""


@pytest.mark.parametrize(
    ("name", "value", "tracks"),
    [
        ("utm_source", "rss", True),
        ("ref", "rss", True),
        ("ref", "1001", False),
        ("ref", "doc-12", False),
        ("from", "2026-01-01", False),
        ("s", "20", True),
        ("s", "summit", False),
        ("id", "5", False),
        ("newsid", "5", False),
        ("t", "press_releases", False),
        ("view", "page", False),
        ("amp", "1", True),
        ("amp", "220", False),
    ],
)
def test_a_parameter_is_dropped_only_when_it_says_where_the_reader_came_from(
    name: str, value: str, tracks: bool
) -> None:
    assert is_tracking(name, value) is tracks


LETTERS = st.text("abcxyz0189-_.~%:;@!$&'()*+,=[]|^` أبتآйё中/\u0301\u200f?#", max_size=25)
ADDRESSES = st.builds(
    "{}://{}{}/{}".format,
    st.sampled_from(["http", "https", "HTTPS"]),
    st.sampled_from(["press.example", "www.press.example", "m.amp.press.example", "www.google.com", "وكالة.عرب",
                     "x.cdn.ampproject.org", "en.inform.kz", "www.inform.kz", "a.blogspot.com", "yandex.ru"]),
    st.sampled_from(["", ":80", ":8080"]),
    LETTERS | st.sampled_from(["amp/s/www.press.example/a", "c/s/press.example/amp/b", "turbo/a.example/s/c/amp"])
    | st.lists(st.sampled_from(["amp", "amp.html", "print", "index.html", "a-1", "..", ".", "", "b.amp", "%2e",
                                "x.amp.html", ";jsessionid=1", "c", "?amp", "#!/x"]), max_size=6).map("/".join),
)  # fmt: skip


@given(ADDRESSES | st.text(max_size=40))
def test_making_an_address_canonical_twice_changes_nothing_more(url: str) -> None:
    once = canonical(url)
    assert canonical(once) == once


@given(ADDRESSES)
def test_the_canonical_address_is_the_same_page(url: str) -> None:
    once = canonical(url)
    if "inform.kz" not in url:
        assert address_key(once) == address_key(url)
    assert len(address_key(url)) == 16


NAMES = st.sampled_from(["id", "newsid", "news_id", "article", "aid", "p", "n", "t", "cdate", "doc", "x", "view", "no"])
IDS = st.from_regex(r"[0-9]{1,9}|[0-9a-f]{8}-[0-9a-f]{4}|[a-z]{3,9}_[a-z]{3,9}", fullmatch=True)


@given(name=NAMES, one=IDS, other=IDS, path=st.sampled_from(["", "d.php", "ar/view.aspx", "amp/n"]))
def test_two_numbers_in_a_query_are_never_one_page(name: str, one: str, other: str, path: str) -> None:
    assume(one != other)
    first, second = (f"https://press.example/{path}?{name}={value}&utm_source=rss" for value in (one, other))
    assert address_key(first) != address_key(second)


SLUGS = st.text("abcdefgh-0123456789أبتثجحخدآيى", min_size=3, max_size=30).filter(lambda text: text.strip("-"))


@given(one=SLUGS, other=SLUGS)
def test_two_slugs_are_never_one_page(one: str, other: str) -> None:
    assume(one != other)
    assert address_key(f"https://press.example/n/{one}") != address_key(f"https://press.example/n/{other}")


@given(slug=SLUGS)
def test_every_spelling_of_a_slug_is_one_page(slug: str) -> None:
    spellings = [
        f"https://press.example/n/{slug}",
        f"http://www.press.example//n/{quote(slug)}/",
        f"https://m.press.example:443/n/{quote(slug).lower()}?utm_source=x#top",
        f"https://press.example/amp/n/{slug}",
        f"https://press-example.cdn.ampproject.org/c/s/press.example/n/{quote(slug)}",
    ]
    assert len({address_key(url) for url in spellings}) == 1
