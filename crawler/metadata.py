"""What a page says of itself, read off the one parsed tree: JSON-LD, then OpenGraph and other meta, then what is visible.

A light reader instead of trafilatura's own, which costs as much again as the extraction of the text.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.date_claims import DateClaim, date_claims
from crawler.declarations import Declarations, read_declarations
from crawler.page_author import read_author
from crawler.page_title import read_title
from crawler.site_names import site_names
from crawler.tidying import tidy

_MAX_ADDRESS = 2048
_MAX_DESCRIPTION = 1000
_SECTION_KEYS = ("article:section", "og:article:section", "parsely-section", "cxenseparse:recs:category", "section")
_DESCRIPTION_KEYS = ("og:description", "description", "twitter:description")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMetadata:
    """dates: claims of the publication date, the more trustworthy first; update dates are none.

    canonical_url: absolute http(s), only as the page itself names it. language: as declared, only a hint.
    body: the whole text as JSON-LD repeats it, "" if it does not. descriptions: what the page says it is about.
    """

    title: str
    author: str | None
    section: str | None
    canonical_url: str | None
    language: str | None
    dates: tuple[DateClaim, ...]
    body: str = ""
    descriptions: tuple[str, ...] = ()


def read_metadata(tree: HtmlElement, url: str) -> PageMetadata:
    """Everything a page declares. url: the page's own address, after redirects."""
    declared = read_declarations(tree, url)
    sites = site_names(declared, url)
    return PageMetadata(
        title=read_title(tree, declared, sites),
        author=read_author(tree, declared, sites),
        section=_first(declared.texts("articleSection"), declared.values(_SECTION_KEYS)),
        canonical_url=_canonical(tree, declared),
        language=_first(
            (tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "",),
            declared.texts("inLanguage"),
            declared.values(("og:locale",)),
        ),
        dates=tuple(date_claims(tree, declared)),
        body=next(declared.main_texts("articleBody"), ""),
        descriptions=tuple(dict.fromkeys(tidy(text, _MAX_DESCRIPTION) for text in _descriptions(declared))),
    )


def _descriptions(declared: Declarations) -> Iterator[str]:
    yield from declared.main_texts("description")
    yield from declared.values(_DESCRIPTION_KEYS)


def _first(*choices: Iterable[str]) -> str | None:
    """The first text with something in it, tidied."""
    for texts in choices:
        for text in texts:
            if tidied := tidy(text):
                return tidied
    return None


def _canonical(tree: HtmlElement, declared: Declarations) -> str | None:
    links = (
        element.get("href") or ""
        for element in tree.iter("link")
        if "canonical" in (element.get("rel") or "").lower().split()
    )
    for address in (*links, *declared.values(("og:url",))):
        if is_absolute(address.strip()):
            return address.strip()
    return None


def is_absolute(address: str) -> bool:
    """Whether this is a whole http(s) address of a bearable length."""
    if len(address) > _MAX_ADDRESS or any(character.isspace() or not character.isprintable() for character in address):
        return False
    try:
        parts = urlsplit(address)
        return parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and "." in (parts.hostname or "")
    except ValueError:
        return False
