"""Persons, places and agencies: found with the machinery of the watch-list, and never organizations.

    tagger = EntityTagger(read_entities(sorted(Path("config/entities").glob("*.toml"))))
    tagger.tag(title, text, language)      EntityTag(kind="person", code="tokayev", …) …

What a search asks for too when it is asked for one of the spellings is in `press.spellings`.

People and places are data (`config/entities/*.toml`, see the top of people.toml); agencies are those of `press.agencies`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic import Field as Key

from press.agencies import AGENCIES
from press.articles import Field, Tag
from press.errors import ConfigurationError, nearest
from press.organizations import Form, Language, Organization, Pattern, WatchList
from press.tagging import Tagger
from press.toml_files import in_words, read_toml

EntityKind = Literal["person", "place", "agency"]

_ANY_LANGUAGE: Final = "mul"


class _Row(BaseModel):
    """The keys are explained at the top of config/entities/people.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str = Key(pattern=r"^[a-z0-9][a-z0-9-]*$")
    name: Form
    about: str = ""
    alone: bool = True
    spellings: Mapping[Language, tuple[Form, ...]] = {}
    names: Mapping[Language, tuple[Pattern, ...]] = {}


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    person: tuple[_Row, ...] = ()
    place: tuple[_Row, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """spellings: single words that a search takes for one another. patterns: what tags it; both by language."""

    kind: EntityKind
    code: str
    name: str
    about: str
    spellings: Mapping[str, tuple[str, ...]]
    patterns: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityMention:
    """One place where an entity is named: `form == field_text[start:end]`."""

    form: str
    field: Field
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityTag:
    """A person, place or agency an article names, with all evidence in reading order (title first)."""

    kind: EntityKind
    code: str
    mentions: tuple[EntityMention, ...]


def read_entities(files: Iterable[Path]) -> tuple[Entity, ...]:
    """The people and places of the files, and the agencies. Raises ConfigurationError."""
    found: dict[tuple[EntityKind, str], Entity] = {}
    for path in files:
        for entity in _read_file(path):
            if (entity.kind, entity.code) in found:
                raise ConfigurationError(f"{entity.kind} “{entity.code}” stands twice", where=str(path))
            found[entity.kind, entity.code] = entity
    return (*found.values(), *_agencies())


def _read_file(path: Path) -> Iterator[Entity]:
    try:
        read = _File.model_validate(read_toml(path))
    except ValidationError as error:
        first = error.errors()[0]
        place = [str(part) for part in first["loc"] if part != "[key]"]
        advice = nearest(place[-1], _Row.model_fields) if first["type"] == "extra_forbidden" else ""
        raise ConfigurationError(f"{'.'.join(place)}: {in_words(first)}.{advice}", where=str(path)) from error
    yield from (_entity("person", row) for row in read.person)
    yield from (_entity("place", row) for row in read.place)


def _entity(kind: EntityKind, row: _Row) -> Entity:
    patterns: dict[str, list[str]] = defaultdict(list)
    for language, words in (*row.names.items(), *(row.spellings.items() if row.alone else ())):
        patterns[language] += words
    return Entity(
        kind=kind,
        code=row.code,
        name=row.name,
        about=row.about,
        spellings=row.spellings,
        patterns={language: tuple(listed) for language, listed in patterns.items()},
    )


def _agencies() -> Iterator[Entity]:
    """Their acronyms are words and other bodies elsewhere, so only the names tag."""
    for agency in AGENCIES:
        yield Entity(
            kind="agency",
            code=agency.code,
            name=agency.code,
            about="news agency",
            spellings={},
            patterns={_ANY_LANGUAGE: agency.names},
        )


class EntityTagger:
    """Compiles the entities once; `tag` is a pure function of its arguments afterwards."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._entities = {f"E{number:04}": entity for number, entity in enumerate(entities)}
        bodies = tuple(_as_body(code, entity) for code, entity in self._entities.items())
        self._tagger = Tagger(WatchList(version="", organizations=bodies, words={}))

    def tag(self, title: str, text: str, language: str) -> tuple[EntityTag, ...]:
        """The entities an article names, in the order in which they are first named."""
        return tuple(self._renamed(tag) for tag in self._tagger.tag(title, text, language))

    def _renamed(self, tag: Tag) -> EntityTag:
        entity = self._entities[tag.organization]
        mentions = tuple(
            EntityMention(form=one.form, field=one.field, start=one.start, end=one.end) for one in tag.mentions
        )
        return EntityTag(kind=entity.kind, code=entity.code, mentions=mentions)


def _as_body(code: str, entity: Entity) -> Organization:
    return Organization(code=code, tier="neighbour", name=entity.name, patterns=entity.patterns)
