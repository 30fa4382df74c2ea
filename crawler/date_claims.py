"""The publication dates that a page declares, the more trustworthy first; update dates are none."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import XPath
from lxml.html import HtmlElement

from crawler.declarations import Declarations, node_texts
from crawler.tidying import tidy
from press.articles import DateOrigin

_DATE_KEYS = (
    "article:published_time", "og:article:published_time", "og:published_time", "article:published",
    "datepublished", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime",
    "bt:pubdate", "dcterms.issued", "dc.date.issued", "dcterms.created", "dc.date.created", "citation_publication_date",
    "pubdate", "publishdate", "publish_date", "publish-date", "publication_date", "publication-date",
    "published_time", "article.published", "pub_date", "article_date_original", "originalpublicationdate",
    "article:post_date", "dc.date", "dcterms.date", "date",
)  # fmt: skip
_WEAK_DATE_KEYS = frozenset(("dcterms.created", "dc.date.created", "dc.date", "dcterms.date", "date"))
_DATED = XPath("//*[@itemprop='datePublished' or @pubdate]")
_ISO_START = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class DateClaim:
    """A publication date as the page prints it, and where. weak: under a name that is also used for other dates."""

    text: str
    origin: DateOrigin
    weak: bool = False


def date_claims(tree: HtmlElement, declared: Declarations) -> Iterator[DateClaim]:
    """What is visible counts only where nothing certain is declared."""
    is_certain = False
    for node in declared.nodes:
        for key in ("datePublished", "dateCreated", "uploadDate"):
            for text in node_texts((node,), key):
                is_certain = True
                yield DateClaim(text=tidy(text), origin=DateOrigin.JSON_LD)
    for key in _DATE_KEYS:
        if key in declared.meta:
            is_weak = key in _WEAK_DATE_KEYS
            is_certain = is_certain or not is_weak
            yield DateClaim(text=tidy(declared.meta[key]), origin=DateOrigin.META, weak=is_weak)
    for element in () if is_certain else _DATED(tree)[:3]:
        text = element.get("datetime") or element.get("content") or _title_date(element) or element.text_content()
        if text and text.strip():
            yield DateClaim(text=tidy(text), origin=DateOrigin.META)


def _title_date(element: HtmlElement) -> str | None:
    """The full date that some templates keep in the tooltip of a clock: <abbr title="2024-07-01T10:20:00+05:00">10:20</abbr>."""
    text = element.get("title") or ""
    return text if _ISO_START.match(text) else None
