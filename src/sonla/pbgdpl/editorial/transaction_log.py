"""The database's log of transactions, which Plone gives every member: without what was done in sections.

Its entries hold titles of items that nobody else may see, who worked on them, and when. Administrators
read all of it, since they alone can undo. Others get what is known to lie outside of all sections: what
the log says of a deleted place can't be told apart from a section that went, and jobs say nothing of
where they worked.
"""

from Acquisition import aq_base
from collections.abc import Iterator
from functools import cache
from plone import api
from plone.restapi.services.transactions.get import TransactionsGet
from sonla.pbgdpl import _
from sonla.pbgdpl import PACKAGE_NAME
from sonla.pbgdpl.core.health import Health
from sonla.pbgdpl.core.health import HealthCheck
from sonla.pbgdpl.core.health import translated
from sonla.pbgdpl.core.names import ADMINISTRATORS
from sonla.pbgdpl.core.section import has_role
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.ui.page import InPlaceOfService
from typing import Any
from urllib.parse import unquote
from urllib.parse import urlsplit
from zope.component import queryMultiAdapter

import re

LIST_TRANSACTIONS = "List undoable changes"
OF_SERVICE = re.compile(r"[A-Z]+_[a-z]+_[a-z+.-]+_")
"""How the name of a service of REST begins."""
KNOWN_NOTES = frozenset({"Logged out"})
"""What Plone writes for the whole portal without naming a place."""


class OutsideTransactions(InPlaceOfService, TransactionsGet):
    """List for members what was done outside of sections; administrators get all of it."""

    def reply(self) -> list[dict[str, Any]]:
        """Return the entries as core writes them."""
        if has_role(self.context, ADMINISTRATORS):
            return super().reply()
        lies_outside = cache(self.lies_outside)
        return [one for one in super().reply() if lies_outside(one["description"])]

    def lies_outside(self, description: str) -> bool:
        """Return whether all that an entry names is known to lie outside of every section."""
        lines = [line.strip() for line in description.splitlines() if line.strip()]
        places = [list(self.places_in(line)) for line in lines]
        named = [one for found in places for one in found]
        if not named or not all(map(self.is_outside, named)):
            return False
        notes = [line for line, found in zip(lines, places, strict=True) if not found]
        at_root = any(len(self.names_of(one)) < 2 for one in named)
        return not at_root or KNOWN_NOTES.issuperset(notes)

    def places_in(self, line: str) -> Iterator[str]:
        """Yield the paths and addresses in a line, as paths."""
        for word in line.split():
            word = word.strip("()[]'\",;")
            if "://" in word:
                path = unquote(urlsplit(word).path)
                # Behind a proxy the address doesn't name the portal
                yield path if self.is_in_portal(path) else self.root_path + path
            elif word.startswith("/"):
                yield unquote(word)

    @property
    def root_path(self) -> str:
        return "/".join(self.context.getPhysicalPath())

    def is_in_portal(self, path: str) -> bool:
        """Return whether a path begins with that of the portal."""
        return f"{path}/".startswith(f"{self.root_path}/")

    def names_of(self, path: str) -> list[str]:
        """Return the names in a path below the portal."""
        below = path.removeprefix(self.root_path)
        return [name for name in below.split("/") if name]

    def is_outside(self, path: str) -> bool:
        """Return whether a path leads to something of the portal, or a page of it, in no section."""
        if not self.is_in_portal(path):
            return False
        place, names = self.context, self.names_of(path)
        while names and (inner := contained(place, names[0])) is not None:
            place = inner
            del names[0]
        if section_of(place) is not None:
            return False
        return not names or self.is_page(place, names)

    def is_page(self, place: Any, names: list[str]) -> bool:
        """Return whether the rest of a path is a page or service of a place.

        Any other name may be that of something which is gone. At the root our pages work on sections.
        """
        name = names[0].removeprefix("@@")
        if name.startswith("++") or OF_SERVICE.match(name):
            return not name.startswith("++") or len(names) <= 2
        page = queryMultiAdapter((place, self.request), name=name)
        if page is None:
            return len(names) == 1 and hasattr(type(place), name)
        at_root = aq_base(place) is aq_base(self.context)
        return not at_root or not is_ours(page)


def is_ours(page: Any) -> bool:
    """Return whether a page is one of this add-on."""
    return any(one.__module__.startswith(PACKAGE_NAME) for one in type(page).__mro__)


def contained(place: Any, name: str) -> Any | None:
    """Return what stands in a place under a name."""
    if not hasattr(aq_base(place), "_getOb"):
        return None
    return place._getOb(name, None)


def members_list_transactions(site: Any) -> bool:
    """Return whether every member may read the log, as Plone comes."""
    roles = {
        role["name"]
        for role in site.rolesOfPermission(LIST_TRANSACTIONS)
        if role["selected"]
    }
    return not roles.isdisjoint({"Anonymous", "Authenticated", "Member"})


def keep_for_administrators(site: Any) -> None:
    """Let administrators alone read the log, the rest of the portal included."""
    site.manage_permission(LIST_TRANSACTIONS, list(ADMINISTRATORS), acquire=0)


def open_to_members(site: Any) -> None:
    """Let every member read what is no section's, as Plone comes."""
    readers = [*ADMINISTRATORS, "Member"]
    site.manage_permission(LIST_TRANSACTIONS, readers, acquire=0)


class TransactionLogHealth(HealthCheck):
    """Offer what a portal may do besides: nothing of a section is told, and Plone comes like this."""

    def __call__(self) -> Health:
        """Return what every member may read of the rest of the portal."""
        if not members_list_transactions(self.site):
            return Health(True)
        message = _(
            "health_transaction_log",
            default="Every member can read who changed what when in the portal (@transactions), nothing of sections. “Who may read and do what” can keep it for administrators",
        )
        remedy = f"{api.portal.get().absolute_url()}/@@pbgdpl-access"
        return Health(True, translated(message), remedy=remedy)
