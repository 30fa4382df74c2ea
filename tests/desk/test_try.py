"""`rasid try`: the shapes that are promised to scripts."""

import gzip
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rasid_runs import ROOT, Rasid

from desk.try_read import PageQuestions, Question
from press.articles import printed_moment
from press.configuration import load_configuration

ARTICLE = (
    '<html lang="ar"><head><meta charset="utf-8"><title>قمة أستانا</title>'
    '<meta property="article:published_time" content="2024-07-04T10:20:00+05:00"></head><body><article><h1>قمة أستانا</h1>'
    + "".join(
        f"<p>عقدت منظمة شنغهاي للتعاون اجتماعها الدوري في العاصمة وناقش المشاركون في جلستهم رقم {number} مسائل الأمن "
        "الإقليمي والتعاون الاقتصادي بين الدول الأعضاء في السنوات المقبلة.</p>"
        for number in range(6)
    )
    + "</article></body></html>"
)
MOMENT = datetime(2024, 7, 4, 5, 20, 30, tzinfo=UTC)


def test_bad_lines_are_answered_in_their_place_and_the_rest_goes_on(rasid: Rasid) -> None:
    lines = b'\xef\xbb\xbf{"id": 1, "text": "13 October 2022"}\nno json\n\n[1]\n\xff\n{"id": 2}\n{"id": 3, "text": 5}\n'
    ran = rasid("try", "date", stdin=lines + b'{"id": 4, "text": "4 July 2024"}')
    assert ran.code == 0
    assert [row["id"] for row in ran.rows] == [1, None, None, None, 2, 3, 4]
    assert ["error" in row for row in ran.rows] == [False, True, True, True, True, True, False]
    assert ran.rows[0] == {"id": 1, "published": "2022-10-13", "precision": "day", "reason": None}


def test_a_date_that_is_not_certain_comes_with_its_reason(rasid: Rasid) -> None:
    ran = rasid("try", "date", stdin=[{"id": "a", "text": "أمس"}, {"id": "b", "text": "1 May 2024", "zone": "Nowhere"}])
    first, second = ran.rows
    assert first["published"] is None
    assert first["reason"]
    assert "Nowhere" in second["error"]


def test_the_zone_gives_a_clock_its_offset(rasid: Rasid) -> None:
    ran = rasid("try", "date", stdin=[{"id": 1, "text": "17 октября 2017, 11:46", "zone": "Asia/Almaty"}])
    assert ran.rows[0]["published"] == "2017-10-17T11:46+06:00"


def test_a_date_that_is_yet_to_come_is_refused(rasid: Rasid) -> None:
    ran = rasid("try", "date", stdin=[{"id": 1, "text": "5 March 2094"}, {"id": 2, "text": "٥ مارس ٢٠٩٩"}])
    assert [row["published"] for row in ran.rows] == [None, None]
    assert all("future" in row["reason"] for row in ran.rows)


def test_two_spellings_of_an_address_have_one_key(rasid: Rasid) -> None:
    urls = ["https://www.example.com/a?utm_source=x", "http://example.com/a", "https://example.com/b", "mailto:x@y.z"]
    ran = rasid("try", "address", stdin=[{"id": number, "url": url} for number, url in enumerate(urls)])
    keys = [row["key"] for row in ran.rows]
    assert keys[0] == keys[1] != keys[2]
    assert [row["fetchable"] for row in ran.rows] == [True, True, True, False]
    assert ran.rows[0]["canonical"] == "https://example.com/a"


def test_a_comparison_names_the_relation_and_what_decided(rasid: Rasid) -> None:
    text = "عقد مجلس وزراء خارجية المنظمة اجتماعه الدوري في أستانا وناقش المشاركون مسائل الأمن الإقليمي والتعاون"
    pair = {"id": 7, "a": {"title": "عنوان", "text": text}, "b": {"title": "عنوان", "text": text}}
    ran = rasid("try", "compare", stdin=[pair, {"id": 8, "a": {"text": text}}])
    assert ran.rows[0]["relation"] == "same"
    assert "containment" in ran.rows[0]
    assert "“b”" in ran.rows[1]["error"]


def test_half_a_surrogate_pair_is_answered(rasid: Rasid) -> None:
    ran = rasid("try", "address", stdin=b'{"id": "\\ud800", "url": "https://example.com/\\udfff"}\n')
    assert ran.code == 0
    assert len(ran.rows) == 1


def test_tags_carry_their_evidence(rasid: Rasid) -> None:
    title, text = "قمة أستانا", "عقدت منظمة شنغهاي للتعاون اجتماعها في أستانا."
    ran = rasid("try", "tag", stdin=[{"id": 1, "title": title, "text": text}, {"id": 2, "text": 3}])
    (tag,) = ran.rows[0]["tags"]
    assert ran.rows[0]["language"] == "ar"
    assert tag["organization"] == "SCO"
    assert tag["field"] == "text"
    assert text[tag["start"] : tag["end"]] == tag["form"]
    assert tag["rule"]
    assert "error" in ran.rows[1]


