"""What is noted by itself: steps that decide, settings, rights, files."""

from collections.abc import Sized
from datetime import date
from datetime import datetime
from datetime import UTC
from plone.app.workflow.interfaces import ILocalrolesModifiedEvent
from plone.protect.interfaces import IDisableCSRFProtection
from plone.registry.interfaces import IRecordModifiedEvent
from Products.CMFCore.interfaces import IActionSucceededEvent
from sonla.pbgdpl import PACKAGE_NAME
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import COUNT
from sonla.pbgdpl.audit.actions import DATES
from sonla.pbgdpl.audit.actions import FILE
from sonla.pbgdpl.audit.actions import RIGHTS
from sonla.pbgdpl.audit.actions import SETTING
from sonla.pbgdpl.audit.actions import STEP
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.facts import facts_of
from sonla.pbgdpl.editorial.opening import IOpeningChanged
from sonla.pbgdpl.editorial.transitions import item_after
from sonla.pbgdpl.ui.interfaces import IOfficeFileFetched
from typing import Any
from zope.globalrequest import getRequest
from zope.interface import alsoProvides


def step_taken(event: IActionSucceededEvent) -> None:
    """Note a step that lets something become public, or takes it back.

    Of the others, the history of the item tells.
    """
    workflow, step = event.workflow.getId(), event.action
    if step in facts_of(workflow).deciding:
        item = item_after(event)
        log.note(
            STEP.name,
            item.portal_type,
            item,
            step=step,
            workflow=workflow,
            title=item.Title(),
        )


def setting_changed(event: IRecordModifiedEvent) -> None:
    """Note which setting of ours was changed; an installation chooses none."""
    if not IBrowserLayer.providedBy(getRequest()):
        return
    name = event.record.__name__
    if name.startswith(f"{PACKAGE_NAME}.") and event.oldValue != event.newValue:
        old, new = measure(event.oldValue), measure(event.newValue)
        log.note(SETTING.name, "", None, setting=name, old=old, new=new)


def opening_changed(event: IOpeningChanged) -> None:
    """Note who hid a section, unit or folder with all that it holds, or opened it again."""
    place = event.place
    old, new = map(day_of, (event.old, event.new))
    title = place.Title()
    log.note(DATES.name, place.portal_type, place, title=title, old=old, new=new)


def day_of(seconds: int | None) -> str:
    """Write a moment in UTC; empty for none."""
    if seconds is None:
        return ""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="minutes")


def measure(value: Any) -> str:
    """Return switches, numbers and days; of lists how long they are; of texts nothing.

    Texts may be about people, and stand in the settings themselves.
    """
    if value is None or isinstance(value, str):
        return ""
    if isinstance(value, bool | int | float | date):
        return str(value)
    return f"{COUNT}{len(value)}" if isinstance(value, Sized) else ""


def rights_changed(item: Any, event: ILocalrolesModifiedEvent) -> None:
    """Note whose rights were changed on the page *Sharing* in a section."""
    if section_of(item) is not None:
        log.note(RIGHTS.name, item.portal_type, item, title=item.Title())


def office_file_fetched(event: IOfficeFileFetched) -> None:
    """Note who fetched a file of the office; a plain address may do so.

    The line in the log is all that is written, and it is true wherever the link came from: nobody
    gains by making somebody else fetch a file.
    """
    alsoProvides(event.request, IDisableCSRFProtection)
    office, filename = event.object, event.filename
    log.note(FILE.name, office.portal_type, office, title=office.Title(), file=filename)
