"""Search, counts and the stream of an export, on a real database."""

import random
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import storage.search_candidates
import storage.search_masks
import storage.search_plan
from press.errors import SchemaTooOld, UsageError
from press.folding import folded
from press.queries import QueryError, parse_query
from storage import Storage, open_storage
from storage.rereads import ListVersions, Retagged
from storage.search_exact import _series, says
from tests.storage.query_oracle import Shelved, answers
from tests.storage.shelf import NOON, OUTLETS, Piece, Shelf, person, tag

TEXTS = {
    "ar": [
        "اختتمت القمة بالثقة بين الدول الأعضاء في أستانا", "وشنغهاي تستضيف اجتماع وزراء الخارجية", "للمنظمة دور في بناء الثقة",
        "قال توكاييف إن بناء الثقة في آسيا ضرورة", "الرئيس الصيني يزور كازاخستان", "اتفاقيات جديدة بين الصين وكازاخستان",
        "منظمة شنغهاي للتعاون تبحث أمن الطاقة", "مؤتمر التفاعل وتدابير بناء الثقة في آسيا",
    ],
    "ru": [
        "Саммит ШОС прошёл в Астане", "Токаев принял участие в саммите", "Организация договора о безопасности", "Меры доверия в Азии",
    ],
    "zh": ["上海合作组织峰会在阿斯塔纳举行", "亚洲相互协作与信任措施会议", "中国与哈萨克斯坦签署协议"],
    "en": ["The CICA summit opened in Astana", "Ministers discuss confidence building measures", "Xi's visit to Kazakhstan"],
}  # fmt: skip
ORGANIZATIONS = ("CICA", "SCO", "OTS", "CSTO", "IFAS")


def pieces(number: int) -> list[Piece]:
    """Different articles over two years; some share a moment, some have no date."""
    source = random.Random(11)
    made = []
    for each in range(number):
        language = source.choice(list(TEXTS))
        parts = source.sample(TEXTS[language], k=min(3, len(TEXTS[language])))
        made.append(
            Piece(
                title=parts[0],
                text=f"{'. '.join(parts[1:])}. {each}",
                language=language,
                outlet=source.choice(["kazinform-ar", "xinhua-ar", "gazette"]),
                organizations=tuple(source.sample(ORGANIZATIONS, k=source.randrange(0, 3))),
                at=None
                if source.random() < 0.1
                else NOON - timedelta(days=source.randrange(700), hours=source.choice([0, 0, 5])),
                persons=tuple(source.sample(["tokayev", "xi"], k=source.randrange(0, 3))),
                places=tuple(source.sample(["astana", "beijing"], k=source.randrange(0, 3))),
                dateline=source.choice([None, "astana"]),
                credit=source.choice([None, "kazinform", "xinhua"]),
                author=source.choice([None, "خالد"]),
            )
        )
    return made


class Library:
    """A database with known articles."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.url = f"sqlite:///{path}"
        with open_storage(self.url) as storage:
            made = pieces(90)
            ids = Shelf(storage).put_all(made)
            moments = {each.id: each.sort_at for each in storage.export("")}
        self.shelved = [
            Shelved(id=number, piece=piece, sort_at=moments[number]) for number, piece in zip(ids, made, strict=True)
        ]

    def expected(self, query: str) -> list[int]:
        found = [each for each in self.shelved if answers(parse_query(query).tree, each)]
        return [each.id for each in sorted(found, key=lambda each: (each.sort_at, each.id), reverse=True)]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return Library(tmp_path_factory.mktemp("library") / "library.sqlite3")


@pytest.fixture
def reader(library: Library) -> Iterator[Storage]:
    with open_storage(library.url, read_only=True) as storage:
        yield storage


@pytest.fixture(params=[1, 4_000], ids=["windows of a few articles", "one window"])
def windows(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many articles are in the first window; in a small database only a small one makes several windows."""
    monkeypatch.setattr(storage.search_plan, "FIRST_WINDOW", request.param)
    monkeypatch.setattr(storage.search_plan, "EXPORT_WINDOW", request.param * 5)


