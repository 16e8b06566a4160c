"""Make many units at once: choose or paste, look, make."""

from sonla.pbgdpl import _
from sonla.pbgdpl.province.current import current_province
from sonla.pbgdpl.ui.drafts.assets import IWritingPage
from sonla.pbgdpl.ui.drafts.saved import note_saved
from sonla.pbgdpl.ui.office_forms import BACK
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.office_forms import with_widget
from sonla.pbgdpl.ui.page import values_of
from sonla.pbgdpl.ui.rows_file import table_form
from sonla.pbgdpl.units.creation import make_units
from sonla.pbgdpl.units.creation import preview_units
from sonla.pbgdpl.units.creation import UnitResult
from sonla.pbgdpl.units.creation import units_by_code
from sonla.pbgdpl.units.pages.base import UnitsPage
from sonla.pbgdpl.units.proposals import choosable
from sonla.pbgdpl.units.proposals import committee_of
from sonla.pbgdpl.units.proposals import from_agencies
from sonla.pbgdpl.units.proposals import from_rows
from sonla.pbgdpl.units.proposals import from_territories
from sonla.pbgdpl.units.proposals import Proposal
from sonla.pbgdpl.units.proposals import refuse_repeated
from sonla.pbgdpl.vocabularies import AGENCIES
from sonla.pbgdpl.vocabularies import TERRITORIES
from typing import Any
from typing import ClassVar
from z3c.form.browser.checkbox import SingleCheckBoxFieldWidget
from zope.interface import implementer
from zope.schema import Bool

STATUS_LABELS = {
    "new": _("label_unit_new", default="Will be made"),
    "made": _("label_unit_made", default="Made"),
    "completed": _("label_unit_completed", default="Was there; group or rights added"),
    "existing": _("label_unit_existing", default="Is there already"),
    "refused": _("label_unit_refused", default="Refused"),
    "failed": _("label_unit_failed", default="Not made: error"),
}


@implementer(IWritingPage)
class MakeUnitsView(UnitsPage):
    """Lead from the choice over a preview to the result, one line a unit."""

    post_forms: ClassVar = {
        "apply": PostForm(
            _("button_make_these_units", default="Make them"),
            (
                with_widget(
                    Bool(
                        __name__="publish",
                        title=_(
                            "label_publish_units",
                            default="Publish the folders at once (they are empty; texts still go through approval)",
                        ),
                        default=True,
                        required=False,
                    ),
                    SingleCheckBoxFieldWidget,
                ),
            ),
        ),
        "back": BACK,
        "preview": table_form(
            _(
                "help_units_table",
                default="The first line names the columns: code, name, agency, territory (several separated by |).",
            ),
            _("button_preview_units", default="Show what will be made"),
        ),
    }
    page_title = _("heading_make_units", default="Make units")
    columns = (
        _("label_unit", default="Unit"),
        _("label_code_column", default="Code"),
        _("label_journal_outcome", default="Outcome"),
        _("label_note", default="Note"),
    )
    step = "form"
    results: list[UnitResult]

    def process_form(self) -> None:
        """Show what would be made, or make it."""
        if "back" in self.request.form:
            return
        if "all_communes" in self.request.form:
            tokens = [option["token"] for option in self.territories()]
            self.request.form["territories"] = tokens
        proposals = self.proposals()
        if self.error:
            return
        if not proposals:
            self.error = _("msg_nothing_chosen", default="Nothing was chosen.")
            return
        if "apply" in self.request.form:
            sent = self.form_named("apply").read()
            self.results = make_units(self.section, proposals, **sent)
            note_saved()
            self.step = "result"
        else:
            self.results = preview_units(self.section, proposals)
            self.step = "confirm"

    def proposals(self) -> list[Proposal]:
        """Gather what was chosen in both lists and what was pasted or uploaded."""
        chosen = [
            *from_agencies(self.chosen_agencies),
            *from_territories(self.chosen_territories),
        ]
        rows = self.rows() if self.request.form.get("table") or self.uploaded else []
        return refuse_repeated([*chosen, *from_rows(rows)])

    @property
    def uploaded(self) -> bool:
        return bool(getattr(self.request.form.get("upload"), "filename", ""))

    @property
    def chosen_agencies(self) -> list[str]:
        """The tokens of the agencies that were checked."""
        return values_of(self.request.form.get("agencies"))

    @property
    def chosen_territories(self) -> list[str]:
        """The tokens of the communes that were checked."""
        return values_of(self.request.form.get("territories"))

    def choices(self) -> list[dict[str, Any]]:
        """Return both lists of which units can be made: name, title and options."""
        return [
            {
                "name": "territories",
                "title": _("heading_communes", default="Communes and wards"),
                "options": self.territories(),
            },
            {
                "name": "agencies",
                "title": _("heading_agencies", default="Agencies"),
                "options": self.agencies(),
            },
        ]

    def agencies(self) -> list[dict[str, Any]]:
        """List the agencies to choose from; those of communes are units of their territory."""
        committees = {committee_of(term.token) for term in choosable(TERRITORIES)}
        options = self.options(AGENCIES, self.chosen_agencies)
        return [option for option in options if option["token"] not in committees]

    def territories(self) -> list[dict[str, Any]]:
        """List the communes and wards to choose from; the province is no commune."""
        province = current_province().names.code
        options = self.options(TERRITORIES, self.chosen_territories)
        return [option for option in options if option["token"] != province]

    def options(self, vocabulary: str, chosen: list[str]) -> list[dict[str, Any]]:
        """Return the terms of a list, those that are units already marked."""
        known = units_by_code(self.section)
        return [
            {
                "token": term.token,
                "title": term.title,
                "chosen": term.token in chosen,
                "exists": term.token.lower() in known,
            }
            for term in choosable(vocabulary)
        ]

    def lines(self) -> list[dict[str, Any]]:
        """Return what the tables show of each proposal."""
        return [
            {
                "line": result.proposal.line,
                "code": result.proposal.code,
                "title": result.proposal.title,
                "status": STATUS_LABELS[result.status],
                "bad": result.status in ("refused", "failed"),
                "url": result.url,
                "note": result.note,
            }
            for result in self.results
        ]
