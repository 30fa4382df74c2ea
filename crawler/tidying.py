"""Plain characters out of what pages declare and show: entities, tags and stray signs resolved."""

import html
import re

MAX_FIELD = 200

_SURROGATES = re.compile("[\ud800-\udfff]")
_BREAKS = re.compile(r"<(?:/p|/h[1-6]|/li|br)[^<>]{0,50}>|\r\n?", re.IGNORECASE)
_TAGS = re.compile(r"<[^<>]{1,300}>")


def tidy(text: str, limit: int = MAX_FIELD) -> str:
    """One line of plain characters: entities (also doubly escaped), tags, surrogates and runs of blanks resolved."""
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "<" in text:
        text = _TAGS.sub(" ", text)
    return " ".join(_SURROGATES.sub("", text).replace("\0", "").split())[:limit]


def comparable(text: str) -> str:
    """Letters and digits only, case folded: for telling whether titles, names or lines are the same."""
    return "".join(filter(str.isalnum, text.casefold()))


def plain_text(text: str) -> str:
    """The lines of a text that may hold tags and entities, as JSON-LD repeats an article."""
    broken = _BREAKS.sub("\n", html.unescape(html.unescape(text)))
    return "\n".join(filter(None, (tidy(line, len(line)) for line in broken.split("\n"))))
