"""Writing a source into a file of config/sources/."""

import os
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from press.configuration import load_sources
from press.errors import ConfigurationError
from press.source_files import ADDED, add_source, suggest_id
from press.sources import Source

BY_HAND = """\
# The steppe, by hand.

[[source]]
id = "steppe"   # short
name = "The Steppe"
homepage = "https://steppe.example/"

# Its only door.
[[source.doors]]
kind = "feed"
address = "https://steppe.example/feed"
"""


def a_source(**fields: object) -> Source:
    return Source.model_validate({
        "id": "wire-ar",
        "name": "The Wire",
        "native_name": "السلك",
        "homepage": "https://wire.example/",
        "country": "KZ",
        "languages": ["ar", "ru"],
        "zone": "Asia/Almaty",
        "articles": r"^https://wire\.example/n/\d+$",
        "examples": ["https://wire.example/n/15"],
        "doors": [
            {"kind": "feed", "address": "https://wire.example/feed", "confidence": "high", "evidence": ["20 items"]},
            {"kind": "listing", "address": "https://wire.example/news", "links": "h2 a", "max_pages": 2},
        ],
        **fields,
    })  # fmt: skip


def test_an_added_source_is_read_back_as_it_was(tmp_path: Path) -> None:
    source = a_source()
    path = add_source(tmp_path, source)
    assert path == tmp_path / ADDED
    assert load_sources(tmp_path) == {"wire-ar": source}


def test_an_added_source_reads_as_if_written_by_hand(tmp_path: Path) -> None:
    text = add_source(tmp_path, a_source()).read_text("utf-8")
    assert text == (
        "# Sources added with `rasid sources add`.\n\n"
        "[[source]]\n"
        'id = "wire-ar"\nname = "The Wire"\nnative_name = "السلك"\nhomepage = "https://wire.example/"\n'
        'country = "KZ"\nlanguages = ["ar", "ru"]\nzone = "Asia/Almaty"\n'
        "articles = '^https://wire\\.example/n/\\d+$'\n"
        'examples = ["https://wire.example/n/15"]\n\n'
        "[[source.doors]]\n"
        'kind = "feed"\naddress = "https://wire.example/feed"\nconfidence = "high"\nevidence = ["20 items"]\n\n'
        "[[source.doors]]\n"
        'kind = "listing"\naddress = "https://wire.example/news"\nconfidence = "low"\nlinks = "h2 a"\nmax_pages = 2\n'
    )


def test_what_stands_in_the_file_stays_to_the_letter(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(BY_HAND, "utf-8")
    add_source(tmp_path, a_source(), file="own.toml")
    text = (tmp_path / "own.toml").read_text("utf-8")
    assert text.startswith(BY_HAND)
    assert list(load_sources(tmp_path)) == ["steppe", "wire-ar"]


def test_sources_are_added_one_after_the_other(tmp_path: Path) -> None:
    for name in ("one", "two", "three"):
        add_source(tmp_path, a_source(id=name, doors=[{"kind": "feed", "address": f"https://wire.example/{name}"}]))
    assert list(load_sources(tmp_path)) == ["one", "two", "three"]


def test_a_name_or_a_door_that_is_taken_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(BY_HAND, "utf-8")
    with pytest.raises(ConfigurationError, match="source “steppe” stands there already"):
        add_source(tmp_path, a_source(id="steppe"))
    with pytest.raises(ConfigurationError, match=r"https://steppe\.example/feed is a door of “steppe” already"):
        add_source(tmp_path, a_source(doors=[{"kind": "feed", "address": "https://steppe.example/feed"}]))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["own.toml"]


def test_a_folder_that_is_not_in_order_is_not_written_to(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text("[[source]\n", "utf-8")
    with pytest.raises(ConfigurationError, match="not valid TOML"):
        add_source(tmp_path, a_source())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["own.toml"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(ConfigurationError, match="cannot be written"):
        add_source(tmp_path, a_source())


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://wire.example/", "wire"),
        ("https://www.wire.example/", "wire"),
        ("https://ar.wire.example/", "wire-ar"),
        ("https://www.wire.example/ar/", "wire-ar"),
        ("https://www.wire.co.uk/", "wire"),
        ("https://news.wire.com.sa/", "wire"),
        ("https://24.kz/ru", "24-ru"),
        ("https://وكالة.عرب/", "xn--" + "وكالة".encode("idna").decode()[4:]),
    ],
)
def test_a_short_name_comes_from_the_address(url: str, name: str) -> None:
    assert suggest_id(url) == name.replace("--", "-")


@pytest.mark.parametrize(
    ("host", "title", "name"),
    [
        ("127.0.0.1:8411", "Steppe Wire", "steppe-wire"),
        ("[::1]", "Steppe Wire", "steppe-wire"),
        ("10.0.0.7", "الأفق الجديد", "source"),
        ("10.0.0.7", "", "source"),
        ("wire.example", "Steppe", "wire"),
    ],
)
def test_a_host_that_is_a_number_gives_no_name(host: str, title: str, name: str) -> None:
    assert suggest_id(f"http://{host}/", title=title) == name


def test_entries_stand_apart_from_each_other(tmp_path: Path) -> None:
    for name in ("steppe", "valley"):
        door = {"kind": "feed", "address": f"https://{name}.example/feed"}
        path = add_source(tmp_path, a_source(id=name, doors=[door]))
    assert path.read_text("utf-8").count("\n\n[[source]]\n") == 2


def test_a_short_name_that_is_taken_gets_a_number() -> None:
    assert suggest_id("https://wire.example/", {"wire", "wire-2"}) == "wire-3"


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=WORDS, native=WORDS, evidence=st.lists(WORDS, max_size=3), selector=WORDS)
def test_whatever_words_a_source_has_they_are_read_back(
    tmp_path: Path, name: str, native: str, evidence: list[str], selector: str
) -> None:
    (tmp_path / ADDED).unlink(missing_ok=True)
    door = {"kind": "listing", "address": "https://wire.example/n", "evidence": evidence, "links": selector}
    source = a_source(name=name, native_name=native, doors=[door])
    text = add_source(tmp_path, source).read_text("utf-8")
    assert load_sources(tmp_path) == {"wire-ar": source}
    assert tomllib.loads(text)["source"][0]["name"] == name
