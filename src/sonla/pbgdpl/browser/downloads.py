"""Answer with a file: what a browser must be told so that it saves it."""

from collections.abc import Iterable
from collections.abc import Sequence
from sonla.pbgdpl import csvfiles
from sonla.pbgdpl.spreadsheets import writing
from typing import Any

import json

JSON_TYPE = "application/json; charset=utf-8"


def offer_csv(
    request: Any, stem: str, header: Sequence[str], rows: Iterable[Sequence[Any]]
) -> bytes:
    """Answer with a CSV file."""
    offer(request, f"{stem}.csv", csvfiles.CONTENT_TYPE)
    return csvfiles.write_csv(header, rows)


def offer_workbook(request: Any, stem: str, **parts: Any) -> bytes:
    """Answer with a workbook, made of the parts that `writing.workbook` takes."""
    offer(request, f"{stem}.xlsx", writing.CONTENT_TYPE)
    return writing.workbook(**parts)


def offer_json(request: Any, stem: str, facts: Any) -> bytes:
    """Answer with a JSON file, in UTF-8 and with lines that people can read."""
    offer(request, f"{stem}.json", JSON_TYPE)
    return json.dumps(facts, ensure_ascii=False, indent=1).encode("utf-8")


def offer(request: Any, filename: str, content_type: str) -> None:
    """Say that the answer is a file; `filename` is plain ASCII."""
    response = request.response
    response.setHeader("Content-Type", content_type)
    response.setHeader("Content-Disposition", f'attachment; filename="{filename}"')
    response.setHeader("X-Content-Type-Options", "nosniff")


def keep_private(request: Any) -> None:
    """Keep an answer out of every cache: it holds personal data."""
    request.response.setHeader("Cache-Control", "no-store, private")
