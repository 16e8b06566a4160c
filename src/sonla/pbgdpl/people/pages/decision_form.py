"""The page on which one decision ends or renews the recognition of many people."""

from functools import cached_property
from plone import api
from plone.dexterity.utils import createContent
from plone.i18n.normalizer.interfaces import IIDNormalizer
from plone.namedfile.file import NamedBlobFile
from plone.protect import CheckAuthenticator
from sonla.pbgdpl import _
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import AuditAction
from sonla.pbgdpl.audit.actions import REGISTER
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import read_day
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.names import LEVEL_INDEX
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import free_id
from sonla.pbgdpl.editorial.additions import closed_message
from sonla.pbgdpl.editorial.additions import closed_unit
from sonla.pbgdpl.editorial.pages.uploads import facts_of
from sonla.pbgdpl.editorial.states import state_title
from sonla.pbgdpl.editorial.uploads import refuse_bad_file
from sonla.pbgdpl.people import NAME_INDEX
from sonla.pbgdpl.people.append_only import LEVELS
from sonla.pbgdpl.people.behavior import IRecognition
from sonla.pbgdpl.people.decisions import apply_to_all
from sonla.pbgdpl.people.decisions import DecisionOutcome
from sonla.pbgdpl.people.decisions import END
from sonla.pbgdpl.people.decisions import note_file
from sonla.pbgdpl.people.decisions import open_file
from sonla.pbgdpl.people.decisions import RegisterDecision
from sonla.pbgdpl.people.decisions import RENEW
from sonla.pbgdpl.people.pages.import_options import KINDS
from sonla.pbgdpl.people.rules import ENDED
from sonla.pbgdpl.people.rules import RECOGNISED
from sonla.pbgdpl.ui.admin_pages import AdminPage
from sonla.pbgdpl.ui.admin_pages import PEOPLE
from sonla.pbgdpl.ui.downloads import keep_private
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from sonla.pbgdpl.ui.page import values_of
from sonla.pbgdpl.vocabularies import TERRITORIES
from sonla.pbgdpl.vocabularies.terms import all_terms
from typing import Any
from zope.component import getUtility

DECIDED = AuditAction(
    "register_decision",
    _("log_register_decision", default="Ended or renewed recognitions by a decision"),
    REGISTER,
    {"number": _("label_decision_number", default="Number of the decision")},
)
MAX_LISTED = 1000
MSG_NOBODY = _("msg_decision_nobody", default="Choose at least one person.")
MSG_NUMBER = _("msg_decision_number", default="Enter the number of the decision.")
TITLE = _("heading_register_decision", default="End or renew by a decision")


class DecisionView(Page, BrowserView):
    """Show whom a decision can concern, and apply it to the chosen ones."""

    page_title = TITLE
    error: Any = ""
    outcomes: list[DecisionOutcome] = []
    kept: Any = None
    """The file of the decision that was kept."""

    def __call__(self) -> str:
        """Apply what was sent, then show the page."""
        keep_private(self.request)
        self.hide_columns()
        if self.request.method == "POST" and "apply" in self.request.form:
            CheckAuthenticator(self.request)
            try:
                self.apply()
            except InvalidInput as refused:
                self.error = refused.message
        return self.index()

    def apply(self) -> None:
        """Apply the decision, keep its file, note both."""
        uids = values_of(self.request.form.get("uids"))
        if "everybody" in self.request.form:
            uids = [brain.UID for brain in self.brains]
            del self.brains  # they are found anew when all is done
        if not uids:
            raise InvalidInput(MSG_NOBODY)
        decision = self.decision()
        closed = closed_unit(self.context)
        if self.sent_file and closed is not None:
            raise InvalidInput(closed_message(closed))
        self.refuse_bad_file()
        self.outcomes = apply_to_all(uids, decision)
        people = [one.person for one in self.outcomes if one.done]
        done = len(people)
        if done:
            self.keep_file(decision)
            if self.kept is not None:
                note_file(people, decision, self.kept)
                if "no_private_data" in self.request.form:
                    open_file(self.kept)
            log.note(
                DECIDED.name,
                self.portal_type,
                self.context,
                done,
                number=decision.words,
            )

    def decision(self) -> RegisterDecision:
        """Read the decision from the form; raises `InvalidInput` for what lacks."""
        if not self.typed("number"):
            raise InvalidInput(MSG_NUMBER)
        return RegisterDecision(
            kind=self.kind,
            level=self.level,
            day=read_day(self.typed("day")),
            number=self.typed("number"),
            signed=read_day(self.typed("signed")) if self.typed("signed") else None,
            issuer=self.typed("issuer"),
            end_kind=self.typed("end_kind"),
            reason=self.typed("reason"),
        )

    @property
    def sent_file(self) -> Any:
        """The file of the decision; None where none was sent."""
        sent = self.request.form.get("file")
        return sent if getattr(sent, "filename", "") else None

    def refuse_bad_file(self) -> None:
        """Raise `InvalidInput` for a file that may not enter a section."""
        sent = self.sent_file
        if sent is not None:
            refuse_bad_file(self.context, *facts_of(sent))

    def keep_file(self, decision: RegisterDecision) -> None:
        """Keep the decision's file beside the people; it is hidden like any new file.

        Like people, it is added by who keeps the register, without the right of writers.
        """
        sent = self.sent_file
        if sent is None:
            return
        blob = NamedBlobFile(data=sent.read(), filename=str(sent.filename))
        kept = createContent("File", title=decision.words, file=blob)
        normalize = getUtility(IIDNormalizer).normalize
        kept.id = free_id(self.context, normalize(decision.words))
        self.context._setObject(kept.id, kept)
        self.kept = self.context._getOb(kept.id)

    # What was asked

    def typed(self, name: str) -> str:
        """Return what was typed into a field."""
        return " ".join(str(self.request.form.get(name, "")).split())[:300]

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
            "end_kind": {
                one.token: one.title for one in all_terms("sonla.pbgdpl.EndKinds")
            },
        }[name]
        chosen = getattr(self, name, None) or self.typed(name)
        return [
            {"value": value, "title": title, "chosen": value == chosen}
            for value, title in options.items()
        ]

    @property
    def is_ending(self) -> bool:
        """Whether the decision ends recognitions."""
        return self.kind == END

    @property
    def today(self) -> str:
        """Today, as a field of a form takes it."""
        return today().isoformat()


class DecisionAdminPage(AdminPage):
    """Lead here from the administration page."""

    view = "register-decision"
    group = PEOPLE
    order = 121
    title = TITLE
    help = _(
        "help_tool_register_decision",
        default="One decision with number, date and file for many people of the register.",
    )
