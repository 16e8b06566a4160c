"""The newest items of a type, in a time that doesn't grow with the catalog.

A catalog query intersects one set of document ids per index, and each set that
it adds (who may see, in which state, in force now) has about as many ids as the
portal has items: 5 to 9 ms a block at 100,000 items, where a homepage takes 40.
The newest five are nearly always among the newest hundred, so this walks the
`effective` index backwards and asks each index about that one id. The answers
are those of `searchResults`: same indexes, same roles; less what stands in a
container that the user may not see yet. When the walk finds too
few within `MAX_STEPS` ids the ordinary query is asked.

The rows *growth with / without* of ``make bench`` defend it (bar 1.2); with 10,000 items the
homepage takes as long without it.
"""

from AccessControl import getSecurityManager
from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from DateTime import DateTime
from itertools import islice
from plone import api
from Products.CMFCore.indexing import processQueue
from sonla.pbgdpl.core.catalog import brains_by_record
from sonla.pbgdpl.core.catalog import date_key
from sonla.pbgdpl.core.catalog import get_index
from sonla.pbgdpl.core.catalog import has_children
from sonla.pbgdpl.core.catalog import principals_of
from sonla.pbgdpl.core.catalog import range_key
from sonla.pbgdpl.core.catalog import records_by_key
from sonla.pbgdpl.core.names import KIND_INDEX
from sonla.pbgdpl.core.names import ORGANISER_INDEX
from sonla.pbgdpl.core.names import SECTION_TYPE
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.editorial.embargo import coming
from sonla.pbgdpl.editorial.embargo import embargoed_paths
from sonla.pbgdpl.editorial.embargo import without_embargoed
from typing import Any

MAX_STEPS = 1000
"""Ids that the walk looks at; 1,000 take about as long as one catalog query."""

INDEXES = (
    "effective",
    "effectiveRange",
    "portal_type",
    "review_state",
    "allowedRolesAndUsers",
)
PUBLISHED = "published"


def latest(
    portal_types: Sequence[str],
    count: int,
    roots: Sequence[str] | None = None,
    kind: str = "",
    now: DateTime | None = None,
    organiser: str = "",
) -> list[Any]:
    """List the brains of the newest published items in force, newest first.

    Only what the current user may see. `roots` are physical paths; `kind` is a
    token of `pbgdpl_kind`, `organiser` one of `pbgdpl_organiser`.
    """
    if count < 1:
        return []
    now = now or DateTime()
    catalog = api.portal.get_tool("portal_catalog")
    processQueue()
    known = set(catalog.indexes())
    asked = {KIND_INDEX: kind, ORGANISER_INDEX: organiser}
    tokens = {index: token for index, token in asked.items() if token}
    if not tokens.keys() <= known:
        return []
    if set(INDEXES) <= known:
        found = walk(catalog, portal_types, count, roots, tokens, now)
        if found is not None:
            return found
    return query(catalog, portal_types, count, roots, tokens, now)


def query(
    catalog: Any,
    portal_types: Sequence[str],
    count: int,
    roots: Sequence[str] | None,
    tokens: Mapping[str, str],
    now: DateTime,
) -> list[Any]:
    """Ask the catalog the ordinary way."""
    criteria: dict[str, Any] = {
        "portal_type": list(portal_types),
        "review_state": PUBLISHED,
        "effectiveRange": now,
        "sort_on": "effective",
        "sort_order": "descending",
        "sort_limit": count,
    }
    if roots is not None:
        criteria["path"] = list(roots)
    criteria.update(tokens)
    if embargoed_paths():
        # Those in front may all be withheld, so that no limit is safe.
        del criteria["sort_limit"]
    found = catalog.searchResults(**criteria)
    return list(islice(without_embargoed(found), count))


def walk(
    catalog: Any,
    portal_types: Sequence[str],
    count: int,
    roots: Sequence[str] | None,
    tokens: Mapping[str, str],
    now: DateTime,
) -> list[Any] | None:
    """Walk back from `now`; None when too few are found within `MAX_STEPS` ids."""
    brains = brains_by_record(catalog)
    fits = filter_of(catalog, portal_types, tokens, now)
    found: list[Any] = []
    for step, rid in enumerate(newest_first(get_index(catalog, "effective"), now)):
        if step >= MAX_STEPS:
            return None
        if fits(rid) and is_below(catalog.getpath(rid), roots):
            found.append(brains[rid])
            if len(found) == count:
                break
    return found


