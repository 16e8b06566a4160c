"""The number of things that wait for a person, in the toolbar of each of their pages."""

from collections.abc import Iterable
from functools import cached_property
from plone import api
from plone.memoize import ram
from plone.memoize.volatile import DontCache
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import changes_of
from sonla.pbgdpl.core.catalog import principals_of
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.editorial.desk_lines import count_due
from sonla.pbgdpl.editorial.desk_lines import DeskLine
from sonla.pbgdpl.editorial.local_roles import has_place
from sonla.pbgdpl.editorial.pages.desk import ReviewDesk
from sonla.pbgdpl.editorial.pages.desk_sections import desk_lines
from sonla.pbgdpl.ui.viewlets import ConditionalViewlet
from time import time
from typing import Any
from zope.i18nmessageid import Message

SECONDS = 60
"""For how long a number holds while the catalog doesn't change: mail that failed changes none."""
MAX_SHOWN = 99
"""The largest number that is written as it is."""


class WaitingViewlet(ConditionalViewlet):
    """Lead those who have a role in a section to the desk, with the number that waits there."""

    def available(self) -> bool:
        """Return whether the user has a role in a section."""
        return not api.user.is_anonymous() and self.number is not None

    @cached_property
    def number(self) -> int | None:
        """What waits; None for somebody without a role in a section.

        At the desk it is counted anew: the two stand on one page.
        """
        if not isinstance(self.view, ReviewDesk):
            return kept_number(self.request)
        return number_of(self.request, None if self.view.place else self.view.lines)

    @property
    def url(self) -> str:
        """The address of the desk."""
        return f"{self.site_url}/@@pbgdpl-review"

    @property
    def shown(self) -> str:
        """The number as it is drawn; nothing where nothing waits."""
        number = self.number or 0
        if number > MAX_SHOWN:
            return f"{MAX_SHOWN}+"
        return str(number) if number else ""

    @property
    def label(self) -> Message:
        """The number in words, for screen readers."""
        if not self.number:
            return _("label_nothing_waits", default="My work: nothing waits")
        return _(
            "label_things_wait",
            default="My work: ${number} things wait",
            mapping={"number": self.number},
        )


def who_and_when(_counting: Any, _request: Any) -> str:
    """Return for whom a number holds, and until when: anything in the catalog changes."""
    catalog = api.portal.get_tool("portal_catalog")
    changes = changes_of(catalog)
    if changes is None:
        raise DontCache
    user = api.user.get_current()
    who = tuple(sorted(principals_of(catalog, user)))
    path = catalog.getPhysicalPath()
    return repr((path, changes, int(time() / SECONDS), user.getId(), who))


@ram.cache(who_and_when)
def kept_number(request: Any) -> int | None:
    """Return the number, kept for the user until anything in the catalog changes."""
    return number_of(request)


def number_of(request: Any, lines: Iterable[DeskLine] | None = None) -> int | None:
    """Count what the user is to do today, by the lines if the desk has them already.

    None for somebody without a role in a section.
    """
    if not has_place():
        return None
    found = desk_lines(api.portal.get(), request) if lines is None else lines
    return count_due(found, today())
