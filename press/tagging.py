"""Tagging: which organizations an article names, each with its evidence.

squeeze → find forms (one pass) → word borders → longest first, look-alikes consume → context and veto → tags
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from press.articles import Field, Mention, Tag
from press.boundaries import why_not
from press.context import ArticleContext, ContextIndex, FieldContext
from press.forms import CompiledForms, Form
from press.organizations import WatchList
from press.squeezing import Squeezed

LOOK_ALIKE: Final = "a look-alike"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A form that was found with its word borders in order; start and end are places in the field."""

    form: Form
    field: Field
    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start


class _Ground:
    """Which places of the fields are taken already."""

    def __init__(self, fields: dict[Field, Squeezed]) -> None:
        self._taken = {name: bytearray(len(field.original)) for name, field in fields.items()}
        self._holders: dict[Field, dict[int, Candidate]] = {name: {} for name in fields}

    def take(self, one: Candidate) -> None:
        self._taken[one.field][one.start : one.end] = b"\1" * one.length
        self._holders[one.field][one.start] = one

    def holder(self, one: Candidate) -> Candidate | None:
        """Whoever took a part of a candidate's place."""
        taken = self._taken[one.field]
        place = taken.find(1, one.start, one.end)
        while place > 0 and taken[place - 1] and place not in self._holders[one.field]:
            place -= 1
        return self._holders[one.field].get(place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What became of a candidate: tagged, or why not ("" when it is)."""

    candidate: Candidate
    why_not: str


class Tagger:
    """Compiles a watch-list once; `tag` is a pure function of its arguments afterwards."""

    def __init__(self, watch_list: WatchList) -> None:
        self._forms = CompiledForms(watch_list)
        self._context = ContextIndex(watch_list)
        self._core = frozenset(body.code for body in watch_list.organizations if body.tier == "core")

    def tag(self, title: str, text: str, language: str) -> tuple[Tag, ...]:
        """The organizations an article names, in the order in which they are first named."""
        fields = self._fields(title, text)
        candidates = [found for name, field in fields.items() for found in self._candidates(name, field, language)]
        if not candidates:
            return ()
        settled = self._settle(candidates, fields, language)
        return _tags([finding.candidate for finding in settled if not finding.why_not], fields)

    def _fields(self, title: str, text: str) -> dict[Field, Squeezed]:
        return {"title": Squeezed(title), "text": Squeezed(text)}

    def _candidates(self, name: Field, field: Squeezed, language: str) -> Iterator[Candidate]:
        for index, letters in ((self._forms.names, field.letters), (self._forms.acronyms, field.cased)):
            for start, end, meanings in index.find(letters):
                for form in _of_language_first(meanings, language):
                    if not why_not(form, field, start, end, language):
                        first, last = field.span(start, end)
                        yield Candidate(form=form, field=name, start=first, end=last)

    def _settle(self, candidates: list[Candidate], fields: dict[Field, Squeezed], language: str) -> list[Finding]:
        """Longest first: whatever is accepted, or is a look-alike, consumes what lies under it."""
        ordered = sorted(candidates, key=_precedence)
        certain = [one for one in _apart(ordered, fields) if one.form.ambiguous is None]
        contexts = {name: FieldContext(field, self._context) for name, field in fields.items()}
        context = ArticleContext(
            language=language,
            fields=tuple(contexts.values()),
            named=frozenset(code for one in certain if one.form.kind != "look-alike" for code in _family(one.form)),
            core=frozenset(
                one.form.organization.code
                for one in certain
                if one.form.kind != "look-alike" and one.form.organization.code in self._core
            ),
            rivals={one.form.organization.code: one.form.written for one in certain if one.form.rule == "rival"},
            index=self._context,
        )
        findings: list[Finding] = []
        ground = _Ground(fields)
        for one in ordered:
            reason = _why_consumed(one, ground) or _why_not_meant(one, context, contexts[one.field])
            findings.append(Finding(candidate=one, why_not=reason))
            if not reason or reason == LOOK_ALIKE:
                ground.take(one)
        return findings


def _of_language_first(meanings: tuple[Form, ...], language: str) -> list[Form]:
    return sorted(meanings, key=lambda form: form.language != language)


def _precedence(one: Candidate) -> tuple[int, int, bool, bool, str]:
    is_look_alike = one.form.kind == "look-alike"
    return (-one.length, one.start, not is_look_alike, one.form.ambiguous is not None, one.field)


def _apart(ordered: list[Candidate], fields: dict[Field, Squeezed]) -> Iterator[Candidate]:
    """The candidates that would remain if each of them were meant."""
    ground = _Ground(fields)
    for one in ordered:
        if not ground.holder(one):
            ground.take(one)
            yield one


def _family(form: Form) -> tuple[str, ...]:
    parent = form.organization.parent
    return (form.organization.code, parent) if parent else (form.organization.code,)


def _why_consumed(one: Candidate, ground: _Ground) -> str:
    holder = ground.holder(one)
    return f"consumed by “{holder.form.written}”" if holder else ""


def _why_not_meant(one: Candidate, context: ArticleContext, field: FieldContext) -> str:
    if one.form.kind == "look-alike":
        return LOOK_ALIKE
    if one.form.ambiguous is None:
        return ""
    return context.why_not(one.form.organization, one.form.ambiguous, field, (one.start, one.end))


def _tags(accepted: list[Candidate], fields: dict[Field, Squeezed]) -> tuple[Tag, ...]:
    mentions: dict[str, list[Mention]] = {}
    for one in sorted(accepted, key=lambda one: (one.field != "title", one.start)):
        body = one.form.organization
        if not body.tagged:
            continue
        mention = Mention(
            organization=body.code,
            form=fields[one.field].original[one.start : one.end],
            field=one.field,
            start=one.start,
            end=one.end,
            rule=one.form.rule,
        )
        mentions.setdefault(body.code, []).append(mention)
        if body.parent:
            above = replace(mention, organization=body.parent, rule=f"{mention.rule}, part of it")
            mentions.setdefault(body.parent, []).append(above)
    return tuple(Tag(organization=code, mentions=tuple(found)) for code, found in mentions.items())
