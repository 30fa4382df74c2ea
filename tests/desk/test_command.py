"""The border of the command: whatever goes wrong is one clear line and the right exit code."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from demo_database import Demo
from rasid_runs import ROOT, Rasid

from desk import try_commands
from desk.command import with_globals_first


def one_line(text: str) -> str:
    lines = text.splitlines()
    assert len(lines) == 1, text
    assert lines[0].startswith("rasid: ")
    return lines[0]


def test_without_a_command_the_help_is_shown(rasid: Rasid) -> None:
    ran = rasid()
    assert ran.code == 0
    assert "Commands:" in ran.out


def test_an_unknown_command_names_the_nearest(rasid: Rasid) -> None:
    ran = rasid("try", "adress")
    assert ran.code == 2
    assert "address" in one_line(ran.err)


def test_an_unknown_option_names_the_nearest(rasid: Rasid) -> None:
    ran = rasid("--confg", "somewhere", "try", "date")
    assert ran.code == 2
    assert "--config" in one_line(ran.err)


@pytest.mark.parametrize(
    ("words", "helped"),
    [
        (("crawl", "--since"), "rasid crawl"),
        (("--config", "x", "stories", "show", "--nonsense"), "rasid stories show"),
        (("sources", "lst"), "rasid sources"),
        (("nonsense",), "rasid"),
        (("--nonsense",), "rasid"),
    ],
)
def test_wrong_use_says_where_help_is(rasid: Rasid, words: tuple[str, ...], helped: str) -> None:
    ran = rasid(*words)
    assert (ran.code, f"`{helped} --help` shows what there is." in one_line(ran.err)) == (2, True), ran.err


def test_a_configuration_that_is_not_there_is_one_line(rasid: Rasid, tmp_path: Path) -> None:
    ran = rasid("try", "tag", "--config", str(tmp_path / "nowhere"))
    assert ran.code == 2
    assert "rasid init" in one_line(ran.err)


def test_global_options_may_stand_anywhere_before_a_double_dash() -> None:
    assert with_globals_first(["crawl", "--config", "x", "a"]) == ["--config", "x", "crawl", "a"]
    assert with_globals_first(["crawl", "--config=x", "--debug"]) == ["--config=x", "--debug", "crawl"]
    assert with_globals_first(["search", "--", "--config", "x"]) == ["search", "--", "--config", "x"]


def test_an_unforeseen_error_is_one_line_that_says_where_the_trace_is(
    rasid: Rasid, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def breaks() -> None:
        raise LookupError("nobody thought of this")

    monkeypatch.setattr("desk.json_lines.answer_each", lambda _answer: breaks())
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    ran = rasid("try", "date")
    assert ran.code == 1
    assert "nobody thought of this" in one_line(ran.err)
    (trace,) = tmp_path.glob("rasid-*.txt")
    assert str(trace) in ran.err
    assert "Traceback" in trace.read_text()


def try_address(folder: Path) -> "subprocess.Popen[bytes]":
    """The command in a process of its own that waits for addresses."""
    return subprocess.Popen(
        [sys.executable, "-m", "desk.command", "try", "address"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )


def test_a_reader_that_has_had_enough_is_no_error(tmp_path: Path) -> None:
    question = b'{"id": 1, "url": "https://example.com/"}\n'
    process = try_address(tmp_path)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdout.close()
    _, complaint = process.communicate(question * 3, timeout=60)
    assert complaint == b""
    assert process.returncode == 141


@pytest.mark.parametrize(
    "words",
    [("search", "--csv"), ("search", "--json"), ("search",), ("sources", "list", "--json"), ("--version",)],
    ids=" ".join,
)
def test_an_output_without_room_is_no_defect(finished_demo: Demo, words: tuple[str, ...]) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "desk.command", "--database", finished_demo.database, *words],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    complaint = one_line("".join(line for line in done.stderr.splitlines() if line.startswith("rasid")))
    assert complaint == "rasid: standard output: cannot be written (No space left on device)"
    assert done.returncode == 1


@pytest.mark.parametrize("words", [("status",), ("demo",), ("export", "a.csv")], ids=" ".join)
def test_a_directory_that_was_deleted_is_no_defect(tmp_path: Path, words: tuple[str, ...]) -> None:
    folder = tmp_path / "deleted"
    folder.mkdir()
    done = subprocess.run(
        ["/bin/sh", "-c", f'cd {folder} && rmdir {folder} && exec "$0" -m desk.command "$@"', sys.executable, *words],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert one_line(done.stderr) == "rasid: the directory this was called in has been deleted. Go to another one."
    assert done.returncode == 2


def test_ctrl_c_ends_with_a_line(tmp_path: Path) -> None:
    process = try_address(tmp_path)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b'{"id": 1, "url": "https://example.com/"}\n')
    process.stdin.flush()
    assert b'"key"' in process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, complaint = process.communicate(timeout=60)
    assert one_line(complaint.decode()) == "rasid: stopped by Ctrl-C"
    assert process.returncode == 130


def test_every_command_explains_itself() -> None:
    for command in try_commands.app.registered_commands:
        assert command.callback is not None
        assert command.callback.__doc__


def test_the_version_is_one_line_and_nothing_else_is_done(rasid: Rasid) -> None:
    ran = rasid("--version")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("rasid")
    assert len(ran.out.splitlines()) == 1


def test_a_bad_value_is_told_in_our_words(rasid: Rasid) -> None:
    ran = rasid("show", "abc")
    assert ran.code == 2
    assert one_line(ran.err).startswith("rasid: ID: a number is wanted.")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nonsense",), "there is no command nonsense."),
        (("config", "sho"), "there is no command sho. Did you mean 'show'?"),
        (("status", "--sorces"), "there is no option --sorces. Did you mean --sources?"),
        (("doctor", "--onlin"), "there is no option --onlin. Near it are --json, --online."),
        (("doctor", "--zzz"), "there is no option --zzz."),
        (("show",), "ID is missing."),
        (("stories", "split", "1"), "ARTICLE is missing."),
        (("crawl", "--since"), "--since: a value is missing."),
        (("run", "now", "please"), "not understood here: now please."),
    ],
)
def test_wrong_use_is_told_in_our_words(rasid: Rasid, words: tuple[str, ...], said: str) -> None:
    ran = rasid(*words)
    assert (ran.code, one_line(ran.err).startswith(f"rasid: {said}")) == (2, True), ran.err


def test_a_number_out_of_bounds_is_told_in_our_words(rasid: Rasid) -> None:
    assert one_line(rasid("search", "--limit", "0").err).startswith("rasid: --limit: ")


def test_a_family_of_sources_is_offered_whole(rasid: Rasid) -> None:
    ran = rasid("crawl", "kazinform")
    assert ran.code == 2
    assert "There are kazinform-" in ran.err
    assert "kazinform-ru" in ran.err


def test_sources_that_are_chosen_are_counted_among_all(rasid: Rasid) -> None:
    ran = rasid("sources", "list", "--enabled")
    assert re.fullmatch(r"\d+ of \d+ sources\n", ran.err)


@pytest.mark.parametrize(
    "words",
    [
        ("saved", "add", "weekly", "org:SCO"),
        ("saved", "forget", "weekly"),
        ("stories", "merge", "1", "2"),
        ("stories", "split", "1", "2"),
        ("relink",),
        ("relink", "--all"),
        ("retry",),
        ("retag",),
        ("reread",),
        ("archive", "prune"),
        ("db", "upgrade"),
        ("db", "reindex"),
        ("db", "check"),
        ("db", "backup", "copy.sqlite3"),
        ("search", "x"),
        ("status",),
    ],
)
def test_in_a_wrong_directory_no_database_is_made(
    rasid: Rasid, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = rasid(*words)
    assert (ran.code, "there is no database yet" in one_line(ran.err)) == (3, True)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "rasid.sqlite3").touch()
    assert (rasid(*words).code, (tmp_path / "rasid.sqlite3").stat().st_size) == (3, 0)


@pytest.mark.parametrize(
    "words",
    [
        ("show", "9" * 20),
        ("stories", "show", "9" * 20),
        ("stories", "merge", "1", "9" * 20),
        ("stories", "split", "9" * 20, "1"),
    ],
)
def test_a_number_that_no_article_can_have_is_told(rasid: Rasid, words: tuple[str, ...]) -> None:
    ran = rasid(*words)
    assert ran.code == 2
    assert "at most 9223372036854775807" in one_line(ran.err)


def test_an_empty_question_is_not_kept(rasid: Rasid, own_demo: Demo) -> None:
    words = ("--database", str(own_demo.database), "saved", "add")
    assert "say what is asked" in one_line(rasid(*words, "nothing", " ").err)
    assert rasid(*words, "on Sunday", "x").out == "`rasid search --saved 'on Sunday'` asks it\n"
