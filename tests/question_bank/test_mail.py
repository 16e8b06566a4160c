"""Who is told that questions wait for approval, or were returned."""

from bank_content import add_question
from bank_content import make_bank
from bank_content import take
from plone import api
from sonla.pbgdpl.mail.notice import DeliveryProblem
from sonla.pbgdpl.mail.outbox import current_outbox
from sonla.pbgdpl.options.learning.question_bank import BANK_WORKFLOW

import pytest


def person(section, name, role):
    user = api.user.create(email=f"{name}@sonla.example", username=name)
    section.manage_setLocalRoles(user.getId(), [role])
    section.reindexObjectSecurity()
    return user


@pytest.fixture
def approver(section):
    return person(section, "duyet", "PBGDPL Approver")


@pytest.fixture
def questions(section):
    """Three questions of somebody who writes."""
    author = person(section, "viet", "PBGDPL Contributor")
    bank = make_bank(section)
    made = [add_question(bank, question=f"Bí mật {at}?") for at in range(3)]
    for one in (bank, *made):
        one.changeOwnership(author)
        one.manage_setLocalRoles("viet", ["Owner"])
        one.reindexObjectSecurity()
    current_outbox().items.clear()
    return made


def posted():
    items = current_outbox().items
    return [(one.kind, one.recipient.email) for one in items]


def test_approvers_get_one_mail_however_many_are_sent(questions, approver):
    for one in questions:
        take(one, "submit")
    assert posted() == [("bank_waiting", "duyet@sonla.example")]
    (mail,) = current_outbox().items
    assert mail.url.endswith("?state=submitted")
    # Nothing of what will be asked
    assert "Bí mật" not in repr(mail)


def test_who_sends_is_not_told(section, questions, approver):
    section.manage_setLocalRoles("duyet", ["PBGDPL Approver", "PBGDPL Editor"])
    section.reindexObjectSecurity()
    with api.env.adopt_user(username="duyet"):
        tool = api.portal.get_tool("portal_workflow")
        tool.doActionFor(questions[0], "submit")
    assert tool.getStatusOf(BANK_WORKFLOW, questions[0])["actor"] == "duyet"
    (problem,) = current_outbox().items
    assert isinstance(problem, DeliveryProblem) and problem.reason == "nobody"


def test_authors_are_told_why_questions_were_returned(questions, approver):
    for one in questions[:2]:
        take(one, "submit")
    current_outbox().items.clear()
    with api.env.adopt_user(username="duyet"):
        tool = api.portal.get_tool("portal_workflow")
        for one in questions[:2]:
            tool.doActionFor(one, "return_to_author", comment="Thiếu điều khoản")
    assert posted() == [("bank_returned", "viet@sonla.example")]
    (mail,) = current_outbox().items
    assert (mail.actor, mail.comment) == ("duyet", "Thiếu điều khoản")
    assert mail.desk_url.endswith("/@@pbgdpl-review")


def test_the_setting_holds(questions, approver):
    api.portal.set_registry_record("sonla.pbgdpl.mail_steps", False)
    take(questions[0], "submit")
    take(questions[0], "return_to_author", "Vì sao")
    assert posted() == []
