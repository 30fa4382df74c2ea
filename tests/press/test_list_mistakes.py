"""A wrong word in a list (organizations, entities, sites) is told with file, line, key and the nearest right one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from press.entities import read_entities
from press.errors import ConfigurationError
from press.organizations import read_watch_list
from press.site_rules import read_site_rules
from press.spellings import NameLists

BODY = '[[organization]]\ncode = "XY"\ntier = "core"\nname = "Union of Ys"\n'
PERSON = '[[person]]\ncode = "x"\nname = "X"\n'
AGENCY = '[[agency]]\ncode = "nur"\nname = "Nur"\n'
RULE = 'hosts = ["news.example.org"]\nwhy = "the list stands first"\n'


def assert_told(read: Callable[[list[Path]], object], file: Path, text: str, line: int, words: str) -> None:
    file.write_text(text, "utf-8")
    with pytest.raises(ConfigurationError) as caught:
        read([file])
    assert str(caught.value).startswith(f"{file}:{line}: ")
    assert words in str(caught.value)
    assert not str(caught.value).endswith(("..", "?."))


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (BODY.replace("tier", "teir"), 3, "organization “XY”: teir: there is no such key. Did you mean “tier”?"),
        (BODY.replace("[[organization", "[[organisation"), 1, "organisation: there is no such key. Did you mean"),
        ('[organization]\ncode = "XY"\n', 1, "organization: there may be several, so it is written with two brackets"),
        (BODY + "[organization.nams.ar]\n", 5, "nams: there is no such key. Did you mean “names”?"),
        (BODY + '[organization.names.ar]\n"ي ي" = "hihg"\n', 6, "'hihg' is not one of"),
        (BODY + 'peeple.ar = ["Y"]\n', 5, "peeple: there is no such key. Did you mean “people”?"),
        (BODY + "zzz = 1\n", 5, "zzz: there is no such key. There are code, tier, name,"),
        (BODY + '[[organization.ambiguous]]\nneed = ["x"]\n', 5, "ambiguous.0.forms: is missing."),
        (BODY + BODY.replace("XY", "xy"), 6, "code: 'xy' is not a code such as CICA"),
        (BODY + BODY, 6, "organization “XY” stands in"),
        (BODY + 'parent = "XYZ"\n', 5, "parent: there is no organization “XYZ”. Did you mean “XY”?"),
        ('[words]\nsummitry = "summit"\n', 2, "words.summitry: 'summit' is not a list."),
        (BODY + 'names.ar = ["ي ي"]\n', 5, "names.ar: ['ي ي'] is not a table"),
    ],
)
def test_in_the_watch_list(tmp_path: Path, text: str, line: int, words: str) -> None:
    assert_told(read_watch_list, tmp_path / "a.toml", text, line, words)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (PERSON + 'spelings.ar = ["س"]\n', 4, "person “x”: spelings: there is no such key. Did you mean “spellings”?"),
        (PERSON.replace("name", "nmae"), 3, "person “x”: nmae: there is no such key. Did you mean “name”?"),
        (PERSON + "[person.namse]\n", 4, "namse: there is no such key"),
        (PERSON + 'names.arabic = ["س"]\n', 4, "names.arabic: 'arabic' is not a language code such as ar"),
        ("\n[[persons]]\n", 2, "persons: there is no such key. Did you mean “person”?"),
        ("\n[person]\n", 2, "person: there may be several, so it is written with two brackets: [[person]]."),
        (PERSON + AGENCY + PERSON, 8, "person “x” stands twice"),
        (
            AGENCY + 'acronims.ar = ["نور"]\n',
            4,
            "agency “nur”: acronims: there is no such key. Did you mean “acronyms”?",
        ),
        (PERSON + AGENCY + 'spellings.ar = ["نور"]\n', 7, "spellings: there is no such key. There are code, name,"),
        (AGENCY + '[agency.names]\nar = "نور"\n', 5, "agency “nur”: names.ar: 'نور' is not a list."),
    ],
)
def test_in_the_lists_of_persons_places_and_agencies(tmp_path: Path, text: str, line: int, words: str) -> None:
    assert_told(read_entities, tmp_path / "a.toml", text, line, words)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (RULE.replace("hosts", "host"), 1, "host: there is no such key. Did you mean “hosts”?"),
        (RULE + 'dorp = ["p"]\n', 3, "dorp: there is no such key. Did you mean “drop”?"),
        (RULE + 'drop = "p"\n', 3, "drop: 'p' is not a list."),
        (RULE + 'drop = ["p..x"]\n', 3, "drop.0: 'p..x' is no CSS selector"),
        (RULE.replace("news.", "https://news."), 1, "hosts.0: 'https://news.example.org' is not a host such as"),
        ('hosts = []\nwhy = "the list stands first"\n', 1, "hosts: an empty list says nothing."),
        (RULE.replace("the list stands first", "x"), 2, "why: 'x' is shorter than 10 letters."),
    ],
)
def test_in_the_rules_of_a_site(tmp_path: Path, text: str, line: int, words: str) -> None:
    assert_told(read_site_rules, tmp_path / "a.toml", text, line, words)


@pytest.mark.parametrize(
    ("file", "text", "line"),
    [
        ("entities/people.toml", PERSON + 'spellings = ["x"]\n', 4),
        ("entities/people.toml", PERSON + "names = 3\n", 4),
        ("entities/people.toml", PERSON + 'names.en = ["(((("]\n', 4),
        ("organizations/own.toml", BODY + 'names = "Union"\n', 5),
    ],
)
def test_a_query_tells_of_a_mistake_in_a_list_as_the_list_itself_is_told_of(
    tmp_path: Path, file: str, text: str, line: int
) -> None:
    path = tmp_path / file
    path.parent.mkdir()
    path.write_text(text, "utf-8")
    names = NameLists(tmp_path)
    with pytest.raises(ConfigurationError) as caught:
        _ = names.variants("x"), names.code_of("person", "x"), names.code_of("organization", "س")
    assert str(caught.value).startswith(f"{path}:{line}: ")
