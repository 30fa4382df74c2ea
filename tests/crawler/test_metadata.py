"""Title, author, section, address and language as a page declares and shows them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import HtmlElement

from crawler.metadata import is_absolute, plain_text, read_metadata, tidy, without_site
from crawler.page_tree import parse_page

URL = "https://www.steppe-news.example.org/world/4711"


def tree_of(head: str, body: str = "<p>x</p>") -> HtmlElement:
    tree = parse_page(f"<html lang='en-GB'><head>{head}</head><body>{body}</body></html>")
    assert tree is not None
    return tree


def title_of(head: str, body: str = "<p>x</p>") -> str:
    return read_metadata(tree_of(head, body), URL).title


def author_of(head: str, body: str = "<p>x</p>") -> str | None:
    return read_metadata(tree_of(head, body), URL).author


OG = '<meta property="og:site_name" content="أخبار السهوب"><meta property="og:title" content="{}">'


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        (OG.format("اجتماع وزاري في أستانا | أخبار السهوب"), "", "اجتماع وزاري في أستانا"),
        (OG.format("أخبار السهوب - اجتماع وزاري في أستانا"), "", "اجتماع وزاري في أستانا"),
        (OG.format("اجتماع وزاري في أستانا - شؤون دولية"), "<h1>اجتماع وزاري في أستانا</h1>", "اجتماع وزاري في أستانا"),
        ("<title>Ministers meet in Astana — steppe-news</title>", "", "Ministers meet in Astana"),
        ("<title>Ministers meet in Astana</title>", "<h1>News</h1>", "Ministers meet in Astana"),
        ("<title>S-5 and Q&amp;A: what next? - Steppe News</title>", "", "S-5 and Q&A: what next?"),
        ("<title>ساممىت - موقع</title>", "<h1>ساممىت</h1>", "ساممىت"),
        ("<title>ساممىت - موقع</title>", "", "ساممىت"),
        ("<title>قمة أستانا تختتم أعمالها - صحيفة السهوب</title>", "", "قمة أستانا تختتم أعمالها"),
        ("<title>Talks open - The Morning Page</title>", '<a href="/">The Morning Page</a>', "Talks open"),
        ("<title>Talks open - day two</title>", "", "Talks open - day two"),
        ("<title>The Page - Ministers meet in Astana</title>", "<h1>The Page</h1>", "The Page - Ministers meet in Astana"),
        ("<title>x</title>", "<h1>أخبار</h1><h1>عنوان المقال الطويل</h1>", "x"),
        ('<meta property="og:title" content="Ministers meet, &amp;quot;constructive&amp;quot;">', "", 'Ministers meet, "constructive"'),
        ('<meta property="og:title" content="Camp stoves: top rated stoves">', "<h1>Camp Stoves</h1>", "Camp Stoves"),
        ('<meta property="og:title" content="Signa in Sorge">', "<h1>Krise Signa in Sorge</h1>", "Signa in Sorge"),
        ("", "<h1>Heading alone</h1>", "Heading alone"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_the_title_is_what_readers_see_without_the_sites_name(head: str, body: str, title: str) -> None:
    assert title_of(head, body or "<p>x</p>") == title


@pytest.mark.parametrize(
    ("head", "body", "author"),
    [
        ('<meta name="author" content="By Jane Carter">', "", "Jane Carter"),
        ('<meta name="author" content="بقلم: سلمى عبد الرحيم">', "", "سلمى عبد الرحيم"),
        ('<meta name="author" content="https://facebook.com/x"><meta name="dc.creator" content="Jane">', "", "Jane"),
        ('<meta name="author" content="admin">', '<span class="byline">By Jane Carter</span>', "Jane Carter"),
        ('<meta name="author" content="Steppe News">', '<a rel="author">Jane Carter</a>', "Jane Carter"),
        ('<meta name="author" content="Example">', "", "Example"),
        ("", '<p class="comment-form-author">Name *</p>', None),
        ("", '<div class="photo-author">Фото: Акорда</div>', None),
        ("", '<div class="author-bio">' + "Jane writes about many things " * 5 + "</div>", None),
        ("", '<div itemprop="author"><span itemprop="name">Jane Carter</span><a>https://x.example</a></div>', "Jane Carter"),
        ("", '<div class="author"><a>Самал Ахметова</a><span>Автор</span></div>', "Самал Ахметова"),
        ("", '<div class="author"><div><a href="/p/7">سلمى عبد الرحيم</a></div>\n<div>الكاتب</div></div>', "سلمى عبد الرحيم"),
        ("", '<p class="byline"><b>By</b><a>Jane Carter</a><br><i>Reporter</i></p>', "Jane Carter"),
        ("", '<span class="author"><b>Jane</b><b>Carter</b></span>', "Jane Carter"),
        ("", '<span class="author"><i>J</i>ane Car<b>ter</b></span>', "Jane Carter"),
        ("", '<div class="author"><span>Автор</span></div>', None),
    ],
)  # fmt: skip
def test_the_author_is_a_name_and_nothing_else(head: str, body: str, author: str | None) -> None:
    assert author_of(head, body or "<p>x</p>") == author


def test_the_canonical_address_is_absolute_and_the_pages_own_word() -> None:
    assert read_metadata(tree_of('<link rel="canonical" href="/world/4711">'), URL).canonical_url is None
    both = '<link rel="Canonical" href=" https://a.example/x "><meta property="og:url" content="https://b.example/">'
    assert read_metadata(tree_of(both), URL).canonical_url == "https://a.example/x"
    assert read_metadata(tree_of('<meta property="og:url" content="https://b.example/">'), URL).canonical_url
    for address in (
        "",
        "javascript:alert(1)",
        "https://",
        "http://local",
        "https://a b.example/",
        "https://x.example/" + "a" * 3000,
    ):
        assert not is_absolute(address)


def test_the_declared_language_is_that_of_the_root() -> None:
    assert read_metadata(tree_of(""), URL).language == "en-GB"


def test_tags_and_doubled_entities_of_a_repeated_text_are_resolved() -> None:
    assert plain_text("&lt;p&gt;One &amp;amp; two&lt;/p&gt;<p>Three<br>Four</p>") == "One & two\nThree\nFour"


@given(st.text(max_size=200), st.integers(0, 300))
def test_a_tidied_text_is_one_line_within_its_limit(text: str, limit: int) -> None:
    tidied = tidy(text, limit)
    assert len(tidied) <= limit
    assert "\n" not in tidied
    tidied.encode()


@given(st.text(alphabet="ab |-–»:·", max_size=40))
def test_cutting_the_sites_name_never_lengthens_a_title(title: str) -> None:
    assert len(without_site(title, frozenset(("a", "ab")))) <= len(title)
