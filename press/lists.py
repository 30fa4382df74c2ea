"""All lists that a text is searched by, together: organizations; persons, places and agencies."""

from collections.abc import Iterable
from dataclasses import dataclass

from press.articles import EntityTag, Tag
from press.credits import read_credit
from press.entities import Entity, EntityTagger
from press.organizations import WatchList
from press.tagging import Tagger


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedEntities:
    """The persons and places that a text names, and the code of the place it was sent from."""

    tags: tuple[EntityTag, ...]
    dateline_place: str | None


class Lists:
    """Compiled once. What is asked last costs most, and is asked only of what is kept."""

    def __init__(self, watch_list: WatchList, entities: Iterable[Entity]) -> None:
        self._organizations = Tagger(watch_list)
        self._entities = EntityTagger(entities)
        self.entities_version = self._entities.version

    def credit(self, title: str, text: str) -> str | None:
        """The code of the agency that is quoted as the source."""
        return read_credit(title, text, self._entities.agencies)

    def organizations(self, title: str, text: str, language: str) -> tuple[Tag, ...]:
        return self._organizations.tag(title, text, language)

    def entities(self, title: str, text: str, language: str, organizations: Iterable[Tag]) -> NamedEntities:
        """organizations: what is a part of their names is no place."""
        tags = self._entities.tag(title, text, language, organizations)
        return NamedEntities(tags=tags, dateline_place=self._entities.dateline_place(text, tags))
