"""The fixtures of the desk's tests."""

from rasid_runs import rasid, rasid_process

__all__ = ["rasid", "rasid_process"]
