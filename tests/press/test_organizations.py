"""The watch-list is data that an analyst edits: every mistake is told with its file, its organization and its key."""

import re
from pathlib import Path

import pytest

from press.errors import ConfigurationError
from press.organizations import AmbiguousForms, Organization, WatchList, read_watch_list
from press.patterns import MOST_FORMS, PatternError, expand
from press.watch_list_check import check_watch_list

SHIPPED = sorted((Path(__file__).resolve().parents[2] / "config" / "organizations").glob("*.toml"))
CORE = {"CICA", "SCO", "SCO-RATS", "OTS", "CSTO", "IOFS", "IFAS"}
BODY = '[[organization]]\ncode = "XY"\ntier = "core"\nname = "Union of Ys"\n'


def read(folder: Path, *files: str) -> WatchList:
    paths = []
    for number, toml in enumerate(files):
        paths.append(folder / f"{number}.toml")
        paths[-1].write_text(toml, "utf-8")
    return read_watch_list(paths)


def problem(folder: Path, *files: str) -> str:
    with pytest.raises(ConfigurationError) as error:
        read(folder, *files)
    return str(error.value)


def doubts(folder: Path, *files: str) -> list[str]:
    return [
        f"{doubt.organization} {doubt.key} {doubt.form} {doubt.problem}"
        for doubt in check_watch_list(read(folder, *files))
    ]


# --- the shipped list -------------------------------------------------------------------------------------------------


def test_the_shipped_list_holds_the_core_bodies_and_their_neighbours() -> None:
    bodies = {body.code: body for body in read_watch_list(SHIPPED).organizations}
    assert {code for code, body in bodies.items() if body.tier == "core"} == CORE
    assert {"CIS", "EAEU", "OSCE", "OIC", "ECO", "BRICS", "ASEAN", "GCC", "LAS", "UN"} <= bodies.keys()


def test_every_core_body_is_known_in_the_languages_that_matter_most() -> None:
    for body in read_watch_list(SHIPPED).organizations:
        if body.tier == "core" and body.parent is None:
            written = {*body.names, *body.patterns, *body.acronyms}
            assert {"ar", "ru", "kk", "en", "zh", "tr", "fa", "fr", "uz", "kk-Latn", "kk-Arab"} <= written, body.code


def test_there_is_no_doubt_in_the_shipped_list() -> None:
    assert list(map(str, check_watch_list(read_watch_list(SHIPPED)))) == []


def test_every_key_is_explained_in_the_documents() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "watch-list.md").read_text("utf-8")
    keys = {*Organization.model_fields, *AmbiguousForms.model_fields}
    assert [key for key in sorted(keys) if f"| `{key}`" not in page and f"| `{key}.<language>`" not in page] == []


# --- mistakes ---------------------------------------------------------------------------------------------------------


def test_an_unknown_key_is_told_with_its_line_and_the_nearest_key(tmp_path: Path) -> None:
    said = problem(tmp_path, BODY + 'acronims = ["XY"]\n')
    assert said.startswith(f"{tmp_path}/0.toml:5: organization “XY”: acronims: ")
    assert said.endswith("Did you mean “acronyms”?")


def test_an_unknown_key_of_an_ambiguous_form_is_told_too(tmp_path: Path) -> None:
    said = problem(tmp_path, BODY + '[[organization.ambiguous]]\nforms = ["XY"]\nvetoes = ["x"]\n')
    assert "organization “XY”" in said
    assert "Did you mean “veto”?" in said


def test_a_form_under_no_language_is_an_error(tmp_path: Path) -> None:
    said = problem(tmp_path, BODY + '[organization.names]\n"Union of Ys" = "high"\n')
    assert "“Union of Ys” stands under no language: write it below [organization.names.en]" in said


def test_a_language_that_is_none_is_an_error(tmp_path: Path) -> None:
    said = problem(tmp_path, BODY + '[organization.names.english]\n"Union of Ys" = "high"\n')
    assert "organization “XY”: names: “english” stands under no language" in said


def test_a_broken_pattern_is_told_with_the_place_in_it(tmp_path: Path) -> None:
    said = problem(tmp_path, BODY + '[organization.patterns]\nen = ["Union (of Ys"]\n')
    assert "organization “XY”: patterns.en.0" in said
    assert "“(” at place 7 is never closed" in said


def test_a_pattern_that_would_never_end_is_refused_at_once(tmp_path: Path) -> None:
    said = problem(tmp_path, BODY + f'[organization.patterns]\nen = ["X{"(a|b|c)?" * 40}"]\n')
    assert f"more than {MOST_FORMS:,} forms" in said
    assert "brackets" in problem(tmp_path, BODY + f'[organization.patterns]\nen = ["{"(" * 5_000}"]\n')


def test_a_body_in_two_files_is_an_error(tmp_path: Path) -> None:
    assert "organization “XY” stands in" in problem(tmp_path, BODY, BODY)


def test_a_parent_or_a_list_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    union = BODY.replace("XY", "UNION")
    said = problem(tmp_path, union, BODY + 'parent = "UNIONS"\n')
    assert "organization “XY”: parent: there is no organization “UNIONS”. Did you mean “UNION”?" in said
    ambiguous = '[[organization.ambiguous]]\nforms = ["XY"]\nneed = ["@sumits"]\n'
    said = problem(tmp_path, '[words]\nsummits = ["summit*"]\n', BODY + ambiguous)
    assert "there is no list “sumits” in [words]. Did you mean “summits”?" in said


