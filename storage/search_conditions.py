"""Conditions of a query as SQL on the table `article AS a`, to be asked of few articles: for many see `storage.search_masks`."""

from dataclasses import dataclass, field
from typing import Any, Final, assert_never

from press.query_tree import And, Everything, Fact, Field, FieldIs, Has, Match, Node, Not, Or, Published, Text
from storage.moments import to_microseconds

SAYS: Final = "rasid_says"
HAS: Final = "rasid_has"
"""Functions that the search adds to its connection: whether a text holds words exactly so, or in some form; see
`storage.search_exact`."""

_FACTS: Final = {
    Fact.COPIES: (
        "(SELECT count(*) FROM (SELECT 1 FROM sighting x WHERE x.article_id = a.id LIMIT 2)) > 1"
        " OR EXISTS (SELECT 1 FROM article x WHERE x.head_id = a.id)"
    ),
    Fact.COPY: "a.head_id IS NOT NULL",
    Fact.REVISED: "a.revision > 1",
    Fact.VANISHED: "EXISTS (SELECT 1 FROM sighting x WHERE x.article_id = a.id AND x.vanished_at IS NOT NULL)",
    Fact.DATE: "a.published_at IS NOT NULL",
    Fact.AUTHOR: "coalesce(a.author, '') != ''",
    Fact.CREDIT: "coalesce(a.credit, '') != ''",
}


@dataclass(slots=True)
class Conditions:
    """Writes conditions and keeps the values they name."""

    values: dict[str, Any] = field(default_factory=dict)

    def value(self, value: Any) -> str:
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f":{name}"

    def sql(self, node: Node) -> str:
        match node:
            case Everything():
                return "1"
            case And(parts=parts):
                return "(" + " AND ".join(map(self.sql, sorted(parts, key=_reads_texts))) + ")"
            case Or(parts=parts):
                return "(" + " OR ".join(map(self.sql, parts)) + ")"
            case Not(part=part):
                return f"NOT {self.sql(part)}"
            case _:
                return self._leaf(node)

    def _leaf(self, node: Published | Has | FieldIs | Text) -> str:
        match node:
            case Published():
                return self._published(node)
            case Has(fact=fact):
                return f"({_FACTS[fact]})"
            case FieldIs():
                return self._field(node)
            case Text():
                return self._text(node)
            case _:
                assert_never(node)

    def _published(self, node: Published) -> str:
        parts = []
        if node.since is not None:
            parts.append(f"a.sort_at >= {self.value(to_microseconds(node.since))}")
        if node.before is not None:
            parts.append(f"a.sort_at < {self.value(to_microseconds(node.before))}")
        return "(" + " AND ".join(parts) + ")" if parts else "1"

    def _text(self, node: Text) -> str:
        """The text itself is asked: the index would have to be walked anew for every article."""
        if node.match is Match.EXACT:
            return self.exactly(node)
        wanted = f"{self.value(node.text)}, {self.value(node.match)}, {int(node.in_title)}"
        return (
            f"(SELECT {HAS}(t.title, t.text, a.language, {wanted}) FROM article_text t "
            "WHERE t.article_id = a.id AND t.revision = a.revision)"
        )

    def exactly(self, node: Text) -> str:
        """That a text has the words so."""
        return (
            f"(SELECT {SAYS}(t.title, t.text, {self.value(node.text)}, {int(node.in_title)}) FROM article_text t "
            "WHERE t.article_id = a.id AND t.revision = a.revision)"
        )

    def _field(self, node: FieldIs) -> str:
        match node.field:
            case Field.ORGANIZATION:
                same = self.same("x.organization", node)
                return f"EXISTS (SELECT 1 FROM article_tag x WHERE x.article_id = a.id AND {same})"
            case Field.PERSON | Field.PLACE:
                same = f"x.kind = {self.value(node.field.value)} AND {self.same('x.code', node)}"
                return f"EXISTS (SELECT 1 FROM article_entity x WHERE x.article_id = a.id AND {same})"
            case Field.DATELINE:
                return self.same("coalesce(a.dateline_place, '')", node)
            case Field.LANGUAGE:
                return self._language(node)
            case Field.SOURCE:
                seen = self.same("x.source_id", node)
                return f"({self.same('a.source_id', node)} OR EXISTS (SELECT 1 FROM sighting x WHERE x.article_id = a.id AND {seen}))"
            case Field.CREDIT:
                seen = self.same("x.credit", node)
                own = self.same("coalesce(a.credit, '')", node)
                return f"({own} OR EXISTS (SELECT 1 FROM sighting x WHERE x.article_id = a.id AND {seen}))"
            case Field.COUNTRY | Field.KIND:
                return f"a.source_id IN (SELECT s.id FROM source s WHERE {self.same(f's.{node.field.value}', node)})"
            case _:
                assert_never(node.field)

    def same(self, column: str, node: FieldIs) -> str:
        if not node.prefix:
            return f"{column} = {self.value(node.value)}"
        escaped = node.value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return f"{column} LIKE {self.value(escaped + '%')} ESCAPE '\\'"

    def _language(self, node: FieldIs) -> str:
        """In any of its scripts: kk, kk-Arab. Compared without a function: it is asked of every article where words are not."""
        bounds = f"a.language >= {self.value(node.value + '-')} COLLATE NOCASE AND a.language < {self.value(node.value + '.')} COLLATE NOCASE"
        return f"(a.language = {self.value(node.value)} COLLATE NOCASE OR ({bounds}))"


def _reads_texts(node: Node) -> bool:
    """Which is asked last."""
    match node:
        case And(parts=parts) | Or(parts=parts):
            return any(map(_reads_texts, parts))
        case Not(part=part):
            return _reads_texts(part)
        case _:
            return isinstance(node, Text)
