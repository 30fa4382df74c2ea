"""The settings file that is shipped says every key, its default and its sentence."""

import re
import tomllib

from pydantic import BaseModel

from press.configuration import SETTINGS_FILE, load_settings, setting_keys, shipped_directory
from press.settings import Settings

PATH = shipped_directory() / SETTINGS_FILE
KEY = re.compile(r"# (\w+ = .+)")


def documented() -> dict[str, tuple[object, str]]:
    """ "section.key" → the value that its comment shows, and the sentence above it."""
    rows: dict[str, tuple[object, str]] = {}
    section, sentence = "", []
    for line in PATH.read_text("utf-8").splitlines():
        if header := re.fullmatch(r"\[(\w+)\]", line):
            section, sentence = header[1], []
        elif row := KEY.fullmatch(line):
            [(key, value)] = tomllib.loads(row[1]).items()
            rows[f"{section}.{key}"] = value, " ".join(sentence)
            sentence = []
        elif line.startswith("# "):
            sentence.append(line.removeprefix("# "))
        else:
            sentence = []
    return rows


def defaults() -> dict[str, object]:
    rows: dict[str, object] = {}
    for section in Settings.model_fields:
        values: BaseModel = getattr(Settings(), section)
        for key, value in values.model_dump().items():
            rows[f"{section}.{key}"] = list(value) if isinstance(value, tuple) else value
    return rows


def test_the_shipped_settings_show_every_key_with_its_default() -> None:
    assert {key: value for key, (value, _) in documented().items()} == defaults()


def test_the_shipped_settings_explain_every_key_in_the_words_of_the_code() -> None:
    assert {key: sentence for key, (_, sentence) in documented().items()} == setting_keys()


def test_every_setting_has_a_sentence() -> None:
    assert [key for key, sentence in setting_keys().items() if not re.fullmatch(r"[A-Z].{15,}\.", sentence)] == []


def test_the_shipped_settings_change_nothing() -> None:
    settings, origins = load_settings(PATH, {})
    assert settings == Settings()
    assert set(origins.values()) == {"default"}
