"""docs/ten-questions.md: each question is asked by command, by SQL and in Python, and the three agree."""

import ast
import json
import re
import shlex
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from demo_database import Demo
from rasid_runs import ROOT, Rasid

from storage import CountRow, FoundPage, Storage, open_storage

PAGE = (ROOT / "docs" / "ten-questions.md").read_text("utf-8")
NUMBER = re.compile(r"\b42\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    heading: str
    command: str
    sql: str
    python: str


def questions() -> Iterator[Question]:
    for part in PAGE.split("\n## ")[1:]:
        blocks = dict(re.findall(r"^```(\w+)\n(.*?)^```", part, re.MULTILINE | re.DOTALL))
        heading = part.partition("\n")[0]
        yield Question(heading=heading, command=blocks["sh"], sql=blocks["sql"], python=blocks["python"])


QUESTIONS = tuple(questions())


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The demo's database, in which one article was changed since. copied: the article that two outlets ran."""

    database: Path
    copied: int


@pytest.fixture
def asked(own_demo: Demo) -> Asked:
    with closing(sqlite3.connect(own_demo.database)) as connection, connection:
        (changed,) = connection.execute(
            "SELECT min(id) FROM v_article WHERE language = 'ru' AND revision = 1"
        ).fetchone()
        connection.execute(
            "INSERT INTO article_text SELECT article_id, 2, title, text || ' …', seen_at + 3600000000, 'page' FROM article_text"
            " WHERE article_id = ?",
            (changed,),
        )
        connection.execute("UPDATE article SET revision = 2 WHERE id = ?", (changed,))
        (copied,) = connection.execute("SELECT id FROM v_article WHERE sightings > 1 ORDER BY id").fetchone()
    return Asked(database=own_demo.database, copied=copied)


def by_command(rasid: Rasid, asked: Asked, folder: Path, command: str) -> list[Any]:
    name, *words = shlex.split(NUMBER.sub(str(asked.copied), command))
    assert name == "rasid"
    if words[0] == "export":
        file = folder / words[1]
        assert rasid("--database", str(asked.database), "export", str(file), *words[2:]).code == 0
        return [json.loads(line)["id"] for line in file.read_text("utf-8").splitlines()]
    ran = rasid("--database", str(asked.database), *words, "--json")
    assert ran.code in (0, 1), ran
    found = json.loads(ran.out)
    match words[0]:
        case "search":
            return [article["id"] for article in found["articles"]]
        case "show":
            return [node["appearance"]["url"] for node in found["tree"]]
        case "count":
            return [tuple(row.values()) for row in found]
        case "status":
            return [source["id"] for source in found["sources"]]
    raise AssertionError(command)


def by_sql(asked: Asked, sql: str, columns: int) -> list[Any]:
    with closing(sqlite3.connect(f"file:{asked.database}?mode=ro", uri=True)) as connection:
        rows = connection.execute(NUMBER.sub(str(asked.copied), sql)).fetchall()
    return [row[0] if columns == 1 else row[:columns] for row in rows]


def by_python(database: Storage, asked: Asked, code: str) -> list[Any]:
    expression = ast.parse(NUMBER.sub(str(asked.copied), code).strip(), mode="eval")
    found = eval(compile(expression, "ten-questions.md", "eval"), {"database": database})
    return [key_of(each) for each in (found.articles if isinstance(found, FoundPage) else found)]


def key_of(row: Any) -> Any:
    if isinstance(row, CountRow):
        return (*row.keys, row.articles)
    return row.appearance.url if hasattr(row, "appearance") else row.id


def test_there_are_ten_questions_in_two_languages() -> None:
    assert [question.heading.partition(".")[0] for question in QUESTIONS] == [str(number) for number in range(1, 11)]
    assert all("?" in question.heading and "؟" in question.heading for question in QUESTIONS)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.heading.partition(" · ")[0])
def test_command_sql_and_python_agree(rasid: Rasid, asked: Asked, tmp_path: Path, question: Question) -> None:
    said = by_command(rasid, asked, tmp_path, question.command)
    assert said
    columns = len(said[0]) if isinstance(said[0], tuple) else 1
    assert by_sql(asked, question.sql, columns) == said
    with open_storage(f"sqlite:///{asked.database}", read_only=True) as opened:
        assert by_python(opened, asked, question.python) == said


def test_the_door_for_notebooks_opens_as_the_page_says(
    finished_demo: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "rasid.sqlite3").write_bytes(finished_demo.database.read_bytes())
    monkeypatch.chdir(tmp_path)
    opening = re.search(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert opening
    names: dict[str, Any] = {}
    exec(opening[1], names)
    with names["database"] as database:
        assert database.search("منظمة:CICA لغة:عربي منذ:7d").articles
        assert database.search('"خريطة طريق" title:سيكا').articles


def test_pandas_takes_articles_counts_and_views(asked: Asked) -> None:
    pandas = pytest.importorskip("pandas")
    with open_storage(f"sqlite:///{asked.database}", read_only=True) as rasid:
        assert "snippet" in rasid.search("org:SCO").dataframe().columns
        exported = pandas.DataFrame(rasid.export("org:SCO"))
        assert all("SCO" in codes for codes in exported["organizations"])
        rows = rasid.count("", ("organization", "month"))
        table = pandas.DataFrame([(*row.keys, row.articles) for row in rows]).pivot(index=1, columns=0, values=2)
        assert table["SCO"].sum() == len(exported) > 1
    with closing(sqlite3.connect(asked.database)) as connection:
        revisions = pandas.read_sql("SELECT * FROM v_revision", connection)
        assert len(revisions) > len(pandas.read_sql("SELECT id FROM v_article", connection))
