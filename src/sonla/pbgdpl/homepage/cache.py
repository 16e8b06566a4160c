"""Keep rendered blocks until something shown changes or a date passes.

The row *homepage, warm* of ``make bench`` defends it: without it 1.4 (bar 1.05).
"""

from AccessControl import getSecurityManager
from collections.abc import Callable
from collections.abc import Hashable
from DateTime import DateTime
from plone.memoize.interfaces import ICacheChooser
from sonla.pbgdpl.core.catalog import principals_of
from sonla.pbgdpl.homepage import change_counter
from sonla.pbgdpl.homepage.interfaces import BlockContent
from typing import Any
from zope.component import getMultiAdapter
from zope.component import queryUtility

CACHE_NAME = "sonla.pbgdpl.homepage"
VISITOR = ("Anonymous",)


def cached(
    context: Any, request: Any, what: Hashable, make: Callable[[], BlockContent]
) -> BlockContent:
    """Return the kept content for `what`, or make it and keep it.

    Kept per language, address of the portal, navigation root and what the visitor may
    see. In which cache is the portal's choice (`ICacheChooser`: memory of the process, or
    memcached); a portal without one makes it anew.
    """
    place = place_of(context, request, what)
    if place is None:
        return make()
    store, key = place
    kept = store.get(key)
    if kept is None or is_expired(kept):
        kept = make()
        store[key] = kept
    return kept


def place_of(context: Any, request: Any, what: Hashable) -> tuple[Any, str] | None:
    """Return cache and key for `what`; None where nothing can be kept."""
    state = change_counter.state()
    chooser = queryUtility(ICacheChooser)
    if state is None or chooser is None:
        return None
    return chooser(CACHE_NAME), repr((state, what, *visitor(context, request)))


def visitor(context: Any, request: Any) -> tuple[Hashable, ...]:
    """Return all that makes two visitors see different blocks.

    From the view on which the page around has these answers already.
    """
    state = getMultiAdapter((context, request), name="plone_portal_state")
    return (
        roles_and_users(state.portal()),
        state.language(),
        state.portal_url(),
        state.navigation_root_path(),
    )


def roles_and_users(portal: Any) -> tuple[str, ...]:
    """Return what the catalog asks of a user before it shows something.

    Nearly everybody is a visitor without an account, for whom it needs no asking.
    """
    user = getSecurityManager().getUser()
    if tuple(user.getRoles()) == VISITOR:
        return VISITOR
    return tuple(sorted(principals_of(portal.portal_catalog, user)))


def is_expired(content: BlockContent) -> bool:
    """Return whether a date that ends the content has passed."""
    return content.valid_until is not None and content.valid_until <= DateTime()


def earliest(*dates: DateTime | None) -> DateTime | None:
    """Return the first of some dates; None means never."""
    return min((date for date in dates if date is not None), default=None)
