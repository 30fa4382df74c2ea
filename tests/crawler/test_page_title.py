"""The title is what readers see, without the site's name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_pages import metadata_of

from crawler.site_names import without_site

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
    assert metadata_of(head, body).title == title


@given(st.text(alphabet="ab |-–»:·", max_size=40))
def test_cutting_the_sites_name_never_lengthens_a_title(title: str) -> None:
    assert len(without_site(title, frozenset(("a", "ab")))) <= len(title)
