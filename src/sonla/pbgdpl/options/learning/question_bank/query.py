"""Which banks a section has, and what a test may be drawn from: what tests read of banks."""

from collections.abc import Iterable
from itertools import islice
from plone import api
from random import Random
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.names import ADMINISTRATORS
from sonla.pbgdpl.core.names import APPROVER_ROLE
from sonla.pbgdpl.core.names import EDITOR_ROLE
from sonla.pbgdpl.core.names import LEARNING
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.options.learning.question_bank import APPROVED
from sonla.pbgdpl.options.learning.question_bank import BANK_QUESTION_TYPE
from sonla.pbgdpl.options.learning.question_bank import BANK_TYPE
from sonla.pbgdpl.options.learning.question_bank import DIFFICULTY_INDEX
from sonla.pbgdpl.options.learning.question_bank.content import question_of
from sonla.pbgdpl.options.learning.question_bank.legal_changes import legal_changes
from sonla.pbgdpl.options.learning.question_bank.rules import drawn
from sonla.pbgdpl.options.learning.question_bank.rules import DrawnQuestion
from sonla.pbgdpl.options.learning.question_bank.rules import faults
from sonla.pbgdpl.units.access import PrivateContent
from typing import Any

PRIVATE_ANSWERS = PrivateContent(
    belongs_to=LEARNING,
    order=30,
    roles=(EDITOR_ROLE, APPROVER_ROLE, "Owner", *ADMINISTRATORS),
    query={
        "portal_type": BANK_QUESTION_TYPE,
        "sort_on": "created",
        "sort_order": "descending",
    },
    most=2000,
    readers=_(
        "msg_access_banks",
        default="${number} people can read the right answers of question banks.",
    ),
    everybody=_(
        "msg_access_banks_everybody",
        default="Everybody with an account can read the right answers of question banks.",
    ),
    cut=_(
        "msg_access_cut_banks",
        default="In “${section}” ${number} questions stand in banks. Only the latest ${most} of them were looked at: a role that was given on one of the others is not told here.",
    ),
)
"""Who reads the answers before a test, for the page of who may read what."""


def usable_banks(context: Any) -> list[Any]:
    """List the approved banks of a section as brains, by title; permissions aren't checked.

    Those of all sections for what stands in none, such as a script that checks a course.
    Who makes a test names a bank without seeing what is in it.
    """
    return api.content.find(
        unrestricted=True,
        path=path_of(section_of(context) or api.portal.get()),
        portal_type=BANK_TYPE,
        review_state=APPROVED,
        sort_on="sortable_title",
    )


def bank_by_uid(uid: str) -> Any | None:
    """Find a bank, whatever its state and whoever asks; None if it is gone."""
    brains = api.content.find(unrestricted=True, portal_type=BANK_TYPE, UID=uid)
    return next(load_objects(brains), None)


def question_by_uid(uid: str) -> Any | None:
    """Find a question of a bank, likewise."""
    brains = api.content.find(
        unrestricted=True, portal_type=BANK_QUESTION_TYPE, UID=uid
    )
    return next(load_objects(brains), None)


def draw_from(
    bank: Any,
    count: int,
    random: Random,
    legal_fields: Iterable[str] = (),
    difficulty: str = "",
) -> list[DrawnQuestion]:
    """Draw a test of a bank, whoever asks; fewer questions where there are fewer.

    They are approved and stand in an approved bank; what can't be asked is left out, and so is
    one whose document has ended until somebody has looked at it.
    Only what is drawn is loaded: a bank may have a thousand questions.
    """
    brains = approved_questions(bank, legal_fields, difficulty)
    random.shuffle(brains)
    items = (item for item in load_objects(brains) if may_be_asked(item))
    return [drawn(question_of(item), random) for item in islice(items, count)]


def approved_questions(
    bank: Any, legal_fields: Iterable[str] = (), difficulty: str = ""
) -> list[Any]:
    """List the approved questions of an approved bank as brains."""
    if state_of(bank) != APPROVED:
        return []
    query: dict[str, Any] = {}
    if wanted := list(legal_fields):
        query["pbgdpl_legal_fields"] = wanted
    if difficulty:
        query[DIFFICULTY_INDEX] = difficulty
    return list(
        api.content.find(
            unrestricted=True,
            path=path_of(bank),
            portal_type=BANK_QUESTION_TYPE,
            review_state=APPROVED,
            sort_on="created",
            **query,
        )
    )


def may_be_asked(item: Any) -> bool:
    """Return whether an approved question is complete, and its documents are in force."""
    if any(change.has_ended for change in legal_changes(item)):
        return False
    return next(faults(question_of(item)), None) is None
