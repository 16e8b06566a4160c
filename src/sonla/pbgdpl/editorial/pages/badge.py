"""The number of things that wait for a person, in the toolbar of each of their pages."""

from collections.abc import Callable
from collections.abc import Iterator
from functools import cached_property
from plone import api
from plone.memoize.interfaces import ICacheChooser
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import changes_of
from sonla.pbgdpl.core.catalog import principals_of
from sonla.pbgdpl.core.options import offered
from sonla.pbgdpl.editorial.interfaces import IDeskSection
from sonla.pbgdpl.editorial.interfaces import IDeskTab
from sonla.pbgdpl.editorial.local_roles import has_place
from sonla.pbgdpl.editorial.pages.desk import ReviewDesk
from sonla.pbgdpl.ui.viewlets import ConditionalViewlet
from time import time
from transaction.interfaces import TransientError
from typing import Any
from zope.component import getAdapters
from zope.component import queryUtility
from zope.i18nmessageid import Message

import logging

logger = logging.getLogger(__name__)

CACHE_NAME = "sonla.pbgdpl.waiting"
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
        return kept_number(self.request, anew=isinstance(self.view, ReviewDesk))

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


def kept_number(request: Any, anew: bool = False) -> int | None:
    """Return the number, kept for the user until anything in the catalog changes."""
    place = place_of()
    if place is None:
        return number_of(request)
    store, key = place
    kept = None if anew else store.get(key)
    if kept is None:
        kept = (number_of(request),)
        store[key] = kept
    found: int | None = kept[0]
    return found


def place_of() -> tuple[Any, str] | None:
    """Return cache and key for the user; None where nothing can be kept."""
    chooser = queryUtility(ICacheChooser)
    catalog = api.portal.get_tool("portal_catalog")
    changes = changes_of(catalog)
    if chooser is None or changes is None:
        return None
    user = api.user.get_current()
    who = tuple(sorted(principals_of(catalog, user)))
    path = catalog.getPhysicalPath()
    key = repr((path, changes, int(time() / SECONDS), user.getId(), who))
    return chooser(CACHE_NAME), key


def number_of(request: Any) -> int | None:
    """Count what waits for the user; None for somebody without a role in a section."""
    if not has_place():
        return None
    return sum(map(ask, parts(request)))


def parts(request: Any) -> Iterator[tuple[str, Callable[[], int]]]:
    """Yield what the desk consists of, each by its name."""
    portal = api.portal.get()
    for seam in (IDeskTab, IDeskSection):
        for name, part in offered(getAdapters((portal, request), seam)):
            yield name, part.waiting


def ask(part: tuple[str, Callable[[], int]]) -> int:
    """Return the number of a part; log one that raises, and count nothing of it."""
    name, waiting = part
    try:
        return waiting()
    except TransientError:
        raise
    except Exception:
        logger.exception("Can't count what waits in %r of the approval desk", name)
        return 0