ATOMS = [
    "الثقة", "شنغهاي", "المنظمة", '"بناء الثقة"', "توكا*", '="بالثقة"', "=الثقة", "саммит", "Астана", "организаци*", "合作组织", "信任", "织", "与", "山", '"合"', "行*",
    "summit", "kazakhstan", "title:الثقة", "title:саммит", "org:CICA", "org:SCO", "org:I*", "lang:ar", "lang:zh", "source:xinhua*",
    "source:gazette", "country:KZ", "kind:agency", "credit:kazinform", "person:tokayev", "person:t*", "place:astana", "dateline:astana", "has:date", "has:author", "has:credit", "since:2025", "until:2025-06",
    "since:2025-03 until:2025-09", "غائب", "*",
]  # fmt: skip


def random_query(number: int) -> str:
    source = random.Random(number)

    def made(depth: int) -> str:
        if depth == 0 or source.random() < 0.4:
            return source.choice(ATOMS)
        joined = source.choice([" AND ", " OR ", " "]).join(made(depth - 1) for _ in range(source.randrange(2, 4)))
        return source.choice(["({})", "-({})", "({})"]).format(joined)

    return made(3)


@pytest.mark.usefixtures("windows")
def test_whatever_is_asked_the_answer_is_the_one_worked_out_by_hand(library: Library, reader: Storage) -> None:
    for query in [*ATOMS, *map(random_query, range(100))]:
        expected = library.expected(query)
        assert [each.id for each in reader.search(query, limit=1000, copies=True).articles] == expected, query
        assert reader.count(query)[0].articles == len(expected), query


@pytest.mark.usefixtures("windows")
@pytest.mark.parametrize(
    "query", ["", "الثقة", "org:CICA", "-саммит", "الثقة OR lang:ru", "الثقة sort:oldest", "sort:oldest"]
)
def test_pages_follow_each_other_without_a_gap_or_a_repetition(library: Library, reader: Storage, query: str) -> None:
    seen: list[int] = []
    after = None
    while True:
        page = reader.search(query, limit=7, after=after, copies=True)
        seen += [each.id for each in page.articles]
        if page.next is None:
            break
        after = page.next
    expected = library.expected(query)
    assert seen == (expected[::-1] if "oldest" in query else expected)
    assert [each.id for each in reader.export(query)] == seen


@pytest.mark.parametrize(
    "query", ["", "الثقة", "org:CICA", "org:CICA since:2025-03", "since:2025 until:2025-08", "lang:ru -Астана"]
)
@pytest.mark.parametrize(
    "by",
    [
        ("month",), ("organization",), ("month", "organization"), ("source", "year"), ("language", "country", "day"), ("kind",),
        ("country", "organization", "source"), ("credit", "year", "organization", "month"),
    ],
)  # fmt: skip
def test_counts_are_what_counting_by_hand_gives(
    library: Library, reader: Storage, query: str, by: tuple[str, ...]
) -> None:
    expected: Counter[tuple[str, ...]] = Counter()
    for each in (each for each in library.shelved if answers(parse_query(query).tree, each)):
        for code in each.piece.organizations if "organization" in by else ("",):
            keys = {
                "organization": code, "source": each.piece.outlet, "language": each.piece.language,
                "country": OUTLETS[each.piece.outlet][1], "kind": OUTLETS[each.piece.outlet][2], "credit": each.piece.credit or "", "day": f"{each.sort_at:%Y-%m-%d}", "month": f"{each.sort_at:%Y-%m}",
                "year": f"{each.sort_at:%Y}",
            }  # fmt: skip
            expected[tuple(keys[key] for key in by)] += 1
    assert {row.keys: row.articles for row in reader.count(query, by)} == expected


def test_a_count_of_an_exact_form_tells_how_many_texts_it_has_read(
    reader: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage.search_masks, "TEXTS_AT_ONCE", 10)
    heard: list[tuple[int, int]] = []
    reader.count('="بالثقة"', progress=lambda done, total: heard.append((done, total)))
    total = reader.count("الثقة")[0].articles
    assert heard == [(done, total) for done in range(0, total, 10)]
    heard.clear()
    reader.count("الثقة", progress=lambda done, total: heard.append((done, total)))
    assert heard == []


