"""What is to be done, grounds and steps in words, for pages and mails."""

from collections.abc import Iterable
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.options.requests.duties.deadlines import Deadline
from sonla.pbgdpl.options.requests.duties.rules import ASK_FOR_MORE
from sonla.pbgdpl.options.requests.duties.rules import ASKED
from sonla.pbgdpl.options.requests.duties.rules import COMPLETED
from sonla.pbgdpl.options.requests.duties.rules import CONVICTED
from sonla.pbgdpl.options.requests.duties.rules import DECIDE
from sonla.pbgdpl.options.requests.duties.rules import DISMISS
from sonla.pbgdpl.options.requests.duties.rules import FORBIDDEN
from sonla.pbgdpl.options.requests.duties.rules import HEAR
from sonla.pbgdpl.options.requests.duties.rules import INCAPABLE
from sonla.pbgdpl.options.requests.duties.rules import LEFT
from sonla.pbgdpl.options.requests.duties.rules import NOTIFIED
from sonla.pbgdpl.options.requests.duties.rules import NOTIFY
from sonla.pbgdpl.options.requests.duties.rules import OBJECTED
from sonla.pbgdpl.options.requests.duties.rules import OWN_WISH
from sonla.pbgdpl.options.requests.duties.rules import REFUSALS
from sonla.pbgdpl.options.requests.duties.rules import UNFIT
from sonla.pbgdpl.options.requests.duties.rules import UPHELD
from sonla.pbgdpl.options.requests.duties.rules import UPHOLD
from typing import Any

DUTIES = {
    DECIDE: _("duty_decide", default="Decide on the nomination"),
    ASK_FOR_MORE: _("duty_ask", default="Ask in writing for what the file lacks"),
    NOTIFY: _("duty_notify", default="Tell the person the reason"),
    HEAR: _("duty_hear", default="The person may object"),
    UPHOLD: _(
        "duty_uphold", default="The head of the nominating body answers the objection"
    ),
    DISMISS: _("duty_dismiss", default="Decide on the dismissal"),
}
GROUNDS = {
    OWN_WISH: _(
        "ground_own_wish",
        default="Own wish, for health, family or another good reason",
    ),
    LEFT: _(
        "ground_left",
        default="No official any more, or moved from the nominating body",
    ),
    UNFIT: _(
        "ground_unfit",
        default="No longer meets the criteria of Article 35.2 of the Law",
    ),
    REFUSALS: _(
        "ground_refusals",
        default="Refused assignments three times or more without a good reason",
    ),
    FORBIDDEN: _("ground_forbidden", default="Did what Article 9 of the Law forbids"),
    CONVICTED: _("ground_convicted", default="Convicted by a judgment in legal force"),
    INCAPABLE: _(
        "ground_incapable", default="Lost civil capacity, or has it restricted"
    ),
}
STEPS = {
    NOTIFIED: _("step_notified", default="The person was told the reason"),
    OBJECTED: _("step_objected", default="The person objected"),
    UPHELD: _(
        "step_upheld", default="The head of the nominating body upholds the request"
    ),
    ASKED: _("step_asked", default="What the file lacks was asked for in writing"),
    COMPLETED: _("step_completed", default="The file was completed"),
}


def deadline_lines(deadlines: Iterable[Deadline]) -> list[dict[str, Any]]:
    """List what is to be done, about whom and by when."""
    return [
        {
            "title": one.person.Title(),
            "url": one.person.absolute_url(),
            "duty": DUTIES[one.kind],
            "day": format_day(one.day),
            "late": one.is_late,
        }
        for one in deadlines
    ]
