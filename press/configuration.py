"""One installation's configuration: settings, sources and watch-list, each value with where it came from.

    defaults ← config/settings.toml ← environment RASID_<SECTION>__<KEY>

The directory is `--config DIR`, else RASID_CONFIG, else ./config if it holds a settings.toml, else the shipped one.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from press.errors import ConfigurationError, UnknownSetting, UnknownSource
from press.settings import Settings
from press.shipped import entity_files, shipped_directory
from press.toml_files import most_telling, place_in, read_toml, told
from press.toml_places import Lines

if TYPE_CHECKING:
    from press.entities import Entity
    from press.organizations import WatchList
    from press.site_rules import SiteRules
    from press.sources import Source

SETTINGS_FILE = "settings.toml"
ENVIRONMENT_PREFIX = "RASID_"


@dataclass(frozen=True, kw_only=True)
class Configuration:
    """origins: "crawl.contact" → "…/settings.toml:12", "environment RASID_CRAWL__CONTACT" or "default".

    watch_list is read when it is first asked for. `source` raises UnknownSource with the nearest name.
    """

    directory: Path
    settings: Settings
    sources: Mapping[str, "Source"]
    origins: Mapping[str, str]

    @cached_property
    def watch_list(self) -> "WatchList":
        from press.organizations import read_watch_list  # only some commands need it

        return read_watch_list(sorted((self.directory / "organizations").glob("*.toml")))

    @cached_property
    def entities(self) -> "tuple[Entity, ...]":
        from press.entities import read_entities

        return read_entities(entity_files(self.directory))

    @cached_property
    def site_rules(self) -> "SiteRules":
        from press.site_rules import read_site_rules

        return read_site_rules(sorted((self.directory / "sites").glob("*.toml")))

    def source(self, source_id: str) -> "Source":
        if source_id not in self.sources:
            raise UnknownSource(source_id, known=self.sources)
        return self.sources[source_id]

    def replaced(
        self, *, settings: Settings | None = None, sources: "Mapping[str, Source] | None" = None
    ) -> "Configuration":
        """The same installation with other settings or sources."""
        return replace(self, settings=settings or self.settings, sources=self.sources if sources is None else sources)


def find_directory(directory: Path | None, environ: Mapping[str, str]) -> Path:
    """Raises ConfigurationError when a directory was named and is none."""
    named = directory or (Path(environ["RASID_CONFIG"]) if environ.get("RASID_CONFIG") else None)
    if named is None:
        here = Path("config")
        return here if (here / SETTINGS_FILE).is_file() else shipped_directory()
    if not named.is_dir():
        raise ConfigurationError("no such directory. `rasid init DIR` makes one.", where=str(named))
    return named


def load_configuration(directory: Path | None = None, environ: Mapping[str, str] = os.environ) -> Configuration:
    """Reads and checks everything but the watch-list.

    Raises ConfigurationError (UnknownSetting, …), which names file, line and key.
    """
    found = find_directory(directory, environ)
    settings, origins = load_settings(found / SETTINGS_FILE, environ)
    return Configuration(
        directory=found,
        settings=settings,
        sources=MappingProxyType(load_sources(found / "sources")),
        origins=MappingProxyType(origins),
    )


def load_settings(path: Path, environ: Mapping[str, str]) -> tuple[Settings, dict[str, str]]:
    """The settings in force, and where each came from."""
    table, lines = (read_toml(path) if path.is_file() else {}), Lines(path)
    known = setting_keys()
    origins = dict.fromkeys(known, "default")
    for section, values in table.items():
        if not isinstance(values, dict):
            raise UnknownSetting(section, known=known, where=lines.of(section))
        for key in values:
            origins[f"{section}.{key}"] = lines.of(section, key)
    for name, full_key in set_by(environ, known).items():
        section, _, key = full_key.partition(".")
        table.setdefault(section, {})[key] = from_environment(full_key, environ[name])
        origins[full_key] = f"environment {name}"
    for full_key, where in origins.items():
        if full_key not in known:
            raise UnknownSetting(full_key, known=known, where=where)
    for section in table:
        if section not in Settings.model_fields:
            raise UnknownSetting(section, known=Settings.model_fields, where=lines.of(section))
    try:
        return Settings.model_validate(table), origins
    except ValidationError as error:
        first = error.errors()[0]
        full_key = ".".join(str(part) for part in first["loc"][:2])
        where = origins.get(full_key, str(path))
        raise ConfigurationError(told(first, (), full_key.split(".")), where=where) from error


def setting_keys() -> dict[str, str]:
    """Every key, "section.key", with the sentence that explains it."""
    keys = {}
    for section, field in Settings.model_fields.items():
        model = field.annotation
        if isinstance(model, type) and issubclass(model, BaseModel):
            for key, row in model.model_fields.items():
                keys[f"{section}.{key}"] = row.description or ""
    return keys


def set_by(environ: Mapping[str, str], known: Iterable[str]) -> dict[str, str]:
    """The key that each variable of the environment sets, by its name. Raises ConfigurationError for one underscore where
    two are wanted, which nobody would hear otherwise."""
    found: dict[str, str] = {}
    nearly = {variable_of(key).replace("__", "_"): variable_of(key) for key in known}
    for name in environ:
        section, _, key = name.removeprefix(ENVIRONMENT_PREFIX).lower().partition("__")
        if name.startswith(ENVIRONMENT_PREFIX) and key:
            found[name] = f"{section}.{key}"
        elif name in nearly:
            wanted = f"two underscores stand between section and key: {nearly[name]}"
            raise ConfigurationError(wanted, where=f"environment {name}")
    return found


def variable_of(full_key: str) -> str:
    """The variable of the environment that sets a key: RASID_CRAWL__CONTACT."""
    return ENVIRONMENT_PREFIX + full_key.replace(".", "__").upper()


def from_environment(full_key: str, value: str) -> object:
    """Lists are written with commas; everything else is understood by its type."""
    section, _, key = full_key.partition(".")
    model = Settings.model_fields[section].annotation if section in Settings.model_fields else None
    field = getattr(model, "model_fields", {}).get(key)
    if field is not None and "tuple" in str(field.annotation):
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


def load_sources(folder: Path) -> "dict[str, Source]":
    """All `[[source]]` tables of a folder, by id, in the order of files and of tables in them."""
    sources: dict[str, Source] = {}
    origin: dict[str, tuple[Lines, int]] = {}
    for path in sorted(folder.glob("*.toml")):
        lines = Lines(path)
        for number, row in enumerate(source_rows(read_toml(path), lines)):
            source = read_source(row, number, lines)
            if source.id in sources:
                first, place = origin[source.id]
                raise ConfigurationError(
                    f"source “{source.id}” stands in {first.of('source', place, 'id')} already",
                    where=lines.of("source", number, "id"),
                )
            sources[source.id], origin[source.id] = source, (lines, number)
    return sources


def source_rows(document: Mapping[str, Any], lines: Lines) -> Sequence[Mapping[str, Any]]:
    """Raises ConfigurationError for a file that has anything but `[[source]]` tables."""
    for key in document:
        if key != "source":
            raise ConfigurationError(f"unknown table “{key}”; sources are [[source]] tables", where=lines.of(key))
    rows = document.get("source", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ConfigurationError("sources are [[source]] tables, with two brackets", where=lines.of("source"))
    return rows


def read_source(row: Mapping[str, Any], number: int, lines: Lines) -> "Source":
    """number: among the sources of its file, from 0. Raises ConfigurationError that names the file, the source and the key."""
    from press.sources import Door, Source  # a question to the database needs settings alone

    try:
        return Source.model_validate(row)
    except ValidationError as error:
        finding = most_telling(error)
        place = place_in(finding)
        name = f"source “{row['id']}”" if "id" in row else f"source {number + 1}"
        known = Door.model_fields if "doors" in place and len(place) > 1 else Source.model_fields
        raise ConfigurationError(
            f"{name}: {told(finding, known, place)}", where=lines.of("source", number, *place)
        ) from error
