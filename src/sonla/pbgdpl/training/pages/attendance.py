"""Who attended a course: read from a list, row by row, looked at, then noted; and out again."""

from AccessControl import Unauthorized
from dataclasses import dataclass
from functools import cached_property
from sonla.pbgdpl import _
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import AuditAction
from sonla.pbgdpl.audit.actions import DATA
from sonla.pbgdpl.audit.actions import FORMAT
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.options import offered
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.vietnamese.folding import fold_words
from sonla.pbgdpl.editorial.working_copies import working_copy_of
from sonla.pbgdpl.people.importing.terms import headings
from sonla.pbgdpl.people.labels import position_words
from sonla.pbgdpl.people.name_lookup import NameLookup
from sonla.pbgdpl.training.attendees import add_attendees
from sonla.pbgdpl.training.attendees import attendees
from sonla.pbgdpl.training.attendees import facts_of
from sonla.pbgdpl.training.attendees import hours_words
from sonla.pbgdpl.training.attendees import may_record_attendance
from sonla.pbgdpl.training.attendees import may_see_attendance
from sonla.pbgdpl.training.interfaces import IAttendanceColumn
from sonla.pbgdpl.ui.downloads import keep_private
from sonla.pbgdpl.ui.downloads import offer_csv
from sonla.pbgdpl.ui.drafts.assets import IWritingPage
from sonla.pbgdpl.ui.drafts.saved import note_saved
from sonla.pbgdpl.ui.office_forms import BACK
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.rows_file import table_form
from sonla.pbgdpl.units.pages.base import UnitsPage
from sonla.pbgdpl.vocabularies import AGENCIES
from sonla.pbgdpl.vocabularies import TERRITORIES
from sonla.pbgdpl.vocabularies.terms import term_title
from sonla.pbgdpl.vocabularies.terms import term_titles
from typing import Any
from typing import ClassVar
from zope.component import getAdapters
from zope.i18nmessageid import Message
from zope.interface import implementer

import re

COLUMNS = ("full_name", "person_id")
WRITTEN = (
    "full_name",
    "person_id",
    "position",
    "agency",
    "territory",
    "hours",
)
"""Columns of the file; those that other subjects know follow."""
ATTENDANCE = AuditAction(
    "attendance",
    _("log_attendance", default="Downloaded who attended a course"),
    DATA,
    {"format": FORMAT},
)
CODES = ("person id", "ma")
"""Folded headings of the code, besides those that the import of people knows."""
MAX_ROWS = 2000
MAX_LINES_ABOVE = 30
"""Lines that titles may take above the headings."""


@dataclass(frozen=True)
class AttendanceRow:
    """One row of the list, with the person found or what is wrong."""

    number: int
    full_name: str
    person_id: str
    person: Any = None
    noted: bool = False
    error: Message | str = ""


