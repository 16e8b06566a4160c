"""Set validity or replacement of one document for all items: form, preview, result."""

from AccessControl import Unauthorized
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from plone.app.z3cform.widgets.select import SelectFieldWidget
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.mixins import Mixin
from sonla.pbgdpl.core.section import may_decide
from sonla.pbgdpl.core.vietnamese.folding import fold_number
from sonla.pbgdpl.legal_documents.decisions import citing_items
from sonla.pbgdpl.legal_documents.decisions import decide
from sonla.pbgdpl.legal_documents.decisions import Decision
from sonla.pbgdpl.legal_documents.decisions import preview
from sonla.pbgdpl.legal_documents.journal import DecisionEntry
from sonla.pbgdpl.legal_documents.journal import ItemChange
from sonla.pbgdpl.legal_documents.journal import read_journal
from sonla.pbgdpl.legal_documents.pages.listing import terms
from sonla.pbgdpl.legal_documents.query import merged_row
from sonla.pbgdpl.legal_documents.rules import expires_too_early
from sonla.pbgdpl.ui.drafts.assets import INamedDraft
from sonla.pbgdpl.ui.drafts.saved import note_saved
from sonla.pbgdpl.ui.fields import choices_of
from sonla.pbgdpl.ui.fields import Day
from sonla.pbgdpl.ui.fields import short_line
from sonla.pbgdpl.ui.office_forms import BACK
from sonla.pbgdpl.ui.office_forms import OfficeForm
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.office_forms import with_widget
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from sonla.pbgdpl.vocabularies.terms import term_title
from typing import Any
from typing import ClassVar
from urllib.parse import urlencode
from z3c.form.browser.checkbox import SingleCheckBoxFieldWidget
from z3c.form.field import Field
from z3c.form.interfaces import HIDDEN_MODE
from zExceptions import NotFound
from zope.i18nmessageid import Message
from zope.interface import implementer
from zope.interface import provider
from zope.schema import Bool
from zope.schema import Choice
from zope.schema.interfaces import IContextSourceBinder
from zope.schema.vocabulary import SimpleVocabulary

CHANGE_LABELS = {
    "validity": _("label_validity", default="Validity"),
    "expires_on": _("label_expires_on", default="Expires on"),
    "replaced_by": _("label_replaced_by_number", default="Replaced by"),
}
STATUS_LABELS = {
    "changed": _("label_item_changed", default="Changed"),
    "unchanged": _("label_item_unchanged", default="Already so"),
    "locked": _("label_item_locked", default="Not changed: being edited"),
    "differs": _("label_item_differs", default="Not changed: altered since"),
    "failed": _("label_item_failed", default="Not changed: error"),
}
PLANNED_LABELS = {
    **STATUS_LABELS,
    "changed": _("label_item_will_change", default="Will be changed"),
    "locked": _("label_item_is_locked", default="Being edited, would not be changed"),
}


class ChangesMixin(Mixin):
    """Words for changes, shared by the decision and the journal."""

    parts = ViewPageTemplateFile("templates/item_lines.pt")

    def change_words(self, values: dict[str, Any]) -> list[tuple[Any, str]]:
        """Return label and text of each value."""
        return [(CHANGE_LABELS[name], words(name, values[name])) for name in values]

    def item_lines(
        self, items: Iterable[ItemChange], labels: dict[str, Any] = STATUS_LABELS
    ) -> list[dict[str, Any]]:
        """Return what a table shows of each item: title, link, old and new, outcome."""
        return [
            {
                "title": item.title,
                "url": self.request.physicalPathToURL(item.path),
                "status": labels[item.status],
                "done": item.status in ("changed", "unchanged"),
                "note": item.note,
                "changes": [
                    (CHANGE_LABELS[name], words(name, item.old[name]), new_words)
                    for name, new_words in (
                        (name, words(name, value)) for name, value in item.new.items()
                    )
                ],
            }
            for item in items
        ]


def leave_as_is(field: Any, request: Any) -> Any:
    """Return a menu whose first line changes nothing."""
    widget = SelectFieldWidget(field, request)
    widget.noValueMessage = _("label_leave_as_is", default="Leave as it is")
    return widget


@provider(IContextSourceBinder)
def statuses(_context: Any) -> SimpleVocabulary:
    """Return the statuses that may be set today."""
    valid = (one for one in terms("ValidityStatuses") if one.is_valid_on(today()))
    return choices_of({one.token: one.title for one in valid})


def tick(name: str, title: Message) -> Field:
    """Return a box that may be ticked."""
    made = Bool(__name__=name, title=title, required=False)
    return with_widget(made, SingleCheckBoxFieldWidget)


FIELDS = (
    with_widget(
        Choice(
            __name__="validity",
            title=CHANGE_LABELS["validity"],
            source=statuses,
            required=False,
        ),
        leave_as_is,
    ),
    Day(__name__="expires_on", title=CHANGE_LABELS["expires_on"], required=False),
    tick("clear_expires_on", _("label_clear_date", default="Take the date away")),
    short_line(
        "replaced_by",
        CHANGE_LABELS["replaced_by"],
        _(
            "help_replaced_by_number",
            default="Number of the new document. Unless you choose a status above, the replaced one is no longer in force.",
        ),
    ),
    tick(
        "clear_replaced_by",
        _("label_clear_replacement", default="Take the replacement away"),
    ),
)
KEPT = (*(one.__name__ for one in FIELDS), "document", "pbgdpl_draft")


