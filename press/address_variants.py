"""Other addresses of one page: mobile hosts, AMP twins and caches, print views, sessions, index pages.

Rules about host and path; those about the query are in `tracking`. A word at the end of a path is dropped only where the
part before it looks like an article: /news/summit-opens/amp is a twin, /tag/amp is a tag.
"""

import re
from typing import Final
from urllib.parse import parse_qsl

# www., m., mobile. … before a host, and the m. of ar.m.wikipedia.org; never so much that no domain is left
_FOLDED_HOST: Final = re.compile(r"^(?:(?:www\d?|m|mobile|mobi|amp|wap|touch|pda)\.)+(?=[^.]+\.)")
_INNER_MOBILE: Final = re.compile(r"^([a-z]{2,3})\.m\.(?=[^.]+\.)")
_BLOGGER: Final = re.compile(r"\.blogspot(?:\.[a-z]{2,3}){1,2}$")

_GOOGLE: Final = re.compile(r"(?:^|\.)google(?:\.[a-z]{2,3}){1,2}$")
_AMP_CACHE: Final = re.compile(r"(?:^|\.)cdn\.ampproject\.org$|(?:^|\.)bing-amp\.com$|(?:^|\.)ampproject\.net$")
_TURBO: Final = re.compile(r"(?:^|\.)yandex\.[a-z]{2,3}$|(?:^|\.)turbopages\.org$")
_INSIDE: Final = (
    (_GOOGLE, re.compile(r"^/amp/(?:s/)?(?=[^/]+\.)")),
    (_AMP_CACHE, re.compile(r"^/(?:[a-z](?:/[a-z])?/)?(?:s/)?(?=[^/]+\.)")),
    (_TURBO, re.compile(r"^/(?:turbo/)?(?:s/)?(?=[^/]+\.[^/]+/s/)")),
)

_LINKS: Final = (
    (_GOOGLE, "/url", ("q", "url")),
    (re.compile(r"^lm?\.facebook\.com$"), "/l.php", ("u",)),
)

_SESSION: Final = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]*|/\([a-z]\([a-z0-9]{20,30}\)\)(?=/)", re.IGNORECASE)
_AMP_PREFIX: Final = re.compile(r"^/amp(?=/.)")
_AMP_NAME: Final = re.compile(r"\.amp(?=\.html?$)|[./]amp\.html?$|\.amp$", re.IGNORECASE)
_INDEX: Final = re.compile(r"/(?:index\.(?:s?html?|php\d?|aspx?|jsp)|default\.(?:html?|aspx?))$", re.IGNORECASE)
_LAST_WORD: Final = re.compile(r"(?P<before>/[^/]+)/(?:amp|print|print\.html?)/?$")
_OF_AN_ARTICLE: Final = re.compile(r"[\d_%.-]|[^\x00-\x7f]|.{25}")


def folded_host(host: str) -> str:
    """The host without what only says for which machine the page is laid out."""
    host = host.lower().strip(".")
    return _INNER_MOBILE.sub(r"\1.", _FOLDED_HOST.sub("", host))


def is_mobile_switch(host: str, name: str, value: str) -> bool:
    """Blogger's ?m=1; elsewhere m may be a month."""
    return name == "m" and value in ("0", "1") and _BLOGGER.search(host) is not None


def inner_address(host: str, path: str) -> str | None:
    """What a cache shows, without a scheme: google.com/amp/s/HOST/PATH, X.cdn.ampproject.org/c/s/HOST/PATH, Yandex Turbo."""
    for hosts, beginning in _INSIDE:
        if hosts.search(host):
            found = beginning.match(path)
            if found is None:
                return None
            inner = path[found.end() :]
            return inner.replace("/s/", "/", 1) if hosts is _TURBO else inner
    return None


def link_target(host: str, path: str, search: str) -> str | None:
    """Where a link of a search engine or a network leads: google.com/url?q=ADDRESS, l.facebook.com/l.php?u=ADDRESS."""
    for hosts, place, names in _LINKS:
        if path == place and hosts.search(host):
            given = dict(reversed(parse_qsl(search.removeprefix("?"))))
            return next(
                (given[name] for name in names if given.get(name, "").startswith(("http://", "https://"))), None
            )
    return None


def plain_path(path: str) -> str:
    """The path of the page itself, decoded or encoded."""
    text = re.sub(r"/{2,}", "/", _SESSION.sub("", path))
    previous = None
    while previous != text:
        previous = text
        text = _INDEX.sub("/", _AMP_NAME.sub("", _AMP_PREFIX.sub("", text))).rstrip("/")
        last = _LAST_WORD.search(text)
        if last and _OF_AN_ARTICLE.search(last["before"]):
            text = text[: last.end("before")]
    return text or "/"
