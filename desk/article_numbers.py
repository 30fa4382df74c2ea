"""The numbers of articles and stories on the command line."""

LARGEST_NUMBER = (1 << 63) - 1
"""So far a database counts; what is beyond it cannot be asked for."""
