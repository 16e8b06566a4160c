"""Which facts of a question are for the office alone, and who reads whole ones, in one place.

The schema protects them by permission; the class, the forms and the tests ask this list.
"""

from sonla.pbgdpl import _
from sonla.pbgdpl.core.names import ADMINISTRATORS
from sonla.pbgdpl.core.names import APPROVER_ROLE
from sonla.pbgdpl.core.names import EDITOR_ROLE
from sonla.pbgdpl.questions import QUESTION_TYPE
from sonla.pbgdpl.questions.rules import RECEIVED
from sonla.pbgdpl.ui.hidden_fields import HiddenFields
from sonla.pbgdpl.units.access import PrivateContent

PRIVATE_FIELDS = ("asker_email", "asker_phone")
"""What the form of a question shows to few."""

PROTECTED_FIELDS = (*PRIVATE_FIELDS, "asker_consent", "tracking_code", "asker_files")
"""Never public (Law 91/2025/QH15 on personal data); read with *View personal data*."""

OFFICE_FIELDS = ("due_date", "reply_channel")
"""How the office works on it: read by those who answer, never by visitors."""


class HiddenAskerFields(HiddenFields):
    """Hide how the asker can be reached."""

    fields = PRIVATE_FIELDS


PRIVATE_QUESTIONS = PrivateContent(
    order=10,
    roles=(EDITOR_ROLE, APPROVER_ROLE, "Owner", *ADMINISTRATORS),
    query={
        "portal_type": QUESTION_TYPE,
        "review_state": RECEIVED,
        "sort_on": "created",
        "sort_order": "descending",
    },
    most=2000,
    readers=_(
        "msg_access_questions",
        default="${number} people can read the private questions of citizens.",
    ),
    everybody=_(
        "msg_access_questions_everybody",
        default="Everybody with an account can read private questions of citizens.",
    ),
    cut=_(
        "msg_access_cut_questions",
        default="In “${section}” ${number} questions wait that came in. Only the latest ${most} of them were looked at: a role that was given on one of the others is not told here.",
    ),
)
"""These read each private question, with the contact of the asker.

A question that came in is seen by few: who was given a role on a single one is told by it.
"""
