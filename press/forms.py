"""The watch-list made ready for matching: every form, pattern, look-alike and context word as squeezed letters.

One automaton holds the names and look-alikes (case does not count), one the acronyms (it does), one the context words;
each finds all of its thousands of forms in one pass over the text, and none can be made slow by what the text holds.
"""

from collections import defaultdict
from collections.abc import Iterable
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
    rule: how evidence names it. ambiguous: what it needs, when it means other things as well.
    """

    letters: str
    written: str
    cuts: frozenset[int]
    kind: Kind
    organization: Organization
    language: str
    rule: str
    ambiguous: AmbiguousForms | None

    @property
    def words(self) -> int:
        return len(self.cuts) + 1


def forms_of(organization: Organization) -> list[Form]:
    """All forms of one body, with patterns expanded and Arabic «لل» spelled out."""
    made: list[Form] = []

    def add(
        written: Iterable[str], kind: Kind, rule: str, language: str = "", ambiguous: AmbiguousForms | None = None
    ) -> None:
        for form in written:
            for spelled in _contracted(form):
                words = squeezed_words(spelled)
                letters = "".join(words)
                made.append(
                    Form(
                        letters=letters if kind == "acronym" else letters.lower(),
                        written=form,
                        cuts=frozenset(accumulate(map(len, words[:-1]))),
                        kind=kind,
                        organization=organization,
                        language=language,
                        rule=rule,
                        ambiguous=ambiguous,
                    )
                )

    for language, names in organization.names.items():
        add(names, "name", f"name:{language}", language)
    for language, patterns in organization.patterns.items():
        for pattern in patterns:
            add(expand(pattern), "name", f"pattern:{language}-{organization.code.lower()}", language)
    for language, acronyms in organization.acronyms.items():
        add(acronyms, "acronym", f"acronym:{language}", language)
    for row in organization.ambiguous:
        for pattern in row.forms:
            add(expand(pattern), row.kind, f"{row.kind}+context", "", row)
    for pattern in organization.look_alikes:
        add(expand(pattern), "look-alike", "look-alike")
    for pattern in organization.rivals:
        add(expand(pattern), "look-alike", "rival")
    return made


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
