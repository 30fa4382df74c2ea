"""What Rasid makes of one thing, as the row that `rasid try` answers. Pure: nothing is fetched or stored."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING

from desk.json_lines import Row, text_in, text_or_none
from press.errors import UsageError

if TYPE_CHECKING:
    from press.articles import EntityTag, Tag, TaggedArticle
    from press.moments import Clock
    from press.organizations import WatchList
    from press.tagging import Finding


def date_answers(clock: "Clock") -> Callable[[Row], Row]:
    """The function that answers rows of `rasid try date`; a date later than the clock's is refused."""
    from press.dates import read_date

    def answer(row: Row) -> Row:
        reading = read_date(
            text_in(row, "text"),
            language=text_or_none(row, "language"),
            zone=text_or_none(row, "zone"),
            not_after=clock(),
        )
        return {"published": reading.published, "precision": reading.precision, "reason": reading.reason or None}

    return answer


def try_compare(row: Row) -> Row:
    from press.copies import compare

    (a_title, a_text), (b_title, b_text) = _side(row, "a"), _side(row, "b")
    return asdict(compare(a_title, a_text, b_title, b_text))


def _side(row: Row, key: str) -> tuple[str, str]:
    side = row.get(key)
    if not isinstance(side, dict):
        raise UsageError(f"“{key}” is missing, or is no object with “title” and “text”")
    return text_in(side, "title", ""), text_in(side, "text", "")


def try_address(row: Row) -> Row:
    from press.addresses import address_key, canonical, is_fetchable

    url = text_in(row, "url")
    if not url.strip():
        raise UsageError("“url” is empty")
    return {"key": address_key(url).hex(), "canonical": canonical(url), "fetchable": is_fetchable(url)}


def tag_answers(watch_list: "WatchList", *, explain: bool = False) -> Callable[[Row], Row]:
    """The function that answers rows of `rasid try tag`, with the watch-list compiled once.

    explain: everything that is spelled like a form comes as well, with why it was tagged or not.
    """
    from press.languages import identify
    from press.tagging import Tagger

    tagger = Tagger(watch_list)

    def answer(row: Row) -> Row:
        title, text = text_in(row, "title", ""), text_in(row, "text", "")
        language = text_or_none(row, "language") or identify(f"{title}\n{text}")
        answered: Row = {"language": language, "tags": mention_rows(tagger.tag(title, text, language))}
        if explain:
            found = tagger.explain(title, text, language)
            answered["explained"] = [finding_row(one, title if one.field == "title" else text) for one in found]
        return answered

    return answer


def finding_row(finding: "Finding", text: str) -> Row:
    """Letters spelled like a form of the watch-list: which form, and why they were tagged or not."""
    return {
        "organization": finding.form.organization.code,
        "form": text[finding.start : finding.end],
        "field": finding.field,
        "start": finding.start,
        "end": finding.end,
        "written": finding.form.written,
        "kind": finding.form.kind,
        "tagged": not finding.why_not and not finding.is_look_alike,
        "why_not": finding.why_not or None,
        "because": finding.because or None,
    }


def mention_rows(tags: Iterable["Tag"]) -> list[Row]:
    """Each place where an organization is named, in reading order, the title first."""
    mentions = [mention for tag in tags for mention in tag.mentions]
    mentions.sort(key=lambda mention: (mention.field != "title", mention.start, mention.end, mention.organization))
    return [asdict(mention) for mention in mentions]


def entity_rows(tags: Iterable["EntityTag"]) -> list[Row]:
    """Each place where a person or a place is named, as above."""
    mentions = [{"kind": tag.kind, "code": tag.code, **asdict(mention)} for tag in tags for mention in tag.mentions]
    return sorted(mentions, key=lambda one: (one["field"] != "title", one["start"], one["end"], one["code"]))


def article_row(tagged: "TaggedArticle") -> Row:
    """An article as `rasid try read` promises it to scripts."""
    article = tagged.article
    published = article.published
    return {
        "title": article.title,
        "text": article.text,
        "published": published.printed() if published else None,
        "published_precision": published.precision if published else None,
        "published_from": published.origin if published else None,
        "published_reason": article.published_reason or None,
        "language": article.language,
        "author": article.author,
        "credit": article.credit,
        "section": article.section,
        "canonical_url": article.canonical_url,
        "dateline_place": tagged.dateline_place,
        "tags": mention_rows(tagged.tags),
        "entities": entity_rows(tagged.entities),
    }


NO_ARTICLE: Row = {
    "title": "",
    "text": "",
    "published": None,
    "published_precision": None,
    "published_from": None,
    "published_reason": None,
    "language": "und",
    "author": None,
    "credit": None,
    "section": None,
    "canonical_url": None,
    "dateline_place": None,
    "tags": [],
    "entities": [],
}
"""A page without an article has all the fields, and beside them the `error` that says why."""
