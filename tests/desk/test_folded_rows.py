"""Copies of one article are one row of an answer."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from desk.search_command import show_as_table
from storage.search_rows import FoundArticle, FoundPage

FIRST = FoundArticle(
    id=1, title="Summit", title_hits=(), snippet="", hits=(), sort_at=datetime(2026, 3, 2, tzinfo=UTC), published_at=None,
    published_offset_minutes=None, source_id="spa", source="SPA", country="SA", language="ar", credit=None,
    url="https://spa.example/1", organizations=(), sightings=1, head_id=None, copies=3, outlets=4, revision=1,
)  # fmt: skip
ALONE = replace(FIRST, id=7, title="Harvest", copies=0, outlets=1)


def test_a_row_says_how_many_copies_and_outlets_stand_behind_it(capsys: pytest.CaptureFixture[str]) -> None:
    show_as_table(FoundPage(articles=(FIRST, ALONE), next=None), repeated="")
    shown = capsys.readouterr()
    _, _, first, alone = shown.out.splitlines()
    assert first.split()[-3:] == ["4", "+3", "Summit"]
    assert alone.split()[-2:] == ["1", "Harvest"]
    assert "3 copies of these folded: --copies shows those that answer" in shown.err


@pytest.mark.parametrize(("articles", "folded"), [((ALONE,), True), ((FIRST,), False)])
def test_nothing_is_said_of_folding_where_nothing_was_folded(
    capsys: pytest.CaptureFixture[str], articles: tuple[FoundArticle, ...], folded: bool
) -> None:
    show_as_table(FoundPage(articles=articles, next=None), repeated="", folded=folded)
    assert "folded" not in capsys.readouterr().err
