"""What the demo's server sends: pages, feeds, a news sitemap and a listing, as small news sites write them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape
from zoneinfo import ZoneInfo

from desk.demo.articles import DemoArticle, Outlet

RIGHT_TO_LEFT = ("ar",)


def published_at(article: DemoArticle, outlet: Outlet, now: datetime) -> datetime | None:
    """When the article was published, on the outlet's own clock and to the minute."""
    if article.hours_ago is None:
        return None
    moment = (now - timedelta(hours=article.hours_ago)).astimezone(ZoneInfo(outlet.zone))
    return moment.replace(second=0, microsecond=0)


def article_page(article: DemoArticle, outlet: Outlet, origin: str, now: datetime) -> str:
    """A page with navigation, the article, and the furniture that is to be left aside."""
    published = published_at(article, outlet, now)
    head = [
        '<meta charset="utf-8">',
        f"<title>{escape(article.title)} | {escape(outlet.native_name)}</title>",
        f'<link rel="canonical" href="{escape(origin + (article.canonical or article.path))}">',
        f'<meta property="og:title" content="{escape(article.title)}">',
        f'<meta property="og:site_name" content="{escape(outlet.native_name)}">',
    ]
    if article.author:
        head.append(f'<meta name="author" content="{escape(article.author)}">')
    if published:
        head.append(f'<meta property="article:published_time" content="{published.isoformat()}">')
    body = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in article.paragraphs)
    direction = "rtl" if outlet.language in RIGHT_TO_LEFT else "ltr"
    return (
        f'<!DOCTYPE html><html lang="{outlet.language}" dir="{direction}"><head>{"".join(head)}</head><body>'
        f'<nav><a href="/">{escape(outlet.native_name)}</a></nav>'
        f"<main><article><h1>{escape(article.title)}</h1>{body}</article></main>"
        f"<footer>© {escape(outlet.native_name)}</footer></body></html>"
    )


def rss(articles: Sequence[DemoArticle], outlet: Outlet, origin: str, now: datetime) -> str:
    items = []
    for article in articles:
        published = published_at(article, outlet, now)
        date = f"<pubDate>{format_datetime(published)}</pubDate>" if published else ""
        items.append(
            f"<item><title>{escape(article.title)}</title><link>{escape(origin + article.path)}</link>{date}</item>"
        )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{escape(outlet.native_name)}</title>'
        f"<link>{origin}</link><language>{outlet.language}</language>{''.join(items)}</channel></rss>"
    )


def atom(articles: Sequence[DemoArticle], outlet: Outlet, origin: str, now: datetime) -> str:
    entries = []
    for article in articles:
        published = published_at(article, outlet, now)
        date = f"<published>{published.isoformat()}</published>" if published else ""
        entries.append(
            f"<entry><title>{escape(article.title)}</title><id>{escape(origin + article.path)}</id>"
            f'<link rel="alternate" href="{escape(origin + article.path)}"/>{date}</entry>'
        )
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{outlet.language}"><id>{origin}/</id>'
        f"<title>{escape(outlet.native_name)}</title><updated>{now.isoformat()}</updated>{''.join(entries)}</feed>"
    )


def news_sitemap(articles: Sequence[DemoArticle], outlet: Outlet, origin: str, now: datetime) -> str:
    rows = []
    for article in articles:
        published = published_at(article, outlet, now)
        date = f"<news:publication_date>{published.isoformat()}</news:publication_date>" if published else ""
        rows.append(
            f"<url><loc>{escape(origin + article.path)}</loc><news:news><news:publication>"
            f"<news:name>{escape(outlet.native_name)}</news:name><news:language>{outlet.language}</news:language>"
            f"</news:publication>{date}<news:title>{escape(article.title)}</news:title></news:news></url>"
        )
    return (
        '<?xml version="1.0" encoding="utf-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{"".join(rows)}</urlset>'
    )


def listing(articles: Sequence[DemoArticle], outlet: Outlet, _origin: str, _now: datetime) -> str:
    rows = "".join(f'<li><a href="{escape(each.path)}">{escape(each.title)}</a></li>' for each in articles)
    return (
        f'<!DOCTYPE html><html lang="{outlet.language}"><head><meta charset="utf-8">'
        f"<title>{escape(outlet.native_name)}</title></head><body><nav><a href='/about'>About</a></nav>"
        f'<ul class="latest">{rows}</ul></body></html>'
    )


DOORS = {
    "rss": ("/feed.xml", "application/rss+xml", rss),
    "atom": ("/atom.xml", "application/atom+xml", atom),
    "news_sitemap": ("/news-sitemap.xml", "application/xml", news_sitemap),
    "listing": ("/latest", "text/html", listing),
}
"""Kind of door → its path, its media type, and what writes it."""
