"""Exact forms, which the index of stems does not know: the text itself is asked."""

import sqlite3

from sqlalchemy import Connection

from press.folding import WORD, folded, words
from storage.search_conditions import SAYS


def add_exact_forms(connection: Connection) -> None:
    """Gives the connection the function that `Conditions` calls for an exact form."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    driver.create_function(SAYS, 4, says, deterministic=True)


def says(title: str, text: str, wanted: str, only_title: int) -> bool:
    """Whether the folded words of `wanted` follow each other in the title or the text."""
    series = words(wanted)
    return _holds(title, series) or (not only_title and _holds(text, series))


def _holds(text: str, series: list[str]) -> bool:
    plain = folded(text)
    if not all(word in plain for word in series):
        return False
    found, first, length = WORD.findall(plain), series[0], len(series)
    return any(word == first and found[place : place + length] == series for place, word in enumerate(found))
