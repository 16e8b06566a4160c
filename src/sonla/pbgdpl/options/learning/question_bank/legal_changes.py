"""Which questions cite a document that has changed since they were approved, and why."""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from plone.indexer import indexer
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.legal_documents.query import cited_rows
from sonla.pbgdpl.legal_documents.rules import change_dates
from sonla.pbgdpl.legal_documents.rules import document_identity
from sonla.pbgdpl.legal_documents.rules import validity_on
from sonla.pbgdpl.legal_review.rules import ENDED
from sonla.pbgdpl.options.learning.question_bank.content import IBankQuestion
from sonla.pbgdpl.vocabularies.terms import term_title
from typing import Any
from zope.i18nmessageid import Message

CHECKED = "_pbgdpl_checked_documents"
"""Attribute of a question: the validity of each document when somebody last approved it."""
VALIDITY = "sonla.pbgdpl.ValidityStatuses"


@dataclass(frozen=True)
class LegalChange:
    """One cited document whose validity is not what it was at approval."""

    number: str
    before: str | None
    """Token of the validity then; None where nobody has approved it yet."""
    now: str
    since: date | None = None

    @property
    def has_ended(self) -> bool:
        """Whether no answer may rest on it any more."""
        return self.now in ENDED

    @property
    def words(self) -> Message:
        """The change, for people."""
        facts = {
            "number": self.number,
            "now": term_title(VALIDITY, self.now),
            "day": format_day(self.since),
        }
        if self.since is not None:
            return _(
                "msg_bank_document_changed_on",
                default="${number}: ${now}, since ${day}.",
                mapping=facts,
            )
        return _(
            "msg_bank_document_changed",
            default="${number}: ${now}.",
            mapping=facts,
        )


def changes_on(
    rows: list[dict[str, Any]], checked: Mapping[str, str] | None, day: date
) -> Iterator[LegalChange]:
    """Yield the documents that differ from what was checked; of a draft those that have ended."""
    for row in rows:
        now, identity = validity_on(row, day), document_identity(row)
        before = None if checked is None else checked.get(identity)
        if now != before and (before is not None or now in ENDED):
            turned = max((one for one in change_dates(row) if one <= day), default=None)
            yield LegalChange(row.get("number") or "", before, now, turned)


def legal_changes(question: Any, day: date | None = None) -> list[LegalChange]:
    """List why a question is to be looked at again; empty while its documents stand."""
    checked = stored_value(question, CHECKED)
    return list(changes_on(cited_rows(question), checked, day or today()))


def note_check(question: Any) -> None:
    """Note that somebody found the question right, with its documents as they are today."""
    day = today()
    checked = {
        document_identity(row): validity_on(row, day) for row in cited_rows(question)
    }
    setattr(question, CHECKED, checked)
    question.reindexObject(idxs=["pbgdpl_next_change"])


def forget_check(question: Any) -> None:
    """Forget what was noted: this is another question."""
    if CHECKED in question.__dict__:
        delattr(question, CHECKED)


def first_change_day(question: Any) -> date | None:
    """Return the first day on which the question is to be looked at, past or coming."""
    rows, checked = cited_rows(question), stored_value(question, CHECKED)
    days = sorted({today(), *(one for row in rows for one in change_dates(row))})
    return next(
        (day for day in days if next(changes_on(rows, checked, day), None)), None
    )


@indexer(IBankQuestion)
def pbgdpl_next_change(question: Any) -> str | None:
    """Index the day from which the question is to be looked at, until somebody has done it.

    Other types have moments in this index, so queries ask for the type, too.
    """
    day = first_change_day(question)
    return None if day is None else day.isoformat()
