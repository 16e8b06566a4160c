"""The form of a step: two steps that one person decides on are one button."""

from plone import api
from plone.protect.authenticator import createToken
from questions_content import answer
from questions_content import ask
from questions_content import posted
from questions_content import put
from sonla.pbgdpl.questions import QUESTION_WORKFLOW
from sonla.pbgdpl.questions.content import state_in_history

import pytest

pytestmark = pytest.mark.usefixtures("content_alone")


@pytest.fixture
def question(section):
    return ask(section)


@pytest.fixture
def press(http_request):
    """Send the form of a step by one of its buttons."""

    def send(question, action, button, **typed):
        http_request.form.clear()
        http_request.form.update(
            {
                "workflow_action": action,
                "form.buttons.go": button,
                "_authenticator": createToken(),
                **typed,
            }
        )
        http_request.method = http_request.environ["REQUEST_METHOD"] = "POST"
        return api.content.get_view("pbgdpl-transition", question, http_request)()

    return send


def test_accepted_and_assigned_at_once(question, acting, press):
    posted()
    with acting("PBGDPL Editor"):
        typed = {"agency": "so-tu-phap", "comment": "Xin trả lời sớm."}
        press(question, "accept", "assign", **typed)
    assert state_in_history(question) == "assigned"
    assert question.agency == "so-tu-phap"
    lines = question.workflow_history[QUESTION_WORKFLOW][-2:]
    assert [line["comments"] for line in lines] == ["", "Xin trả lời sớm."]


def test_nobody_is_told_of_the_step_between(section, acting, press):
    api.user.create(email="other@example.org", username="other-editor")
    section.manage_addLocalRoles("other-editor", ["PBGDPL Editor"])
    section.reindexObjectSecurity()
    first, second = ask(section), ask(section)
    posted()
    with acting("PBGDPL Editor"):
        press(first, "accept", "1")
        mails = posted()
        press(second, "accept", "assign", agency="so-tu-phap")
    assert [one.kind for one in mails] == ["question_waiting"]
    assert posted() == []


def test_without_an_agency_nothing_is_accepted(question, acting, press):
    with acting("PBGDPL Editor"):
        page = press(question, "accept", "assign")
    assert "pbgdpl-agency-error" in page
    assert state_in_history(question) == "received"


def test_only_accepted(question, acting, press):
    with acting("PBGDPL Editor"):
        press(question, "accept", "1")
    assert state_in_history(question) == "accepted"


def test_approved_and_told_at_once(question, acting, press):
    put(answer(question), "answer_drafted")
    with acting("PBGDPL Approver"):
        press(question, "approve_answer", "reply_privately")
    assert state_in_history(question) == "replied_privately"


def test_a_button_of_another_step_does_nothing_more(question, acting, press):
    put(answer(question), "answer_drafted")
    with acting("PBGDPL Approver"):
        press(question, "approve_answer", "decline")
    assert state_in_history(question) == "answered"


def test_by_telephone_the_call_is_noted_first(section, acting, press):
    question = put(answer(ask(section, asker_email=None)), "answer_drafted")
    with acting("PBGDPL Approver"):
        page = press(question, "approve_answer", "reply_privately")
        assert "pbgdpl-comment-error" in page
        assert state_in_history(question) == "answer_drafted"
        typed = {"comment": "Gọi 9 giờ, ông M. đã rõ."}
        press(question, "approve_answer", "reply_privately", **typed)
    assert question.reply_channel == "telephone"
