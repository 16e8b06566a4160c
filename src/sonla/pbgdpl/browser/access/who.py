"""Count who holds which role in the sections, by name of group and number of people."""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from plone import api
from Products.PluggableAuthService.interfaces.plugins import IRolesPlugin
from sonla.pbgdpl import _
from sonla.pbgdpl.brains import awake
from sonla.pbgdpl.config import ADMINISTRATORS
from sonla.pbgdpl.config import APPROVER_ROLE
from sonla.pbgdpl.config import CONTRIBUTOR_ROLE
from sonla.pbgdpl.config import EDITOR_ROLE
from sonla.pbgdpl.config import GROUP_ROLES
from sonla.pbgdpl.config import HOST_ROLES
from sonla.pbgdpl.config import QUESTION_TYPE
from sonla.pbgdpl.config import SYNC_ROLE
from sonla.pbgdpl.content.contributing_unit import IContributingUnit
from sonla.pbgdpl.interfaces import ISectionRoot
from sonla.pbgdpl.members import person_name
from sonla.pbgdpl.notifications.recipients import expand
from sonla.pbgdpl.paths import path_of
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


EVERYBODY = "AuthenticatedUsers"
"""Plone's group *Logged-in users*: everybody is in it, and it lists nobody."""
EVERYBODY_TITLE = _("access_everybody", default="Everybody with an account")

USER = "user:"
"""Before people and groups in the catalog's index of readers."""

MOST_CONTAINERS, MOST_QUESTIONS = 5000, 2000
"""So many are looked at below a section; the page is asked for by people."""


@dataclass(frozen=True)
class Line:
    """Hold one line of the table: who, how many (None: not counted), and what they may."""

    title: Any
    people: int | None
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
        return sum(line.people or 0 for line in self.units)


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
    everybody = tuple(MAY[role] for role in MAY if EVERYBODY in principals(role))
    if everybody:
        lines.append(Line(EVERYBODY_TITLE, None, tuple(dict.fromkeys(everybody))))
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
            (*lines_of(section), *lines_below(section)),
            tuple(lines_of_units(section)),
        )
        for section in all_sections()
    ]


def lines_of(place: Any) -> Iterator[Line]:
    """Yield a line for each holder of a local role that means something."""
    for principal, roles in sorted(place.get_local_roles()):
        may = tuple(dict.fromkeys(MAY[role] for role in MAY if role in roles))
        people = people_of(principal)
        if may and (people != 0 or principal in GROUP_ROLES):
            yield Line(group_title(principal), people, may)


def lines_below(section: Any) -> Iterator[Line]:
    """Yield a line for each role on a single folder, dialogue or unit; owners made it."""
    for place, principal, roles in roles_below(section):
        may = tuple(dict.fromkeys(MAY[role] for role in MAY if role in roles))
        people = people_of(principal)
        if may and people != 0:
            name = api.portal.translate(group_title(principal))
            yield Line(f"{place.Title()}: {name}", people, may)


def roles_below(section: Any) -> Iterator[tuple[Any, str, set[str]]]:
    """Yield the containers below a section with who was given which roles of ours there.

    That writers write in their own unit has a table of its own.
    """
    catalog = api.portal.get_tool("portal_catalog")
    found = catalog.unrestrictedSearchResults(
        path=path_of(section), is_folderish=True, sort_on="path"
    )
    for place in awake(found[:MOST_CONTAINERS]):
        if ISectionRoot.providedBy(place):
            continue
        usual = {"Owner", ROLE} if IContributingUnit.providedBy(place) else {"Owner"}
        for principal, roles in sorted(place.get_local_roles()):
            if given := set(roles).intersection(MAY) - usual:
                yield place, principal, given


def lines_of_units(section: Any) -> Iterator[Line]:
    """Yield a line for each group that may write in a unit."""
    for unit in units_by_code(section).values():
        for principal, roles in sorted(unit.get_local_roles()):
            if ROLE in roles:
                title = (
                    unit.title
                    if principal.startswith(PREFIX)
                    else f"{unit.title}: {api.portal.translate(group_title(principal))}"
                )
                yield Line(title, people_of(principal), (UNITS_MAY,))


