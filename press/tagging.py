"""Tagging: which organizations an article names, each with its evidence.

squeeze → find forms (one pass) → word borders → longest first, look-alikes consume → context and veto → tags
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from press.articles import Field, Mention, Tag
from press.boundaries import UNKNOWN_LANGUAGE, bounds
from press.context import ArticleContext, ContextIndex, FieldContext
from press.definitions import Definitions
from press.forms import CompiledForms, Form
from press.organizations import WatchList
from press.squeezing import Squeezed

MOST_EVIDENCE: Final = 200  # mentions of one body that are kept; all of them are counted
MOST_FINDINGS: Final = 100_000  # in one article: what repeats a name for ever is looked through so far and no further
MOST_DEFINITIONS: Final = 200  # places where an article may say what one acronym stands for


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Letters that are spelled like a form of the watch-list; start and end are places in the field.

    why_not: why they were not tagged ("" when they were). because: why they were, for a form that means other things
        as well ("" for one that leaves no doubt).
    """

    form: Form
    field: Field
    start: int
    end: int
    why_not: str
    because: str = ""

    @property
    def is_look_alike(self) -> bool:
        return self.form.kind == "look-alike"


class Tagger:
    """Compiles a watch-list once; `tag` and `explain` are pure functions of their arguments afterwards."""

    def __init__(self, watch_list: WatchList) -> None:
        self._forms = CompiledForms(watch_list)
        self._context = ContextIndex(watch_list)
        self._definitions = Definitions(self._forms.forms)
        self._core = frozenset(body.code for body in watch_list.organizations if body.tier == "core")

    def tag(self, title: str, text: str, language: str) -> tuple[Tag, ...]:
        """The organizations an article names, in the order in which they are first named."""
        fields = _fields(title, text)
        found = [one for one in islice(self._find(fields, language), MOST_FINDINGS) if not one.why_not]
        if not found:
            return ()
        return _tags([one for one in self._settle(found, fields, language) if not one.why_not], fields)

    def explain(self, title: str, text: str, language: str) -> tuple[Finding, ...]:
        """Everything that is spelled like a form of the watch-list, in reading order, with why it was tagged or not."""
        fields = _fields(title, text)
        found = list(islice(self._find(fields, language), MOST_FINDINGS))
        settled = self._settle([one for one in found if not one.why_not], fields, language)
        return tuple(sorted([*settled, *(one for one in found if one.why_not)], key=_reading_order))

    def _find(self, fields: dict[Field, Squeezed], language: str) -> Iterator[Finding]:
        """Each occurrence of a form, with its word borders looked at; one for each body it may mean."""
        for name, field in fields.items():
            for index, letters in ((self._forms.names, field.letters), (self._forms.acronyms, field.cased)):
                for start, end, meanings in index.find(letters):
                    yield from _meant(name, field, (start, end), meanings, language)

    def _settle(self, found: list[Finding], fields: dict[Field, Squeezed], language: str) -> list[Finding]:
        """Longest first: whatever is meant, or is a look-alike, consumes what lies under it."""
        contexts = {name: FieldContext(field, self._context) for name, field in fields.items()}
        ordered = sorted(self._without_others(found, fields), key=_precedence)
        article = self._context_of(
            list(_apart([one for one in ordered if not one.why_not], fields)), tuple(contexts.values()), language
        )
        ground = _Ground(fields)
        settled: list[Finding] = []
        for one in ordered:
            holder = ground.holder(one)
            if holder is None:
                judged = one if one.why_not else _judged(one, article, contexts[one.field])
                if not judged.why_not or one.is_look_alike:
                    ground.take(one)
                settled.append(judged)
            elif (holder.form.organization, holder.start, holder.end) == (one.form.organization, one.start, one.end):
                continue  # the same finding by another row of the watch-list
            else:
                settled.append(replace(one, why_not=f"consumed by “{holder.form.written}”"))
        return settled

    def _without_others(self, found: list[Finding], fields: dict[Field, Squeezed]) -> Iterator[Finding]:
        """The findings; acronyms that the article says to be something else are not meant anywhere in it."""
        named = {one.form.organization.code for one in found if one.form.kind == "name" and one.form.ambiguous is None}
        others: dict[tuple[str, str], str] = {}
        looked: Counter[tuple[str, str]] = Counter()
        for one in found:
            key = one.form.organization.code, one.form.letters
            if one.form.kind != "acronym" or one.form.organization.code in named or key in others:
                continue
            looked[key] += 1
            if looked[key] > MOST_DEFINITIONS:
                continue
            if said := self._definitions.otherwise(one.form, fields[one.field].original, one.start, one.end):
                others[key] = said
        for one in found:
            said = others.get((one.form.organization.code, one.form.letters), "")
            yield replace(one, why_not=f"the article says it is “{said}”") if said else one

    def _context_of(self, apart: list[Finding], fields: tuple[FieldContext, ...], language: str) -> ArticleContext:
        """What the forms that leave no doubt say about the others."""
        bodies = [one.form.organization for one in apart if one.form.ambiguous is None and not one.is_look_alike]
        named = {body.code for body in bodies}
        return ArticleContext(
            language=language or UNKNOWN_LANGUAGE,
            fields=fields,
            named=frozenset(named | {body.parent for body in bodies if body.parent}),
            core=frozenset(named & self._core),
            rivals={one.form.organization.code: one.form.written for one in apart if one.form.rule == "rival"},
            index=self._context,
        )


