"""The page on which one decision ends or renews the recognition of many people."""

from functools import cached_property
from plone import api
from plone.protect import CheckAuthenticator
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.names import LEVEL_INDEX
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.editorial.states import state_title
from sonla.pbgdpl.people import NAME_INDEX
from sonla.pbgdpl.people.append_only import LEVELS
from sonla.pbgdpl.people.behavior import IRecognition
from sonla.pbgdpl.people.decisions import decide
from sonla.pbgdpl.people.decisions import DecisionFile
from sonla.pbgdpl.people.decisions import DecisionOutcome
from sonla.pbgdpl.people.decisions import END
from sonla.pbgdpl.people.decisions import RegisterDecision
from sonla.pbgdpl.people.decisions import RENEW
from sonla.pbgdpl.people.pages.import_options import KINDS
from sonla.pbgdpl.people.rules import ENDED
from sonla.pbgdpl.people.rules import RECOGNISED
from sonla.pbgdpl.ui.admin_pages import admin_page
from sonla.pbgdpl.ui.admin_pages import PEOPLE
from sonla.pbgdpl.ui.downloads import keep_private
from sonla.pbgdpl.ui.fields import Day
from sonla.pbgdpl.ui.fields import short_line
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.office_forms import with_widget
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from sonla.pbgdpl.ui.page import values_of
from sonla.pbgdpl.vocabularies import TERRITORIES
from sonla.pbgdpl.vocabularies.terms import all_terms
from typing import Any
from typing import ClassVar
from z3c.form.browser.checkbox import SingleCheckBoxFieldWidget
from zope.schema import Bool
from zope.schema import Bytes
from zope.schema import Choice

MAX_LISTED = 1000
MSG_NOBODY = _("msg_decision_nobody", default="Choose at least one person.")
END_KINDS = "sonla.pbgdpl.EndKinds"
TITLE = _("heading_register_decision", default="End or renew by a decision")


def first_end_kind() -> str:
    """Return how recognitions end unless another kind is chosen."""
    return next(iter(all_terms(END_KINDS))).token


NUMBER = _("label_decision_number", default="Number of the decision")
ENDED_ON = Day(
    __name__="day",
    title=_("label_recognition_ended_on", default="Ended on"),
    defaultFactory=today,
)
END_KIND = Choice(
    __name__="end_kind",
    title=_("label_end_kind", default="How it ended"),
    vocabulary=END_KINDS,
    defaultFactory=first_end_kind,
    required=False,
    missing_value="",
)
DECISION_FILE = Bytes(
    __name__="file",
    title=_("label_decision_file", default="File of the decision"),
    required=False,
)
HEAD = (
    short_line("number", NUMBER, required=True),
    Day(
        __name__="signed",
        title=_("label_decision_date", default="Date of the decision"),
        required=False,
    ),
)
FILE = (
    DECISION_FILE,
    with_widget(
        Bool(
            __name__="no_private_data",
            title=_(
                "label_decision_no_private_data",
                default="I have looked through the file: it has no birth dates, identity numbers or home addresses. Everybody may read it, from the public list.",
            ),
            required=False,
        ),
        SingleCheckBoxFieldWidget,
    ),
)


def file_in(
    request: Any, data: bytes | None, is_public: bool = False
) -> DecisionFile | None:
    """Return the file that the field `file` of a form sent; None for none."""
    if not data:
        return None
    return DecisionFile(str(request.form["file"].filename), data, is_public)


