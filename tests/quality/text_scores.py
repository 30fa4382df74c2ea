"""How good an extracted text is, measured against what people say a page contains.

Two figures, each between 0 and 1:
- words: where the truth is a whole body. Words (each Han, kana or hangul character is one) are compared as multisets;
  precision and recall give F1 per page; the figure is the mean over the pages.
- segments: where the truth is a few passages that must be in the text and a few that must not (trafilatura's own way):
  F1 = 2·TP / (2·TP + FP + FN) over all passages of all pages.
"""

import gzip
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OWN = Path(__file__).resolve().parent.parent / "golden" / "pages"

# Made by people or checked by them; other truths were made by programs or by the pages themselves.
STRONG = frozenset({"human_body", "human_reviewed", "human_date", "trafilatura_eval", "fundus"})

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+")
_UNSEEN = re.compile("[\u0640\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]")


@dataclass(frozen=True, slots=True, kw_only=True)
class TruePage:
    """A real page with what is true of it. body: the whole text; must, must_not: passages."""

    id: str
    url: str
    file: Path
    languages: str
    kinds: frozenset[str]
    body: str
    must: tuple[str, ...]
    must_not: tuple[str, ...]
    date: str | None

    def read_bytes(self) -> bytes:
        body = self.file.read_bytes()
        return gzip.decompress(body) if self.file.suffix == ".gz" else body


def own_pages() -> Iterator[TruePage]:
    """The golden pages that say what stands in their text: `text.txt` has all of it, `expected.json` passages."""
    for file in sorted(OWN.glob("*/expected.json")):
        expected = json.loads(file.read_text(encoding="utf-8"))
        whole = file.with_name("text.txt")
        text = whole.read_text(encoding="utf-8") if whole.exists() else ""
        if text or "text_has" in expected:
            packed = file.with_name("page.html.gz")
            yield TruePage(
                id=file.parent.name,
                url=expected["url"],
                file=packed if packed.exists() else file.with_name("page.html"),
                languages=expected.get("language") or "other",
                kinds=frozenset(),
                body=f"{expected['title']}\n{text}" if text else "",
                must=tuple(expected.get("text_has", ())) or tuple(text.splitlines()),
                must_not=tuple(text for text in expected.get("text_lacks", ()) if _plain(text) == text),
                date=None,
            )


def true_pages(shared_data: Path) -> Iterator[TruePage]:
    """All pages of the manifest, with what their strong truths say."""
    folder = shared_data / "pages"
    for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        truth = json.loads((folder / row["truth"]).read_text(encoding="utf-8"))
        passages = _passages(truth)
        yield TruePage(
            id=row["id"],
            url=row["url"],
            file=folder / row["page"],
            languages=row["lang"],
            kinds=frozenset(row["truth_kinds"]) & STRONG,
            body=_body(truth),
            must=tuple(passages.get("with") or ()),
            must_not=tuple(passages.get("without") or ()),
            date=truth.get("human_date"),
        )


def _body(truth: Mapping[str, Any]) -> str:
    if "fundus" in truth:
        body = truth["fundus"].get("body") or {}
        sections = body.get("sections") or ()
        parts = [*(body.get("summary") or ())]
        for section in sections:
            parts += [*section["headline"], *section["paragraphs"]]
        return "\n".join(parts)
    reviewed = truth.get("human_reviewed") or {}
    return str(truth.get("human_body") or reviewed.get("main_content") or "")


def _passages(truth: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = truth.get("trafilatura_eval") or truth.get("human_reviewed") or {}
    return found


def word_f1(text: str, truth: str) -> float:
    """F1 of the two multisets of words."""
    ours, theirs = Counter(_words(text)), Counter(_words(truth))
    common = (ours & theirs).total()
    return 2 * common / max(1, ours.total() + theirs.total())


def _words(text: str) -> list[str]:
    return _WORD.findall(_plain(text).casefold())


def _plain(text: str) -> str:
    """Differences that are no difference of content: presentation forms, invisible marks, blanks."""
    return " ".join(_UNSEEN.sub("", unicodedata.normalize("NFKC", text)).split())


@dataclass(frozen=True, slots=True, kw_only=True)
class TextScore:
    words: float
    segments: float
    pages_with_body: int
    pages_with_segments: int


def score_texts(pages: Iterable[TruePage], texts: Mapping[str, str]) -> TextScore:
    """Scores texts (page id → text; a missing one counts as empty)."""
    word_scores: list[float] = []
    hits = misses = false = with_segments = 0
    for page in pages:
        text = texts.get(page.id, "")
        if page.body:
            word_scores.append(word_f1(text, page.body))
        if page.must or page.must_not:
            with_segments += 1
            plain = _plain(text)
            found = sum(_plain(passage) in plain for passage in page.must)
            hits, misses = hits + found, misses + len(page.must) - found
            false += sum(_plain(passage) in plain for passage in page.must_not)
    return TextScore(
        words=sum(word_scores) / max(1, len(word_scores)),
        segments=2 * hits / max(1, 2 * hits + misses + false),
        pages_with_body=len(word_scores),
        pages_with_segments=with_segments,
    )
