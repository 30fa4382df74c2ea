"""Writing a source into a file of config/sources/, as if by hand: what stands there already stays to the letter."""

import contextlib
import os
import re
import tempfile
from collections.abc import Container, Mapping, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Table

from press.configuration import load_sources
from press.errors import ConfigurationError
from press.sources import Door, Source

ADDED: Final = "added.toml"

_LONG_LINE: Final = 100
_SOURCE_KEYS: Final = tuple(name for name in Source.model_fields if name != "doors")
_NOT_IN_A_NAME: Final = re.compile(r"[^a-z0-9]+")
_GENERAL: Final = frozenset(
    ("www", "com", "org", "net", "gov", "edu", "info", "co", "ac", "news", "m", "ar", "en", "ru")
)


def add_source(folder: Path, source: Source, *, file: str = ADDED) -> Path:
    """Writes a source at the end of `file` in a folder of sources, and returns the file; see `add_sources`."""
    return add_sources(folder, [source], file=file)


def add_sources(folder: Path, sources: Sequence[Source], *, file: str = ADDED) -> Path:
    """Writes sources at the end of `file` in a folder of sources, and returns the file.

    Nothing is written unless the whole folder can be read with them. Raises ConfigurationError for an id or a door that
    stands there already, or when the folder is not in order.
    """
    known = load_sources(folder)
    for source in sources:
        _refuse_twins(source, known, folder)
        known[source.id] = source
    path = folder / file
    document = _document(path)
    rows = document.get("source")
    if rows is None:
        rows = tomlkit.aot()
        document.append("source", rows)
    if not isinstance(rows, AoT):
        raise ConfigurationError("`source` is no list of [[source]] tables there", where=str(path))
    for source in sources:
        row = _table(source)
        if len(rows):
            row.trivia.indent = "\n"
        rows.append(row)
    text = tomlkit.dumps(document)
    _write(path, text if text.endswith("\n") else f"{text}\n")
    return path


def suggest_id(url: str, taken: Container[str] = (), *, title: str = "") -> str:
    """A short name for a new source, from its host (and path, for an edition): `https://ar.wire.example/` → wire-ar.

    title: what else it may be made of, for a host that is but a number.
    """
    parts = urlsplit(url)
    host = parts.hostname or "source"
    if ":" in host or host.replace(".", "").isdigit():
        host = _NOT_IN_A_NAME.sub("-", title.lower()).strip("-")[:58] or "source"
    labels = host.encode("idna").decode("ascii").split(".")
    domain = labels[:-1] if len(labels) < 3 or len(labels[-2]) > 2 else labels[:-2]  # wire.co.uk
    names = [label for label in domain if label not in _GENERAL]
    edition = next(
        (label for label in (*labels[:-2], *parts.path.split("/")[1:2]) if re.fullmatch(r"[a-z]{2}", label)), ""
    )
    name = _NOT_IN_A_NAME.sub("-", "-".join([*names[-1:], edition]) or labels[0]).strip("-")[:58] or "source"
    number = 2
    wanted = name
    while wanted in taken:
        wanted, number = f"{name}-{number}", number + 1
    return wanted


def _refuse_twins(source: Source, known: Mapping[str, Source], folder: Path) -> None:
    if source.id in known:
        raise ConfigurationError(f"source “{source.id}” stands there already", where=str(folder))
    doors = {door.address: other.id for other in known.values() for door in other.doors}
    for door in source.doors:
        if door.address in doors:
            raise ConfigurationError(f"{door.address} is a door of “{doors[door.address]}” already", where=str(folder))


def _document(path: Path) -> tomlkit.TOMLDocument:
    if not path.is_file():
        document = tomlkit.document()
        document.add(tomlkit.comment("Sources added with `rasid sources add`."))
        document.add(tomlkit.nl())
        return document
    try:
        return tomlkit.parse(path.read_text("utf-8"))
    except TOMLKitError as error:
        raise ConfigurationError(f"not valid TOML: {error}", where=str(path)) from error


def _table(source: Source) -> Table:
    """Only what differs from the defaults, in the order of the model."""
    row = tomlkit.table()
    written = source.model_dump(mode="json", exclude_defaults=True)
    for key in _SOURCE_KEYS:
        if key in written:
            row.add(key, _value(written[key]))
    if source.doors:
        doors = tomlkit.aot()
        for door in source.doors:
            doors.append(_door_table(door))
        row.add("doors", doors)
    return row


def _door_table(door: Door) -> Table:
    row = tomlkit.table()
    written = door.model_dump(mode="json", exclude_defaults=True)
    written["confidence"] = str(door.confidence)
    for key in Door.model_fields:
        if key in written:
            row.add(key, _value(written[key]))
    return row


def _value(value: object) -> tomlkit.items.Item:
    if isinstance(value, list):
        array = tomlkit.array()
        array.extend(value)
        return array.multiline(sum(len(str(part)) for part in value) > _LONG_LINE)
    if isinstance(value, str) and "\\" in value and "'" not in value and "\n" not in value:
        return tomlkit.string(value, literal=True)  # regular expressions stay readable
    return tomlkit.item(value)


def _write(path: Path, text: str) -> None:
    """All or nothing, and only if the folder can be read afterwards: the text is tried beside its neighbours first."""
    with tempfile.TemporaryDirectory() as trial:
        for neighbour in path.parent.glob("*.toml"):
            if neighbour.name != path.name:
                (Path(trial) / neighbour.name).write_bytes(neighbour.read_bytes())
        (Path(trial) / path.name).write_text(text, "utf-8")
        load_sources(Path(trial))
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        if path.is_file():
            os.chmod(name, path.stat().st_mode)
        else:
            os.chmod(name, 0o644)
        os.replace(name, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise ConfigurationError(f"cannot be written: {error.strerror}", where=str(path)) from error
