"""What may be changed in a controlled list, however the change comes."""

from collections import Counter
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.vocabularies.settings import VOCABULARY_FIELDS
from sonla.pbgdpl.vocabularies.terms import all_terms
from sonla.pbgdpl.vocabularies.terms import PREFIX
from sonla.pbgdpl.vocabularies.terms import record_name
from sonla.pbgdpl.vocabularies.usage import count_usage
from typing import Any
from zExceptions import BadRequest
from zope.globalrequest import getRequest
from zope.i18n import translate

Rows = list[dict[str, Any]]


def check_change(vocabulary: str, old: Rows | None, new: Rows | None) -> None:
    """Raise `InvalidInput` unless the rows `new` may take the place of `old`.

    No two terms share a token, no term ends before it starts, and a token that
    content uses stays. To change a token is to remove one term and add another.
    """
    refuse_repeated_tokens(new or [])
    refuse_contradicting_dates(new or [])
    refuse_lost_tokens(vocabulary, old or [], new or [])


def refuse_repeated_tokens(rows: Rows) -> None:
    """Raise `InvalidInput` when two rows have the same token."""
    counts = Counter(row.get("token") for row in rows)
    for token, count in counts.items():
        if count > 1:
            raise InvalidInput(
                _(
                    "msg_term_repeated",
                    default="The code “${token}” stands in the list ${count} times. Each code may stand there once.",
                    mapping={"token": token or "", "count": str(count)},
                )
            )


def refuse_contradicting_dates(rows: Rows) -> None:
    """Raise `InvalidInput` when a term ends before it starts."""
    for row in rows:
        start, end = row.get("valid_from"), row.get("valid_to")
        if start and end and end < start:
            raise InvalidInput(
                _(
                    "msg_term_ends_too_early",
                    default="“${title}” ends on ${end}, before it starts on ${start}.",
                    mapping={
                        "title": row.get("title") or "",
                        "start": format_day(start),
                        "end": format_day(end),
                    },
                )
            )


def refuse_lost_tokens(vocabulary: str, old: Rows, new: Rows) -> None:
    """Raise `InvalidInput` when a token that content uses is no longer in the list."""
    kept = {row.get("token") for row in new}
    lost = {
        row["token"]: row.get("title") or row["token"]
        for row in old
        if row["token"] not in kept
    }
    usage = count_usage(f"sonla.pbgdpl.{vocabulary}", lost)
    for token, title in lost.items():
        if token in usage:
            raise InvalidInput(
                _(
                    "msg_term_in_use",
                    default="“${title}” (code ${token}) is used by ${count} items. It can't be removed and its code can't be changed: give it an end date instead.",
                    mapping={
                        "title": title,
                        "token": token,
                        "count": str(usage[token]),
                    },
                )
            )


def vocabulary_of(record: str) -> str | None:
    """Return the vocabulary that a registry record holds, None for other records."""
    field = record.removeprefix(f"{PREFIX}.")
    if field == record:
        return None
    names = {field: name for name, field in VOCABULARY_FIELDS.items()}
    return names.get(field)


def add_spelling(vocabulary: str, token: str, spelling: str) -> None:
    """Make words another spelling of a term; the caller has checked who may.

    Nothing changes where a term of the list has it already.
    """
    known = {
        name.casefold()
        for term in all_terms(vocabulary)
        for name in (term.title, *term.aliases)
    }
    if spelling.casefold() in known:
        return
    rows = [
        dict(row) for row in api.portal.get_registry_record(record_name(vocabulary))
    ]
    for row in rows:
        if row["token"] == token:
            row["aliases"] = "\n".join(
                filter(None, (row.get("aliases") or "", spelling))
            )
    api.portal.set_registry_record(record_name(vocabulary), rows)


def guard_record(event: Any) -> None:
    """Refuse a forbidden change of a list where the caller has no message of its own.

    The forms and our REST control panel ask `check_change` first. This subscriber to
    `IRecordModifiedEvent` stands behind them, for the configuration registry, its
    REST service and scripts; Plone answers a `BadRequest` with its text.
    """
    vocabulary = vocabulary_of(event.record.__name__)
    if vocabulary is None:
        return
    try:
        check_change(vocabulary, event.oldValue, event.newValue)
    except InvalidInput as refusal:
        event.record.value = event.oldValue
        message = translate(refusal.message, context=getRequest())
        raise BadRequest(message) from refusal
