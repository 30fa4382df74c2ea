"""A database for the desk's tests: what `rasid demo` leaves behind, made once in a test session."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """folder: with rasid-demo.sqlite3 and rasid-demo-archive/; screen: what the demo showed."""

    folder: Path
    screen: str

    @property
    def database(self) -> Path:
        return self.folder / "rasid-demo.sqlite3"


@pytest.fixture(scope="session")
def finished_demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """For reading only."""
    folder = tmp_path_factory.mktemp("demo")
    done = subprocess.run(
        [sys.executable, "-m", "desk.command", "demo"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    return Demo(folder=folder, screen=done.stdout)


@pytest.fixture
def own_demo(finished_demo: Demo, tmp_path: Path) -> Demo:
    """A copy that a test may change."""
    folder = tmp_path / "demo"
    shutil.copytree(finished_demo.folder, folder)
    return Demo(folder=folder, screen=finished_demo.screen)
