"""The fixtures of the desk's tests."""

from demo_database import finished_demo, own_demo
from newsroom import newsroom
from rasid_runs import rasid, rasid_process

__all__ = ["finished_demo", "newsroom", "own_demo", "rasid", "rasid_process"]
