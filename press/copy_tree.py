"""Who ran it first, who took it from whom, and what was changed: the tree of an article and its copies.

The order is that of honest dates; the parent is the agency that is credited, else the earliest text that has the most of
this one. Where an agency is credited that was not seen itself, the tree says so beside the parent.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from press.agencies import Agency, shipped_agencies
from press.articles import Precision
from press.copy_words import copy_words, is_number
from press.fingerprints import grams

_DAY: Final = timedelta(days=1)
_SLIGHT: Final = 0.995
"""What is shorter or longer by less than this is not called cut or lengthened."""


Houses = Mapping[str, Collection[str]]
"""The acronyms of agencies, by their codes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearance:
    """An article at one address. moment: see `honest_moment`."""

    article_id: int
    url: str
    source_id: str
    outlet: str
    title: str
    credit: str | None
    moment: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyNode:
    """One appearance in the tree. parent: place in the tree's list of the one it was taken from, None for the first.
    credited: the agency it names as its source, where the parent is not that agency. delay: after the first of all.
    share: the part of this text that its parent has. changes: such as "another title", none for an untouched copy."""

    appearance: Appearance
    parent: int | None
    credited: str | None
    delay: timedelta
    share: float
    changes: tuple[str, ...]


def honest_moment(published_at: datetime | None, precision: Precision | None, first_seen_at: datetime) -> datetime:
    """When something was most likely published: the printed time; of a printed day, the moment of that day nearest to when
    we saw it; without a date, when we saw it. Nothing was published after it was seen."""
    if published_at is None:
        return first_seen_at
    if precision is Precision.DAY:
        return min(first_seen_at, published_at + _DAY)
    return min(published_at, first_seen_at)


def copy_tree(
    appearances: Sequence[Appearance], texts: Mapping[int, str], agencies: Collection[Agency] | None = None
) -> tuple[CopyNode, ...]:
    """The appearances of an article and its copies, the earliest first. texts: by article, for all of them.
    agencies: those of the configuration; by default those that come with Rasid."""
    houses = {agency.code: agency.acronyms for agency in (shipped_agencies() if agencies is None else agencies)}
    ordered = sorted(appearances, key=lambda each: (each.moment, each.article_id, each.url))
    prepared = {article_id: _Text(text) for article_id, text in texts.items()}
    nodes: list[CopyNode] = []
    for place, appearance in enumerate(ordered):
        parent = _parent(appearance, ordered[:place], prepared, houses)
        taken_from = ordered[parent] if parent is not None else None
        seen = taken_from is not None and _is_agency(taken_from, appearance.credit, houses)
        nodes.append(
            CopyNode(
                appearance=appearance,
                parent=parent,
                credited=None if seen or _is_agency(appearance, appearance.credit, houses) else appearance.credit,
                delay=appearance.moment - ordered[0].moment,
                share=_share(prepared[appearance.article_id], prepared[taken_from.article_id]) if taken_from else 0.0,
                changes=_changes(appearance, taken_from, prepared) if taken_from else (),
            )
        )
    return tuple(nodes)


class _Text:
    __slots__ = ("numbers", "shingles", "words")

    def __init__(self, text: str) -> None:
        self.words = copy_words(text)
        self.shingles = set(grams(self.words))
        self.numbers = {word for word in self.words if is_number(word)}


def _parent(
    appearance: Appearance, earlier: Sequence[Appearance], texts: Mapping[int, _Text], houses: Houses
) -> int | None:
    """The place of the one it was taken from: the agency it credits, however much was changed, else the nearest text."""
    if not earlier:
        return None
    at_agency = [place for place, other in enumerate(earlier) if _is_agency(other, appearance.credit, houses)]
    return _nearest(appearance, at_agency or range(len(earlier)), earlier, texts)


def _nearest(
    appearance: Appearance, places: Sequence[int], earlier: Sequence[Appearance], texts: Mapping[int, _Text]
) -> int:
    """The earliest of those that have the most of this text."""
    mine = texts[appearance.article_id]
    return max(places, key=lambda place: (round(_share(mine, texts[earlier[place].article_id]), 2), -place))


def _share(mine: _Text, theirs: _Text) -> float:
    if not mine.shingles:
        return 0.0
    return round(len(mine.shingles & theirs.shingles) / len(mine.shingles), 4)


def _is_agency(appearance: Appearance, code: str | None, houses: Houses) -> bool:
    """Whether it appeared at the agency of this code: its source is called «spa», «xinhua-ar», «aa-ar» …"""
    if code is None:
        return False
    house = appearance.source_id.partition("-")[0]
    return house == code or house in houses.get(code, ())


def _changes(appearance: Appearance, parent: Appearance, texts: Mapping[int, _Text]) -> tuple[str, ...]:
    """What was done to the text on the way, in plain words."""
    mine, theirs = texts[appearance.article_id], texts[parent.article_id]
    found: list[str] = []
    if copy_words(appearance.title) != copy_words(parent.title):
        found.append("another title")
    if appearance.article_id != parent.article_id and mine.shingles and theirs.shingles:
        common = len(mine.shingles & theirs.shingles)
        kept, own = common / len(theirs.shingles), 1 - common / len(mine.shingles)
        if len(mine.words) < _SLIGHT * len(theirs.words):
            found.append(f"cut to {round(100 * len(mine.words) / len(theirs.words))} % of the length")
        elif len(mine.words) * _SLIGHT > len(theirs.words):
            found.append(f"lengthened to {round(100 * len(mine.words) / len(theirs.words))} %")
        if own >= 0.05:
            found.append(f"{round(100 * own)} % of it in own words")
        if kept < 0.5 <= own:
            found.append("rewritten")
        if new := sorted(mine.numbers - theirs.numbers):
            found.append(f"numbers of its own: {', '.join(new[:5])}")
    if parent.credit and not appearance.credit:
        found.append(f"the credit to {parent.credit} dropped")
    return tuple(found)
