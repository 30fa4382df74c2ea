"""How the tests of the desk run the command: as a process of its own, or, mostly, in this one."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desk.command import main

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a command left: its exit code and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


Rasid = Callable[..., Ran]


@pytest.fixture
def rasid(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Rasid:
    """`rasid("try", "date", stdin=…)` in this process."""

    def run(*words: str, stdin: bytes | str | Iterable[dict[str, Any]] = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(as_bytes(stdin))))
        capfd.readouterr()
        code = main(words)
        out, err = capfd.readouterr()
        assert "Traceback" not in err, err
        return Ran(code=code, out=out, err=err)

    return run


@pytest.fixture
def rasid_process(tmp_path: Path) -> Rasid:
    """The same as a process, in an empty directory."""

    def run(*words: str, stdin: bytes | str | Iterable[dict[str, Any]] = b"", **environment: str) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "desk.command", *words],
            input=as_bytes(stdin),
            capture_output=True,
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
            timeout=120,
            check=False,
        )
        return Ran(code=done.returncode, out=done.stdout.decode(), err=done.stderr.decode())

    return run


def as_bytes(stdin: bytes | str | Iterable[dict[str, Any]]) -> bytes:
    if isinstance(stdin, bytes):
        return stdin
    if isinstance(stdin, str):
        return stdin.encode()
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in stdin).encode()
