"""The steps of trafilatura that are made cheaper: the same text comes out as from trafilatura's own."""

import json
import subprocess
import sys

from golden_pages import GOLDEN, golden_pages

from crawler.extraction import extract_text
from crawler.page_tree import decode_page, parse_page

UNTOUCHED = """
import json, sys
from trafilatura import bare_extraction
for path in json.load(sys.stdin):
    page = open(path, "rb").read()
    found = bare_extraction(page, url="https://news.example.org/a", include_comments=False, include_tables=True)
    print(json.dumps(found.text if found else ""))
"""

# Pages that trafilatura is helped with: a bare first paragraph, a table that lays the page out, a report of fewer than 250 Chinese signs.
HELPED = {"ar-fonts-and-centers", "ar-old-table-layout", "zh-agency-dateline", "zh-story-among-furniture"}


def test_the_texts_of_the_golden_pages_are_those_of_trafilatura_untouched() -> None:
    cases = [case for case in golden_pages() if (GOLDEN / case.name / "page.html").exists()]
    paths = [str(GOLDEN / case.name / "page.html") for case in cases]
    answer = subprocess.run(
        [sys.executable, "-c", UNTOUCHED], input=json.dumps(paths), capture_output=True, text=True, check=True
    )
    untouched = [json.loads(line) for line in answer.stdout.splitlines()]
    ours = []
    for case in cases:
        tree = parse_page(decode_page(case.body, None))
        assert tree is not None
        ours.append(extract_text(tree, "https://news.example.org/a"))
    different = [case.name for case, one, other in zip(cases, ours, untouched, strict=True) if one != (other or "")]
    assert set(different) <= HELPED
