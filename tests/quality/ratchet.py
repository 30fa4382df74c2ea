"""Figures that may only get better: the floors beside this file, and the digests of the cases they were measured on."""

import hashlib
import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

FLOORS = Path(__file__).with_name("floors.json")


def floors(kind: str) -> dict[str, Any]:
    """The floors of one kind of figure."""
    found: dict[str, Any] = json.loads(FLOORS.read_text("utf-8"))[kind]
    return found


def digest(cases: Iterable[bytes]) -> str:
    """What tells the cases of a measurement from others: twelve digits over all of them, whatever their order."""
    return hashlib.blake2b(
        b"".join(sorted(hashlib.blake2b(case).digest() for case in cases)), digest_size=6
    ).hexdigest()


def committed_floors() -> list[dict[str, Any]]:
    """The floors as each commit that changed them left them, newest first; empty where there is no repository.

    All of the history, because in a clean checkout the newest commit is what is to be judged.
    """
    listed = _git("log", "--format=%H", "--", "tests/quality/floors.json").split()
    versions = (_git("show", f"{commit}:tests/quality/floors.json") for commit in listed)
    return [json.loads(version) for version in versions if version]


def _git(*words: str) -> str:
    """What git answers; "" when it cannot."""
    try:
        answer = subprocess.run(
            ["git", "-C", str(FLOORS.parents[2]), *words], capture_output=True, text=True, check=False
        )
    except OSError:
        return ""
    return answer.stdout if answer.returncode == 0 else ""


def lowered(before: Any, now: Any, name: str = "") -> list[str]:
    """The floors that are lower now than before; a ceiling (a name that ends in `_at_most`) must not be higher."""
    if isinstance(before, dict):
        if not isinstance(now, dict):
            return [f"{name} is gone"]
        return [
            line
            for key, value in before.items()
            for line in (
                lowered(value, now[key], f"{name}.{key}".strip(".")) if key in now else [f"{name}.{key} is gone"]
            )
        ]
    if isinstance(before, bool) or not isinstance(before, int | float):
        return []
    worse = now > before if name.endswith("_at_most") else now < before
    return [f"{name}: {before} became {now}"] if worse else []
