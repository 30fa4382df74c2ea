"""From bytes to characters and to one tree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.page_tree import decode_page, is_binary, parse_page, what_else

ARABIC = "عقد وزراء خارجية الدول الأعضاء اجتماعهم السنوي في أستانا"
RUSSIAN = "Министры иностранных дел провели ежегодное заседание в Астане"
CHINESE = "各成员国外交部长在阿斯塔纳举行年度会议"


@pytest.mark.parametrize(
    ("text", "encoding", "header", "meta"),
    [
        (ARABIC, "utf-8", None, None),
        (ARABIC, "utf-8", "windows-1256", None),
        (ARABIC, "utf-8", None, "windows-1256"),
        (ARABIC, "utf-8-sig", None, None),
        (ARABIC, "utf-16", None, None),
        (ARABIC, "cp1256", "windows-1256", None),
        (ARABIC, "cp1256", None, "windows-1256"),
        (ARABIC, "cp1256", "iso-8859-1", "windows-1256"),
        (RUSSIAN, "cp1251", None, "cp1251"),
        (RUSSIAN, "koi8-r", "koi8-r", None),
        (CHINESE, "gb18030", None, "gb2312"),
        (CHINESE, "gbk", "gbk", None),
        ("会議", "iso2022_jp", None, "iso-2022-jp"),
        ("会議", "cp932", "shift_jis", None),
    ],
)
def test_a_page_is_decoded_whoever_declares_what(
    text: str, encoding: str, header: str | None, meta: str | None
) -> None:
    declaration = f'<meta charset="{meta}">' if meta else ""
    body = f"<html><head>{declaration}</head><body>{text * 3}</body></html>".encode(encoding)
    assert text in decode_page(body, header)


def test_one_bad_byte_does_not_make_another_encoding_of_a_page() -> None:
    body = f"<p>{ARABIC * 20}</p>".encode()
    assert decode_page(body[:300] + b"\xff" + body[300:], "utf-8").count(ARABIC) >= 18


@given(st.binary(max_size=300), st.sampled_from((None, "utf-8", "windows-1256", "nonsense", "utf-7", "zip", "")))
def test_any_bytes_become_characters_and_a_tree_or_none(body: bytes, charset: str | None) -> None:
    text = decode_page(body, charset)
    is_binary(text)
    tree = parse_page(text)
    assert tree is None or tree.tag


def test_control_characters_surrogates_and_deep_nesting_are_survived() -> None:
    assert parse_page("a\x00b\x0cc\ud800d\uffffe") is not None
    assert parse_page("<div>" * 20_000 + "x" + "</div>" * 20_000) is not None
    assert parse_page(" \x00 ") is None


def test_comments_are_no_part_of_the_tree() -> None:
    tree = parse_page("<p>one<!-- two --> three<?php four ?></p>")
    assert tree is not None
    assert "".join(tree.itertext()).split() == ["one", "three"]


@pytest.mark.parametrize(
    ("body", "content_type", "name"),
    [
        (b"%PDF-1.4", None, "a PDF document"),
        (b"\x1f\x8b\x08\x00", "text/html", "compressed data that was not unpacked"),
        (b"RIFF....WEBP", None, "sound, an image or a film"),
        (b"<?xml version='1.0'?>\n<feed xmlns='http://www.w3.org/2005/Atom'>", "text/html", "a feed or a sitemap"),
        (b'{"a": 1}', "application/json", "JSON"),
        (b"hello", "video/mp4", "a film"),
        (b"<!doctype html><html><body>A <rss> tag is explained</body></html>", "text/html", None),
        (b"<p>fragment</p>", None, None),
    ],
)
def test_what_is_no_page_is_called_by_its_name(body: bytes, content_type: str | None, name: str | None) -> None:
    assert what_else(body, content_type) == name
