"""What the log says of a door: not each poll, only when something about it has become otherwise."""

import structlog

from press.doors import ANSWERED, DoorPoll, DoorState
from press.polling import MOVED_POLLS

log = structlog.get_logger()


def note_door(state: DoorState, poll: DoorPoll, *, run_id: int, found: int) -> None:
    """run_id: of the source's own run, as one crawl polls many sources. found: addresses that are new to the ledger."""
    line = log.bind(source=state.source_id, run=run_id, door=state.address)
    answered = poll.verdict in ANSWERED
    if poll.retired and state.retired_at is None:
        line.warning("door_retired", reason=poll.reason, next_poll=str(poll.next_poll_at))
    elif not answered and not state.failures:
        line.warning("door_failing", verdict=poll.verdict, reason=poll.reason, next_poll=str(poll.next_poll_at))
    elif answered and state.failures:
        line.info("door_answers_again", failures=state.failures)
    if poll.moved_to is not None and poll.moved_to == state.moved_to and state.moved_polls + 1 == MOVED_POLLS:
        line.warning("door_moved", to=poll.moved_to, advice="write the new address into config/sources")
    if poll.lied and found:
        line.warning("door_lied", lies=state.lies + 1, found=found)