@pytest.mark.parametrize(
    "query", ["", "is:vanished", "-قمة", "-قمة lang:ru", "قمة OR lang:ru", "has:copies since:2025-03-07", '-="قمة"']
)
def test_an_empty_database_answers_with_nothing(own: Storage, query: str) -> None:
    assert own.count(query)[0].articles == 0
    assert own.count(query, ("organization", "month")) == own.count(query, ("source", "day")) == ()
    assert own.search(query).articles == ()
    assert list(own.export(query)) == []


FACTS = (
    "has:copies", "is:copy", "-is:copy", "is:revised", "is:vanished", "-is:vanished", "has:copies OR lang:ru", "الثقة -is:copy", "source:xinhua-ar",
    "source:gaz*", "credit:xinhua", "-credit:xinhua", "credit:x* has:copies", "dateline:astana is:revised", "since:2025-03-07T10:00 until:2026-01-30T11:30",
)  # fmt: skip


def test_counts_stay_right_whatever_is_written(own: Storage, tmp_path: Path) -> None:
    """Articles come, are revised, get another date, are tagged anew; days and months are cut anywhere."""
    source = random.Random(5)
    shelf = Shelf(own)
    for number in range(60):
        made = source.choice(pieces(40))
        made = replace(made, text=f"{made.text} {number // 3}", outlet="gazette", path=str(source.randrange(25)))
        known = own.why(f"https://gazette.example/{made.path}")
        if known is None:
            shelf.put(made)
        else:
            shelf.revisit("gazette", made.path, made)
        if number % 4 == 0:
            shelf.put(replace(made, outlet="xinhua-ar", credit="xinhua", path=""))
        if number % 9 == 0:
            shelf.revisit("gazette", made.path, None)
        if number % 10 == 9:
            versions = ListVersions(watch_list=f"list {number}", entities="")
            some = own.rereads.texts(versions, after_id=0, limit=source.randrange(1, 9), sources=())
            tags = tuple(tag(code) for code in source.sample(ORGANIZATIONS, k=source.randrange(0, 4)))
            people = tuple(person(code) for code in source.sample(["tokayev", "xi"], k=source.randrange(0, 3)))
            own.rereads.retag(
                [Retagged(article=each, tags=tags, entities=people, dateline_place=None, credit=None) for each in some],
                versions,
            )
        if number % 5 == 0:
            assert own.check() == ()
            for query in FACTS:
                assert own.count(query)[0].articles == len(ids(own, query, limit=1000, copies=True)), query
            day = f"{NOON - timedelta(days=source.randrange(700)):%Y-%m-%d}"
            assert_counted(own, tmp_path / "own.sqlite3", source.choice(["", f"since:{day}", f"until:{day}"]))
    assert all(own.count(query)[0].articles for query in FACTS)
    with sqlite3.connect(tmp_path / "own.sqlite3") as outside:
        outside.execute("UPDATE month_count SET articles = articles + 1 WHERE organization = 'SCO' AND beside = ''")
    assert "`rasid db reindex` mends them" in " ".join(own.check())
    own.reindex(lambda _done, _total: None)
    assert own.check() == ()


def assert_counted(storage: Storage, path: Path, bounds: str) -> None:
    """Against a plain GROUP BY."""
    field, _, day = bounds.partition(":")
    within = {"": "1", "since": f"month_day >= '{day}'", "until": f"month_day <= '{day}'"}[field]
    tags = f"""(SELECT article_id, organization, strftime('%Y-%m', sort_at / 1000000, 'unixepoch') AS month,
                       date(sort_at / 1000000, 'unixepoch') AS month_day FROM article_tag WHERE {within.replace("month_day", "date(sort_at / 1000000, 'unixepoch')")})"""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as outside:
        grouped = outside.execute(f"SELECT organization, month, count(*) FROM {tags} GROUP BY 1, 2").fetchall()
        beside = outside.execute(
            f"SELECT b.month, b.organization, count(*) FROM {tags} a JOIN {tags} b USING (article_id) WHERE a.organization = 'SCO' GROUP BY 1, 2"
        ).fetchall()
    assert [(*row.keys, row.articles) for row in storage.count(bounds, ("organization", "month"))] == grouped
    assert [
        (*row.keys, row.articles) for row in storage.count(f"org:SCO {bounds}", ("month", "organization"))
    ] == beside
    in_arabic = f"SELECT language, month, count(*) FROM {tags} JOIN article a ON a.id = article_id WHERE organization = 'SCO' AND language = 'ar' GROUP BY 1, 2"
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as outside:
        arabic = outside.execute(in_arabic.replace("sort_at", "article_tag.sort_at")).fetchall()
    assert [
        (*row.keys, row.articles) for row in storage.count(f"org:SCO lang:ar {bounds}", ("language", "month"))
    ] == arabic
    by_year = Counter[tuple[str, str]]()
    for code, month, number in grouped:
        by_year[month[:4], code] += number
    assert {row.keys: row.articles for row in storage.count(bounds, ("year", "organization"))} == by_year


