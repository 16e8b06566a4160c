"""Faults in what an answer says of records that were taken in."""

from collections.abc import Callable
from dataclasses import dataclass
from sonla.referenceserver.faults.base import Context
from sonla.referenceserver.faults.base import Fault
from sonla.referenceserver.inbound import LIST
from sonla.referenceserver.inbound import PATH
from sonla.referenceserver.messages import Answer
from sonla.referenceserver.messages import json_answer
from sonla.referenceserver.messages import Request
from typing import Any

import json

Rows = list[dict[str, Any]]


@dataclass
class MissingReceipts(Fault):
    """Leave out the receipt of each so-many-th record of a batch, which was taken all the same."""

    every: int = 2

    def altered(self, request: Request, answer: Answer, context: Context) -> Answer:
        """Leave receipts out."""
        return with_rows(
            answer,
            lambda rows: [
                row for number, row in enumerate(rows, 1) if number % self.every
            ],
        )


@dataclass
class DoubledReceipts(Fault):
    """Send two receipts for the first record of a batch: taken, and not taken."""

    def altered(self, request: Request, answer: Answer, context: Context) -> Answer:
        """Add a second receipt."""
        return with_rows(
            answer, lambda rows: [*rows, {**rows[0], "trang_thai": "TU_CHOI"}]
        )


@dataclass
class ErrorCalledGood(Fault):
    """Take nothing, and say so with status 200."""

    def applies(self, request: Request) -> bool:
        """Take what brings records."""
        return request.path.startswith(PATH)

    def instead(self, request: Request, context: Context) -> Answer:
        """Answer so."""
        said = {"code": "ERR-API-500", "message": "Lỗi hệ thống"}
        return json_answer({"success": False, "error": said})


def with_rows(answer: Answer, change: Callable[[Rows], Rows]) -> Answer:
    """Change the receipts of an answer that has several."""
    try:
        found = json.loads(answer.body)
        rows = found["data"]
    except (ValueError, KeyError, TypeError):
        return answer
    if not isinstance(rows, list) or not rows or LIST in found:
        return answer
    headers = dict(answer.headers)
    return json_answer({**found, "data": change(rows)}, answer.status).but(
        headers=headers
    )
