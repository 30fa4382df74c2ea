"""Reading a page: golden pages, and what must hold for any bytes."""

import random
import re
import unicodedata

import pytest
from golden_pages import FETCHED as FETCHED_AT
from golden_pages import NOBODY, READER, GoldenPage, golden_pages, read_article, read_bytes, what_is_wrong
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.reading import Reader, read_page
from crawler.reading_rules import ReadingRules
from press.cleaning import clean_text
from press.entities import Entity
from press.pages import FetchedPage, ReadArticle, ReadingHints, ReadNothing

CASES = golden_pages()
URL = "https://news.example/1"
UNWANTED = re.compile("[\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufb50-\ufdff\ufe70-\ufefc]")
# What Arabic pages are disguised with: letters, forms, tatweel, marks, bidi and zero-width signs, blanks, glue.
ARABIC = st.text(
    alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئةى ـًٌَُِّْ\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2066\u2069\ufeffﺍﻷﻋﻀﻻﷲﷺ.،؟«» \n\u00a0",
    min_size=80,
    max_size=400,
)
SENTENCE = "عقد وزراء خارجية الدول الأعضاء اجتماعهم السنوي في العاصمة أستانا بحضور ممثلين عن منظمات إقليمية."


@pytest.mark.parametrize("page", CASES, ids=lambda page: page.name)
def test_a_golden_page_is_read_as_its_folder_says(page: GoldenPage) -> None:
    assert what_is_wrong(page) == []


def test_there_are_golden_pages_of_many_kinds() -> None:
    assert len(CASES) >= 25
    assert {page.expected.get("language") for page in CASES} >= {"ar", "kk", "ru", "zh", "tr", "fa", "en"}


def test_persons_places_and_the_place_of_the_dateline_are_read_with_their_evidence() -> None:
    paragraphs = f"<p>أستانا - كازينفورم - استقبل الرئيس توقاييف وزير خارجية الصين.</p><p>{SENTENCE}</p>"
    html = f"<html><body><article><h1>توقاييف يستقبل ضيفا</h1>{paragraphs}</article></body></html>"
    result = read_bytes(html.encode())
    assert isinstance(result, ReadArticle)
    tagged = result.tagged
    assert [(tag.kind, tag.code, tag.count) for tag in tagged.entities] == [
        ("person", "tokayev", 2),
        ("place", "astana", 2),
        ("place", "china", 1),
    ]
    assert (tagged.article.credit, tagged.dateline_place) == ("kazinform", "astana")
    for tag in tagged.entities:
        for mention in tag.mentions:
            field = tagged.article.title if mention.field == "title" else tagged.article.text
            assert field[mention.start : mention.end] == mention.form


def test_agencies_persons_and_places_of_an_own_list_are_read() -> None:
    own = Entity(
        kind="agency",
        code="nur",
        name="Nur",
        about="",
        spellings={},
        patterns={"ar": ("وكالة نور",)},
        acronyms={},
        file="",
    )
    reader = Reader(ReadingRules(watch_list=NOBODY, entities=(own,)))
    body = f"<html><body><article><p>أستانا - وكالة نور - {SENTENCE}</p></article></body></html>".encode()
    page = FetchedPage(
        url=URL, final_url=URL, body=body, content_type="text/html", charset="utf-8", fetched_at=FETCHED_AT
    )
    result = read_page(page, ReadingHints(source_id="x", keep_all=True), reader)
    assert isinstance(result, ReadArticle)
    assert (result.tagged.article.credit, result.tagged.entities) == ("nur", ())


@given(ARABIC)
@settings(max_examples=40, deadline=None)
def test_a_stored_text_has_no_tatweel_bidi_mark_zero_width_sign_or_presentation_form(disguised: str) -> None:
    html = f"<html><body><article><h1>{disguised[:40]}</h1><p>{SENTENCE}</p><p>{disguised}</p><p>{SENTENCE}</p></article></body></html>"
    article = read_article(html.encode())
    for text in (article.title, article.text):
        assert not [hex(ord(sign)) for sign in UNWANTED.findall(text) if sign not in "\ufd3e\ufd3f\ufdfd"], text
        assert unicodedata.is_normalized("NFC", text)
    assert clean_text(article.text) == article.text


