"""A row of the ledger as the value that fetching and reading work with."""

from sqlalchemy import Row

from press.discoveries import Discovery


def discovery_of(row: Row[tuple[object, ...]], *, revisit: bool = False) -> Discovery:
    """revisit: its page is that of a stored article, looked at again; tries of before do not count then."""
    return Discovery(
        id=row.id,
        key=row.address_key,
        url=row.url,
        source_id=row.source_id,
        door_kind=row.door_kind,
        found_at=row.found_at,
        attempts=0 if revisit else row.attempts,
        title=row.title,
        published=row.published,
        language=row.language,
        revisit=revisit,
    )
