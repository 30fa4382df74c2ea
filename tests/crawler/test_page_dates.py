"""The date of a page: in the order of trust, and none where none is certain."""

import json
from datetime import datetime
from html import escape

import pytest
from golden_pages import read_article
from hypothesis import given
from hypothesis import strategies as st

TEXT = (
    "<p>عقد وزراء خارجية الدول الأعضاء اجتماعهم السنوي في العاصمة أستانا بحضور ممثلين عن المنظمات الإقليمية.</p>"
    "<p>وناقش المشاركون سبل توسيع التعاون في مجالات النقل والطاقة والتجارة خلال المرحلة المقبلة.</p>"
)


def published(
    *, head: str = "", before: str = "", after: str = "", foot: str = "", text: str = TEXT, url: str = "https://a.example/x",
    **hints: str,
) -> tuple[str | None, str | None]:  # fmt: skip
    html = (
        f"<html><head>{head}</head><body>{before}<main><article><h1>اجتماع وزاري في أستانا</h1>{after}"
        f"<div>{text}</div></article></main>{foot}</body></html>"
    )
    article = read_article(html.encode("utf-8", "replace"), url, **hints)
    date = article.published
    return (date.printed(), str(date.origin)) if date else (None, None)


def json_ld(**declared: str) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **declared})}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


DAY = "2024-07-04"


def test_what_is_declared_goes_before_what_is_printed_and_that_before_the_address() -> None:
    head = json_ld(datePublished="2024-07-01T10:00:00+03:00")
    other = meta("article:published_time", "2024-07-02T10:00:00+03:00")
    line, url = '<p class="date">3 يوليو 2024</p>', "https://a.example/2024/07/05/x"
    assert published(head=head + other, after=line, url=url) == ("2024-07-01T10:00:00+03:00", "json-ld")
    assert published(head=other, after=line, url=url) == ("2024-07-02T10:00:00+03:00", "meta")
    assert published(after=line, url=url) == ("2024-07-03", "visible-text")
    assert published(url=url) == ("2024-07-05", "address")
    assert published() == (None, None)


def test_the_door_goes_behind_the_pages_own_word_and_before_what_is_printed() -> None:
    line = '<p class="date">3 يوليو 2024</p>'
    door = {"door_kind": "news_sitemap", "published": "2024-07-02T10:00:00+03:00"}
    assert published(after=line, **door) == ("2024-07-02T10:00:00+03:00", "news-sitemap")
    assert published(head=meta("article:published_time", DAY), after=line, **door)[0] == DAY


@pytest.mark.parametrize(
    "declared",
    ["1970-01-01T00:00:00Z", "0001-01-01", "2000-01-01", "2091-07-04T10:00:00Z", "null", "", "2024", "July 2024"],
)
def test_a_placeholder_a_future_date_and_a_part_of_one_are_no_dates(declared: str) -> None:
    assert published(head=json_ld(datePublished=declared)) == (None, None)


def test_dates_of_updates_registration_and_events_are_not_the_publications() -> None:
    assert published(head=json_ld(dateModified=DAY)) == (None, None)
    assert published(head=meta("article:modified_time", DAY)) == (None, None)
    assert published(after='<p class="date">آخر تحديث: 4 يوليو 2024</p>') == (None, None)
    assert published(after='<time class="updated" datetime="2024-07-04">4 يوليو 2024</time>') == (None, None)
    assert published(after="<dl><dt>تاريخ التسجيل</dt><dd>4 يوليو 2024</dd></dl>") == (None, None)
    assert published(text="<p>وعقد الاجتماع السابق في 4 يوليو 2021 في العاصمة.</p>" + TEXT) == (None, None)


def test_dates_of_other_articles_comments_and_the_sites_clock_are_not_the_articles() -> None:
    teaser = '<div class="related"><h3>خبر آخر</h3><time datetime="2024-07-04">4 يوليو 2024</time></div>'
    comment = (
        '<ol class="comment-list"><li class="comment"><time datetime="2024-07-04">4 يوليو 2024</time> شكرا</li></ol>'
    )
    clock = '<header><div class="today-date">الخميس 4 يوليو 2024</div></header>'
    assert published(foot=teaser) == published(foot=comment) == published(before=clock) == (None, None)


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("<div>تم نشره الخميس 4 تموز / يوليو 2024 09:22 مساءً</div>", "2024-07-04T21:22"),
        ("<ul><li><b>تاريخ النشر:</b> 4 يوليو 2024</li><li><b>آخر تحديث:</b> 9 يوليو 2024</li></ul>", DAY),
        ("<table><tr><td>نشر في</td><td>2024/07/04</td></tr></table>", DAY),
        ("<p>أستانا 4 يوليو 2024 (واس) - افتتح الوزراء أعمال الاجتماع في العاصمة صباح اليوم بحضور كبير.</p>", DAY),
        ('<span class="post-date">الخميس 04 يوليو 2024 | 10:20 ص</span>', "2024-07-04T10:20"),
        ('<abbr itemprop="datePublished" title="2024-07-04T10:20:00+03:00">10:20</abbr>', "2024-07-04T10:20:00+03:00"),
        ('<time datetime="2024-07-04T10:20:00+03:00">قبل ساعتين</time>', "2024-07-04T10:20:00+03:00"),
        ("<p>قبل ساعتين</p>", None),
        ("<p>أمس 10:20</p>", None),
    ],
)
def test_a_printed_date_is_read_with_its_label_or_in_its_place(line: str, date: str | None) -> None:
    assert published(after=line)[0] == date


def test_a_utc_clock_yields_to_the_printed_day_or_takes_the_printed_clocks_offset() -> None:
    head = json_ld(datePublished="2024-07-03T22:20:00Z")
    assert published(head=head)[0] == "2024-07-03T22:20:00+00:00"
    assert published(head=head, after='<p class="date">4 يوليو 2024</p>')[0] == DAY
    assert published(head=head, after='<p class="date">4 يوليو 2024 - 01:20</p>')[0] == "2024-07-04T01:20:00+03:00"
    # Another article's date farther away, or a date that is no neighbour, changes nothing.
    assert published(head=head, after='<p class="date">9 يوليو 2024</p>')[0] == "2024-07-03T22:20:00+00:00"


def test_a_clock_without_offset_is_in_the_sources_zone() -> None:
    head = meta("article:published_time", "2024-02-29T10:00:00")
    assert published(head=head, zone="Asia/Almaty")[0] == "2024-02-29T10:00:00+06:00"
    assert (
        published(head=meta("article:published_time", "2024-03-01T10:00:00"), zone="Asia/Almaty")[0]
        == "2024-03-01T10:00:00+05:00"
    )
    assert published(head=head)[0] == "2024-02-29T10:00:00"


def test_an_address_with_two_days_or_half_a_day_says_nothing() -> None:
    for path in ("2024/07/04/2024-07-05", "2024/07", "2024/13/04", "id/20240741", "120240704", "v2024.07"):
        assert published(url=f"https://a.example/{path}/x") == (None, None)


@given(st.text(max_size=80))
def test_any_printed_text_gets_a_date_or_a_reason(text: str) -> None:
    html = f"<html><body><article><h1>عنوان المقال</h1><p class='date'>{escape(text)}</p>{TEXT}</article></body></html>"
    article = read_article(html.encode("utf-8", "replace"))
    assert bool(article.published_reason) == (article.published is None)
    if article.published:
        assert datetime.fromisoformat(article.published.printed())
