"""Which schema this version of Rasid works with; apart from the schema, so that a reader need not load that."""

from collections.abc import Iterable, Iterator
from typing import Final

HEAD = "0001"
"""The newest revision of `migrations/versions`; a test compares."""

TABLES: Final = {
    "article": (
        "author credit dateline_place entities_version extractor_version first_seen_at head_id id language "
        "link_rules published_at published_offset published_origin published_precision published_reason "
        "revision section sort_at source_id story_id text_digest title url watch_list_version"
    ),
    "article_column": "id numbers",
    "article_entity": "article_id code count evidence in_title kind sort_at",
    "article_index": "marks text title",
    "article_manner": "credit dateline_place id is_copied is_copy is_dated is_shared is_signed",
    "article_origin": "id language source_id",
    "article_relation": "article_id features other_id relation rule_version score",
    "article_tag": "article_id count evidence in_title organization sort_at",
    "article_text": "article_id cause revision seen_at text title",
    "crawl_run": "counts finished_at id kind reason source_id started_at state token",
    "discovery": (
        "address_key archive_file archive_length archive_offset article_id attempts door_id door_kind "
        "extractor_version found_at id language next_attempt_at published reason run_id settled_at "
        "settled_run_id source_id state status title url watch_list_version"
    ),
    "door": (
        "active address believed body_digest check_reason check_verdict checked_at configured etag "
        "failing_since failures first_poll_at id interval_seconds kind last_change_at last_modified "
        "last_news_at last_poll_at lied_at lies moved_polls moved_to next_poll_at polls position proven "
        "quiet_hours read_at reason recognised retired_at seldom source_id status ttl_minutes unrecognised "
        "unrecognised_like verdict"
    ),
    "due_run": "due_at reason settled_at source_id state",
    "far_fingerprint": "article_id key of_keys",
    "fingerprint": "article_id key of_keys week",
    "gram_marks": "article_id marks",
    "heartbeat": "beat_at ended_at holder host pid reason started_at",
    "host_turn": "free_at host",
    "meta": "key value",
    "month_count": "articles beside language month organization",
    "organization_set": "codes id",
    "robots": "body expires_at fetched_at origin status trouble",
    "saved_search": "created_at name query",
    "second_address": "address_key article_id",
    "sighting": (
        "address_key article_id author credit first_seen_at look_again_at looked_at looks published_at "
        "published_offset published_precision source_id title url vanished_at"
    ),
    "source": (
        "country enabled expected_per_day homepage id kind languages lease_holder lease_token lease_until "
        "name native_name"
    ),
    "story": "first_at id latest_at manual size",
    "story_word": "article_id key sort_at week weight",
    "walk": "address finished_at found lists page since source_id waiting walked_at",
}
"""Every table of that revision with its columns; a test compares."""


def lacking(columns: Iterable[tuple[str, str]]) -> Iterator[str]:
    """What a database has not that this version needs: «the table “article”», «the column “title” of “article”».

    columns: what it has, as (table, column).
    """
    found: dict[str, set[str]] = {}
    for table, column in columns:
        found.setdefault(table, set()).add(column)
    for table, names in TABLES.items():
        if table not in found:
            yield f"the table “{table}”"
        else:
            yield from (f"the column “{name}” of “{table}”" for name in names.split() if name not in found[table])
