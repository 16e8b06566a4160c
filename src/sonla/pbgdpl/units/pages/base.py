"""What the pages for units share: reading an upload, tokens, addresses."""

from plone.protect import CheckAuthenticator
from sonla.pbgdpl import _
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.tables.csv_files import decode
from sonla.pbgdpl.core.tables.csv_files import read_csv
from sonla.pbgdpl.core.tables.csv_files import UnreadableCsv
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from typing import Any

MAX_BYTES = 2 * 1024 * 1024
"""Bytes of a CSV file; 75 units with ten people each are about 60 KB."""


class UnitsPage(Page, BrowserView):
    """Provide what each page for units needs."""

    stylesheets = ("tables.css",)
    error: Any = ""

    def __call__(self) -> str | bytes:
        """Act on a sent form, then show the page."""
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            self.process_form()
        return self.index()

    def process_form(self) -> None:
        """Do what the form asks for, where there is one."""
        raise NotImplementedError

    @property
    def section(self) -> Any:
        return section_of(self.context)

    @property
    def units_url(self) -> str:
        return f"{self.section.absolute_url()}/@@pbgdpl-units"

    @property
    def csv_text(self) -> str:
        """The table from the upload, or else what was pasted.

        It goes back into the form, so that nothing has to be chosen again.
        """
        upload = self.request.form.get("upload")
        data = upload.read(MAX_BYTES + 1) if getattr(upload, "filename", "") else b""
        if data:
            upload.seek(0)
        if len(data) > MAX_BYTES:
            raise UnreadableCsv("too large")
        if data:
            self.request.form["table"] = decode(data)
        return str(self.request.form.get("table", "")).strip()

    def rows(self) -> list[dict[str, str]]:
        """Read the rows of the table; unreadable files leave a message and no rows."""
        try:
            rows = read_csv(self.csv_text)
        except UnreadableCsv:
            self.error = _(
                "msg_unreadable_csv",
                default="This is not a CSV file that can be read. Save it from the spreadsheet as CSV UTF-8.",
            )
            return []
        if not rows:
            self.error = _(
                "msg_empty_csv",
                default="The table has no rows. Its first line names the columns.",
            )
        return rows

    def first_values(self, name: str) -> dict[str, str]:
        """Begin with the table that was sent by another step."""
        return {"table": self.kept_text} if name == "preview" else {}

    @property
    def kept_text(self) -> str:
        """What stands in the field for the table; nothing for a bad file."""
        try:
            return self.csv_text
        except UnreadableCsv:
            return ""
