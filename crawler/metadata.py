"""What a page says of itself, read off the one parsed tree: JSON-LD, then OpenGraph and other meta, then what is visible.

A light reader instead of trafilatura's own, which costs as much again as the extraction of the text.
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from lxml.etree import XPath, iterwalk
from lxml.html import HtmlElement

from crawler.json_ld import Node, article_nodes
from press.articles import DateOrigin

MAX_TITLE = 500
_MAX_FIELD = 200
_MAX_ADDRESS = 2048
_MAX_DESCRIPTION = 1000

_DATE_KEYS = (
    "article:published_time", "og:article:published_time", "og:published_time", "article:published",
    "datepublished", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime",
    "bt:pubdate", "dcterms.issued", "dc.date.issued", "dcterms.created", "dc.date.created", "citation_publication_date",
    "pubdate", "publishdate", "publish_date", "publish-date", "publication_date", "publication-date",
    "published_time", "article.published", "pub_date", "article_date_original", "originalpublicationdate",
    "article:post_date", "dc.date", "dcterms.date", "date",
)  # fmt: skip
_WEAK_DATE_KEYS = frozenset(("dcterms.created", "dc.date.created", "dc.date", "dcterms.date", "date"))
_AUTHOR_KEYS = (
    "author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author",
    "cxenseparse:author", "byl", "og:article:author", "article:author_name", "citation_author",
)  # fmt: skip
_SECTION_KEYS = ("article:section", "og:article:section", "parsely-section", "cxenseparse:recs:category", "section")
_TITLE_KEYS = ("og:title", "twitter:title", "dc.title", "sailthru.title")
_DESCRIPTION_KEYS = ("og:description", "description", "twitter:description")
_SITE_KEYS = ("og:site_name", "application-name", "apple-mobile-web-app-title", "al:android:app_name")

_SURROGATES = re.compile("[\ud800-\udfff]")
_BREAKS = re.compile(r"<(?:/p|/h[1-6]|/li|br)[^<>]{0,50}>|\r\n?", re.IGNORECASE)
_TAGS = re.compile(r"<[^<>]{1,300}>")
_TITLE_SEPARATOR = re.compile(r"\s+[|–—\-»«:·•/~]+\s+|\s*[|｜]+\s*|\s*::+\s*|\s+\|\|\s+")
_OUTLET = re.compile(
    r"^(?:موقع|صحيفة|جريدة|وكالة|شبكة|بوابة|مجلة|إذاعة|خبرگزاری|روزنامه|газета|сайт|портал|агентство)(?!\w)|"
    r"(?<!\w)(?:news|نيوز|times|gazette|herald|агентство|газетасы|порталы|ajansı|gazetesi)$|(?:新闻网|日报|通讯社)$",
    re.IGNORECASE,
)
_HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SIGNED = XPath("//*[@rel='author' or @itemprop='author']")
_MAY_SIGN = ("a", "span", "div", "p", "address", "li")
_PARTS = frozenset(("br", "div", "p", "li"))
_WORD = re.compile(r"\w+")
_DATED = XPath("//*[@itemprop='datePublished' or @pubdate]")
_MAX_BYLINE_WORDS = 6
_DIGITS = re.compile(r"\d{2}")
_ISO_START = re.compile(r"\d{4}-\d{2}-\d{2}")
_BY = re.compile(r"^\s*(?:by|von|par|por|di|автор|بقلم|كتب|كتبت|yazar)\b\s*:?\s*", re.IGNORECASE)
_ROLE = re.compile(
    r"^\s*(?:(?:about the )?authors?|editor|reporter|correspondent|writer|journalist|(?:staff|senior) (?:writer|reporter)|авторы?|"
    r"корреспондент|журналист|редактор|тілші|редакторы|yazar|muhabir|editör|(?:ال)?(?:كاتبة?|محررة?|مراسلة?|صحفية?)|"
    r"记者|作者|编辑)\s*:?\s*$",
    re.IGNORECASE,
)
_OF_A_COMMENT = re.compile(r"comment|respond|reply|form", re.IGNORECASE)
_ADDRESS_BEHIND = re.compile(r"\s*(?:https?://|www\.)\S*$", re.IGNORECASE)
_NO_NAME = re.compile(
    r"^(?:https?:|www\.|@)|[{}<>]|^[\W\d]*$|\[at\]|^(?:admin|administrator|author|authors|follow|posted|editor|user|guest|"
    r"none|null|undefined|anonymous)$|^(?:фото|photo|image|foto|picture|صورة|تصوير|الصورة|фотография)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateClaim:
    """A publication date as the page prints it, and where. weak: under a name that is also used for other dates."""

    text: str
    origin: DateOrigin
    weak: bool = False


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
    nodes = article_nodes(tree, url)
    meta = _meta(tree)
    sites = _site_names(nodes, meta, url)
    return PageMetadata(
        title=_title(tree, nodes, meta, sites),
        author=_author(tree, nodes, meta, sites),
        section=_first(_texts(nodes, "articleSection"), _values(meta, _SECTION_KEYS)),
        canonical_url=_canonical(tree, meta),
        language=_first(
            _values(
                {"lang": tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""}, ("lang",)
            ),
            _texts(nodes, "inLanguage"),
            _values(meta, ("og:locale",)),
        ),
        dates=tuple(_dates(tree, nodes, meta)),
        body=next(_texts(nodes[:1], "articleBody"), ""),
        descriptions=tuple(dict.fromkeys(tidy(text, _MAX_DESCRIPTION) for text in _descriptions(nodes, meta))),
    )


def _descriptions(nodes: tuple[Node, ...], meta: Mapping[str, str]) -> Iterator[str]:
    yield from _texts(nodes[:1], "description")
    yield from _values(meta, _DESCRIPTION_KEYS)


def tidy(text: str, limit: int) -> str:
    """One line of plain characters: entities (also doubly escaped), tags, surrogates and runs of blanks resolved."""
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "<" in text:
        text = _TAGS.sub(" ", text)
    return " ".join(_SURROGATES.sub("", text).replace("\0", "").split())[:limit]


def plain_text(text: str) -> str:
    """The lines of a text that may hold tags and entities, as JSON-LD repeats an article."""
    broken = _BREAKS.sub("\n", html.unescape(html.unescape(text)))
    return "\n".join(filter(None, (tidy(line, len(line)) for line in broken.split("\n"))))


def _meta(tree: HtmlElement) -> dict[str, str]:
    """Lower-case name → content of the first meta of that name that has any."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = element.get("content")
        if not content or not content.strip():
            continue
        for attribute in ("property", "name", "itemprop"):
            name = element.get(attribute)
            if name:
                found.setdefault(name.strip().lower(), content.strip())
    return found


