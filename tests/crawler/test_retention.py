"""Old pages leave the archive, those that are to stay are found where the ledger says, whenever it is broken off."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from crawling import ReactorThread, article, configuration, crawl, feed_of, question, source
from hypothesis import given
from hypothesis import strategies as st
from misbehaving_site import answer, misbehaving_site

from crawler.archive import ArchiveWriter, read_place
from crawler.archive_retention import Pruned, Retention, archive_files, archive_size
from press.archive import ArchivePlace
from press.configuration import Configuration
from press.discoveries import FeedEntry
from press.errors import StorageUnavailable
from press.outcomes import PageOffTopic
from press.pages import FetchedPage
from press.retention import Fate, Keeping
from press.settings import ArchiveSettings
from storage import Storage, open_storage

PROJECT = Path(__file__).resolve().parents[2]
BEGUN = datetime(2026, 1, 1, 12, tzinfo=UTC)
OFF_TOPIC = (
    "<html><body><article><h1>{}</h1><p>A long report on the harvest of melons and grapes.</p></article></body></html>"
)


def places(folder: Path) -> dict[str, ArchivePlace]:
    """Where the ledger has the pages of each address."""
    rows = question(folder, "SELECT url, archive_file, archive_offset, archive_length FROM discovery")
    return {
        url: ArchivePlace(file=file, offset=offset, length=length)
        for url, file, offset, length in rows
        if file is not None
    }


def pruned(installation: Configuration, *, days: int, dry_run: bool = False, **kept: int) -> Pruned:
    """So many days later."""
    settings = ArchiveSettings(directory=installation.settings.archive.directory, **kept)
    later = datetime.now(UTC) + timedelta(days=days)
    with open_storage(installation.settings.database.url) as storage:
        return Retention(settings, storage, lambda: later, dry_run=dry_run).prune()


@pytest.fixture
def crawled(reactor: ReactorThread, tmp_path: Path) -> Configuration:
    """Three articles and three pages off topic in one file; the first article was fetched twice."""
    with misbehaving_site() as site:
        links = [f"{site.origin}/{kind}-{number}" for kind in ("article", "other") for number in range(3)]
        site.behaviours["/feed"] = answer(feed_of(links))
        for number in range(3):
            site.behaviours[f"/article-{number}"] = answer(article(f"number {number}"))
            site.behaviours[f"/other-{number}"] = answer(OFF_TOPIC.format(number))
        installation = configuration(tmp_path, source("one", f"{site.origin}/feed"))
        reactor.run(lambda: crawl(installation))
    assert question(tmp_path, "SELECT state, count(*) FROM discovery GROUP BY state ORDER BY state") == [
        ("article", 3),
        ("off_topic", 3),
    ]
    return installation


def test_pages_of_articles_outlive_the_others_and_are_found_at_their_new_place(
    crawled: Configuration, tmp_path: Path
) -> None:
    archive = tmp_path / "archive"
    before = {url: read_place(archive, place) for url, place in places(tmp_path).items()}
    assert pruned(crawled, days=90) == Pruned()
    done = pruned(crawled, days=92)
    assert (done.files_deleted, done.files_sifted, done.pages_dropped) == (0, 1, 3)
    after = {url: read_place(archive, place) for url, place in places(tmp_path).items()}
    assert after == {url: page for url, page in before.items() if "article" in url}
    assert len(after) == 3
    assert len(list(archive_files(archive))) == 1
    assert pruned(crawled, days=93) == Pruned()


def test_a_file_whose_pages_have_all_expired_is_deleted_with_its_empty_directories(
    crawled: Configuration, tmp_path: Path
) -> None:
    done = pruned(crawled, days=400, keep_article_days=365)
    assert done.files_deleted == 1
    assert done.bytes_freed > 0
    assert places(tmp_path) == {}
    assert list((tmp_path / "archive").iterdir()) == []


def test_a_sifted_file_is_deleted_on_its_last_day(crawled: Configuration, tmp_path: Path) -> None:
    assert pruned(crawled, days=100, keep_article_days=365).files_sifted == 1
    assert pruned(crawled, days=360, keep_article_days=365) == Pruned()
    assert pruned(crawled, days=367, keep_article_days=365).files_deleted == 1


def test_a_dry_run_counts_and_changes_nothing(crawled: Configuration, tmp_path: Path) -> None:
    before = places(tmp_path), archive_size(tmp_path / "archive")
    dry = pruned(crawled, days=100, dry_run=True)
    assert (places(tmp_path), archive_size(tmp_path / "archive")) == before
    assert dry == pruned(crawled, days=100)


def test_what_is_kept_for_ever_stays(crawled: Configuration, tmp_path: Path) -> None:
    assert pruned(crawled, days=10_000, keep_other_days=0) == Pruned()


def test_an_earlier_page_of_an_article_is_kept_with_it(crawled: Configuration, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    before = archive_size(archive).bytes
    address, first = next((url, place) for url, place in places(tmp_path).items() if "article" in url)
    with sqlite3.connect(tmp_path / "rasid.sqlite3") as connection:  # as after a look at the page on a later day
        connection.execute("UPDATE discovery SET archive_file = 'later', archive_offset = 0 WHERE url = ?", (address,))
    gone = [place for url, place in places(tmp_path).items() if "other" in url]
    assert pruned(crawled, days=100).pages_dropped == 3
    assert archive_size(archive).bytes == before - sum(place.length for place in gone)
    assert places(tmp_path)[address] == ArchivePlace(file="later", offset=0, length=first.length)


def test_an_archive_that_cannot_be_written_is_said_in_words(crawled: Configuration, tmp_path: Path) -> None:
    (file,) = archive_files(tmp_path / "archive")
    path = tmp_path / "archive" / file
    target = path.with_name(path.name.removesuffix(".warc.gz") + "-sifted.warc.gz")
    target.mkdir()
    (target / "in-the-way").touch()
    before = places(tmp_path)
    with pytest.raises(StorageUnavailable, match="rasid archive prune"):
        pruned(crawled, days=100)
    assert places(tmp_path) == before
    assert all(read_place(tmp_path / "archive", place) for place in before.values())


@given(article_days=st.integers(0, 400), other_days=st.integers(0, 400), age=st.floats(-2, 500), sifted=st.booleans())
def test_a_file_is_dropped_only_when_nothing_in_it_is_kept_and_sifted_only_once(
    article_days: int, other_days: int, age: float, sifted: bool
) -> None:
    keeping = Keeping(article_days=article_days, other_days=other_days)
    kept = [keeping.keeps(age, is_article=kind) for kind in (True, False)]
    fate = keeping.fate(age, sifted=sifted)
    assert (fate is Fate.DROP) == (not any(kept))
    assert fate is not Fate.SIFT or (any(kept) and not all(kept) and not sifted)
    assert keeping.fate(min(age, 0.0), sifted=sifted) is Fate.KEEP


FILES, PAGES = 12, 6

PRUNE = """
import sys
from datetime import UTC, datetime
from crawler.archive_retention import Retention
from press.settings import ArchiveSettings
from storage import open_storage
with open_storage(f"sqlite:///{sys.argv[1]}/rasid.sqlite3") as storage:
    settings = ArchiveSettings(directory=f"{sys.argv[1]}/archive")
    print("begun", flush=True)
    Retention(settings, storage, lambda: datetime(2026, 8, 1, tzinfo=UTC)).prune()
