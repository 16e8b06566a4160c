"""Lists of groups that Plone gives everybody: ours are named to those alone who work in a section.

A group of a unit tells that the unit is being prepared, and people in it who works there. The portal's own
groups, and all accounts, are listed as Plone lists them. The vocabularies stand in the portal's own
registry, in the place of core's, since a vocabulary knows no browser layer. Where somebody works is looked
up only for a list that has a group of ours: it reads the local roles of all units.
"""

from plone.app.users.vocabularies import GroupIdVocabulary
from plone.app.vocabularies.principals import GroupsFactory
from plone.app.vocabularies.principals import PrincipalsFactory
from plone.app.vocabularies.principals import PrincipalsVocabulary
from Products.PlonePAS.browser.search import PASSearchView
from sonla.pbgdpl.core.health import SelfCheck
from sonla.pbgdpl.core.mixins import Mixin
from sonla.pbgdpl.core.names import GROUP_ROLES
from sonla.pbgdpl.editorial.local_roles import works_in_section
from sonla.pbgdpl.ui.page import InPlaceOfPage
from sonla.pbgdpl.units.groups import PREFIX
from typing import Any
from zExceptions import NotFound
from zope.schema.interfaces import IVocabularyFactory
from zope.schema.vocabulary import SimpleVocabulary


def is_ours(group: str) -> bool:
    """Return whether a group is one of ours, by its id."""
    return group in GROUP_ROLES or group.startswith(PREFIX)


class OtherPrincipals(PrincipalsVocabulary):
    """List principals without our groups, and tell no title of one whose id was guessed.

    A value that is stored already stays one.
    """

    def getTermByToken(self, token: str) -> Any:
        """Return the term of a token; raise `LookupError` for one of our groups."""
        if is_ours(token.removeprefix("group__")):
            raise LookupError(token)
        return super().getTermByToken(token)


class KnownGroups(Mixin):
    """Leave our groups out for those who may not know of them."""

    def __call__(self, context: Any, query: str = "") -> SimpleVocabulary:
        """Return what core lists, or what of it the user may know."""
        found = super().__call__(context, query)
        terms = [one for one in found if not is_ours(one.value.removeprefix("group:"))]
        if len(terms) == len(found) or works_in_section():
            return found
        others = OtherPrincipals(terms)
        others.principal_source = found.principal_source
        return others


class Groups(KnownGroups, GroupsFactory):
    """List groups."""


class Principals(KnownGroups, PrincipalsFactory):
    """List groups and people."""


class GroupIds(GroupIdVocabulary):
    """List groups for forms of accounts, which core gives visitors without login, too."""

    def __call__(self, context: Any) -> SimpleVocabulary:
        """Return what core lists, or what of it the user may know."""
        found = super().__call__(context)
        terms = [one for one in found if not is_ours(one.value)]
        if len(terms) == len(found) or works_in_section():
            return found
        return SimpleVocabulary(terms)


VOCABULARIES = {
    "plone.app.vocabularies.Groups": Groups,
    "plone.app.vocabularies.Principals": Principals,
    "plone.app.users.group_ids": GroupIds,
}


def register_vocabularies(site: Any) -> None:
    """Put them into the place of core's, in one portal."""
    for name, factory in VOCABULARIES.items():
        site.getSiteManager().registerUtility(factory(), IVocabularyFactory, name)


def unregister_vocabularies(site: Any) -> None:
    """Leave the place to core's again."""
    for name in VOCABULARIES:
        site.getSiteManager().unregisterUtility(provided=IVocabularyFactory, name=name)


class GroupListsCheck(SelfCheck):
    """Name the lists of groups that are core's in a portal where ours should stand."""

    def missing(self) -> list[str]:
        """Return the names of the vocabularies that are not there."""
        manager = self.site.getSiteManager()
        return [
            name
            for name, factory in VOCABULARIES.items()
            if not isinstance(manager.queryUtility(IVocabularyFactory, name), factory)
        ]

    def repair(self) -> None:
        """Register them."""
        register_vocabularies(self.site)


class PrincipalSearch(InPlaceOfPage, PASSearchView):
    """Find no group of ours for others: pages such as Sharing, and services, search by this view."""

    def __call__(self) -> str:
        """Raise `NotFound`: it is no page, and core raises an error."""
        raise NotFound("pas_search")

    def searchGroups(
        self, sort_by: str | None = None, **criteria: Any
    ) -> list[dict[str, Any]]:
        """Return what core finds, or what of it the user may know."""
        found = super().searchGroups(sort_by, **criteria)
        others = [one for one in found if not is_ours(one["groupid"])]
        if len(others) == len(found) or works_in_section():
            return found
        return others
