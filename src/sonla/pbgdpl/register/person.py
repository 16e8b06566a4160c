"""The class of people in the register: what no schema can say."""

from AccessControl import ClassSecurityInfo
from AccessControl import getSecurityManager
from AccessControl.class_init import InitializeClass
from copy import deepcopy
from datetime import datetime
from datetime import UTC
from sonla.pbgdpl.clock import today
from sonla.pbgdpl.config import VIEW_PERSONAL_DATA
from sonla.pbgdpl.fields import stored
from sonla.pbgdpl.leftover import LastingItem
from sonla.pbgdpl.register.episodes import Episode
from sonla.pbgdpl.register.episodes import latest_first
from sonla.pbgdpl.register.episodes import shown
from sonla.pbgdpl.register.keeping import corrections
from sonla.pbgdpl.register.keeping import is_registered
from sonla.pbgdpl.register.keeping import name_of
from sonla.pbgdpl.register.keeping import refuse_lost
from sonla.pbgdpl.register.privacy import PROTECTED_FIELDS
from typing import Any

EPISODES = "recognitions"
CORRECTIONS = "_pbgdpl_corrections"
"""Attribute of a person: what was written over in episodes that had begun."""


class KeptEpisodes:
    """Store episodes and give copies of them, so that none is written over in passing."""

    def __get__(self, person: Any, owner: type | None = None) -> Any:
        """Give the episodes, the schema's field as Python has it on the class."""
        if person is None:
            return self
        return deepcopy(vars(person).get(EPISODES) or [])

    def __set__(self, person: Any, value: Any) -> None:
        """Store episodes; raise `Refused` if that would lose one that has begun."""
        episodes = deepcopy(list(value or []))
        before = vars(person).get(EPISODES) or []
        if before and is_registered(person):
            refuse_lost(before, episodes, today())
            note_corrections(person, before, episodes)
        vars(person)[EPISODES] = episodes
        person._p_changed = True


def note_corrections(person: Any, before: list[Episode], after: list[Episode]) -> None:
    """Keep with a person what was written over, when and by whom.

    A slip of the pen in a decision's number must be mended; what stood there is not
    lost by that.
    """
    noted = [
        {
            "time": datetime.now(UTC),
            "actor": getSecurityManager().getUser().getId(),
            "episode": name_of(episode),
            "cell": cell,
            "before": old,
            "after": new,
        }
        for episode, cell, old, new in corrections(before, after)
    ]
    if noted:
        vars(person)[CORRECTIONS] = [*vars(person).get(CORRECTIONS, ()), *noted]


class Person(LastingItem):
    """Be a record of the register: named by a person, described by episodes.

    `title` is the full name: nobody types it twice, and whatever Plone shows of any item
    is the person's name.
    """

    security = ClassSecurityInfo()

    recognitions = KeptEpisodes()
    full_name = ""

    # Read permissions of a schema guard forms, REST and templates, not addresses: a date
    # is published by its name to everybody. These also hold when the schema is gone.
    for _name in PROTECTED_FIELDS:
        security.declareProtected(VIEW_PERSONAL_DATA, _name)
    del _name
    birth_date = gender = ethnicity = id_number = home_address = None
    private_phone = private_email = official_phone = official_email = None

    # Core writes every field of the schemas into these, whoever asks.
    security.declareProtected(VIEW_PERSONAL_DATA, "manage_FTPget")
    security.declareProtected(VIEW_PERSONAL_DATA, "manage_DAVget")

    @property
    def title(self) -> str:
        """Give the full name."""
        return self.full_name or ""

    @title.setter
    def title(self, value: str) -> None:
        """Take what code calls a title for the full name."""
        if value:
            self.full_name = value

    @property
    def territory(self) -> tuple[str, ...]:
        """Give the units in which the person speaks: those that recognised them.

        By the law's rule, not by anybody's choice; the central level has none, for it
        is everywhere.
        """
        units = (one.get("unit") for one in self.episodes_shown())
        return tuple(dict.fromkeys(unit for unit in units if unit))

    @property
    def levels(self) -> tuple[str, ...]:
        """Give the levels that the person stands for."""
        found = (one.get("level") for one in self.episodes_shown())
        return tuple(dict.fromkeys(level for level in found if level))

    @security.private
    def episodes_shown(self) -> list[Episode]:
        """Give the episodes in force today, else the last one."""
        return shown(stored(self, EPISODES) or [], today())

    @security.private
    def noted_corrections(self) -> list[dict[str, Any]]:
        """Give what was written over, the oldest first."""
        return list(stored(self, CORRECTIONS) or ())

    @security.private
    def history_of_episodes(self) -> list[Episode]:
        """Give all episodes, the latest first."""
        return latest_first(stored(self, EPISODES) or [])


InitializeClass(Person)
