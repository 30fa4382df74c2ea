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


def committed_floors() -> dict[str, Any]:
    """The floors as the last commit has them; empty where there is no repository or no such file."""
    root = FLOORS.parents[2]
    shown = subprocess.run(
        ["git", "-C", str(root), "show", "HEAD:tests/quality/floors.json"], capture_output=True, text=True, check=False
    )
    committed: dict[str, Any] = json.loads(shown.stdout) if shown.returncode == 0 else {}
    return committed


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
