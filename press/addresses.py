"""When two addresses are the same page.

The canonical form is for identity only: a page is fetched at the address exactly as it was found. Own rules on the WHATWG
URL standard (ada): scheme, www/m/mobile/amp hosts, AMP paths and caches, percent-encoding, default ports, dot segments,
trailing slash, fragment, named tracking parameters (see `tracking`), order of the query. Language hosts (ar., ru., qz.)
stay as they are. The function is idempotent and never merges two values of an unknown parameter.
"""

import re
import unicodedata
from hashlib import blake2b
from urllib.parse import parse_qsl, quote, unquote_to_bytes

import ada_url

from press import kazinform
from press.address_variants import folded_host, inner_address, is_mobile_switch, link_target, plain_path
from press.tracking import is_tracking

MOST_BYTES = 8192
WEB = ("http:", "https:")
FRONT_PATH = re.compile(r"/(?:[a-z]{2}(?:-[a-z]{2,4})?/?)?(?:(?:index|default|home)(?:\.\w{3,5})?/?)?", re.IGNORECASE)
ROUTE = re.compile(r"^#(?:!|/.)")
INVISIBLE = dict.fromkeys((0x200B, 0x200E, 0x200F, 0x061C, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
CONTROL = re.compile(r"[\x00-\x20\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Blanks, control characters and marks of direction: no address has them as they are."""

ENTITY_AMP = re.compile(r"&(?:amp;)+", re.IGNORECASE)
SAFE_IN_PATH = "/-._~!$'()*+,;=:@"
PLAIN_PATH = re.compile(r"[/\w.~!$'()*+,;=:@-]*", re.ASCII)
"""An encoded path that one encoding leaves as it is."""

SAFE_IN_QUERY = "-._~!$'()*,;:@/?"
MOST_UNWRAPPINGS = 3
CACHE = re.compile(r"google|facebook|ampproject|bing-amp|yandex|turbopages|%|[^\x21-\x7e]", re.IGNORECASE)
"""Stands in every address of a cache, or is another spelling of what does."""


def is_fetchable(url: str) -> bool:
    """Whether an address may be asked for at all: http or https, a host, no credentials, no control characters, at most 8 kB."""
    if (
        len(url) > MOST_BYTES
        or CONTROL.search(url.strip(" \t\r\n"))
        or len(url.encode("utf-8", "replace")) > MOST_BYTES
    ):
        return False
    parsed = _parse(url)
    return parsed is not None and bool(parsed.hostname) and not parsed.username and not parsed.password


def canonical(url: str) -> str:
    """The address that all spellings of this page's address share; a text that is no web address is only trimmed."""
    text = _unwrapped(url)
    for _ in range(MOST_UNWRAPPINGS):
        parsed = _parse(text)
        if parsed is None:
            break
        text = _canonical(parsed)
        inner = _unwrapped(text)
        if inner == text:  # else a cache stood behind an AMP path
            break
        text = inner
    return text


def address_key(url: str) -> bytes:
    """16 bytes that are equal for all spellings of one address, and for Kazinform's several addresses of one article."""
    name = kazinform.identity(_unwrapped(url)) or canonical(url)
    return blake2b(name.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def same_host(one: str, other: str) -> bool:
    """Whether two addresses are on one host, once www, m, mobile and amp are left aside."""
    first, second = _parse(one), _parse(other)
    return first is not None and second is not None and folded_host(first.hostname) == folded_host(second.hostname)


def host_of(url: str) -> str:
    """The folded host of an address; empty when there is none."""
    parsed = _parse(url)
    return folded_host(parsed.hostname) if parsed else ""


def is_front_page(url: str) -> bool:
    """Whether an address is that of a whole site, or of one of its languages, and not of a page in it."""
    parsed = _parse(url)
    return parsed is not None and not parsed.search and FRONT_PATH.fullmatch(parsed.pathname) is not None


def _parse(url: str) -> ada_url.URL | None:
    try:
        parsed = ada_url.URL(url.encode("utf-8", "replace").decode("utf-8"))
    except ValueError:
        return None
    return parsed if parsed.protocol in WEB and parsed.hostname.strip(".") else None


def _unwrapped(url: str) -> str:
    """The address without what surrounds it: blanks, invisible marks, an AMP cache."""
    text = ENTITY_AMP.sub("&", url.translate(INVISIBLE).strip())
    text = f"https:{text}" if text.startswith("//") else text
    for _ in range(MOST_UNWRAPPINGS if CACHE.search(text) else 0):
        parsed = _parse(text)
        if parsed is None:
            break
        target = link_target(parsed.hostname, parsed.pathname, parsed.search)
        inner = inner_address(parsed.hostname, parsed.pathname)
        if target is None and inner is None:
            break
        text = target or f"https://{inner}{parsed.search}"
    return text


def _canonical(parsed: ada_url.URL) -> str:
    port = f":{parsed.port}" if parsed.port and parsed.port not in ("80", "443") else ""
    host = folded_host(parsed.hostname)
    path = plain_path(_reencoded(parsed.pathname, SAFE_IN_PATH))
    return f"https://{host}{port}{path}{_query(host, parsed.search)}{_route(parsed.hash)}"


def _route(fragment: str) -> str:
    """A fragment that is the address of a page (#!/news/5, #/news/5); all others name a place in it."""
    return _reencoded(fragment.rstrip("/"), SAFE_IN_QUERY + "#") if ROUTE.match(fragment) else ""


def _query(host: str, search: str) -> str:
    if not search.startswith("?"):
        return ""
    pairs = parse_qsl(search[1:], keep_blank_values=True, encoding="utf-8", errors="surrogateescape")
    kept = dict.fromkeys(
        (_nfc(name), _nfc(value))
        for name, value in pairs
        if (name or value) and not is_tracking(name, value) and not is_mobile_switch(host, name, value)
    )
    in_order = sorted(kept, key=lambda pair: pair[0])  # of one name, the first is often the page's own
    text = "&".join(f"{_quoted(name)}={_quoted(value)}" if value else _quoted(name) for name, value in in_order)
    return f"?{text}" if text else ""


def _quoted(text: str) -> str:
    return quote(text, safe=SAFE_IN_QUERY, encoding="utf-8", errors="surrogateescape")


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text.translate(INVISIBLE))


def _reencoded(path: str, safe: str) -> str:
    """One percent-encoding for all spellings; an encoded slash or percent sign stays encoded."""
    if PLAIN_PATH.fullmatch(path):
        return path
    parts = []
    for part in re.split(r"(%2[fF5])", path):
        if part.lower() in ("%2f", "%25"):
            parts.append(part.upper())
            continue
        text = unquote_to_bytes(part).decode("utf-8", "surrogateescape")
        parts.append(quote(_nfc(text), safe=safe, encoding="utf-8", errors="surrogateescape"))
    return "".join(parts)
