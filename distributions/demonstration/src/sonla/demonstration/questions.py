"""Questions of the demonstration, in several states; those who ask are invented."""

from DateTime import DateTime
from datetime import timedelta
from plone import api
from plone.app.textfield.value import RichTextValue
from sonla.pbgdpl.questions import QUESTION_TYPE
from sonla.pbgdpl.questions.workflow import note_writer
from typing import Any

PLAIN = (
    *("id", "title", "question", "public_name", "agency"),
    *("asker_email", "asker_phone"),
)
TUPLES = ("territory", "legal_fields")
WAITED = 7
"""Days from question to answer."""


def create_questions(
    section: Any,
    data: dict[str, Any],
    people: dict[str, Any],
    rows: dict[str, Any],
) -> None:
    """Make the questions of the data file; `rows` are the known documents by number."""
    for facts in data["questions"]:
        values = {name: facts[name] for name in PLAIN if name in facts}
        values.update({name: tuple(facts[name]) for name in TUPLES})
        with api.env.adopt_roles(["Manager"]):
            question = api.content.create(section, QUESTION_TYPE, **values)
        for who, transition, comment in facts["steps"]:
            if transition == "draft_answer":
                write_answer(question, facts, people[who], rows)
            take_step(question, people[who], transition, comment)
        if "answered_days_ago" in facts:
            date_back(question, facts["answered_days_ago"])


def write_answer(
    question: Any, facts: dict[str, Any], writer: Any, rows: dict[str, Any]
) -> None:
    """Write the answer as the person who submits it."""
    question.answer = RichTextValue(facts["answer"], "text/html", "text/x-html-safe")
    question.legal_bases = [rows[number] for number in facts["documents"]]
    with api.env.adopt_user(user=writer):
        note_writer(question)
    question.reindexObject()


def take_step(question: Any, person: Any, transition: str, comment: str) -> None:
    """Take a step as a person."""
    with api.env.adopt_user(user=person):
        api.content.transition(question, transition, comment=comment)


def date_back(question: Any, days: int) -> None:
    """Let it be answered some days ago, and asked a week before that."""
    question.received -= timedelta(days=days + WAITED)
    question.due_date -= timedelta(days=days + WAITED)
    question.answered_on -= timedelta(days=days)
    question.setEffectiveDate(DateTime() - days)
    question.reindexObject()
