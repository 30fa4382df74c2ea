"""The analysts' query language."""

import re
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from press.errors import UsageError
from press.queries import Query, QueryError, parse_query
from press.query_tree import (
    And,
    Everything,
    Fact,
    Field,
    FieldIs,
    Has,
    Match,
    Not,
    Or,
    Published,
    Sort,
    Text,
)
from press.shipped import shipped_directory
from press.spellings import name_lists

code_of = name_lists(shipped_directory()).code_of
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def word(text: str) -> Text:
    return Text(text=text)


def org(code: str) -> FieldIs:
    return FieldIs(field=Field.ORGANIZATION, value=code)


READINGS = [
    ("", Everything()),
    ("  \u200f\t", Everything()),
    ("*", Everything()),
    ("ثقة", word("ثقة")),
    ("بناء ثقة", And(parts=(word("بناء"), word("ثقة")))),
    ("بناء AND ثقة", And(parts=(word("بناء"), word("ثقة")))),
    ("بناء و ثقة", And(parts=(word("بناء"), word("ثقة")))),
    ('"بناء الثقة"', word("بناء الثقة")),
    ("«بناء الثقة»", word("بناء الثقة")),
    ("“بناء الثقة”", word("بناء الثقة")),
    ("قمة أو مؤتمر", Or(parts=(word("قمة"), word("مؤتمر")))),
    ("قمة او مؤتمر", Or(parts=(word("قمة"), word("مؤتمر")))),
    ("саммит ИЛИ встреча", Or(parts=(word("саммит"), word("встреча")))),
    ("a | b", Or(parts=(word("a"), word("b")))),
    ("a OR b c", Or(parts=(word("a"), And(parts=(word("b"), word("c")))))),
    ("(a OR b) c", And(parts=(Or(parts=(word("a"), word("b"))), word("c")))),
    ("قمة ليس مؤتمر", And(parts=(word("قمة"), Not(part=word("مؤتمر"))))),
    ("قمة -مؤتمر", And(parts=(word("قمة"), Not(part=word("مؤتمر"))))),
    ("саммит НЕ встреча", And(parts=(word("саммит"), Not(part=word("встреча"))))),
    ("-(a b)", Not(part=And(parts=(word("a"), word("b"))))),
    ("أستانا – كازينفورم - قمة", And(parts=(word("أستانا"), word("كازينفورم"), word("قمة")))),
    ("توكا*", Text(text="توكا", match=Match.PREFIX)),
    ('="بالثقة"', Text(text="بالثقة", match=Match.EXACT)),
    ("=بالثقة", Text(text="=بالثقة", match=Match.EXACT)),
    ("title:قمة", Text(text="قمة", in_title=True)),
    ("عنوان:قمة", Text(text="قمة", in_title=True)),
    ("العنوان: «بناء الثقة»", Text(text="بناء الثقة", in_title=True)),
    ("заголовок:саммит", Text(text="саммит", in_title=True)),
    ("title:(a OR b)", Or(parts=(Text(text="a", in_title=True), Text(text="b", in_title=True)))),
    ("org:cica", org("CICA")),
    ("منظمة:CICA", org("CICA")),
    ("org:(CICA OR SCO)", Or(parts=(org("CICA"), org("SCO")))),
    ("lang:ar", FieldIs(field=Field.LANGUAGE, value="ar")),
    ("لغة:العربية", FieldIs(field=Field.LANGUAGE, value="ar")),
    ("язык:казахский", FieldIs(field=Field.LANGUAGE, value="kk")),
    ("source:kazinform*", FieldIs(field=Field.SOURCE, value="kazinform", prefix=True)),
    ("بلد:kz", FieldIs(field=Field.COUNTRY, value="KZ")),
    ("kind:agency", FieldIs(field=Field.KIND, value="agency")),
    ("credit:Kazinform", FieldIs(field=Field.CREDIT, value="kazinform")),
    ("has:copies", Has(fact=Fact.COPIES)),
    ("is:revised", Has(fact=Fact.REVISED)),
    ("is:vanished", Has(fact=Fact.VANISHED)),
    ("since:2024", Published(since=datetime(2024, 1, 1, tzinfo=UTC))),
    ("منذ:٢٠٢٤-٠٧", Published(since=datetime(2024, 7, 1, tzinfo=UTC))),
    ("until:2024", Published(before=datetime(2025, 1, 1, tzinfo=UTC))),
    ("until:2024-12", Published(before=datetime(2025, 1, 1, tzinfo=UTC))),
    ("until:2024-02-28", Published(before=datetime(2024, 2, 29, tzinfo=UTC))),
    ("since:2024-07-04T10:30", Published(since=datetime(2024, 7, 4, 10, 30, tzinfo=UTC))),
    ("since:7d", Published(since=datetime(2026, 11, 17, 12, 0, tzinfo=UTC))),
    ("since:today", Published(since=datetime(2026, 11, 24, tzinfo=UTC))),
    ("org:sco,cica", Or(parts=(org("SCO"), org("CICA")))),
    ("منظمة:sco، CICA قمة", And(parts=(Or(parts=(org("SCO"), org("CICA"))), word("قمة")))),
    ('-org:"sco"،"cica",', Not(part=Or(parts=(org("SCO"), org("CICA"))))),
    ("org:sco, -قمة", And(parts=(org("SCO"), Not(part=word("قمة"))))),
    ("is:copy,revised", Or(parts=(Has(fact=Fact.COPY), Has(fact=Fact.REVISED)))),
    ("lang:ar، عربي", FieldIs(field=Field.LANGUAGE, value="ar")),
    ("سيكا، شنغهاي", And(parts=(word("سيكا"), word("شنغهاي")))),
    (
        "since:2025 OR until:2024",
        Or(
            parts=(
                Published(since=datetime(2025, 1, 1, tzinfo=UTC)),
                Published(before=datetime(2025, 1, 1, tzinfo=UTC)),
            )
        ),
    ),
    ("12:30", word("12:30")),
    ("توكاييف: الثقة", And(parts=(word("توكاييف:"[:-1]), word("الثقة")))),
    ("AT&T", word("AT&T")),
    ("上海合作组织", word("上海合作组织")),
    ("and or not", And(parts=(word("and"), word("or"), word("not")))),
]


