"""The identity of legal documents and the folding of their numbers.

Numbers are typed in every case and spacing, with Đ or D, composed or
decomposed, and with slips such as PBDGPL for PBGDPL (Decision 218/QĐ-UBND
itself has both). Two spellings that fold alike are one number.
"""

from datetime import date
from datetime import timedelta
from sonla.pbgdpl.core.vietnamese.folding import fold_name
from sonla.pbgdpl.core.vietnamese.folding import fold_number
from typing import Any

DATE_NAMES = ("issued_on", "effective_on", "expires_on")
"""Names of a document's dates, in a row and in a Guidance."""


def expires_too_early(row: dict[str, Any]) -> bool:
    """Return whether a document would expire before its issue or before its effect.

    Its effect may lie before its issue: that is no contradiction.
    """
    issued, effective, expires = (row.get(name) for name in DATE_NAMES)
    return expires is not None and any(
        earlier is not None and expires < earlier for earlier in (issued, effective)
    )


def validity_on(row: dict[str, Any], day: date) -> str:
    """Return the status token of a document on a day: what was stored, unless a date says more.

    A document whose date of expiry has passed is no longer in force even if
    nobody has set it; one that takes effect later is not in force yet.
    """
    stored = row.get("validity") or ""
    expires, effective = row.get("expires_on"), row.get("effective_on")
    if stored in ("", "CHL", "CCHL"):
        if expires and expires < day:
            return "HHL"
        if effective:
            return "CCHL" if effective > day else "CHL"
    return stored


def next_change(row: dict[str, Any], day: date) -> date | None:
    """Return the first day after `day` on which `validity_on` may say something else."""
    return min((one for one in change_dates(row) if one > day), default=None)


def last_change(row: dict[str, Any], day: date) -> date | None:
    """Return the last day until `day` on which `validity_on` began to say what it says."""
    return max((one for one in change_dates(row) if one <= day), default=None)


def change_dates(row: dict[str, Any]) -> list[date]:
    """List the days on which validity may turn: of effect, and the one after expiry."""
    effective, expires = row.get("effective_on"), row.get("expires_on")
    after = expires + timedelta(days=1) if expires else None
    return [day for day in (effective, after) if day is not None]


def document_identity(row: dict[str, Any]) -> str:
    """Return the identity of a legal document: folded number, issuer and date of issue."""
    issued: date | None = row.get("issued_on")
    return "|".join(
        (
            fold_number(row.get("number")),
            fold_name(row.get("issuer")),
            issued.isoformat() if issued else "",
        )
    )
