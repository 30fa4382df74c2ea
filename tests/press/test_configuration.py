"""One installation's configuration: where each value came from, and every wrong word with its place."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from press.configuration import (
    Configuration,
    find_directory,
    load_configuration,
    load_settings,
    load_sources,
    setting_keys,
    shipped_directory,
)
from press.errors import ConfigurationError, UnknownSetting, UnknownSource
from press.settings import Settings

ROOT = Path(__file__).resolve().parents[2]

SOURCE = """\
[[source]]
id = "steppe"
name = "The Steppe"
homepage = "https://steppe.example/"

[[source.doors]]
kind = "feed"
address = "https://steppe.example/feed"
"""


def settings_of(folder: Path, text: str, environ: Mapping[str, str] | None = None) -> tuple[Settings, dict[str, str]]:
    path = folder / "settings.toml"
    path.write_text(text, "utf-8")
    return load_settings(path, environ or {})


def sources_of(folder: Path, *texts: str) -> Configuration:
    (folder / "settings.toml").touch()
    (folder / "sources").mkdir()
    for number, text in enumerate(texts):
        (folder / "sources" / f"{number}.toml").write_text(text, "utf-8")
    return load_configuration(folder, {})


# Where a value came from


def test_a_value_comes_from_the_file_the_environment_or_is_the_default(tmp_path: Path) -> None:
    text = '[crawl]\n# the desk\ncontact = "desk@press.example"\ndelay_seconds = 5\n'
    settings, origins = settings_of(tmp_path, text, {"RASID_CRAWL__DELAY_SECONDS": "7.5", "RASID_CONFIG": "x"})
    assert settings.crawl.contact == "desk@press.example"
    assert settings.crawl.delay_seconds == 7.5
    assert origins["crawl.contact"] == f"{tmp_path}/settings.toml:3"
    assert origins["crawl.delay_seconds"] == "environment RASID_CRAWL__DELAY_SECONDS"
    assert origins["crawl.timeout_seconds"] == "default"
    assert set(origins) == set(setting_keys())


def test_lists_come_out_of_the_environment_with_commas(tmp_path: Path) -> None:
    settings, _ = settings_of(tmp_path, "", {"RASID_CRAWL__ALLOW_PRIVATE_NETWORKS": "127.0.0.0/8, 10.0.0.0/8,"})
    assert settings.crawl.allow_private_networks == ("127.0.0.0/8", "10.0.0.0/8")


def documented() -> Iterator[tuple[str, str]]:
    """The rows of the page on settings: as the file says it, and as the environment does."""
    for line in (ROOT / "docs" / "settings.md").read_text("utf-8").splitlines():
        if found := re.match(r"\| [^|]+ \| `(\[\w+\])` `([^`]+)` \| `([^`]+)`", line):
            yield f"{found[1]}\n{found[2]}\n", found[3]


@pytest.mark.parametrize(("text", "assignment"), list(documented()))
def test_the_environment_says_what_the_page_on_settings_says(tmp_path: Path, text: str, assignment: str) -> None:
    name, _, value = assignment.partition("=")
    elsewhere = '[crawl]\ncontact = "x@y.example"\nallow_private_networks = ["192.168.0.0/16"]\n'
    of_environment, origins = settings_of(tmp_path, elsewhere, {name: value})
    of_file, _ = settings_of(tmp_path, text)
    key = text.partition("\n")[2].partition(" = ")[0]
    assert getattr(of_environment.crawl, key) == getattr(of_file.crawl, key)
    assert origins[f"crawl.{key}"] == f"environment {name}"


def test_the_page_on_settings_has_a_row_for_every_kind() -> None:
    kinds = {type(getattr(Settings().crawl, text.partition("\n")[2].partition(" = ")[0])) for text, _ in documented()}
    assert kinds == {str, float, bool, tuple}


@pytest.mark.parametrize("value", ["on", "yes", "1", "true", "TRUE"])
def test_a_switch_is_turned_on_by_any_of_the_words(tmp_path: Path, value: str) -> None:
    settings, _ = settings_of(tmp_path, "[crawl]\nrobots_obey = false\n", {"RASID_CRAWL__ROBOTS_OBEY": value})
    assert settings.crawl.robots_obey is True


def test_switches_and_numbers_of_the_environment_are_understood(tmp_path: Path) -> None:
    settings, _ = settings_of(tmp_path, "", {"RASID_CRAWL__ROBOTS_OBEY": "false", "RASID_READING__WORKERS": "3"})
    assert settings.crawl.robots_obey is False
    assert settings.reading.workers == 3


def test_without_a_file_the_defaults_are_in_force(tmp_path: Path) -> None:
    settings, origins = load_settings(tmp_path / "settings.toml", {})
    assert settings == Settings()
    assert set(origins.values()) == {"default"}


def test_the_directory_is_the_one_named_then_the_one_here_then_the_shipped_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    named, of_environment = tmp_path / "named", tmp_path / "environment"
    named.mkdir()
    of_environment.mkdir()
    assert find_directory(None, {}) == shipped_directory()
    (tmp_path / "config").mkdir()
    assert find_directory(None, {}) == shipped_directory()
    (tmp_path / "config" / "settings.toml").touch()
    assert find_directory(None, {}) == Path("config")
    assert find_directory(None, {"RASID_CONFIG": str(of_environment)}) == of_environment
    assert find_directory(named, {"RASID_CONFIG": str(of_environment)}) == named


def test_a_directory_that_is_none_is_told_with_advice(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"nowhere: no such directory\. `rasid init DIR` makes one"):
        find_directory(tmp_path / "nowhere", {})


def test_other_sources_or_settings_can_be_put_into_a_configuration(tmp_path: Path) -> None:
    configuration = sources_of(tmp_path, SOURCE)
    assert configuration.replaced(sources={}).sources == {}
    assert configuration.replaced(sources={}).settings == configuration.settings
    other = Settings.model_validate({"crawl": {"contact": "x@press.example"}})
    assert configuration.replaced(settings=other).sources == configuration.sources


# Wrong words in settings


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ('[crawl]\ncontcat = "x"\n', ":2", "unknown key “crawl.contcat”. Did you mean “crawl.contact”?"),
        ("[crawl]\n\n[polling]\nmin_interval = 5\n", ":4", "Did you mean “polling.min_interval_minutes”?"),
        ("[crawll]\ndelay_seconds = 5\n", ":2", "Did you mean “crawl.delay_seconds”?"),
        ("[crawll]\n", ":1", "unknown key “crawll”. Did you mean “crawl”?"),
        ('contact = "x"\n', ":1", "unknown key “contact”. Did you mean “crawl.contact”?"),
        ("[crawl]\ndelay_seconds = -1\n", ":2", "crawl.delay_seconds: -1 is too small; at least 0"),
        ("[crawl]\ndelay_seconds = 601\n", ":2", "crawl.delay_seconds: 601 is too large; at most 600"),
        ('[crawl]\ndelay_seconds = "slow"\n', ":2", "crawl.delay_seconds: 'slow' is not a number"),
        ("[crawl]\ndelay_seconds = nan\n", ":2", "crawl.delay_seconds: nan"),
        ("[crawl]\nmax_attempts = 2.5\n", ":2", "crawl.max_attempts: 2.5 is not a whole number"),
        ('[crawl]\nrobots_obey = "perhaps"\n', ":2", "crawl.robots_obey: 'perhaps' is neither true nor false"),
        ("[crawl]\ncontact = 5\n", ":2", "crawl.contact: 5 is not text in quotes"),
        ('[crawl]\nallow_private_networks = "127.0.0.0/8"\n', ":2", "crawl.allow_private_networks:"),
        ('[log]\nlevel = "warn"\n', ":2", "log.level: 'warn' is not one of"),
        ('[log]\nlevel = "warn"\n', ":2", "Did you mean “warning”?"),
        ("[crawl\n", ":1", "not valid TOML"),
        ('[crawl]\ncontact = "x\ndelay_seconds = 2\n', ":2", "not valid TOML: a quote is not closed"),
        ("[crawl]\ndelay_seconds = 1\ndelay_seconds = 2\n", ":3", "not valid TOML"),
    ],
)
def test_a_wrong_word_in_the_settings_is_told_with_its_place(tmp_path: Path, text: str, place: str, words: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        settings_of(tmp_path, text)
    assert str(caught.value).startswith(f"{tmp_path}/settings.toml{place}: ")
    assert words in str(caught.value)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("RASID_CRAWL__CONTCAT", "x", "unknown key “crawl.contcat”. Did you mean “crawl.contact”?"),
        ("RASID_CRWL__CONTACT", "x", "Did you mean “crawl.contact”?"),
        ("RASID_CRAWL_CONTACT", "x", "two underscores stand between section and key: RASID_CRAWL__CONTACT"),
        ("RASID_LOG_LEVEL", "info", "two underscores stand between section and key: RASID_LOG__LEVEL"),
        ("RASID_READING__WORKERS", "many", "reading.workers: 'many' is not a whole number"),
        ("RASID_READING__WORKERS", "65", "reading.workers: '65' is too large; at most 64"),
    ],
)
def test_a_wrong_word_in_the_environment_is_told_with_its_name(
    tmp_path: Path, name: str, value: str, words: str
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        settings_of(tmp_path, "", {name: value})
    assert str(caught.value).startswith(f"environment {name}: ")
    assert words in str(caught.value)


@pytest.mark.parametrize("text", ["loopback", "10.0.0.0/33", "10.0.0", ""])
def test_a_text_that_is_no_network_is_told_with_its_place(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        settings_of(tmp_path, f'[crawl]\nallow_private_networks = ["127.0.0.0/8", "{text}"]\n')
    assert str(caught.value) == (
        f"{tmp_path}/settings.toml:2: crawl.allow_private_networks: "
        f"“{text}” is no network such as 127.0.0.0/8 or 10.1.2.0/24."
    )


def test_an_unknown_setting_is_an_error_of_its_own_kind(tmp_path: Path) -> None:
    with pytest.raises(UnknownSetting) as caught:
        settings_of(tmp_path, "[crawl]\nspeed = 9\n")
    assert caught.value.key == "crawl.speed"


def test_a_settings_file_in_another_charset_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes('[crawl]\ncontact = "مكتب"\n'.encode("cp1256"))
    with pytest.raises(ConfigurationError, match="not UTF-8 text"):
        load_settings(path, {})


# Wrong words in sources


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ('name = "The Steppe"', "", 1, "name: is missing"),
        ('name = "The Steppe"', 'nmae = "The Steppe"', 3, "nmae: there is no such key. Did you mean “name”?"),
        ('address = "', 'adress = "', 8, "doors.0.adress: there is no such key. Did you mean “address”?"),
        ('kind = "feed"', 'kind = "feed"\nzzz = 1', 8, "zzz: there is no such key. There are kind, address,"),
        ("[[source.doors]]", "[[source.door]]", 6, "door: there is no such key. Did you mean “doors”?"),
        ("[[source]]", "[source]", 1, "sources are [[source]] tables, with two brackets"),
        ('name = "The Steppe"', 'name = "x"\nlangauges = ["ar"]', 4, "there is no such key. Did you mean “languages”?"),
        ('kind = "feed"', 'kind = "fedd"', 7, "doors.0.kind: 'fedd' is not one of"),
        ('kind = "feed"', 'kind = "fedd"', 7, "Did you mean “feed”?"),
        ('kind = "feed"', 'kind = "feed"\nconfidense = "low"', 8, "Did you mean “confidence”?"),
        ('kind = "feed"', "kind = 5", 7, "doors.0.kind: 5 is not one of"),
        (
            '"https://steppe.example/"',
            '"steppe.example"',
            4,
            "homepage: 'steppe.example' is not an http or https address",
        ),
        ('"https://steppe.example/feed"', '"/feed"', 8, "doors.0.address: '/feed' is not an http or https address"),
        ('name = "The Steppe"', 'name = "x"\nzone = "Asia/Almati"', 4, "Did you mean “Asia/Almaty”?"),
        (
            'name = "The Steppe"',
            'name = "x"\nlanguages = ["Arabic"]',
            4,
            "languages.0: 'Arabic' is not a language code",
        ),
        ('name = "The Steppe"', 'name = "x"\ncountry = "KAZ"', 4, "country: 'KAZ' is not two capital letters"),
        ('name = "The Steppe"', 'name = "x"\nenabled = false', 1, "a disabled source needs a `reason`"),
        ('name = "The Steppe"', 'name = "x"\narticles = "(x"', 4, "articles: '(x' is not a regular expression"),
        ('id = "steppe"', 'id = "The Steppe"', 2, "may have small letters, digits and hyphens only"),
        ("[[source]]", "[[sources]]", 1, "unknown table “sources”; sources are [[source]] tables"),
    ],
)
def test_a_wrong_word_in_a_source_is_told_with_its_place(
    tmp_path: Path, old: str, new: str, place: int, words: str
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        sources_of(tmp_path, SOURCE.replace(old, new))
    assert str(caught.value).startswith(f"{tmp_path}/sources/0.toml:{place}: ")
    assert words in str(caught.value)


def test_the_place_of_a_mistake_in_a_later_source_and_door_is_its_own(tmp_path: Path) -> None:
    second = SOURCE.replace("steppe", "desert") + '\n[[source.doors]]\nkind = "listing"\naddress = "nowhere"\n'
    with pytest.raises(ConfigurationError) as caught:
        sources_of(tmp_path, SOURCE + second)
    assert str(caught.value).startswith(f"{tmp_path}/sources/0.toml:20: source “desert”: doors.1.address: ")


def test_a_source_that_stands_twice_is_told_with_both_places(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        sources_of(tmp_path, SOURCE, SOURCE)
    assert str(caught.value) == (
        f"{tmp_path}/sources/1.toml:2: source “steppe” stands in {tmp_path}/sources/0.toml:2 already"
    )


def test_an_unknown_source_is_told_with_the_nearest_and_with_advice(tmp_path: Path) -> None:
    configuration = sources_of(tmp_path, SOURCE)
    assert configuration.source("steppe").name == "The Steppe"
    with pytest.raises(UnknownSource, match=r"unknown source “step”. Did you mean “steppe”\? `rasid sources list`"):
        configuration.source("step")


def test_an_empty_folder_has_no_sources(tmp_path: Path) -> None:
    assert load_sources(tmp_path / "sources") == {}
