from datetime import datetime
from datetime import timedelta
from datetime import UTC
from hypothesis import given
from hypothesis import strategies
from sonla.pbgdpl.jobs.failures import ConcurrencyFailure
from sonla.pbgdpl.jobs.failures import TransientFailure
from sonla.pbgdpl.sync.circuit_breaker import Breaker
from sonla.pbgdpl.sync.circuit_breaker import CircuitState
from sonla.pbgdpl.sync.circuit_breaker import failed
from sonla.pbgdpl.sync.circuit_breaker import succeeded
from sonla.pbgdpl.sync.failures import AuthorityFailure
from sonla.pbgdpl.sync.failures import DataFailure
from sonla.pbgdpl.sync.failures import PeerRefusal
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.failures import RateLimited

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
SILENT = [
    RateLimited(not_before=NOW),
    DataFailure(),
    ConcurrencyFailure(),
    PeerRefusal(status=422),
]


NEW = Breaker()


def after(*failures, breaker=NEW, now=NOW):
    for failure in failures:
        breaker = failed(breaker, failure, now)
    return breaker


def test_five_in_a_row_open_it():
    four = after(*[TransientFailure()] * 2, *[ProtocolFailure()] * 2)
    assert four.state(NOW) is CircuitState.CLOSED
    assert after(ProtocolFailure(), breaker=four).state(NOW) is CircuitState.OPEN


def test_success_begins_to_count_anew():
    four = after(*[TransientFailure()] * 4)
    again = after(*[TransientFailure()] * 4, breaker=succeeded(four))
    assert again.state(NOW) is CircuitState.CLOSED


def test_what_says_nothing_of_the_line_is_not_counted():
    breaker = after(*[TransientFailure()] * 4)
    assert after(*SILENT * 3, breaker=breaker) == breaker


def test_refused_access_opens_it_at_once_for_an_hour():
    breaker = after(AuthorityFailure())
    assert breaker.state(NOW + timedelta(minutes=59)) is CircuitState.OPEN
    assert breaker.state(NOW + timedelta(minutes=60)) is CircuitState.HALF_OPEN


def test_each_probe_that_fails_doubles_the_wait_up_to_an_hour():
    breaker, now, waits = after(*[TransientFailure()] * 5), NOW, []
    for _number in range(9):
        assert breaker.state(now) is CircuitState.OPEN
        waits.append(breaker.probe_at - now)
        now = breaker.probe_at
        assert breaker.state(now) is CircuitState.HALF_OPEN
        breaker = failed(breaker, TransientFailure(), now)
    minutes = [wait.total_seconds() / 60 for wait in waits]
    assert minutes == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_a_probe_that_succeeds_closes_it_and_forgets_the_trips():
    breaker = after(*[TransientFailure()] * 7)
    closed = succeeded(breaker)
    assert closed.state(NOW) is CircuitState.CLOSED
    opened = after(*[TransientFailure()] * 5, breaker=closed)
    assert opened.probe_at - NOW == timedelta(minutes=1)


def test_being_asked_to_wait_leaves_a_probe_pending():
    breaker = after(*[TransientFailure()] * 5)
    later = breaker.probe_at
    assert failed(breaker, SILENT[0], later).state(later) is CircuitState.HALF_OPEN


@given(strategies.lists(strategies.sampled_from("TPRDAs"), max_size=40))
def test_there_is_always_a_way_out(story):
    """However it went, it is never open for longer than an hour."""
    kinds = {
        "T": TransientFailure(),
        "P": ProtocolFailure(),
        "R": SILENT[0],
        "D": SILENT[1],
        "A": AuthorityFailure(),
    }
    breaker, now = Breaker(), NOW
    for step in story:
        now += timedelta(minutes=1)
        breaker = (
            succeeded(breaker) if step == "s" else failed(breaker, kinds[step], now)
        )
        assert breaker.state(now + timedelta(minutes=60)) is not CircuitState.OPEN
        if step == "s":
            assert breaker.state(now) is CircuitState.CLOSED
