"""What is wrong with the file of a form, and where."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from zope.i18nmessageid import Message

NEAR = 3
"""How many names that look alike are offered."""
MAX_NAMES = 12

MSG_MISSING = _("msg_form_key_missing", default="${place} is missing.")
MSG_ONE_OF = _(
    "msg_form_one_of",
    default="${place}: “${value}” is not possible. Possible are: ${known}.",
)
MSG_TWICE = _("msg_form_twice", default="${place}: “${value}” is there twice.")


@dataclass(frozen=True)
class FormFault:
    """One thing that is wrong with a form, and where: `column.c3.formula`."""

    place: str
    message: Message


class FormRefused(InvalidInput):
    """Refuse a form, with all its faults."""

    def __init__(self, faults: Iterable[FormFault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.faults[0].message)


def fault_at(place: str, message: Message, **words: str) -> FormFault:
    """Return what is wrong at a place, which its message names."""
    return FormFault(place, Message(message, mapping={"place": place, **words}))


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the names that look like one, the first ones where none does."""
    names = sorted(known)
    return ", ".join(get_close_matches(name, names, NEAR) or names[:MAX_NAMES])
