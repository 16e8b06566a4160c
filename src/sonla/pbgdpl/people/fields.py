"""The schema field that holds the episodes of a person."""

from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.people.append_only import EPISODES
from sonla.pbgdpl.people.append_only import episodes_to_keep
from sonla.pbgdpl.people.append_only import RECOGNITIONS
from sonla.pbgdpl.people.interfaces import IRegisteredPerson
from sonla.pbgdpl.people.validation import refuse_contradictions
from sonla.pbgdpl.people.validation import refuse_ended_terms
from sonla.pbgdpl.ui.fields import IRows
from sonla.pbgdpl.ui.fields import Rows
from typing import Any
from zope.interface import implementer


class IEpisodes(IRows):
    """Mark the field of episodes: some of its cells are not for everybody."""


@implementer(IEpisodes)
class Recognitions(Rows):
    """Episodes; forms and REST validate by it before anything is stored."""

    def validate(self, value: Any) -> None:
        """Refuse contradictions, then what an edited person must not lose.

        Not in `_validate`, which is never asked about no rows at all.
        """
        super().validate(value)
        value = value or []
        refuse_contradictions(value)
        before: list[Any] = []
        if IRegisteredPerson.providedBy(self.context):
            before = stored_value(self.context, EPISODES) or []
            RECOGNITIONS.refuse_lost(episodes_to_keep(self.context), value, today())
        refuse_ended_terms(before, value)
