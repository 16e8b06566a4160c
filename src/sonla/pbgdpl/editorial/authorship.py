"""Who wrote a text: the people in fact, and the name that stands in public.

A login name is nobody's business. When an item enters a section, is made or changed
there, what is a login name among its `creators` is replaced by the pen name, or else to
the agency, unit or section that stands for it; who really owns an item remains its
local role Owner.
"""

from AccessControl import getSecurityManager
from plone import api
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.interfaces import IHarvested
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.editorial.working_copies import baseline_of
from sonla.pbgdpl.editorial.working_copies import maker_of
from sonla.pbgdpl.settings.getters import get_settings
from sonla.pbgdpl.vocabularies import AGENCIES
from sonla.pbgdpl.vocabularies.terms import term_title
from typing import Any
from zope.lifecycleevent.interfaces import IAttributes
from zope.lifecycleevent.interfaces import IObjectModifiedEvent
from zope.lifecycleevent.interfaces import IObjectMovedEvent

NAMING = ("author_name", "agency")
"""Fields from which the public name is made."""


def author_ids(obj: Any) -> set[str]:
    """List the ids of those who count as authors under four eyes.

    The owner; for a working copy its maker and the owner of the text, too. Correcting,
    submitting or forwarding makes nobody an author. `creators` is never asked: editors
    can change it. What was fetched from elsewhere belongs to the user who ran the
    exchange, who wrote nothing of it; only a revision of it may have an author.
    """
    if IHarvested.providedBy(obj):
        return {user_id for user_id in {maker_of(obj)} if user_id}
    text = baseline_of(obj)
    ids = {_owner(obj), maker_of(obj), _owner(text) if text is not None else None}
    return {user_id for user_id in ids if user_id}


def public_author(obj: Any) -> str:
    """Name the author as it stands in public.

    Pen name, else the responsible agency, else for what was fetched from elsewhere the
    name that it came with, else the unit's agency or title, else the managing agency of
    the settings, else the section's title; outside of all the item's own title, so that
    it is never a login name.
    """
    return next(filter(None, map(_cleaned, _candidates(obj))), "")


def shown_author(obj: Any) -> str:
    """Name the author as pages and lists show it.

    As it was typed: the pen name, else the `creators`; else the public author.
    `creators` are as core's metadata and REST show them, but for login names, which
    stand there in what was made while the add-on was away.
    """
    public = public_author(obj)
    if _pen_name(obj):
        return public
    typed = (
        name for name in obj.listCreators() if name == public or not is_login(name)
    )
    return ", ".join(typed) or public


def agency_of(obj: Any) -> str | None:
    """Return the agency that answers for an item, its unit's if it names none: a token."""
    own = stored_value(obj, "agency")
    if own:
        return own
    unit = unit_of(obj)
    return stored_value(unit, "agency") if unit is not None else None


def is_login(name: str) -> bool:
    """Return whether a name is the id or login name of somebody's account."""
    return (
        api.user.get(userid=name) is not None or api.user.get(username=name) is not None
    )


def name_public_author(obj: Any, event: IObjectMovedEvent) -> None:
    """Put the public name in place of login names when an item enters a section."""
    if event.newParent is not None and section_of(obj) is not None:
        _write_creators(obj, renamed=False)
        if event.oldParent is not None:
            _reindex(obj)


def rename_public_author(obj: Any, event: IObjectModifiedEvent) -> None:
    """Follow a change of the pen name or agency; let no login name in by the form."""
    if section_of(obj) is None:
        return
    changed = {
        name.rpartition(".")[2]
        for description in getattr(event, "descriptions", ()) or ()
        if IAttributes.providedBy(description)
        for name in description.attributes
    }
    _write_creators(obj, renamed=bool(changed.intersection(NAMING)))
    _reindex(obj)


def _write_creators(obj: Any, renamed: bool) -> None:
    public = public_author(obj)
    known = author_ids(obj) | {getSecurityManager().getUser().getId()}
    kept = tuple(
        name
        for name in obj.listCreators()
        if name == public or not (name in known or is_login(name))
    )
    if not kept or (renamed and not IHarvested.providedBy(obj)):
        kept = (public,)
    if kept != tuple(obj.listCreators()):
        obj.creators = kept


def _reindex(obj: Any) -> None:
    obj.reindexObject(idxs=["Creator"])


def _candidates(obj: Any) -> Any:
    unit, section = unit_of(obj), section_of(obj)
    foreign = IHarvested.providedBy(obj)
    yield _pen_name(obj)
    yield term_title(AGENCIES, stored_value(obj, "agency"))
    if foreign:
        yield from (name for name in obj.listCreators() if not is_login(name))
    yield term_title(AGENCIES, agency_of(obj))
    if unit is not None:
        yield unit.Title()
    yield get_settings().managing_agency
    if section is not None:
        yield section.Title()
    yield obj.Title()


def _pen_name(obj: Any) -> str:
    return _cleaned(stored_value(obj, "author_name"))


def _cleaned(name: Any) -> str:
    return name.strip() if isinstance(name, str) else ""


def _owner(obj: Any) -> str | None:
    owner = obj.getOwnerTuple()
    return owner[1] if owner else None


def full_name(user_id: str | None) -> str:
    """Return the full name of a user; who has none, or is gone, goes by their id."""
    member = api.user.get(userid=user_id) if user_id else None
    return name_of(member) or user_id or ""


def name_of(member: Any) -> str:
    """Return the full name that a member has entered; empty for nobody."""
    name = member.getProperty("fullname", "") if member is not None else ""
    return (name or "").strip()
