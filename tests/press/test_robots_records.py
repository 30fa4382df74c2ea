"""What a robots.txt allows, by its status and its age."""

from datetime import UTC, datetime, timedelta

import pytest

from press.robots import (
    LIFETIME,
    LONGEST_UNREACHABLE,
    MOST_BYTES,
    UNREACHABLE_PAUSE,
    RobotsRecord,
    RobotsStanding,
    origin_of,
    pause_between_requests,
    robots_record,
    robots_standing,
    robots_text,
    unreachable_reason,
)

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def record(
    status: int | None, *, body: bytes = b"", now: datetime = NOW, previous: RobotsRecord | None = None
) -> RobotsRecord:
    return robots_record("https://a.example", status=status, body=body, now=now, previous=previous)


@pytest.mark.parametrize(
    ("status", "standing", "lifetime"),
    [
        (200, RobotsStanding.RULES, LIFETIME),
        (204, RobotsStanding.RULES, LIFETIME),
        (302, RobotsStanding.ALLOWED, LIFETIME),
        (401, RobotsStanding.ALLOWED, LIFETIME),
        (403, RobotsStanding.ALLOWED, LIFETIME),
        (404, RobotsStanding.ALLOWED, LIFETIME),
        (410, RobotsStanding.ALLOWED, LIFETIME),
        (429, RobotsStanding.FORBIDDEN, UNREACHABLE_PAUSE),
        (500, RobotsStanding.FORBIDDEN, UNREACHABLE_PAUSE),
        (503, RobotsStanding.FORBIDDEN, UNREACHABLE_PAUSE),
        (None, RobotsStanding.FORBIDDEN, UNREACHABLE_PAUSE),
    ],
)
def test_the_status_says_what_holds_and_for_how_long(
    status: int | None, standing: RobotsStanding, lifetime: timedelta
) -> None:
    kept = record(status)
    assert robots_standing(kept, NOW) is standing
    assert kept.is_fresh(NOW + lifetime - timedelta(seconds=1))
    assert not kept.is_fresh(NOW + lifetime)


def test_an_origin_that_stays_unreachable_is_forbidden_for_a_month_and_no_longer() -> None:
    kept = record(503)
    later = NOW
    while later < NOW + LONGEST_UNREACHABLE - UNREACHABLE_PAUSE:
        later += timedelta(days=1)
        kept = record(None, now=later, previous=kept)
        assert kept.fetched_at == NOW
        if later < NOW + LONGEST_UNREACHABLE:
            assert robots_standing(kept, later) is RobotsStanding.FORBIDDEN
    assert robots_standing(kept, NOW + LONGEST_UNREACHABLE) is RobotsStanding.ALLOWED


def test_a_copy_that_was_had_stays_in_force_while_the_origin_is_unreachable() -> None:
    rules = record(200, body=b"User-agent: *\nDisallow: /x")
    later = NOW + timedelta(days=2)
    kept = record(500, now=later, previous=rules)
    assert kept.body == rules.body
    assert kept.fetched_at == NOW
    assert kept.expires_at == later + UNREACHABLE_PAUSE
    assert robots_standing(kept, later) is RobotsStanding.RULES


def test_a_missing_file_of_before_does_not_allow_what_a_broken_server_forbids_now() -> None:
    kept = record(503, now=NOW + timedelta(days=2), previous=record(404))
    assert robots_standing(kept, NOW + timedelta(days=2)) is RobotsStanding.FORBIDDEN


def test_an_answer_ends_what_was_unreachable() -> None:
    kept = record(404, now=NOW + timedelta(hours=1), previous=record(503))
    assert robots_standing(kept, NOW + timedelta(hours=1)) is RobotsStanding.ALLOWED
    assert kept.fetched_at == NOW + timedelta(hours=1)


def test_the_reason_names_the_file_and_what_was_answered() -> None:
    assert "https://a.example/robots.txt answered 503" in unreachable_reason(record(503))
    assert "did not answer," in unreachable_reason(record(None))
    told = robots_record("https://a.example", status=None, body=b"", now=NOW, previous=None, trouble="no such host")
    assert "https://a.example/robots.txt did not answer (no such host), so" in unreachable_reason(told)


@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE html><html><body>User-agent: *\nDisallow: /</body></html>",
        b"\n\n <HTML><head>",
        b"<!-- cms -->\n<html>\nUser-agent: *\nDisallow: /\n</html>",
        b"<?xml version='1.0'?><html/>",
    ],
)
def test_a_web_page_in_its_place_is_no_rules(body: bytes) -> None:
    assert robots_text(body) == ""


def test_rules_are_read_past_a_byte_order_mark_and_bad_bytes() -> None:
    assert robots_text(b"\xef\xbb\xbfUser-agent: *\nDisallow: /\xff") == "User-agent: *\nDisallow: /\ufffd"


def test_only_the_beginning_of_a_huge_file_is_kept() -> None:
    assert len(record(200, body=b"#" * (MOST_BYTES + 1)).body) == MOST_BYTES


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://a.example/x?y#z", "https://a.example"),
        ("https://A.example:443/", "https://a.example"),
        ("http://a.example:8080/", "http://a.example:8080"),
        ("http://a.example:443/", "http://a.example:443"),
        ("http://[2001:db8::1]:8080/x", "http://[2001:db8::1]:8080"),
    ],
)
def test_the_origin_is_scheme_host_and_unusual_port(url: str, origin: str) -> None:
    assert origin_of(url) == origin


@pytest.mark.parametrize(
    ("configured", "wish", "pause"),
    [
        (3.0, None, 3.0),
        (3.0, 10.0, 10.0),
        (3.0, 1.0, 3.0),
        (3.0, 86_400.0, 120.0),
        (0.0, -5.0, 0.0),
        (2.0, float("nan"), 2.0),
    ],
)
def test_the_longer_pause_holds_within_bounds(configured: float, wish: float | None, pause: float) -> None:
    assert pause_between_requests(configured, wish, 120.0) == pause
