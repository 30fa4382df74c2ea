"""One article, however many addresses ran it; and what becomes of it when its page changes or vanishes."""

from datetime import UTC, datetime, timedelta

import pytest
from hand_clock import HandClock
from newsdesk import HARVEST, SUMMIT, Newsroom, address, article

from press.archive import ArchivePlace
from press.articles import DateOrigin, Precision
from press.discoveries import Discovery, DiscoveryState
from press.outcomes import Outcome, PageBlocked, PageGone, PageOffTopic, PageOutcome, PagePostponed
from press.pages import ReaderVersions
from storage import PageRecord, Storage
from storage.rereads import ArchivedPage, ListVersions, Retagged

CHANGED = SUMMIT.replace("يوم الخميس", "يوم الجمعة")


def reread(newsroom: Newsroom, found: Discovery, article_id: int | None, outcome: PageOutcome) -> PageRecord:
    """The archived page of an article is read by a better reader."""
    archived = ArchivedPage(
        discovery=found,
        place=ArchivePlace(file="a.warc.gz", offset=0, length=1),
        state=DiscoveryState.ARTICLE,
        reason="",
        article_id=article_id,
    )
    versions = ReaderVersions(extractor="read-2", watch_list="watch-1")
    return newsroom.storage.rereads.record(newsroom.runs[found.source_id], archived, outcome, versions)


def test_an_article_is_stored_whole(newsroom: Newsroom, storage: Storage, clock: HandClock) -> None:
    printed = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    article_id = newsroom.article_of(
        "steppe", "قمة", at=printed, tags=("SCO", "CICA"), persons=("tokayev",), credit="kazinform"
    )
    stored = storage.article(article_id)
    assert stored is not None
    assert (stored.text, stored.language, stored.author, stored.section) == (SUMMIT, "ar", "سلطان بيك", "سياسة")
    assert (stored.source_id, stored.source, stored.country, stored.credit) == ("steppe", "Steppe", "KZ", "kazinform")
    assert (stored.published_at, stored.sort_at, stored.published_offset_minutes) == (printed, printed, 300)
    assert (stored.published_precision, stored.published_origin) == (Precision.MINUTE, DateOrigin.JSON_LD)
    assert (stored.extractor_version, stored.watch_list_version, stored.revision) == ("read-1", "watch-1", 1)
    assert stored.organizations == ("CICA", "SCO")
    for tag in stored.tags:
        assert (tag.count, tag.in_title) == (2, True)
        for mention in tag.evidence:
            field = stored.title if mention.field == "title" else stored.text
            assert field[mention.start : mention.end] == mention.form
    assert (stored.dateline_place, stored.entities_version) == ("astana", "names-1")
    assert [(each.kind, each.code, each.count) for each in stored.entities] == [
        ("person", "tokayev", 7),
        ("place", "astana", 7),
    ]
    for each in stored.entities:
        (named,) = each.mentions
        assert named.form == SUMMIT.split()[-1] == SUMMIT[named.start : named.end]
    (sighting,) = stored.sightings
    assert (sighting.url, sighting.first_seen_at) == (address("steppe", "قمة"), clock())
    assert [revision.number for revision in stored.revisions] == [1]


def test_an_article_without_a_date_says_why_and_is_sorted_by_when_it_was_seen(
    newsroom: Newsroom, storage: Storage, clock: HandClock
) -> None:
    stored = storage.article(newsroom.article_of("steppe", "a"))
    assert stored is not None
    assert (stored.published_at, stored.published_reason) == (None, "the page names no date")
    assert stored.sort_at == clock()


def test_evidence_stands_in_the_stored_text_when_a_better_reader_only_spaces_it_otherwise(
    newsroom: Newsroom, storage: Storage
) -> None:
    found = newsroom.find("steppe", "a")
    article_id = newsroom.settle(found, article(found.url, SUMMIT)).article_id
    assert article_id is not None
    spaced = "«" + SUMMIT.replace(" ", "»\n\n", 1)
    again = reread(newsroom, found, article_id, article(found.url, spaced))
    assert (again.outcome, again.article_id) == (Outcome.REVISED, article_id)
    stored = storage.article(article_id)
    assert stored is not None
    assert (stored.text, [revision.text for revision in stored.revisions]) == (spaced, [SUMMIT, spaced])
    assert [mention.form for each in stored.entities for mention in each.mentions] == [SUMMIT.split()[-1]]
    for mention in (mention for each in stored.tags for mention in each.evidence if mention.field == "text"):
        assert spaced[mention.start : mention.end] == mention.form


