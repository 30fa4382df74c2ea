"""The title of an article: what readers see above it, without the name of the site."""

import re
from collections.abc import Iterable

from lxml.html import HtmlElement

from crawler.declarations import Declarations
from crawler.site_names import TITLE_SEPARATOR, names_of_home, without_outlet, without_site
from crawler.tidying import comparable, tidy

_MAX_TITLE = 500
_TITLE_KEYS = ("og:title", "twitter:title", "dc.title", "sailthru.title")
_HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WORD = re.compile(r"\w+")


def read_title(tree: HtmlElement, declared: Declarations, sites: frozenset[str]) -> str:
    """JSON-LD headline, the heading as readers see it, og:title, or <title>, without the name of the site.

    What a page declares beside JSON-LD is often written for search engines; a heading that says the same in other
    words is the title then.
    """
    headline = _first_title(declared.main_texts("headline"), sites)
    title = headline or _first_title(declared.values(_TITLE_KEYS), sites)
    headings = [text for element in tree.iter("h1") if (text := tidy(element.text_content(), _MAX_TITLE))]
    if title:
        same = next((heading for heading in headings if _is_same_but_clean(heading, title)), None)
        if same or headline:
            return same or title
        only = {heading for heading in headings if comparable(heading) not in sites}
        heading = only.pop() if len(only) == 1 else ""
        return heading if _says_the_same(heading, title) else title
    head = tidy(tree.findtext(".//title") or "", _MAX_TITLE)
    for heading in headings:
        if _opens(heading, head, sites) or (len(heading) > 10 and comparable(heading) in comparable(head)):
            return heading
    title = without_outlet(without_site(head, sites | names_of_home(tree)))
    return (title if comparable(title) not in sites else "") or (headings[0] if headings else "")


def _first_title(candidates: Iterable[str], sites: frozenset[str]) -> str:
    titles = (without_site(tidy(text, _MAX_TITLE), sites) for text in candidates)
    return next((text for text in titles if text and comparable(text) not in sites), "")


def _is_same_but_clean(heading: str, title: str) -> bool:
    """Whether the visible heading is the declared title without what was put before or behind it, or cut short."""
    if heading.startswith(title.rstrip(" .…")) and len(title) >= 20:
        return True
    if (behind := title.removeprefix(heading)) != title:
        return bool(TITLE_SEPARATOR.match(behind))
    before = title.removesuffix(heading)
    return before != title and len(heading) > len(before) and bool(TITLE_SEPARATOR.search(before[-4:]))


def _opens(heading: str, head: str, sites: frozenset[str]) -> bool:
    """Whether a heading, however short, is what <title> says before the name of the site."""
    behind = head.removeprefix(heading)
    separator = TITLE_SEPARATOR.match(behind) if behind != head and comparable(heading) not in sites else None
    return separator is not None and _width(heading) >= len(behind) - separator.end()


def _width(text: str) -> int:
    """The length of a text, in which a Chinese sign says as much as three letters."""
    return len(text) + 2 * len(_HAN.findall(text))


def _says_the_same(heading: str, title: str) -> bool:
    """Whether a heading shares two words in five with a title; a title with a word set before it is no other title."""
    words, others = set(_WORD.findall(heading.casefold())), set(_WORD.findall(title.casefold()))
    if len(heading) < 8 or not others or comparable(heading).endswith(comparable(title)):
        return False
    return len(words & others) >= 0.4 * min(len(words), len(others))