def _values(meta: Mapping[str, str], keys: Iterable[str]) -> Iterator[str]:
    return (meta[key] for key in keys if key in meta)


def _texts(nodes: Iterable[Node], key: str) -> Iterator[str]:
    """The plain strings under a key of each node; the first string of a list; the name of an object."""
    for node in nodes:
        for value in _as_list(node.get(key)):
            text = value.get("name") if isinstance(value, dict) else value
            if isinstance(text, str) and text.strip():
                yield text
                break


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _first(*choices: Iterable[str]) -> str | None:
    """The first text with something in it, tidied."""
    for texts in choices:
        for text in texts:
            if tidied := tidy(text, _MAX_FIELD):
                return tidied
    return None


# --- title -----------------------------------------------------------------------------------------------------------


def _title(tree: HtmlElement, nodes: tuple[Node, ...], meta: Mapping[str, str], sites: frozenset[str]) -> str:
    """JSON-LD headline, the heading as readers see it, og:title, or <title>, without the name of the site.

    What a page declares beside JSON-LD is often written for search engines; a heading that says the same in other
    words is the title then.
    """
    headline = _first_title(_texts(nodes[:1], "headline"), sites)
    title = headline or _first_title(_values(meta, _TITLE_KEYS), sites)
    headings = [text for element in tree.iter("h1") if (text := tidy(element.text_content(), MAX_TITLE))]
    if title:
        same = next((heading for heading in headings if _is_same_but_clean(heading, title)), None)
        if same or headline:
            return same or title
        only = {heading for heading in headings if _key(heading) not in sites}
        heading = only.pop() if len(only) == 1 else ""
        return heading if _says_the_same(heading, title) else title
    head = tidy(tree.findtext(".//title") or "", MAX_TITLE)
    for heading in headings:
        if _opens(heading, head, sites) or (len(heading) > 10 and _key(heading) in _key(head)):
            return heading
    title = _without_outlet(without_site(head, sites | _names_of_home(tree)))
    return (title if _key(title) not in sites else "") or (headings[0] if headings else "")