@implementer(INamedDraft)
class DecisionView(Page, ChangesMixin, BrowserView):
    """Lead from the form over a preview of the items to the result."""

    post_forms: ClassVar = {
        "preview": PostForm(
            _("button_preview_items", default="Show the items that will change"), FIELDS
        ),
        "apply": PostForm(_("button_apply_decision", default="Set it in all of them")),
        "back": BACK,
    }
    stylesheets = ("tables.css",)
    page_title = _("label_validity", default="Validity")
    error: Any = ""
    step = "form"
    decision: Decision
    entry: DecisionEntry

    def __call__(self) -> str:
        """Show the step reached; raises Unauthorized or NotFound."""
        if not may_decide(self.context):
            raise Unauthorized("pbgdpl-document-decision")
        if not self.items:
            raise NotFound(self.identity)
        if self.request.method == "POST":
            self.proceed()
        return self.index()

    def proceed(self) -> None:
        """Go one step further; a refused entry shows the form again, as typed."""
        CheckAuthenticator(self.request)
        try:
            self.decision = self.read()
        except InvalidInput as refused:
            self.error = refused.message
            return
        if "apply" in self.request.form:
            self.entry = decide(self.context, self.decision)
            note_saved()
            self.step = "result"
        elif "preview" in self.request.form:
            self.step = "confirm"

    @property
    def draft_name(self) -> str:
        """What parts a draft of this document's form from those of the others."""
        return f"{self.__name__} {self.identity}"

    @cached_property
    def identity(self) -> str:
        """The document's identity from the address."""
        return str(self.request.form.get("document", ""))

    @cached_property
    def items(self) -> list[Any]:
        """The items citing the document, also those in preparation."""
        return citing_items(self.context, self.identity) if self.identity else []

    @cached_property
    def row(self) -> dict[str, Any]:
        """What is known of the document."""
        return merged_row(self.identity, self.items)

    @property
    def sent_form(self) -> tuple[str, str]:
        """The form with the fields, by which button ever it is sent: each step has them."""
        return "preview", "1"

    def form_named(self, name: str, value: str = "1") -> OfficeForm:
        """Return a form; a replacement that there is not can't be taken away."""
        form = super().form_named(name, value)
        if name == "preview" and not self.replacement:
            form.widgets["clear_replaced_by"].mode = HIDDEN_MODE
        return form

    def read(self) -> Decision:
        """Read what was entered; raises `InvalidInput`."""
        sent = self.form_named("preview").read()
        changes: dict[str, Any] = {}
        if sent["validity"]:
            changes["validity"] = sent["validity"]
        if sent["clear_expires_on"]:
            changes["expires_on"] = None
        elif sent["expires_on"]:
            changes["expires_on"] = self.checked_expiry(sent["expires_on"])
        if sent["clear_replaced_by"]:
            changes["replaced_by"] = None
        elif sent["replaced_by"]:
            changes["replaced_by"] = self.checked_replacement(sent["replaced_by"])
            changes.setdefault("validity", "HHL")  # unless told
        if not changes:
            raise InvalidInput(
                _("msg_nothing_to_set", default="Nothing was chosen to be set.")
            )
        return Decision(self.identity, self.row["number"], changes)

    def checked_expiry(self, day: date) -> date:
        """Check a date of expiry against the document's other dates."""
        if expires_too_early({**self.row, "expires_on": day}):
            raise InvalidInput(
                _(
                    "msg_guidance_expires_too_early",
                    default="The date of expiry is before the date of issue or of effect.",
                )
            )
        return day

    def checked_replacement(self, number: str) -> str:
        """Check the replacing number, which is not the document's own."""
        if fold_number(number) == fold_number(self.row["number"]):
            raise InvalidInput(
                _(
                    "msg_replaces_itself",
                    default="A document can't replace itself. When another one has the same number, write its date behind the number.",
                )
            )
        return number

    @property
    def kept(self) -> dict[str, Any]:
        """What was sent, for the next step."""
        sent = self.request.form
        return {name: sent[name] for name in KEPT if name in sent}

    @property
    def current(self) -> list[tuple[Any, str]]:
        """What holds now."""
        return self.change_words(
            {
                "validity": self.row["validity"],
                "expires_on": self.row["expires_on"],
                "replaced_by": self.replacement,
            }
        )

    @property
    def wanted(self) -> list[tuple[Any, str]]:
        """What shall hold."""
        return self.change_words(self.decision.changes)

    @property
    def replacement(self) -> str | None:
        """The number that replaces the document, as the journal knows it."""
        return read_journal(self.context).replacement(self.identity)

    def planned_lines(self) -> list[dict[str, Any]]:
        """Return what would happen to each item."""
        return self.item_lines(preview(self.context, self.decision), PLANNED_LABELS)

    def result_lines(self) -> list[dict[str, Any]]:
        """Return what happened to each item."""
        return self.item_lines(self.entry.items)

    @property
    def register_url(self) -> str:
        return f"{self.context.absolute_url()}/@@pbgdpl-documents"

    @property
    def line_url(self) -> str:
        """The address of this document's line."""
        return f"{self.register_url}?{urlencode({'document': self.identity})}"

    @property
    def journal_url(self) -> str:
        return f"{self.context.absolute_url()}/@@pbgdpl-documents-journal"


def words(name: str, value: Any) -> str:
    """Write a value for people; a dash for none."""
    if not value:
        return "–"
    if name == "validity":
        return term_title("sonla.pbgdpl.ValidityStatuses", value)
    if name == "expires_on":
        return format_day(value)
    return value if isinstance(value, str) else ", ".join(value)
