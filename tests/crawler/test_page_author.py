"""Who signed an article, as its page declares and shows it."""

import pytest
from made_pages import metadata_of


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
    assert metadata_of(head, body).author == author