"""


def filled(folder: Path, storage: Storage) -> None:
    """Files of several days; every second page is an article's."""
    storage.sources.sync([source("one", "http://127.0.0.1/feed")])
    leases = storage.runs.acquire_leases(["one"], holder="test", seconds=3600)
    (run,) = storage.runs.start_runs(list(leases.values()), "crawl")
    for day in range(FILES):
        writer = ArchiveWriter(folder / "archive", lambda: BEGUN + timedelta(days=day))  # noqa: B023  # used at once
        for number in range(PAGES):
            url = f"https://news.example/{day}/{number}"
            storage.ledger.record_found(run, [FeedEntry(url=url)], "url")
            (discovery,) = storage.ledger.pending("one", datetime.now(UTC), 10)
            page = FetchedPage(
                url=url,
                final_url=url,
                body=os.urandom(20_000),
                content_type="text/html",
                charset="utf-8",
                fetched_at=BEGUN + timedelta(days=day),
            )
            storage.pages.record(run, discovery, PageOffTopic(reason="names nobody"), archived=writer.write(page))
        writer.close()


def test_a_pruning_that_is_killed_again_and_again_loses_no_page_that_is_kept(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    with open_storage(f"sqlite:///{tmp_path}/rasid.sqlite3") as storage:
        filled(tmp_path, storage)
    with sqlite3.connect(tmp_path / "rasid.sqlite3") as connection:
        connection.execute("UPDATE discovery SET article_id = 1 WHERE id % 2")
    wanted = {row[0] for row in question(tmp_path, "SELECT url FROM discovery WHERE article_id IS NOT NULL")}
    before = {url: read_place(archive, place) for url, place in places(tmp_path).items() if url in wanted}
    chance = random.Random(20261124)
    kills = 0
    while list(archive_files(archive)) != [file for file in archive_files(archive) if "-sifted" in file]:
        process = subprocess.Popen(
            [sys.executable, "-c", PRUNE, str(tmp_path)], cwd=PROJECT, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        if kills < 8:
            time.sleep(chance.uniform(0, 0.03))  # the moment is what is tried here
            process.send_signal(signal.SIGKILL)
            kills += 1
        process.communicate(timeout=60)
        found = places(tmp_path)
        assert {url: read_place(archive, found[url]) for url in wanted} == before
    assert len(found) == len(wanted) == FILES * PAGES // 2
    assert archive_size(archive).files == FILES
    assert archive_size(archive).bytes == sum(place.length for place in found.values())
