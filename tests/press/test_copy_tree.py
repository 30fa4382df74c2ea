"""Who ran it first, and who took it from whom."""

from datetime import UTC, datetime, timedelta

from press.agencies import Agency
from press.articles import Precision
from press.copy_tree import Appearance, copy_tree, honest_moment

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
FULL = (
    "The harbour of Port Marlow was closed on Tuesday after a crane fell across the northern quay. Nobody was hurt, the "
    "port captain said, and 14 ships are waiting outside. Divers will look at the quay wall before it is used again, and "
    "the railway has moved its night trains to the southern yard until the end of the week."
)
SHORT = FULL[: FULL.index("Divers")]


def _ran(
    source: str, hours: float, *, article: int = 1, title: str = "Crane falls", credit: str | None = None
) -> Appearance:
    return Appearance(
        article_id=article, url=f"https://{source}.example/{article}", source_id=source, outlet=source.title(), title=title,
        credit=credit, moment=NOON + hours * HOUR,
    )  # fmt: skip


def test_the_earliest_is_first_and_the_others_follow_with_their_delay() -> None:
    tree = copy_tree([_ran("gazette", 2), _ran("mirror", 0), _ran("courier", 5)], {1: FULL})
    assert [node.appearance.source_id for node in tree] == ["mirror", "gazette", "courier"]
    assert [node.delay for node in tree] == [0 * HOUR, 2 * HOUR, 5 * HOUR]
    assert [node.parent for node in tree] == [None, 0, 0]


def test_the_agency_that_is_credited_is_the_parent_though_another_had_it_earlier() -> None:
    tree = copy_tree([_ran("mirror", 0), _ran("spa", 1), _ran("gazette", 2, credit="spa")], {1: FULL})
    gazette = tree[2]
    assert gazette.parent is not None
    assert tree[gazette.parent].appearance.source_id == "spa"
    assert gazette.credited is None


def test_an_edition_of_the_agency_counts_as_the_agency() -> None:
    tree = copy_tree([_ran("xinhua-ar", 0), _ran("gazette", 2, credit="xinhua")], {1: FULL})
    assert (tree[1].parent, tree[1].credited) == (0, None)
    tree = copy_tree([_ran("aa-ar", 0), _ran("gazette", 2, credit="anadolu")], {1: FULL})
    assert (tree[1].parent, tree[1].credited) == (0, None)


def test_an_agency_of_the_own_list_is_known_by_its_acronym() -> None:
    ran = [_ran("pmna-en", 0), _ran("gazette", 2, credit="port-marlow")]
    assert copy_tree(ran, {1: FULL})[1].credited == "port-marlow"
    listed = Agency(code="port-marlow", names=("Port Marlow News Agency",), acronyms=("pmna",))
    assert copy_tree(ran, {1: FULL}, [listed])[1].credited is None


def test_an_agency_that_is_credited_but_was_not_seen_is_named() -> None:
    tree = copy_tree([_ran("mirror", 0, credit="tass"), _ran("gazette", 2, credit="tass")], {1: FULL})
    assert [node.credited for node in tree] == ["tass", "tass"]


def test_an_agencys_own_signature_is_no_credit_to_another() -> None:
    assert copy_tree([_ran("spa", 0, credit="spa")], {1: FULL})[0].credited is None


def test_a_shortened_copy_says_what_was_done_to_it() -> None:
    tree = copy_tree([_ran("mirror", 0), _ran("gazette", 3, article=2, title="Port shut")], {1: FULL, 2: SHORT})
    assert tree[1].share == 1.0
    assert tree[1].changes[0] == "another title"
    assert tree[1].changes[1].startswith("cut to ")


def test_an_untouched_copy_has_no_changes() -> None:
    assert copy_tree([_ran("mirror", 0), _ran("gazette", 3)], {1: FULL})[1].changes == ()


def test_other_numbers_and_a_dropped_credit_are_named() -> None:
    tree = copy_tree(
        [_ran("mirror", 0, credit="tass"), _ran("gazette", 3, article=2)],
        {1: FULL, 2: FULL.replace("14 ships", "19 ships")},
    )
    assert "numbers of its own: 19" in tree[1].changes
    assert "the credit to tass dropped" in tree[1].changes


def test_the_parent_is_the_text_that_has_most_of_it() -> None:
    longer = FULL + " The company that owns the crane has promised to pay for the repair, and asked for patience."
    tree = copy_tree(
        [_ran("mirror", 0, article=1), _ran("spa", 1, article=2), _ran("gazette", 2, article=3)],
        {1: SHORT, 2: FULL, 3: longer},
    )
    assert tree[2].parent == 1


def test_honest_moments_are_never_later_than_when_a_page_was_seen() -> None:
    assert honest_moment(NOON + HOUR, Precision.MINUTE, NOON) == NOON
    assert honest_moment(NOON - HOUR, Precision.MINUTE, NOON) == NOON - HOUR
    assert honest_moment(None, None, NOON) == NOON


def test_a_printed_day_is_the_moment_of_that_day_nearest_to_when_it_was_seen() -> None:
    day = NOON - 12 * HOUR
    assert honest_moment(day, Precision.DAY, NOON) == NOON
    assert honest_moment(day - 48 * HOUR, Precision.DAY, NOON) == day - 24 * HOUR
