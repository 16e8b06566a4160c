"""The faults by their names."""

from collections.abc import Callable
from functools import partial
from sonla.referenceserver.faults import http
from sonla.referenceserver.faults import oai
from sonla.referenceserver.faults import receipts
from sonla.referenceserver.faults import transport
from sonla.referenceserver.faults import views
from sonla.referenceserver.faults.base import Fault
from typing import Any

FAULTS: dict[str, Callable[..., Fault]] = {
    # status and headers
    "status": http.Status,
    "unavailable": partial(http.Status, code=503, title="Service unavailable"),
    "rate_limited": http.RateLimited,
    "unauthorised": http.Unauthorised,
    "forbidden": http.Forbidden,
    "redirect": http.Redirect,
    "login_page": http.LoginPage,
    "wrong_content_type": http.WrongContentType,
    "precondition_failed": http.PreconditionFailed,
    # connection and size
    "accept_then_drop": transport.DropAnswer,
    "reset": transport.Reset,
    "truncated_body": transport.TruncatedBody,
    "hang": transport.Hang,
    "slow_drip": transport.SlowDrip,
    "huge_body": transport.HugeBody,
    "gzip_bomb": transport.GzipBomb,
    # OAI-PMH
    "truncated_xml": oai.TruncatedXml,
    "doctype": oai.Doctype,
    "expired_token": oai.ExpiredToken,
    "same_token": oai.SameToken,
    "page_cycle": oai.PageCycle,
    "no_records_match": oai.NoRecordsMatch,
    "duplicate_id": oai.DuplicateId,
    "deleted_with_metadata": oai.DeletedWithMetadata,
    # receipts of what is taken in
    "missing_receipts": receipts.MissingReceipts,
    "doubled_receipts": receipts.DoubledReceipts,
    "error_called_good": receipts.ErrorCalledGood,
    # what is held
    "empty_catalogue": views.EmptyCatalogue,
    "all_deleted": views.AllDeleted,
    "all_changed": views.AllChanged,
    "missing_record": views.MissingRecord,
    "deletions": views.Deletions,
    "identity_change": views.IdentityChange,
    "scripts": views.Scripts,
    "nfd": views.Decomposed,
}


class UnknownFault(ValueError):
    """Raised when there is no such fault, or it has no such parameter."""


def make(name: str, **parameters: Any) -> Fault:
    """Make a fault; raises UnknownFault."""
    try:
        return FAULTS[name](**parameters)
    except (KeyError, TypeError) as failure:
        raise UnknownFault(f"{name}: {failure}") from failure
