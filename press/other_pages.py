"""Links of a listing that look like articles though no known form of address says so: the sign of a new form of address.

    link of the page's host ─no article─→ is it a section, a tag, a search …? ─no─→ do its words read like a headline? ─→ counted

A site that changes the form of its addresses would else only fall silent, or bring less than it did.
"""

import re
from collections.abc import Iterable
from typing import Final

from press.addresses import same_host

FEWEST: Final = 4
"""Fewer such links are banners."""

LEAST_SHARE: Final = 0.2
"""Of all links that look like articles: below this, they are pages beside the news, as every site has some."""

KEPT: Final = 50

_PLACES: Final = re.compile(
    r"/(?:tags?|categor(?:y|ies)|authors?|topics?|themes?|rubrics?|sections?|pages?|archives?|lenta|search(?:_results)?|"
    r"login|users?|accounts?|rss|feeds?|about(?:[-_]us)?|contacts?|privacy[a-z-]*|terms[a-z-]*|advert[a-z]*|reklama|"
    r"photos?|videos?|galler(?:y|ies)|subscribe|vacanc(?:y|ies))(?:[/?]|$)|[?&](?:page|q|search|tag)=",
    re.IGNORECASE,
)
_ENDINGS: Final = re.compile(
    r"_(?:[cgst]\d+|author\d*)/?(?:[?#]|$)|\.(?:jpe?g|png|gif|webp|svg|pdf|docx?|xlsx?|mp[34]|xml|css|js|ico)(?:[?#]|$)",
    re.IGNORECASE,
)
_HAN_OR_KANA: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_FEWEST_WORDS: Final = 4
_FEWEST_LETTERS: Final = 20
_FEWEST_SIGNS: Final = 10


def is_other_page(address: str) -> bool:
    """Whether an address says of itself that it is a section, tag, author, search, feed or file."""
    path = address.partition("//")[2].partition("/")[2]
    return not path.strip("/") or bool(_PLACES.search("/" + path) or _ENDINGS.search(path))


def reads_like_a_headline(label: str) -> bool:
    """Whether a link's words are more than the name of a section."""
    if len(_HAN_OR_KANA.findall(label)) >= _FEWEST_SIGNS:
        return True
    return len(label) >= _FEWEST_LETTERS and len(label.split()) >= _FEWEST_WORDS


def unrecognised(links: Iterable[tuple[str, str]], page: str, *, recognised: int) -> tuple[str, ...]:
    """Of links (address, label) that match no form of article address, those that look like articles.

    Nothing when they are too few beside the `recognised` ones to mean a new form.
    """
    found = [
        address
        for address, label in links
        if reads_like_a_headline(label) and same_host(address, page) and not is_other_page(address)
    ]
    is_telling = len(found) >= FEWEST and len(found) >= LEAST_SHARE * (len(found) + recognised)
    return tuple(found[:KEPT]) if is_telling else ()
