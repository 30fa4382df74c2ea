"""When the page of a stored article is looked at again, and what counts as gone: pure decisions."""

from datetime import datetime, timedelta
from typing import Final

from press.addresses import is_front_page

STEPS: Final = (timedelta(hours=1), timedelta(hours=6), timedelta(hours=24), timedelta(days=7))
"""After the first sighting. Most corrections come within a day; what is changed after a week is seldom news."""

LEAST_PAUSE: Final = timedelta(minutes=30)
"""Between two looks: one that comes late does not bring the next one upon its heels."""

OLD_NEWS: Final = timedelta(days=30)
"""What was published longer ago comes out of an archive and is taken as it is."""


def first_look(seen_at: datetime, published_at: datetime | None) -> datetime | None:
    """When an article seen for the first time is looked at again; None for old news."""
    if published_at is not None and seen_at - published_at > OLD_NEWS:
        return None
    return seen_at + STEPS[0]


def next_look(first_seen_at: datetime, now: datetime) -> datetime | None:
    """The next look after one that was due; those that were slept through are not made up for. None after the last."""
    coming = (first_seen_at + step for step in STEPS)
    return next((moment for moment in coming if moment >= now + LEAST_PAUSE), None)


def leads_home(url: str, final_url: str) -> bool:
    """Whether a page was taken away by a redirect to the front page, as many sites do instead of answering 404."""
    return is_front_page(final_url) and not is_front_page(url)