class DecisionView(Page, BrowserView):
    """Show whom a decision can concern, and apply it to the chosen ones."""

    post_forms: ClassVar = {
        END: PostForm(
            _("button_decision_end", default="End their recognition"),
            (
                *HEAD,
                ENDED_ON,
                END_KIND,
                short_line(
                    "reason",
                    _("label_end_reason", default="Reason of the end"),
                    missing_value="",
                    max_length=300,
                ),
                *FILE,
            ),
        ),
        RENEW: PostForm(
            _("button_decision_renew", default="Renew their recognition"),
            (
                *HEAD,
                Day(
                    __name__="day",
                    title=_("label_recognised_from", default="Recognised from"),
                    defaultFactory=today,
                ),
                short_line(
                    "issuer",
                    _("label_issuer", default="Issued by"),
                    missing_value="",
                    max_length=300,
                ),
                *FILE,
            ),
        ),
    }
    sent_as = "apply"
    page_title = TITLE
    error: Any = ""
    outcomes: list[DecisionOutcome] = []
    kept: Any = None
    """The file of the decision that was kept."""

    def __call__(self) -> str:
        """Apply what was sent, then show the page."""
        keep_private(self.request)
        self.hide_columns()
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            try:
                self.apply(**self.form_named(self.kind).read())
            except InvalidInput as refused:
                self.error = refused.message
        return self.index()

    @property
    def sent_form(self) -> tuple[str, str]:
        """The form of the decision's kind, by name and value of its button."""
        return self.kind, "1"

    def apply(self, file: bytes, no_private_data: bool, **sent: Any) -> None:
        """Apply the decision, keep its file, note both."""
        uids = values_of(self.request.form.get("uids"))
        if "everybody" in self.request.form:
            uids = [brain.UID for brain in self.brains]
            del self.brains  # they are found anew when all is done
        if not uids:
            raise InvalidInput(MSG_NOBODY)
        decision = RegisterDecision(kind=self.kind, level=self.level, **sent)
        self.outcomes, self.kept = decide(
            self.context,
            self.portal_type,
            uids,
            decision,
            file_in(self.request, file, no_private_data),
        )

    # What was asked

    @property
    def kind(self) -> str:
        """Whether the decision ends or renews."""
        return RENEW if self.request.form.get("kind") == RENEW else END

    @property
    def portal_type(self) -> str:
        """Which people; an unknown kind is the first."""
        asked = str(self.request.form.get("portal_type", ""))
        return asked if asked in KINDS else next(iter(KINDS))

    @property
    def level(self) -> str:
        """The level whose recognitions the decision concerns."""
        asked = str(self.request.form.get("level", ""))
        usual = "xa" if self.portal_type == "LegalPropagandist" else "tinh"
        return asked if asked in {one.token for one in all_terms(LEVELS)} else usual

    @property
    def unit(self) -> str:
        """The unit to which the list is narrowed down; empty for all."""
        return str(self.request.form.get("unit", ""))

    # What is shown

    @cached_property
    def brains(self) -> Any:
        """The people whom the decision can concern, by name."""
        states = [RECOGNISED] if self.kind == END else [RECOGNISED, ENDED]
        query = {
            "portal_type": self.portal_type,
            "review_state": states,
            "path": path_of(self.context),
            LEVEL_INDEX: self.level,
            "sort_on": NAME_INDEX,
            "sort_limit": MAX_LISTED,
            "show_inactive": True,
        }
        if self.unit:
            query["pbgdpl_territory"] = self.unit
        catalog = api.portal.get_tool("portal_catalog")
        return catalog.searchResults(query)[:MAX_LISTED]

    def people(self) -> list[dict[str, Any]]:
        """List them for the form."""
        chosen = values_of(self.request.form.get("uids")) if self.error else ()
        return [
            {
                "uid": brain.UID,
                "title": brain.Title,
                "url": brain.getURL(),
                "state": state_title(brain.review_state),
                "chosen": brain.UID in chosen,
            }
            for brain in self.brains
        ]

    def menus(self) -> list[dict[str, Any]]:
        """List the menus that say whom the list shows."""
        titles = {
            "kind": _("label_decision_kind", default="What the decision does"),
            "portal_type": _("label_import_kind", default="Who is on the list"),
            "level": IRecognition["level"].title,
            "unit": IRecognition["unit"].title,
        }
        return [
            {"name": name, "title": title, "options": self.choices(name)}
            for name, title in titles.items()
        ]

    def choices(self, name: str) -> list[dict[str, Any]]:
        """List the options of a menu."""
        options = {
            "kind": {
                END: _("label_decision_ends", default="Ends the recognition"),
                RENEW: _("label_decision_renews", default="Renews the recognition"),
            },
            "portal_type": KINDS,
            "level": {one.token: one.title for one in all_terms(LEVELS)},
            "unit": {one.token: one.title for one in all_terms(TERRITORIES)},
        }[name]
        chosen = getattr(self, name)
        return [
            {"value": value, "title": title, "chosen": value == chosen}
            for value, title in options.items()
        ]


DecisionAdminPage = admin_page(
    "register-decision",
    title=TITLE,
    help=_(
        "help_tool_register_decision",
        default="One decision with number, date and file for many people of the register.",
    ),
    order=121,
    group=PEOPLE,
)
