"""Which of the sources that are due are polled together."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from press.batches import choose_batch

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def due(*source_ids: str) -> dict[str, datetime]:
    """Due one second after the other."""
    return {source_id: NOW + timedelta(seconds=number) for number, source_id in enumerate(source_ids)}


def test_a_host_gets_only_so_many_sources_at_once_and_others_do_not_wait() -> None:
    hosts = {each: {"big.example"} for each in ("ar", "en", "kk", "ru")} | {"other": {"other.example"}}
    wanted = due("ar", "en", "kk", "ru", "other")
    assert choose_batch(wanted, hosts, (), most_per_host=2) == ("ar", "en", "other")
    assert choose_batch(due("kk", "ru"), hosts, ("en",), most_per_host=2) == ("kk",)


def test_a_source_without_doors_never_waits() -> None:
    assert choose_batch(due("doorless"), {}, ("another",), most_per_host=1) == ("doorless",)


SOURCES = st.dictionaries(st.integers(0, 30).map(str), st.sets(st.sampled_from("abc"), max_size=2))


@given(hosts=SOURCES, under_way=st.sets(st.integers(31, 40).map(str)), most=st.integers(1, 5))
def test_no_host_has_more_than_its_share_and_something_always_begins(
    hosts: dict[str, set[str]], under_way: set[str], most: int
) -> None:
    busy_hosts = {each: {"a"} for each in sorted(under_way)[:most]}
    chosen = choose_batch(due(*hosts), hosts | busy_hosts, busy_hosts, most_per_host=most)
    at_once = Counter(host for each in (*chosen, *busy_hosts) for host in (hosts | busy_hosts)[each])
    assert all(number <= most for number in at_once.values())
    left = set(hosts) - set(chosen)
    assert all(any(at_once[host] == most for host in hosts[each]) for each in left)
