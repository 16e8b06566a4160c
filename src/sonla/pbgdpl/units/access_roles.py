"""Where roles were given: in the whole portal, on a section, and on places in it."""

from collections.abc import Iterable
from collections.abc import Iterator
from functools import cached_property
from plone import api
from Products.PluggableAuthService.interfaces.plugins import IRolesPlugin
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.interfaces import ISectionRoot
from sonla.pbgdpl.core.names import ADMINISTRATORS
from sonla.pbgdpl.core.names import APPROVER_ROLE
from sonla.pbgdpl.core.names import EDITOR_ROLE
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.mail.recipients import expand
from sonla.pbgdpl.questions import QUESTION_TYPE
from sonla.pbgdpl.units.access_words import CUT_PLACES
from sonla.pbgdpl.units.access_words import CUT_QUESTIONS
from sonla.pbgdpl.units.access_words import MAY
from sonla.pbgdpl.units.content import IContributingUnit
from sonla.pbgdpl.units.creation import units_by_code
from sonla.pbgdpl.units.groups import ROLE
from typing import Any
from zope.i18nmessageid import Message

READ_QUESTIONS = (EDITOR_ROLE, APPROVER_ROLE, "Owner", *ADMINISTRATORS)
"""Roles whose holders read each private question, with the contact of whoever asked."""

EVERYBODY = "AuthenticatedUsers"
"""Plone's group *Logged-in users*: everybody is in it, and it lists nobody."""

USER = "user:"
"""Before people and groups in the catalog's index of readers."""

MOST_CONTAINERS, MOST_QUESTIONS = 5000, 2000
"""So many are looked at below a section; the page is asked for by people."""

Given = tuple[Any, str, set[str]]
"""A place, whom a role was given there, and which."""


class SectionRoles:
    """Hold who was given which role in a section: it is gone through once, when asked."""

    def __init__(self, section: Any) -> None:
        self.section = section

    def search(self, **query: Any) -> Any:
        """Search below the section for everybody."""
        catalog = api.portal.get_tool("portal_catalog")
        return catalog.unrestrictedSearchResults(path=path_of(self.section), **query)

    @cached_property
    def containers(self) -> Any:
        """The catalog's answer to what holds something in it."""
        return self.search(is_folderish=True, sort_on="path")

    @cached_property
    def questions(self) -> Any:
        """The catalog's answer to the questions that came in, the latest first."""
        return self.search(
            portal_type=QUESTION_TYPE,
            review_state="received",
            sort_on="created",
            sort_order="descending",
        )

    def cuts(self) -> Iterator[Message]:
        """Yield what was not looked at, where there is too much."""
        for found, most, words in (
            (self.containers, MOST_CONTAINERS, CUT_PLACES),
            (self.questions, MOST_QUESTIONS, CUT_QUESTIONS),
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
            for place in load_objects(self.containers[:MOST_CONTAINERS])
            if not ISectionRoot.providedBy(place)
            for _place, who, roles in given_on(place)
            if (unusual := roles - usual_on(place))
        ]

    @cached_property
    def of_units(self) -> list[Given]:
        """What was given on the units."""
        units = units_by_code(self.section).values()
        return [one for unit in units for one in given_on(unit)]

    @cached_property
    def reading_questions(self) -> set[str]:
        """The people and groups that read private questions of the section.

        By a role on it or on a place in it; by one on a single question as the catalog
        knows it, which lets only these see a question that came in.
        """
        reading = set(READ_QUESTIONS)
        by_role = {who for _place, who, roles in self.given if reading & roles}
        return by_role | self.seeing_questions()

    @property
    def given(self) -> list[Given]:
        """What was given on the section and on places in it."""
        return [*self.on_section, *self.below]

    def seeing_questions(self) -> set[str]:
        """Collect who sees the latest questions that came in, by local roles on the way."""
        catalog = api.portal.get_tool("portal_catalog")
        index = catalog._catalog.getIndex("allowedRolesAndUsers")
        return {
            entry.removeprefix(USER)
            for brain in self.questions[:MOST_QUESTIONS]
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
