"""The documents say what the command does: regenerated and compared, and every line in them can be typed."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from rasid_runs import Rasid

from desk.command import app
from desk.command_reference import commands_of, reference
from press.configuration import setting_keys

ROOT = Path(__file__).resolve().parents[2]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))


def test_the_reference_of_commands_is_up_to_date() -> None:
    page = (ROOT / "docs" / "commands.md").read_text("utf-8")
    assert page == reference(), "run `python -m desk.command_reference > docs/commands.md`"


def test_every_setting_stands_in_the_shipped_file_with_its_section() -> None:
    text = (ROOT / "config" / "settings.toml").read_text("utf-8")
    missing = [
        key for key in setting_keys() if not re.search(rf"^(?:# )?{key.partition('.')[2]} = ", text, re.MULTILINE)
    ]
    assert missing == []


def typed_lines() -> Iterator[tuple[str, str]]:
    """Every `rasid …` in the code blocks and in the prose of the documents, with its file."""
    for page in PAGES:
        text = page.read_text("utf-8")
        blocks = re.findall(r"^```[^\n]*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
        for line in "\n".join(blocks).splitlines():
            found = re.search(r"(?:^|[|/]\s*|bin/)(rasid\s.*)$", line.strip())
            if found and page.name != "commands.md":
                yield page.name, found.group(1)
        yield from ((page.name, line) for line in re.findall(r"`(rasid [a-z][^`]*)`", text))


@pytest.mark.parametrize(("page", "line"), sorted(set(typed_lines())))
def test_every_command_in_the_documents_exists_with_its_options(page: str, line: str) -> None:
    root: Any = typer.main.get_command(app)
    _, *words = shlex.split(line.replace("…", ""), comments=True)
    globals_ = {option for parameter in root.params for option in parameter.opts}
    command, depth = resolved(root, list(without_globals(words)))
    if depth == 0:
        pytest.skip("names no single command")
    known = globals_ | {
        option for each in getattr(command, "params", []) for option in (*each.opts, *each.secondary_opts)
    }
    used = [word.partition("=")[0] for word in words if word.startswith("--") and len(word) > 2]
    assert [option for option in used if option not in known and option != "--help"] == []


def without_globals(words: list[str]) -> Iterator[str]:
    rest = iter(words)
    for word in rest:
        if word in ("--config", "--database"):
            next(rest, None)
        else:
            yield word


def resolved(root: Any, words: list[str]) -> tuple[Any, int]:
    """The command that words begin with, and how many of them name it. Fails for a command that does not exist."""
    command, depth = root, 0
    for word in words:
        if not hasattr(command, "commands") or word.startswith("-"):
            break
        if word.isupper() or "|" in word:
            return command, 0
        assert word in command.commands, f"there is no command {word!r}"
        command, depth = command.commands[word], depth + 1
    return command, depth


def links() -> Iterator[tuple[Path, str]]:
    """Every link in the documents that leads to a file of ours."""
    for page in PAGES:
        for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
            if not re.match(r"[a-z]+:|#", target):
                yield page, target.partition("#")[0]


def test_every_link_in_the_documents_leads_to_a_file() -> None:
    assert [(page.name, target) for page, target in links() if not (page.parent / target).exists()] == []


def test_every_folder_of_the_configuration_is_in_the_readme() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    folders = [path.name for path in (ROOT / "config").iterdir() if path.is_dir()]
    assert [name for name in folders if f"`{name}/*.toml`" not in text] == []


def test_every_command_and_every_option_explains_itself() -> None:
    root: Any = typer.main.get_command(app)
    for words, command in commands_of(root, ("rasid",)):
        assert command.help, words
        for parameter in command.params:
            assert parameter.help, (words, parameter.name)


def test_no_usage_line_has_brackets_or_dots_twice(rasid: Rasid) -> None:
    root: Any = typer.main.get_command(app)
    for (_, *words), _command in commands_of(root, ("rasid",)):
        usage = rasid(*words, "--help").out.partition("\n\n")[0]
        assert not re.search(r"\[\[|\{\[|\.{4}|\.\]|\.\}", usage), usage


def test_no_summary_in_a_list_of_commands_is_cut_at_80_columns() -> None:
    root: Any = typer.main.get_command(app)
    for group in (root, *(each for each in root.commands.values() if hasattr(each, "commands"))):
        for name, command in group.commands.items():
            assert not command.get_short_help_str(60).endswith("..."), (group.name, name)


WITHOUT_JSON = {"demo", "init", "capture", "run", "export", "try", "saved add", "saved forget"}
"""What shows itself, what writes files or nothing, and what speaks JSON anyway."""


def test_json_works_with_every_command_that_has_something_to_say() -> None:
    root: Any = typer.main.get_command(app)
    for (_, *words), command in commands_of(root, ("rasid",)):
        if " ".join(words) in WITHOUT_JSON or words[0] in WITHOUT_JSON:
            continue
        options = {option for parameter in command.params for option in parameter.opts}
        assert "--json" in options, words
