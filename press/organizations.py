"""The watch-list: which organizations are looked for, and by which words. It is data, one TOML file or more.

    [words]                                  lists of context words that several organizations share
    summitry = ["summit*", "саммит*"]

    [[organization]]
    code = "CICA"
    tier = "core"                            core: an article that names it is kept; neighbour: known to be told apart
    name = "Conference on …"                 what a person is shown
    parent = "…"                             a mention counts for that organization as well
    tagged = false                           only consumed, never tagged
    people = ["Sarybay"]                     officials: context for its ambiguous forms
    look_alikes = ["مدينة شنغهاي"]           phrases that mean something else, consumed before what lies under them
    rivals = ["Scottish Chamber Orchestra"]  other bodies of the same acronym: where one stands, the acronym is theirs

    [organization.names.ar]                  full names: enough by themselves
    "منظمة الدول التركية" = "high"           the form and how sure we are of it: high, medium or memory

    [organization.patterns]                  names that the press writes in many ways; see `press.patterns`
    ar = ["(منظمة |مؤتمر )?…"]

    [organization.acronyms.ru]               acronyms that mean nothing else; upper and lower case count
    "СВМДА" = "high"

    [[organization.ambiguous]]               forms that need a word of `need` (or a full name) in the article
    forms = ["CICA"]                         and no word of `veto` in their sentence
    need = ["Sarybay", "@summitry"]
    veto = ["bid protest"]

A context word ends in * when it is the beginning of a word, and stands for a list of [words] when it starts with @.
docs/watch-list.md explains every key.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from press.errors import ConfigurationError, nearest
from press.patterns import PatternError, expand
from press.toml_files import most_telling, place_in, read_toml, told
from press.toml_places import Lines

Confidence = Literal["high", "medium", "memory"]
Tier = Literal["core", "neighbour"]


def _written(form: str) -> str:
    if form != form.strip() or not any(letter.isalnum() for letter in form):
        raise ValueError("not a form: it needs letters, and no blank at its ends")
    return form


def _expandable(pattern: str) -> str:
    try:
        expand(pattern)
    except PatternError as error:
        raise ValueError(f"not a pattern: {error}") from error
    return pattern


def _language(code: str) -> str:
    if not _LANGUAGE.fullmatch(code):
        raise ValueError("not a language code such as ar, kk or kk-Latn")
    return code


def _code(code: str) -> str:
    if not re.fullmatch(r"[A-Z][A-Z0-9-]{1,15}", code):
        raise ValueError("not a code such as CICA or SCO-RATS: 2 to 16 capitals, digits and hyphens")
    return code


_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?")
Form = Annotated[str, AfterValidator(_written)]
Pattern = Annotated[str, AfterValidator(_expandable)]
_BY_LANGUAGE = ("names", "patterns", "acronyms")
Language = Annotated[str, AfterValidator(_language)]
Code = Annotated[str, AfterValidator(_code)]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class AmbiguousForms(_Row):
    """Forms that mean other things as well.

    kind: "acronym" is compared letter by letter as written, "name" like a full name.
    need: one of these somewhere in the article (or only in the sentence, see `within`); empty: only `veto` counts.
    places: names of countries and cities, which speak for a body only two together, or one with a word of `dealings`.
    veto: none of these in the sentence.
    languages: an article in one of these needs no further context.
    only: the letters mean this in these languages alone (an article whose language is not certain may be in one).
    companions: another core organization, named beyond doubt in the article, is context enough.
    quoted: counts only between quotation marks («شنغهاي»).
    """

    forms: tuple[Pattern, ...] = Field(min_length=1)
    kind: Literal["acronym", "name"] = "acronym"
    need: tuple[Form, ...] = ()
    places: tuple[Form, ...] = ()
    dealings: tuple[Form, ...] = ()
    veto: tuple[Form, ...] = ()
    languages: tuple[Language, ...] = ()
    only: tuple[Language, ...] = ()
    within: Literal["article", "sentence"] = "article"
    companions: bool = True
    quoted: bool = False


class Organization(_Row):
    """One body of the watch-list; the keys are explained at the top of this file."""

    code: Code
    tier: Tier
    name: Form
    parent: str | None = None
    tagged: bool = True
    people: tuple[Form, ...] = ()
    look_alikes: tuple[Pattern, ...] = ()
    rivals: tuple[Pattern, ...] = ()
    names: Mapping[Language, Mapping[Form, Confidence]] = {}
    patterns: Mapping[Language, tuple[Pattern, ...]] = {}
    acronyms: Mapping[Language, Mapping[Form, Confidence]] = {}
    ambiguous: tuple[AmbiguousForms, ...] = ()


class _File(_Row):
    words: Mapping[str, tuple[Form, ...]] = {}
    organization: tuple[Organization, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchList:
    """version: digest of everything that is looked for; the order of files and of keys does not change it.

    words: the shared lists of context words. files: the file each organization stands in, by its code.
    """

    version: str
    organizations: tuple[Organization, ...]
    words: Mapping[str, tuple[str, ...]]
    files: Mapping[str, str] = field(default_factory=dict)

    def context_words(self, words: Iterable[str]) -> frozenset[str]:
        """The words with each @list replaced by what it holds."""
        found: set[str] = set()
        for word in words:
            found.update(self.words[word[1:]] if word.startswith("@") else (word,))
        return frozenset(found)


def read_watch_list(files: Iterable[Path]) -> WatchList:
    """Raises ConfigurationError, which names file, organization and key, with the nearest known key."""
    words: dict[str, tuple[str, ...]] = {}
    organizations: dict[str, Organization] = {}
    origin: dict[str, tuple[Path, int]] = {}
    for path in files:
        read = _read_file(path)
        for name, listed in read.words.items():
            if name in words:
                raise ConfigurationError(
                    f"the list “{name}” stands in another file already", where=Lines(path).of("words", name)
                )
            words[name] = listed
        for number, organization in enumerate(read.organization):
            code = organization.code
            if code in organizations:
                first = _line(origin[code], "code")
                raise ConfigurationError(
                    f"organization “{code}” stands in {first} already", where=_line((path, number), "code")
                )
            organizations[code], origin[code] = organization, (path, number)
    if not organizations:
        raise ConfigurationError("the watch-list is empty: no [[organization]] in the files of organizations/")
    for organization in organizations.values():
        _check_references(organization, organizations, words, origin[organization.code])
    in_order = tuple(organizations[code] for code in sorted(organizations))
    places = {code: str(path) for code, (path, _) in origin.items()}
    return WatchList(version=_digest(in_order, words), organizations=in_order, words=words, files=places)


def _read_file(path: Path) -> _File:
    document = read_toml(path)
    try:
        return _File.model_validate(document)
    except ValidationError as error:
        finding = most_telling(error)
        raise ConfigurationError(_explain(finding, document), where=Lines(path).of(*place_in(finding))) from error


def _explain(finding: Mapping[str, Any], document: Mapping[str, Any]) -> str:
    """`organization “CICA”: acronims: there is no such key. Did you mean “acronyms”?`"""
    place = place_in(finding)
    known: Iterable[str] = _File.model_fields
    name = ""
    if place[:1] == ("organization",) and len(place) > 1 and isinstance(place[1], int):
        row = document["organization"][place[1]]
        code = row.get("code") if isinstance(row, dict) else None
        name = f"organization {f'“{code}”' if code else place[1] + 1}: "
        known = AmbiguousForms.model_fields if "ambiguous" in place else Organization.model_fields
        place = place[2:]
    if place[:1] and place[0] in _BY_LANGUAGE and len(place) == 2 and not _LANGUAGE.fullmatch(str(place[1])):
        return f"{name}{place[0]}: “{place[1]}” stands under no language: write it below [organization.{place[0]}.en]."
    return f"{name}{told(finding, known, place)}"


def _line(row: tuple[Path, int], *place: str | int) -> str:
    """The line of a key of the so-many-th organization of a file."""
    path, number = row
    return Lines(path).of("organization", number, *place)


def _check_references(
    organization: Organization,
    known: Mapping[str, Organization],
    words: Mapping[str, tuple[str, ...]],
    row: tuple[Path, int],
) -> None:
    name = f"organization “{organization.code}”"
    if organization.parent is not None and organization.parent not in known:
        advice = nearest(organization.parent, known)
        raise ConfigurationError(
            f"{name}: parent: there is no organization “{organization.parent}”.{advice}", where=_line(row, "parent")
        )
    for number, ambiguous in enumerate(organization.ambiguous):
        for word in (*ambiguous.need, *ambiguous.places, *ambiguous.dealings, *ambiguous.veto):
            if word.startswith("@") and word[1:] not in words:
                advice = nearest(word[1:], words)
                raise ConfigurationError(
                    f"{name}: ambiguous {ambiguous.forms[0]}: there is no list “{word[1:]}” in [words].{advice}",
                    where=_line(row, "ambiguous", number),
                )


def _digest(organizations: tuple[Organization, ...], words: Mapping[str, tuple[str, ...]]) -> str:
    digest = hashlib.blake2b(digest_size=8)
    for organization in organizations:
        digest.update(repr(_sorted(organization.model_dump())).encode())
    digest.update(repr(_sorted(words)).encode())
    return digest.hexdigest()


def _sorted(value: Any) -> Any:
    if isinstance(value, Mapping):
        return sorted((key, _sorted(part)) for key, part in value.items())
    return value
