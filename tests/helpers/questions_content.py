"""Questions that tests share, as citizens leave them and offices answer them."""

from new_items import create
from plone import api
from plone.app.textfield import RichTextValue
from sonla.pbgdpl.editorial.states import set_state
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.mail.outbox import current_outbox
from sonla.pbgdpl.questions import QUESTION_TYPE
from sonla.pbgdpl.questions import QUESTION_WORKFLOW
from typing import Any

import transaction

QUESTION = "Con tôi đi làm nương từ năm 15 tuổi, khi nào được đăng ký kết hôn?"
ANSWER = "<p>Nam từ đủ 20 tuổi, nữ từ đủ 18 tuổi được đăng ký kết hôn.</p>"
MAIL, PHONE = "nguoi.hoi@example.org", "0912 000 111"
BASIS = {
    "document_type": "luat",
    "number": "52/2014/QH13",
    "issuer": "Quốc hội",
    "issued_on": None,
    "effective_on": None,
    "expires_on": None,
    "validity": "CHL",
    "summary": "Hôn nhân và gia đình",
    "url": None,
}
ROAD = ("accept", "assign", "draft_answer", "approve_answer", "publish")


def ask(container: Any, title: str = "Tuổi kết hôn", **fields: Any) -> Any:
    """Leave a question as an administrator's script would; nobody owns it."""
    values = {
        "question": QUESTION,
        "public_name": "L. T. M.",
        "territory": ("03646",),
        "legal_fields": ("hon-nhan-gia-dinh",),
        "asker_email": MAIL,
        "asker_phone": PHONE,
        **fields,
    }
    with api.env.adopt_roles(["Manager"]):
        question = create(container, QUESTION_TYPE, title, **values)
        question.manage_delLocalRoles([h for h, _roles in question.get_local_roles()])
    return question


def answer(question: Any, html: str = ANSWER) -> Any:
    """Write an answer into it, as nobody."""
    question.answer = RichTextValue(html, "text/html", "text/x-html-safe")
    return question


def put(question: Any, state: str, comment: str = "") -> Any:
    """Put a question into a state."""
    tool = api.portal.get_tool("portal_workflow")
    set_state(question, tool[QUESTION_WORKFLOW], state, comment=comment)
    return question


def posted() -> list[Notice]:
    """List the notices in the outbox, and empty it."""
    box = current_outbox()
    found = [one for one in box.items if isinstance(one, Notice)]
    box.items.clear()
    return found


def stored_questions():
    """Return all questions of the portal as they are stored now."""
    transaction.begin()
    found = api.content.find(unrestricted=True, portal_type="LegalQuestion")
    return [brain._unrestrictedGetObject() for brain in found]