def test_what_is_found_shows_where(reader: Storage) -> None:
    page = reader.search('"بناء الثقة" org:CICA', limit=50)
    assert page.articles
    for each in page.articles:
        marked = [each.snippet[start:end] for start, end in each.hits]
        marked += [each.title[start:end] for start, end in each.title_hits]
        assert "بناء الثقة" in " ".join(marked)
        assert "CICA" in each.organizations
        assert each.sightings == 1
        assert each.source in ("Kazinform", "Xinhua", "The Gazette")


@pytest.mark.parametrize("after", ["", "x", "bjE3", "🙂", "A" * 10_000, "bjEuMQ==\0"])
def test_a_place_that_is_none_is_wrong_use(reader: Storage, after: str) -> None:
    with pytest.raises(UsageError):
        reader.search("", after=after)


def test_a_place_of_another_order_is_wrong_use(reader: Storage) -> None:
    place = reader.search("", limit=1).next
    with pytest.raises(UsageError, match="another order"):
        reader.search("sort:oldest", after=place)


@pytest.mark.parametrize("limit", [0, -1, 1001])
def test_a_limit_out_of_bounds_is_wrong_use(reader: Storage, limit: int) -> None:
    with pytest.raises(UsageError, match="limit"):
        reader.search("", limit=limit)


def test_a_key_nobody_knows_is_wrong_use_with_the_nearest(reader: Storage) -> None:
    with pytest.raises(UsageError, match="Did you mean “month”"):
        reader.count("", ("mont",))


PIECES = [
    "(", ")", '"', "«", "»", "AND", "OR", "NOT", "أو", "و", "ليس", "-", "*", "=", ":", "title:", "org:", "since:", "sort:", "has:", "source:",
    "2024-07", "قمة", "саммит", "上海", "上", "x", "ab*", "\0", "\u202e", "\u200f", "🙂", "' OR 1=1 --", "; DROP TABLE article", "NEAR(a b)",
    "^", "{title}:", "\ud800", "\n", "a'b", "%", "_", "\\", "title:(", '="', "copies", "ى", "•cica", "rowid", "\u0301",
]  # fmt: skip


def fuzzed(number: int) -> str:
    source = random.Random(number)
    text = source.choice(["", " "]).join(source.choice(PIECES) for _ in range(source.randrange(1, 25)))
    if number % 300 == 0:
        text = (text + " ") * (100_000 // (len(text) + 1))
    return text


def test_three_thousand_strange_queries_are_answered_or_refused_each_within_a_second(reader: Storage) -> None:
    answered = 0
    for number in range(3_000):
        text = fuzzed(number)
        begun = time.process_time()
        try:
            reader.search(text, limit=5)
        except QueryError as error:
            place = error.place
        else:
            answered, place = answered + 1, 0
        assert 0 <= place <= len(text), text[:200]
        assert time.process_time() - begun < 1, text[:200]
    assert answered > 300


def test_a_search_does_not_wait_for_a_writer(library: Library) -> None:
    """Another connection holds the write lock in the middle of a transaction."""
    writer = sqlite3.connect(library.path, isolation_level=None)
    try:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE article SET section = 'held'")
        with open_storage(library.url, read_only=True, busy_timeout_seconds=0.1) as storage:
            assert storage.search("الثقة").articles
            assert storage.count("", ("organization", "month"))
            assert next(storage.export("")).section is None
    finally:
        writer.execute("ROLLBACK")
        writer.close()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Storage]:
    with open_storage(f"sqlite:///{tmp_path / 'own.sqlite3'}") as storage:
        yield storage


def ids(storage: Storage, query: str, **options: Any) -> list[int]:
    return [each.id for each in storage.search(query, **options).articles]


