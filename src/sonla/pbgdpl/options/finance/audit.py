"""What the log of operations notes of expenditures; and their subject is kept by its name."""

from sonla.pbgdpl import _
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import AuditAction
from sonla.pbgdpl.audit.actions import DATA
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.options.finance.content import IExpenditure
from sonla.pbgdpl.options.finance.vocabularies import subject_of
from typing import Any
from zope.lifecycleevent.interfaces import IObjectAddedEvent
from zope.lifecycleevent.interfaces import IObjectModifiedEvent
from zope.lifecycleevent.interfaces import IObjectRemovedEvent

FACTS = {
    "expenditure": _("log_fact_expenditure", default="Expenditure"),
    "voucher": _("label_voucher", default="Number of the voucher"),
}
FILLED_IN = ("spent_on", "stage", "fund", "purpose")
ADDED = AuditAction(
    "expenditure_added",
    _("log_expenditure_added", default="Entered an expenditure"),
    DATA,
    FACTS,
)
CHANGED = AuditAction(
    "expenditure_changed",
    _("log_expenditure_changed", default="Changed an expenditure"),
    DATA,
    FACTS,
)
REMOVED = AuditAction(
    "expenditure_removed",
    _("log_expenditure_removed", default="Deleted an expenditure"),
    DATA,
    FACTS,
)


def added(expenditure: Any, event: IObjectAddedEvent) -> None:
    """Note what was entered; what it belongs to is kept by its title as well.

    Code and REST may leave out what the form fills in: money without a source stood in no column.
    """
    for name in FILLED_IN:
        if stored_value(expenditure, name) is None:
            setattr(expenditure, name, IExpenditure[name].bind(expenditure).default)
    keep_title(expenditure)
    note(ADDED, expenditure)


def changed(expenditure: Any, event: IObjectModifiedEvent) -> None:
    """Note what it is now; versions tell what it was."""
    keep_title(expenditure)
    note(CHANGED, expenditure)


def removed(expenditure: Any, event: IObjectRemovedEvent) -> None:
    """Note what was there: by this it can be entered again."""
    note(REMOVED, expenditure)


def keep_title(expenditure: Any) -> None:
    """Store the title of what it belongs to: that may be deleted, the money was spent."""
    subject = subject_of(expenditure)
    if subject is not None:
        expenditure.subject_title = subject.Title()
    elif not stored_value(expenditure, "belongs_to"):
        expenditure.subject_title = None


def note(action: AuditAction, expenditure: Any) -> None:
    """Note what happened to an expenditure."""
    log.note(
        action.name,
        expenditure.portal_type,
        expenditure,
        title=expenditure.Title(),
        expenditure=expenditure.Title(),
        voucher=stored_value(expenditure, "voucher") or "",
    )