def test_a_date_that_a_better_reader_finds_takes_along_what_copies_and_stories_are_found_by(
    newsroom: Newsroom, storage: Storage, clock: HandClock
) -> None:
    found = newsroom.find("steppe", "a")
    article_id = newsroom.settle(found, article(found.url, SUMMIT)).article_id
    reread(newsroom, found, article_id, article(found.url, SUMMIT, at=clock() - timedelta(days=900)))
    assert storage.check() == ()


def test_a_date_that_a_better_reader_finds_says_anew_who_was_first_and_when_the_story_began(
    newsroom: Newsroom, storage: Storage, clock: HandClock
) -> None:
    noon = clock() - timedelta(days=5)
    found, text = newsroom.find("steppe", "a"), f"{SUMMIT}\nوتنتهي أعمال القمة مساء غد."
    first = newsroom.settle(found, article(found.url, text, at=noon)).article_id
    assert first is not None
    copied = f"{SUMMIT}\nوحضر الافتتاح ضيوف كثيرون."
    other = newsroom.article_of("gazette", "b", copied, at=noon + timedelta(hours=3))
    assert [each.id for each in storage.search("-is:copy").articles] == [first]
    reread(newsroom, found, first, article(found.url, text, at=noon + timedelta(hours=9)))
    assert [each.id for each in storage.search("-is:copy").articles] == [other]
    (story,) = storage.stories()
    assert (story.first_at, story.latest_at) == (noon + timedelta(hours=3), noon + timedelta(hours=9))
    assert storage.check() == ()
    alone = storage.split_story(story.id, [first])
    reread(newsroom, found, first, article(found.url, text, at=noon - timedelta(hours=9)))
    assert {each.id: each.first_at for each in storage.stories()} == {
        alone: noon - timedelta(hours=9),
        story.id: noon + timedelta(hours=3),
    }


def test_a_new_credit_reaches_the_addresses_that_say_the_same_and_no_other(
    newsroom: Newsroom, storage: Storage, clock: HandClock
) -> None:
    article_id = newsroom.article_of("steppe", "a")
    clock.pass_by(minutes=20)
    newsroom.run("gazette", "b")
    clock.pass_by(minutes=20)
    newsroom.run("mirror", "c", credit="xinhua")
    versions = ListVersions(watch_list="watch-1", entities="names-2")
    (article_before,) = storage.rereads.texts(versions, after_id=0, limit=10, sources=())
    assert (article_before.credit, storage.rereads.outdated(versions)) == (None, 1)
    retagged = Retagged(article=article_before, tags=(), entities=(), dateline_place=None, credit="kazinform")
    assert storage.rereads.retag([retagged], versions) == 1
    stored = storage.article(article_id)
    assert stored is not None
    assert stored.credit == "kazinform"
    assert [each.credit for each in stored.sightings] == ["kazinform", "kazinform", "xinhua"]
    assert storage.rereads.outdated(versions) == 0


def test_an_unknown_number_is_no_article(storage: Storage) -> None:
    assert storage.article(1) is None
    assert storage.revisions_of(1) == ()