def test_a_revision_is_found_by_its_new_words_and_organizations_only(own: Storage, tmp_path: Path) -> None:
    shelf = Shelf(own)
    old = Piece(title="قمة الثقة", text="اختتمت القمة أعمالها اليوم", organizations=("CICA",), path="a")
    number = shelf.put(old)
    shelf.revisit(
        "kazinform-ar", "a", Piece(title="اجتماع الوزراء", text="بدأ الاجتماع أعماله أمس", organizations=("SCO",))
    )
    for query, found in [
        ("القمة", []), ("الثقة", []), ("org:CICA", []), ("أعمال org:CICA", []), ("الوزراء", [number]), ("org:SCO", [number]),
        ("أعمال org:SCO", [number]), ("is:revised", [number]), ("is:vanished", []),
    ]:  # fmt: skip
        assert ids(own, query) == found, query
    shelf.revisit("kazinform-ar", "a", None)
    assert ids(own, "is:vanished") == [number]
    check = sqlite3.connect(tmp_path / "own.sqlite3")
    check.execute("INSERT INTO article_index (article_index) VALUES ('integrity-check')")
    check.close()


def test_a_name_is_found_in_its_other_spellings_but_exactly_only_as_typed(own: Storage) -> None:
    number = Shelf(own).put(Piece(title="توقاييف يزور بكين", text="قال الرئيس توقاييف إن الزيارة ناجحة"))
    assert ids(own, "توكاييف") == [number]
    assert own.search("توكاييف").articles[0].title_hits == ((0, 7),)
    assert ids(own, "=توكاييف") == []