@pytest.mark.parametrize("form", ["", " Union", "—", "«»"])
def test_a_form_without_letters_or_with_blanks_at_its_ends_is_an_error(tmp_path: Path, form: str) -> None:
    assert "not a form" in problem(tmp_path, BODY + f'[organization.names.en]\n"{form}" = "high"\n')


def test_an_empty_list_is_an_error(tmp_path: Path) -> None:
    assert "the watch-list is empty" in problem(tmp_path, "")


def test_a_file_that_is_no_toml_is_an_error(tmp_path: Path) -> None:
    assert f"{tmp_path}/0.toml" in problem(tmp_path, "[[organization")


def test_the_version_tells_what_is_looked_for_and_not_where_it_stands(tmp_path: Path) -> None:
    other = BODY.replace("XY", "XZ")
    both, turned = read(tmp_path, BODY, other), read(tmp_path, other, BODY)
    assert both.version == turned.version
    assert read(tmp_path, BODY).version != both.version
    assert read(tmp_path, BODY + 'people = ["N"]\n').version != read(tmp_path, BODY).version


# --- doubts -----------------------------------------------------------------------------------------------------------


def test_a_form_that_two_bodies_claim_is_doubtful(tmp_path: Path) -> None:
    names = '[organization.names.en]\n"Union of Ys" = "high"\n'
    other = BODY.replace("XY", "XZ") + '[organization.patterns]\nen = ["Union (of|for) Ys"]\n'
    assert doubts(tmp_path, BODY + names, other) == [
        "XY names.en Union of Ys is claimed by XZ as well",
        "XZ patterns.en Union of Ys is claimed by XY as well",
    ]


def test_a_form_that_two_bodies_share_in_need_of_context_is_none(tmp_path: Path) -> None:
    row = '[[organization.ambiguous]]\nforms = ["XY"]\nneed = ["x"]\n'
    assert doubts(tmp_path, BODY + row, BODY.replace('"XY"', '"XZ"') + row) == []


def test_a_pattern_that_is_its_own_look_alike_is_doubtful(tmp_path: Path) -> None:
    toml = BODY + 'look_alikes = ["Union of Ys"]\n[organization.patterns]\nen = ["Union of (Ys|Zs)"]\n'
    assert doubts(tmp_path, toml) == [
        "XY patterns.en Union of Ys is a look-alike of XY too (“Union of Ys”): never tagged"
    ]


def test_a_look_alike_that_consumes_nothing_is_doubtful(tmp_path: Path) -> None:
    toml = BODY + 'look_alikes = ["Onion"]\n[organization.names.en]\n"Union" = "high"\n'
    assert doubts(tmp_path, toml) == ["XY look_alikes Onion holds no form of XY: it has nothing to consume"]


def test_letters_of_another_script_are_doubtful(tmp_path: Path) -> None:
    toml = BODY + '[organization.names.ru]\n"Cоюз игреков" = "high"\n'
    assert doubts(tmp_path, toml) == ["XY names.ru Cоюз игреков has latin letters, but stands under “ru”"]


def test_a_doubt_names_its_file(tmp_path: Path) -> None:
    toml = BODY + 'look_alikes = ["Onion"]\n[organization.names.en]\n"Union" = "high"\n'
    (doubt,) = check_watch_list(read(tmp_path, toml))
    assert str(doubt) == f"{tmp_path}/0.toml: XY: look_alikes: “Onion” holds no form of XY: it has nothing to consume"


# --- patterns ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "forms"),
    [
        ("plain", ["plain"]),
        ("(a|b) c", ["a c", "b c"]),
        ("(a )?b", ["b", "a b"]),
        ("a(b|c(d|e)?)", ["ab", "ac", "acd", "ace"]),
        ("(a|)b", ["ab", "b"]),
        ("a|b", ["a", "b"]),
        ("a  (b )?c", ["a c", "a b c"]),
        ("(a|a)b", ["ab"]),
    ],
)
def test_a_pattern_stands_for_its_forms(pattern: str, forms: list[str]) -> None:
    assert list(expand(pattern)) == forms


@pytest.mark.parametrize("pattern", ["(a", "a)", "a?", "", "(a)?", "(a|b)?(c)?", "a??"])
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        expand(pattern)


@pytest.mark.parametrize(
    ("pattern", "sign", "place"),
    [
        ("(a|a)*b", "*", 6),
        ("((x)? )*y", "*", 8),
        ("x{1,100000}", "{", 2),
        ("ab [e]", "[", 4),
        ("a+", "+", 2),
        (r"\bSCO", "\\", 1),
        ("^SCO", "^", 1),
        ("SCO$", "$", 4),
        ("(a|b]c)", "]", 5),
    ],
)
def test_a_sign_of_another_pattern_language_is_refused_with_its_place(pattern: str, sign: str, place: int) -> None:
    with pytest.raises(PatternError, match=f"“{re.escape(sign)}” at place {place} has no meaning here"):
        expand(pattern)


def test_a_dot_is_a_dot() -> None:
    assert list(expand("u.n.")) == ["u.n."]
