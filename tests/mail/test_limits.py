"""An address that a stranger typed gets few mails, and of the rest one."""

from datetime import timedelta
from desk_content import deliver
from plone import api
from served_mail import call
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.mail.limits import AddressLimits
from sonla.pbgdpl.mail.limits import folded
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.mail.notice import Recipient
from sonla.pbgdpl.mail.outbox import enqueue
from sonla.pbgdpl.mail.queue import queue_of
from sonla.pbgdpl.questions.mail import QUESTION_RECEIVED

import loopback_smtp as loopback
import pickle
import transaction

VICTIM = "nan.nhan@example.org"


def notice(number, email=VICTIM):
    return Notice(
        kind=QUESTION_RECEIVED.name,
        recipient=Recipient("", "ông/bà", email),
        title=f"Câu hỏi số {number}.",
        url="",
        desk_url="https://sonla.example/@@question-status",
        text=f"Mã tra cứu: MA-{number}.",
        typed=True,
    )


def ask(number, email=VICTIM):
    enqueue(notice(number, email))
    deliver()


def test_thirteen_forms_make_four_mails(server, functional_portal, at):
    at(seconds=1)
    for number in range(13):
        ask(number)
    assert len(server.mails) == 3
    assert len(queue_of(functional_portal)) == 10
    at(hours=1, minutes=2)
    call(functional_portal)
    assert len(server.mails) == 4 and server.violations == []
    assert len(queue_of(functional_portal)) == 0
    content = "".join(mail.get_content() for mail in server.mails)
    assert all(content.count(f"MA-{number}.") == 1 for number in range(13))
    assert "10" in server.mails[-1]["Subject"]


def test_no_more_than_ten_a_day(server, functional_portal, at):
    for hour in range(30):
        at(hours=hour, minutes=5)
        ask(hour)
        if hour == 23:
            assert len(server.mails) == 10
    at(hours=60)
    call(functional_portal)
    content = "".join(mail.get_content() for mail in server.mails)
    assert all(content.count(f"MA-{number}.") == 1 for number in range(30))
    assert len(queue_of(functional_portal)) == 0


def test_spellings_of_one_mailbox_count_as_one(server, at):
    at(seconds=1)
    for number, email in enumerate(
        (
            "nan.nhan@example.org",
            "NAN.NHAN@Example.ORG",
            "nannhan@example.org",
            "nan.nhan+tin@example.org",
            "n.a.n.n.h.a.n+x@EXAMPLE.org",
        )
    ):
        ask(number, email)
    assert len(server.mails) == 3
    ask(9, "khac@example.org")
    assert len(server.mails) == 4, "others are not concerned"


def test_a_confirmed_address_gets_each_mail(server, functional_portal, at):
    at(seconds=1)
    addresses = queue_of(functional_portal).addresses
    assert not addresses.confirm(VICTIM, "x" * 32, utc_now())
    assert not addresses.confirm(VICTIM, addresses.token("a@b.example"), utc_now())
    assert addresses.confirm(VICTIM.upper(), addresses.token(VICTIM), utc_now())
    transaction.commit()
    for number in range(6):
        ask(number)
    assert len(server.mails) == 6


def test_a_server_that_is_down_uses_nothing_up(server, functional_portal, at):
    port = loopback.closed_port()
    api.portal.set_registry_record("plone.smtp_port", port)
    for number in range(6):
        at(minutes=number)
        ask(number)
    api.portal.set_registry_record("plone.smtp_port", server.port)
    transaction.commit()
    at(minutes=50)
    call(functional_portal)
    assert len(server.mails) == 3
    at(hours=3)
    call(functional_portal)
    assert len(server.mails) == 4


def test_nobody_reads_addresses_out_of_the_counter():
    addresses, now = AddressLimits(), utc_now()
    addresses.count(VICTIM, now)
    addresses.confirm(VICTIM, addresses.token(VICTIM), now)
    stored = repr((dict(addresses._sent), dict(addresses._confirmed)))
    assert "nhan" not in stored and b"nhan" not in pickle.dumps(stored)
    assert AddressLimits().key(VICTIM) != addresses.key(VICTIM)
    addresses.forget_old(now + timedelta(hours=23))
    assert addresses.outdated(now + timedelta(hours=23)) == ([], [])
    assert len(addresses._sent) == 1
    addresses.forget_old(now + timedelta(hours=24))
    assert len(addresses._sent) == 0 and addresses.is_confirmed(VICTIM)
    addresses.forget_old(now + timedelta(days=401))
    assert not addresses.is_confirmed(VICTIM)


def test_folding():
    assert folded(" A.B+c@Sơnla.Example ") == folded("ab@xn--snla-lgb.example")
    assert folded("a@b.example") != folded("a@c.example")
    assert folded("không phải") and folded("a@" + "s" * 70)
