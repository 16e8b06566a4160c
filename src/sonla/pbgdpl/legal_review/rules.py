"""When a text is to be reviewed, and why: nothing but dates."""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from sonla.pbgdpl.legal_documents.rules import change_dates
from sonla.pbgdpl.legal_documents.rules import validity_on
from typing import Any

ENDED = ("HHL", "TNHL", "KCPH")
"""Validity of documents on which no advice may rest any more."""

REVIEW, CHANGE, DOCUMENT = "review", "change", "document"


@dataclass(frozen=True)
class Reason:
    """Why a text is to be reviewed: the kind, since when, and what changed."""

    kind: str
    day: date | None
    what: str = ""


@dataclass(frozen=True)
class Dates:
    """What decides about the next review of a text."""

    checked_on: date | None
    review_by: date | None
    changes: tuple[tuple[date, str], ...] = ()
    documents: tuple[Mapping[str, Any], ...] = ()
    rests_on_documents: bool = False
    """Whether it says nothing more that holds once one of the documents has ended."""

    def reasons_on(self, day: date) -> Iterator[Reason]:
        """Yield why it is to be checked on a day.

        A change that somebody has looked at since it came is none; a document that has ended
        is one as long as a text that rests on it cites it.
        """
        if self.review_by and self.review_by <= day:
            yield Reason(REVIEW, self.review_by)
        for changed, what in self.changes:
            if changed <= day and not (self.checked_on and self.checked_on >= changed):
                yield Reason(CHANGE, changed, what)
        for row in self.documents if self.rests_on_documents else ():
            if validity_on(dict(row), day) in ENDED:
                yield Reason(DOCUMENT, row.get("expires_on"), row.get("number") or "")

    def first_reason_day(self) -> date | None:
        """Return the first day on which there is a reason, past or coming; None for none.

        It changes with the text alone, so the catalog can keep it.
        """
        return min(
            filter(self._begins_on, [date.min, *self.check_days()]), default=None
        )

    def _begins_on(self, day: date) -> bool:
        return next(self.reasons_on(day), None) is not None

    def check_days(self) -> list[date]:
        """List the days on which there may be a reason more."""
        days = [changed for changed, _what in self.changes]
        days += [one for row in self.documents for one in change_dates(dict(row))]
        return sorted([*days, *filter(None, [self.review_by])])

    def last_check_day(self, day: date) -> date | None:
        """Return the last of these days until a day."""
        return max((one for one in self.check_days() if one <= day), default=None)
