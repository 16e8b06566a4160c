"""Count who holds which role in the sections, by name of group and number of people."""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from plone import api
from Products.PluggableAuthService.interfaces.plugins import IRolesPlugin
from sonla.pbgdpl import _
from sonla.pbgdpl.config import ADMINISTRATORS
from sonla.pbgdpl.config import APPROVER_ROLE
from sonla.pbgdpl.config import CONTRIBUTOR_ROLE
from sonla.pbgdpl.config import EDITOR_ROLE
from sonla.pbgdpl.config import GROUP_ROLES
from sonla.pbgdpl.config import HOST_ROLES
from sonla.pbgdpl.config import SYNC_ROLE
from sonla.pbgdpl.members import person_name
from sonla.pbgdpl.notifications.recipients import expand
from sonla.pbgdpl.section import all_sections
from sonla.pbgdpl.setuphandlers.groups import TITLES
from sonla.pbgdpl.units.groups import PREFIX
from sonla.pbgdpl.units.groups import ROLE
from sonla.pbgdpl.units.making import units_by_code
from typing import Any
from zope.i18nmessageid import Message

EVERYTHING = _(
    "access_everything",
    default="Read and change everything, citizens' private questions with their contacts and the personal data of the register included; decide who has which role.",
)
MAY: dict[str, Message] = {
    CONTRIBUTOR_ROLE: _(
        "access_contributor",
        default="Write, and read what is being prepared; questions once they are assigned, without the contact of whoever asked.",
    ),
    EDITOR_ROLE: _(
        "access_editor",
        default="Correct and forward texts; read all questions with the contact of whoever asked, and assign them.",
    ),
    APPROVER_ROLE: _(
        "access_approver",
        default="Approve and withdraw; read all questions with the contact of whoever asked, and the personal data of the register.",
    ),
    SYNC_ROLE: _(
        "access_sync",
        default="Start the data exchange; read nothing that is not public.",
    ),
    "Owner": _("access_owner", default="Read everything in it, as whoever made it."),
    **dict.fromkeys(ADMINISTRATORS, EVERYTHING),
}
"""Role → what its holders may where they hold it."""

READ_QUESTIONS = (EDITOR_ROLE, APPROVER_ROLE, "Owner", *ADMINISTRATORS)
"""Roles whose holders read each private question, with the contact of whoever asked."""

UNITS_MAY = _(
    "access_unit",
    default="Write in their own unit alone, and read what is being prepared there; questions that are assigned to their agency, without the contact of whoever asked.",
)
ADMINISTRATORS_TITLE = {
    "Manager": _("access_managers", default="Managers of the portal"),
    "Site Administrator": _(
        "access_site_administrators", default="Site administrators of the portal"
    ),
}


GLOBALLY = {
    CONTRIBUTOR_ROLE: _(
        "access_contributors_everywhere",
        default="Contributors by a role in the whole portal",
    ),
    EDITOR_ROLE: _(
        "access_editors_everywhere",
        default="Editors of legal education by a role in the whole portal",
    ),
    APPROVER_ROLE: _(
        "access_approvers_everywhere",
        default="Approvers by a role in the whole portal",
    ),
    SYNC_ROLE: _(
        "access_sync_everywhere",
        default="Accounts of the exchange by a role in the whole portal",
    ),
}


@dataclass(frozen=True)
class Line:
    """Hold one line of the table: who, how many, and what they may."""

    title: Any
    people: int
    may: tuple[Message, ...]


@dataclass(frozen=True)
class Place:
    """Hold the lines of one section, and of its units."""

    title: str
    url: str
    lines: tuple[Line, ...]
    units: tuple[Line, ...]

    @property
    def people_of_units(self) -> int:
        """Return how many people the units have; who is in two counts twice."""
        return sum(line.people for line in self.units)


def everywhere() -> list[Line]:
    """List those who may something in every section by a role in the whole portal.

    Ours are meant for sections alone; where somebody gave one in the whole portal all the
    same, under *Users and Groups*, it counts in each section.
    """
    lines = [
        Line(ADMINISTRATORS_TITLE[role], len(holders(role)), (EVERYTHING,))
        for role in ADMINISTRATORS
    ]
    ours = [Line(GLOBALLY[role], len(holders(role)), (MAY[role],)) for role in GLOBALLY]
    return [*lines, *(line for line in ours if line.people)]


def planned() -> list[Line]:
    """List what our groups may on the section that is to be made."""
    return [
        Line(group_title(name), len(expand({name})), (MAY[role],))
        for name, role in GROUP_ROLES.items()
    ]


def places() -> list[Place]:
    """Describe each section."""
    return [
        Place(
            section.title,
            section.absolute_url(),
            tuple(lines_of(section)),
            tuple(lines_of_units(section)),
        )
        for section in all_sections()
    ]


def lines_of(place: Any) -> Iterator[Line]:
    """Yield a line for each holder of a local role that means something."""
    for principal, roles in sorted(place.get_local_roles()):
        may = tuple(dict.fromkeys(MAY[role] for role in MAY if role in roles))
        people = len(expand({principal}))
        if may and people:
            yield Line(group_title(principal), people, may)
        elif may and principal in GROUP_ROLES:
            yield Line(group_title(principal), 0, may)


def lines_of_units(section: Any) -> Iterator[Line]:
    """Yield a line for each group that may write in a unit."""
    for unit in units_by_code(section).values():
        for principal, roles in sorted(unit.get_local_roles()):
            if ROLE in roles:
                title = (
                    unit.title
                    if principal.startswith(PREFIX)
                    else f"{unit.title}: {group_title(principal)}"
                )
                yield Line(title, len(expand({principal})), (UNITS_MAY,))


def readers_of_questions() -> set[str]:
    """Collect the accounts that read private questions of any section."""
    found = set().union(*map(holders, set(READ_QUESTIONS) - {"Owner"}))
    for section in all_sections():
        for principal, roles in section.get_local_roles():
            if set(READ_QUESTIONS).intersection(roles):
                found |= expand({principal})
    return found


def people_of_the_portal() -> int:
    """Count those who hold one of Plone's own roles for content in the whole portal."""
    return len(set().union(*map(holders, HOST_ROLES)))


def holders(role: str) -> set[str]:
    """Collect the accounts that hold a role in the whole portal, by groups too.

    Those of the server stand above the portal and may as much in it.
    """
    portal = api.portal.get()
    server = portal.getPhysicalRoot()
    return expand(given(portal, role)) | given(server, role)


def given(place: Any, role: str) -> set[str]:
    """Collect the users and groups that the user folder of a place gave a role."""
    plugins = place.acl_users.plugins.listPlugins(IRolesPlugin)
    return {one for _name, plugin in plugins for one in assigned(plugin, role)}


def assigned(plugin: Any, role: str) -> Iterable[str]:
    """List whom a plugin of the user folder gave a role, if it can tell."""
    listing = getattr(plugin, "listAssignedPrincipals", None)
    known = listing is not None and role in plugin.listRoleIds()
    return [principal for principal, _title in listing(role)] if known else ()


def group_title(principal: str) -> Any:
    """Name a group, or a person by their full name."""
    group = api.group.get(groupname=principal)
    if group is None:
        return TITLES.get(principal) or person_name(principal)
    return group.getProperty("title") or principal
