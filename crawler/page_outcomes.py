"""Before and after the reading of a page: what is known of it, and what is to be stored of it."""

from press.discoveries import Discovery
from press.outcomes import PageArticle, PageOffTopic, PageOutcome, PageUnreadable
from press.pages import FetchedPage, ReadArticle, ReadingHints, ReadNothing, ReadOffTopic, ReadResult
from press.sources import Source


def hints_for(discovery: Discovery, source: Source) -> ReadingHints:
    """What is known of a page before it is read. A stored article's page is read whatever it says now."""
    return ReadingHints(
        source_id=source.id,
        zone=source.zone,
        languages=source.languages,
        door_kind=discovery.door_kind,
        title=discovery.title,
        published=discovery.published,
        language=discovery.language,
        keep_all=source.keep == "all" or discovery.revisit,
    )


def outcome_of(result: ReadResult, page: FetchedPage) -> PageOutcome:
    """What is to be stored of a page that was read."""
    match result:
        case ReadArticle(tagged=tagged):
            return PageArticle(tagged=tagged, final_url=page.final_url, fetched_at=page.fetched_at)
        case ReadOffTopic(by=by, published_at=published_at):
            where = "anywhere in the page" if by == "gate" else "in its title and text"
            return PageOffTopic(reason=f"no organization of the watch-list is named {where}", published_at=published_at)
        case ReadNothing(reason=reason):
            return PageUnreadable(reason=reason)
