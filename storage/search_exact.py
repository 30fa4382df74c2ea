"""Exact forms, which the index of stems does not know: the text itself is asked."""

import re
import sqlite3
from functools import lru_cache

from sqlalchemy import Connection

from press.folding import folded, words
from storage.search_conditions import SAYS


def add_exact_forms(connection: Connection) -> None:
    """Gives the connection the function that `Conditions` calls for an exact form."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    driver.create_function(SAYS, 4, says, deterministic=True)


def says(title: str, text: str, wanted: str, only_title: int) -> bool:
    """Whether the folded words of `wanted` follow each other in the title or the text."""
    series = _pattern(wanted)
    return bool(series.search(folded(title)) or (not only_title and series.search(folded(text))))


@lru_cache(64)
def _pattern(wanted: str) -> re.Pattern[str]:
    """Whole words in the sense of `press.folding.WORD`, where an apostrophe between letters belongs to the word."""
    between = r"(?!'[^\W_])[\W_]+"
    return re.compile(rf"(?<![^\W_])(?<![^\W_]'){between.join(map(re.escape, words(wanted)))}(?!'?[^\W_])")
