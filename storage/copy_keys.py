"""What copies are found by, kept with every article: its keys and its marks; see `press.fingerprints`.

    within days of the article     all its keys: few pages of the database, which stay in memory
    whenever                       its far keys: a page each, anywhere in a large table

Which of the texts found are copies is for `copies` to say.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from sqlalchemy import Connection, delete

from press.copies import FEW_WORDS, LEAST_DERIVED
from press.copy_words import copy_words
from press.fingerprints import (
    FEW_FAR_KEYS,
    FEW_KEYS,
    LEAST_SHARE,
    SHARED_KEYS,
    Fingerprint,
    fingerprint,
    gram_marks,
    grams,
    most_containment,
)
from storage.driver_statement import DriverStatement
from storage.moments import week_of
from storage.schema import FarFingerprintRow, FingerprintRow, GramMarksRow

NEWEST_PER_KEY: Final = 64
"""Of each key only the newest articles are looked at: of one week, or of all times."""

NEAR_TIME: Final = timedelta(hours=96)
"""Texts that ran so far apart are found by all keys; see `press.fingerprints`."""

MOST_COMPARED: Final = 15

# One statement for any number of keys. CROSS JOIN, so that SQLite keeps to the order of the tables.
_SHARED = """
    SELECT s.article_id, m.marks FROM (
    SELECT f.article_id, count(*) AS shared
    FROM {wanted} CROSS JOIN {table} f
    WHERE {here} AND f.key = w.key AND f.article_id >= coalesce(
        (SELECT n.article_id FROM {table} n WHERE {there} AND n.key = w.key
         ORDER BY n.article_id DESC LIMIT 1 OFFSET :newest), 0) AND f.article_id <> :mine
    GROUP BY f.article_id HAVING {enough}
    ORDER BY shared DESC, f.article_id DESC LIMIT :most
    ) s LEFT JOIN gram_marks m ON m.article_id = s.article_id
    ORDER BY s.shared DESC, s.article_id DESC
"""
_ENOUGH = (
    "count(*) >= :share * {least}(max(f.of_keys), :keys_of_mine)"
    f" AND (count(*) >= {SHARED_KEYS} OR {{least}}(max(f.of_keys), :keys_of_mine) <= :few)"
)
_ENOUGH_IN = {"sqlite": _ENOUGH.format(least="min"), "postgresql": _ENOUGH.format(least="least")}
_KEYS_IN = {
    "sqlite": "(SELECT value AS key FROM json_each(:keys)) w",
    "postgresql": "(SELECT value::bigint AS key FROM json_array_elements_text(CAST(:keys AS json))) w",
}
_WEEKS_IN = {
    "sqlite": "(SELECT value AS week FROM json_each(:weeks)) k",
    "postgresql": "(SELECT value::smallint AS week FROM json_array_elements_text(CAST(:weeks AS json))) k",
}
NEAR = DriverStatement(
    {
        dialect: _SHARED.format(
            wanted=f"{_WEEKS_IN[dialect]} CROSS JOIN {keys}",
            table="fingerprint",
            here="f.week = k.week",
            there="n.week = k.week",
            enough=_ENOUGH_IN[dialect],
        )
        for dialect, keys in _KEYS_IN.items()
    }
)
FAR = DriverStatement(
    {
        dialect: _SHARED.format(
            wanted=keys, table="far_fingerprint", here="true", there="true", enough=_ENOUGH_IN[dialect]
        )
        for dialect, keys in _KEYS_IN.items()
    }
)
# All rows of an article by one statement: to run one for each row costs three times as much.
ADD_NEAR = DriverStatement(
    {
        dialect: "INSERT INTO fingerprint (week, key, article_id, of_keys) SELECT :week, w.key, :article_id, :of_keys"
        f" FROM {keys} WHERE true ON CONFLICT DO NOTHING"
        for dialect, keys in _KEYS_IN.items()
    }
)
ADD_FAR = DriverStatement(
    {
        dialect: "INSERT INTO far_fingerprint (key, article_id, of_keys) SELECT w.key, :article_id, :of_keys"
        f" FROM {keys} WHERE true ON CONFLICT DO NOTHING"
        for dialect, keys in _KEYS_IN.items()
    }
)
ADD_MARKS = DriverStatement("INSERT INTO gram_marks (article_id, marks) VALUES (:article_id, :marks)")


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyKeys:
    """What one text is found by."""

    fingerprint: Fingerprint
    marks: bytes


@lru_cache(maxsize=16)
def keys_of(body: str) -> CopyKeys:
    """Asked for when a text is stored and again when it is linked. A flash has no marks: it is compared with its title."""
    words = copy_words(body)
    return CopyKeys(fingerprint=fingerprint(words), marks=b"" if len(words) < FEW_WORDS else gram_marks(grams(words)))


def write_keys(connection: Connection, article_id: int, sort_at: datetime, keys: CopyKeys) -> None:
    """In the transaction that stores the article."""
    near, far = keys.fingerprint.near, keys.fingerprint.far
    if near:
        row = {"article_id": article_id, "keys": json.dumps(near), "of_keys": len(near), "week": week_of(sort_at)}
        ADD_NEAR.run(connection, row)
        ADD_FAR.run(connection, {"article_id": article_id, "keys": json.dumps(far), "of_keys": len(far)})
    if keys.marks:
        ADD_MARKS.run(connection, {"article_id": article_id, "marks": keys.marks})


def erase_keys(connection: Connection, article_id: int, sort_at: datetime, keys: CopyKeys) -> None:
    """In the transaction that stores another text or another time of the article, with what was stored before."""
    near = FingerprintRow.week == week_of(sort_at), FingerprintRow.key.in_(keys.fingerprint.near)
    connection.execute(delete(FingerprintRow).where(*near, FingerprintRow.article_id == article_id))
    far = FarFingerprintRow.key.in_(keys.fingerprint.far)
    connection.execute(delete(FarFingerprintRow).where(far, FarFingerprintRow.article_id == article_id))
    connection.execute(delete(GramMarksRow).where(GramMarksRow.article_id == article_id))


def candidates(connection: Connection, article_id: int, sort_at: datetime, keys: CopyKeys) -> list[int]:
    """Stored articles that share enough keys (see `share_enough_keys`), those of the same weeks first and of them those
    that share most, without those whose marks say that neither can be taken from the other."""
    near, far = keys.fingerprint.near, keys.fingerprint.far
    if not near:
        return []
    weeks = range(week_of(sort_at - NEAR_TIME), week_of(sort_at + NEAR_TIME) + 1)
    wanted = {"mine": article_id, "share": LEAST_SHARE, "newest": NEWEST_PER_KEY - 1}
    of_weeks = {"weeks": json.dumps(list(weeks)), "most": MOST_COMPARED}
    found = dict(NEAR.run(connection, wanted | of_weeks | _wanted_keys(near, FEW_KEYS)))
    of_all = {"most": MOST_COMPARED + len(found)}  # those of the same weeks are among them
    found |= dict(FAR.run(connection, wanted | of_all | _wanted_keys(far, FEW_FAR_KEYS)))
    alike = [other for other, marks in found.items() if most_containment(keys.marks, marks or b"") >= LEAST_DERIVED]
    return alike[:MOST_COMPARED]


def _wanted_keys(keys: Sequence[int], few: int) -> dict[str, str | int]:
    return {"keys": json.dumps(keys), "keys_of_mine": len(keys), "few": few}
