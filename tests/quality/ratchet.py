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


def unmet(pinned: dict[str, Any], measured: dict[str, Any]) -> list[str]:
    """What is measured below its floor or on other cases than those the floor was pinned for."""
    return [*_other_cases(pinned, measured), *lowered(pinned, measured)]


def _other_cases(pinned: dict[str, Any], measured: dict[str, Any]) -> list[str]:
    lines: list[str] = []
    for name, value in pinned.items():
        if isinstance(value, str) and measured.get(name) != value:
            lines.append(f"{name}: {measured.get(name)} are other cases than {value}: look at what changed, then pin")
        elif isinstance(value, dict):
            lines += _other_cases(value, measured.get(name, {}))
    return lines


def shares(hits: Iterable[tuple[str, bool]]) -> dict[str, float]:
    """Group → the share of its members that are right, for (group, right) pairs."""
    groups: dict[str, list[bool]] = {}
    for group, is_right in hits:
        groups.setdefault(group, []).append(is_right)
    return {group: sum(right) / len(right) for group, right in sorted(groups.items())}


def lines_of(folder: Path) -> list[bytes]:
    """All cases of a golden folder: one line each."""
    return [line for file in sorted(folder.glob("*.jsonl")) for line in file.read_bytes().splitlines() if line]


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
