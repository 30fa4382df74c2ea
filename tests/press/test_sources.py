"""Sources as data: what a row may say, and whether the whole catalogue that is shipped holds together."""

import re
from collections import Counter
from urllib.parse import urlsplit

import pytest
from pydantic import ValidationError

from press.addresses import address_key, canonical, is_fetchable
from press.configuration import load_configuration, load_sources, shipped_directory
from press.kazinform import recognise
from press.sources import Confidence, Door, DoorKind, Source

CATALOGUE = load_sources(shipped_directory() / "sources")
SOURCES = list(CATALOGUE.values())
DOORS = [(source, door) for source in SOURCES for door in source.doors]
BELIEVED = (Confidence.HIGH, Confidence.MEDIUM)


def a_source(**fields: object) -> Source:
    return Source.model_validate(
        {"id": "a-source", "name": "A source", "homepage": "https://www.example.org/", **fields}
    )


def a_door(**fields: object) -> Door:
    return Door.model_validate({"kind": "listing", "address": "https://www.example.org/news", **fields})


# The catalogue


def test_the_catalogue_has_a_hundred_and_twenty_four_sources_half_of_them_arabic() -> None:
    assert len(SOURCES) >= 124
    assert sum("ar" in source.languages for source in SOURCES) >= 60
    assert sum(source.kind == "official" for source in SOURCES) >= 13
    assert sum(source.enabled and "ar" in source.languages for source in SOURCES) >= 40


def test_kazinform_and_the_six_bodies_are_in_it() -> None:
    editions = {source.id for source in SOURCES if source.group == "kazinform"}
    assert editions >= {f"kazinform-{code}" for code in ("ru", "en", "kk", "qz", "zh", "uz", "ar", "tote")}
    assert set(CATALOGUE) >= {"cica", "sco", "sco-rats", "ots", "csto", "iofs", "ifas", "akorda"}


def test_every_source_says_who_it_is() -> None:
    for source in SOURCES:
        assert source.name, source.id
        assert source.country, source.id
        assert source.languages, source.id
        assert source.kind != "other", source.id
        assert source.zone or source.country == "INT", source.id


def test_sources_that_write_in_arabic_letters_are_called_so_in_their_own_language() -> None:
    for source in SOURCES:
        if source.languages[0] == "ar" and source.native_name:
            assert re.search("[\u0600-\u06ff]|^أ", source.native_name), source.id


def test_a_source_is_on_when_one_of_its_doors_is_believed_and_says_why_when_it_is_off() -> None:
    for source in SOURCES:
        has_believed_door = any(door.confidence in BELIEVED and not door.archive for door in source.doors)
        whole = source.group == "kazinform"  # watched whole, unproven editions too
        if source.enabled:
            assert has_believed_door or whole, source.id
            assert source.doors, source.id
        else:
            assert not has_believed_door, source.id
            assert len(source.reason) > 10, source.id


def test_every_door_says_why_its_address_is_believed() -> None:
    assert [door.address for _, door in DOORS if not door.evidence] == []


def test_no_door_stands_in_the_catalogue_twice() -> None:
    keys = Counter(door.address for _, door in DOORS)
    assert [address for address, times in keys.items() if times > 1] == []


def test_every_door_can_be_asked_and_stays_the_same_page_when_its_address_is_unified() -> None:
    for _, door in DOORS:
        assert is_fetchable(door.address), door.address
        query = urlsplit(door.address).query
        assert sorted(query.split("&")) == sorted(urlsplit(canonical(door.address)).query.split("&")), door.address


def test_doors_that_name_everything_ever_published_are_left_to_back_fills() -> None:
    assert [door.address for _, door in DOORS if door.archive != (door.kind is DoorKind.SITEMAP)] == []


def test_a_listing_on_a_source_that_is_on_knows_articles_from_other_links() -> None:
    for source, door in DOORS:
        if source.enabled and door.kind is DoorKind.LISTING:
            knows = source.spider == "kazinform" or source.article_pattern(door) or door.links
            assert knows, door.address


