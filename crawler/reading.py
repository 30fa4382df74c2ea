"""Reading: from the bytes of a page to a tagged article, or to the reason why there is none. Nothing is ever fetched.

size → decode → relevance gate → one parse → metadata → text → clean → language → date, credit → tags
"""

from functools import cached_property
from urllib.parse import urlsplit

from lxml.html import HtmlElement
from resiliparse.extract.html2text import extract_plain_text

from crawler.declared_dates import declared_day
from crawler.extraction import extract_text
from crawler.leads import read_lead
from crawler.metadata import read_metadata
from crawler.page_dates import DateQuestion, local_day, read_published
from crawler.page_tree import decode_page, is_binary, parse_page, what_else
from crawler.reading_rules import ReadingRules
from crawler.related_links import without_linked_headlines
from crawler.site_trees import drop_by_rule, part_by_rule
from crawler.tidying import plain_text
from press.articles import ExtractedArticle, Tag, TaggedArticle
from press.cleaning import clean_text, clean_title, without_stamp, without_title
from press.credits import read_byline
from press.languages import identify
from press.lists import Lists
from press.pages import FetchedPage, ReadArticle, ReadingHints, ReadNothing, ReadOffTopic, ReadResult
from press.relevance import Gate

# Fewer letters than this are a menu, a caption or a cookie notice, in any script.
_FEWEST_LETTERS = 20
# How much longer the text in JSON-LD must be to be taken for the article in the place of what was extracted.
_MUCH_LONGER = 2


class Reader:
    """What reading needs beside the page: built once in each process; the gate only where pages have to pass it."""

    def __init__(self, rules: ReadingRules) -> None:
        self.rules = rules
        self.versions = rules.versions
        self.lists = Lists(rules.watch_list, rules.entities)
        self.core = frozenset(body.code for body in rules.watch_list.organizations if body.tier == "core")

    @cached_property
    def gate(self) -> Gate:
        return Gate(self.rules.watch_list)


def read_page(page: FetchedPage, hints: ReadingHints, reader: Reader) -> ReadResult:
    """What a page is. With `hints.keep_all` there is no relevance gate: every page with text becomes an article."""
    text = _characters(page, reader.rules)
    if isinstance(text, ReadNothing):
        return text
    if not hints.keep_all and not _may_be_relevant(page, text, hints, reader.gate):
        return ReadOffTopic(by="gate", published_at=None if hints.published else declared_day(text, page.fetched_at))
    tree = parse_page(text)
    if tree is None:
        return ReadNothing(reason="the page is empty")
    article = _read_article(tree, page, hints, reader)
    if isinstance(article, ReadNothing):
        return article
    tags = reader.lists.organizations(article.title, article.text, article.language)
    if not hints.keep_all and not _names_core(tags, reader.core):
        return ReadOffTopic(by="tagger", published_at=article.published.moment if article.published else None)
    return ReadArticle(tagged=_tagged(article, tags, reader))


def _tagged(article: ExtractedArticle, tags: tuple[Tag, ...], reader: Reader) -> TaggedArticle:
    """Persons and places are looked for here, in what is kept."""
    entities = reader.lists.entities(article.title, article.text, article.language, tags)
    return TaggedArticle(
        article=article,
        tags=tags,
        entities=entities.tags,
        dateline_place=entities.dateline_place,
        watch_list_version=reader.versions.watch_list,
        entities_version=reader.lists.entities_version,
        extractor_version=reader.versions.extractor,
    )


def _names_core(tags: tuple[Tag, ...], core: frozenset[str]) -> bool:
    """Neighbours are tagged to be told apart; they alone do not make an article one of ours."""
    return any(tag.organization in core for tag in tags)


def _characters(page: FetchedPage, rules: ReadingRules) -> str | ReadNothing:
    if not page.body.strip():
        return ReadNothing(reason="the page is empty (0 bytes)")
    if len(page.body) > rules.max_page_bytes:
        return ReadNothing(reason=rules.too_large(len(page.body)))
    if other := what_else(page.body, page.content_type):
        return ReadNothing(reason=f"the address answered with {other}, which is no web page")
    text = decode_page(page.body, page.charset)
    if is_binary(text):
        return ReadNothing(reason="the address answered with binary data, which is no web page")
    return text


def _may_be_relevant(page: FetchedPage, text: str, hints: ReadingHints, gate: Gate) -> bool:
    """The cheap test on the bytes; only where it finds nothing, the costlier ones on the folded text.

    The plain text alone shows names that are broken by tags, blanks, line breaks or marks; JSON-LD may hold the text
    of an article that the page does not show. Titles in the head of the page and in the door's own words count as well.
    """
    if gate.may_name(page.body, page.charset):
        return True
    if hints.title and gate.may_name_text(hints.title):
        return True
    plain = extract_plain_text(text, main_content=False, alt_texts=False, noscript=True, hidden_elements=True)
    return gate.may_name_text(plain) or gate.may_name_declared(text)


def host_of(url: str) -> str:
    """The host of an address in lower case; "" for what is none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _read_article(
    tree: HtmlElement, page: FetchedPage, hints: ReadingHints, reader: Reader
) -> ExtractedArticle | ReadNothing:
    rules = reader.rules
    rule = rules.site_rules.of(host_of(page.final_url))
    if rule is not None:
        drop_by_rule(tree, rule)
    metadata = read_metadata(tree, page.final_url)
    part = part_by_rule(tree, rule) if rule is not None else tree
    text = clean_text(without_linked_headlines(extract_text(part, page.final_url, fast=rules.fast), part))
    if len(metadata.body) > _MUCH_LONGER * len(text):
        # Its markup hides the article; what it declares for search engines does not.
        text = clean_text(plain_text(metadata.body))
    if sum(map(str.isalpha, text[:2000])) < _FEWEST_LETTERS:
        return ReadNothing(reason="no article text found in the page")
    title = clean_title(metadata.title or hints.title or "")
    text = without_title(text, title)
    if lead := clean_text(read_lead(tree, title, metadata.descriptions, text)):
        text = f"{lead}\n{text}"
    language = identify(text, metadata.language)
    question = DateQuestion(
        tree=tree,
        url=page.final_url,
        metadata=metadata,
        hints=hints,
        language=language,
        fetched_at=page.fetched_at,
    )
    published, reason = read_published(question)
    if published is not None:
        text = without_stamp(text, local_day(published), language)
    return ExtractedArticle(
        title=title,
        text=text,
        language=language,
        published=published,
        published_reason=reason,
        author=metadata.author or read_byline(text),
        credit=reader.lists.credit(title, text),
        section=metadata.section,
        canonical_url=metadata.canonical_url,
    )