@pytest.mark.parametrize(("query", "tree"), READINGS, ids=[query or "nothing" for query, _ in READINGS])
def test_a_query_is_read(query: str, tree: object) -> None:
    assert parse_query(query, now=NOW).tree == tree


ERRORS = [
    ("(قمة", 0, "never closed"),
    ("قمة)", 3, "never opened"),
    ('قمة "مؤتمر', 4, "never closed"),
    ("قمة AND", 4, "missing after"),
    ("OR قمة", 0, "one is missing"),
    ("أو قمة", 0, "one is missing"),
    ("a AND OR b", 6, "one is missing"),
    ("()", 1, "nothing between"),
    ("(a AND )", 7, "missing before"),
    ("a NOT", 2, "missing after"),
    ("orgs:CICA", 0, "Did you mean “org”"),
    ("https://kazinform.kz/x", 0, "quotation marks"),
    ("a*b", 1, "end of a word"),
    ("*a", 0, "end of a word"),
    ("x a*", 2, "2 letters"),
    ("lang:12", 5, "a language is"),
    ("since:gestern", 6, "takes a date"),
    ("since:2024-13", 6, "takes a date"),
    ("since:9999999d", 6, "takes a date"),
    ("since:2025 قمة until:2024", 15, r"ends \(2024-12-31\) before it begins \(2025-01-01\)"),
    ("قمة (until:2024-03-07T09:30 AND since:2024-03-08)", 32, r"ends \(2024-03-07T09:31\) before"),
    ("since:7d until:7d", 9, "before it begins"),
    ("org:sco, 🙂,cica since:nie", 22, "takes a date"),
    ("is:copy,nice", 8, "no fact"),
    ('قمة org:""', 8, "empty"),
    ("is:nice", 3, "no fact"),
    ("sort:best", 5, "newest or oldest"),
    ("org:", 0, "a value is missing"),
    ("title:(a org:b)", 9, "inside another field"),
    ("🙂", 0, "nothing to search for"),
    ('"…"', 0, "no letters"),
    ("(" * 21 + "a", 20, "levels"),
    ("-(" * 20 + "a", 20, "levels"),
    ("x " * 51, 100, "more than 50"),
    ('"' + "x " * 51 + '"', 0, "more than 50"),
    ("ا" * 201, 0, "200 letters"),
]


@pytest.mark.parametrize(("query", "place", "problem"), ERRORS, ids=[query[:20] for query, _, _ in ERRORS])
def test_an_error_points_at_the_character(query: str, place: int, problem: str) -> None:
    with pytest.raises(QueryError, match=problem) as raised:
        parse_query(query, now=NOW)
    assert raised.value.place == place
    assert f"character {place + 1} " in str(raised.value)
    assert re.search(r"[.?!]\n    The place: .*→", str(raised.value))
    assert isinstance(raised.value, UsageError)


