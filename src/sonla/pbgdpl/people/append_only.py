"""An episode that has begun is never overwritten: what may still change in one.

The rule (`core.append_only.rule`) stands where the value is stored (`person.Person`) and where it
is checked (`fields.Episodes`), so that forms, REST and scripts are refused alike.
"""

from collections.abc import Sequence
from sonla.pbgdpl import _
from sonla.pbgdpl.core.append_only.rule import AppendOnlyRule
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.people import REGISTRY_WORKFLOW
from sonla.pbgdpl.people.rules import CORRECTED
from sonla.pbgdpl.people.rules import DRAFT
from sonla.pbgdpl.people.rules import Episode
from sonla.pbgdpl.people.rules import identity
from sonla.pbgdpl.vocabularies.terms import term_title
from typing import Any
from zope.i18nmessageid import Message

EPISODES = "recognitions"
LEVELS = "sonla.pbgdpl.GovernmentLevels"
UNITS = "sonla.pbgdpl.AdministrativeUnits"


def is_registered(person: Any) -> bool:
    """Return whether a person was ever more than a draft.

    By the item's own history: this is asked while values are stored, where nothing says
    in which folder the item stands.
    """
    history = stored_value(person, "workflow_history") or {}
    lines = history.get(REGISTRY_WORKFLOW) or ()
    return any(line.get("review_state") != DRAFT for line in lines)


def name_of(episode: Episode) -> str:
    """Name an episode for people: level, unit, beginning."""
    parts = (
        term_title(LEVELS, episode.get("level")),
        term_title(UNITS, episode.get("unit")),
        format_day(episode.get("valid_from")),
    )
    return ", ".join(part for part in parts if part)


def lost(episode: str) -> Message:
    """Return the message that a recognition stays in the register."""
    return _(
        "msg_episode_lost",
        default="The recognition “${episode}” has begun and stays in the register: its level, unit and beginning can't be changed, and it can't be removed. Enter how it ended, and add a new recognition in a row of its own.",
        mapping={"episode": episode},
    )


def revived(episode: str, ended_on: str) -> Message:
    """Return the message that somebody who is recognised again gets a new row."""
    return _(
        "msg_episode_revived",
        default="The recognition “${episode}” ended on ${date} and can't be opened again. Add a new recognition in a row of its own.",
        mapping={"episode": episode, "date": ended_on},
    )


RECOGNITIONS = AppendOnlyRule(
    identity=identity,
    likeness=identity,
    corrected=("ended_on", *CORRECTED),
    name_of=name_of,
    lost=lost,
    revived=revived,
)


def episodes_to_keep(person: Any) -> Sequence[Episode]:
    """Return the episodes of which those that have begun must stay; none of a draft."""
    return (stored_value(person, EPISODES) or []) if is_registered(person) else []
