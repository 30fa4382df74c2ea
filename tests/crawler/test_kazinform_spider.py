"""Which of the addresses that doors name the spider of Kazinform takes."""

import pytest

from crawler.spiders.kazinform import may_be_article


@pytest.mark.parametrize(
    ("url", "taken"),
    [
        ("https://www.inform.kz/ru/sammit-v-astane_a3725092", True),
        ("https://www.inform.kz/ru/2028/sammit-v-astane.html", True),
        ("https://qazinform.com/story/1234567890", True),
        ("https://kaz.inform.kz/n/sammit", True),
        ("https://www.inform.kz/ru/svmda_t1234", False),
        ("https://qazinform.com/category/politics", False),
        ("https://www.inform.kz/ru/lenta/?page=2", False),
        ("https://www.inform.kz/media/2026/report.pdf", False),
        ("https://qazinform.com/", False),
        ("https://primeminister.kz/ru/news/sammit-31780", False),
        ("https://inform.kz.evil.example/ru/2028/sammit.html", False),
    ],
)
def test_what_a_feed_of_the_agency_names_is_taken_even_in_a_form_that_nobody_knows_yet(url: str, taken: bool) -> None:
    assert may_be_article(url) is taken
