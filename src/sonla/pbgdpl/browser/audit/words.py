"""What the entries of the log are in words."""

from collections.abc import Iterator
from plone import api
from plone.dexterity.utils import iterSchemataForType
from plone.registry.interfaces import IRegistry
from sonla.pbgdpl import _
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.subscribers import COUNT
from sonla.pbgdpl.browser.register.filters import PEOPLE_FACETS
from typing import Any
from zope.component import getUtility

ACTIONS = {
    log.EXPORT: _("log_export", default="Downloaded with personal data"),
    log.IMPORT: _("log_import", default="Entered from a list"),
    log.ATTENDANCE: _("log_attendance", default="Downloaded who attended a course"),
    log.ERASED: _("log_erased", default="Personal data of askers deleted"),
    log.REFUSED_ROWS: _("log_refused_rows", default="Downloaded rows to be corrected"),
    log.FILE: _("log_file", default="Downloaded a file of the office"),
    log.LOG_EXPORT: _("log_log_export", default="Downloaded this log"),
    log.STEP: _("log_step", default="Decided"),
    log.PERSON_ADDED: _("log_person_added", default="Entered somebody"),
    log.PERSON_CHANGED: _("log_person_changed", default="Changed somebody's data"),
    log.PERSON_REMOVED: _("log_person_removed", default="Deleted somebody"),
    log.DOCUMENT: _("log_document", default="Set the validity of a legal document"),
    log.SETTING: _("log_setting", default="Changed a setting"),
    log.RIGHTS: _("log_rights", default="Changed rights"),
    log.DATES: _("log_dates", default="Hid a place until a day, or opened it again"),
    log.EXCHANGE: _("log_exchange", default="Decided about the exchange"),
}
GROUPS = {
    "approvals": _("log_group_approvals", default="Approvals and withdrawals"),
    "register": _("log_group_register", default="Register of people and documents"),
    "data": _(
        "log_group_data", default="Files and personal data: downloads, lists, deletions"
    ),
    "settings": _("log_group_settings", default="Settings and rights"),
    "exchange": _("log_group_exchange", default="Data exchange"),
}
ACTS = {
    "release": _("log_act_release", default="Released a source that was held"),
    "ask_push": _("log_act_ask_push", default="Let sending go on"),
    "retry": _("log_act_retry", default="Try a record again"),
    "retry_all": _("log_act_retry_all", default="Try all records again"),
    "dismiss": _("log_act_dismiss", default="Left a record out"),
    "resend": _("log_act_resend", default="Send a record again"),
    "overwrite": _("log_act_overwrite", default="Replace what the partner has"),
    "detach": _("log_act_detach", default="Detached a text from its source"),
    "attach": _("log_act_attach", default="Attached a text to its source again"),
    "choose": _("log_act_choose", default="Chose between two versions"),
}
FACTS = {
    "format": _("log_fact_format", default="Format"),
    "file": _("log_fact_file", default="File"),
    "known": _("log_fact_known", default="In the register already"),
    "refused": _("log_fact_refused", default="To be corrected"),
    "about": _("log_fact_about", default="About"),
    "old": _("log_fact_old", default="Before"),
    "new": _("log_fact_new", default="After"),
}
SWITCHED = {
    "True": _("log_yes", default="yes"),
    "False": _("log_no", default="no"),
}
LABELS = {
    "setting": _("log_fact_setting", default="Setting"),
    "fields": _("log_fact_fields", default="Fields"),
    "words": _("log_fact_words", default="Words"),
}


def what(entry: log.Entry) -> Any:
    """Return what was done."""
    if entry.action == log.STEP:
        return step_title(entry.facts.get("workflow", ""), entry.facts.get("step", ""))
    if entry.action == log.EXCHANGE:
        act = entry.facts.get("act", "")
        return ACTS.get(act, act)
    return ACTIONS.get(entry.action, entry.action)


def step_title(workflow_id: str, step: str) -> Any:
    """Name a step as its button does; by its id, when its workflow is gone."""
    workflow = api.portal.get_tool("portal_workflow").get(workflow_id)
    known = workflow is not None and step in workflow.transitions
    return _(workflow.transitions[step].actbox_name) if known else step


def notes(entry: log.Entry) -> Iterator[tuple[Any, Any]]:
    """Yield title and value of each further fact."""
    facts = entry.facts
    if facts.get("setting"):
        yield LABELS["setting"], setting_title(facts["setting"])
    for name, title in FACTS.items():
        if facts.get(name):
            yield title, measured(str(facts[name]))
    if facts.get("fields"):
        titles = field_titles(entry.portal_type)
        words = [titles.get(name, name) for name in facts["fields"]]
        yield LABELS["fields"], ", ".join(map(api.portal.translate, words))
    yield from filters(facts.get("filters") or {})


def measured(value: str) -> Any:
    """Return what `audit.subscribers.measure` wrote: a switch, how many lines a list has."""
    count = value.removeprefix(COUNT)
    if count != value and count.isdigit():
        return _("log_lines", default="${count} lines", mapping={"count": count})
    return SWITCHED.get(value, value)


def filters(asked: dict[str, str]) -> Iterator[tuple[Any, Any]]:
    """Yield what a list was filtered by."""
    if asked.get("q"):
        yield LABELS["words"], asked["q"]
    for facet in PEOPLE_FACETS:
        if value := asked.get(facet.name):
            yield facet.title, facet.titles().get(value, value)


def setting_title(name: str) -> Any:
    """Name a setting as its form does; by its record, when it is gone."""
    record = getUtility(IRegistry).records.get(name)
    return (record.field.title if record is not None else None) or name


def field_titles(portal_type: str) -> dict[str, Any]:
    """Map the fields of a type to what forms call them."""
    return {
        name: schema[name].title
        for schema in iterSchemataForType(portal_type)
        for name in schema.names()
    }


def type_title(portal_type: str) -> Any:
    """Name a type; by its id, when it is gone."""
    fti = api.portal.get_tool("portal_types").getTypeInfo(portal_type)
    return fti.Title() if fti is not None else portal_type
