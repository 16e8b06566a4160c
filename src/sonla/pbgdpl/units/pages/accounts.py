"""Add people to units from a CSV file: checked, then all or none."""

from sonla.pbgdpl import _
from sonla.pbgdpl.ui.downloads import offer_csv
from sonla.pbgdpl.ui.drafts.assets import IWritingPage
from sonla.pbgdpl.ui.drafts.saved import note_saved
from sonla.pbgdpl.ui.office_forms import BACK
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.office_forms import with_widget
from sonla.pbgdpl.ui.rows_file import table_form
from sonla.pbgdpl.units.accounts import AccountRow
from sonla.pbgdpl.units.accounts import add_people
from sonla.pbgdpl.units.accounts import PersonResult
from sonla.pbgdpl.units.accounts import read_people
from sonla.pbgdpl.units.creation import units_by_code
from sonla.pbgdpl.units.pages.base import UnitsPage
from typing import Any
from typing import ClassVar
from z3c.form.browser.checkbox import SingleCheckBoxFieldWidget
from zope.interface import implementer
from zope.schema import Bool

COLUMNS = ("full_name", "login", "email", "unit")
STATUS_LABELS = {
    "created": _("label_person_created", default="Account made"),
    "added": _("label_person_added", default="Account existed; added to the unit"),
    "unchanged": _("label_person_unchanged", default="Was in the unit already"),
}


@implementer(IWritingPage)
class AccountsView(UnitsPage):
    """Lead from the file over a check of each row to the result."""

    post_forms: ClassVar = {
        "apply": PostForm(
            _("button_add_these_people", default="Add them"),
            (
                with_widget(
                    Bool(
                        __name__="invite",
                        title=_(
                            "label_invite",
                            default="Mail new members the link to set their password",
                        ),
                        required=False,
                    ),
                    SingleCheckBoxFieldWidget,
                ),
            ),
        ),
        "errors": PostForm(
            _("button_download_errors", default="Download the rows with their errors")
        ),
        "back": BACK,
        "preview": table_form(
            _(
                "help_people_table",
                default="The first line names the columns: full_name, login, email, unit (the code). Without a login name the e-mail address is used.",
            )
        ),
    }
    page_title = _("heading_people", default="Add people to units")
    step = "form"
    people: list[AccountRow]
    results: list[PersonResult]

    def __call__(self) -> str | bytes:
        """Answer with the page, or with the file of errors."""
        page = super().__call__()
        return self.errors_file() if self.step == "errors" else page

    def process_form(self) -> None:
        """Check the rows; create people if asked to and if no row has an error."""
        if "back" in self.request.form:
            return
        rows = self.rows()
        if self.error:
            return
        self.people = read_people(self.section, rows)
        if "errors" in self.request.form:
            self.step = "errors"
        elif "apply" in self.request.form and not self.bad_rows:
            self.results = add_people(
                self.section, self.people, **self.form_named("apply").read()
            )
            note_saved()
            self.step = "result"
        else:
            self.step = "confirm"

    @property
    def bad_rows(self) -> list[AccountRow]:
        return [person for person in self.people if person.error]

    def errors_file(self) -> bytes:
        """Return the rows as they came, the error in a column of its own.

        Mended, the file is uploaded again as it is: the column is ignored.
        """
        rows = (
            [
                *(getattr(person, name) for name in COLUMNS),
                self.translated(person.error),
            ]
            for person in self.people
        )
        return offer_csv(self.request, "nguoi-dung-loi", [*COLUMNS, "error"], rows)

    def lines(self) -> list[dict[str, Any]]:
        """Return what the preview shows of each row."""
        return [
            {
                "line": person.line,
                "name": person.full_name,
                "login": person.login or person.email,
                "email": person.email,
                "unit": self.unit_title(person.unit),
                "known": bool(person.user_id),
                "error": person.error,
            }
            for person in self.people
        ]

    def result_lines(self) -> list[dict[str, Any]]:
        """Return what the result shows of each row."""
        return [
            {
                "name": result.person.full_name or result.person.login,
                "unit": self.unit_title(result.person.unit),
                "status": STATUS_LABELS[result.status],
                "mailed": result.mailed is True,
                "mail_failed": result.mailed is False,
            }
            for result in self.results
        ]

    def unit_title(self, code: str) -> str:
        """Return the name of a unit, or the code that no unit has."""
        unit = units_by_code(self.section).get(code)
        return unit.title if unit is not None else code

    def units(self) -> list[tuple[str, str]]:
        """List codes and names of the units, to be copied into the file."""
        return [
            (code, unit.title) for code, unit in units_by_code(self.section).items()
        ]