@given(st.sampled_from(CASES), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_reading_never_raises_on_damaged_bytes(page: GoldenPage, chance: random.Random) -> None:
    body = bytearray(page.body)
    for _ in range(chance.randint(1, 30)):
        at = chance.randrange(len(body))
        match chance.randrange(4):
            case 0:
                body[at] = chance.randrange(256)
            case 1:
                del body[at : at + chance.randint(1, 400)]
            case 2:
                body[at:at] = bytes(body[chance.randrange(len(body)) :][: chance.randint(1, 200)])
            case _:
                body[at:at] = chance.choice(
                    (b"<", b">", b"\x00", b"&#", b"<table><tr>", b"</article>", b"\xff\xfe", b"]]>")
                )
        if not body:
            return
    assert isinstance(read_bytes(bytes(body)), (ReadArticle, ReadNothing))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"%PDF-1.7 \x00\x01", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 60, "an image"),
        (b"PK\x03\x04" + b"\x00" * 60, "a ZIP or office file"),
        (b"<?xml version='1.0'?><rss version='2.0'><channel></channel></rss>", "a feed or a sitemap"),
        (bytes(range(256)) * 40, "binary data"),
        (b"<html><body></body></html>", "no article text"),
        (b"<!-- only a comment -->", ""),
    ],
)
def test_what_is_no_page_is_nothing_with_a_reason(body: bytes, reason: str) -> None:
    result = read_bytes(body)
    assert isinstance(result, ReadNothing)
    assert reason in result.reason


def test_a_page_beyond_the_limit_is_refused_with_its_size_and_the_setting() -> None:
    reader = Reader(ReadingRules(watch_list=NOBODY, max_page_bytes=1000))
    page = CASES[0]
    fetched = FetchedPage(
        url="https://news.example.org/a",
        final_url="https://news.example.org/a",
        body=page.body + b" " * 1000,
        content_type="text/html",
        charset=None,
        fetched_at=FETCHED_AT,
    )
    result = read_page(fetched, ReadingHints(source_id="golden", keep_all=True), reader)
    assert isinstance(result, ReadNothing)
    assert "reading.max_page_bytes" in result.reason


@pytest.mark.parametrize(
    ("encoding", "declares"),
    [("utf-8", "nothing")]
    + [
        (encoding, where)
        for encoding in ("utf-8", "windows-1256", "utf-16-le", "iso-8859-6")
        for where in ("header", "page")
    ],
)
def test_an_arabic_page_is_read_in_every_encoding(encoding: str, declares: str) -> None:
    meta = f'<meta charset="{encoding}">' if declares == "page" else ""
    html = f"<html><head>{meta}<title>x</title></head><body><article><p>{SENTENCE}</p><p>{SENTENCE}</p></article></body></html>"
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    fetched = FetchedPage(
        url="https://news.example.org/a",
        final_url="https://news.example.org/a",
        body=mark + html.encode(encoding),
        content_type="text/html",
        charset=encoding if declares == "header" else None,
        fetched_at=FETCHED_AT,
    )
    result = read_page(fetched, ReadingHints(source_id="golden", keep_all=True), READER)
    assert isinstance(result, ReadArticle)
    assert SENTENCE in result.tagged.article.text


def test_the_same_page_is_read_the_same_however_often() -> None:
    texts = {read_article(CASES[1].body).text for _ in range(6)}
    assert len(texts) == 1


def test_a_title_of_the_door_is_taken_where_the_page_has_none() -> None:
    html = f"<html><body><article><p>{SENTENCE}</p><p>{SENTENCE}</p></article></body></html>".encode()
    assert read_article(html, title="اجتماع في أستانا").title == "اجتماع في أستانا"


def test_the_doors_date_is_taken_where_the_page_has_none() -> None:
    html = f"<html><body><article><p>{SENTENCE}</p><p>{SENTENCE}</p></article></body></html>".encode()
    article = read_article(html, door_kind="feed", published="Thu, 04 Jul 2024 10:20:00 +0300")
    assert article.published is not None
    assert (article.published.origin, article.published.offset_minutes) == ("feed", 180)
    assert read_article(html, door_kind="feed", published="July").published is None
