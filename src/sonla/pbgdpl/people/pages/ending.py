"""The form on the page of one person that ends a recognition."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from functools import cached_property
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.people.decisions import decide
from sonla.pbgdpl.people.decisions import END
from sonla.pbgdpl.people.decisions import RegisterDecision
from sonla.pbgdpl.people.pages.decision_form import DECISION_FILE
from sonla.pbgdpl.people.pages.decision_form import END_KIND
from sonla.pbgdpl.people.pages.decision_form import ENDED_ON
from sonla.pbgdpl.people.pages.decision_form import file_in
from sonla.pbgdpl.people.pages.decision_form import NUMBER
from sonla.pbgdpl.people.rules import current
from sonla.pbgdpl.ui.fields import short_line
from sonla.pbgdpl.ui.form_page import FormPage
from sonla.pbgdpl.ui.office_forms import CANCEL
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from typing import Any
from typing import ClassVar

USUAL_ENDS = {"LegalReporter": "mien-nhiem", "LegalPropagandist": "cho-thoi"}
"""Type → token of `sonla.pbgdpl.EndKinds`: how a recognition ends by decision."""


class EndPage(FormPage, Page, BrowserView):
    """End a recognition of one person."""

    page_title = _("heading_person_end", default="End the recognition")
    saved = _("msg_person_changed", default="The register has it.")
    post_forms: ClassVar = {
        END: PostForm(
            page_title,
            (
                ENDED_ON,
                END_KIND,
                short_line(
                    "number",
                    NUMBER,
                    _(
                        "help_person_end_number",
                        default="May stay empty where somebody died or moved away.",
                    ),
                    missing_value="",
                ),
                DECISION_FILE,
            ),
        ),
        "cancel": CANCEL,
    }

    @property
    def home(self) -> str:
        """The page of the person."""
        return str(self.context.absolute_url())

    def check_access(self) -> None:
        """Show the form in the whole width."""
        self.hide_columns()

    def drawn_form(self) -> str:
        """Return the form as HTML."""
        return self.drawn(END, "cancel", id="pbgdpl-person-form", level=self.level)

    @cached_property
    def level(self) -> str:
        """The level that is asked for, else that of the latest recognition in force."""
        rows = current(stored_value(self.context, "recognitions") or (), today())
        levels = [one.get("level") for one in rows]
        asked = self.request.form.get("level")
        return str(asked if asked in levels else next(iter(levels), ""))

    def first_values(self, name: str) -> dict[str, Any]:
        """Begin with the kind that is usual for this kind of people."""
        return {"end_kind": USUAL_ENDS[self.context.portal_type]}

    def store_end(self, sent: dict[str, Any]) -> None:
        """End it as a decision for many ends it, and keep the file beside the person."""
        file = file_in(self.request, sent.pop("file"))
        (outcome,), _kept = decide(
            aq_parent(aq_inner(self.context)),
            self.context.portal_type,
            [self.context.UID()],
            RegisterDecision(END, self.level, **sent),
            file,
        )
        if not outcome.done:
            raise InvalidInput(outcome.reason)
