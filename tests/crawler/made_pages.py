"""What is declared by a page made of a head and a body."""

from crawler.metadata import PageMetadata, read_metadata
from crawler.page_tree import parse_page

URL = "https://www.steppe-news.example.org/world/4711"


def metadata_of(head: str, body: str = "") -> PageMetadata:
    tree = parse_page(f"<html lang='en-GB'><head>{head}</head><body>{body or '<p>x</p>'}</body></html>")
    assert tree is not None
    return read_metadata(tree, URL)
