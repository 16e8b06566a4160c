"""The marker of people, and the seams at which other subjects add to what is known of them."""

from collections.abc import Sequence
from datetime import datetime
from sonla.pbgdpl.core.interfaces import IOwnContent
from typing import Any
from zope.interface import Attribute
from zope.interface import Interface


class IRegisteredPerson(IOwnContent):
    """Mark content that stands for a person of the register.

    What is indexed, shown and guarded of people registers for this, whichever of the
    two types it is.
    """


class IPersonFacts(Interface):
    """Of whom in the register a fact holds that another subject keeps.

    A named utility; the name is that of the fact in forms of statistics, whose values are
    `yes` and `no`. The counter of people asks each of them once for a form that counts
    people. What is raised fails the counting. The name stands in forms that were filled in,
    so it never changes; a cell that asks for a fact which nobody registers stays empty.
    """

    def person_ids(since: datetime, until: datetime) -> set[str]:
        """Return the codes (`person_id`) of the people of whom it holds: [since, until).

        Without checking permissions, anywhere in the portal.
        """


class IPersonHistory(Interface):
    """List what another subject knows of a person, on the page of the person.

    A named adapter of the person; `people.references.PersonHistory` does where content names
    people in a relation. The page asks all of them in their order, each time it is drawn.
    What is raised fails the page.
    """

    order = Attribute("Place among the lists, a number.")
    title = Attribute("Message: what stands above the list.")
    office_only = Attribute("Whether only who may see personal data gets it.")

    def summaries() -> Sequence[Any]:
        """Return the items as `ui.summaries.Summary`, the latest first.

        Only what the user may see; an empty list shows nothing.
        """
