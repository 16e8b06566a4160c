from datetime import datetime
from datetime import UTC
from hypothesis import given
from hypothesis import strategies
from sonla.pbgdpl.exchange.record import InvalidRecord
from sonla.pbgdpl.jobs import failures as job_failures
from sonla.pbgdpl.jobs.failures import Bug
from sonla.pbgdpl.jobs.failures import classify
from sonla.pbgdpl.jobs.failures import ConcurrencyFailure
from sonla.pbgdpl.jobs.failures import Failure
from sonla.pbgdpl.jobs.failures import LocalFailure
from sonla.pbgdpl.jobs.failures import MAX_DETAIL
from sonla.pbgdpl.jobs.failures import plain
from sonla.pbgdpl.jobs.failures import TransientFailure
from sonla.pbgdpl.sync import failures
from sonla.pbgdpl.sync.failures import DataFailure
from sonla.pbgdpl.sync.failures import RateLimited
from ZODB.POSException import ConflictError
from ZODB.POSException import ReadConflictError
from zope.i18nmessageid import Message

import errno
import pytest

CLASSES = [
    found
    for module in (job_failures, failures)
    for found in vars(module).values()
    if isinstance(found, type) and issubclass(found, Failure) and found is not Failure
]


def raised(error):
    try:
        raise error
    except BaseException as caught:
        return caught


@pytest.mark.parametrize("kind", CLASSES)
def test_each_class_tells_what_happened_what_happens_and_what_to_do(kind):
    assert isinstance(kind.message, Message)
    assert kind.message.domain == "sonla.pbgdpl"
    sentences = kind.message.default.split(". ")
    assert len(sentences) >= 3
    assert "\n" not in kind.message.default


def test_the_classes_are_those_of_the_taxonomy():
    assert {kind.code for kind in CLASSES} == set("TRAPDXSCLKBN")
    assert {kind.code for kind in CLASSES if kind.counts} == set("TP")
    assert {kind.code for kind in CLASSES if kind.opens} == {"A"}


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (ConflictError(), ConcurrencyFailure),
        (ReadConflictError(), ConcurrencyFailure),
        (InvalidRecord("title", "is missing"), DataFailure),
        (MemoryError(), LocalFailure),
        (OSError(errno.ENOSPC, "No space left on device"), LocalFailure),
        (OSError(errno.EACCES, "Permission denied"), Bug),
        (KeyError("title"), Bug),
        (ZeroDivisionError(), Bug),
    ],
)
def test_every_exception_has_its_class(error, kind):
    assert type(classify(raised(error))) is kind


def test_a_failure_stays_what_it_is():
    failure = RateLimited("429", not_before=datetime(2026, 3, 1, tzinfo=UTC))
    assert classify(failure) is failure


def test_a_bug_is_known_by_its_place_and_not_by_its_text():
    def fault(value):
        return {}[value]

    digests = []
    for value in ("0912345678", "another"):
        try:
            fault(value)
        except KeyError as error:
            detail = classify(error).detail
            assert value not in detail
            digests.append(detail)
    assert digests[0] == digests[1]
    assert digests[0].startswith("KeyError ")
    assert classify(raised(KeyError("x"))).detail != digests[0]


def test_a_detail_has_no_secret_and_no_control_characters():
    failure = TransientFailure(
        "GET https://user:hush@b.example/?api_key=hush\r\nAuthorization: Bearer hushhush"
    )
    assert "hush" not in str(failure)
    assert "\n" not in str(failure)


@given(strategies.text(max_size=2000))
def test_remote_text_becomes_one_short_line(text):
    found = plain(text)
    assert len(found) <= MAX_DETAIL
    assert found.isprintable() or not any(ord(letter) < 32 for letter in found)
    assert "\u202e" not in found
