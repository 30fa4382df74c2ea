"""`rasid capture`: from a saved page or an address to a golden case."""

import json
from pathlib import Path

from newsroom import Newsroom
from rasid_runs import Rasid

PAGE = (
    '<html lang="ar"><head><title>قمة في أستانا</title><meta property="article:published_time" content="2026-11-01T10:00:00+05:00">'
    "</head><body><article><h1>قمة في أستانا</h1><p>افتتحت في أستانا قمة منظمة شنغهاي للتعاون بحضور رؤساء الدول الأعضاء.</p>"
    "<p>ويبحث القادة التعاون في مجالات النقل والطاقة والزراعة خلال يومين من الاجتماعات.</p></article></body></html>"
)


def test_a_saved_page_becomes_a_case_with_what_is_read_in_it(rasid: Rasid, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE, "utf-8")
    ran = rasid(
        "capture", str(tmp_path / "page.html"), "--url", "https://news.example/1", "--into", str(tmp_path / "cases"),
        "--name", "summit",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    expected = json.loads((tmp_path / "cases" / "summit" / "expected.json").read_text("utf-8"))
    assert expected["title"] == "قمة في أستانا"
    assert expected["published"] == "2026-11-01T10:00:00+05:00"
    assert (tmp_path / "cases" / "summit" / "page.html.gz").is_file()


def test_a_corrected_case_is_checked_with_a_line_for_each_difference(rasid: Rasid, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE, "utf-8")
    cases = tmp_path / "cases"
    words = ("capture", str(tmp_path / "page.html"), "--url", "https://news.example/1", "--into", str(cases), "--name")
    assert "--check" in rasid(*words, "one").out
    assert rasid(*words, "two").code == 0
    assert rasid("capture", "--check", str(cases)).code == 0
    expected = cases / "two" / "expected.json"
    expected.write_text(expected.read_text("utf-8").replace('"ar"', '"fa"'), "utf-8")
    ran = rasid("capture", "--check", str(cases))
    assert ran.code == 1
    assert ran.out.splitlines() == ["two:", "  language: 'ar', not 'fa'", "1 of 2 read as they are to be"]
    assert rasid("capture", "--check", str(cases / "one")).code == 0
    assert rasid("capture", "--check", str(tmp_path / "nowhere")).code == 2


def test_a_saved_page_without_its_address_and_a_missing_file_are_refused_in_words(rasid: Rasid, tmp_path: Path) -> None:
    for given in ((), ("--url", "https://news.example/1")):
        missing = rasid("capture", str(tmp_path / "page.html"), *given)
        assert missing.code == 2
        assert "page.html: no such file" in missing.err
    (tmp_path / "page.html").write_text("<p>قمة</p>")
    assert "--url" in rasid("capture", str(tmp_path / "page.html")).err


def test_an_address_is_fetched_with_all_manners_and_kept(
    rasid_process: Rasid, newsroom: Newsroom, tmp_path: Path
) -> None:
    address = f"{newsroom.sources[0].homepage}/ar/news/1004"
    ran = rasid_process(*newsroom.words, "capture", address, "--into", str(tmp_path / "cases"), "--name", "rain")
    assert ran.code == 0, ran.err
    expected = json.loads((tmp_path / "cases" / "rain" / "expected.json").read_text("utf-8"))
    assert expected["title"] == "أمطار غزيرة تؤخر مباريات الدوري إلى يوم السبت"
    assert not newsroom.database.exists()
    gone = rasid_process(*newsroom.words, "capture", f"{newsroom.sources[0].homepage}/none", "--into", str(tmp_path))
    assert gone.code == 2
    assert "404" in gone.err
