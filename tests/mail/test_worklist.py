"""Of new questions the office gets few mails an hour, and of the rest one."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from desk_content import deliver
from served_mail import call
from served_mail import use_port
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.jobs.runner import run_jobs
from sonla.pbgdpl.mail import mailer
from sonla.pbgdpl.mail.health import MailHealth
from sonla.pbgdpl.mail.interfaces import IMailer
from sonla.pbgdpl.mail.mailer import Call
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.mail.notice import Recipient
from sonla.pbgdpl.mail.outbox import enqueue
from sonla.pbgdpl.mail.queue import make_queue
from sonla.pbgdpl.mail.queue import queue_of
from sonla.pbgdpl.mail.queue import QueuedMail
from sonla.pbgdpl.mail.worklist import Worklist
from sonla.pbgdpl.questions.mail import QUESTION_WAITING
from ZODB.POSException import ConflictError
from zope.component import getUtility

import loopback_smtp as loopback
import re
import transaction

EDITOR = "bien-tap@sonla.example"
DESK = "https://sonla.example/pbgdpl/@@pbgdpl-questions"


def notice(number, email=EDITOR, desk=DESK, **facts):
    return Notice(
        kind=QUESTION_WAITING.name,
        recipient=Recipient("", "Cầm Văn Biên", email),
        title=f"Câu hỏi số {number}.",
        url=f"https://sonla.example/pbgdpl/cau-hoi-{number}",
        desk_url=desk,
        **(facts or {"limited": True}),
    )


def ask(*numbers, **facts):
    for number in numbers:
        enqueue(notice(number, **facts))
        deliver()


def waiting(portal):
    """Return how many questions each mail in the queue tells of."""
    return [mail.number for _key, mail in queue_of(portal).items()]


def test_a_few_come_one_by_one(server, functional_portal):
    ask(*range(6))
    assert [
        f"Câu hỏi số {number}." in server.mails[number]["Subject"]
        for number in range(6)
    ] == [True] * 6
    assert waiting(functional_portal) == []


def test_of_many_the_rest_comes_in_one(server, functional_portal, at):
    at(seconds=30)
    ask(*range(20))
    assert len(server.mails) == 6 and waiting(functional_portal) == [14]
    at(minutes=59)
    call(functional_portal)
    assert len(server.mails) == 6
    at(hours=1, minutes=2)
    call(functional_portal)
    assert len(server.mails) == 7 and waiting(functional_portal) == []
    collected = server.mails[-1]
    assert ": 14 questions" in collected["Subject"]
    assert "14" in collected.get_content() and DESK in collected.get_content()
    assert collected["To"] == EDITOR and server.violations == []


def test_the_scheduled_job_sends_what_was_collected(server, functional_portal, at):
    at()
    ask(*range(8))
    later = at(hours=1, minutes=1)
    run_jobs(functional_portal, now=lambda: later)
    transaction.begin()
    assert len(server.mails) == 7 and waiting(functional_portal) == []


def test_a_flood_of_hours_is_six_mails_an_hour(server, functional_portal, at):
    for minute in range(0, 180, 2):
        at(minutes=minute + 1)
        ask(minute, minute + 1)
        assert sum(waiting(functional_portal)) + told(server) == minute + 2
        assert len(waiting(functional_portal)) <= 1
        assert len(server.mails) <= 6 * (minute // 60 + 1)


def told(server):
    """Return of how many questions the mails that came tell."""
    numbers = (
        re.search(r": (\d+) questions$", mail["Subject"]) for mail in server.mails
    )
    return sum(int(number[1]) if number else 1 for number in numbers)


def test_people_and_desks_are_told_apart(server, functional_portal, at):
    at(seconds=30)
    for number in range(9):
        ask(number)
        ask(number, email="phe-duyet@sonla.example")
    ask(9, desk="https://sonla.example/khac/@@pbgdpl-questions")
    assert sorted(waiting(functional_portal)) == [1, 3, 3]
    at(hours=2)
    call(functional_portal)
    assert told(server) == 19
    bodies = [mail.get_content() for mail in server.mails]
    assert sum("/khac/@@pbgdpl-questions" in body for body in bodies) == 1


def test_steps_of_the_office_are_not_counted(server, functional_portal):
    ask(*range(9), typed=False)
    assert len(server.mails) == 9


def test_an_editor_s_address_that_a_stranger_types_uses_nothing_up(server):
    ask(*range(4), typed=True)
    assert len(server.mails) == 3
    ask(*range(6))
    assert len(server.mails) == 9


def test_a_server_that_is_down_collects_too(functional_portal, at):
    """Else a flood would fill the queue, and other mail would not be kept."""
    use_port(loopback.closed_port())
    at(seconds=30)
    ask(*range(30))
    assert sum(waiting(functional_portal)) == 30
    assert len(waiting(functional_portal)) <= 7
    with loopback.smtp_server() as server:
        use_port(server.port)
        for hours in (2, 4, 6):
            at(hours=hours)
            call(functional_portal)
        assert told(server) == 30 and waiting(functional_portal) == []


def test_what_is_collected_and_then_does_not_leave_is_trouble(
    server, functional_portal, at
):
    ask(*range(8))
    assert MailHealth(functional_portal)().ok
    ((_key, mail),) = queue_of(functional_portal).items()
    mail.postpone(utc_now() - timedelta(minutes=30))
    assert MailHealth(functional_portal)().ok
    mail.postpone(utc_now() - timedelta(hours=2))
    assert not MailHealth(functional_portal)().ok


def test_two_processes_count_each_question_once(server, functional_portal):
    portal, now = functional_portal, utc_now()
    ask(*range(7))
    for number in range(3):
        make_queue(portal).add(QueuedMail([notice(number)], now))
    transaction.commit()
    where = Call(portal._p_jar.db(), portal.getPhysicalPath())

    def collect_while_another_does():
        with mailer.open_site(where) as site:
            mailer.choose(site, Worklist(queue_of(site)), now)
            getUtility(IMailer).call(where.database, where.site_path)
            getUtility(IMailer).wait(60)

    with ThreadPoolExecutor(1) as pool:
        error = pool.submit(collect_while_another_does).exception(60)
    transaction.begin()
    assert isinstance(error, ConflictError)
    assert waiting(portal) == [4]
