"""One article in both Chinese scripts."""

from press.copies import Relation, compare
from press.folding import folded
from press.han import SIMPLIFIED

TRADITIONAL = "國際貨幣基金組織週三發布報告稱，亞洲經濟體的數碼轉型正在加速，並呼籲各國政府加強監管。"
PLAIN = "国际货币基金组织周三发布报告称，亚洲经济体的数码转型正在加速，并呼吁各国政府加强监管。"


def test_a_text_in_traditional_characters_is_the_same_as_its_simplified_twin() -> None:
    assert folded(TRADITIONAL) == folded(PLAIN)
    assert compare("", TRADITIONAL, "", PLAIN).relation is Relation.SAME


def test_no_twin_has_a_further_twin() -> None:
    assert not SIMPLIFIED.keys() & set(SIMPLIFIED.values())
