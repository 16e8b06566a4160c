"""What each subject sets up in a portal and takes back, asked of those that are registered."""

from collections.abc import Iterator
from dataclasses import dataclass
from plone import api
from sonla.pbgdpl.core.interfaces import ISetupStep
from sonla.pbgdpl.core.preserved import remember_records
from sonla.pbgdpl.core.preserved import restore_records
from typing import Any
from zope.component import getUtilitiesFor
from zope.i18nmessageid import Message
from zope.interface import implementer
from zope.interface import Interface
from zope.schema import getFieldNames

NOTHING = Message("")


@dataclass(frozen=True)
class Link:
    """Lead to a page of the portal."""

    path: str
    """Below the portal."""
    title: Message


@dataclass(frozen=True)
class Remainder:
    """What goes with the add-on, or stays after it: a sentence, or a part of the report.

    With a `heading` it is a part of its own, with a list of lines or of terms.
    """

    order: int
    """Place in the report."""
    text: Message = NOTHING
    """A sentence; `${link}` in it stands for the link."""
    link: Link | None = None
    name: str = ""
    """Id of its element in the page."""
    heading: Message | None = None
    lines: tuple[str, ...] = ()
    terms: tuple[tuple[str, str], ...] = ()
    """Terms, with what is said of each."""
    no_terms: Message | None = None
    """Stands in place of terms where there are none."""
    no_details: Message | None = None
    """Said of a term of which there is nothing to say."""


@implementer(ISetupStep)
class SetupStep:
    """Do nothing: a step overrides what it has to do."""

    order = 100
    parts: tuple[Remainder, ...] = ()
    """What it leaves, wherever it is asked."""

    def install(self, site: Any) -> None:
        """Set up nothing."""

    def fill(self, site: Any) -> None:
        """Fill nothing."""

    def uninstall(self, site: Any) -> None:
        """Take nothing back."""

    def remains(self, site: Any) -> Iterator[Remainder]:
        """Report the parts."""
        return iter(self.parts)


@dataclass(frozen=True, kw_only=True)
class RecordsStep(SetupStep):
    """Keep the registry records of a schema with the first section, and bring them back."""

    order: int
    schema: type[Interface]
    prefix: str
    key: str
    """Under which they are kept."""

    def install(self, site: Any) -> None:
        """Bring the records back."""
        restore_records(self.key)

    def uninstall(self, site: Any) -> None:
        """Keep the records."""
        names = (f"{self.prefix}.{name}" for name in getFieldNames(self.schema))
        remember_records(self.key, names)


def setup_steps() -> list[ISetupStep]:
    """List all steps in the order of an installation."""
    named = getUtilitiesFor(ISetupStep)
    return [
        step for _name, step in sorted(named, key=lambda one: (one[1].order, one[0]))
    ]


def full_name(user_id: str) -> str:
    """Name a member by full name and user id; an account that is gone by its id."""
    user = api.user.get(userid=user_id)
    name = user.getProperty("fullname") if user is not None else ""
    return f"{name} ({user_id})" if name else user_id
