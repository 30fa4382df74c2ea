"""One spelling for the same letters, with the way back to the text; and the letters alone."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from press.folding import bigrams, fold, folded, words
from press.squeezing import Squeezed, squeezed

TEXTS = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "أإآٱىةؤئءکیہھﻻﷲ\u0640\u064e\u0651\u0670\u200f\u202b\u2066\ufeff\u200c\u00ad«»“”\"'’ʻ٣۷７İıŞßﬁЁёйЙ上國國组ＡＢ\u00a0\u3000\n"
        ),
    ),
    max_size=60,
)


@settings(max_examples=500)
@given(text=TEXTS)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@settings(max_examples=500)
@given(text=TEXTS)
def test_squeezing_twice_is_squeezing_once(text: str) -> None:
    assert squeezed(squeezed(text)) == squeezed(text)
    assert squeezed(folded(text)) == squeezed(text)


@settings(max_examples=400)
@given(text=TEXTS, data=st.data())
def test_a_span_leads_back_to_the_letters_it_was_made_from(text: str, data: st.DataObject) -> None:
    made = fold(text)
    if not made.text:
        return
    start = data.draw(st.integers(0, len(made.text) - 1))
    end = data.draw(st.integers(start + 1, len(made.text)))
    first, last = made.span(start, end)
    assert 0 <= first < last <= len(text)
    assert made.text[start:end] in folded(text[first:last])


@settings(max_examples=400)
@given(text=TEXTS, data=st.data())
@example(text="\u0640منظمة «شنغهاي»", data=None)
def test_a_squeezed_span_leads_back_too_and_begins_and_ends_with_a_letter(
    text: str, data: st.DataObject | None
) -> None:
    made = Squeezed(text)
    assert len(made.cased) == len(made.letters)
    if not made.letters:
        return
    start = data.draw(st.integers(0, len(made.letters) - 1)) if data else 0
    end = data.draw(st.integers(start + 1, len(made.letters))) if data else len(made.letters)
    first, last = made.span(start, end)
    assert 0 <= first < last <= len(text)
    assert made.letters[start:end] in squeezed(text[first:last])
    assert squeezed(text[first])
    assert squeezed(text[last - 1])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("مُنَظَّمَة", "منظمة"),
        ("منـظـمة", "منظمة"),
        ("أستانا", "آستانا"),
        ("شنغهاى", "شنغهاي"),
        ("منظمه", "منظمة"),
        ("کازاخستان", "كازاخستان"),
        ("٢٠٢٤", "2024"),
        ("ﻣﻨﻈﻤﺔ", "منظمة"),
        ("«شنغهاي»", "شنغهاي"),
        ("ЁЛКА", "елка"),
        ("İSTANBUL", "istanbul"),
        ("ISPARTA", "ısparta"),
        ("Teşkilâtı", "teskilati"),
        ("上海合作組織", "上海合作组织"),
        ("ＳＣＯ", "sco"),
        ("дип\u00adкорпус", "дипкорпус"),
    ],
)
def test_what_readers_take_for_the_same_is_folded_to_the_same(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    "pair", [("ШОС", "ШОЗ"), ("МФСА", "МФЦА"), ("ق", "ك"), ("ض", "ظ"), ("Ұ", "У"), ("қ", "к"), ("ئ", "ي")]
)
def test_other_letters_stay_others(pair: tuple[str, str]) -> None:
    assert folded(pair[0]) != folded(pair[1])


def test_nothing_between_letters_survives_squeezing() -> None:
    assert squeezed("سى .أى.سى .إيه") == squeezed("سي أي سي إيه")
    assert squeezed("Confidence-Building") == squeezed("confidence building")
    assert squeezed("to‘g‘risidagi") == squeezed("to'g'risidagi") == "togrisidagi"


def test_decomposed_letters_are_the_same_letters() -> None:
    for text in ("Совещаний", "ўзаро", "إنقاذ", "Şanghay", "États"):
        assert squeezed(unicodedata.normalize("NFD", text)) == squeezed(text)


def test_case_is_kept_where_it_is_asked_for() -> None:
    assert Squeezed("СВМДА, İTÜ и ШҲТнинг").cased == "СВМДАITUиШҲТнинг"


def test_words_and_bigrams() -> None:
    assert words("«منظمة» شنغهاي") == ["منظمه", "شنغهاي"]
    assert words("上合组织 SCO") == ["上合组织", "sco"]
    assert bigrams("上合组织") == ["上合", "合组", "组织"]
    assert bigrams("上") == ["上"]
