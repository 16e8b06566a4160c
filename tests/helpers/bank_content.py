"""Question banks that tests share."""

from copy import deepcopy
from new_items import create
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from random import Random
from sonla.pbgdpl.options.learning.question_bank.query import draw_from
from sonla.pbgdpl.options.learning.question_bank.rules import DrawnQuestion
from typing import Any

LAW = {
    "document_type": "luat",
    "number": "52/2014/QH13",
    "issuer": "Quốc hội",
    "article": "Điều 8 khoản 1 điểm a",
    "validity": "CHL",
}
AGE = "Nam, nữ từ đủ bao nhiêu tuổi được kết hôn?"
ANSWERS = [
    {"text": "Nam 18, nữ 18", "is_right": False},
    {"text": "Nam 20, nữ 18", "is_right": True},
    {"text": "Nam 22, nữ 20", "is_right": False},
]


QUESTION = {
    "question": AGE,
    "kind": "single",
    "answers": ANSWERS,
    "explanation": "Tính từ khi đủ tuổi.",
    "citations": [LAW],
    "legal_fields": ("hon-nhan-gia-dinh",),
    "difficulty": "easy",
}


def drawable(bank: Any, *asked: Any) -> list[DrawnQuestion]:
    """List all that may be drawn from a bank, by their words."""
    found = draw_from(bank, 1000, Random(1), *asked)
    return sorted(found, key=lambda question: question.text)


def make_bank(place: Any, title: str = "Hôn nhân và gia đình", state: str = "") -> Any:
    """Make a bank as an administrator."""
    with api.env.adopt_roles(["Manager"]):
        bank = create(place, "QuestionBank", title)
    return put(bank, state) if state else bank


def add_question(bank: Any, state: str = "", **fields: Any) -> Any:
    """Add a question with one right answer as an administrator."""
    with api.env.adopt_roles(["Manager"]):
        question = create(
            bank, "BankQuestion", title="–", **{**deepcopy(QUESTION), **fields}
        )
    return put(question, state) if state else question


def put(item: Any, state: str) -> Any:
    """Bring a bank or question into a state by its steps."""
    steps = {
        "submitted": ("submit",),
        "approved": ("submit", "approve"),
        "retired": ("submit", "approve", "retire"),
    }
    for step in steps[state]:
        take(item, step, "Vì sao")
    return item


def take(item: Any, step: str, comment: str = "") -> None:
    """Take a step as an administrator, who is nobody's author."""
    users = api.portal.get().aq_parent.acl_users
    administrator = users.getUserById(SITE_OWNER_NAME).__of__(users)
    with api.env.adopt_user(user=administrator):
        tool = api.portal.get_tool("portal_workflow")
        tool.doActionFor(item, step, comment=comment)
