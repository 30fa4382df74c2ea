"""The lead that a page prints apart from its text, first paragraphs that stand bare, tables that only lay a page out."""

import pytest
from golden_pages import read_article

from crawler.layout_tables import without_layout_tables
from crawler.page_tree import parse_page

LEAD = "أعلنت وزارة النقل يوم الأحد افتتاح خط حديد جديد إلى الشمال، بحضور الأمين العام لمنظمة شنغهاي للتعاون."
PARAGRAPHS = (
    "وقال مدير المشروع إن القطارات ستنقل في المرحلة الأولى ثمانية آلاف طن في اليوم إلى الميناء.",
    "وأضاف أن الشركة أنهت الجسور الأربعة عشر قبل موعدها، وأن العمل جار على تركيب الإشارات.",
    "ومن المتوقع أن يبدأ نقل الركاب في الربع الأول من العام المقبل بأربع رحلات في اليوم.",
)
BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def read(middle: str, *, description: str = LEAD, foot: str = "", body: str = BODY) -> str:
    html = (
        f"<html lang='ar'><head><meta property='og:description' content='{description}'></head><body><header><h1>قطار إلى الشمال</h1></header>"
        f"{middle}<div itemprop='articleBody' class='article-text'>{body}</div>{foot}</body></html>"
    )
    return read_article(html.encode()).text


def test_a_lead_that_stands_apart_and_is_declared_opens_the_text() -> None:
    block = f"<div itemprop='description' class='article__lead'><p>{LEAD}</p></div>"
    assert read(block).split("\n") == [LEAD, *PARAGRAPHS]
    cut_short = f"{LEAD[:80]}…"
    assert read(block, description=cut_short).split("\n") == [LEAD, *PARAGRAPHS]


def test_a_lead_that_is_in_the_text_is_there_once() -> None:
    assert read("", body=f"<p>{LEAD}</p>{BODY}").split("\n") == [LEAD, *PARAGRAPHS]


def test_what_is_declared_and_not_printed_or_printed_and_not_declared_is_no_lead() -> None:
    assert read("").split("\n") == list(PARAGRAPHS)
    about = "صحيفة السهوب تنقل إليكم أخبار المنطقة على مدار الساعة منذ عام 1990 من مكاتبها كلها."
    assert LEAD not in read(f"<div class='intro'><p>{LEAD}</p></div>", description=about)
    assert about not in read("", description=about, foot=f"<div class='about'><p>{about}</p></div>")


@pytest.mark.parametrize(
    "block",
    [
        f"<div>{LEAD}{BODY}</div>",
        f"<div><b>أستانا</b> - {LEAD}<br><br>{BODY}</div>",
        f"<div><strong>{LEAD}</strong>{BODY}</div>",
        f"<div><img src='a.jpg'>{LEAD}{BODY}</div>",
        f"<div><div>{LEAD}</div>{BODY}</div>",
        f"<div align='right'><font size='4'><b>{LEAD}</b>{BODY}</font></div>",
    ],
)
def test_a_first_paragraph_that_stands_bare_is_not_lost(block: str) -> None:
    text = read("", description="", body=block)
    assert text.endswith("\n".join([LEAD, *PARAGRAPHS]))


@pytest.mark.parametrize(
    "block",
    [
        f"<div class='wp-caption'>{LEAD}</div>",
        f"<div class='related'><a href='/b'>{LEAD}</a></div>",
    ],
)
def test_captions_and_links_before_the_first_paragraph_are_none(block: str) -> None:
    assert LEAD not in read("", description="", body=f"<div>{block}{BODY}</div>")


def test_headlines_that_are_links_under_a_label_are_no_text_and_a_linked_sentence_is() -> None:
    label = "<p><strong>موضوعات متعلقة:</strong></p>"
    links = "<p><strong><a href='/1'>رئيس الهيئة يتفقد المحطات الجديدة</a></strong></p><p><a href='/2'>وصول عربات من الميناء</a></p>"
    first, *others = PARAGRAPHS
    rest = "".join(f"<p>{paragraph}</p>" for paragraph in others)
    assert read("", description="", body=f"<p>{first}</p>{label}{links}{rest}").split("\n") == list(PARAGRAPHS)
    linked = f"<p>{first}</p><p><a href='/3'>{others[0]}</a></p><p>{others[1]}</p>"
    assert read("", description="", body=linked).split("\n") == list(PARAGRAPHS)


def test_a_table_around_a_story_is_no_table_and_one_of_figures_stays() -> None:
    tree = parse_page(f"<table><tr><td>{'<br><br>'.join(PARAGRAPHS * 2)}</td><td>1</td></tr></table>")
    assert tree is not None
    assert tree.find(".//table") is not None
    laid_out = without_layout_tables(tree)
    assert laid_out.find(".//table") is None
    assert tree.find(".//table") is not None
    figures = parse_page("<table><tr><td>الشمال</td><td>54</td></tr></table>")
    assert figures is not None
    assert without_layout_tables(figures) is figures
