"""Why an asker or the office rightly got no mail about a question is told."""

from desk_content import deliver
from loopback_smtp import smtp_server
from plone import api
from public_content import make_section
from questions_content import answer
from questions_content import ask
from questions_content import MAIL
from questions_content import put
from served_mail import use_port
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.mail import traces
from sonla.pbgdpl.mail.notice import NotSent
from sonla.pbgdpl.mail.outbox import current_outbox
from sonla.pbgdpl.questions.mail import notify_asker
from sonla.pbgdpl.questions.mail import notify_office
from sonla.pbgdpl.questions.mail import QUESTION_RECEIVED
from sonla.pbgdpl.questions.merging import merge
from sonla.pbgdpl.questions.settings import PREFIX
from sonla.pbgdpl.questions.submission import submit
from zope.globalrequest import getRequest
from zope.interface import alsoProvides

import pytest


def unsent():
    """Return the reasons in the outbox, and empty it."""
    box = current_outbox()
    found = {(one.reason, one.about) for one in box.items if isinstance(one, NotSent)}
    box.items.clear()
    assert {reason for reason, _about in found} <= {*traces.OUTCOMES}
    return found


@pytest.fixture
def question(section):
    question = ask(section)
    unsent()
    return question


def test_mails_are_off(question):
    api.portal.set_registry_record(f"{PREFIX}.mail_questions", False)
    notify_asker(question, "publish")
    notify_office(question)
    assert unsent() == {("off", question.UID())}


def test_no_address_was_left(section):
    question = ask(section, asker_email=None)
    unsent()
    notify_asker(question, "publish")
    assert unsent() == {("none_left", question.UID())}


def test_it_was_merged(section, question, acting):
    other = put(answer(ask(section, "Khác")), "answered")
    with acting("PBGDPL Editor"):
        merge(question, other)
    unsent()
    notify_asker(question, "decline")
    assert unsent() == {("merged", question.UID())}


def test_who_acts_next_has_acted(question, acting):
    """Each step of the office would leave a line."""
    with acting("PBGDPL Editor"):
        unsent()
        notify_office(question)
        assert unsent() == set()


def test_no_proof_of_work(section):
    values = {"title": "Hỏi", "question": "Hỏi gì?", "asker_email": "a@sonla.example"}
    made = submit(section, section, values, proved=False, nonce="n" * 32)
    assert ("unproved", made.UID()) in unsent()


def test_a_mail_that_the_server_refused_is_told_at_the_question(functional_portal):
    """With its words, without the address, and with what to do."""
    alsoProvides(getRequest(), IBrowserLayer)
    with smtp_server(refuse=MAIL) as server:
        use_port(server.port)
        question = ask(make_section(functional_portal))
        notify_asker(question, "publish")
        deliver()
        assert not server.violations and not server.mails
    with api.env.adopt_roles(["Manager"]):
        page = question.restrictedTraverse("view")
        (line,) = (one["words"] for one in page.mails)
        assert "550 no such user" in line.mapping["said"]
        assert MAIL not in line.mapping["said"]
        text = page()
    assert "Refused by the mail server: 550 no such user" in text
    assert "by telephone or letter" in text


def test_the_question_tells_the_office_what_became_of_mails(question, acting, section):
    portal = api.portal.get()
    line = (QUESTION_RECEIVED.name, "", (question.UID(),), traces.SENT, "thu.example")
    traces.note(portal, [traces.MailTrace(utc_now(), *line)])
    traces.note(portal, [traces.MailTrace(utc_now(), "other", "", (), traces.SENT)])
    with acting("PBGDPL Approver"):
        view = question.restrictedTraverse("view")
        assert [one["words"] for one in view.mails] == [traces.OUTCOMES[traces.SENT]]
        assert "Taken by thu.example" in view()
    put(answer(question), "published")
    with acting("Anonymous"):
        assert question.restrictedTraverse("view").mails == []