def test_tags_are_explained_on_wish(rasid: Rasid) -> None:
    row = {"id": 1, "title": "", "text": "The SCO Group sued IBM over its licences in the state of Utah."}
    (answer,) = rasid("try", "tag", "--explain", stdin=[row]).rows
    assert answer["tags"] == []
    explained = [one for one in answer["explained"] if one["organization"] == "SCO"]
    assert explained
    assert not any(one["tagged"] for one in explained)


def test_pages_are_read_relevant_or_not_and_answered_in_order(rasid: Rasid, tmp_path: Path) -> None:
    page, packed, empty = tmp_path / "page.html", tmp_path / "page.html.gz", tmp_path / "empty.html"
    page.write_text(ARTICLE.replace("منظمة شنغهاي للتعاون", "لجنة المدينة"), "utf-8")
    packed.write_bytes(gzip.compress(ARTICLE.encode()))
    empty.touch()
    url = "https://example.com/news/1"
    rows = [
        {"id": "plain", "path": str(page), "url": url},
        {"id": "missing", "path": str(tmp_path / "missing.html"), "url": url},
        {"id": "packed", "path": str(packed), "url": url, "fetched_at": "2024-07-05T00:00:00Z"},
        {"id": "html", "html": ARTICLE, "url": url},
        {"id": "empty", "path": str(empty), "url": url},
        {"id": "no address", "html": ARTICLE},
    ]
    ran = rasid("try", "read", stdin=rows)
    assert ran.code == 0
    assert [row["id"] for row in ran.rows] == [row["id"] for row in rows]
    plain, missing, unpacked, html, nothing, homeless = ran.rows
    assert plain["title"] == "قمة أستانا"
    assert plain["tags"] == []
    assert "missing.html" in missing["error"]
    assert unpacked == html | {"id": "packed"}
    assert unpacked["published"] == "2024-07-04T10:20:00+05:00"
    assert {"published_precision": "second", "published_from": "meta", "language": "ar"}.items() <= unpacked.items()
    assert {tag["organization"] for tag in unpacked["tags"]} == {"SCO"}
    place = unpacked["entities"][0]
    assert (place["kind"], place["code"], place["field"]) == ("place", "astana", "title")
    assert unpacked["title"][place["start"] : place["end"]] == place["form"]
    assert nothing["entities"] == []
    assert nothing["text"] == ""
    assert "empty" in nothing["error"]
    assert "“url”" in homeless["error"]


def test_a_page_is_answered_before_the_next_one_is_asked(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "desk.command", "try", "read"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "RASID_READING__WORKERS": "1"},
    )
    assert process.stdin is not None
    assert process.stdout is not None
    for number in (1, 2):
        process.stdin.write(
            json.dumps({"id": number, "html": ARTICLE, "url": "https://example.com/1"}).encode() + b"\n"
        )
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == number
    process.stdin.close()
    assert process.wait(60) == 0
    process.stdout.close()


def test_the_zone_of_the_source_is_found_by_the_host() -> None:
    configuration = load_configuration()
    source = next(source for source in configuration.sources.values() if source.zone)
    questions = PageQuestions(configuration, lambda: MOMENT)
    row = json.dumps({"id": 1, "html": "x", "url": f"https://www.{source.host.removeprefix('www.')}/news/1"}).encode()
    (question,) = questions.of(iter([row]))
    assert isinstance(question, Question)
    assert question.hints.zone == source.zone
    assert question.page.fetched_at == MOMENT


def test_a_gzip_bomb_is_unpacked_no_farther_than_a_page_may_be(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.html.gz"
    bomb.write_bytes(gzip.compress(bytes(50_000_000)))
    configuration = load_configuration()
    questions = PageQuestions(configuration, lambda: MOMENT)
    row = json.dumps({"id": 1, "path": str(bomb), "url": "https://example.com/"}).encode()
    (question,) = questions.of(iter([row]))
    assert isinstance(question, Question)
    assert len(question.page.body) == configuration.settings.reading.max_page_bytes + 1


@pytest.mark.parametrize(
    ("offset", "precision", "expected"),
    [
        (300, "day", "2024-07-04"),
        (-600, "day", "2024-07-03"),
        (300, "minute", "2024-07-04T10:20+05:00"),
        (0, "second", "2024-07-04T05:20:30+00:00"),
        (None, "minute", "2024-07-04T05:20"),
    ],
)
def test_a_date_is_printed_as_the_page_means_it(offset: int | None, precision: str, expected: str) -> None:
    assert printed_moment(MOMENT, offset, precision) == expected
