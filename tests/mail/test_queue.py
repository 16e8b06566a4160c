"""The queue loses nothing, sends nothing twice when two race, and ends at its bounds."""

from dataclasses import replace
from datetime import timedelta
from desk_content import deliver
from plone import api
from served_mail import call
from served_mail import use_port
from smtplib import SMTPException
from sonla.pbgdpl.administration.pages.mail_queue import row
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.health import check_health
from sonla.pbgdpl.core.options import switch
from sonla.pbgdpl.editorial.mail import RETURNED
from sonla.pbgdpl.jobs.runner import run_jobs
from sonla.pbgdpl.mail import failures
from sonla.pbgdpl.mail import health as health_module
from sonla.pbgdpl.mail import mailer
from sonla.pbgdpl.mail import queue as queue_module
from sonla.pbgdpl.mail.health import MailHealth
from sonla.pbgdpl.mail.health import queue_state
from sonla.pbgdpl.mail.mailer import Call
from sonla.pbgdpl.mail.notice import DeliveryProblem
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.mail.notice import Recipient
from sonla.pbgdpl.mail.outbox import enqueue
from sonla.pbgdpl.mail.outbox import enqueue_safely
from sonla.pbgdpl.mail.queue import CLAIM
from sonla.pbgdpl.mail.queue import FAILED
from sonla.pbgdpl.mail.queue import MailQueue
from sonla.pbgdpl.mail.queue import make_queue
from sonla.pbgdpl.mail.queue import PAUSES
from sonla.pbgdpl.mail.queue import queue_of
from sonla.pbgdpl.mail.queue import QueuedMail
from sonla.pbgdpl.mail.queue import RETENTION
from sonla.pbgdpl.mail.worklist import Worklist
from ZODB.POSException import ConflictError

import loopback_smtp as loopback
import pytest
import threading
import transaction


def notice(email="a@sonla.example", title="Tin", **facts):
    return Notice(
        kind=RETURNED.name,
        recipient=Recipient("", "Lò Thị Tác", email),
        title=title,
        url="https://sonla.example/tin",
        desk_url="https://sonla.example/@@pbgdpl-review",
        **facts,
    )


@pytest.fixture
def portal(functional_portal):
    """Return a portal whose mail settings are complete, at a port where nobody listens."""
    use_port(loopback.closed_port())
    return functional_portal


def mails(portal):
    return [mail for _key, mail in queue_of(portal).items()]


def test_what_is_rolled_back_queues_nothing(portal):
    enqueue(notice())
    transaction.abort()
    transaction.begin()
    deliver()
    assert mails(portal) == []


def test_a_server_that_is_down_three_times_loses_nothing(portal, at):
    enqueue(notice(title="Một"), notice("b@sonla.example", "Hai"))
    deliver()
    assert sorted(mail.attempts for mail in mails(portal)) == [0, 1]
    for hours in (1, 2, 3):
        at(hours=hours)
        call(portal)
    with loopback.smtp_server() as server:
        use_port(server.port)
        at(days=1)
        call(portal)
    assert server.violations == []
    assert {mail["To"] for mail in server.mails} == {
        "a@sonla.example",
        "b@sonla.example",
    }
    assert mails(portal) == []


def test_pauses_grow_until_it_has_failed(portal, at):
    pauses, moment = [], at()
    enqueue(notice())
    deliver()
    for _number in range(len(PAUSES)):
        (mail,) = mails(portal)
        assert mail.state == "waiting" and mail.reason == "server"
        pauses.append(mail.not_before - moment)
        moment = at(seconds=(mail.not_before - at()).total_seconds() + 1)
        call(portal)
    assert sorted(pauses) == pauses and pauses[-1] >= timedelta(hours=12)
    (mail,) = mails(portal)
    assert mail.state == FAILED and mail.attempts == len(PAUSES) + 1
    with loopback.smtp_server() as server:
        use_port(server.port)
        at(days=10)
        call(portal)
        assert server.mails == [], "somebody has to decide"
        mails(portal)[0].retry_now(utc_now())
        transaction.commit()
        call(portal)
        assert len(server.mails) == 1


