"""The page on which an answer is written: saved and sent on by one button, nothing lost."""

from plone import api
from plone.app.textfield.value import RichTextValue
from plone.protect.authenticator import createToken
from plone.uuid.interfaces import IUUID
from public_content import make
from questions_content import answer
from questions_content import ask
from questions_content import BASIS
from questions_content import posted
from questions_content import put
from sonla.pbgdpl.legal_documents.rules import document_identity
from sonla.pbgdpl.questions.content import state_in_history
from sonla.pbgdpl.questions.settings import PREFIX
from sonla.pbgdpl.questions.suggestions import suggestions_for

import lxml.html
import pytest
import re

pytestmark = pytest.mark.usefixtures("content_alone")

WRITTEN = "<p>Nam từ đủ 20 tuổi.</p>"


@pytest.fixture
def question(section):
    return put(ask(section, agency="so-tu-phap"), "assigned")


@pytest.fixture
def page(http_request):
    """Open the page, or send its form by a button."""

    def send(question, button="", html=WRITTEN, **typed):
        http_request.form.clear()
        method = "POST" if button else "GET"
        http_request.method = http_request.environ["REQUEST_METHOD"] = method
        if button:
            http_request.form.update(
                {
                    "form.widgets.title": question.title,
                    "form.widgets.answer": html,
                    "form.widgets.answer.mimeType": "text/html",
                    "form.widgets.legal_bases.count": "0",
                    f"form.buttons.{button}": "1",
                    "_authenticator": createToken(),
                    **typed,
                }
            )
        http_request.response.setStatus(200)
        return api.content.get_view("pbgdpl-answer", question, http_request)()

    return send


def buttons_of(html):
    found = lxml.html.fromstring(html).xpath(
        "//*[starts-with(@name, 'form.buttons.') and not(@hidden)]"
    )
    return [one.get("name").removeprefix("form.buttons.") for one in found]


def test_the_form_has_the_answer_alone(question, page, acting):
    with acting("PBGDPL Editor"):
        html = page(question)
    names = {
        name.split(".")[2]
        for name in lxml.html.fromstring(html).xpath(
            "//form//*[starts-with(@name, 'form.widgets.')]/@name"
        )
    }
    assert {"title", "answer", "legal_bases", "answered_by", "comment"} <= names
    assert not {"question", "agency", "asker_email"} & names
    assert buttons_of(html) == ["save", "submit", "cancel"]


def test_saved_and_submitted_at_once(question, page, acting):
    with acting("PBGDPL Editor"):
        page(question, "submit", **{"form.widgets.comment": "Xin duyệt."})
    assert question.answer.raw == WRITTEN
    assert state_in_history(question) == "answer_drafted"
    line = question.workflow_history["pbgdpl_question_workflow"][-1]
    assert line["comments"] == "Xin duyệt."


def test_without_an_answer_it_is_saved_and_not_sent(question, page, acting):
    typed = {"form.widgets.answered_by": "Lò Thị Mẫu"}
    with acting("PBGDPL Editor"):
        page(question, "submit", html="", **typed)
    assert question.answered_by == "Lò Thị Mẫu"
    assert state_in_history(question) == "assigned"


def test_corrected_approved_and_told_at_once(question, page, acting):
    put(answer(question), "answer_drafted")
    with acting("PBGDPL Approver"):
        assert buttons_of(page(question)) == ["save", "publish", "reply", "cancel"]
        page(question, "reply")
    assert state_in_history(question) == "replied_privately"
    assert question.answer.raw == WRITTEN


def test_what_everybody_will_read_is_looked_over_after_saving(question, page, acting):
    put(answer(question), "answer_drafted")
    with acting("PBGDPL Approver"):
        html = page(question, "publish", **{"form.widgets.comment": "Nhất trí."})
    assert state_in_history(question) == "answer_drafted"
    assert question.answer.raw == WRITTEN
    assert "@@pbgdpl-publish" in html and "Nhất trí." in html


def test_by_telephone_the_call_is_noted_first(section, page, acting):
    question = put(answer(ask(section, asker_email=None)), "answer_drafted")
    with acting("PBGDPL Approver"):
        page(question, "reply")
        assert state_in_history(question) == "answer_drafted"
        assert question.answer.raw == WRITTEN
        page(question, "reply", **{"form.widgets.comment": "Gọi 9 giờ, đã rõ."})
    assert question.reply_channel == "telephone"


def test_an_inserted_document_becomes_a_legal_basis(section, question, page, acting):
    other = put(answer(ask(section, legal_bases=[BASIS])), "published")
    other.reindexObject()
    identity = document_identity(BASIS)
    with acting("PBGDPL Editor"):
        page(question, "save", cited=[identity, identity, "1/2000|nobody|"])
        page(question, "save", cited=identity)
    assert [row["number"] for row in question.legal_bases] == ["52/2014/QH13"]
    assert question.legal_bases[0]["summary"] == "Hôn nhân và gia đình"


def test_similar_public_answers_and_passages_stand_beside_it(
    section, question, page, acting
):
    other = put(answer(ask(section, "Khi nào được kết hôn")), "published")
    other.reindexObject()
    hidden = put(answer(ask(section, "Khi nào được kết hôn kín")), "answered")
    hidden.reindexObject()
    private = put(
        answer(ask(section, "Khi nào được kết hôn riêng")), "replied_privately"
    )
    private.answer = RichTextValue("<p>Trả lời riêng.</p>")
    private.reindexObject()
    passage = {"title": "Lời chào", "text": "Chào ông/bà <b>,\nXin trả lời."}
    api.portal.set_registry_record(f"{PREFIX}.answer_passages", [passage])
    with acting("PBGDPL Editor"):
        html = page(question)
    inserts = lxml.html.fromstring(html).xpath("//@data-insert")
    assert other.answer.raw in inserts
    assert f'<a href="resolveuid/{other.UID()}">Khi nào được kết hôn</a>' in inserts
    assert "<p>Chào ông/bà &lt;b&gt;,</p><p>Xin trả lời.</p>" in inserts
    assert "kết hôn kín" not in html
    assert "<p>Trả lời riêng.</p>" in inserts
    assert not any(private.UID() in one for one in inserts), "citizens can't open it"


def test_the_private_answer_repeats_question_and_who_answers(
    section, question, page, acting
):
    put(answer(question), "answer_drafted")
    posted()
    with acting("PBGDPL Approver"):
        page(question, "reply")
    (mail,) = [one for one in posted() if one.kind == "question_answered"]
    for part in (
        question.question,
        "Nam từ đủ 20 tuổi.",
        "Sở Tư pháp",
        "@@ask-question",
    ):
        assert part in mail.text


def test_what_the_asker_was_offered_stands_there_too(section, question, page, acting):
    title = "Nam nữ bao nhiêu tuổi được kết hôn"
    made = make(section, "LifeSituation", title, summary=("Đăng ký kết hôn",))
    offered = suggestions_for(section, f"{question.title}\n{question.question}").items
    with acting("PBGDPL Editor"):
        html = page(question)
    assert {IUUID(one) for one in offered} <= set(re.findall(r"resolveuid/(\w+)", html))
    assert made in offered