def test_the_order_is_said_anywhere_in_the_query() -> None:
    assert parse_query("قمة sort:oldest مؤتمر").sort is Sort.OLDEST
    assert parse_query("ترتيب:الأقدم") == Query(tree=Everything(), sort=Sort.OLDEST, written="ترتيب:الأقدم")
    assert parse_query("قمة").sort is Sort.NEWEST


def test_a_restriction_is_one_more_condition() -> None:
    query = parse_query("قمة").restricted(organizations=["cica", "sco"], languages=["ar"], since=NOW)
    assert query.tree == And(
        parts=(
            word("قمة"),
            Or(parts=(org("CICA"), org("SCO"))),
            FieldIs(field=Field.LANGUAGE, value="ar"),
            Published(since=NOW),
        )
    )
    assert Query.everything().restricted().tree == Everything()


def test_a_name_is_also_looked_for_in_its_other_spellings() -> None:
    query = parse_query("توكاييف -توكاييف =توكاييف").with_variants(
        lambda name: ["توقاييف"] if name == "توكاييف" else []
    )
    both = Or(parts=(word("توكاييف"), word("توقاييف")))
    assert query.tree == And(parts=(both, Not(part=both), Text(text="=توكاييف", match=Match.EXACT)))


PIECES = [
    "(", ")", '"', "«", "»", "AND", "OR", "NOT", "أو", "و", "ليس", "-", "*", "=", ":", "title:", "org:", "since:", "sort:", "has:",
    "2024-07", "قمة", "саммит", "上海", "x", "\0", "\u202e", "\u200f", "🙂", "' OR 1=1 --", "; DROP TABLE article", "NEAR(", "^", "{title}:",
    "\ud800", "\n", "a'b", "%", "_", "\\",
]  # fmt: skip


def error_of(text: str) -> QueryError | None:
    try:
        parse_query(text, now=NOW)
    except QueryError as error:
        return error
    return None


@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join)))
@example("a -")
@example("=")
@example("sort:")
@example(":::")
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_refused_at_a_place_inside_it(text: str) -> None:
    error = error_of(text)
    assert error is None or (0 <= error.place <= len(text) and error.query == text)


@pytest.mark.parametrize("piece", ["(", '"', "-", "x:", "ثقة ", "a*", "NOT ", "«", "=", "上", "org:a ", "'", "أ"])
def test_a_hundred_kilobytes_are_refused_or_read_at_once(piece: str) -> None:
    for text in (piece * (100_000 // len(piece)), "a " + piece * (100_000 // len(piece))):
        begun = time.thread_time()
        error = error_of(text)
        assert error is None or len(str(error)) < 500
        assert time.thread_time() - begun < 1


@pytest.mark.parametrize(
    ("written", "field", "code"),
    [
        ("person:توقاييف", Field.PERSON, "tokayev"),
        ("شخص:توكاييف", Field.PERSON, "tokayev"),
        ('person:"Xi Jinping"', Field.PERSON, "xi"),
        ("person:tokayev", Field.PERSON, "tokayev"),
        ("مكان:قازاقستان", Field.PLACE, "kazakhstan"),
        ("place:Астане", Field.PLACE, "astana"),
        ("dateline:أستانة", Field.DATELINE, "astana"),
        ("place:nowhere", Field.PLACE, "nowhere"),
        ("person:astana", Field.PERSON, "astana"),
        ("org:سيكا", Field.ORGANIZATION, "CICA"),
        ("منظمة:ШОС", Field.ORGANIZATION, "SCO"),
        ('org:"منظمة شنغهاي للتعاون"', Field.ORGANIZATION, "SCO"),
        ("org:sco", Field.ORGANIZATION, "SCO"),
        ("org:منظمة", Field.ORGANIZATION, "منظمة"),
        ("credit:كازينفورم", Field.CREDIT, "kazinform"),
        ("وكالة:Казинформом", Field.CREDIT, "kazinform"),
        ("credit:وام", Field.CREDIT, "wam"),
        ('credit:"Maghreb Arabe Presse"', Field.CREDIT, "map"),
        ("credit:Kazinform", Field.CREDIT, "kazinform"),
        ("credit:gazette", Field.CREDIT, "gazette"),
    ],
)
def test_organizations_persons_places_and_agencies_are_asked_for_by_any_of_their_names(
    written: str, field: Field, code: str
) -> None:
    assert parse_query(written).with_codes(code_of).tree == FieldIs(field=field, value=code)


def test_codes_are_put_everywhere_but_for_beginnings() -> None:
    query = parse_query("-(person:توقاييف OR place:Astana) place:asta*").with_codes(code_of)
    assert query == replace(parse_query("-(person:tokayev OR place:astana) place:asta*"), written=query.written)
