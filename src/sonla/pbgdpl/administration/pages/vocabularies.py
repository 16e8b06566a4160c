"""The pages of the controlled lists: all of them, and one to edit."""

from plone.z3cform.layout import wrap_form
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today as portal_today
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.ui.control_panel import panel_url
from sonla.pbgdpl.ui.control_panel import PanelForm
from sonla.pbgdpl.ui.control_panel import PanelFormWrapper
from sonla.pbgdpl.ui.control_panel import PanelLayout
from sonla.pbgdpl.ui.drafts.conflicts import Conflict
from sonla.pbgdpl.ui.drafts.conflicts import Parts
from sonla.pbgdpl.ui.drafts.diff import as_text
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from sonla.pbgdpl.vocabularies.changes import check_change
from sonla.pbgdpl.vocabularies.changes import Rows
from sonla.pbgdpl.vocabularies.settings import IVocabularySettings
from sonla.pbgdpl.vocabularies.settings import shown_lists
from sonla.pbgdpl.vocabularies.settings import VOCABULARY_FIELDS
from sonla.pbgdpl.vocabularies.terms import all_terms
from sonla.pbgdpl.vocabularies.terms import PREFIX
from typing import Any
from z3c.form.interfaces import WidgetActionExecutionError


class ListsPage(Page, PanelLayout, BrowserView):
    """Name every controlled list, with the number of its terms."""

    page_title = _("heading_lists", default="Controlled lists")
    page = "lists"
    title = _("tab_lists", default="Controlled lists")
    order = 20
    schema = IVocabularySettings
    prefix = PREFIX
    index = ViewPageTemplateFile("templates/lists.pt")

    def __call__(self) -> str:
        return self.index()

    def lists(self) -> list[dict[str, Any]]:
        """Describe each list: address, title, number of terms valid and ended."""
        today = portal_today()
        found = []
        for name in shown_lists():
            terms = all_terms(name)
            valid = sum(term.is_valid_on(today) for term in terms)
            found.append(
                {
                    "url": panel_url(vocabulary=name),
                    "title": IVocabularySettings[VOCABULARY_FIELDS[name]].title,
                    "valid": valid,
                    "others": len(terms) - valid,
                }
            )
        return found


class ListForm(PanelForm):
    """Edit the terms of one controlled list.

    The list is named by the parameter `vocabulary`, which the pages of the control
    panel have checked.
    """

    fields: Any
    schema = IVocabularySettings
    schema_prefix = PREFIX
    msg_saved = _("msg_list_saved", default="The list was saved.")
    next_page = "lists"
    description = _(
        "help_list",
        default="Content stores the code, so a code that is in use stays. A term that no longer applies gets an end date: it stays readable where it is used and is not offered for new records.",
    )

    @property
    def vocabulary(self) -> str:
        """The name of the list, without `sonla.pbgdpl.`."""
        return self.request.form["vocabulary"]

    @property
    def field_name(self) -> str:
        """The name of the record's field."""
        return VOCABULARY_FIELDS[self.vocabulary]

    @property
    def label(self) -> Any:
        return IVocabularySettings[self.field_name].title

    @property
    def action(self) -> str:
        """The address that the form is sent to, with the name of the list."""
        return panel_url(vocabulary=self.vocabulary)

    def updateFieldsFromSchemata(self) -> None:
        """Keep the field of this list alone."""
        super().updateFieldsFromSchemata()
        self.fields = self.fields.select(self.field_name)

    @property
    def field_names(self) -> list[str]:
        """The field of this list alone."""
        return [self.field_name]

    def parts(self, values: dict[str, Any]) -> Parts:
        """Split the list into its rows, named by their codes."""
        return {row["token"]: row for row in values[self.field_name] or []}

    def describe_part(self, key: str, value: Any) -> tuple[Any, str]:
        """Return the name of a term, and its row; both are empty where there is none."""
        row = IVocabularySettings[self.field_name].value_type
        title = value["title"] if value else ""
        return title, as_text(row, value, self.context)

    def apply_merged(self, taken: list[Conflict], data: dict[str, Any]) -> None:
        """Put the rows that only the other person changed into the table."""
        stored = self.stored()[self.field_name] or []
        rows = with_their_rows(data[self.field_name] or [], taken)
        added = [one.theirs for one in taken if one.mine is None]
        self.show(self.field_name, with_rows_back(stored, rows, added))

    def check(self, data: dict[str, Any]) -> None:
        """Refuse a forbidden change, at the table."""
        stored = getattr(self.getContent(), self.field_name)
        sent = data[self.field_name]
        try:
            check_change(self.vocabulary, stored, sent)
        except InvalidInput as refusal:
            self.formErrorsMessage = refusal.message
            if missing := removed_rows(stored or [], sent or []):
                rows = with_rows_back(stored, sent or [], missing)
                self.show(self.field_name, rows)
            raise WidgetActionExecutionError(self.field_name, refusal) from refusal

    def show_error(self, errors: Any) -> Any:
        """Put the error message above the table: below a long one nobody sees it."""
        return errors[0].message


def removed_rows(old: Rows, new: Rows) -> Rows:
    """List the rows of `old` that are gone; another code under a title is a change."""
    codes = {row["token"] for row in new}
    known = {row["token"] for row in old}
    renamed = {row.get("title") for row in new if row["token"] not in known}
    return [
        row
        for row in old
        if row["token"] not in codes and row.get("title") not in renamed
    ]


def with_rows_back(old: Rows, new: Rows, missing: Rows) -> Rows:
    """Put rows back after those that stood before them."""
    rows = list(new)
    for row in missing:
        before = {other["token"] for other in old[: old.index(row)]}
        places = [n for n, one in enumerate(rows, 1) if one["token"] in before]
        rows.insert(max(places, default=0), row)
    return rows


def with_their_rows(rows: Rows, taken: list[Conflict]) -> Rows:
    """Replace rows by what is stored, or leave them out where nothing is."""
    theirs = {one.key: one for one in taken}
    merged = []
    for row in rows:
        change = theirs.get(row["token"])
        if change is None or change.mine != row:
            merged.append(row)
        elif change.theirs is not None:
            merged.append(change.theirs)
    return merged


class ListFormWrapper(PanelFormWrapper):
    """Mark the page of the lists as the one that is open."""

    page = "lists"

    @property
    def draft_name(self) -> str:
        """What parts a draft of this list from those of the others."""
        return f"{super().draft_name} {self.form_instance.vocabulary}"


ListFormPage = wrap_form(ListForm, ListFormWrapper)
