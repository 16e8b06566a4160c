"""Answer with a file: what a browser must be told so that it saves it.

No cache keeps what somebody gets who is logged in: others may get less. `office` is the place
of a file that only its office may have; who fetches it is told by an event. Files of what is in a section have core's addresses
(`@@download/<field>/<name>`); outside of sections nothing differs from core.
"""

from collections.abc import Iterable
from collections.abc import Sequence
from plone import api
from plone.namedfile.browser import DisplayFile
from plone.namedfile.browser import Download
from plone.namedfile.interfaces import INamed
from sonla.pbgdpl.core.tables import csv_files
from sonla.pbgdpl.core.tables.table import XLSX_TYPE
from sonla.pbgdpl.ui.interfaces import OfficeFileFetched
from sonla.pbgdpl.ui.page import InPlaceOfPage
from typing import Any
from zope.event import notify
from zope.publisher.interfaces import NotFound

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
    offer(request, f"{stem}.csv", csv_files.CONTENT_TYPE, office=office)
    return csv_files.write_csv(header, rows)


def offer_workbook(
    request: Any, stem: str, *, office: Any = None, **parts: Any
) -> bytes:
    """Answer with a workbook, made of the parts that `xlsx_writer.workbook` takes."""
    # Imported where a file is written: most processes wait long for the first.
    from sonla.pbgdpl.core.tables.xlsx_writer import workbook

    offer(request, f"{stem}.xlsx", XLSX_TYPE, office=office)
    return workbook(**parts)


def offer_json(request: Any, stem: str, facts: Any, *, office: Any = None) -> bytes:
    """Answer with a JSON file, in UTF-8 and with lines that people can read."""
    offer(request, f"{stem}.json", JSON_TYPE, office=office)
    return json.dumps(facts, ensure_ascii=False, indent=1).encode("utf-8")


def offer(
    request: Any, filename: str, content_type: str, *, office: Any = None
) -> None:
    """Set the headers of a file; `filename` is plain ASCII."""
    response = request.response
    response.setHeader("Content-Type", content_type)
    response.setHeader("Content-Disposition", f'attachment; filename="{filename}"')
    response.setHeader("X-Content-Type-Options", "nosniff")
    if office is not None or not api.user.is_anonymous():
        keep_private(request)
    if office is not None:
        notify(OfficeFileFetched(office, request, filename))


def keep_private(request: Any) -> None:
    """Keep an answer out of every cache: not everybody may have it."""
    request.response.setHeader("Cache-Control", "no-store, private")


class FilesOnly(InPlaceOfPage):
    """Answer 404 to the address of a field that holds no file, on which core fails."""

    def _getFile(self) -> Any:
        file = super()._getFile()
        if not INamed.providedBy(file) and self.is_in_section:
            raise NotFound(self, self.fieldname, self.request)
        return file


class DownloadView(FilesOnly, Download):
    """Send a file to be saved."""


class DisplayFileView(FilesOnly, DisplayFile):
    """Send a file to be shown, where its kind may be."""
