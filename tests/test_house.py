"""The house's rules that no linter checks."""

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("press", "storage", "crawler", "desk")


def imported_by(path: Path) -> set[str]:
    """The top-level names of all that a file imports, also inside functions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def test_the_scheduler_imports_nothing_above_it_and_no_library_with_another_home() -> None:
    foreign = {"desk", "sqlalchemy", "alembic", "scrapy", "twisted", "trafilatura", "feedparser", "typer", "rich"}
    assert not imported_by(ROOT / "scheduler.py") & foreign


def test_no_file_is_a_drawer_for_everything() -> None:
    drawers = {"utils", "util", "helpers", "common", "manager", "misc"}
    assert not [path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if path.stem in drawers]


def test_a_question_to_the_database_loads_neither_scrapy_nor_trafilatura() -> None:
    question = (
        "import sys, desk.command, desk.search_command, storage\n"
        "loaded = {name.partition('.')[0] for name in sys.modules}\n"
        "print(sorted(loaded & {'scrapy', 'twisted', 'trafilatura', 'sqlalchemy', 'lxml'}))"
    )
    done = subprocess.run([sys.executable, "-c", question], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
