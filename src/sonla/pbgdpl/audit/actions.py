"""The kinds of entries in the log: each subject registers its own, see `IAuditAction`."""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from plone import api
from plone.registry.interfaces import IRegistry
from sonla.pbgdpl import _
from sonla.pbgdpl.audit.interfaces import IAuditAction
from sonla.pbgdpl.audit.log import AuditEntry
from typing import Any
from zope.component import getUtilitiesFor
from zope.component import getUtility
from zope.component import queryUtility
from zope.i18nmessageid import Message
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
