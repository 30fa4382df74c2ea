"""Persons, places and agencies: further lists of the kind of the watch-list, and never organizations.

    entities = read_entities(entity_files(Path("config")))
    EntityTagger(entities).tag(title, text, language)      EntityTag(kind="person", code="tokayev", …) …

They are data: config/entities/*.toml; the keys are told at the top of people.toml and agencies.toml. What a search asks
for too when it is asked for one of the spellings is in `press.spellings`; how a credit is read, in `press.credits`.
"""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic import Field as Key

from press.agencies import Agencies, Agency
from press.articles import EntityKind, EntityMention, EntityTag, Field, Tag
from press.credits import read_dateline
from press.errors import ConfigurationError
from press.organizations import Form, Language, Organization, Pattern, WatchList
from press.patterns import expand
from press.shipped import entity_files, shipped_directory
from press.tagging import Tagger
from press.toml_files import most_telling, place_in, read_toml, told
from press.toml_places import Lines
from press.watch_list_check import Doubt, check_watch_list

MOST_EVIDENCE: Final = 20  # mentions of one entity that are kept; all of them are counted
LONGEST_TEXT: Final = 100_000  # signs that are looked through: no article is longer, and a hostile text is bounded


class _Row(BaseModel):
    """The keys are explained at the top of config/entities/people.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str = Key(pattern=r"^[a-z0-9][a-z0-9-]*$")
    name: Form
    about: str = ""
    alone: bool = True
    spellings: Mapping[Language, tuple[Form, ...]] = {}
    names: Mapping[Language, tuple[Pattern, ...]] = {}


class _AgencyRow(BaseModel):
    """The keys are explained at the top of config/entities/agencies.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str = Key(pattern=r"^[a-z0-9][a-z0-9-]*$")
    name: Form
    names: Mapping[Language, tuple[Pattern, ...]] = {}
    acronyms: Mapping[Language, tuple[Form, ...]] = {}


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    person: tuple[_Row, ...] = ()
    place: tuple[_Row, ...] = ()
    agency: tuple[_AgencyRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """spellings: single words that a search takes for one another. patterns: what tags it; acronyms: what an agency is
    credited by besides, in certain places only. All by language. file: where it was read."""

    kind: EntityKind
    code: str
    name: str
    about: str
    spellings: Mapping[str, tuple[str, ...]]
    patterns: Mapping[str, tuple[str, ...]]
    acronyms: Mapping[str, tuple[str, ...]]
    file: str


@cache
def shipped_entities() -> tuple[Entity, ...]:
    return read_entities(entity_files(shipped_directory()))


def read_entities(files: Iterable[Path]) -> tuple[Entity, ...]:
    """Raises ConfigurationError, which names file, line and key."""
    found: dict[tuple[EntityKind, str], Entity] = {}
    for path in files:
        numbers: Counter[EntityKind] = Counter()
        for entity in _read_file(path):
            kind, code = entity.kind, entity.code
            if (kind, code) in found:
                first = found[kind, code].file
                also = "" if first == entity.file else f": in {first} too"
                where = Lines(path).of(kind, numbers[kind], "code")
                raise ConfigurationError(f"{kind} “{code}” stands twice{also}", where=where)
            found[kind, code] = entity
            numbers[kind] += 1
    return tuple(found.values())


def entities_version(entities: Iterable[Entity]) -> str:
    """Digest of what is looked for: persons, places, and the agencies of credits and datelines."""
    digest = hashlib.blake2b(digest_size=8)
    for entity in sorted(entities, key=lambda one: (one.kind, one.code)):
        forms = (sorted(entity.patterns.items()), sorted(entity.acronyms.items()))
        digest.update(repr((entity.kind, entity.code, *forms)).encode())
    return digest.hexdigest()


def agencies_of(entities: Iterable[Entity]) -> tuple[Agency, ...]:
    return tuple(
        Agency(
            code=one.code,
            names=tuple(form for listed in one.patterns.values() for pattern in listed for form in expand(pattern)),
            acronyms=tuple(form for listed in one.acronyms.values() for form in listed),
        )
        for one in entities
        if one.kind == "agency"
    )


def check_entities(entities: Iterable[Entity]) -> tuple[Doubt, ...]:
    """What is doubtful in lists that can be read, as in a watch-list."""
    listed = tuple(entities)
    named = {code: f"{one.kind} {one.code}" for code, one in zip(_as_watch_list(listed).files, listed, strict=True)}
    return tuple(
        replace(
            doubt,
            organization=named[doubt.organization],
            key=doubt.key.replace("patterns.", "names."),
            problem=re.sub(r"\bE\d{4}\b", lambda found: named[found[0]], doubt.problem),
        )
        for doubt in check_watch_list(_as_watch_list(listed))
    )


def _as_watch_list(entities: Iterable[Entity]) -> WatchList:
    """The entities as the bodies of a watch-list, by whose rules they are checked."""
    bodies = {f"E{number:04}": entity for number, entity in enumerate(entities)}
    acronyms = {
        code: {language: dict.fromkeys(forms, "high") for language, forms in entity.acronyms.items()}
        for code, entity in bodies.items()
    }
    return WatchList(
        version="",
        organizations=tuple(
            _as_body(code, entity).model_copy(update={"acronyms": acronyms[code]}) for code, entity in bodies.items()
        ),
        words={},
        files={code: entity.file for code, entity in bodies.items()},
    )


class EntityTagger:
    """Tags persons and places, and knows the agencies of credits and datelines. Compiles them once; `tag` is a pure function of its arguments afterwards."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        listed = tuple(entities)
        self.agencies = Agencies(agencies_of(listed))
        self._entities = {f"E{number:04}": entity for number, entity in enumerate(listed)}
        self.version = entities_version(self._entities.values())
        bodies = tuple(_as_body(code, entity) for code, entity in self._entities.items())
        self._tagger = Tagger(WatchList(version="", organizations=bodies, words={}))

    def tag(self, title: str, text: str, language: str, organizations: Iterable[Tag] = ()) -> tuple[EntityTag, ...]:
        """The entities an article names, in the order in which they are first named.

        organizations: what is a part of their names («منظمة شنغهاي للتعاون») names no place.
        """
        taken = {
            (mention.field, place)
            for tag in organizations
            for mention in tag.mentions
            for place in range(mention.start, mention.end)
        }
        tags = self._tagger.tag(title[:LONGEST_TEXT], text[:LONGEST_TEXT], language)
        return tuple(named for tag in tags if (named := self._renamed(tag, taken)).count)

    def dateline_place(self, text: str, named: Iterable[EntityTag]) -> str | None:
        """The code of the first place that is named in a text's dateline. named: what the text names."""
        dateline = read_dateline(text, self.agencies)
        start = text.find(dateline) if dateline else -1
        if dateline is None or start < 0:
            return None
        places = (
            (mention.start, tag.code)
            for tag in named
            if tag.kind == "place"
            for mention in tag.mentions
            if mention.field == "text" and start <= mention.start < start + len(dateline)
        )
        return min(places, default=(0, None))[1]

    def _renamed(self, tag: Tag, taken: set[tuple[Field, int]]) -> EntityTag:
        entity = self._entities[tag.organization]
        free = [one for one in tag.mentions if (one.field, one.start) not in taken]
        mentions = tuple(
            EntityMention(form=one.form, field=one.field, start=one.start, end=one.end) for one in free[:MOST_EVIDENCE]
        )
        return EntityTag(kind=entity.kind, code=entity.code, count=len(free) + tag.unlisted, mentions=mentions)


def _as_body(code: str, entity: Entity) -> Organization:
    """Agencies consume what lies under them («روسيا اليوم» is not Russia), without their acronyms, which are words elsewhere."""
    tagged = entity.kind != "agency"
    return Organization(code=code, tier="neighbour", name=entity.name, patterns=entity.patterns, tagged=tagged)


def _read_file(path: Path) -> Iterator[Entity]:
    document = read_toml(path)
    try:
        read = _File.model_validate(document)
    except ValidationError as error:
        raise _mistake(path, document, error) from error
    yield from (_entity("person", row, path) for row in read.person)
    yield from (_entity("place", row, path) for row in read.place)
    for row in read.agency:
        yield Entity(
            kind="agency",
            code=row.code,
            name=row.name,
            about="news agency",
            spellings={},
            patterns=row.names,
            acronyms=row.acronyms,
            file=str(path),
        )


def _mistake(path: Path, document: Mapping[str, Any], error: ValidationError) -> ConfigurationError:
    """`people.toml:12: person “tokayev”: spelings: there is no such key. Did you mean “spellings”?`"""
    finding = most_telling(error)
    place, named, known = place_in(finding), "", tuple(_File.model_fields)
    where = Lines(path).of(*place)
    if len(place) > 1 and place[0] in known and isinstance(place[1], int):
        kind, number = str(place[0]), place[1]
        row = document[kind][number]
        code = row.get("code") if isinstance(row, dict) else None
        named = f"{kind} {f'“{code}”' if code else number + 1}: "
        known = tuple((_AgencyRow if kind == "agency" else _Row).model_fields)
        place = place[2:]
    return ConfigurationError(f"{named}{told(finding, known, place)}", where=where)


def _entity(kind: EntityKind, row: _Row, path: Path) -> Entity:
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
        acronyms={},
        file=str(path),
    )
