"""The states of a request, what keeps a person from a talk, and in which order people fit.

Nothing here asks Plone, so that every rule is tested by itself.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from sonla.pbgdpl.core.append_only.periods import is_in_force
from typing import Any
from typing import TypeAlias

NEW, RECEIVED, INTRODUCED, ACCEPTED = "new", "received", "introduced", "accepted"
CARRIED_OUT, EVALUATED = "carried_out", "evaluated"
REFUSED, EXPIRED, CANCELLED = "refused", "expired", "cancelled"

SEEKING = (NEW, RECEIVED, INTRODUCED)
"""States in which nobody has accepted yet."""
OPEN = (*SEEKING, ACCEPTED)
CLOSED = (CARRIED_OUT, EVALUATED, REFUSED, EXPIRED, CANCELLED)
COMMENT_COMPULSORY = ("refuse", "cancel", "evaluate")

ASKED, AGREED, DECLINED, WITHDRAWN = "asked", "agreed", "declined", "withdrawn"
"""What became of an assignment."""
TAKEN = (ASKED, AGREED)
"""Assignments that take a person's day."""
ANSWER_DAYS = 5
"""Working days in which a request is answered that names no day for it."""
LINK_DAYS = 7
"""How long a reporter's link is good, if the talk is not before."""
MANY_REFUSALS = 3
"""Refusals without good reason of which the office is told (Circular 10/2016/TT-BTP, Article 4.1.d)."""

PROVINCIAL = ("tw", "tinh")
"""Levels whose people speak in the whole province (Circular 10/2016/TT-BTP, Article 2)."""
VIETNAMESE = "vi"

NOT_IN_FORCE, ELSEWHERE, BARRED = "not_in_force", "elsewhere", "barred"
OTHER_FIELD, OTHER_LANGUAGE, BUSY = "other_field", "other_language", "busy"
FORBIDDING = (NOT_IN_FORCE, ELSEWHERE, BARRED)
"""Obstacles that the law makes: nobody is assigned against them."""

Assignment: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True)
class Talk:
    """What of a request decides who fits."""

    day: date
    territory: str = ""
    legal_fields: Sequence[str] = ()
    language: str = ""


@dataclass(frozen=True)
class Speaker:
    """What of a person decides whether they fit, as the register has it."""

    name: str
    recognitions: Sequence[Mapping[str, Any]]
    legal_fields: Sequence[str] = ()
    languages: Sequence[str] = ()
    is_near: bool = False
    """Whether the person works in the commune of the talk."""
    is_barred: bool = False
    is_busy: bool = False
    talks: int = 0
    """Talks of the last twelve months."""
    courses: int = 0
    """Courses attended in one of the fields of the talk."""


@dataclass(frozen=True)
class Fit:
    """How a person fits a talk; the facts by which the order is explained."""

    obstacles: tuple[str, ...]
    fields: tuple[str, ...]
    """Those fields of the talk in which the person works."""
    is_near: bool
    talks: int
    courses: int
    name: str = field(default="", compare=False)

    @property
    def is_forbidden(self) -> bool:
        """Whether the person can't be assigned at all."""
        return any(one in FORBIDDING for one in self.obstacles)

    @property
    def place(self) -> tuple[Any, ...]:
        """What fits better comes first: obstacles, fields, distance, load, training, name."""
        return (
            len(self.obstacles),
            -len(self.fields),
            not self.is_near,
            self.talks,
            -self.courses,
            self.name,
        )


def fit_of(talk: Talk, speaker: Speaker) -> Fit:
    """Compare a person with a talk."""
    fields = tuple(one for one in talk.legal_fields if one in speaker.legal_fields)
    valid = [one for one in speaker.recognitions if is_in_force(one, talk.day)]
    found = {
        NOT_IN_FORCE: not valid,
        ELSEWHERE: bool(valid) and not any(speaks_at(one, talk) for one in valid),
        BARRED: speaker.is_barred,
        OTHER_FIELD: bool(talk.legal_fields) and not fields,
        OTHER_LANGUAGE: talk.language not in ("", VIETNAMESE, *speaker.languages),
        BUSY: speaker.is_busy,
    }
    return Fit(
        tuple(name for name, is_so in found.items() if is_so),
        fields,
        speaker.is_near or any(one.get("unit") == talk.territory for one in valid),
        speaker.talks,
        speaker.courses,
        speaker.name,
    )


def speaks_at(recognition: Mapping[str, Any], talk: Talk) -> bool:
    """Return whether a recognition holds where the talk is."""
    if recognition.get("level") in PROVINCIAL:
        return True
    return bool(talk.territory) and recognition.get("unit") == talk.territory


def state_by(assignments: Iterable[Assignment]) -> str:
    """Name the state that assignments give a request in which reporters are sought."""
    answers = {one["answer"] for one in assignments}
    if AGREED in answers:
        return ACCEPTED
    return INTRODUCED if ASKED in answers else RECEIVED


def counted_refusals(
    refusals: Iterable[Assignment], recognitions: Iterable[Mapping[str, Any]], day: date
) -> list[Assignment]:
    """List the refusals without good reason in the recognition of a day, the oldest first.

    With the end of a recognition they count no more.
    """
    valid = [one for one in recognitions if is_in_force(one, day)]
    if not valid:
        return []
    since = min(one["valid_from"] for one in valid)
    found = [
        one
        for one in refusals
        if one["answer"] == DECLINED
        and one.get("good_reason") is False
        and one["answered_on"] >= since
    ]
    return sorted(found, key=lambda one: one["answered_on"])
