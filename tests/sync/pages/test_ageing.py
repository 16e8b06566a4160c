"""What waits to be sent for long is told by mail, once for each delay."""

from harvested_portal import name_repository
from harvested_portal import set_record
from public_content import make
from sonla.pbgdpl.exchange.ledger import ledger_of
from sonla.pbgdpl.mail.queue import queue_of
from sonla.pbgdpl.sync.condition import oldest_mark
from sonla.pbgdpl.sync.operations import resend_period
from sonla.pbgdpl.sync.outbox.ageing import UNDELIVERED
from sonla.pbgdpl.sync.store import make_store

import pytest
import transaction


@pytest.fixture
def sending(staffed):
    """Return a portal that sends to its reference server and fetches nothing."""
    set_record("pull_enabled", False)
    name_repository("sonla.example")
    set_record("push_enabled", True)
    set_record("push_url", staffed.server.push_url)
    transaction.commit()
    return staffed


def titles(sending):
    transaction.begin()
    mails = [mail for _key, mail in queue_of(sending.portal).items()]
    undelivered = [mail for mail in mails if mail.kind == UNDELIVERED.name]
    return [row["title"] for mail in undelivered for row in mail.rows]


def run_for(sending, days):
    for _day in range(days):
        sending.server.advance(hours=22)
        sending.run()


def test_a_delay_is_told_once_and_the_next_one_again(sending):
    sending.run()
    sending.server.inject("forbidden", path="/push/*", times=None)
    make(sending.section, "LegalNews", "Tin")
    transaction.commit()
    sending.run()
    assert titles(sending) == []
    run_for(sending, 4)
    mailed = titles(sending)
    assert len(set(mailed)) == 1, "no second mail about the same delay"
    assert mailed[0].startswith("1 records, the oldest since")
    sending.server.faults.rules.clear()
    run_for(sending, 2)
    assert not sending.store.outbox.dirty
    assert not sending.store.outbox.delay_reported
    sending.server.inject("forbidden", path="/push/*", times=None)
    make(sending.section, "LegalNews", "Tin khác")
    transaction.commit()
    run_for(sending, 4)
    assert len(titles(sending)) > len(mailed)


def test_what_waits_is_as_old_after_a_period_is_sent_again(sending):
    sending.server.inject("forbidden", path="/push/*", times=None)
    make(sending.section, "LegalNews", "Tin")
    transaction.commit()
    sending.run()
    before = oldest_mark(sending.store.outbox)
    entries = list(ledger_of(sending.portal).all_entries())
    assert resend_period(make_store(sending.portal), entries, 0, 2**33) == 1
    transaction.commit()
    assert oldest_mark(sending.store.outbox) == before
    sending.server.faults.rules.clear()
    run_for(sending, 1)
    assert not sending.store.outbox.dirty
