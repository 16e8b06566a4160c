"""When a course can be learned online, and what says in words that something is refused."""

from datetime import datetime
from datetime import timedelta
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import in_portal_zone
from sonla.pbgdpl.core.clock import portal_zone
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.names import LEARNING
from sonla.pbgdpl.core.options import is_off
from sonla.pbgdpl.editorial.embargo import opens_at
from sonla.pbgdpl.editorial.states import is_published
from sonla.pbgdpl.training.content import ONLINE
from typing import Any
from zope.i18nmessageid import Message

MSG_NOT_OFFERED = _(
    "msg_learning_not_offered",
    default="This course can't be learned here now. What you have done is kept. Ask the unit that holds the course.",
)
MSG_NOT_YET = _(
    "msg_learning_not_yet",
    default="The course begins on ${day}. Come back then with the same link or code.",
)
MSG_CLOSED = _(
    "msg_learning_closed",
    default="The course ended on ${day}. What you have done is kept and counts. Whoever had begun a test could hand it in until one hour after the end.",
)


class Refused(Exception):
    """What somebody wanted to do isn't possible now; `message` says why, in words for them."""

    def __init__(self, message: Message, **facts: Any) -> None:
        self.message = Message(message, mapping={k: str(v) for k, v in facts.items()})
        super().__init__(str(message))


def require_open(course: Any, now: datetime, longer: timedelta = timedelta()) -> None:
    """Refuse what can't be done before or after the days of a course, or while it isn't public."""
    if not is_learned_online(course):
        raise Refused(MSG_NOT_OFFERED)
    if (opening := opens_at(course)) is not None:
        raise Refused(MSG_NOT_YET, day=day_words(opening))
    start, end = moment_of(course, "start"), moment_of(course, "end")
    if start is not None and now < start:
        raise Refused(MSG_NOT_YET, day=day_words(start))
    if end is not None and now > end + longer:
        raise Refused(MSG_CLOSED, day=day_words(end))


def why_not_open(course: Any, now: datetime) -> Message | None:
    """Return why a course can't be learned now; None while it can."""
    try:
        require_open(course, now)
    except Refused as refused:
        return refused.message
    return None


def is_offered(course: Any) -> bool:
    """Return whether everybody may know that a course can be learned here."""
    return is_learned_online(course) and opens_at(course) is None


def is_learned_online(course: Any) -> bool:
    """Return whether a course is approved and can be learned here, be it from a later day on."""
    if is_off(LEARNING):
        return False
    return bool(stored_value(course, ONLINE)) and is_published(course)


def moment_of(course: Any, name: str) -> datetime | None:
    """Return when a course begins or ends, with its zone."""
    value = stored_value(course, name)
    if value is None:
        return None
    return value if value.tzinfo else value.replace(tzinfo=portal_zone())


def day_words(moment: datetime) -> str:
    """Write the day of a moment."""
    return in_portal_zone(moment).strftime("%d/%m/%Y")
