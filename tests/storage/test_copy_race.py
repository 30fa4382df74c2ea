"""Several processes store the same stories at once: nothing twice, nothing lost, every copy linked.

400 stories, each at three addresses: the text; the same text under another address (a sighting more); a near copy (an
article more, and a link). Every process stores all of them, and the first address twice, in an order of its own. 196 of
the stories are pairs: the second one is a round-up that holds the whole text of the first, so that it is linked with the
first and with its near copy; in one of these pairs the near copy has so much more text that it is not. So there are
400 + 2 × 97 + 1 = 595 links, 800 articles and 1,200 sightings.
"""

import os
import pickle
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from press_house import NOON, PressHouse, page_of

from storage import open_storage

PROCESSES = 4
HERE = Path(__file__).parent
ROOT = HERE.parent.parent


def invented(count: int, seed: int, words: int) -> list[str]:
    """Texts of words that no two of them share by chance."""
    dice = random.Random(seed)
    syllables = [
        "بان",
        "دور",
        "كال",
        "ميس",
        "نور",
        "طاف",
        "ريم",
        "سول",
        "هاد",
        "زين",
        "جوف",
        "لام",
        "قير",
        "شمس",
        "وار",
        "عاد",
    ]
    return [
        " ".join("".join(dice.choices(syllables, k=dice.randint(2, 4))) for _ in range(words)) for _ in range(count)
    ]


def three_texts(stories: int, pairs: int) -> list[tuple[str, str]]:
    """Of each story the text and its near copy."""
    texts = invented(stories, 5, 130)
    more = invented(stories, 9, 12)
    told: list[tuple[str, str]] = []
    for number, text in enumerate(texts):
        near = f"{more[number]} {text.split(maxsplit=3)[3]}"
        is_round_up = number < 2 * pairs and number % 2
        told.append((f"{text} {told[-1][0]}" if is_round_up else text, near))
    if pairs:  # the near copy that is too long to be held by its round-up
        told[0] = (told[0][0], f"{told[0][1]} {invented(1, 7, 300)[0]}")
    return told


def _prepare(database: str, folder: Path, told: Sequence[tuple[str, str]]) -> None:
    with open_storage(database) as storage:
        house = PressHouse(storage)
        pages = []
        for outlet, place in (("spa", 0), ("gazette", 0), ("mirror", 1)):
            urls = [f"https://{outlet}.example/{number}" for number in range(len(told))]
            found = house.find(outlet, *urls)
            for number, url in enumerate(urls):
                moment = NOON + timedelta(minutes=number, hours=place)
                page = outlet, found[url], page_of(url, f"خبر {number}", told[number][place], at=moment)
                pages += [page, page] if outlet == "spa" else [page]
    (folder / "work.pickle").write_bytes(pickle.dumps((dict(house.runs), pages)))


def _race(database: str, folder: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(HERE)))}
    rivals = [
        subprocess.Popen(
            [sys.executable, str(HERE / "racing_process.py"), database, str(folder), str(number)], env=environment
        )
        for number in range(PROCESSES)
    ]
    deadline = time.monotonic() + 120
    while not all((folder / f"ready-{number}").exists() for number in range(PROCESSES)):
        assert time.monotonic() < deadline, "a process did not start"
        time.sleep(0.01)
    (folder / "go").touch()
    assert [rival.wait(timeout=500) for rival in rivals] == [0] * PROCESSES


def _counts(folder: Path) -> tuple[int, int, int, int]:
    with sqlite3.connect(folder / "race.sqlite3") as readers:
        return tuple(  # type: ignore[return-value]
            readers.execute(f"SELECT count(*) FROM {what}").fetchone()[0]
            for what in ("article", "sighting", "article_relation", "article WHERE link_rules IS NULL")
        )


def test_a_small_race_ends_as_if_one_had_run_alone(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path}/race.sqlite3"
    _prepare(database, tmp_path, three_texts(stories=20, pairs=3))
    _race(database, tmp_path)
    assert _counts(tmp_path) == (40, 60, 20 + 2 * 3 - 1, 0)


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("round_number", [1, 2, 3])
def test_four_processes_store_the_same_400_stories_at_once(tmp_path: Path, round_number: int) -> None:
    database = f"sqlite:///{tmp_path}/race.sqlite3"
    _prepare(database, tmp_path, three_texts(stories=400, pairs=98))
    _race(database, tmp_path)
    assert _counts(tmp_path) == (800, 1200, 400 + 2 * 97 + 1, 0), f"round {round_number}"