def test_a_mail_that_is_not_wanted_now_is_tried_later(portal, at):
    with loopback.smtp_server(defer="a@") as server:
        use_port(server.port)
        enqueue(notice(), notice("b@sonla.example"))
        deliver()
        assert [mail["To"] for mail in server.mails] == ["b@sonla.example"]
        (mail,) = mails(portal)
        assert (mail.state, mail.reason) == ("waiting", "later")
        assert mail.detail == "451 try again later <a***@sonla.example>"


def test_what_was_queued_before_its_option_was_switched_off_waits(portal):
    other = notice("b@sonla.example")
    with loopback.smtp_server() as server:
        use_port(server.port)
        enqueue(replace(notice(), kind="request_received"), other)
        switch("requests", on=False)
        deliver()
        assert [mail["To"] for mail in server.mails] == ["b@sonla.example"]
        assert queue_state(portal).waiting == 0 and len(mails(portal)) == 1
        switch("requests", on=True)
        transaction.commit()
        call(portal)
        assert len(server.mails) == 2 and mails(portal) == []


def test_a_refusal_is_lasting_and_names_no_address(portal, caplog):
    with loopback.smtp_server(refuse="a@") as server:
        use_port(server.port)
        enqueue(notice())
        deliver()
    (mail,) = mails(portal)
    said = MailHealth(portal)().detail
    assert "server refused the mail" in said
    assert (mail.state, mail.reason) == (FAILED, "refused")
    assert mail.detail == "550 no such user <a***@sonla.example>"
    assert "a@sonla.example" not in caplog.text
    ((name, reason),) = [(one.about, one.reason) for one in failures.problems(portal)]
    assert (name, reason) == ("a***@sonla.example", "refused")


def test_the_log_names_nobody_who_has_no_address(portal, caplog):
    enqueue(DeliveryProblem("no_address", "Giàng A Đỉnh Mây"))
    deliver()
    assert "no_address" in caplog.text and "Giàng" not in caplog.text
    assert [one.about for one in failures.problems(portal)] == ["Giàng A Đỉnh Mây"]


@pytest.mark.parametrize("error", [ValueError, SMTPException, OSError])
def test_no_error_of_a_mail_host_tells_an_address(portal, caplog, monkeypatch, error):
    def quote(*_args, **_values):
        raise error("<a@sonla.example>: Recipient address rejected")

    monkeypatch.setattr(type(portal.MailHost.aq_base), "_send", quote)
    enqueue(notice())
    deliver()
    (mail,) = mails(portal)
    assert "a***@sonla.example" in mail.detail
    assert "a@sonla.example" not in caplog.text + mail.detail


def test_the_connection_breaks_in_the_midst_of_a_mail(portal, at):
    with loopback.smtp_server(on_data=lambda: None) as server:
        use_port(server.port)
        enqueue(notice())
        deliver()
        assert server.mails == []
    (mail,) = mails(portal)
    assert (mail.state, mail.reason) == ("waiting", "server")
    with loopback.smtp_server() as server:
        use_port(server.port)
        at(hours=1)
        call(portal)
    assert len(server.mails) == 1


def test_a_claim_of_a_killed_process_ends(portal, at):
    (mail,) = queued(portal, 1)
    mail.claim_for_process(at(hours=1))
    transaction.commit()
    with loopback.smtp_server() as server:
        use_port(server.port)
        call(portal)
        assert server.mails == []
        at(hours=1, seconds=CLAIM.total_seconds() + 1)
        call(portal)
        assert len(server.mails) == 1


def queued(portal, number, **facts):
    """Queue mails without a call of the mailer."""
    queue = make_queue(portal)
    for one in range(number):
        assert queue.add(
            QueuedMail([notice(f"{one}@sonla.example", **facts)], utc_now())
        )
    transaction.commit()
    return mails(portal)


