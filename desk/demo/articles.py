"""The demo's outlets and articles, as `site.toml` describes them."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SITE = Path(__file__).with_name("site.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """door: what it offers: "rss", "atom", "news_sitemap" or "listing"."""

    id: str
    name: str
    native_name: str
    country: str
    language: str
    kind: str
    zone: str
    door: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoArticle:
    """A page of an outlet. text: paragraphs, a line each.

    hours_ago: None for a page that prints no date. amp: it has an AMP twin that the outlet's door names as well.
    canonical: the path of the page it is another address of. broken, gone: what the server answers instead.
    """

    outlet: str
    path: str
    title: str
    text: str = ""
    author: str = ""
    hours_ago: float | None = None
    amp: bool = False
    canonical: str = ""
    broken: bool = False
    gone: bool = False

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return tuple(line for line in self.text.strip().splitlines() if line)


@cache
def demo_outlets() -> tuple[Outlet, ...]:
    return tuple(Outlet(**row) for row in tomllib.loads(SITE.read_text("utf-8"))["outlet"])


@cache
def demo_articles() -> tuple[DemoArticle, ...]:
    """All pages, in the order of the file; what one takes over from another is filled in."""
    by_path: dict[str, DemoArticle] = {}
    for row in tomllib.loads(SITE.read_text("utf-8"))["article"]:
        if model := by_path.get(row.pop("same_page_as", "")):
            whole = DemoArticle(
                outlet=model.outlet,
                path=row["path"],
                title=model.title,
                text=model.text,
                author=model.author,
                hours_ago=model.hours_ago,
                canonical=model.path,
            )
        else:
            twin = by_path.get(row.pop("same_text_as", ""))
            whole = DemoArticle(**({"text": twin.text} if twin else {}) | row)
        by_path[whole.path] = whole
    return tuple(by_path.values())
