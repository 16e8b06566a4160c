"""Why a text is to be reviewed, in words."""

from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.legal_review.rules import CHANGE
from sonla.pbgdpl.legal_review.rules import DOCUMENT
from sonla.pbgdpl.legal_review.rules import Reason
from zope.i18nmessageid import Message


def words_of(reason: Reason) -> Message:
    """Return in words why a text is to be reviewed."""
    day = format_day(reason.day)
    if reason.kind == DOCUMENT:
        return _(
            "msg_review_document",
            default="${number}, which it cites, is no longer in force.",
            mapping={"number": reason.what},
        )
    if reason.kind == CHANGE:
        return _(
            "msg_review_change",
            default="The law changed on ${date}: ${what}",
            mapping={"date": day, "what": reason.what},
        )
    return _(
        "msg_review_due",
        default="The next check was due on ${date}.",
        mapping={"date": day},
    )
