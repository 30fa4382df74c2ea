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
from press.toml_files import in_words, line_of, read_toml

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


Form = Annotated[str, AfterValidator(_written)]
Pattern = Annotated[str, AfterValidator(_expandable)]
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?")
_BY_LANGUAGE = ("names", "patterns", "acronyms")
Language = Annotated[str, Field(pattern=rf"^{_LANGUAGE.pattern}$")]


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

    code: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9-]{1,15}$")]
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
    origin: dict[str, Path] = {}
    for path in files:
        read = _read_file(path)
        for name, listed in read.words.items():
            if name in words:
                raise ConfigurationError(f"the list “{name}” stands in another file already", where=line_of(path, name))
            words[name] = listed
        for organization in read.organization:
            if organization.code in organizations:
                raise ConfigurationError(
                    f"organization “{organization.code}” stands in {origin[organization.code]} already", where=str(path)
                )
            organizations[organization.code], origin[organization.code] = organization, path
    if not organizations:
        raise ConfigurationError("the watch-list is empty: no [[organization]] in the files of organizations/")
    for organization in organizations.values():
        _check_references(organization, organizations, words, origin[organization.code])
    in_order = tuple(organizations[code] for code in sorted(organizations))
    places = {code: str(path) for code, path in origin.items()}
    return WatchList(version=_digest(in_order, words), organizations=in_order, words=words, files=places)


def _read_file(path: Path) -> _File:
    document = read_toml(path)
    try:
        return _File.model_validate(document)
    except ValidationError as error:
        first = error.errors()[0]
        raise ConfigurationError(_explain(first, document), where=_where(path, first)) from error


def _explain(error: Any, document: Mapping[str, Any]) -> str:
    """`organization “CICA”: acronims: there is no such key. Did you mean “acronyms”?`"""
    place = [part for part in error["loc"] if part != "[key]"]
    known: Iterable[str] = _File.model_fields
    name = ""
    if place[:1] == ["organization"] and len(place) > 1 and isinstance(place[1], int):
        row = document["organization"][place[1]]
        code = row.get("code") if isinstance(row, dict) else None
        name = f"organization “{code or f'number {place[1] + 1}'}”: "
        known = AmbiguousForms.model_fields if "ambiguous" in place else Organization.model_fields
        place = place[2:]
    if place[:1] and place[0] in _BY_LANGUAGE and len(place) == 2 and not _LANGUAGE.fullmatch(str(place[1])):
        return f"{name}{place[0]}: “{place[1]}” stands under no language: write it below [organization.{place[0]}.en]."
    advice = nearest(str(place[-1]), known) if error["type"] == "extra_forbidden" and place else ""
    key = ".".join(str(part) for part in place) or "the whole"
    return f"{name}{key}: {in_words(error)}.{advice}"


def _where(path: Path, error: Any) -> str:
    keys = [part for part in error["loc"] if isinstance(part, str) and part not in ("[key]", "organization")]
    if error["type"] != "extra_forbidden" or not keys:
        return str(path)
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.lstrip(" [\"'").startswith(keys[-1]) or f".{keys[-1]}" in line.partition("]")[0]:
            return f"{path}:{number}"
    return str(path)


def _check_references(
    organization: Organization, known: Mapping[str, Organization], words: Mapping[str, tuple[str, ...]], path: Path
) -> None:
    name = f"organization “{organization.code}”"
    if organization.parent is not None and organization.parent not in known:
        advice = nearest(organization.parent, known)
        raise ConfigurationError(
            f"{name}: parent: there is no organization “{organization.parent}”.{advice}", where=str(path)
        )
    for row in organization.ambiguous:
        for word in (*row.need, *row.places, *row.dealings, *row.veto):
            if word.startswith("@") and word[1:] not in words:
                advice = nearest(word[1:], words)
                raise ConfigurationError(
                    f"{name}: ambiguous {row.forms[0]}: there is no list “{word[1:]}” in [words].{advice}",
                    where=str(path),
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
