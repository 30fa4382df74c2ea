"""What is doubtful in a watch-list that can be read: for `rasid organizations check`. Pure; nothing is changed.

Whatever cannot be read at all (unknown keys, broken patterns, forms under no language) is an error of `read_watch_list`.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from press.boundaries import script
from press.forms import Form, forms_of
from press.organizations import Organization, WatchList

# The scripts a language of the watch-list is written in; a language that is not here may be written in any.
_SCRIPTS: Final = {
    "arabic": ("ar", "fa", "ur", "ps", "ug", "kk-Arab"),
    "cyrillic": ("ru", "uk", "be", "bg", "kk", "ky", "tg", "mn", "uz-Cyrl"),
    "latin": ("en", "fr", "de", "es", "it", "pt", "tr", "az", "tk", "uz", "hu", "kk-Latn"),
    "han": ("zh", "ja", "ko"),
}
_SCRIPT_OF: Final = {language: name for name, languages in _SCRIPTS.items() for language in languages}


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """file: the file of the organization ("" when it came from none). key: names, patterns, ambiguous …"""

    file: str
    organization: str
    key: str
    form: str
    problem: str

    def __str__(self) -> str:
        place = f"{self.file}: " if self.file else ""
        return f"{place}{self.organization}: {self.key}: “{self.form}” {self.problem}"


def check_watch_list(watch_list: WatchList) -> tuple[Doubt, ...]:
    """All doubts, in the order of bodies and keys."""
    forms = {body.code: forms_of(body) for body in watch_list.organizations}
    doubts = {
        *_claimed_twice(watch_list, forms),
        *(doubt for body in watch_list.organizations for doubt in _own_look_alikes(watch_list, body, forms[body.code])),
        *(doubt for body in watch_list.organizations for doubt in _foreign_letters(watch_list, forms[body.code])),
    }
    return tuple(sorted(doubts, key=lambda doubt: (doubt.organization, doubt.key, doubt.form, doubt.problem)))


def _doubt(watch_list: WatchList, form: Form, problem: str) -> Doubt:
    return Doubt(
        file=watch_list.files.get(form.organization.code, ""),
        organization=form.organization.code,
        key=form.key,
        form=form.written,
        problem=problem,
    )


def _claimed_twice(watch_list: WatchList, forms: dict[str, list[Form]]) -> Iterator[Doubt]:
    """The same letters beyond doubt for two bodies: one of them would never be tagged by them."""
    claims: dict[tuple[bool, str], dict[str, Form]] = defaultdict(dict)
    for listed in forms.values():
        for form in listed:
            if form.kind != "look-alike" and form.ambiguous is None:
                claims[form.kind == "acronym", form.letters].setdefault(form.organization.code, form)
    for claimed in claims.values():
        for form in claimed.values():
            others = sorted(code for code in claimed if code != form.organization.code)
            if others:
                yield _doubt(watch_list, form, f"is claimed by {' and '.join(others)} as well")


def _own_look_alikes(watch_list: WatchList, body: Organization, forms: list[Form]) -> Iterator[Doubt]:
    """A look-alike that is a form of the body itself, and one that holds no form and so can consume nothing."""
    look_alikes = [form for form in forms if form.kind == "look-alike"]
    own = [form for form in forms if form.kind != "look-alike"]
    by_letters = {form.letters.lower(): form for form in own}
    for look_alike in look_alikes:
        if same := by_letters.get(look_alike.letters):
            yield _doubt(watch_list, same, f"is a look-alike of {body.code} too (“{look_alike.written}”): never tagged")
        elif look_alike.rule != "rival" and not any(letters in look_alike.letters for letters in by_letters):
            yield _doubt(watch_list, look_alike, f"holds no form of {body.code}: it has nothing to consume")


def _foreign_letters(watch_list: WatchList, forms: list[Form]) -> Iterator[Doubt]:
    """A form in a script in which its language is not written: a wrong language, or letters that only look right."""
    for form in forms:
        known = _SCRIPT_OF.get(form.language)
        if known is None or form.kind == "acronym":
            continue
        found = {script(letter) for letter in form.letters}
        if strange := sorted(found - {known, "digit"}):
            yield _doubt(watch_list, form, f"has {' and '.join(strange)} letters, but stands under “{form.language}”")
