"""What a site is called, and a title without that name: “Talks open - Example News” → “Talks open”."""

import re
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.declarations import Declarations
from crawler.tidying import comparable, tidy

_SITE_KEYS = ("og:site_name", "application-name", "apple-mobile-web-app-title", "al:android:app_name")
TITLE_SEPARATOR = re.compile(r"\s+[|–—\-»«:·•/~]+\s+|\s*[|｜]+\s*|\s*::+\s*|\s+\|\|\s+")
_OUTLET = re.compile(
    r"^(?:موقع|صحيفة|جريدة|وكالة|شبكة|بوابة|مجلة|إذاعة|خبرگزاری|روزنامه|газета|сайт|портал|агентство)(?!\w)|"
    r"(?<!\w)(?:news|نيوز|times|gazette|herald|агентство|газетасы|порталы|ajansı|gazetesi)$|(?:新闻网|日报|通讯社)$",
    re.IGNORECASE,
)


def site_names(declared: Declarations, url: str) -> frozenset[str]:
    """Folded names of the site: as it calls itself, and as its host spells it."""
    names = {comparable(name) for name in (*declared.values(_SITE_KEYS), *declared.texts("publisher"))}
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        host = ""
    names |= {comparable(host), *(comparable(label) for label in host.split(".")[:-1] if len(label) > 2)}
    return frozenset(names - {""})


def names_of_home(tree: HtmlElement) -> frozenset[str]:
    """Folded names that the page gives the way to its front page: the words of the link or of the logo in it."""
    names: set[str] = set()
    for link in islice((link for link in tree.iter("a") if link.get("href") in ("/", "./", "/index.html")), 5):
        pictures = (picture.get("alt") or "" for picture in link.iter("img"))
        names |= {comparable(tidy(text)) for text in (link.text_content(), link.get("title") or "", *pictures)}
    return frozenset(name for name in names if len(name) > 3)


def without_site(title: str, sites: frozenset[str]) -> str:
    """The title without the site's name before or after it: “Talks open - Example News” → “Talks open”."""
    for _ in range(2):
        cuts = list(TITLE_SEPARATOR.finditer(title))
        if not cuts:
            break
        last, first = cuts[-1], cuts[0]
        if last.start() > 0 and _names_site(title[last.end() :], sites):
            title = title[: last.start()].rstrip()
        elif first.end() < len(title) and _names_site(title[: first.start()], sites):
            title = title[first.end() :].lstrip()
        else:
            break
    return title


def _names_site(segment: str, sites: frozenset[str]) -> bool:
    key = comparable(segment)
    return bool(key) and (
        key in sites or any(len(site) > 3 and key.startswith(site) and len(key) < 2 * len(site) for site in sites)
    )


def without_outlet(title: str) -> str:
    """The title without a last part that calls itself an outlet: «… - موقع الخبر», "… | Steppe News"."""
    cuts = list(TITLE_SEPARATOR.finditer(title))
    if not cuts or cuts[-1].start() == 0:
        return title
    last = title[cuts[-1].end() :]
    return title[: cuts[-1].start()].rstrip() if len(last.split()) <= 5 and _OUTLET.search(last) else title
