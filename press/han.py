"""Traditional Chinese characters and their simplified twins: one article is run in both."""

from pathlib import Path

FURTHER = "徵征 夥伙"
"""Variants that the press prints too, and that no table of the two scripts has."""


def _twins() -> dict[str, str]:
    lines = Path(__file__).with_name("han_twins.txt").read_text("utf-8").splitlines()
    pairs = [pair for line in [FURTHER, *lines] if not line.startswith("#") for pair in line.split()]
    twins = {pair[0]: pair[1] for pair in pairs}
    return {traditional: twins.get(simplified, simplified) for traditional, simplified in twins.items()}


SIMPLIFIED = _twins()
