"""Count who holds which role in the sections, by name of group and number of people."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from functools import cached_property
from plone import api
from sonla.pbgdpl.core.names import ADMINISTRATORS
from sonla.pbgdpl.core.names import GROUP_ROLES
from sonla.pbgdpl.core.names import HOST_ROLES
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.editorial.authorship import full_name
from sonla.pbgdpl.units.access_roles import accounts_of
from sonla.pbgdpl.units.access_roles import ADMINISTRATORS_TITLE
from sonla.pbgdpl.units.access_roles import EVERYBODY
from sonla.pbgdpl.units.access_roles import EVERYBODY_TITLE
from sonla.pbgdpl.units.access_roles import EVERYTHING
from sonla.pbgdpl.units.access_roles import GLOBALLY
from sonla.pbgdpl.units.access_roles import holders
from sonla.pbgdpl.units.access_roles import MAY
from sonla.pbgdpl.units.access_roles import principals
from sonla.pbgdpl.units.access_roles import private_content
from sonla.pbgdpl.units.access_roles import SectionRoles
from sonla.pbgdpl.units.access_roles import UNITS_MAY
from sonla.pbgdpl.units.groups import PREFIX
from sonla.pbgdpl.units.groups import ROLE
from sonla.pbgdpl.units.interfaces import IPrivateContent
from sonla.pbgdpl.units.setup import TITLES
from typing import Any
from zope.i18nmessageid import Message
from zope.interface import implementer


@dataclass(frozen=True)
class Line:
    """One line of the table: who, how many (None: not counted), and what they may."""

    title: Any
    people: int | None
    may: tuple[Message, ...]


@dataclass(frozen=True)
class Place:
    """The lines of one section, and of its units."""

    title: str
    url: str
    lines: tuple[Line, ...]
    units: tuple[Line, ...]

    @property
    def people_of_units(self) -> int:
        """How many people the units have; who is in two counts twice."""
        return sum(line.people or 0 for line in self.units)


@implementer(IPrivateContent)
@dataclass(frozen=True)
class PrivateContent:
    """Hold what the page must know of private content."""

    order: int
    roles: tuple[str, ...]
    query: Mapping[str, Any] = field(hash=False)
    most: int
    readers: Message
    everybody: Message
    cut: Message
    belongs_to: str = ""


@dataclass(frozen=True)
class Readers:
    """Hold which people and groups read private content of one kind."""

    content: IPrivateContent
    principals: set[str]

    @property
    def is_everybody(self) -> bool:
        """Whether everybody with an account reads it somewhere."""
        return EVERYBODY in self.principals

    @property
    def people(self) -> set[str]:
        """The accounts that read it."""
        return accounts_of(self.principals)

    @property
    def words(self) -> Message:
        """How many they are, for the page."""
        if self.is_everybody:
            return self.content.everybody
        return Message(self.content.readers, mapping={"number": str(len(self.people))})


class Access:
    """Look at who may what, for one page: each section is gone through once."""

    @cached_property
    def sections(self) -> list[SectionRoles]:
        """Each section of the portal."""
        return list(map(SectionRoles, all_sections()))

    def everywhere(self) -> list[Line]:
        """List those who may something in every section by a role in the whole portal.

        Ours are meant for sections alone; where somebody gave one in the whole portal all
        the same, under *Users and Groups*, it counts in each section.
        """
        lines = [
            Line(ADMINISTRATORS_TITLE[role], len(holders(role)), (EVERYTHING,))
            for role in ADMINISTRATORS
        ]
        ours = [
            Line(GLOBALLY[role], len(holders(role)), (MAY[role],)) for role in GLOBALLY
        ]
        everybody = [role for role in MAY if EVERYBODY in principals(role)]
        if everybody:
            lines.append(Line(EVERYBODY_TITLE, None, allowed(everybody)))
        return [*lines, *(line for line in ours if line.people)]

    def planned(self) -> list[Line]:
        """List what our groups may on the section that is to be made."""
        return [
            Line(group_title(name), len(accounts_of({name})), (MAY[role],))
            for name, role in GROUP_ROLES.items()
        ]

    @cached_property
    def places(self) -> list[Place]:
        """The sections, described."""
        return [
            Place(
                roles.section.title,
                roles.section.absolute_url(),
                (*lines_of(roles), *lines_below(roles)),
                tuple(lines_of_units(roles)),
            )
            for roles in self.sections
        ]

    def private(self) -> list[Readers]:
        """List who reads what few may read, for each subject that has such."""
        return [Readers(one, self.reading(one)) for one in private_content()]

    def reading(self, private: IPrivateContent) -> set[str]:
        """Collect the people and groups that read private content of any section."""
        everywhere = map(principals, set(private.roles) - {"Owner"})
        here = (roles.reading(private) for roles in self.sections)
        return set().union(*everywhere, *here)

    def people_of_the_portal(self) -> int:
        """Count those who hold one of Plone's own roles for content, and none here."""
        insiders = set().union(*(principals(role) for role in MAY if role != "Owner"))
        for roles in self.sections:
            insiders |= {who for _place, who, _roles in (*roles.given, *roles.of_units)}
        if EVERYBODY in insiders:
            return 0
        return len(set().union(*map(holders, HOST_ROLES)) - accounts_of(insiders))

    def omissions(self) -> list[Message]:
        """List what was not looked at, as there is too much of it."""
        return [cut for roles in self.sections for cut in roles.omissions()]


def lines_of(roles: SectionRoles) -> Iterator[Line]:
    """Yield a line for each holder of a local role on a section."""
    for _section, principal, given in roles.on_section:
        people = people_of(principal)
        if people != 0 or principal in GROUP_ROLES:
            yield Line(group_title(principal), people, allowed(given))


def lines_below(roles: SectionRoles) -> Iterator[Line]:
    """Yield a line for each role on a single folder, dialogue or unit."""
    for place, principal, given in roles.below:
        people = people_of(principal)
        if people != 0:
            name = api.portal.translate(group_title(principal))
            yield Line(f"{place.Title()}: {name}", people, allowed(given))


def lines_of_units(roles: SectionRoles) -> Iterator[Line]:
    """Yield a line for each group that may write in a unit."""
    for unit, principal, given in roles.of_units:
        if ROLE in given:
            title = (
                unit.title
                if principal.startswith(PREFIX)
                else f"{unit.title}: {api.portal.translate(group_title(principal))}"
            )
            yield Line(title, people_of(principal), (UNITS_MAY,))


def allowed(roles: Iterable[str]) -> tuple[Message, ...]:
    """Return what roles allow, each thing once."""
    return tuple(dict.fromkeys(MAY[role] for role in MAY if role in set(roles)))


def people_of(principal: str) -> int | None:
    """Count the people of a group, or 1 for a person; None for everybody."""
    return None if principal == EVERYBODY else len(accounts_of({principal}))


def group_title(principal: str) -> Any:
    """Name a group, or a person by their full name."""
    if principal == EVERYBODY:
        return EVERYBODY_TITLE
    group = api.group.get(groupname=principal)
    if group is None:
        return TITLES.get(principal) or full_name(principal)
    return group.getProperty("title") or principal
