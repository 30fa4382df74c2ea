"""Plain characters out of what pages declare."""

from hypothesis import given
from hypothesis import strategies as st

from crawler.tidying import plain_text, tidy


def test_tags_and_doubled_entities_of_a_repeated_text_are_resolved() -> None:
    assert plain_text("&lt;p&gt;One &amp;amp; two&lt;/p&gt;<p>Three<br>Four</p>") == "One & two\nThree\nFour"


@given(st.text(max_size=200), st.integers(0, 300))
def test_a_tidied_text_is_one_line_within_its_limit(text: str, limit: int) -> None:
    tidied = tidy(text, limit)
    assert len(tidied) <= limit
    assert "\n" not in tidied
    tidied.encode()
