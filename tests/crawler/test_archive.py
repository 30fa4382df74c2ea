"""The archive of raw pages: what is written comes back, and what is damaged is passed over and said."""

import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.archive import ArchiveWriter, packed, read_place
from crawler.warc_files import DamagedRecord, pages_in
from press.errors import StorageUnavailable, UsageError
from press.pages import FetchedPage

NOW = datetime(2026, 11, 24, 8, 45, 3, tzinfo=UTC)


def page(number: int = 1, body: bytes | None = None) -> FetchedPage:
    return FetchedPage(
        url=f"http://news.example/{number}",
        final_url=f"https://www.news.example/{number}.html",
        body=body if body is not None else f"<p>نص رقم {number}</p>".encode() * 50,
        content_type="text/html",
        charset="utf-8",
        fetched_at=NOW,
    )


def test_a_page_comes_back_from_its_place_as_it_was_written(tmp_path: Path) -> None:
    writer = ArchiveWriter(tmp_path, lambda: NOW)
    pages = [page(number) for number in range(5)]
    places = [writer.write(each) for each in pages]
    assert [read_place(tmp_path, place) for place in places] == pages
    assert {place.file.rpartition("/")[0] for place in places} == {"2026/11/24"}


@settings(max_examples=60, deadline=None)
@given(body=st.binary(max_size=3000), url=st.text(alphabet="abcäش/?&=%+", min_size=1, max_size=40))
def test_any_bytes_and_any_address_come_back(body: bytes, url: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("archive")
    wanted = FetchedPage(
        url=f"https://news.example/{url}",
        final_url=f"https://news.example/{url}",
        body=body,
        content_type=None,
        charset=None,
        fetched_at=NOW,
    )
    back = read_place(folder, ArchiveWriter(folder, lambda: NOW).write(wanted))
    assert back is not None
    assert (back.url, back.body, back.fetched_at) == (wanted.url, body, NOW)


def test_a_new_day_and_a_full_file_begin_a_new_file(tmp_path: Path) -> None:
    moments = iter([NOW, NOW + timedelta(seconds=1), NOW + timedelta(days=1)])
    writer = ArchiveWriter(tmp_path, lambda: next(moments), largest_file_bytes=len(packed(page())) + 10)
    files = [writer.write(page(number)).file for number in range(3)]
    assert len(set(files)) == 3
    assert files[2].startswith("2026/11/25/")


def test_a_place_whose_file_is_gone_or_cut_gives_no_page(tmp_path: Path) -> None:
    writer = ArchiveWriter(tmp_path, lambda: NOW)
    first, last = writer.write(page(1)), writer.write(page(2))
    writer.close()
    path = tmp_path / first.file
    path.write_bytes(path.read_bytes()[:-20])
    assert read_place(tmp_path, first) == page(1)
    assert read_place(tmp_path, last) is None
    path.unlink()
    assert read_place(tmp_path, first) is None


def test_an_archive_that_cannot_be_written_is_a_storage_failure_that_names_the_setting(tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("a file where a directory should be")
    with pytest.raises(StorageUnavailable, match=r"archive\.directory"):
        ArchiveWriter(tmp_path / "archive", lambda: NOW).write(page())


def test_a_damaged_record_is_reported_and_the_rest_is_read(tmp_path: Path) -> None:
    members = [packed(page(number)) for number in range(4)]
    broken = members[1][: len(members[1]) // 2]
    path = tmp_path / "news.warc.gz"
    path.write_bytes(members[0] + broken + members[2] + b"garbage in between" + members[3])
    found = list(pages_in(path))
    assert [each.final_url for each in found if isinstance(each, FetchedPage)] == [
        page(number).final_url for number in (0, 2, 3)
    ]
    assert any(isinstance(each, DamagedRecord) for each in found)


def test_a_file_cut_at_its_end_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "news.warc.gz"
    path.write_bytes((packed(page(1)) + packed(page(2)))[:-30])
    found = list(pages_in(path))
    assert isinstance(found[0], FetchedPage)
    assert [type(each) for each in found[1:]] == [DamagedRecord]


def test_a_plain_file_is_read_as_well_as_a_packed_one(tmp_path: Path) -> None:
    path = tmp_path / "news.warc"
    path.write_bytes(gzip.decompress(packed(page(1))) + gzip.decompress(packed(page(2))))
    assert [each for each in pages_in(path) if isinstance(each, FetchedPage)] == [page(1), page(2)]


@pytest.mark.parametrize("content", [b"", b"<html>no archive</html>", b"\x1f\x8b\x08\x00rubbish"])
def test_a_file_that_is_no_archive_is_refused_by_name(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=r"page\.html"):
        list(pages_in(path))


@pytest.mark.shared
def test_samples_of_other_programs_are_read_or_refused_in_words(shared_data: Path) -> None:
    samples = [path for path in (shared_data / "warc").rglob("*.warc*") if path.is_file()]
    pages = [each for path in samples for each in pages_in(path) if isinstance(each, FetchedPage)]
    assert len(samples) >= 20
    assert len(pages) >= 60


@pytest.mark.shared
def test_the_older_arc_format_is_refused_in_words(shared_data: Path) -> None:
    for path in (shared_data / "warc").rglob("*.arc"):
        with pytest.raises(UsageError, match="no WARC file"):
            list(pages_in(path))
