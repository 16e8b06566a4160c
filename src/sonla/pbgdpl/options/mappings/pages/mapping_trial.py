"""What the page of mappings shows of a trial: records as they would be stored, requests as they would go out."""

from dataclasses import replace
from sonla.pbgdpl.core.dates import format_moment
from sonla.pbgdpl.exchange.fields import BY_NAME
from sonla.pbgdpl.exchange.record_types import type_named
from sonla.pbgdpl.jobs.failures import Failure
from sonla.pbgdpl.jobs.secrets import without_secrets
from sonla.pbgdpl.options.mappings.fetching.found_names import found_names
from sonla.pbgdpl.options.mappings.fetching.found_names import FoundName
from sonla.pbgdpl.options.mappings.fetching.trial import Trial
from sonla.pbgdpl.options.mappings.fetching.trial import TriedRecord
from sonla.pbgdpl.options.mappings.sending.mapped_endpoint import RecordReceipt
from sonla.pbgdpl.options.mappings.sending.trial import TriedRequest
from sonla.pbgdpl.sync.answers import json_of
from sonla.pbgdpl.sync.http.responses import Answer
from sonla.pbgdpl.sync.record_words import as_words
from sonla.pbgdpl.sync.record_words import detail_lines
from sonla.pbgdpl.sync.record_words import general_title
from typing import Any

SHOWN_CHARACTERS = 300
SHOWN_ANSWER = 4_000
"""Characters of an answer that are shown as it came."""

MAX_ROWS = 16


def failure_notes(failure: Failure | None) -> list[dict[str, Any]]:
    """Return a failure in lines; none where nothing failed."""
    if failure is None:
        return []
    return [
        {"text": failure.message, "lang": None},
        *detail_lines(without_secrets(failure.detail)),
    ]


def request_shown(tried: TriedRequest) -> dict[str, Any]:
    """Return a request as the page shows it."""
    return {
        "title": tried.title,
        "line": f"{tried.method} {tried.url}",
        "body": tried.body,
        "rows": rows_for(tried.body),
        "batch": tried.batch,
        "problems": failure_notes(tried.failure),
    }


def rows_for(text: str) -> int:
    """Return how many rows of a field show a text."""
    return min(text.count("\n") + 2 + len(text) // 300, MAX_ROWS)


def receipt_shown(name: str, receipt: RecordReceipt) -> dict[str, Any]:
    """Return what an answer says of a record."""
    return {
        "name": name,
        "accepted": receipt.accepted,
        "remote_id": without_secrets(receipt.remote_id),
        "words": without_secrets(receipt.words),
    }


def numbers_of(trial: Trial) -> dict[str, int | None]:
    """Return how much a page of a source had."""
    bad = [one for one in (*trial.records, *trial.faulty) if one.problem]
    return {
        "listed": trial.listed,
        "declared": trial.declared,
        "bad": len(bad),
    }


def answer_shown(answer: Answer | None) -> dict[str, Any] | None:
    """Return the beginning of an answer as it came, without secrets, and the names in it."""
    if answer is None:
        return None
    # What is cut off may be half a secret; twice as much is looked through
    beginning = answer.body[: SHOWN_ANSWER * 8].decode("utf-8", "replace")
    text = without_secrets(beginning[: SHOWN_ANSWER * 2])[:SHOWN_ANSWER]
    return {
        "text": text,
        "rows": rows_for(text),
        "is_cut": len(beginning) > SHOWN_ANSWER,
        "names": names_shown(answer.body),
    }


def names_shown(body: bytes) -> list[FoundName]:
    """Return the names in an answer, without secrets; none where it is no JSON."""
    try:
        found = found_names(json_of(body))
    except Failure:
        return []
    return [replace(name, path=without_secrets(name.path)) for name in found]


def warnings_shown(trial: Trial | None) -> list[tuple[str, str]]:
    """Return what is to be known of records, by their identifiers, which may be empty."""
    found = trial.warnings if trial is not None else []
    return [(without_secrets(name), without_secrets(words)) for name, words in found]


def record_shown(tried: TriedRecord) -> dict[str, Any]:
    """Return a record as the page shows it."""
    record = tried.record
    kind = type_named(record.type) if record is not None else None
    unknown = record is not None and (kind is None or not kind.fetched)
    return {
        "number": tried.number,
        "name": without_secrets(tried.remote_id),
        "changed": format_moment(tried.datestamp) if tried.datestamp else "",
        "deleted": tried.deleted,
        "kind": kind.title if kind is not None else "",
        "unknown_kind": without_secrets(record.type)
        if record is not None and unknown
        else "",
        "fields": fields_of(tried),
        "text_address": without_secrets(record.linked_text.url)
        if record is not None and record.linked_text
        else "",
        "problems": [
            *detail_lines(without_secrets(tried.problem)),
            *(
                line
                for words in tried.left_out
                for line in detail_lines(without_secrets(words))
            ),
        ],
    }


def fields_of(tried: TriedRecord) -> list[dict[str, Any]]:
    """Return what a record has, in words; of long texts the beginning."""
    if tried.record is None:
        return []
    found = []
    for name in BY_NAME:
        value = tried.record.get(name)
        if value is None:
            continue
        words = without_secrets(as_words(name, value))
        text = words.replace("\n", "; " if name != "body" else "\n")
        cut = text[:SHOWN_CHARACTERS]
        found.append(
            {
                "name": name,
                "title": general_title(name),
                "text": f"{cut}…" if len(text) > len(cut) else text,
            }
        )
    return found