def _first_title(declared: Iterable[str], sites: frozenset[str]) -> str:
    titles = (without_site(tidy(text, MAX_TITLE), sites) for text in declared)
    return next((text for text in titles if text and _key(text) not in sites), "")


def _is_same_but_clean(heading: str, title: str) -> bool:
    """Whether the visible heading is the declared title without what was put before or behind it, or cut short."""
    if heading.startswith(title.rstrip(" .…")) and len(title) >= 20:
        return True
    if (behind := title.removeprefix(heading)) != title:
        return bool(_TITLE_SEPARATOR.match(behind))
    before = title.removesuffix(heading)
    return before != title and len(heading) > len(before) and bool(_TITLE_SEPARATOR.search(before[-4:]))


def _opens(heading: str, head: str, sites: frozenset[str]) -> bool:
    """Whether a heading, however short, is what <title> says before the name of the site."""
    behind = head.removeprefix(heading)
    separator = _TITLE_SEPARATOR.match(behind) if behind != head and _key(heading) not in sites else None
    return separator is not None and _width(heading) >= len(behind) - separator.end()


def _width(text: str) -> int:
    """The length of a text, in which a Chinese sign says as much as three letters."""
    return len(text) + 2 * len(_HAN.findall(text))


def _names_of_home(tree: HtmlElement) -> frozenset[str]:
    """Folded names that the page gives the way to its front page: the words of the link or of the logo in it."""
    names: set[str] = set()
    for link in islice((link for link in tree.iter("a") if link.get("href") in ("/", "./", "/index.html")), 5):
        pictures = (picture.get("alt") or "" for picture in link.iter("img"))
        names |= {_key(tidy(text, _MAX_FIELD)) for text in (link.text_content(), link.get("title") or "", *pictures)}
    return frozenset(name for name in names if len(name) > 3)


def _without_outlet(title: str) -> str:
    """The title without a last part that calls itself an outlet: «… - موقع الخبر», "… | Steppe News"."""
    cuts = list(_TITLE_SEPARATOR.finditer(title))
    if not cuts or cuts[-1].start() == 0:
        return title
    last = title[cuts[-1].end() :]
    return title[: cuts[-1].start()].rstrip() if len(last.split()) <= 5 and _OUTLET.search(last) else title


def _says_the_same(heading: str, title: str) -> bool:
    """Whether a heading shares two words in five with a title; a title with a word set before it is no other title."""
    words, others = set(_WORD.findall(heading.casefold())), set(_WORD.findall(title.casefold()))
    if len(heading) < 8 or not others or _key(heading).endswith(_key(title)):
        return False
    return len(words & others) >= 0.4 * min(len(words), len(others))


def without_site(title: str, sites: frozenset[str]) -> str:
    """The title without the site's name before or after it: “Talks open - Example News” → “Talks open”."""
    for _ in range(2):
        cuts = list(_TITLE_SEPARATOR.finditer(title))
        if not cuts:
            break
        last, first = cuts[-1], cuts[0]
        if last.start() > 0 and _names_site(title[last.end() :], sites):
            title = title[: last.start()].rstrip()
        elif first.end() < len(title) and _names_site(title[: first.start()], sites):
            title = title[first.end() :].lstrip()
        else:
            break
    return title


def _names_site(segment: str, sites: frozenset[str]) -> bool:
    key = _key(segment)
    return bool(key) and (
        key in sites or any(len(site) > 3 and key.startswith(site) and len(key) < 2 * len(site) for site in sites)
    )


def _site_names(nodes: Iterable[Node], meta: Mapping[str, str], url: str) -> frozenset[str]:
    """Folded names of the site: as it calls itself, and as its host spells it."""
    names = {_key(name) for name in (*_values(meta, _SITE_KEYS), *_texts(nodes, "publisher"))}
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        host = ""
    names |= {_key(host), *(_key(label) for label in host.split(".")[:-1] if len(label) > 2)}
    return frozenset(names - {""})


def _key(text: str) -> str:
    """Letters and digits only, case folded: for comparing titles and names."""
    return "".join(character for character in text.casefold() if character.isalnum())


# --- author ----------------------------------------------------------------------------------------------------------


def _author(tree: HtmlElement, nodes: Iterable[Node], meta: Mapping[str, str], sites: frozenset[str]) -> str | None:
    """Who signed the article. The site's own name is taken only where nobody else is named."""
    outlet: str | None = None
    for names in _signatures(tree, nodes, meta):
        people = [name for name in names if _key(name) not in sites]
        if people:
            return ", ".join(people)[:_MAX_FIELD]
        outlet = outlet or names[0]
    return outlet


