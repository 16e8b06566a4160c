"""An episode that has begun is never overwritten: what may still change in one.

The rule stands where the value is stored (`person.Person`) and where it is checked
(`fields.Episodes`), so that forms, REST and scripts are refused alike.
"""

from collections.abc import Iterator
from collections.abc import Sequence
from datetime import date
from sonla.pbgdpl import _
from sonla.pbgdpl.config import REGISTRY_WORKFLOW
from sonla.pbgdpl.dates import format_day
from sonla.pbgdpl.fields import stored
from sonla.pbgdpl.refusals import Refused
from sonla.pbgdpl.register.episodes import CORRECTED
from sonla.pbgdpl.register.episodes import DRAFT
from sonla.pbgdpl.register.episodes import Episode
from sonla.pbgdpl.register.episodes import has_begun
from sonla.pbgdpl.register.episodes import has_ended
from sonla.pbgdpl.register.episodes import identity
from sonla.pbgdpl.vocabularies.terms import term_title
from typing import Any

LEVELS = "sonla.pbgdpl.GovernmentLevels"
UNITS = "sonla.pbgdpl.AdministrativeUnits"


def is_registered(person: Any) -> bool:
    """Tell whether a person was ever more than a draft.

    By the item's own history: this is asked while values are stored, where nothing says
    in which folder the item stands.
    """
    history = stored(person, "workflow_history") or {}
    lines = history.get(REGISTRY_WORKFLOW) or ()
    return any(line.get("review_state") != DRAFT for line in lines)


def refuse_lost(before: Sequence[Episode], after: Sequence[Episode], day: date) -> None:
    """Raise `Refused` when an episode that has begun is not in `after` as it was.

    It may get an end and corrections; level, unit and beginning stay, and so does an
    end that has come: whoever is recognised again gets a new episode.
    """
    kept = {identity(one): one for one in after}
    for old in before:
        if not has_begun(old, day):
            continue
        new = kept.get(identity(old))
        if new is None:
            raise Refused(
                _(
                    "msg_episode_lost",
                    default="The recognition “${episode}” has begun and stays in the register: its level, unit and beginning can't be changed, and it can't be removed. Enter how it ended, and add a new recognition in a row of its own.",
                    mapping={"episode": name_of(old)},
                )
            )
        if has_ended(old, day) and not has_ended(new, day):
            raise Refused(
                _(
                    "msg_episode_revived",
                    default="The recognition “${episode}” ended on ${date} and can't be opened again. Add a new recognition in a row of its own.",
                    mapping={
                        "episode": name_of(old),
                        "date": format_day(old["ended_on"]),
                    },
                )
            )


def corrections(
    before: Sequence[Episode], after: Sequence[Episode]
) -> Iterator[tuple[Episode, str, Any, Any]]:
    """List what was written over in episodes that stay: episode, cell, old, new."""
    kept = {identity(one): one for one in after}
    for old in before:
        new = kept.get(identity(old))
        for name in ("ended_on", *CORRECTED) if new is not None else ():
            if old.get(name) and old.get(name) != new.get(name):
                yield old, name, old.get(name), new.get(name)


def name_of(episode: Episode) -> str:
    """Name an episode for people: level, unit, beginning."""
    parts = (
        term_title(LEVELS, episode.get("level")),
        term_title(UNITS, episode.get("unit")),
        format_day(episode.get("valid_from")),
    )
    return ", ".join(part for part in parts if part)
