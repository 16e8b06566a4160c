"""From what was typed to a request: where it is kept, by whom, under which number."""

from contextlib import nullcontext
from datetime import datetime
from datetime import UTC
from persistent.mapping import PersistentMapping
from plone import api
from plone.dexterity.utils import addContentToContainer
from plone.dexterity.utils import createContent
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.clock import in_portal_zone
from sonla.pbgdpl.core.interfaces import IRequestsFolder
from sonla.pbgdpl.options.requests import REQUEST_TYPE
from sonla.pbgdpl.options.requests.mail import notify_new
from sonla.pbgdpl.questions.form_tokens import name_by_chance
from sonla.pbgdpl.questions.submission import as_nobody
from sonla.pbgdpl.questions.submission import ensure_folder
from typing import Any
from zope.annotation.interfaces import IAnnotations
from zope.i18nmessageid import Message

FOLDER = "yeu-cau-bao-cao-vien"
TITLE = _("title_requests_folder", default="Requests for reporters")
YEAR_TITLE = _("title_requests_of_year", default="Requests of ${year}")
NUMBERS = "sonla.pbgdpl.request_numbers"
"""Annotation of a section: year → the last number. Two that come at a time conflict."""


def folder_for(section: Any, moment: datetime) -> Any:
    """Return the folder of the year, made when its first request comes."""
    year = str(in_portal_zone(moment).year)
    root = ensure_folder(section, FOLDER, TITLE, IRequestsFolder)
    title = Message(YEAR_TITLE, mapping={"year": year})
    return ensure_folder(root, year, title, IRequestsFolder)


def next_number(section: Any, moment: datetime) -> str:
    """Return the number of a request that comes in now, such as 12/2026."""
    year = in_portal_zone(moment).year
    numbers = IAnnotations(section).setdefault(NUMBERS, PersistentMapping())
    numbers[year] = numbers.get(year, 0) + 1
    return f"{numbers[year]}/{year}"


def request_name(nonce: str) -> str:
    """Name the request that a form becomes; only this portal knows which form it was."""
    return f"r-{name_by_chance(f'request:{nonce}')}"


def submit(section: Any, values: dict[str, Any], consent: str, nonce: str) -> Any:
    """Store a request; return it.

    Visitors leave it as nobody. It is owned by the member who sends it, who sees how far it is;
    nobody else has a role on it alone.
    """
    moment = datetime.now(UTC)
    member = None if api.user.is_anonymous() else api.user.get_current().getId()
    folder = folder_for(section, moment)
    with as_nobody() if member is None else nullcontext():
        request = createContent(REQUEST_TYPE, id=request_name(nonce), **values)
        request.consent = consent
        request = addContentToContainer(folder, request, checkConstraints=False)
    request.manage_delLocalRoles([name for name, _r in request.get_local_roles()])
    if member is not None:
        request.manage_setLocalRoles(member, ["Owner"])
    request.reindexObjectSecurity()
    notify_new(request)
    return request


def sent_before(nonce: str) -> Any | None:
    """Find the request that a form has become; None for a form that came for the first time."""
    found = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type=REQUEST_TYPE, getId=request_name(nonce)
    )
    return next(load_objects(found), None) if nonce else None