def test_the_same_text_at_other_outlets_is_one_article_with_their_sightings(
    newsroom: Newsroom, storage: Storage, clock: HandClock
) -> None:
    first = newsroom.run("steppe", "a")
    clock.pass_by(minutes=20)
    second = newsroom.run("gazette", "b", title="عنوان آخر", credit="kazinform")
    clock.pass_by(minutes=20)
    third = newsroom.run("mirror", "c", SUMMIT.replace("أستانا", "اَستانا"))
    assert [record.outcome for record in (first, second, third)] == [Outcome.NEW, Outcome.COPY, Outcome.COPY]
    assert first.article_id == second.article_id == third.article_id
    assert first.article_id is not None
    stored = storage.article(first.article_id)
    assert stored is not None
    assert [(each.source_id, each.title, each.credit) for each in stored.sightings] == [
        ("steppe", stored.title, None),
        ("gazette", "عنوان آخر", "kazinform"),
        ("mirror", stored.title, None),
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"canonical_url": "https://steppe.example/ar/news/summit"},
        {"final_url": "https://steppe.example/ar/news/summit"},
        {"canonical_url": "https://www.steppe.example/ar/news/summit?utm_source=feed"},
    ],
)
def test_two_addresses_of_one_page_are_one_article_though_their_editions_differ_a_little(
    newsroom: Newsroom, storage: Storage, changes: dict[str, str]
) -> None:
    first = newsroom.run("steppe", "ar/news/summit?id=7", **changes)
    printed = newsroom.run("steppe", "ar/print/7", SUMMIT + "\nاقرأ المزيد على موقعنا.", **changes)
    plain = newsroom.run("steppe", "ar/news/summit")
    assert [record.outcome for record in (first, printed, plain)] == [Outcome.NEW, Outcome.KNOWN, Outcome.KNOWN]
    assert first.article_id == printed.article_id == plain.article_id
    assert storage.status(datetime(2026, 3, 2, 13, tzinfo=UTC)).sightings == 3
    history = storage.why("https://steppe.example/ar/news/summit/")
    assert history is not None
    assert history.article_id == first.article_id


def test_an_amp_address_is_the_page_itself(newsroom: Newsroom) -> None:
    newsroom.run("steppe", "news/summit")
    assert newsroom.poll("steppe", "https://steppe.example/amp/news/summit").known == 1


@pytest.mark.parametrize(
    "canonical", ["https://steppe.example/", "https://steppe.example/ar", "https://steppe.example/latest"]
)
def test_a_template_that_names_one_canonical_address_everywhere_makes_no_article_of_a_whole_site(
    newsroom: Newsroom, storage: Storage, canonical: str
) -> None:
    first = newsroom.run("steppe", "1", SUMMIT, canonical_url=canonical)
    second = newsroom.run("steppe", "2", HARVEST, canonical_url=canonical, title="محصول القمح")
    assert second.outcome is Outcome.NEW
    assert first.article_id != second.article_id
    assert first.article_id is not None
    assert len(storage.revisions_of(first.article_id)) == 1


def test_a_canonical_address_on_another_host_is_not_believed(newsroom: Newsroom) -> None:
    newsroom.run("steppe", "1", SUMMIT)
    record = newsroom.run("gazette", "2", HARVEST, canonical_url=address("steppe", "1"))
    assert record.outcome is Outcome.NEW


def test_a_flash_of_a_few_words_is_another_article_every_day_and_at_every_outlet(newsroom: Newsroom) -> None:
    day = datetime(2026, 3, 2, 6, tzinfo=UTC)
    flash = "أمطار متوقعة غدا في شمال البلاد."
    records = [
        newsroom.run("steppe", "1", flash, title="طقس", at=day),
        newsroom.run("steppe", "2", flash, title="طقس", at=day + timedelta(days=1)),
        newsroom.run("gazette", "3", flash, title="طقس", at=day),
        newsroom.run("steppe", "4", flash, title="طقس", at=day + timedelta(hours=2)),
    ]
    stored = [record.article_id for record in records]
    assert len(set(stored[:3])) == 3
    assert stored[3] == stored[0]
    assert [record.outcome for record in records] == [Outcome.NEW, Outcome.COPY, Outcome.COPY, Outcome.COPY]


def test_a_new_headline_over_the_same_text_is_a_revision(
    newsroom: Newsroom, storage: Storage, clock: HandClock
) -> None:
    article_id = newsroom.article_of("steppe", "a", title="القمة تبدأ")
    clock.pass_by(hours=1)
    record = newsroom.look_again("steppe", "a", article(address("steppe", "a"), title="القمة تنتهي بلا اتفاق"), clock())
    assert (record.outcome, record.article_id) == (Outcome.REVISED, article_id)
    assert [each.title for each in storage.revisions_of(article_id)] == ["القمة تبدأ", "القمة تنتهي بلا اتفاق"]
    stored = storage.article(article_id)
    assert stored is not None
    assert (stored.title, stored.sightings[0].title) == ("القمة تنتهي بلا اتفاق", "القمة تنتهي بلا اتفاق")
    assert storage.check() == ()


