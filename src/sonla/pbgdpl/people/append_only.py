"""What the recognitions of a person must satisfy, and what may still change in one that has begun.

The rule (`core.append_only.rule`) stands where the value is stored (`person.Person`)
and where it is checked (`fields.Recognitions`), so that forms, REST and scripts are
refused alike."""

from collections.abc import Sequence
from sonla.pbgdpl import _
from sonla.pbgdpl.core.append_only.rule import AppendOnlyRule
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.editorial.states import history_of
from sonla.pbgdpl.people import CENTRAL_LEVEL
from sonla.pbgdpl.people import REGISTRY_WORKFLOW
from sonla.pbgdpl.people.rules import CORRECTED
from sonla.pbgdpl.people.rules import END_CELLS
from sonla.pbgdpl.people.rules import OUTSIDE
from sonla.pbgdpl.people.rules import Recognition
from sonla.pbgdpl.people.rules import recognition_key
from sonla.pbgdpl.vocabularies.terms import find_term
from sonla.pbgdpl.vocabularies.terms import term_title
from typing import Any
from zope.i18nmessageid import Message

RECOGNITIONS_FIELD = "recognitions"
LEVELS = "sonla.pbgdpl.GovernmentLevels"
UNITS = "sonla.pbgdpl.AdministrativeUnits"


def is_registered(person: Any) -> bool:
    """Return whether a person was ever more than an entry that waits.

    By the item's own history: this is asked while values are stored, where nothing says
    in which folder the item stands.
    """
    lines = history_of(person, REGISTRY_WORKFLOW)
    return any(line.get("review_state") not in OUTSIDE for line in lines)


def name_of(recognition: Recognition) -> str:
    """Name a recognition for people: level, unit, beginning."""
    parts = (
        term_title(LEVELS, recognition.get("level")),
        term_title(UNITS, recognition.get("unit")),
        format_day(recognition.get("valid_from")),
    )
    return ", ".join(part for part in parts if part)


def lost(recognition: str) -> Message:
    """Return the message that a recognition stays in the register."""
    return _(
        "msg_recognition_lost",
        default="The recognition “${recognition}” has begun and stays in the register: its level, unit and beginning can't be changed, and it can't be removed. Enter how it ended, and add a new recognition in a row of its own.",
        mapping={"recognition": recognition},
    )


def revived(recognition: str, ended_on: str) -> Message:
    """Return the message that somebody who is recognised again gets a new row."""
    return _(
        "msg_recognition_revived",
        default="The recognition “${recognition}” ended on ${date} and can't be opened again. Add a new recognition in a row of its own.",
        mapping={"recognition": recognition, "date": ended_on},
    )


RECOGNITIONS = AppendOnlyRule(
    key_of_row=recognition_key,
    similarity_key=recognition_key,
    corrected=("ended_on", *CORRECTED),
    name_of=name_of,
    lost=lost,
    revived=revived,
)


def recognitions_to_keep(person: Any) -> Sequence[Recognition]:
    """Return the recognitions of which those that have begun must stay; none of a draft."""
    return (
        (stored_value(person, RECOGNITIONS_FIELD) or [])
        if is_registered(person)
        else []
    )


def refuse_contradictions(recognitions: Sequence[Recognition]) -> None:
    """Raise `InvalidInput` for the first recognition that can't be, or stands there twice."""
    seen = set()
    for recognition in recognitions:
        refuse_bad_end(recognition)
        refuse_no_unit(recognition)
        if recognition_key(recognition) in seen:
            raise InvalidInput(
                _(
                    "msg_episode_repeated",
                    default="The recognition “${recognition}” stands there twice. Keep one row for it.",
                    mapping={"recognition": name_of(recognition)},
                )
            )
        seen.add(recognition_key(recognition))


def refuse_bad_end(recognition: Recognition) -> None:
    """Refuse an end before the beginning, and words about an end without a day."""
    start, end = recognition.get("valid_from"), recognition.get("ended_on")
    if end is not None and start is not None and end < start:
        raise InvalidInput(
            _(
                "msg_episode_ends_too_early",
                default="The recognition “${recognition}” ends on ${date}, before it begins.",
                mapping={"recognition": name_of(recognition), "date": format_day(end)},
            )
        )
    if end is None and any(recognition.get(name) for name in END_CELLS):
        raise InvalidInput(
            _(
                "msg_episode_end_undated",
                default="The recognition “${recognition}” has an end without a date. Enter the day on which it ends.",
                mapping={"recognition": name_of(recognition)},
            )
        )


def refuse_no_unit(recognition: Recognition) -> None:
    """Refuse a recognition whose territory nobody could tell.

    Somebody recognised by the central level speaks everywhere; all others only where
    their unit is.
    """
    if recognition.get("unit") or recognition.get("level") == CENTRAL_LEVEL:
        return
    raise InvalidInput(
        _(
            "msg_episode_no_unit",
            default="The recognition “${recognition}” needs its unit: only the central level has none.",
            mapping={"recognition": name_of(recognition)},
        )
    )


def refuse_ended_terms(
    before: Sequence[Recognition], after: Sequence[Recognition]
) -> None:
    """Refuse a new recognition of a level or unit that was over when the recognition began.

    The menus offer such a term to somebody who has an old recognition of it: that one is shown
    and kept, a new one isn't made of it.
    """
    known = {recognition_key(one) for one in before}
    for recognition in after:
        start = recognition.get("valid_from")
        if start is None or recognition_key(recognition) in known:
            continue
        for vocabulary, name in ((LEVELS, "level"), (UNITS, "unit")):
            term = find_term(vocabulary, recognition.get(name))
            if term is not None and term.valid_to and term.valid_to < start:
                raise InvalidInput(
                    _(
                        "msg_episode_ended_term",
                        default="“${value}” was valid until ${date}: no recognition can begin there on ${start}.",
                        mapping={
                            "value": term.title,
                            "date": format_day(term.valid_to),
                            "start": format_day(start),
                        },
                    )
                )
