"""Kazinform's addresses of all eras."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press.addresses import address_key
from press.kazinform import Era, identity, recognise

ARTICLES = [
    ("https://www.inform.kz/ru/sammit-v-astane_a3725092", Era.OLD, "ru", "3725092"),
    ("http://www.inform.kz/ru/sammit-v-astane_a3725092/", Era.OLD, "ru", "3725092"),
    ("https://inform.kz/en/summit-in-astana_a3594339", Era.OLD, "en", "3594339"),
    ("https://www.inform.kz/en/summit-in-astana_a3594339/amp", Era.OLD, "en", "3594339"),
    ("https://www.inform.kz/kz/astanada-sammit_a4104914", Era.OLD, "kk", "4104914"),
    ("https://www.inform.kz/qz/astanada-sammit_a4104915", Era.OLD, "kk-Latn", "4104915"),
    ("https://www.inform.kz/cn/astana-fenghui_a4104916", Era.OLD, "zh", "4104916"),
    ("https://www.inform.kz/oz/ostonada-sammit_a4104917", Era.OLD, "uz-Cyrl", "4104917"),
    ("https://www.inform.kz/ru/саммит-в-астане_a3725093", Era.OLD, "ru", "3725093"),
    ("https://www.inform.kz/ru/%D1%81%D0%B0%D0%BC%D0%BC%D0%B8%D1%82_a3725094", Era.OLD, "ru", "3725094"),
    ("HTTPS://WWW.INFORM.KZ/ru/sammit_a3725092", Era.OLD, "ru", "3725092"),
    ("https://www.inform.kz:443/ru/sammit_a3725092", Era.OLD, "ru", "3725092"),
    ("https://www.inform.kz/ru/sammit_a3725092?utm_source=rss", Era.OLD, "ru", "3725092"),
    ("https://www.inform.kz/ru/sammit_a3725092#comments", Era.OLD, "ru", "3725092"),
    ("https://www.inform.kz/ru/sammit_s2_itogi_a3725092", Era.OLD, "ru", "3725092"),
    ("https://www.inform.kz/ru/article/3725092", Era.SHORT, "ru", "3725092"),
    ("http://inform.kz/en/article/3594339/", Era.SHORT, "en", "3594339"),
    ("http://www.inform.kz/rus/article/2567890", Era.SHORT, "ru", "2567890"),
    ("http://www.inform.kz/eng/article/2395555", Era.SHORT, "en", "2395555"),
    ("http://www.inform.kz/kaz/article/2395556", Era.SHORT, "kk", "2395556"),
    ("https://en.inform.kz/news/summit-in-astana_a2898090/", Era.REHOMED, "en", "2898090"),
    ("https://en.inform.kz/amp/summit-in-astana_a2877320/", Era.REHOMED, "en", "2877320"),
    ("https://qz.inform.kz/amp/astanada-sammit_a3932846", Era.REHOMED, "kk-Latn", "3932846"),
    ("https://kz.inform.kz/news/astanada-sammit_a3932847/", Era.REHOMED, "kk", "3932847"),
    ("https://ru.inform.kz/news/sammit_a3932848/", Era.REHOMED, "ru", "3932848"),
    ("https://cn.inform.kz/news/fenghui_a3932849/", Era.REHOMED, "zh", "3932849"),
    ("https://oz.inform.kz/news/sammit_a3932850/", Era.REHOMED, "uz-Cyrl", "3932850"),
    ("https://qazinform.com/news/summit-in-astana_a4017987", Era.REHOMED, "en", "4017987"),
    ("https://www.qazinform.com/news/summit-in-astana_a4017987/", Era.REHOMED, "en", "4017987"),
    ("https://qazinform.com/amp/summit-in-astana_a4017987/", Era.REHOMED, "en", "4017987"),
    ("https://cn.inform.kz/news/astana-fenghui-kaimu-da860b/", Era.HEX, "zh", "da860b"),
    ("https://oz.inform.kz/news/ostonada-sammit-c845d8/", Era.HEX, "uz-Cyrl", "c845d8"),
    ("https://qz.inform.kz/news/astanada-sammit-0f3a9c", Era.HEX, "kk-Latn", "0f3a9c"),
    ("https://kz.inform.kz/news/astanada-sammit-1b2c3d/", Era.HEX, "kk", "1b2c3d"),
    ("https://en.inform.kz/news/summit-in-astana-9a8b7c/", Era.HEX, "en", "9a8b7c"),
    ("https://en.inform.kz/amp/summit-in-astana-9a8b7c/", Era.HEX, "en", "9a8b7c"),
    ("https://qazinform.com/news/summit-in-astana-b311a7", Era.HEX, "en", "b311a7"),
    ("https://qazinform.com/news/summit-in-astana-b311a7/?page=2", Era.HEX, "en", "b311a7"),
    ("https://www.inform.kz/ru/sammit-v-astane-4d5e6f", Era.HEX, "ru", "4d5e6f"),
    ("https://www.inform.kz/ru/itogi-goda-podveli-v-stolitse-6a64cf5f", Era.HEX, "ru", "6a64cf5f"),
    ("https://kaz.inform.kz/news/12-tamiz-kuntizbe-fbf80171/", Era.HEX, "kk", "fbf80171"),
    ("https://www.inform.kz/amp/shema-stantsiy-metro-aab321b2", Era.HEX, "ru", "aab321b2"),
    ("https://qazinform.com/news/leaders-meet-in-astana-for-the-summit", Era.PLAIN, "en", None),
    ("https://qazinform.com/news/cica-marks-34-years/", Era.PLAIN, "en", None),
    ("  https://qazinform.com/news/cica-marks-34-years  ", Era.PLAIN, "en", None),
]

OTHERS = [
    "",
    "inform.kz/ru/sammit_a3725092",
    "ftp://www.inform.kz/ru/sammit_a3725092",
    "https://www.inform.kz/",
    "https://www.inform.kz/ru",
    "https://www.inform.kz/lenta/",
    "https://www.inform.kz/ru/politika_s10",
    "https://www.inform.kz/ru/shos_t12345",
    "https://www.inform.kz/ru/shos_t1234567",
    "https://www.inform.kz/ru/ivan-ivanov_author123",
    "https://www.inform.kz/ru/archive/?date=1.12.2020",
    "https://www.inform.kz/rss/rus.xml",
    "https://www.inform.kz/sitemap.xml",
    "https://search.inform.kz/search/ru?q=sammit_a3725092",
    "https://www.inform.kz/ru/sammit_a37250",
    "https://www.inform.kz/ru/article/37250921",
    "https://qz.inform.kz/category/prezident_c241/",
    "https://qz.inform.kz/category/prezident_c241/?page=2",
    "https://qz.inform.kz/category/astanada-sammit_s1234567/",
    "https://qz.inform.kz/news/",
    "https://qazinform.com/",
    "https://qazinform.com/news/",
    "https://qazinform.com/news/politics",
    "https://qazinform.com/news/page-12/",
    "https://www.inform.kz/kz/bilik_g21",
    "https://qazinform.com/news/summit_t123456/",
    "https://qazinform.com/category/summit-news-b311a7/",
    "https://qazinform.com/tag/summit-news",
    "https://notinform.kz/ru/sammit_a3725092",
    "https://www.inform.kz.example.org/ru/sammit_a3725092",
    "https://example.org/?u=https://www.inform.kz/ru/sammit_a3725092",
    "https://www.inform.kz@example.org/ru/sammit_a3725092",
    "https://www.inform.kz:8443/ru/sammit_a3725092",
]


@pytest.mark.parametrize(("url", "era", "edition", "number"), ARTICLES)
def test_an_article_of_any_era_is_recognised(url: str, era: Era, edition: str, number: str | None) -> None:
    address = recognise(url)
    assert address is not None
    assert (address.era, address.edition, address.id) == (era, edition, number)


@pytest.mark.parametrize("url", OTHERS)
def test_sections_tags_authors_searches_and_foreign_hosts_are_refused(url: str) -> None:
    assert recognise(url) is None
    assert identity(url) is None


TWINS = [
    [
        "https://www.inform.kz/en/summit_a2877320",
        "http://inform.kz/en/summit_a2877320/amp",
        "https://www.inform.kz/en/article/2877320",
        "https://en.inform.kz/news/summit_a2877320/",
        "https://en.inform.kz/amp/summit-retitled_a2877320/",
        "https://qazinform.com/news/summit_a2877320",
    ],
    [
        "https://en.inform.kz/news/summit-b311a7/",
        "https://en.inform.kz/amp/summit-b311a7/",
        "https://qazinform.com/news/summit-b311a7",
        "https://www.qazinform.com/news/summit-retitled-b311a7?utm_source=x",
    ],
    ["https://qazinform.com/news/leaders-meet-again", "https://www.qazinform.com/amp/leaders-meet-again/"],
]


@pytest.mark.parametrize("twins", TWINS)
def test_twins_share_one_identity(twins: list[str]) -> None:
    assert len({identity(url) for url in twins}) == 1
    assert identity(twins[0]) is not None


def test_different_articles_have_different_identities() -> None:
    singles = [twins[0] for twins in TWINS] + [
        "https://cn.inform.kz/news/fenghui-b311a7/",
        "https://qazinform.com/news/best-films-of-the-decade",
        "https://qazinform.com/news/worst-floods-of-the-decade",
        "https://qazinform.com/news/trade-turnover-in-202610",
        "https://qazinform.com/news/oil-exports-in-202610",
    ]
    assert len({identity(url) for url in singles}) == len(singles)


def test_amp_twins_are_known_as_such() -> None:
    assert [url for url, *_ in ARTICLES if (address := recognise(url)) and address.is_amp] == [
        url for url, *_ in ARTICLES if "/amp" in url
    ]


slugs = st.from_regex(r"[a-z0-9а-яәғқңөұүһі]+(-[a-z0-9а-яәғқңөұүһі]+){1,6}", fullmatch=True)
numbers = st.from_regex(r"[0-9]{7}", fullmatch=True)


@given(slug=slugs, number=numbers, lang=st.sampled_from(["ru", "en", "kz", "qz", "cn", "oz"]))
def test_every_spelling_of_an_old_article_is_one_article(slug: str, number: str, lang: str) -> None:
    spellings = [
        f"https://www.inform.kz/{lang}/{slug}_a{number}",
        f"http://inform.kz/{lang}/{slug}_a{number}/amp",
        f"https://www.inform.kz/{lang}/article/{number}",
        f"https://{lang}.inform.kz/news/{slug}_a{number}/",
        f"https://{lang}.inform.kz/amp/{slug}_a{number}/",
    ]
    if lang == "en":
        spellings += [f"https://qazinform.com/news/{slug}_a{number}", f"https://qazinform.com/amp/{slug}_a{number}/"]
    assert len({identity(url) for url in spellings}) == 1
    assert len({address_key(url) for url in spellings}) == 1


CASES = Path(__file__).parent.parent / "golden" / "kazinform"


def cases(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CASES / name).read_text("utf-8").splitlines()]


def test_more_than_a_hundred_articles_are_recognised_and_twins_are_one() -> None:
    """Rows of articles.jsonl: era, edition, id (null in the plain era), urls (all of one article)."""
    articles = cases("articles.jsonl")
    assert sum(len(article["urls"]) for article in articles) >= 100
    for article in articles:
        for url in article["urls"]:
            address = recognise(url)
            assert address is not None, url
            assert (address.edition, address.id) == (article["edition"], article["id"]), url
            assert address.is_amp == ("/amp" in url), url
        assert {recognise(url).era for url in article["urls"]} == set(article["eras"]), article  # type: ignore[union-attr]
        assert len({identity(url) for url in article["urls"]}) == 1, article
        assert len({address_key(url) for url in article["urls"]}) == 1, article
    assert len({identity(article["urls"][0]) for article in articles}) == len(articles)
    assert len({address_key(article["urls"][0]) for article in articles}) == len(articles)


def test_pages_that_are_no_articles_are_refused() -> None:
    others = cases("others.jsonl")
    assert len(others) >= 50
    assert [row["url"] for row in others if recognise(row["url"])] == []


def test_an_article_in_a_cache_is_the_article() -> None:
    cached = "https://en-inform-kz.cdn.ampproject.org/c/s/en.inform.kz/amp/summit-in-astana_a2877320/"
    assert address_key(cached) == address_key("https://en.inform.kz/news/summit-in-astana_a2877320/")


def test_two_editions_of_one_number_are_two_articles() -> None:
    assert identity("https://www.inform.kz/ru/x_a3725092") != identity("https://www.inform.kz/en/x_a3725092")


@given(st.one_of(st.text(), st.from_regex(r"https?://([a-z]{2}\.|www\.)?(inform\.kz|qazinform\.com)/[!-~]{0,60}")))
def test_no_address_raises(url: str) -> None:
    address = recognise(url)
    assert address is None or address.identity.startswith("kazinform:")
