"""A course that many learn online: made in a portal, and what is stored of it afterwards.

`zconsole run zope.conf bench/learned_course.py`, with one of the words below in the variable
``PBGDPL_BENCH``: prints a line of JSON.
"""

from bench.datasets import SITE
from bench.editors import PASSWORD
from bench.publishing import publish
from bench.texts import Writer
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from typing import Any

import json
import os

ORDER = "PBGDPL_BENCH"
MAKE, READ = "make", "read"
PEOPLE = 500
EDITORS = 2
IN_BANK = 60
ASKED = 10
"""Questions of a test."""
PASS_PERCENT = 50
COURSE, BANK = "lop-hoc", "ngan-hang"
RIGHT = "Nộp đơn"
"""How each right answer begins."""


def make(site: Any) -> dict[str, Any]:
    """Make the course, its bank, people who have a code, and editors; commit them."""
    from sonla.pbgdpl.core.section import section_of
    from sonla.pbgdpl.options.learning.learners import add_learner
    from sonla.pbgdpl.options.learning.learners import Learner

    import transaction

    unit = site["phap-luat"]["don-vi-0"]
    course = make_course(unit, make_bank(section_of(unit)))
    codes = {}
    for number in range(PEOPLE):
        name = f"Người Học {number} (mẫu)"
        codes[name] = add_learner(course, Learner(name, f"Xã Mẫu {number % 75}"))
    texts = [make_editor(unit, f"editor-{number}") for number in range(EDITORS)]
    # One of the two saves the course itself, too
    texts[0].append(path_in_site(course))
    transaction.commit()
    return {"course": path_in_site(course), "codes": codes, "texts": texts}


def make_bank(section: Any) -> Any:
    """Make an approved bank of questions, a fourth of which want a number."""
    from plone import api

    bank = api.content.create(section, "QuestionBank", BANK, title="Ngân hàng")
    publish(bank, "approve", "approved")
    bank.reindexObject()
    for number in range(IN_BANK):
        question = api.content.create(
            bank, "BankQuestion", title="–", **facts_of_question(number)
        )
        publish(question, "approve", "approved")
        question.reindexObject()
    return bank


def facts_of_question(number: int) -> dict[str, Any]:
    """Return the fields of a question; who asks can tell the right answer by its first words."""
    facts: dict[str, Any] = {
        "explanation": f"Điều {number + 1} nói rõ việc phải làm trước.",
        "difficulty": "easy",
    }
    if number % 4 == 0:
        asked = f"Câu {number}: trong bao nhiêu ngày? Gõ {number + 10}."
        return {
            **facts,
            "question": asked,
            "kind": "number",
            "number": str(number + 10),
        }
    words = (RIGHT, "Chờ", "Hỏi hàng xóm", "Không làm gì")
    return {
        **facts,
        "question": f"Câu {number}: trong các việc sau, việc nào phải làm trước?",
        "kind": "single",
        "answers": [
            {"text": f"{word} {number}", "is_right": word == RIGHT} for word in words
        ],
    }


def make_course(unit: Any, bank: Any) -> Any:
    """Make a public course of one lesson and one test, open today."""
    from plone import api
    from plone.app.textfield.value import RichTextValue
    from z3c.relationfield import RelationValue
    from zope.component import getUtility
    from zope.intid.interfaces import IIntIds

    body = Writer(seed=3).body(600)
    lesson = api.content.create(
        unit,
        "EducationMaterial",
        "bai-hoc",
        title="Bài 1",
        kind="tai-lieu",
        text=RichTextValue(body, "text/html", "text/x-html-safe"),
    )
    now = datetime.now(UTC)
    test = {
        "title": "Kiểm tra cuối khóa",
        "bank": bank.UID(),
        "questions": ASKED,
        "pass_percent": PASS_PERCENT,
        "attempts": 1,
    }
    course = api.content.create(
        unit,
        "TrainingCourse",
        COURSE,
        title="Tập huấn trực tuyến",
        lessons=[RelationValue(getUtility(IIntIds).getId(lesson))],
        learn_online=True,
        tests=[test],
        start=now - timedelta(days=1),
        end=now + timedelta(days=1),
    )
    for item in (lesson, course):
        publish(item)
        item.reindexObject()
    return course


def make_editor(unit: Any, name: str) -> list[str]:
    """Make an account and its texts; return the paths of the texts in the site."""
    from bench.editors import make_texts
    from plone import api

    api.user.create(email="a@example.vn", username=name, password=PASSWORD)
    api.user.grant_roles(username=name, roles=["Manager"])
    return make_texts(unit, name)


def path_in_site(item: Any) -> str:
    """Return the path of an item below the site."""
    return "/" + "/".join(item.getPhysicalPath()[2:])


def read(site: Any) -> dict[str, Any]:
    """Return what is stored: each person's attempts, and the numbers of the bank."""
    from sonla.pbgdpl.options.learning.certificates import certificate_by
    from sonla.pbgdpl.options.learning.certificates import number_of_certificates
    from sonla.pbgdpl.options.learning.learners import learners_of
    from sonla.pbgdpl.options.learning.question_bank.answer_counts import counts_of

    section = site["phap-luat"]
    bank, course = section[BANK], section["don-vi-0"][COURSE]
    counts = [counts_of(bank, question.UID()) for question in bank.objectValues()]
    return {
        "attempts": {
            learner.name: [
                facts_of_attempt(attempt)
                for attempts in learner.attempts.values()
                for attempt in attempts
            ]
            for learner in learners_of(course).values()
        },
        "certificates": number_of_certificates(section),
        "holders": sum(
            certificate_by(one.certificate) is not None
            for one in learners_of(course).values()
        ),
        "answered": sum(one.answered for one in counts),
        "right": sum(one.right for one in counts),
    }


def facts_of_attempt(attempt: Any) -> dict[str, Any]:
    """Return what stands of an attempt: its answers in words, and how it was marked."""
    questions = list(attempt.questions())
    return {
        "given": {
            questions[at].text: in_words(questions[at], given)
            for at, given in attempt.given.items()
        },
        "asked": len(attempt),
        "handed_in": attempt.handed_in is not None,
        "right": attempt.right,
        "passed": attempt.passed,
    }


def in_words(question: Any, given: tuple[str, ...]) -> str:
    """Return an answer as it was read by who gave it."""
    if not question.answers:
        return given[0]
    return "; ".join(question.answers[int(place)] for place in given)


def main(app: Any) -> None:
    """Do what the environment asks for, as the administrator."""
    from zope.component.hooks import setSite

    setSite(app[SITE])
    done = {MAKE: make, READ: read}[os.environ[ORDER]](app[SITE])
    print(json.dumps(done))


if __name__ == "__main__":
    main(app)  # type: ignore[name-defined]  # noqa: F821 - zconsole provides it
