"""Winnowing: few keys, and never a shared passage without a shared key."""

from itertools import chain

from hypothesis import given, settings
from hypothesis import strategies as st

from press.copies import comparable, containment_of
from press.copy_words import copy_words
from press.fingerprints import (
    FAR_WINDOW,
    FEW_KEYS,
    MOST_KEYS,
    SHINGLE,
    WINDOW,
    fingerprint,
    gram_marks,
    grams,
    most_containment,
    share_enough_keys,
    winnow,
)

HASHES = st.lists(st.integers(-(2**63), 2**63 - 1), max_size=300)
WORDS = st.lists(st.text("abcdefgh", min_size=1, max_size=4), max_size=120)


@given(HASHES)
def test_every_window_keeps_its_least_hash(hashes: list[int]) -> None:
    kept = winnow(hashes, WINDOW)
    for start in range(len(hashes) - WINDOW + 1):
        assert min(hashes[start : start + WINDOW]) in kept


@given(HASHES)
def test_only_hashes_of_the_text_are_kept_and_some_always(hashes: list[int]) -> None:
    kept = winnow(hashes, WINDOW)
    assert set(kept) <= set(hashes)
    assert bool(kept) == bool(hashes)


@given(st.lists(st.integers(-(2**63), 2**63 - 1), max_size=300, unique=True))
def test_what_is_kept_stands_in_the_order_of_the_text_and_once(hashes: list[int]) -> None:
    kept = winnow(hashes, WINDOW)
    assert kept == [each for each in hashes if each in set(kept)]


@given(WORDS)
def test_far_keys_are_some_of_the_near_ones_and_no_text_is_without(words: list[str]) -> None:
    keys = fingerprint(words)
    assert set(keys.far) <= set(keys.near)
    assert bool(keys.far) == bool(keys.near)


@given(WORDS, WORDS, WORDS, st.lists(st.text("klmnop", min_size=1, max_size=4), min_size=40, max_size=90))
@settings(max_examples=80)
def test_texts_that_share_as_many_neighbouring_keys_as_a_far_window_share_a_far_key(
    before: list[str], after: list[str], elsewhere: list[str], passage: list[str]
) -> None:
    inside = winnow(grams(tuple(passage)), WINDOW)
    one, other = fingerprint([*before, *passage, *after]), fingerprint([*elsewhere, *passage])
    if len(inside) >= FAR_WINDOW + 4:  # keys at the seams may be other ones
        assert set(one.far) & set(other.far)


@given(WORDS, WORDS, WORDS, st.lists(st.text("klmnop", min_size=1, max_size=4), min_size=19, max_size=40))
@settings(max_examples=80)
def test_texts_that_share_a_passage_of_19_words_share_a_key(
    before: list[str], after: list[str], elsewhere: list[str], passage: list[str]
) -> None:
    assert len(passage) >= SHINGLE + WINDOW - 1
    one, other = fingerprint([*before, *passage, *after]), fingerprint([*elsewhere, *passage])
    assert set(one.near) & set(other.near)


@given(WORDS)
def test_keys_are_ascending_different_and_fit_a_database_column(words: list[str]) -> None:
    found = fingerprint(words)
    for keys in (found.near, found.far):
        assert list(keys) == sorted(set(keys))
        assert all(-(2**63) <= key < 2**63 for key in keys)


def test_keys_are_the_same_on_every_machine() -> None:
    assert fingerprint(["one", "two", "three", "four"]).near == (-5834812527581358762,)


def test_an_article_has_a_handful_of_keys_and_a_very_long_text_a_bounded_number() -> None:
    article = fingerprint([f"word{place}" for place in range(280)])
    assert 20 <= len(article.near) <= 50
    assert 4 <= len(article.far) <= 15
    assert len(fingerprint([f"word{place}" for place in range(20_000)]).near) == MOST_KEYS


def test_a_short_text_is_compared_when_it_shares_one_key_whichever_of_the_two_it_is() -> None:
    assert share_enough_keys(1, FEW_KEYS, 40)
    assert share_enough_keys(1, 40, FEW_KEYS)
    assert not share_enough_keys(1, FEW_KEYS + 1, FEW_KEYS + 1)


def test_two_of_many_keys_are_a_common_phrase_and_not_an_article() -> None:
    assert share_enough_keys(2, 14, 40)
    assert not share_enough_keys(2, 33, 40)
    assert share_enough_keys(4, 33, 400)


@given(st.lists(WORDS, min_size=2, max_size=4), WORDS)
def test_marks_never_say_that_less_is_shared_than_the_texts_share(parts: list[list[str]], inserted: list[str]) -> None:
    one, other = " ".join(chain(*parts)), " ".join(chain(inserted, *parts[1:]))
    texts = comparable("", one), comparable("", other)
    marks = [b"" if text.is_flash else gram_marks(text.grams) for text in texts]
    assert most_containment(*marks) >= containment_of(*texts)
    assert most_containment(*reversed(marks)) >= containment_of(*texts)


def test_marks_of_texts_on_other_matters_say_so() -> None:
    one, other = (gram_marks(grams(tuple(f"{name}{place}" for place in range(280)))) for name in ("a", "b"))
    assert most_containment(one, other) < 0.15
    assert most_containment(one, one) == 1.0
    assert most_containment(one, b"") == 1.0


def test_words_have_numbers_in_one_form_and_han_in_pairs() -> None:
    assert copy_words("١٬٢٠٠ متر، الخامسة، ٣ حزيران") == ("1200", "متر", "5", "3", "0m6")
    assert copy_words("1,200.50 3.5 007 2024年") == ("1200.50", "3.5", "7", "2024", "年")
    assert copy_words("上海合作") == ("上海", "海合", "合作")