def _fields(title: str, text: str) -> dict[Field, Squeezed]:
    return {"title": Squeezed(title), "text": Squeezed(text)}


def _meant(
    name: Field, field: Squeezed, letters: tuple[int, int], meanings: tuple[Form, ...], language: str
) -> Iterator[Finding]:
    """What the same letters may mean: one finding for each body, by the form of the article's language if there is one."""
    certain: set[str] = set()
    refused: dict[str, Finding] = {}
    for form in meanings if len(meanings) == 1 else sorted(meanings, key=lambda form: form.language != language):
        code = form.organization.code
        if form.ambiguous is None and code in certain:
            continue
        start, end, reason = bounds(form, field, *letters, language)
        found = Finding(form=form, field=name, start=start, end=end, why_not=reason)
        if reason:
            refused.setdefault(code, found)
            continue
        if form.ambiguous is None:
            certain.add(code)
        refused.pop(code, None)
        yield found
    yield from (found for code, found in refused.items() if code not in certain)


class _Ground:
    """Which places of the fields are taken, and by what."""

    def __init__(self, fields: dict[Field, Squeezed]) -> None:
        self._taken = {name: bytearray(len(field.original)) for name, field in fields.items()}
        self._holders: dict[tuple[Field, int], Finding] = {}

    def take(self, one: Finding) -> None:
        self._taken[one.field][one.start : one.end] = b"\1" * (one.end - one.start)
        self._holders[one.field, one.start] = one

    def holder(self, one: Finding) -> Finding | None:
        """What took a part of a finding's place; None where all of it is free."""
        place = self._taken[one.field].find(1, one.start, one.end)
        while place >= 0 and (one.field, place) not in self._holders:
            place -= 1
        return self._holders.get((one.field, place))


def _precedence(one: Finding) -> tuple[int, bool, bool, Field, int, str]:
    return (
        one.start - one.end,
        not one.is_look_alike,
        one.form.ambiguous is not None,
        one.field,
        one.start,
        one.form.organization.code,
    )


def _apart(ordered: list[Finding], fields: dict[Field, Squeezed]) -> Iterator[Finding]:
    """The findings that would remain if all of them were meant."""
    ground = _Ground(fields)
    for one in ordered:
        if ground.holder(one) is None:
            ground.take(one)
            yield one


def _judged(one: Finding, article: ArticleContext, field: FieldContext) -> Finding:
    """A finding that nothing consumed, with whether it is meant and why."""
    if one.is_look_alike:
        return replace(one, why_not="a look-alike")
    if one.form.ambiguous is None:
        return one
    verdict = article.judge(one.form.organization, one.form.ambiguous, field, (one.start, one.end))
    return replace(one, because=verdict.reason) if verdict.is_meant else replace(one, why_not=verdict.reason)


def _reading_order(one: Finding) -> tuple[bool, int, int, str]:
    return (one.field != "title", one.start, one.end, one.form.organization.code)


def _tags(meant: list[Finding], fields: dict[Field, Squeezed]) -> tuple[Tag, ...]:
    mentions: dict[str, list[Mention]] = {}
    for one in sorted(meant, key=_reading_order):
        body = one.form.organization
        mention = Mention(
            organization=body.code,
            form=fields[one.field].original[one.start : one.end],
            field=one.field,
            start=one.start,
            end=one.end,
            rule=one.form.rule,
        )
        if body.tagged:
            mentions.setdefault(body.code, []).append(mention)
        if body.tagged and body.parent:
            above = replace(mention, organization=body.parent, rule=f"{mention.rule}, part of it")
            mentions.setdefault(body.parent, []).append(above)
    return tuple(
        Tag(organization=code, mentions=tuple(found[:MOST_EVIDENCE]), unlisted=max(0, len(found) - MOST_EVIDENCE))
        for code, found in mentions.items()
    )