def test_a_changed_page_is_a_revision_and_the_text_before_is_kept(
    newsroom: Newsroom, storage: Storage, clock: HandClock
) -> None:
    article_id = newsroom.article_of("steppe", "a", at=clock(), persons=("tokayev",))
    clock.pass_by(hours=1)
    changed = article(address("steppe", "a"), CHANGED, at=clock(), tags=("SCO", "OTS"), persons=("xi",))
    record = newsroom.look_again("steppe", "a", changed, clock())
    assert (record.outcome, record.article_id) == (Outcome.REVISED, article_id)
    stored = storage.article(article_id)
    assert stored is not None
    assert (stored.text, stored.revision, stored.organizations) == (CHANGED, 2, ("OTS", "SCO"))
    assert [each.code for each in stored.entities if each.kind == "person"] == ["xi"]
    found = {code: len(storage.search(f"person:{code}").articles) for code in ("tokayev", "xi")}
    assert found == {"tokayev": 0, "xi": 1}
    assert stored.published_at == clock() - timedelta(hours=1), "the moment of a change is not that of publication"
    assert [(each.number, each.text, each.seen_at) for each in storage.revisions_of(article_id)] == [
        (1, SUMMIT, clock() - timedelta(hours=1)),
        (2, CHANGED, clock()),
    ]
    (changed_article,) = storage.changed()
    assert (changed_article.id, changed_article.changed_at, changed_article.revisions) == (article_id, clock(), 2)
    assert changed_article.organizations == ("OTS", "SCO")
    assert storage.changed(since=clock() + timedelta(seconds=1)) == ()
    assert storage.check() == ()


def test_a_changed_page_parts_from_the_outlets_that_still_carry_the_old_text(
    newsroom: Newsroom, storage: Storage, clock: HandClock
) -> None:
    article_id = newsroom.article_of("steppe", "a")
    newsroom.run("gazette", "b")
    clock.pass_by(hours=1)
    record = newsroom.look_again("gazette", "b", article(address("gazette", "b"), CHANGED), clock())
    assert record.outcome is Outcome.REVISED
    assert record.article_id not in (None, article_id)
    old, new = storage.article(article_id), storage.article(record.article_id or 0)
    assert old is not None
    assert new is not None
    assert (old.text, new.text) == (SUMMIT, CHANGED)
    assert [each.source_id for each in old.sightings] == ["steppe"]
    assert [each.source_id for each in new.sightings] == ["gazette"]
    (changed,) = storage.changed()
    assert (changed.id, changed.before_id, changed.source_id) == (new.id, old.id, "gazette")
    history = storage.why(address("gazette", "b"))
    assert history is not None
    assert history.article_id == new.id
    assert storage.check() == ()


def test_pages_of_tagged_articles_are_looked_at_after_an_hour_six_a_day_and_a_week(
    newsroom: Newsroom, storage: Storage, clock: HandClock
) -> None:
    began = clock()
    newsroom.run("steppe", "a")
    newsroom.run("steppe", "untagged", HARVEST, tags=())
    same = article(address("steppe", "a"))
    looked_at = []
    for hours in (1, 6, 24, 168):
        moment = began + timedelta(hours=hours)
        assert storage.revisits.due(moment - timedelta(seconds=1), "steppe", 10) == ()
        clock.now = moment
        (due,) = storage.revisits.due(moment, "steppe", 10)
        assert (due.url, due.revisit, due.source_id) == (address("steppe", "a"), True, "steppe")
        assert newsroom.settle(due, same).outcome is Outcome.KNOWN
        looked_at.append(hours)
    assert storage.revisits.due(began + timedelta(days=365), "steppe", 10) == ()
    assert storage.revisits.due(began + timedelta(days=365), "gazette", 10) == ()
    history = storage.why(address("steppe", "a"))
    assert history is not None
    assert (history.looks, history.look_again_at) == (4, None)


def test_looks_that_were_slept_through_are_not_made_up_for(
    newsroom: Newsroom, storage: Storage, clock: HandClock
) -> None:
    newsroom.run("steppe", "a")
    began = clock()
    newsroom.look_again("steppe", "a", article(address("steppe", "a")), clock.pass_by(days=3))
    history = storage.why(address("steppe", "a"))
    assert history is not None
    assert (history.looks, history.look_again_at) == (1, began + timedelta(days=7))


