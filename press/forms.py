"""The watch-list made ready for matching: every form, pattern, look-alike and context word as squeezed letters.

One automaton holds the names and look-alikes (case does not count), one the acronyms (it does), one the context words;
each finds all of its thousands of forms in one pass over the text, and none can be made slow by what the text holds.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from ahocorasick_rs import AhoCorasick, Implementation

from press.organizations import AmbiguousForms, Organization, WatchList
from press.patterns import expand
from press.squeezing import squeezed_words

Kind = Literal["name", "acronym", "look-alike"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One way a body, or a look-alike of it, is written.

    letters: squeezed; with case for acronyms. written: as the watch-list has it (one of several with equal letters).
    cuts: how many letters stand before each inner word border. language: "" when the form is of no one language.
    rule: how evidence names it. key: where in the file it stands. ambiguous: what it needs, when it means other things.
    """

    letters: str
    written: str
    cuts: frozenset[int]
    kind: Kind
    organization: Organization
    language: str
    rule: str
    key: str
    ambiguous: AmbiguousForms | None

    @property
    def words(self) -> int:
        return len(self.cuts) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """What the watch-list says in one place, and what all forms of the place have in common."""

    written: Iterable[str]
    kind: Kind
    key: str
    rule: str
    language: str = ""
    ambiguous: AmbiguousForms | None = None


def forms_of(organization: Organization) -> list[Form]:
    """All forms of one body, with patterns expanded and Arabic «لل» spelled out."""
    return [
        _form(organization, row, written, spelled)
        for row in _rows(organization)
        for written in row.written
        for spelled in _contracted(written)
    ]


def _rows(body: Organization) -> Iterator[_Row]:
    for language, names in body.names.items():
        yield _Row(written=names, kind="name", key=f"names.{language}", rule=f"name:{language}", language=language)
    for language, patterns in body.patterns.items():
        key, rule = f"patterns.{language}", f"pattern:{language}-{body.code.lower()}"
        yield _Row(written=_expanded(patterns), kind="name", key=key, rule=rule, language=language)
    for language, acronyms in body.acronyms.items():
        key, rule = f"acronyms.{language}", f"acronym:{language}"
        yield _Row(written=acronyms, kind="acronym", key=key, rule=rule, language=language)
    for row in body.ambiguous:
        rule = f"{row.kind}+context"
        yield _Row(written=_expanded(row.forms), kind=row.kind, key="ambiguous", rule=rule, ambiguous=row)
    yield _Row(written=_expanded(body.look_alikes), kind="look-alike", key="look_alikes", rule="look-alike")
    yield _Row(written=_expanded(body.rivals), kind="look-alike", key="rivals", rule="rival")


def _expanded(patterns: Iterable[str]) -> Iterator[str]:
    return (form for pattern in patterns for form in expand(pattern))


def _form(organization: Organization, row: _Row, written: str, spelled: str) -> Form:
    words = squeezed_words(spelled)
    letters = "".join(words)
    return Form(
        letters=letters if row.kind == "acronym" else letters.lower(),
        written=written,
        cuts=frozenset(accumulate(map(len, words[:-1]))),
        kind=row.kind,
        organization=organization,
        language=row.language,
        rule=row.rule,
        key=row.key,
        ambiguous=row.ambiguous,
    )


def _contracted(form: str) -> tuple[str, ...]:
    """An Arabic form and, when it begins with the article, the form after the preposition: ل + ال = لل."""
    return (form, "لل" + form[2:]) if form.startswith("ال") else (form,)


class FormIndex:
    """Forms in an automaton. Several forms may have the same letters."""

    def __init__(self, forms: Iterable[Form]) -> None:
        by_letters: dict[str, list[Form]] = defaultdict(list)
        for form in forms:
            by_letters[form.letters].append(form)
        self._meanings = [tuple(_distinct(found)) for found in by_letters.values()]
        self._automaton = automaton(by_letters)

    def find(self, letters: str) -> list[tuple[int, int, tuple[Form, ...]]]:
        """All occurrences, overlapping ones as well: start, end, what the letters may be."""
        if self._automaton is None:
            return []
        found = self._automaton.find_matches_as_indexes(letters, overlapping=True)
        return [(start, end, self._meanings[number]) for number, start, end in found]


def automaton(patterns: Iterable[str]) -> AhoCorasick | None:
    listed = list(patterns)
    return AhoCorasick(listed, implementation=Implementation.ContiguousNFA) if listed else None


def _distinct(forms: list[Form]) -> list[Form]:
    """One form of each meaning; those that stand for themselves come before those that need context."""
    kept: dict[tuple[str, Kind, str, int], Form] = {}
    for form in sorted(forms, key=lambda form: form.ambiguous is not None):
        row = 0 if form.ambiguous is None else id(form.ambiguous)
        kept.setdefault((form.organization.code, form.kind, form.language, row), form)
    return list(kept.values())


class CompiledForms:
    """A watch-list ready for matching."""

    def __init__(self, watch_list: WatchList) -> None:
        forms = [form for organization in watch_list.organizations for form in forms_of(organization)]
        self.names = FormIndex(form for form in forms if form.kind != "acronym")
        self.acronyms = FormIndex(form for form in forms if form.kind == "acronym")
        self.forms = tuple(forms)
