"""The installation a command works on: which configuration, which database. Everything is read when first asked for."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from press.configuration import Configuration
    from press.settings import Settings
    from press.spellings import NameLists
    from storage import Storage


@dataclass(frozen=True, kw_only=True)
class Installation:
    """config: what `--config` named, or None; database: what `--database` named. debug: show the trace of an unforeseen error."""

    config: Path | None = None
    database: str | None = None
    debug: bool = False

    @property
    def environ(self) -> Mapping[str, str]:
        """The environment, with what the command line says on top."""
        if self.database is None:
            return os.environ
        url = self.database if "://" in self.database else f"sqlite:///{self.database}"
        return {**os.environ, "RASID_DATABASE__URL": url}

    @cached_property
    def settings(self) -> "Settings":
        """The settings alone: a question to the database need not read a hundred sources."""
        from press.configuration import SETTINGS_FILE, find_directory, load_settings

        settings, _ = load_settings(find_directory(self.config, self.environ) / SETTINGS_FILE, self.environ)
        return settings

    @cached_property
    def names(self) -> "NameLists":
        """How names are written, for queries. Raises ConfigurationError."""
        from press.configuration import find_directory
        from press.spellings import name_lists

        return name_lists(find_directory(self.config, self.environ))

    @cached_property
    def configuration(self) -> "Configuration":
        """Settings, sources and, when asked for, the watch-list. Raises ConfigurationError."""
        from press.configuration import load_configuration

        return load_configuration(self.config, self.environ)

    def open_to_read(self) -> "Storage":
        """The database as it is; it is neither made nor upgraded. Raises StorageError."""
        return self._open(read_only=True)

    def open_to_write(self, *, mend: bool = False, make: bool = False) -> "Storage":
        """The database that is there, upgraded where needed; mend: to renew its search index, make: also where there is none.

        Raises StorageError.
        """
        return self._open(read_only=False, mend=mend, must_exist=not make)

    def _open(self, *, read_only: bool, mend: bool = False, must_exist: bool = True) -> "Storage":
        from storage import open_storage

        database = self.settings.database
        return open_storage(
            database.url,
            busy_timeout_seconds=database.busy_timeout_seconds,
            read_only=read_only,
            mend=mend,
            must_exist=must_exist,
            stories=self.settings.stories,
        )


def installation_of(context: typer.Context) -> Installation:
    """What the command's global options chose."""
    found = context.find_object(Installation)
    return Installation() if found is None else found
