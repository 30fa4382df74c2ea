"""`docs/commands.md`: every command with its options, made of the help texts.

python -m desk.command_reference > docs/commands.md
"""

import re
import sys
from collections.abc import Iterator
from typing import Any

import typer

OPENING = """# All commands

Made of the commands' own help by `python -m desk.command_reference > docs/commands.md`; a test compares.
Each command takes the global options before or after its name.
"""


def reference() -> str:
    """The whole page."""
    from desk.command import app

    root: Any = typer.main.get_command(app)
    parts = [OPENING, "## Global options\n", *options_of(root), ""]
    for words, command in commands_of(root, ("rasid",)):
        parts += [
            f"## {' '.join(words)}\n",
            usage(words, command),
            paragraphs(command.help or ""),
            *options_of(command),
            "",
        ]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(parts)).rstrip() + "\n"


def commands_of(group: Any, words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command with the words that call it, in the order of the help."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            if command.invoke_without_command:
                yield (*words, name), command
            yield from commands_of(command, (*words, name))
        else:
            yield (*words, name), command


def usage(words: tuple[str, ...], command: Any) -> str:
    arguments = [in_usage(parameter) for parameter in arguments_of(command)]
    return f"```\n{' '.join([*words, *arguments, '[OPTIONS]' if len(command.params) > len(arguments) else '']).strip()}\n```"


def in_usage(argument: Any) -> str:
    """`[SOURCE]...` for one that may be left out or given several times."""
    name = argument.metavar or argument.name.upper()
    return (name if argument.required else f"[{name}]") + ("" if argument.nargs == 1 else "...")


def arguments_of(command: Any) -> list[Any]:
    return [parameter for parameter in command.params if parameter.param_type_name == "argument"]


def paragraphs(text: str) -> str:
    """A help text as Markdown: its lines joined, its paragraphs kept."""
    return "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip())) + "\n"


def options_of(command: Any) -> Iterator[str]:
    """A line per argument and option that has something to say."""
    for parameter in command.params:
        name = parameter.metavar or parameter.name.upper()
        if parameter.param_type_name == "option":
            shown = [*parameter.opts, *parameter.secondary_opts]
            takes = f" {parameter.metavar or 'VALUE'}" if not parameter.is_flag else ""
            name = ", ".join(f"{each}{takes}" for each in shown)
        if parameter.help:
            yield f"- `{name}`: {parameter.help}"


if __name__ == "__main__":
    sys.stdout.write(reference())