def test_no_listing_takes_itself_or_the_home_page_for_an_article() -> None:
    for source, door in DOORS:
        if door.kind is DoorKind.LISTING and (source.articles or source.spider == "kazinform"):
            for address in (door.address, source.homepage, door.further_page(2) or source.homepage):
                assert not source.is_article(address), address


def test_every_pattern_knows_an_example_and_keeps_different_articles_apart() -> None:
    patterned = [source for source in SOURCES if source.articles]
    assert len(patterned) >= 40
    for source in patterned:
        assert source.examples, source.id
        for example in source.examples:
            assert source.is_article(example), example
            later = re.sub(r"\d(?=\D*$)", lambda digit: str((int(digit[0]) + 1) % 10), example)
            if later != example:
                assert address_key(later) != address_key(example), example


def test_a_pattern_refuses_the_same_path_on_another_host() -> None:
    for source in SOURCES:
        for example in source.examples:
            host = urlsplit(example).netloc
            assert not source.is_article(example.replace(host, f"{host}.example.org", 1)), example


def test_kazinforms_editions_know_each_others_articles_by_one_set_of_rules() -> None:
    for source in SOURCES:
        if source.group == "kazinform":
            assert source.spider == "kazinform"
            assert source.zone == "Asia/Almaty"
            for example in source.examples:
                assert recognise(example) is not None


def test_the_shipped_configuration_loads_whole() -> None:
    assert dict(load_configuration(shipped_directory(), {}).sources) == CATALOGUE


# A row


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"homepage": "www.example.org"}, "not an http or https address"),
        ({"homepage": "ftp://example.org/"}, "not an http or https address"),
        ({"id": "A Source"}, "String should match pattern"),
        ({"zone": "Asia/Astana"}, "not an IANA time zone"),
        ({"country": "Kazakhstan"}, "not two capital letters"),
        ({"languages": ["arabic"]}, "not a language code"),
        ({"articles": "(unclosed"}, "not a regular expression"),
        ({"enabled": False}, "a disabled source needs a `reason`"),
        ({"keep": "everything"}, "Input should be"),
        ({"delay_seconds": -1}, "greater than or equal to 0"),
        (
            {"articles": r"/news/\d+$", "examples": ["https://www.example.org/about"]},
            "the example https://www.example.org/about does not match `articles`",
        ),
        (
            {"doors": [{"kind": "feed", "address": "https://example.org/rss"}] * 2},
            "the door https://example.org/rss stands there twice",
        ),
    ],
)
def test_a_source_that_makes_no_sense_is_refused(fields: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(sentence)):
        a_source(**fields)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kind": "rss"}, "Input should be"),
        ({"pages": "https://www.example.org/news?page=2"}, "without {page} and without {offset}"),
        ({"pages": "/news?page={page}"}, "not an http or https address"),
        ({"max_pages": 0}, "greater than or equal to 1"),
        ({"articles": "["}, "not a regular expression"),
    ],
)
def test_a_door_that_makes_no_sense_is_refused(fields: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(sentence)):
        a_door(**fields)


def test_further_pages_of_a_listing_are_counted_or_offset() -> None:
    assert a_door().further_page(2) is None
    assert a_door(pages="https://www.example.org/news?page={page}").further_page(3) == (
        "https://www.example.org/news?page=3"
    )
    assert a_door(pages="https://www.example.org/news?from={offset}", page_size=20).further_page(3) == (
        "https://www.example.org/news?from=40"
    )


def test_a_sources_pattern_sorts_links_of_listings_and_sitemaps_but_believes_feeds() -> None:
    source = a_source(articles=r"/news/\d+$")
    assert source.article_pattern(a_door()) == r"/news/\d+$"
    assert source.article_pattern(a_door(kind="sitemap")) == r"/news/\d+$"
    assert source.article_pattern(a_door(kind="feed")) == ""
    assert source.article_pattern(a_door(kind="feed", articles="/own/")) == "/own/"


def test_every_source_that_is_on_has_a_door_to_poll() -> None:
    assert [s.id for s in SOURCES if s.enabled and all(door.archive for door in s.doors)] == []
