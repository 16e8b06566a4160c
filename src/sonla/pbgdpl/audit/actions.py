"""The kinds of entries in the log, which each subject registers, and what is noted by itself."""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sized
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from datetime import UTC
from plone import api
from plone.app.workflow.interfaces import ILocalrolesModifiedEvent
from plone.protect.interfaces import IDisableCSRFProtection
from plone.registry.interfaces import IRecordModifiedEvent
from plone.registry.interfaces import IRegistry
from Products.CMFCore.interfaces import IActionSucceededEvent
from sonla.pbgdpl import _
from sonla.pbgdpl import PACKAGE_NAME
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.interfaces import IAuditAction
from sonla.pbgdpl.audit.log import AuditEntry
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.facts import facts_of
from sonla.pbgdpl.editorial.opening import IOpeningChanged
from sonla.pbgdpl.editorial.transitions import item_after
from sonla.pbgdpl.ui.interfaces import IOfficeFileFetched
from typing import Any
from zope.component import getUtilitiesFor
from zope.component import getUtility
from zope.component import queryUtility
from zope.globalrequest import getRequest
from zope.i18nmessageid import Message
from zope.interface import alsoProvides
from zope.interface import implementer

APPROVALS, REGISTER, DATA = "approvals", "register", "data"
SETTINGS, EXCHANGES = "settings", "exchange"
COUNT = "#"
"""Stands before the length of a list, so that it is none of the numbers that are set."""
SWITCHED = {
    "True": _("log_yes", default="yes"),
    "False": _("log_no", default="no"),
}
FORMAT = _("log_fact_format", default="Format")
FILE_NAME = _("log_fact_file", default="File")
OLD = _("log_fact_old", default="Before")
NEW = _("log_fact_new", default="After")


@implementer(IAuditAction)
@dataclass(frozen=True)
class AuditAction:
    """Describe one kind of entries."""

    name: str
    title: Message
    group: str
    labels: Mapping[str, Message] = field(default_factory=dict)
    """Name of a fact → its title, in the order in which they are shown."""

    def what(self, entry: AuditEntry) -> Any:
        return self.title

    def facts(self, entry: AuditEntry) -> Iterator[tuple[Any, Any]]:
        """Yield what is not empty of the facts that have a title."""
        for name, title in self.labels.items():
            if entry.facts.get(name):
                yield title, measured(str(entry.facts[name]))


class UnknownAction(AuditAction):
    """Describe entries whose subject is gone: by their name, with the plain facts."""

    def facts(self, entry: AuditEntry) -> Iterator[tuple[Any, Any]]:
        """Yield words and numbers by the names under which they were noted."""
        for name, value in entry.facts.items():
            if name != "title" and isinstance(value, str | int) and value != "":
                yield name, measured(str(value))


class StepAction(AuditAction):
    """Describe steps of workflows."""

    def what(self, entry: AuditEntry) -> Any:
        """Name the step as its button does; by its id, when its workflow is gone."""
        step = entry.facts.get("step", "")
        tool = api.portal.get_tool("portal_workflow")
        workflow = tool.get(entry.facts.get("workflow", ""))
        known = workflow is not None and step in workflow.transitions
        return _(workflow.transitions[step].actbox_name) if known else step


class SettingAction(AuditAction):
    """Describe changes of settings."""

    def facts(self, entry: AuditEntry) -> Iterator[tuple[Any, Any]]:
        """Yield which setting, as its form calls it, and what it was."""
        name = entry.facts.get("setting")
        if name:
            record = getUtility(IRegistry).records.get(name)
            title = record.field.title if record is not None else None
            yield _("log_fact_setting", default="Setting"), title or name
        yield from super().facts(entry)


STEP = StepAction("step", _("log_step", default="Decided"), APPROVALS)
SETTING = SettingAction(
    "setting",
    _("log_setting", default="Changed a setting"),
    SETTINGS,
    {"old": OLD, "new": NEW},
)
RIGHTS = AuditAction("rights", _("log_rights", default="Changed rights"), SETTINGS)
DATES = AuditAction(
    "dates",
    _("log_dates", default="Hid a place until a day, or opened it again"),
    SETTINGS,
    {"old": OLD, "new": NEW},
)
FILE = AuditAction(
    "file",
    _("log_file", default="Downloaded a file of the office"),
    DATA,
    {"file": FILE_NAME},
)
LOG_EXPORT = AuditAction(
    "log_export",
    _("log_log_export", default="Downloaded this log"),
    DATA,
    {"format": FORMAT},
)


def action_of(entry: AuditEntry) -> IAuditAction:
    """Return what says what an entry means, also where nobody registers it any more."""
    found = queryUtility(IAuditAction, entry.action)
    return found or UnknownAction(entry.action, entry.action, "")


def actions_of(group: str) -> tuple[str, ...]:
    """List the names of the actions of a group; none for a group that there is not."""
    return tuple(
        name for name, one in getUtilitiesFor(IAuditAction) if one.group == group
    )


def measured(value: str) -> Any:
    """Return what `subscribers.measure` wrote: a switch, how many lines a list has."""
    count = value.removeprefix(COUNT)
    if count != value and count.isdigit():
        return _("log_lines", default="${count} lines", mapping={"count": count})
    return SWITCHED.get(value, value)


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
