"""Where roles were given: in the whole portal, on a section, and on places in it."""

from collections.abc import Iterable
from collections.abc import Iterator
from functools import cached_property
from operator import attrgetter
from plone import api
from Products.PluggableAuthService.interfaces.plugins import IRolesPlugin
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import get_index
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.interfaces import ISectionRoot
from sonla.pbgdpl.core.names import ADMINISTRATORS
from sonla.pbgdpl.core.names import APPROVER_ROLE
from sonla.pbgdpl.core.names import CONTRIBUTOR_ROLE
from sonla.pbgdpl.core.names import EDITOR_ROLE
from sonla.pbgdpl.core.names import SYNC_ROLE
from sonla.pbgdpl.core.options import rests
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.mail.recipients import expand
from sonla.pbgdpl.units.content import IContributingUnit
from sonla.pbgdpl.units.creation import units_by_code
from sonla.pbgdpl.units.groups import ROLE
from sonla.pbgdpl.units.interfaces import IPrivateContent
from typing import Any
from zope.component import getUtilitiesFor
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

EVERYBODY_TITLE = _("access_everybody", default="Everybody with an account")

OMITTED_PLACES = _(
    "msg_access_cut_places",
    default="“${section}” has ${number} folders and other places that hold something. Only the first ${most} of them, by path, were looked at: a role that was given on one of the others is not told here.",
)


EVERYBODY = "AuthenticatedUsers"
"""Plone's group *Logged-in users*: everybody is in it, and it lists nobody."""

USER = "user:"
"""Before people and groups in the catalog's index of readers."""

MAX_CONTAINERS = 5000
"""So many are looked at below a section; the page is asked for by people."""

Given = tuple[Any, str, set[str]]
"""A place, whom a role was given there, and which."""


def private_content() -> list[IPrivateContent]:
    """List the content of which the page says who reads it."""
    found = [one for _name, one in getUtilitiesFor(IPrivateContent)]
    told = [one for one in found if not rests(one) or is_there(one)]
    return sorted(told, key=attrgetter("order"))


def is_there(private: IPrivateContent) -> bool:
    """Return whether the portal has any such content."""
    return bool(api.content.find(unrestricted=True, sort_limit=1, **private.query))


class SectionRoles:
    """Who was given which role in a section: it is gone through once, when asked."""

    def __init__(self, section: Any) -> None:
        self.section = section
        self._items: dict[IPrivateContent, Any] = {}

    def search(self, **query: Any) -> Any:
        """Search below the section for everybody."""
        return api.content.find(unrestricted=True, path=path_of(self.section), **query)

    @cached_property
    def containers(self) -> Any:
        """The catalog's answer to what holds something in it."""
        return self.search(is_folderish=True, sort_on="path")

    def items(self, private: IPrivateContent) -> Any:
        """Return the catalog's answer to single items of private content."""
        if private not in self._items:
            self._items[private] = self.search(**private.query)
        return self._items[private]

    def omissions(self) -> Iterator[Message]:
        """Yield what was not looked at, where there is too much."""
        for found, most, words in (
            (self.containers, MAX_CONTAINERS, OMITTED_PLACES),
            *((self.items(one), one.most, one.cut) for one in private_content()),
        ):
            if len(found) > most:
                mapping = {"number": str(len(found)), "most": str(most)}
                mapping["section"] = self.section.title
                yield Message(words, mapping=mapping)

    @cached_property
    def on_section(self) -> list[Given]:
        """What was given on the section itself."""
        return list(given_on(self.section))

    @cached_property
    def below(self) -> list[Given]:
        """What was given on the places in it, but for owners, who made them.

        That writers write in their own unit has a table of its own.
        """
        return [
            (place, who, unusual)
            for place in load_objects(self.containers[:MAX_CONTAINERS])
            if not ISectionRoot.providedBy(place)
            for _place, who, roles in given_on(place)
            if (unusual := roles - usual_on(place))
        ]

    @cached_property
    def of_units(self) -> list[Given]:
        """What was given on the units."""
        units = units_by_code(self.section).values()
        return [one for unit in units for one in given_on(unit)]

    def reading(self, private: IPrivateContent) -> set[str]:
        """Return the people and groups that read private content of the section.

        By a role on it or on a place in it; by one on a single item as the catalog
        knows it.
        """
        reading = set(private.roles)
        by_role = {who for _place, who, roles in self.given if reading & roles}
        return by_role | self.seeing_items(private)

    @property
    def given(self) -> list[Given]:
        """What was given on the section and on places in it."""
        return [*self.on_section, *self.below]

    def seeing_items(self, private: IPrivateContent) -> set[str]:
        """Collect who sees the first of the single items, by local roles on the way."""
        catalog = api.portal.get_tool("portal_catalog")
        index = get_index(catalog, "allowedRolesAndUsers")
        return {
            entry.removeprefix(USER)
            for brain in self.items(private)[: private.most]
            for entry in index.getEntryForObject(brain.getRID(), ())
            if entry.startswith(USER)
        }


def given_on(place: Any) -> Iterator[Given]:
    """Yield whom local roles that mean something were given on a place, and which."""
    for principal, roles in sorted(place.get_local_roles()):
        if meaning := set(roles) & MAY.keys():
            yield place, principal, meaning


def usual_on(place: Any) -> set[str]:
    """Return the roles that somebody has on each such place."""
    return {"Owner", ROLE} if IContributingUnit.providedBy(place) else {"Owner"}


def holders(role: str) -> set[str]:
    """Collect the accounts that hold a role in the whole portal, by groups too."""
    return accounts_of(principals(role))


def accounts_of(found: Iterable[str]) -> set[str]:
    """Replace groups by their members.

    Accounts of the server stand above the portal, which doesn't list them, and may as much
    in it.
    """
    found = set(found)
    server = api.portal.get().getPhysicalRoot().acl_users
    above = {one for one in found if server.getUserById(one) is not None}
    return expand(found) | above


def principals(role: str) -> set[str]:
    """Collect the people and groups that hold a role in the whole portal.

    Those of the server are named as well.
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
