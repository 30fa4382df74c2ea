"""Everything Rasid raises on purpose.

    RasidError
    ├── UsageError                 exit 2   a wrong word on the command line
    ├── ConfigurationError         exit 2   a wrong word in a file of config/
    │   ├── UnknownSetting
    │   └── UnknownSource
    ├── DaemonRunning              exit 2   a second daemon on one database
    └── StorageError               exit 3   the database cannot be used: the run stops
        ├── StorageUnavailable              cannot be opened, written or locked
        ├── SchemaTooNew                    made by a newer Rasid
        ├── SchemaTooOld                    wants `rasid db upgrade`
        └── LeaseLost                       another run holds the source now

A page or a feed that is bad is not here: that is an outcome, a value (see `outcomes`).
Each message says what happened, where, and what to do.
"""

from collections.abc import Iterable
from difflib import get_close_matches


class RasidError(Exception):
    """Root of the tree. `exit_code` is what the command ends with."""

    exit_code = 1


class UsageError(RasidError):
    exit_code = 2


class ConfigurationError(RasidError):
    """Something in the configuration is wrong; `where` names file and key."""

    exit_code = 2

    def __init__(self, message: str, *, where: str = "") -> None:
        super().__init__(f"{where}: {message}" if where else message)
        self.where = where


class UnknownSetting(ConfigurationError):
    def __init__(self, key: str, *, known: Iterable[str], where: str) -> None:
        super().__init__(f"unknown key “{key}”.{nearest(key, known)}", where=where)
        self.key = key


class UnknownSource(ConfigurationError):
    def __init__(self, source_id: str, *, known: Iterable[str]) -> None:
        family = sorted(each for each in known if source_id and each.startswith(f"{source_id}-"))
        advice = f" There are {', '.join(family)}." if family else nearest(source_id, known)
        super().__init__(f"unknown source “{source_id}”.{advice} `rasid sources list` shows them all.")
        self.source_id = source_id


class DaemonRunning(RasidError):
    exit_code = 2


class StorageError(RasidError):
    exit_code = 3


class StorageUnavailable(StorageError):
    pass


class SchemaTooNew(StorageError):
    pass


class SchemaTooOld(StorageError):
    pass


class LeaseLost(StorageError):
    def __init__(self, source_id: str) -> None:
        super().__init__(f"the lease on source “{source_id}” has passed to another run; this one writes no more")
        self.source_id = source_id


def nearest(word: str, known: Iterable[str]) -> str:
    """Advice: ` Did you mean “…”?`, or nothing when no known word is near."""
    close = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" Did you mean “{close[0]}”?" if close else ""


def first_cause(error: BaseException) -> BaseException:
    """The first real error inside a task group's bundle."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
