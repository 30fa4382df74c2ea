"""What every test may ask for."""

import signal
from pathlib import Path

import hypothesis
import pytest

# A machine with other work to do is slow now and then: that is no failure.
hypothesis.settings.register_profile("rasid", deadline=None)
hypothesis.settings.load_profile("rasid")

# A shell starts what it puts into the background with Ctrl-C ignored, and every child would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real pages, feeds and labelled cases; they live beside the project and are not part of it."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("../shared/data is missing: this test reads real material from there")
    return folder
