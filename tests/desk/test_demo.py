"""`rasid demo`: what a newcomer sees first."""

import json
import sqlite3

from demo_database import Demo
from rasid_runs import Rasid


def test_the_demo_ends_every_address_in_the_state_its_page_deserves(finished_demo: Demo) -> None:
    with sqlite3.connect(finished_demo.database) as connection:
        states = dict(connection.execute("SELECT state, count(*) FROM discovery GROUP BY 1"))
    assert states == {"article": 14, "off_topic": 3, "unreadable": 1, "gone": 1}


def test_the_copy_is_one_article_with_two_sightings_and_the_twins_are_one_page(finished_demo: Demo) -> None:
    with sqlite3.connect(finished_demo.database) as connection:
        copies = connection.execute("SELECT title FROM v_article WHERE sightings = 2").fetchall()
        corridor = connection.execute("SELECT count(*) FROM discovery WHERE url LIKE '%ots-corridor%'").fetchone()
    assert len(copies) == 1
    assert "سيكا" in copies[0][0]
    assert corridor == (1,)


def test_the_look_alikes_are_not_tagged_and_every_core_body_but_its_own_is_found(finished_demo: Demo) -> None:
    with sqlite3.connect(finished_demo.database) as connection:
        tagged = dict(connection.execute("SELECT organization, sum(articles) FROM v_organization_month GROUP BY 1"))
        reasons = dict(connection.execute("SELECT url, reason FROM discovery WHERE state = 'off_topic'"))
    assert {"CICA": 4, "SCO": 3, "OTS": 2, "CSTO": 1, "IOFS": 1, "IFAS": 2}.items() <= tagged.items()
    assert any("sika-factory" in url for url in reasons)
    assert any("sco-group" in url for url in reasons)


def test_persons_are_found_in_every_language_and_shown(finished_demo: Demo, rasid: Rasid) -> None:
    words = ("--database", str(finished_demo.database))
    counted = json.loads(rasid(*words, "count", "--by", "person,language", "--json").out)
    found = {(row["person"], row["language"]) for row in counted}
    assert {("nazarbayev", "ar"), ("nazarbayev", "en"), ("nazarbayev", "ru"), ("japarov", "ar")} <= found
    articles = json.loads(rasid(*words, "search", "person:نزارباييف", "--json").out)["articles"]
    assert {article["language"] for article in articles} == {"ar", "en", "ru"}
    assert "persons:       Nursultan Nazarbayev" in rasid(*words, "show", str(articles[0]["id"])).out
    assert "nazarbayev" in finished_demo.screen


def test_a_page_without_a_date_has_none(finished_demo: Demo) -> None:
    with sqlite3.connect(finished_demo.database) as connection:
        undated = connection.execute("SELECT title FROM v_article WHERE published_at IS NULL").fetchall()
    assert [title for (title,) in undated] == ["المياه والثقة: ماذا يفعل الصندوق الدولي لإنقاذ بحر آرال؟"]


def test_one_event_reported_by_two_outlets_in_their_own_words_is_one_story(finished_demo: Demo) -> None:
    with sqlite3.connect(finished_demo.database) as connection:
        stories = connection.execute(
            "SELECT group_concat(DISTINCT source_id) FROM article WHERE story_id IS NOT NULL GROUP BY story_id"
        ).fetchall()
    assert [set(outlets.split(",")) for (outlets,) in stories] == [{"demo-ufuq", "demo-marfa"}]


def test_the_screen_shows_the_table_and_what_to_try_next(finished_demo: Demo) -> None:
    assert "13 articles, newest first" in finished_demo.screen
    assert "no date on the page" in finished_demo.screen
    assert "rasid --database rasid-demo.sqlite3 search" in finished_demo.screen
    assert "\x1b[" not in finished_demo.screen
