"""What tests of the crawler may ask for."""

import pytest
from crawling import ReactorThread


@pytest.fixture(scope="session")
def reactor() -> ReactorThread:
    """The reactor, on a thread of its own."""
    return ReactorThread()
