"""A mistake in a TOML file is told with its line, however the file is written."""

from pathlib import Path

import pytest

from press.toml_places import Lines, Place, line_numbers

TEXT = '''\
# a comment = 1
top = "x"
[words]
summitry = [
    "summit*",
    "a = b",
]
[[source]]
id = "one"   # [[source]]
"quoted key" = 1
[[source.doors]]
kind = "feed"
[[source.doors]]
kind = "listing"
note = """
kind = "not a key"
[[source]]
"""
zone.name = 'x'
[[ source ]]
id = "two"
[[source.doors]]
kind = "sitemap"
[source.names.kk-Latn]
"منظمة" = "high"
'''


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("top",), 2),
        (("words",), 3),
        (("words", "summitry", 1), 4),
        (("source", 0, "id"), 9),
        (("source", 0, "quoted key"), 10),
        (("source", 0, "doors", 1, "kind"), 14),
        (("source", 0, "doors", 1, "zone", "name"), 19),
        (("source", 0, "doors", 1, "address"), 13),
        (("source", 0, "languages"), 8),
        (("source", 1, "id"), 21),
        (("source", 1, "doors", 0, "kind"), 23),
        (("source", 1, "names", "kk-Latn", "منظمة"), 25),
        (("source", 1, "names"), 24),
        (("source", 7, "id"), 8),
    ],
)
def test_a_place_has_the_line_where_it_or_what_holds_it_stands(tmp_path: Path, place: Place, line: int) -> None:
    path = tmp_path / "a.toml"
    path.write_text(TEXT, "utf-8")
    assert Lines(path).of(*place) == f"{path}:{line}"


def test_what_stands_nowhere_has_the_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text("\n", "utf-8")
    assert Lines(path).of("source", 0) == str(path)


@pytest.mark.parametrize("text", ["", "[", "[[", "[]", "=", '"""', "a.b.c = 1\n[a\n[[a.b]\n", "\x00\u2028[x]\ny"])
def test_any_text_can_be_looked_through(text: str) -> None:
    assert all(number >= 1 for number in line_numbers(text).values())