def _signatures(tree: HtmlElement, nodes: Iterable[Node], meta: Mapping[str, str]) -> Iterator[list[str]]:
    """The names at each place where authors are named, the most trustworthy first; none is empty."""
    for node in nodes:
        if names := list(dict.fromkeys(_names(node.get("author")) or _names(node.get("creator")))):
            yield names
    for value in _values(meta, _AUTHOR_KEYS):
        if name := _name(value):
            yield [name]
    for element in _bylines(tree):
        if _OF_A_COMMENT.search(f"{element.get('class')} {element.get('id')}") or element.find(".//input") is not None:
            continue
        named = element.find(".//*[@itemprop='name']")
        pieces = _pieces(named if named is not None else element)
        name = _name(" ".join(piece for piece in pieces if not _ROLE.search(piece)))
        if name and len(name.split()) <= _MAX_BYLINE_WORDS and not _DIGITS.search(name):
            yield [name]


def _bylines(tree: HtmlElement) -> Iterator[HtmlElement]:
    yield from _SIGNED(tree)[:3]
    yield from islice((element for element in tree.iter(*_MAY_SIGN) if _is_byline(element)), 5)


def _is_byline(element: HtmlElement) -> bool:
    name = element.get("class")
    if name and ("uthor" in name or "yline" in name):
        return True
    address = element.get("href")
    return address is not None and "/author/" in address


def _pieces(element: HtmlElement) -> Iterator[str]:
    """An element's words, apart where one part of it ends and the next begins: <a>Jane Carter</a><span>Author</span>."""
    piece, is_behind_part = "", False
    for event, node in iterwalk(element, events=("start", "end")):
        if event == "start":
            if is_behind_part or node.tag in _PARTS:
                yield piece
                piece = ""
            piece += node.text or ""
            is_behind_part = False
        elif node is not element:
            tail = node.tail or ""
            piece += tail
            is_behind_part = not tail.strip()
    yield piece


def _names(value: Any) -> list[str]:
    found: list[str] = []
    for item in _as_list(value)[:10]:
        text = item.get("name") if isinstance(item, dict) else item
        for part in _as_list(text):
            if isinstance(part, str) and (name := _name(part)):
                found.append(name)
    return found


def _name(text: str) -> str | None:
    """A person's or a desk's name; None for an address, a handle, a photographer, or a whole paragraph."""
    name = _BY.sub("", tidy(text, _MAX_FIELD + 1))
    name = _ADDRESS_BEHIND.sub("", name).strip(" \t,;:|/–—-()[]")
    return name if name and len(name) <= _MAX_FIELD and not _NO_NAME.search(name) else None


# --- address and dates -----------------------------------------------------------------------------------------------


def _canonical(tree: HtmlElement, meta: Mapping[str, str]) -> str | None:
    links = (
        element.get("href") or ""
        for element in tree.iter("link")
        if "canonical" in (element.get("rel") or "").lower().split()
    )
    for address in (*links, *_values(meta, ("og:url",))):
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


def _title_date(element: HtmlElement) -> str | None:
    """The full date that some templates keep in the tooltip of a clock: <abbr title="2024-07-01T10:20:00+05:00">10:20</abbr>."""
    text = element.get("title") or ""
    return text if _ISO_START.match(text) else None


def _dates(tree: HtmlElement, nodes: Iterable[Node], meta: Mapping[str, str]) -> Iterator[DateClaim]:
    is_certain = False
    for node in nodes:
        for key in ("datePublished", "dateCreated", "uploadDate"):
            for text in _texts((node,), key):
                is_certain = True
                yield DateClaim(text=tidy(text, _MAX_FIELD), origin=DateOrigin.JSON_LD)
    for key in _DATE_KEYS:
        if key in meta:
            is_weak = key in _WEAK_DATE_KEYS
            is_certain = is_certain or not is_weak
            yield DateClaim(text=tidy(meta[key], _MAX_FIELD), origin=DateOrigin.META, weak=is_weak)
    for element in () if is_certain else _DATED(tree)[:3]:
        text = element.get("datetime") or element.get("content") or _title_date(element) or element.text_content()
        if text and text.strip():
            yield DateClaim(text=tidy(text, _MAX_FIELD), origin=DateOrigin.META)
