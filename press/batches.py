"""Which of the sources that are due are polled together: a pure decision."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime


def choose_batch(
    due: Mapping[str, datetime],
    hosts: Mapping[str, Collection[str]],
    under_way: Collection[str],
    *,
    most_per_host: int,
) -> tuple[str, ...]:
    """The due sources that may begin now, the longest due first, so that no host has more than so many at once.

    hosts: of each source's doors; under_way: sources that are being crawled. What is left out begins when one of these ends.
    """
    busy = Counter(host for source_id in under_way for host in hosts.get(source_id, ()))
    chosen = []
    for source_id in sorted(due, key=lambda each: (due[each], each)):
        mine = hosts.get(source_id, ())
        if all(busy[host] < most_per_host for host in mine):
            busy.update(mine)
            chosen.append(source_id)
    return tuple(chosen)