def test_two_processes_send_nothing_twice(portal):
    """Two threads with connections of their own are to the database as two processes."""
    queued(portal, 12)
    database, path = portal._p_jar.db(), portal.getPhysicalPath()
    with loopback.smtp_server() as server:
        use_port(server.port)
        threads = [
            threading.Thread(target=mailer.answer, args=(Call(database, path),))
            for _number in range(3)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    to = [mail["To"] for mail in server.mails]
    assert len(to) == len(set(to)) == 12
    transaction.begin()
    assert mails(portal) == []


def test_people_and_mailer_never_make_each_other_conflict(portal):
    """Two threads queue, a third takes out: nobody's transaction begins anew."""
    database, path = portal._p_jar.db(), portal.getPhysicalPath()
    conflicts, rounds, begin = [], 40, threading.Barrier(3)

    def work(change):
        begin.wait(30)
        for number in range(rounds):
            try:
                with mailer.open_site(Call(database, path)) as site:
                    change(queue_of(site), number)
            except ConflictError as error:
                conflicts.append(error)

    def put(queue, number):
        assert queue.add(QueuedMail([notice()], utc_now()))

    def take(queue, number):
        for key, _mail in list(queue.items())[:2]:
            queue.remove(key)

    threads = [threading.Thread(target=work, args=(f,)) for f in (put, put, take)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert conflicts == []
    transaction.begin()
    assert len(queue_of(portal)) <= 2 * rounds


def test_the_queue_is_bounded(portal, monkeypatch):
    monkeypatch.setattr(queue_module, "MAX_MAILS", 10)
    monkeypatch.setattr(queue_module, "MAX_TYPED", 4)
    enqueue(*(notice(f"{number}@sonla.example", typed=True) for number in range(8)))
    deliver()
    assert len(mails(portal)) == 4, "strangers fill no more than their part"
    enqueue(*(notice(f"m{number}@sonla.example") for number in range(20)))
    deliver()
    assert len(mails(portal)) == 10
    assert "full" in {one.reason for one in failures.recorded(portal)}


def test_what_has_failed_makes_room(portal, monkeypatch):
    old, *others = queued(portal, 3)
    monkeypatch.setattr(queue_module, "MAX_MAILS", 3)
    old.note_failure(DeliveryProblem("refused", ""), True, utc_now())
    enqueue(notice("moi@sonla.example"))
    deliver()
    to = {mail.recipient["email"] for mail in mails(portal)}
    assert to == {one.recipient["email"] for one in others} | {"moi@sonla.example"}
    assert failures.recorded(portal) == []


def test_people_without_an_address_fill_no_queue(portal):
    with loopback.smtp_server() as server:
        use_port(server.port)
        for _day in range(3):
            enqueue(notice(""), notice("không phải địa chỉ"))
            deliver()
    assert mails(portal) == [] and server.recipients == []
    assert {(one.reason, one.count) for one in failures.recorded(portal)} == {
        ("no_address", 3),
        ("bad_address", 3),
    }


def test_strangers_do_not_turn_the_health(portal):
    (mail,) = queued(portal, 1, typed=True)
    mail.note_failure(DeliveryProblem("refused", "", "550 no"), True, utc_now())
    health = MailHealth(portal)()
    assert health.ok and "1" in health.detail


def test_a_member_whose_address_was_mended(portal):
    member = api.user.create(username="tac-gia", email="sai@sonla.example")
    enqueue(
        Notice(
            kind=RETURNED.name,
            recipient=Recipient("tac-gia", "Lò Thị Tác", ""),
            title="Tin",
            url="",
            desk_url="",
        )
    )
    member.setMemberProperties({"email": "dung@sonla.example"})
    with loopback.smtp_server() as server:
        use_port(server.port)
        deliver()
    assert [mail["To"] for mail in server.mails] == ["dung@sonla.example"]


def test_what_is_erased_leaves_the_queue(portal):
    queued(portal, 2, about="uid-1")
    queued(portal, 1, about="uid-2")
    assert queue_of(portal).forget_about("uid-1") == 2
    assert [mail.about for mail in mails(portal)] == [("uid-2",)]


def test_what_failed_is_not_kept_for_ever(portal):
    one, two = queued(portal, 2)
    for mail, days in ((one, 1), (two, RETENTION.days + 1)):
        mail.note_failure(
            DeliveryProblem("refused", ""), True, utc_now() - timedelta(days=days)
        )
    assert queue_of(portal).forget_old(utc_now()) == 1
    assert len(mails(portal)) == 1


def test_the_job_sends_what_is_left(portal, at):
    """What a killed process has left, without any new mail that would take it along."""
    queued(portal, 2)
    with loopback.smtp_server() as server:
        use_port(server.port)
        assert "mail" in [one.part for one in run_jobs(portal).outcomes]
        assert len(server.mails) == 2
        transaction.begin()
        assert "mail" not in [one.part for one in run_jobs(portal).outcomes]


def test_the_job_forgets_what_was_kept_long_enough(portal):
    (mail,) = queued(portal, 1)
    mail.note_failure(DeliveryProblem("refused", ""), True, utc_now())
    queue_of(portal).addresses.count("a@b.example", utc_now())
    transaction.commit()
    run_jobs(portal, now=lambda: utc_now() + RETENTION / 2)
    transaction.begin()
    assert len(mails(portal)) == 1
    assert queue_of(portal).addresses.outdated(utc_now() + RETENTION) == ([], [])
    run_jobs(portal, now=lambda: utc_now() + RETENTION * 2)
    transaction.begin()
    assert mails(portal) == []


def test_a_kind_of_an_earlier_release_is_sent(portal):
    (mail,) = queued(portal, 1)
    mail.kind = "known_no_longer"
    transaction.commit()
    with loopback.smtp_server() as server:
        use_port(server.port)
        call(portal)
    assert len(server.mails) == 1 and "Tin" in server.mails[0]["Subject"]


class Unpicklable(str):
    """Stand for whatever makes the queue fall over: an error of ours, a broken BTree."""

    def __hash__(self):
        raise RuntimeError("secret words")


def test_what_an_error_keeps_out_of_the_queue_is_told(portal):
    """The step that is told of stays, the other mails leave, and somebody learns of it."""
    broken = Recipient("", "B", Unpicklable("b@sonla.example"))
    portal.title = "Bước đã làm"
    with loopback.smtp_server() as server:
        use_port(server.port)
        enqueue(
            notice(),
            Notice(RETURNED.name, broken, "Tin", "https://sonla.example/tin", ""),
        )
        portal.description = "Bước đã làm"
        deliver()
    transaction.begin()
    assert portal.description == "Bước đã làm"
    health = MailHealth(portal)()
    assert not health.ok and health.count == 1
    assert health.oldest and health.remedy.endswith("/@@pbgdpl-mail")
    assert "RuntimeError" in health.detail and "secret" not in health.detail
    (lost,) = failures.lost(portal)
    assert (lost.about, lost.count) == (RETURNED.name, 1)
    failures.forget(portal)
    assert MailHealth(portal)().ok


def test_an_error_in_one_mail_leaves_the_others(portal, monkeypatch):
    add = MailQueue.add

    def fall_over(queue, mail):
        if mail.recipient["email"].startswith("b@"):
            raise RuntimeError("secret words")
        return add(queue, mail)

    monkeypatch.setattr(MailQueue, "add", fall_over)
    with loopback.smtp_server() as server:
        use_port(server.port)
        enqueue(notice(), notice("b@sonla.example"), notice("c@sonla.example"))
        deliver()
        assert len(server.mails) == 2
    assert [one.about for one in failures.lost(portal)] == [RETURNED.name]


def test_an_error_in_finding_out_whom_to_tell_is_told(portal):
    def news():
        raise RuntimeError("secret words")

    enqueue_safely(portal, news)
    deliver()
    assert [one.detail for one in failures.lost(portal)] == ["RuntimeError"]
    assert not MailHealth(portal)().ok


def test_health_says_how_many_since_when_and_where_it_is_cured(portal):
    health = MailHealth(portal)()
    assert (health.count, health.oldest, health.remedy) == (0, None, "")
    one, two, three = queued(portal, 3)
    one.created = utc_now() - timedelta(hours=3)
    two.note_failure(DeliveryProblem("refused", "", "550 no"), True, utc_now())
    three.postpone(utc_now() + timedelta(hours=1))
    health = MailHealth(portal)()
    assert (health.ok, health.count, health.oldest) == (False, 2, one.created)
    assert health.remedy == f"{portal.absolute_url()}/@@pbgdpl-mail"
    assert health.as_json()["count"] == 2


def test_a_full_queue_is_counted_in_one_pass(portal, monkeypatch):
    """Comparing each with each would be two million comparisons."""
    compared = []
    monkeypatch.setattr(
        QueuedMail, "__eq__", lambda one, other: compared.append(1) or one is other
    )
    queue = make_queue(portal)
    for _number in range(queue_module.MAX_MAILS):
        queue.add(QueuedMail([notice()], utc_now()))
    assert queue_state(portal).waiting == queue_module.MAX_MAILS
    assert len(compared) == 0


def test_health_and_numbers(portal, monkeypatch):
    assert MailHealth(portal)().ok
    one, two = queued(portal, 2)
    health = MailHealth(portal)()
    assert health.ok and "2" in health.detail
    one.created = utc_now() - timedelta(hours=2)
    assert not MailHealth(portal)().ok
    one.created = utc_now()
    two.note_failure(DeliveryProblem("refused", "", "550 no"), True, utc_now())
    state = queue_state(portal)
    assert (state.waiting, state.failed, state.reason) == (1, 1, "refused")
    assert not dict(check_health(portal))["mail"].ok
    assert isinstance(queue_of(portal), MailQueue)


@pytest.mark.parametrize("name", ["smtp_host", "email_from_address"])
def test_health_fails_while_mail_waits_for_settings(portal, name):
    api.portal.set_registry_record(f"plone.{name}", "")
    assert MailHealth(portal)().ok
    queued(portal, 1)
    health = MailHealth(portal)()
    assert not health.ok
    assert health.remedy == f"{portal.absolute_url()}/@@pbgdpl-mail"
    assert name not in health.detail


@pytest.mark.parametrize(
    "attempt",
    [
        lambda mail, now: mail.note_failure(DeliveryProblem("server", ""), False, now),
        lambda mail, now: mail.retry_now(now),
    ],
    ids=["failed", "begun anew"],
)
def test_what_was_held_and_was_tried_waits_for_the_server(portal, monkeypatch, attempt):
    """Its address had been spared; since it was tried, only the server is waited for."""
    (mail,) = queued(portal, 1, typed=True)
    now = utc_now()
    mail.postpone(now + timedelta(hours=20))
    assert (queue_state(portal).held, row("key", mail)["held"]) == (1, True)
    attempt(mail, now)
    state = queue_state(portal)
    assert (state.waiting, state.held) == (1, 0)
    assert not mail.is_held(now) and not row("key", mail)["held"]
    assert MailHealth(portal)().ok, "it has just been tried"
    monkeypatch.setattr(health_module, "utc_now", lambda: now + timedelta(hours=2))
    found = MailHealth(portal)()
    assert (found.ok, found.count) == (False, 1)


def test_what_is_held_though_it_failed_before_is_held(portal):
    """A server that asked to come later, and an address that got many mails since."""
    (mail,) = queued(portal, 1, typed=True)
    mail.note_failure(DeliveryProblem("later", "", "451"), False, utc_now())
    mail.postpone(utc_now() + timedelta(hours=1))
    assert queue_state(portal).held == 1 and row("key", mail)["held"]


MANY = 400


@pytest.mark.parametrize(
    "facts",
    [
        lambda number: {"email": f"{number}@sonla.example"},
        lambda number: {"email": f"{number}@sonla.example", "typed": True},
        lambda number: {"email": "a@sonla.example", "typed": True},
        lambda number: {"email": "a@sonla.example", "limited": True},
    ],
    ids=["members", "strangers", "one stranger", "the office"],
)
def test_what_waits_is_gone_through_once(portal, monkeypatch, facts):
    """At a thousand mails, a look at all of them for each would be a million looks."""
    queue, looks = make_queue(portal), []
    get = MailQueue.get

    def count(queue, key):
        looks.append(key)
        return get(queue, key)

    for number in range(MANY):
        queue.add(QueuedMail([notice(**facts(number))], utc_now()))
    monkeypatch.setattr(MailQueue, "get", count)
    work = Worklist(queue)
    while (claimed := mailer.choose(portal, work, utc_now())) is not None:
        for key in claimed.claims:
            queue.remove(key)
    assert len(looks) < 20 * MANY
    assert not any(queue.due(utc_now()))


def test_what_a_conflict_undid_is_gone_through_again(portal):
    """What was held on the way to the mail that another process took is not held yet."""
    queued(portal, 4)
    queue, now = queue_of(portal), utc_now()
    work, (first, second, third, fourth) = Worklist(queue), dict(queue.items())
    for key, _mail in work.due(queue, now):
        if key == third:
            break
    work.requeue(but=[third])
    assert [key for key, _mail in work.due(queue, now)] == [first, second, fourth]
