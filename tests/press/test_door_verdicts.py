"""Whether a door proves itself."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press.discoveries import DoorContent, DoorUnreadable, FeedEntry
from press.door_verdicts import DoorTrial, DoorVerdict, guard_of, judge_trial
from press.sources import Door

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ARABIC = (
    "انطلاق أعمال القمة في العاصمة بمشاركة عشر دول",
    "وزير الخارجية يستقبل وفدا من البرلمان",
    "ارتفاع أسعار النفط في الأسواق العالمية اليوم",
    "المنتخب الوطني يفوز في مباراته الأولى",
)
RUSSIAN = (
    "Министр рассказал об итогах года на встрече",
    "В столице открылась новая школа",
    "Курс валют на сегодня",
    "Погода",
)


def entries(titles: tuple[str, ...] = ARABIC, *, age: timedelta | None = timedelta(hours=2)) -> tuple[FeedEntry, ...]:
    published = None if age is None else format_datetime(NOW - age)
    return tuple(
        FeedEntry(url=f"https://press.example/{n}", title=title, published=published) for n, title in enumerate(titles)
    )


def trial(content: DoorContent | DoorUnreadable | None = None, *, kind: str = "feed", **fields: object) -> DoorTrial:
    values: dict[str, object] = {
        "door": Door.model_validate({"kind": kind, "address": "https://press.example/feed"}),
        "languages": ("ar",),
        "zone": "Asia/Riyadh",
        "asked_at": NOW,
        "status": 200,
        "content": content,
        **fields,
    }
    return DoorTrial(**values)  # type: ignore[arg-type]


def rss(items: tuple[FeedEntry, ...], **fields: object) -> DoorContent:
    return DoorContent(entries=items, kind="rss", **fields)  # type: ignore[arg-type]


def test_three_items_of_which_one_is_young_prove_a_door() -> None:
    judged = judge_trial(trial(rss(entries()), size=4_000))
    assert judged.verdict is DoorVerdict.PROVEN
    assert judged.verdict.is_usable
    assert (judged.kind, judged.items, judged.language, judged.size, judged.advice) == ("rss", 4, "ar", 4_000, "")
    assert judged.newest == NOW - timedelta(hours=2)


def test_a_frozen_feed_answers_200_and_is_stale() -> None:
    judged = judge_trial(trial(rss(entries(age=timedelta(days=800)))))
    assert judged.verdict is DoorVerdict.STALE
    assert "800 days old" in judged.reason
    assert not judged.verdict.is_usable


def test_the_youngest_date_counts_wherever_it_stands_and_the_future_does_not() -> None:
    old, young = entries(age=timedelta(days=30)), entries(("خبر جديد",), age=timedelta(days=6))
    assert judge_trial(trial(rss((*old, *young)))).verdict is DoorVerdict.PROVEN
    planned = entries(("موعد القمة المقبلة",), age=-timedelta(days=90))
    assert judge_trial(trial(rss((*old, *planned)))).verdict is DoorVerdict.STALE


def test_items_without_dates_are_believed_but_not_proven() -> None:
    judged = judge_trial(trial(DoorContent(entries=entries(age=None), kind="listing"), kind="listing"))
    assert (judged.verdict, judged.newest) == (DoorVerdict.UNDATED, None)
    assert judged.verdict.is_usable


def test_one_or_two_items_are_thin() -> None:
    assert judge_trial(trial(rss(entries(ARABIC[:1])))).reason == "only 1 item"
    assert judge_trial(trial(rss(entries(ARABIC[:2])))).verdict is DoorVerdict.THIN


def test_news_in_another_language_is_foreign() -> None:
    judged = judge_trial(trial(rss(entries(RUSSIAN))))
    assert (judged.verdict, judged.language) == (DoorVerdict.FOREIGN, "ru")
    assert judge_trial(trial(rss(entries(RUSSIAN)), languages=("ar", "ru"))).verdict is DoorVerdict.PROVEN
    assert judge_trial(trial(rss(entries(RUSSIAN)), languages=())).verdict is DoorVerdict.PROVEN


def test_kazakh_in_one_script_is_not_expected_in_another() -> None:
    kazakh = ("Елордада жаңа мектеп ашылды деп хабарлайды тілші", "Үкімет отырысы өтті", "Ауа райы болжамы", "Көктем")
    assert judge_trial(trial(rss(entries(kazakh)), languages=("kk",))).verdict is DoorVerdict.PROVEN
    assert judge_trial(trial(rss(entries(kazakh)), languages=("ar",))).verdict is DoorVerdict.FOREIGN


def test_a_door_without_items_is_empty_and_says_why() -> None:
    assert judge_trial(trial(rss(()))).reason == "rss without items"
    skipped = ("40 addresses do not match the article pattern",)
    judged = judge_trial(trial(DoorContent(entries=(), kind="listing", skipped=skipped), kind="listing"))
    assert judged.verdict is DoorVerdict.EMPTY
    assert judged.advice == "correct the pattern `articles`"
    judged = judge_trial(trial(DoorContent(entries=(), kind="listing"), kind="listing"))
    assert "built in the browser" in judged.advice


def test_an_index_of_sitemaps_is_a_door() -> None:
    content = DoorContent(entries=(), kind="sitemap-index", children=("https://press.example/1.xml",))
    assert judge_trial(trial(content, kind="sitemap")).verdict is DoorVerdict.UNDATED


def test_a_page_where_a_feed_was_promised_is_no_door() -> None:
    judged = judge_trial(trial(DoorUnreadable(reason="this feed is an HTML page")))
    assert (judged.verdict, judged.reason) == (DoorVerdict.NOT_A_DOOR, "this feed is an HTML page")


def test_a_challenge_with_status_200_is_a_block_and_names_who_does_it() -> None:
    page = "<title>Just a moment...</title><script src='/cdn-cgi/challenge-platform/x.js'></script>"
    judged = judge_trial(trial(DoorUnreadable(reason="this feed is an HTML page"), body_start=page))
    assert judged.verdict is DoorVerdict.BLOCKED
    assert "Cloudflare" in judged.reason


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (301, DoorVerdict.FAILING),
        (401, DoorVerdict.BLOCKED),
        (403, DoorVerdict.BLOCKED),
        (404, DoorVerdict.GONE),
        (410, DoorVerdict.GONE),
        (429, DoorVerdict.FAILING),
        (451, DoorVerdict.BLOCKED),
        (500, DoorVerdict.FAILING),
        (503, DoorVerdict.FAILING),
        (None, DoorVerdict.FAILING),
    ],
)
def test_a_status_is_a_verdict(status: int | None, verdict: DoorVerdict) -> None:
    judged = judge_trial(trial(status=status))
    assert judged.verdict is verdict
    assert judged.reason
    assert judged.advice


def test_no_answer_is_told_with_its_reason() -> None:
    assert judge_trial(trial(status=None, trouble="the host has no address")).reason == "the host has no address"


def test_what_robots_txt_forbids_was_not_asked_for() -> None:
    judged = judge_trial(trial(status=None, is_allowed=False))
    assert (judged.verdict, judged.reason) == (DoorVerdict.FORBIDDEN, "robots.txt forbids this address")


def test_a_door_that_moved_or_is_of_another_kind_works_and_is_to_be_corrected() -> None:
    moved = judge_trial(trial(rss(entries()), moved_to="https://new.example/feed"))
    assert (moved.verdict, moved.advice) == (
        DoorVerdict.PROVEN,
        "it has moved for good: write https://new.example/feed",
    )
    other = judge_trial(trial(rss(entries()), kind="listing"))
    assert (other.verdict, other.advice) == (DoorVerdict.PROVEN, 'write kind = "feed"')


@pytest.mark.parametrize(
    ("page", "who"),
    [
        ("<title>Attention Required! | Cloudflare</title>", "Cloudflare"),
        ("<iframe src='/_Incapsula_Resource?x'>", "Imperva"),
        ("<title>DDoS-Guard</title>", "DDoS-Guard"),
        ("https://errors.edgesuite.net/18.abc", "Akamai"),
        ("<p>Please solve the CAPTCHA</p>", "a captcha"),
        ("<script>document.cookie='a=1'; location.reload()</script>", "a JavaScript check"),
        ("<form><input name=p type='password'></form>", "a login"),
        ("<p>Not found</p>", ""),
        ("", ""),
    ],
)
def test_who_stands_in_the_way_is_told_by_the_page(page: str, who: str) -> None:
    assert guard_of(page) == who


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        judge_trial(trial(asked_at=NOW.replace(tzinfo=None)))


@given(
    status=st.none() | st.integers(100, 599),
    count=st.integers(0, 6),
    published=st.text(max_size=20),
    body=st.text(max_size=80),
    kind=st.sampled_from(["feed", "sitemap", "news_sitemap", "listing"]),
)
def test_no_trial_raises_and_only_an_answer_with_items_is_usable(
    status: int | None, count: int, published: str, body: str, kind: str
) -> None:
    items = tuple(FeedEntry(url=f"https://press.example/{n}", title=body, published=published) for n in range(count))
    judged = judge_trial(trial(rss(items), kind=kind, status=status, body_start=body))
    assert judged.reason
    if judged.verdict.is_usable:
        assert status is not None
        assert 200 <= status < 300
        assert judged.items > 0
