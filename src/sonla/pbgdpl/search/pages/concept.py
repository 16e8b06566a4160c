"""The form for one concept of the thesaurus."""

from collections.abc import Iterator
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.section import require_editor
from sonla.pbgdpl.core.vietnamese.names import short_place
from sonla.pbgdpl.core.vietnamese.terms import split_terms
from sonla.pbgdpl.editorial.pages.row_form import RowForm
from sonla.pbgdpl.search.pages.thesaurus import LEGAL_FIELDS
from sonla.pbgdpl.search.pages.thesaurus import options
from sonla.pbgdpl.search.thesaurus.checks import problems
from sonla.pbgdpl.search.thesaurus.checks import RELATION_TITLES
from sonla.pbgdpl.search.thesaurus.checks import STATUS_TITLES
from sonla.pbgdpl.search.thesaurus.checks import warnings
from sonla.pbgdpl.search.thesaurus.rules import Concept
from sonla.pbgdpl.search.thesaurus.rules import IN_USE
from sonla.pbgdpl.search.thesaurus.storage import CONCEPTS
from sonla.pbgdpl.ui.page import values_of
from sonla.pbgdpl.vocabularies import TERRITORIES
from sonla.pbgdpl.vocabularies.terms import all_terms
from typing import Any
from zope.i18nmessageid import Message

SPECIAL_LISTS = (
    (
        "whole_word_terms",
        _("label_whole_word_terms", default="Abbreviations"),
        _(
            "help_whole_word_terms",
            default="Words from “What people say” that are typed as one word.",
        ),
    ),
    (
        "accented_only_terms",
        _("label_accented_only_terms", default="Words that need their accents"),
        _(
            "help_accented_only_terms",
            default="Words from “What people say” that become other words without their accents.",
        ),
    ),
    (
        "hidden_terms",
        _("label_hidden_terms", default="Words that are not shown"),
        _(
            "help_hidden_terms",
            default="Words from “What people say”: slang, hurtful words, former names. They are understood, but never shown or suggested.",
        ),
    ),
)


class ConceptForm(RowForm):
    """Add a concept or change one; switching it off keeps it."""

    saved = _("msg_concept_saved", default="The concept was saved.")
    table = CONCEPTS
    home_view = "pbgdpl-thesaurus"
    new_title = _("heading_new_concept", default="New concept")

    def check_access(self) -> None:
        """Let in editors and approvers."""
        require_editor(self.context)

    def blank(self) -> Concept:
        """Return a concept without words, which is used once it has some."""
        return Concept("", "", status=IN_USE)

    def sent(self) -> Concept:
        """Return what was sent, whatever it is."""
        values: dict[str, Any] = {
            name: split_terms(self.typed(name))
            for name in CONCEPTS.lists
            if name != "fields"
        }
        known = {term.token for term in all_terms(LEGAL_FIELDS)}
        chosen = values_of(self.request.form.get("fields"))
        return Concept(
            key=self.key,
            label=" ".join(self.typed("label").split()),
            fields=tuple(one for one in chosen if one in known),
            relation=self.typed("relation"),
            status=self.typed("status"),
            note=" ".join(self.typed("note").split()),
            **values,
        )

    def wrong(self, row: Concept) -> Iterator[Message]:
        """Yield why the concept can't be stored."""
        return problems(row, CONCEPTS.all())

    def store(self) -> None:
        """Store it, and say what surprises in it."""
        others = list(CONCEPTS.all())
        super().store()
        for warning in warnings(self.row, others, communes()):
            self.show_message(warning, "warning")

    # What the template asks

    def lines(self, name: str) -> str:
        """Return the terms of a list, a line each."""
        return "\n".join(getattr(self.row, name))

    def special_lists(self) -> list[dict[str, Any]]:
        """List the lists of terms that few concepts have."""
        return [
            {"name": name, "title": title, "help": help_text}
            for name, title, help_text in SPECIAL_LISTS
        ]

    def fields(self) -> list[dict[str, Any]]:
        """List the fields of law that may be chosen, and those that are."""
        day, chosen = today(), self.row.fields
        return [
            {"value": t.token, "title": t.title, "chosen": t.token in chosen}
            for t in all_terms(LEGAL_FIELDS)
            if t.is_valid_on(day) or t.token in chosen
        ]

    def relations(self) -> list[dict[str, Any]]:
        """List how words may be related."""
        return options(RELATION_TITLES, self.row.relation)

    def statuses(self) -> list[dict[str, Any]]:
        """List what a concept may be."""
        return options(STATUS_TITLES, self.row.status)


def communes() -> Iterator[str]:
    """Yield the names of communes, without what they are."""
    for term in all_terms(TERRITORIES):
        yield short_place(term.title)
