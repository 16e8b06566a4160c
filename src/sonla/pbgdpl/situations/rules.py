"""When a situation is to be checked again, and what in it still waits to be filled in."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from sonla.pbgdpl.legal_documents.rules import change_dates
from sonla.pbgdpl.legal_documents.rules import validity_on
from typing import Any
from unicodedata import normalize

MAX_SENTENCES = 5
"""Sentences of a summary: what somebody takes in on a phone."""

PLACEHOLDER = "chờ điền"
"""Stands in a draft where a fact is still missing, such as the telephone of an office."""

ENDED = ("HHL", "TNHL", "KCPH")
"""Validity of documents on which no advice may rest any more."""

REVIEW, CHANGE, DOCUMENT = "review", "change", "document"


@dataclass(frozen=True)
class Reason:
    """Why a situation is to be checked: the kind, since when, and what changed."""

    kind: str
    day: date | None
    what: str = ""


@dataclass(frozen=True)
class Dates:
    """What decides about the next check of a situation."""

    checked_on: date | None
    review_by: date | None
    changes: tuple[tuple[date, str], ...] = ()
    documents: tuple[Mapping[str, Any], ...] = ()

    def reasons_on(self, day: date) -> Iterator[Reason]:
        """Yield why it is to be checked on a day.

        A change that somebody has looked at since it came is none; a document that has ended
        is one as long as the situation cites it.
        """
        if self.review_by and self.review_by <= day:
            yield Reason(REVIEW, self.review_by)
        for changed, what in self.changes:
            if changed <= day and not (self.checked_on and self.checked_on >= changed):
                yield Reason(CHANGE, changed, what)
        for row in self.documents:
            if validity_on(dict(row), day) in ENDED:
                yield Reason(DOCUMENT, row.get("expires_on"), row.get("number") or "")

    def check_days(self) -> list[date]:
        """List the days on which there may be a reason more."""
        days = [changed for changed, _what in self.changes]
        days += [one for row in self.documents for one in change_dates(dict(row))]
        return sorted([*days, *filter(None, [self.review_by])])

    def next_check_day(self, day: date) -> date | None:
        """Return the first of these days after a day."""
        return next((one for one in self.check_days() if one > day), None)

    def last_check_day(self, day: date) -> date | None:
        """Return the last of these days until a day."""
        return max((one for one in self.check_days() if one <= day), default=None)


def holds_placeholder(value: Any) -> bool:
    """Return whether a text, or one in a list or a row, says that a fact is missing."""
    if isinstance(value, str):
        return PLACEHOLDER in " ".join(normalize("NFC", value).casefold().split())
    if isinstance(value, Mapping):
        return any(map(holds_placeholder, value.values()))
    if isinstance(value, Iterable):
        return any(map(holds_placeholder, value))
    return False


def main_step(steps: Iterable[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return the step that answers where, how long and how much; empty without steps.

    The first that has an office and a limit or a fee, and is not done at home.
    """
    known = list(steps)
    ranked = sorted(known, key=_weight, reverse=True)
    return ranked[0] if ranked else {}


AT_HOME = "tu-lam"
LOCAL = (
    "to-hoa-giai",
    "ubnd-xa",
    "hcc",
    "cong-an-xa",
    "co-so-y-te",
    "toa-khu-vuc",
    "van-phong-dkdd",
    "thi-hanh-an",
)
"""What people go to in their own commune, or in the place that serves it."""


def _weight(step: Mapping[str, Any]) -> tuple[bool, int]:
    filled = sum(bool(step.get(name)) for name in ("office", "time_limit", "fee"))
    return step.get("level") != AT_HOME, filled
