"""From Scrapy's responses to our own values: the only place that reads their headers."""

from dataclasses import dataclass
from datetime import datetime

from scrapy.http import Response

from crawler.request_notes import MOVED_FOR_GOOD
from press.doors import Validators
from press.pages import FetchedPage


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorAnswer:
    """What a door answered.

    url: after redirects; moved_to: the same when all of them were for good (301, 308), else None; max_age_seconds: of
    Cache-Control; body: decompressed.
    """

    url: str
    status: int
    body: bytes
    content_type: str | None
    charset: str | None
    validators: Validators
    retry_after: str | None
    max_age_seconds: int | None
    moved_to: str | None = None


def header(response: Response, name: str) -> str | None:
    """A header's value as text; None when it is missing or empty."""
    value = response.headers.get(name)
    return value.decode("latin-1").strip() or None if value else None


def content_type(response: Response) -> tuple[str | None, str | None]:
    """Media type and charset of Content-Type, both lower case."""
    value = header(response, "Content-Type")
    if value is None:
        return None, None
    media_type, _, parameters = value.partition(";")
    charset = None
    for parameter in parameters.split(";"):
        key, _, text = parameter.partition("=")
        if key.strip().lower() == "charset":
            charset = text.strip().strip("\"'").lower() or None
    return media_type.strip().lower() or None, charset


def max_age(response: Response) -> int | None:
    """Seconds that Cache-Control calls the answer fresh for (RFC 9111, 5.2.2.1)."""
    for directive in (header(response, "Cache-Control") or "").split(","):
        key, _, value = directive.partition("=")
        if key.strip().lower() == "max-age" and value.strip().isdigit():
            return int(value.strip()[:9])
    return None


def door_answer(response: Response) -> DoorAnswer:
    media_type, charset = content_type(response)
    return DoorAnswer(
        url=response.url,
        status=response.status,
        body=response.body,
        content_type=media_type,
        charset=charset,
        validators=Validators(etag=header(response, "ETag"), last_modified=header(response, "Last-Modified")),
        retry_after=header(response, "Retry-After"),
        max_age_seconds=max_age(response),
        moved_to=response.meta.get(MOVED_FOR_GOOD),
    )


def fetched_page(response: Response, *, asked_for: str, fetched_at: datetime) -> FetchedPage:
    media_type, charset = content_type(response)
    return FetchedPage(
        url=asked_for,
        final_url=response.url,
        body=response.body,
        content_type=media_type,
        charset=charset,
        fetched_at=fetched_at,
    )