def people_of(principal: str) -> int | None:
    """Count the people of a group, or 1 for a person; None for everybody."""
    return None if principal == EVERYBODY else len(expand({principal}))


def readers_of_questions() -> set[str]:
    """Collect the accounts that read private questions of any section."""
    return expand(principals_reading_questions())


def everybody_reads_questions() -> bool:
    """Return whether everybody with an account reads private questions somewhere."""
    return EVERYBODY in principals_reading_questions()


def principals_reading_questions() -> set[str]:
    """Collect the people and groups that read private questions of any section.

    By a role in the portal, on a section or on a place in it; by one on a single question
    as the catalog knows it, which lets only these see a question that came in.
    """
    reading = set(READ_QUESTIONS)
    found = set().union(*map(principals, reading - {"Owner"}))
    for section in all_sections():
        local = section.get_local_roles()
        found |= {who for who, roles in local if reading.intersection(roles)}
        found |= {
            who
            for _place, who, roles in roles_below(section)
            if reading.intersection(roles)
        }
        found |= principals_of_questions(section)
    return found


def principals_of_questions(section: Any) -> set[str]:
    """Collect who sees the latest questions that came in, by local roles on the way."""
    catalog = api.portal.get_tool("portal_catalog")
    brains = catalog.unrestrictedSearchResults(
        path=path_of(section),
        portal_type=QUESTION_TYPE,
        review_state="received",
        sort_on="created",
        sort_order="descending",
    )
    index = catalog._catalog.getIndex("allowedRolesAndUsers")
    return {
        entry.removeprefix(USER)
        for brain in brains[:MOST_QUESTIONS]
        for entry in index.getEntryForObject(brain.getRID(), ())
        if entry.startswith(USER)
    }


def people_of_the_portal() -> int:
    """Count those who hold one of Plone's own roles for content, and none here."""
    inside = [principals(role) for role in MAY if role != "Owner"]
    for section in all_sections():
        places = [section, *units_by_code(section).values()]
        inside += [
            {who for who, roles in place.get_local_roles() if set(roles) & set(MAY)}
            for place in places
        ]
        inside.append({who for _place, who, _roles in roles_below(section)})
    insiders = set().union(*inside)
    if EVERYBODY in insiders:
        return 0
    return len(set().union(*map(holders, HOST_ROLES)) - expand(insiders))


def holders(role: str) -> set[str]:
    """Collect the accounts that hold a role in the whole portal, by groups too.

    Those of the server stand above the portal and may as much in it.
    """
    return expand(principals(role)) | given(api.portal.get().getPhysicalRoot(), role)


def principals(role: str) -> set[str]:
    """Collect the people and groups that hold a role in the whole portal.

    Those of the server are named as well: `expand` finds them in the portal, too.
    """
    portal = api.portal.get()
    return given(portal, role) | given(portal.getPhysicalRoot(), role)


def given(place: Any, role: str) -> set[str]:
    """Collect the users and groups that the user folder of a place gave a role."""
    plugins = place.acl_users.plugins.listPlugins(IRolesPlugin)
    return {one for _name, plugin in plugins for one in assigned(plugin, role)}


def assigned(plugin: Any, role: str) -> Iterable[str]:
    """List whom a plugin of the user folder gave a role, if it can tell."""
    listing = getattr(plugin, "listAssignedPrincipals", None)
    if listing is None or role not in plugin.listRoleIds():
        return ()
    return [principal for principal, _title in listing(role)]


def group_title(principal: str) -> Any:
    """Name a group, or a person by their full name."""
    if principal == EVERYBODY:
        return EVERYBODY_TITLE
    group = api.group.get(groupname=principal)
    if group is None:
        return TITLES.get(principal) or person_name(principal)
    return group.getProperty("title") or principal
