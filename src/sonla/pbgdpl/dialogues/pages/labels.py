"""What pages say of a dialogue: its phase, its days and who holds it."""

from dataclasses import dataclass
from datetime import timedelta
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import day_span_words
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.dates import moment_words
from sonla.pbgdpl.core.dates import span_words
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.dialogues.phases import CLOSED
from sonla.pbgdpl.dialogues.phases import closes_at
from sonla.pbgdpl.dialogues.phases import COMING
from sonla.pbgdpl.dialogues.phases import midnight
from sonla.pbgdpl.dialogues.phases import OPEN
from sonla.pbgdpl.dialogues.phases import opens_at
from sonla.pbgdpl.dialogues.phases import phase
from sonla.pbgdpl.vocabularies import AGENCIES
from sonla.pbgdpl.vocabularies.terms import term_titles
from typing import Any
from zope.i18nmessageid import Message

_STATES = {
    COMING: _("msg_dialogue_opens", default="Opens on ${moment}"),
    OPEN: _("msg_dialogue_open_until", default="Open for questions until ${moment}"),
    CLOSED: _("msg_dialogue_closed", default="Closed since ${moment}"),
}
_WHOLE_DAYS = {
    OPEN: _(
        "msg_dialogue_open_until_day",
        default="Open for questions until the end of ${moment}",
    ),
    CLOSED: _("msg_dialogue_closed_day", default="Closed since the end of ${moment}"),
}
NOT_PUBLIC = _(
    "msg_dialogue_not_public",
    default="This dialogue is not public, so nobody can ask in it.",
)
NO_DATES = _("msg_dialogue_no_dates", default="Closed")


@dataclass(frozen=True)
class DialogueWords:
    """What the block shows of a dialogue."""

    title: str
    url: str
    state: Message
    hosts: str
    ask_url: str
    """The address of the form while it is open; empty else."""


def dialogue_words(dialogue: Any) -> DialogueWords:
    """Put a dialogue into words for the block."""
    url = dialogue.absolute_url()
    return DialogueWords(
        title=dialogue.title,
        url=url,
        state=state_words(dialogue),
        hosts=hosts(dialogue),
        ask_url=f"{url}/@@ask-question" if phase(dialogue) == OPEN else "",
    )


def state_words(dialogue: Any) -> Message:
    """Return whether a dialogue is to come, open or over, and since or until when."""
    present = phase(dialogue)
    moment = opens_at(dialogue) if present == COMING else closes_at(dialogue)
    if moment is None:
        return NO_DATES
    if present != COMING and moment == midnight(moment):
        last_day = format_day(moment - timedelta(days=1))
        return Message(_WHOLE_DAYS[present], mapping={"moment": last_day})
    if moment == midnight(moment):
        return Message(_STATES[present], mapping={"moment": format_day(moment)})
    return Message(_STATES[present], mapping={"moment": moment_words(moment)})


def days(dialogue: Any) -> str:
    """Write from when to when it is open, in the reader's language."""
    start, end = opens_at(dialogue), closes_at(dialogue)
    if start is None or end is None:
        return ""
    if end == midnight(end):
        first, last = format_day(start), format_day(end - timedelta(days=1))
        if start != midnight(start):
            return span_words(moment_words(start), last)
        return first if first == last else day_span_words(first, last)
    return span_words(moment_words(start), moment_words(end))


def hosts(dialogue: Any) -> str:
    """Name the agencies that hold it."""
    return ", ".join(term_titles(AGENCIES, stored_value(dialogue, "hosts")))