def test_news_from_an_archive_is_not_looked_at_again(newsroom: Newsroom, storage: Storage, clock: HandClock) -> None:
    newsroom.run("steppe", "a", at=clock() - timedelta(days=31))
    assert storage.revisits.due(clock() + timedelta(days=1), "steppe", 10) == ()


def test_a_page_that_vanished_is_marked_and_its_article_stays(
    newsroom: Newsroom, storage: Storage, clock: HandClock
) -> None:
    article_id = newsroom.article_of("steppe", "a")
    gone = PageGone(reason="the server answered 404: there is no such page", status=404)
    record = newsroom.look_again("steppe", "a", gone, clock.pass_by(hours=1))
    assert record.outcome is Outcome.GONE
    vanished_at = clock()
    newsroom.look_again("steppe", "a", gone, clock.pass_by(hours=5))
    (page,) = storage.vanished()
    assert (page.article_id, page.url, page.vanished_at) == (article_id, address("steppe", "a"), vanished_at)
    assert page.organizations == ("SCO",)
    history = storage.why(address("steppe", "a"))
    assert history is not None
    assert (history.state, history.status, history.vanished_at) == ("article", 404, vanished_at)
    assert "404" in history.reason
    stored = storage.article(article_id)
    assert stored is not None
    assert stored.text == SUMMIT
    newsroom.look_again("steppe", "a", article(address("steppe", "a")), clock.pass_by(hours=20))
    assert storage.vanished() == (), "it is back"


def test_a_page_that_now_leads_to_the_front_page_has_vanished(
    newsroom: Newsroom, storage: Storage, clock: HandClock
) -> None:
    article_id = newsroom.article_of("steppe", "a")
    home = article(address("steppe", "a"), HARVEST, final_url="https://steppe.example/ar/")
    assert newsroom.look_again("steppe", "a", home, clock.pass_by(hours=1)).outcome is Outcome.GONE
    assert len(storage.revisions_of(article_id)) == 1
    assert storage.vanished()[0].article_id == article_id


@pytest.mark.parametrize(
    ("outcome", "made"),
    [
        (PageOffTopic(reason="names nobody any more"), Outcome.OFF_TOPIC),
        (PageBlocked(reason="403", status=403), Outcome.BLOCKED),
        (PagePostponed(reason="busy", retry_at=datetime(2026, 3, 2, 13, 15, tzinfo=UTC)), Outcome.POSTPONED),
    ],
)
def test_an_article_stays_one_whatever_a_later_look_brings(
    newsroom: Newsroom, storage: Storage, clock: HandClock, outcome: PageOffTopic, made: Outcome
) -> None:
    article_id = newsroom.article_of("steppe", "a")
    assert newsroom.look_again("steppe", "a", outcome, clock.pass_by(hours=1)).outcome is made
    history = storage.why(address("steppe", "a"))
    assert history is not None
    assert (history.state, history.article_id, history.reason) == ("article", article_id, outcome.reason)
    assert history.look_again_at == clock() + timedelta(hours=5)
    assert storage.vanished() == ()
    assert storage.ledger.pending_total() == 0


def test_the_whole_story_of_an_address(newsroom: Newsroom, storage: Storage, clock: HandClock) -> None:
    newsroom.poll("steppe", "a", at=clock())
    (discovery,) = storage.ledger.pending("steppe", clock(), 1)
    clock.pass_by(minutes=1)
    record = newsroom.settle(discovery, article(discovery.url))
    clock.pass_by(minutes=1)
    newsroom.run("gazette", "copy")
    history = storage.why("http://www.steppe.example/a?fbclid=x")
    assert history is not None
    assert (history.url, history.source, history.door) == (
        discovery.url,
        "Steppe",
        "https://steppe.example/feed-0",
    )
    assert history.found_at == clock() - timedelta(minutes=2)
    assert history.settled_at == clock() - timedelta(minutes=1)
    assert history.found_by is not None
    assert history.settled_by is not None
    assert history.found_by.id == history.settled_by.id == newsroom.runs["steppe"].id
    assert (history.article_id, history.article_title) == (record.article_id, "منظمة شنغهاي للتعاون تجتمع في أستانا")
    assert [each.source_id for each in history.sightings] == ["steppe", "gazette"]
    assert history.robots is None
    assert storage.why("https://steppe.example/never") is None
    assert storage.why("no address at all") is None