@implementer(IWritingPage)
class AttendanceView(UnitsPage):
    """Lead from the list over a look at each row to what was noted."""

    post_forms: ClassVar = {
        "apply": PostForm(_("button_note_attendance", default="Note these people")),
        "errors": PostForm(
            _("button_download_errors", default="Download the rows with their errors"),
            look="btn-outline-primary",
        ),
        "back": BACK,
        "preview": table_form(
            _(
                "help_attendance_table",
                default="The first line names the columns: full_name and, where several have one name, person_id. Rows of people who are not in the register are refused, the others noted.",
            )
        ),
        "export": PostForm(
            _("button_attendance_csv", default="Download the list (CSV)"),
            look="btn-outline-primary",
        ),
    }
    page_title = _("heading_attendance", default="Attendance")
    step = "form"
    added = 0

    def __call__(self) -> str | bytes:
        """Answer with the page or a file, for who may read who attended."""
        if not may_see_attendance(self.context):
            raise Unauthorized("Attendance is for the office.")
        page = super().__call__()
        files = {"errors": self.errors_file, "export": self.export}
        return files[self.step]() if self.step in files else page

    def process_form(self) -> None:
        """Look at the rows, or note those that are right; or hand the list out."""
        if "export" in self.request.form:
            self.step = "export"
            return
        if not self.may_record:
            raise Unauthorized("Only those who write here note attendance.")
        if "back" in self.request.form or self.is_being_revised:
            return
        self.rows_read = self.rows()
        if len(self.rows_read) > MAX_ROWS:
            self.error = _(
                "msg_too_many_rows",
                default="The table has more than ${most} rows. Please send it in parts.",
                mapping={"most": str(MAX_ROWS)},
            )
        if self.error:
            return
        if "errors" in self.request.form:
            self.step = "errors"
        elif "apply" in self.request.form:
            self.added = add_attendees(
                self.context, [line.person for line in self.lines if line.person]
            )
            note_saved()
            self.step = "result"
        else:
            self.step = "confirm"

    rows_read: list[dict[str, str]]

    @property
    def csv_text(self) -> str:
        """The table from its headings on."""
        return below_titles(super().csv_text)

    @property
    def may_record(self) -> bool:
        """Whether the user writes down who attended."""
        return may_record_attendance(self.context)

    @cached_property
    def is_being_revised(self) -> bool:
        """Whether a revision is open, which would write over what is noted now."""
        return working_copy_of(self.context) is not None

    # Rows

    @cached_property
    def lines(self) -> list[AttendanceRow]:
        """The person of each row, or say why there is none."""
        people, known = NameLookup(self.context), set(self.paths)
        found: list[AttendanceRow] = []
        for number, row in enumerate(self.rows_read, start=2):
            line = self.line(number, renamed(row), people, known)
            if line.person is not None:
                known.add(path_of(line.person))
            found.append(line)
        return found

    def line(
        self, number: int, row: dict[str, str], people: NameLookup, known: set[str]
    ) -> AttendanceRow:
        """Read one row."""
        name, code = row.get("full_name", ""), row.get("person_id", "")
        found = people.coded(code) if code else people.named(name)
        line = AttendanceRow(number, name, code)
        if len(found) == 1:
            noted = path_of(found[0]) in known
            return AttendanceRow(number, name, code, None if noted else found[0], noted)
        return AttendanceRow(line.number, name, code, error=why_none(name, code, found))

    @property
    def paths(self) -> list[str]:
        """The paths of those noted already."""
        return [path_of(person) for person in attendees(self.context)]

    @property
    def good(self) -> int:
        """The number of rows that can be noted."""
        return sum(line.person is not None for line in self.lines)

    @property
    def bad(self) -> list[AttendanceRow]:
        """The rows that were refused."""
        return [line for line in self.lines if line.error]

    # Files

    def errors_file(self) -> bytes:
        """Return the refused rows as they came, the reason in a column of its own."""
        rows = (
            [
                line.full_name,
                line.person_id,
                self.translated(line.error),
            ]
            for line in self.bad
        )
        keep_private(self.request)
        return offer_csv(self.request, "diem-danh-loi", [*COLUMNS, "error"], rows)

    def export(self) -> bytes:
        """Return the list of those who attended; who took it is logged."""
        people = self.attendees
        log.note(
            ATTENDANCE.name,
            self.context.portal_type,
            self.context,
            len(people),
            format="csv",
        )
        written = (*WRITTEN, *(name for name, _column in self.columns))
        rows = ([person[name] for name in written] for person in people)
        keep_private(self.request)
        return offer_csv(self.request, "diem-danh", written, rows)

    @property
    def hours(self) -> Message | str:
        """How many hours the course has, in words."""
        return hours_words(self.context)

    @cached_property
    def columns(self) -> list[tuple[str, Any]]:
        """What other subjects know of those who attended, by the headings in the file."""
        found = offered(getAdapters((self.context,), IAttendanceColumn))
        return sorted((name, one) for name, one in found if one.summary)

    @cached_property
    def attendees(self) -> list[dict[str, Any]]:
        """Those who attended: public facts of the register, and what other subjects know."""
        known = {name: column.values() for name, column in self.columns}
        hours = stored_value(self.context, "hours")
        return [
            {
                "full_name": person.title,
                "url": person.absolute_url(),
                "person_id": stored_value(person, "person_id") or "",
                "position": position_words(person),
                "agency": term_title(AGENCIES, stored_value(person, "agency")),
                "territory": ", ".join(term_titles(TERRITORIES, person.territory)),
                "hours": str(hours or ""),
                **{
                    name: values.get(person.UID(), "") for name, values in known.items()
                },
            }
            for person in attendees(self.context)
        ]


def renamed(row: dict[str, str]) -> dict[str, str]:
    """Return a row with our names for its columns."""
    return {column_of(name) or name: value for name, value in row.items()}


def column_of(heading: str) -> str:
    """Return which column a heading means, as the import of people has it; empty for none."""
    folded = fold_words(heading)
    column = "person_id" if folded in CODES else headings().get(folded, "")
    return column if column in COLUMNS else ""


def why_none(name: str, code: str, found: list[Any]) -> Message:
    """Return why a row names nobody, or several."""
    if not name and not code:
        return _(
            "msg_attendance_nameless",
            default="The row has no name. Its columns are full_name and person_id.",
        )
    if not found:
        return _(
            "msg_attendance_unknown",
            default="Nobody in the register is called so. Correct the name, or count the person among the others.",
        )
    return _(
        "msg_attendance_several",
        default="${count} people are called so: ${people}. Write the code of the person into the column person_id.",
        mapping={
            "count": str(len(found)),
            "people": "; ".join(map(distinguishing_facts, found)),
        },
    )


def distinguishing_facts(person: Any) -> str:
    """Return by what others tell somebody from a namesake, and the code."""
    facts = (*facts_of(person), stored_value(person, "person_id"))
    return ", ".join(filter(None, facts))


def below_titles(text: str) -> str:
    """Leave out what stands above the headings, such as the title of the list."""
    lines = text.splitlines()
    for at, line in enumerate(lines[:MAX_LINES_ABOVE]):
        if any(map(column_of, re.split("[;,\t]", line))):
            return "\n".join(lines[at:])
    return text