@pytest.mark.usefixtures("windows")
@pytest.mark.parametrize(
    "query", ['="بالثقة"', 'org:CICA -="بالثقة"', '="بالثقة" OR lang:ru', '="بالثقة" ="آسيا" since:2025 sort:oldest']
)
def test_an_exact_form_is_looked_for_among_some_candidates_at_a_time(
    library: Library, reader: Storage, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    """With no time at all each page looks at one handful, says so, and the pages together have everything once."""
    monkeypatch.setattr(storage.search_candidates, "SECONDS", 0)
    monkeypatch.setattr(storage.search_candidates, "AT_ONCE", 3)
    seen: list[int] = []
    looked: list[int] = []
    page = reader.search(query, limit=2, copies=True)
    while page.next is not None:
        seen += [each.id for each in page.articles]
        looked += [] if page.looked_at is None else [page.looked_at]
        page = reader.search(query, limit=2, after=page.next, copies=True)
    seen += [each.id for each in page.articles]
    expected = library.expected(query)
    assert seen == (expected[::-1] if "oldest" in query else expected)
    assert set(looked) <= {1, 2, 3}
    assert looked
    assert reader.count(query)[0].articles == len([*reader.export(query)]) == len(expected)


@pytest.mark.parametrize("character", ["上", "海", "织", "峰", "會", "在"])
def test_a_single_chinese_character_is_found_wherever_it_stands(own: Storage, character: str) -> None:
    number = Shelf(own).put(Piece(title="上海合作组织峰会 在", text="2024年", language="zh"))
    assert ids(own, character) == [number]
    assert own.search(character).articles[0].title_hits
    assert ids(own, "山") == []


def test_copies_of_other_outlets_are_found_by_outlet_and_as_copies(own: Storage) -> None:
    shelf = Shelf(own)
    text = "اختتمت القمة أعمالها اليوم في العاصمة بحضور رؤساء الدول الأعضاء وممثلي المنظمات الدولية الذين اتفقوا على ست وثائق"
    piece = Piece(title="قمة الثقة", text=text)
    number = shelf.put(piece)
    shelf.put(Piece(title="خبر آخر", text="لا علاقة له بالقمة ولا بغيرها من الأحداث التي جرت في هذا اليوم من السنة"))
    assert shelf.put(replace(piece, outlet="gazette")) == number
    assert ids(own, "has:copies") == [number]
    assert ids(own, "source:gazette") == [number]
    assert ids(own, "is:copy") == []
    assert own.search("has:copies").articles[0].sightings == 2


def test_an_index_of_another_normaliser_is_refused_until_it_is_made_anew(own: Storage, tmp_path: Path) -> None:
    path = tmp_path / "own.sqlite3"
    url = f"sqlite:///{path}"
    number = Shelf(own).put(Piece(title="قمة الثقة", text="اختتمت القمة أعمالها"))
    own.close()
    outside = sqlite3.connect(path)
    outside.execute("UPDATE meta SET value = '0' WHERE key = 'norm_version'")
    outside.execute("INSERT INTO article_index (article_index) VALUES ('delete-all')")
    outside.commit()
    outside.close()
    with open_storage(url, read_only=True) as reader, pytest.raises(SchemaTooOld, match="rasid db reindex"):
        reader.search("الثقة")
    with pytest.raises(SchemaTooOld, match="rasid db reindex"):
        open_storage(url)
    heard: list[tuple[int, int]] = []
    with open_storage(url, mend=True) as storage:
        assert storage.reindex(lambda done, total: heard.append((done, total))) == 1
    assert heard == [(1, 1)]
    with open_storage(url) as storage:
        assert ids(storage, "الثقة") == [number]


def test_a_question_is_kept_under_a_name(own: Storage) -> None:
    own.save_search("ثقة", '"بناء الثقة" org:CICA')
    own.save_search("ثقة", '"بناء الثقة"')
    own.save_search("summits", "саммит OR قمة")
    assert [(each.name, each.query) for each in own.saved_searches()] == [
        ("summits", "саммит OR قمة"),
        ("ثقة", '"بناء الثقة"'),
    ]
    assert own.saved_search("ثقة").query == '"بناء الثقة"'
    with pytest.raises(QueryError):
        own.save_search("bad", "(")
    with pytest.raises(UsageError, match="Did you mean “summits”"):
        own.saved_search("summit")
    own.forget_search("summits")
    assert [each.name for each in own.saved_searches()] == ["ثقة"]


def test_a_page_becomes_a_data_frame(reader: Storage) -> None:
    pytest.importorskip("pandas")
    frame = reader.search("الثقة", limit=5).dataframe()
    assert list(frame.columns[:4]) == ["id", "sort_at", "title", "snippet"]
    assert len(frame) == 5


def test_moments_before_1970_are_counted_in_their_own_month(own: Storage) -> None:
    Shelf(own).put(
        Piece(title="قديم", text="نص قديم جدا", at=datetime(1969, 12, 31, 23, 0, tzinfo=UTC), organizations=("SCO",))
    )
    assert [row.keys for row in own.count("", ("month",))] == [("1969-12",)]
    assert [row.keys for row in own.count("قديم", ("day",))] == [("1969-12-31",)]
    assert [row.keys for row in own.count("org:SCO", ("source", "month"))] == [("kazinform-ar", "1969-12")]


@pytest.mark.parametrize(
    ("wanted", "text", "said"),
    [
        ("الثقة", "بناء «الثقة» في آسيا", True),
        ("الثقة", "بناء الثِّقَة", True),
        ("الثقة", "بناء ال«ثقة»", True),
        ("الثقة", "بناء الث\u200dـقه", True),
        ("الثقة", "بالثقة", False),
        ("بناء الثقة", "بناء\nالثقة", True),
        ("بناء الثقة", "بناء هذه الثقة", False),
        ("xi", "Xi's visit", False),
        ("xi's", "Xi’s visit", True),
        ("a b", "a'b", False),
        ("a b", "a 'b' c", True),
        ("s", "it's", False),
        ("a.b", "a b", True),
    ],
)
def test_an_exact_form_is_whole_words_as_folded(wanted: str, text: str, said: bool) -> None:
    assert says("", text, wanted, 0) is said
    assert says(text, "", wanted, 1) is said
    assert says("", text, wanted, 1) is False


@given(
    text=st.text(alphabet="ابةث قـ\u0651\u200d«»'.-\nxé٣", max_size=400),
    wanted=st.sampled_from(["ثقة", "بثقه", "اب ثق", "ثق ثق", "ا", "ثقx", "٣"]),
)
@settings(max_examples=300, deadline=None)
def test_looking_around_a_place_finds_what_folding_the_whole_text_finds(text: str, wanted: str) -> None:
    assert says("", text, wanted, 0) is (_series(wanted).search(folded(text)) is not None)