def newest_first(effective: Any, now: DateTime) -> Iterator[int]:
    """Yield the ids of a `DateIndex` from `now` backwards, one date after another."""
    tree = records_by_key(effective)
    bound = date_key(effective, now)
    while True:
        try:
            key = tree.maxKey(bound)
        except ValueError:
            return
        ids = tree[key]
        yield from (ids,) if isinstance(ids, int) else ids
        bound = key - 1


def filter_of(
    catalog: Any,
    portal_types: Sequence[str],
    tokens: Mapping[str, str],
    now: DateTime,
) -> Callable[[int], bool]:
    """Make the test that an id passes when `searchResults` would return it."""
    entry = {name: get_index(catalog, name).getEntryForObject for name in INDEXES}
    asked = [
        (get_index(catalog, index).getEntryForObject, token)
        for index, token in tokens.items()
    ]
    types = frozenset(portal_types)
    user = getSecurityManager().getUser()
    allowed = frozenset(principals_of(catalog, user))
    minute = range_key(get_index(catalog, "effectiveRange"), now)
    places = embargoed_paths()

    def fits(rid: int) -> bool:
        """Return whether a record may be shown, by the entries of the indexes alone."""
        return (
            entry["portal_type"](rid) in types
            and entry["review_state"](rid) == PUBLISHED
            and is_in_force(entry["effectiveRange"](rid), minute)
            and not allowed.isdisjoint(entry["allowedRolesAndUsers"](rid) or ())
            and all(_has(value(rid), token) for value, token in asked)
            and not (places and is_below(catalog.getpath(rid), places))
        )

    return fits


def _has(value: Any, token: str) -> bool:
    return value == token if isinstance(value, str) else token in (value or ())


def is_in_force(period: tuple[int | None, int | None] | None, minute: int) -> bool:
    """Return whether a period of the `effectiveRange` index holds `minute`."""
    since, until = period or (None, None)
    return (since is None or since <= minute) and (until is None or minute <= until)


def is_below(path: str, roots: Sequence[str] | None) -> bool:
    """Return whether a physical path is one of `roots` or below one."""
    if roots is None:
        return True
    return any(path == root or path.startswith(f"{root}/") for root in roots)


def next_effective(
    portal_types: Collection[str], now: DateTime | None = None
) -> DateTime | None:
    """Return the date when the next published item of these types comes into force.

    Or the next container, in which such items may stand. Without checking permissions: a date too
    early costs one more rendering, a date too late would hide what is due.
    """
    catalog = api.portal.get_tool("portal_catalog")
    processQueue()
    if not set(INDEXES) <= set(catalog.indexes()):
        return None
    now = now or DateTime()
    brains = brains_by_record(catalog)
    types = get_index(catalog, "portal_type").getEntryForObject
    states = get_index(catalog, "review_state").getEntryForObject
    for rid in coming(catalog, now):
        listed = types(rid) in portal_types and states(rid) == PUBLISHED
        if listed or has_children(catalog, rid):
            date = brains[rid].effective
            if date > now:
                return date
    return None


def by_uid(uid: str, portal_types: Sequence[str]) -> list[Any]:
    """Find an item by UID if it is one that `latest` could give this visitor."""
    catalog = api.portal.get_tool("portal_catalog")
    brains = catalog.unrestrictedSearchResults(UID=uid)
    fits = filter_of(catalog, portal_types, {}, DateTime())
    return [brain for brain in brains if fits(brain.getRID())]


def sections_for(context: Any) -> tuple[list[Any], bool]:
    """Return the brains of the sections that the homepage of `context` is about.

    A language root with sections of its own shows those; one without shows the
    portal's: the province's only section is better than an empty homepage. The
    second value tells whether others are left out, so that items must be told apart
    by path.
    """
    catalog = api.portal.get_tool("portal_catalog")
    brains = list(catalog.unrestrictedSearchResults(portal_type=SECTION_TYPE))
    root = path_of(api.portal.get_navigation_root(context))
    inside = [brain for brain in brains if is_below(brain.getPath(), (root,))]
    return inside or brains, 0 < len(inside) < len(brains)
