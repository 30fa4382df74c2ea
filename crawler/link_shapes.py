"""Which links of a page are its articles: the largest group of addresses that are built alike.

    /news/4711-summit-opens.html  →  news / # - words .html     (numbers, dates, words and fixed names)

The result is a regular expression, as a listing door wants it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlsplit

FEWEST_LINKS: Final = 4

_ENDING: Final = re.compile(r"\.(?:s?html?|php|aspx?)$", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\d+")
_HEX: Final = re.compile(r"[0-9a-f]{8,}", re.IGNORECASE)
_NOT_ARTICLES: Final = re.compile(
    r"/(?:tags?|category|categories|author|topics?|page|search|login|user|rss|feed)s?/|[?&]page=", re.IGNORECASE
)
_ID_NAME: Final = re.compile(r"(?:^|_)(?:id|nid|aid|newsid|news|article|item|p|story)$|id$", re.IGNORECASE)
_LONG_SLUG: Final = 18
_SLUG_WORDS: Final = 3


def article_pattern_of(addresses: Iterable[str]) -> str:
    """A regular expression for the articles among the links of a page; "" when no group stands out."""
    groups: dict[tuple[str, ...], dict[str, None]] = defaultdict(dict)
    for address in addresses:
        if _NOT_ARTICLES.search(address):
            continue
        if shape := _shape(address):
            groups[shape][address] = None
    likely = {shape: members for shape, members in groups.items() if len(members) >= FEWEST_LINKS}
    if not likely:
        return ""
    best = max(likely, key=lambda shape: (len(likely[shape]), len(shape)))
    return _pattern(best, list(likely[best]))


def _shape(address: str) -> tuple[str, ...] | None:
    """Host, folders and last part as kinds; None for an address that is no article's."""
    parts = urlsplit(address)
    query = [(name, value) for name, value in parse_qsl(parts.query) if _ID_NAME.search(name) and _is_id(value)]
    segments = [segment for segment in unquote(parts.path).split("/") if segment]
    if query:
        return (parts.netloc, "/".join(segments), f"?{query[0][0]}")
    if not segments:
        return None
    last = _kind_of_last(segments[-1])
    if last is None:
        return None
    folders = ["#" if _NUMBER.fullmatch(segment) else _folder(segment) for segment in segments[:-1]]
    return (parts.netloc, *folders, last)


def _folder(segment: str) -> str:
    return "*" if len(segment) > _LONG_SLUG or _HEX.fullmatch(segment) else segment


def _kind_of_last(segment: str) -> str | None:
    ending = _ENDING.search(segment)
    name = segment[: ending.start()] if ending else segment
    if _is_id(name):
        kind = "id"
    elif re.search(r"\d{4,}", name) or re.search(r"[-_][0-9a-f]{6,}$", name, re.IGNORECASE):
        kind = "slug with id"
    elif len(re.split(r"[-_ ]", name)) >= _SLUG_WORDS or len(name) >= _LONG_SLUG:
        kind = "slug"
    else:
        return None
    return kind + (ending.group().lower() if ending else "")


def _is_id(text: str) -> bool:
    return len(text) >= 3 and bool(_NUMBER.fullmatch(text) or (_HEX.fullmatch(text) and re.search(r"\d", text)))


def _pattern(shape: Sequence[str], members: list[str]) -> str:
    host = re.escape(shape[0].removeprefix("www."))
    start = rf"^https?://(?:www\.)?{host}/"
    if shape[-1].startswith("?"):
        return rf"{start}{re.escape(shape[1])}\?(?:[^#]*&)?{re.escape(shape[-1][1:])}=[\w-]+"
    folders = "".join(_folder_pattern(folder) for folder in shape[1:-1])
    kind, dot, ending = shape[-1].partition(".")
    name = {"id": r"[0-9a-fA-F]+", "slug with id": r"[^/?#]*\d[^/?#]*", "slug": r"[^/?#]{12,}"}[kind]
    if kind == "slug" and all("-" in address.rpartition("/")[2] for address in members):
        name = r"[^/?#-]+(?:-[^/?#-]+)+"
    return rf"{start}{folders}{name}{re.escape(dot + ending)}/?(?:[?#]|$)"


def _folder_pattern(folder: str) -> str:
    if folder == "#":
        return r"\d+/"
    return r"[^/]+/" if folder == "*" else f"{_quoted(folder)}/"


def _quoted(text: str) -> str:
    """A folder as links may write it: one in other letters stands there encoded or not."""
    return re.escape(text) if text.isascii() else f"(?:{re.escape(text)}|(?i:{quote(text)}))"
