"""Kazinform's article addresses of all eras and editions, and which of them are the same article.

    old        www.inform.kz/ru/<slug>_a3725092            to 2023-08; lenta. and m. too; AMP twin …/amp
    short      www.inform.kz/ru/article/3725092            og:url of the old pages; /rus/, /eng/, /kaz/ before that
    re-homed   en.inform.kz/news/<slug>_a2898090/          old ids on language hosts and on qazinform.com; AMP twin /amp/…
    hex        cn.inform.kz/news/<slug>-da860b/            since 2024, of eight digits since 2026; qazinform.com is the
               www.inform.kz/ru/<slug>-6a64cf5e            English edition's new host, www.inform.kz the Russian one's
    plain      qazinform.com/news/<slug>                   2026, no id at all; on language hosts, should they follow

kazinform.kz is an older name of inform.kz. Sections (_s, _c, _g), tags (_t), authors (_author), archives, searches and
feeds are none of these.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit


class Era(StrEnum):
    OLD = "old"
    SHORT = "short"
    REHOMED = "re-homed"
    HEX = "hex"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class KazinformAddress:
    """An article's address, taken apart.

    edition: BCP 47 of the edition ("ru", "en", "kk", "kk-Latn", "zh", "uz-Cyrl"; an unknown code as it stands).
    id: seven digits, six or eight hexadecimal ones, None in the plain era; slug: None for a short link.
    identity: equal for addresses that are one article (AMP twin, short link, old id on a new host).
    """

    edition: str
    era: Era
    id: str | None
    slug: str | None
    is_amp: bool
    identity: str


EDITIONS: Final = {
    "en": "en", "eng": "en", "qazinform": "en", "ru": "ru", "rus": "ru", "kz": "kk", "kk": "kk", "kaz": "kk",
    "qz": "kk-Latn", "cn": "zh", "zh": "zh", "oz": "uz-Cyrl",
}  # fmt: skip

_PORTAL: Final = r"https?://(?:(?:www|m|lenta)\.)?(?:kaz)?inform\.kz"
_ANY_HOST: Final = (
    rf"(?:{_PORTAL}|https?://(?:(?P<host>(?!www\.)[a-z]{{2,3}})\.inform\.kz|(?:(?:www|m)\.)?(?P<new>qazinform)\.com))"
)
_LANGUAGE: Final = r"/(?!amp/)(?P<lang>[a-z]{2,3})/"
_PLACE: Final = r"/(?P<place>news|amp)/"
_SLUG: Final = r"(?P<slug>[^/?#\s]+)"
_PLAIN_SLUG: Final = r"(?P<slug>(?!page-\d+\b)[a-z0-9]+(?:-[a-z0-9]+)+|[a-z0-9]{16,})"
"""Words with hyphens between them; pinyin is written without any."""

_OLD_ID: Final = r"_a(?P<id>\d{7})"
_HEX_ID: Final = r"-(?P<id>[0-9a-f]{6}(?:[0-9a-f]{2})?)"
_END: Final = r"(?P<amp>/amp)?/?(?=[?#]|$)"

_FORMS: Final = tuple(
    (era, re.compile(pattern + _END, re.IGNORECASE | re.ASCII))
    for era, pattern in (
        (Era.OLD, _PORTAL + _LANGUAGE + _SLUG + _OLD_ID),
        (Era.SHORT, _PORTAL + _LANGUAGE + r"article/(?P<id>\d{7})"),
        (Era.REHOMED, _ANY_HOST + _PLACE + _SLUG + _OLD_ID),
        (Era.HEX, _ANY_HOST + _PLACE + _SLUG + _HEX_ID),
        (Era.HEX, _PORTAL + _LANGUAGE + _SLUG + _HEX_ID),
        (Era.PLAIN, _ANY_HOST + _PLACE + _PLAIN_SLUG),
    )
)
article_pattern: Final = "(?ai)^(?:" + "|".join(re.sub(r"\?P<\w+>", "?:", form.pattern) for _, form in _FORMS) + ")"
"""All of them as one regular expression, for listings and sitemaps."""

_ENCODED_MARK: Final = re.compile(r"%(?:2D|5F)", re.IGNORECASE)
_LONGEST: Final = 2_048


def recognise(url: str) -> KazinformAddress | None:
    """The article an address leads to, None when it is not an article of Kazinform."""
    url = url.strip()
    if len(url) > _LONGEST or "inform" not in url.lower():
        return None
    address = _ENCODED_MARK.sub(lambda mark: chr(int(mark[0][1:], 16)), _without_port(url))
    for era, form in _FORMS:
        if match := form.match(address):
            return _address(era, match.groupdict())
    return None


def identity(url: str) -> str | None:
    """Equal for addresses that are one article; None when the address is none."""
    address = recognise(url)
    return address.identity if address else None


def _without_port(url: str) -> str:
    try:
        parts = urlsplit(url)
        is_default = parts.port == {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return url
    return url.replace(f":{parts.port}", "", 1) if is_default else url


def _address(era: Era, parts: dict[str, str | None]) -> KazinformAddress:
    slug, number = parts.get("slug"), parts.get("id")
    code = (parts.get("lang") or parts.get("host") or parts.get("new") or "ru").lower()
    edition = EDITIONS.get(code, code)
    return KazinformAddress(
        edition=edition,
        era=era,
        id=number.lower() if number else None,
        slug=slug,
        is_amp=bool(parts.get("amp")) or (parts.get("place") or "").lower() == "amp",
        identity=_identity(era, edition, slug, number),
    )


def _identity(era: Era, edition: str, slug: str | None, number: str | None) -> str:
    """A number names an article within its edition: translations have numbers of their own."""
    if number and era is not Era.HEX:
        return f"kazinform:{edition}:{number}"
    if number and not (number.isalpha() or number.isdigit()):
        return f"kazinform:{edition}:{number.lower()}"
    # “-decade” and “-202612” may be the slug's own last word: then only the whole slug tells articles apart
    words = "-".join(part for part in (slug, number) if part)
    return f"kazinform:{edition}:{words.lower()}"
