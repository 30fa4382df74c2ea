"""Copies of one article are one row of an answer."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from desk.search_command import families, show_as_table
from storage.search_rows import FoundArticle, FoundPage

FIRST = FoundArticle(
    id=1, title="Summit", title_hits=(), snippet="", hits=(), sort_at=datetime(2026, 3, 2, tzinfo=UTC), published_at=None,
    published_offset_minutes=None, source_id="spa", source="SPA", country="SA", language="ar", credit=None,
    url="https://spa.example/1", organizations=(), sightings=1, head_id=None, copies=1, revision=1,
)  # fmt: skip
COPY = replace(FIRST, id=5, head_id=1, source_id="gazette")
OTHER = replace(FIRST, id=7, title="Harvest")


def test_copies_stand_beside_the_first_one_that_answers() -> None:
    assert families((COPY, OTHER, FIRST)) == [[COPY, FIRST], [OTHER]]


def test_a_copy_whose_original_does_not_answer_is_shown() -> None:
    assert families((COPY,)) == [[COPY]]


def test_copies_are_folded_and_counted_unless_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    page = FoundPage(articles=(COPY, OTHER, FIRST), next=None)
    show_as_table(page, repeated="")
    folded = capsys.readouterr()
    assert "Summit (+1 copied)" in folded.out
    assert "1 copy folded: --copies shows them" in folded.err
    show_as_table(page, repeated="", unfolded=True)
    assert capsys.readouterr().out.count("Summit") == 2
