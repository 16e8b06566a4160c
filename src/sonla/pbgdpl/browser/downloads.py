"""Answer with a file: what a browser must be told so that it saves it.

`office` is the place of a file that only its office may have: no cache keeps it, and the log
of operations tells who fetched it.
"""

from collections.abc import Iterable
from collections.abc import Sequence
from plone.protect.interfaces import IDisableCSRFProtection
from sonla.pbgdpl import csvfiles
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import FILE
from sonla.pbgdpl.spreadsheets import writing
from typing import Any
from zope.interface import alsoProvides

import json

JSON_TYPE = "application/json; charset=utf-8"


def offer_csv(
    request: Any,
    stem: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    office: Any = None,
) -> bytes:
    """Answer with a CSV file."""
    offer(request, f"{stem}.csv", csvfiles.CONTENT_TYPE, office=office)
    return csvfiles.write_csv(header, rows)


def offer_workbook(
    request: Any, stem: str, *, office: Any = None, **parts: Any
) -> bytes:
    """Answer with a workbook, made of the parts that `writing.workbook` takes."""
    offer(request, f"{stem}.xlsx", writing.CONTENT_TYPE, office=office)
    return writing.workbook(**parts)


def offer_json(request: Any, stem: str, facts: Any, *, office: Any = None) -> bytes:
    """Answer with a JSON file, in UTF-8 and with lines that people can read."""
    offer(request, f"{stem}.json", JSON_TYPE, office=office)
    return json.dumps(facts, ensure_ascii=False, indent=1).encode("utf-8")


def offer(
    request: Any, filename: str, content_type: str, *, office: Any = None
) -> None:
    """Say that the answer is a file; `filename` is plain ASCII."""
    response = request.response
    response.setHeader("Content-Type", content_type)
    response.setHeader("Content-Disposition", f'attachment; filename="{filename}"')
    response.setHeader("X-Content-Type-Options", "nosniff")
    if office is not None:
        keep_private(request)
        note_fetched(request, filename, office)


def note_fetched(request: Any, filename: str, office: Any) -> None:
    """Note who fetched a file of the office; a plain address may do so.

    The line in the log is all that is written, and it is true whoever laid the link: nobody
    gains by making somebody else fetch a file.
    """
    alsoProvides(request, IDisableCSRFProtection)
    log.note(FILE.name, office.portal_type, office, title=office.Title(), file=filename)


def keep_private(request: Any) -> None:
    """Keep an answer out of every cache: not everybody may have it."""
    request.response.setHeader("Cache-Control", "no-store, private")
