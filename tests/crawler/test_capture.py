"""A page kept as a golden case, and the rules of sites with the pages that need them."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from golden_pages import FETCHED, GOLDEN, READER, GoldenPage, golden_pages, what_is_wrong

from crawler.capture import capture_page, case_name
from crawler.reading import Reader
from crawler.reading_rules import ReadingRules
from press.configuration import shipped_directory
from press.errors import ConfigurationError, UsageError
from press.organizations import WatchList
from press.pages import FetchedPage
from press.site_rules import SiteRules, read_site_rules

NOBODY = WatchList(version="none", organizations=(), words={})
RULES = sorted((shipped_directory() / "sites").glob("*.toml"))
SITES = golden_pages(GOLDEN.parent / "sites")


def fetched(case: GoldenPage) -> FetchedPage:
    url = case.expected["url"]
    return FetchedPage(url=url, final_url=url, body=case.body, content_type=None, charset=None, fetched_at=FETCHED)


@pytest.mark.parametrize("case", golden_pages()[:8], ids=lambda case: case.name)
def test_a_captured_page_is_a_golden_case_that_holds(case: GoldenPage, tmp_path: Path) -> None:
    capture_page(fetched(case), tmp_path, READER, zone="Asia/Riyadh")
    (kept,) = golden_pages(tmp_path)
    assert kept.body == case.body
    assert what_is_wrong(kept) == []
    assert kept.expected["hints"] == {"zone": "Asia/Riyadh"}


def test_a_page_of_today_and_one_of_an_old_charset_hold_as_well(tmp_path: Path) -> None:
    html = (
        '<html><head><meta property="article:published_time" content="2031-05-24T10:00:00+03:00"></head><body><article><h1>قمة</h1>'
        "<p>افتتحت في أستانا قمة منظمة شنغهاي للتعاون بحضور رؤساء الدول الأعضاء وعدد من المراقبين.</p></article></body></html>"
    )
    url = "https://news.example.org/a"
    page = FetchedPage(
        url=url, final_url=url, body=html.encode("cp1256"), content_type="text/html", charset="windows-1256",
        fetched_at=datetime(2031, 5, 24, 12, 0, tzinfo=UTC),
    )  # fmt: skip
    capture_page(page, tmp_path, READER)
    (kept,) = golden_pages(tmp_path)
    assert kept.expected["published"] == "2031-05-24T10:00:00+03:00"
    assert kept.text is not None
    assert "شنغهاي" in kept.text
    assert what_is_wrong(kept) == []


def test_a_text_corrected_by_hand_tells_the_lines_that_are_read_otherwise(tmp_path: Path) -> None:
    case = next(case for case in golden_pages() if case.name == "ar-plain")
    folder = capture_page(fetched(case), tmp_path, READER)
    text = folder / "text.txt"
    first, *others = text.read_text("utf-8").splitlines()
    text.write_text("\n".join([*others, "سطر جديد"]), "utf-8")
    (kept,) = golden_pages(folder)
    assert what_is_wrong(kept) == [
        f"the text has a line too many: {first!r}",
        "the text lacks a line: 'سطر جديد'",
    ]


def test_a_damaged_case_is_told_with_file_and_line(tmp_path: Path) -> None:
    folder = capture_page(fetched(golden_pages()[0]), tmp_path, READER)
    (folder / "expected.json").write_text('{\n"url": "https://a.example/"\n"title": "x"}', "utf-8")
    with pytest.raises(UsageError, match=r"expected\.json, line 3"):
        golden_pages(tmp_path)


def test_a_page_without_article_is_captured_with_its_reason(tmp_path: Path) -> None:
    (case,) = (case for case in golden_pages() if "nothing" in case.expected)
    folder = capture_page(fetched(case), tmp_path, READER)
    assert json.loads((folder / "expected.json").read_text("utf-8"))["nothing"] == case.expected["nothing"]


def test_a_case_is_never_overwritten(tmp_path: Path) -> None:
    page = fetched(golden_pages()[0])
    capture_page(page, tmp_path, READER)
    with pytest.raises(UsageError, match="exists already"):
        capture_page(page, tmp_path, READER)
    assert capture_page(page, tmp_path, READER, name="another").name == "another"


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="cannot be written"):
        capture_page(fetched(golden_pages()[0]), tmp_path / "file", READER)


def test_a_case_is_named_after_its_address() -> None:
    assert (
        case_name("https://www.news.example.org/world/ministers-meet_a4711/") == "news-example-org-ministers-meet-a4711"
    )
    assert case_name("https://news.example.org/%D8%A7/اجتماع") == "news-example-org"
    assert case_name("http://[broken") == "page"


def test_every_rule_has_a_golden_folder_and_every_folder_a_rule() -> None:
    assert [path.stem for path in RULES] == [case.name for case in SITES]


@pytest.mark.parametrize("case", SITES, ids=lambda case: case.name)
def test_a_page_needs_the_rule_of_its_site_and_is_read_well_with_it(case: GoldenPage) -> None:
    with_rules = Reader(ReadingRules(watch_list=NOBODY, site_rules=read_site_rules(RULES)))
    assert what_is_wrong(case, with_rules) == []
    assert what_is_wrong(case, READER) != []


def test_the_rule_of_the_nearest_host_holds() -> None:
    rules = read_site_rules(RULES)
    assert rules.of("www.inform.kz") is rules.of("inform.kz") is not None
    assert rules.of("notinform.kz") is None
    assert rules.of("") is None
    assert SiteRules().of("inform.kz") is None


def test_keep_says_where_the_text_stands_and_the_rest_still_gives_title_and_date(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('hosts = ["news.example.org"]\nwhy = "the list stands first"\nkeep = ".story"\n')
    sentence = "The ministers met in the capital and agreed on a round of talks before the end of the year. "
    html = (
        f"<html><head><meta property='article:published_time' content='2024-07-04'></head><body><h1>Talks open</h1>"
        f"<div class='list'>{f'<p>Another thing entirely. {sentence}</p>' * 9}</div><div class='story'><p>{sentence * 3}</p></div></body></html>"
    )
    case = GoldenPage(
        name="keep",
        body=html.encode(),
        expected={
            "url": "https://news.example.org/a",
            "title": "Talks open",
            "published": "2024-07-04",
            "text_has": [sentence.strip()],
            "text_lacks": ["Another thing"],
        },
    )
    rules = read_site_rules([tmp_path / "a.toml"])
    assert what_is_wrong(case, Reader(ReadingRules(watch_list=NOBODY, site_rules=rules))) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('why = "long enough to say"', "hosts"),
        ('hosts = ["inform.kz"]', "why"),
        ('hosts = ["https://inform.kz/"]\nwhy = "long enough to say"', "hosts"),
        ('hosts = ["inform.kz"]\nwhy = "long enough to say"\ndropped = ["x"]', "dropped"),
        ('hosts = ["inform.kz"]\nwhy = "long enough to say"\ndrop = ["p["]', "p["),
        ('hosts = ["inform.kz", "inform.kz"]\nwhy = "long enough to say"', "inform.kz has a rule already"),
    ],
)
def test_a_wrong_rule_names_file_and_key(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "wrong.toml").write_text(text)
    with pytest.raises(ConfigurationError, match=r"wrong\.toml") as failure:
        read_site_rules([tmp_path / "wrong.toml"])
    assert told in str(failure.value)
