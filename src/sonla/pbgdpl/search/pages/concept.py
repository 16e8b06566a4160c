"""The form for one concept of the thesaurus."""

from collections.abc import Iterator
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.vietnamese.names import short_place
from sonla.pbgdpl.editorial.pages.row_form import RowForm
from sonla.pbgdpl.editorial.pages.row_form import SAVE
from sonla.pbgdpl.editorial.pages.row_form import WHY
from sonla.pbgdpl.search.pages.thesaurus import LEGAL_FIELDS
from sonla.pbgdpl.search.thesaurus.checks import problems
from sonla.pbgdpl.search.thesaurus.checks import RELATION_TITLES
from sonla.pbgdpl.search.thesaurus.checks import STATUS_TITLES
from sonla.pbgdpl.search.thesaurus.checks import warnings
from sonla.pbgdpl.search.thesaurus.rules import Concept
from sonla.pbgdpl.search.thesaurus.rules import IN_USE
from sonla.pbgdpl.search.thesaurus.storage import CONCEPTS
from sonla.pbgdpl.ui.fields import choices_of
from sonla.pbgdpl.ui.fields import line_field
from sonla.pbgdpl.ui.fields import short_line
from sonla.pbgdpl.ui.office_forms import CANCEL
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.office_forms import with_widget
from sonla.pbgdpl.vocabularies import TERRITORIES
from sonla.pbgdpl.vocabularies.terms import all_terms
from typing import Any
from typing import ClassVar
from z3c.form.browser.checkbox import CheckBoxFieldWidget
from zope.globalrequest import getRequest
from zope.i18nmessageid import Message
from zope.interface import provider
from zope.schema import Choice
from zope.schema import Tuple
from zope.schema.interfaces import IContextSourceBinder
from zope.schema.vocabulary import SimpleVocabulary


@provider(IContextSourceBinder)
def known_fields(_context: Any) -> SimpleVocabulary:
    """Return the fields of law that may be chosen, and those that are."""
    concept, day = CONCEPTS.find(str(getRequest().form.get("key", ""))), today()
    chosen = concept.fields if concept else ()
    found = (
        t for t in all_terms(LEGAL_FIELDS) if t.is_valid_on(day) or t.token in chosen
    )
    return choices_of({one.token: one.title for one in found})


class ConceptForm(RowForm):
    """Add a concept or change one; switching it off keeps it."""

    saved = _("msg_concept_saved", default="The concept was saved.")
    table = CONCEPTS
    post_forms: ClassVar = {
        "save": PostForm(
            SAVE,
            (
                short_line(
                    "label", _("label_concept", default="Concept"), required=True
                ),
                line_field(
                    _("label_lay_terms", default="What people say"),
                    _("help_lay_terms", default="One term a line, such as “sổ đỏ”."),
                    __name__="lay_terms",
                    required=True,
                ),
                line_field(
                    _("label_legal_terms", default="What the law says"),
                    _(
                        "help_legal_terms",
                        default="One term a line, as texts write it; all of them are searched for.",
                    ),
                    __name__="legal_terms",
                    required=True,
                ),
                Choice(
                    __name__="relation",
                    title=_("label_relation", default="How they are related"),
                    vocabulary=choices_of(RELATION_TITLES),
                ),
                Choice(
                    __name__="status",
                    title=_("label_state", default="State"),
                    vocabulary=choices_of(STATUS_TITLES),
                ),
                with_widget(
                    Tuple(
                        __name__="fields",
                        title=_("label_legal_fields", default="Fields of law"),
                        description=_(
                            "help_concept_fields",
                            default="A search filtered by another field does not use these words.",
                        ),
                        value_type=Choice(source=known_fields),
                        required=False,
                    ),
                    CheckBoxFieldWidget,
                ),
                line_field(
                    _("label_whole_word_terms", default="Abbreviations"),
                    _(
                        "help_whole_word_terms",
                        default="Words from “What people say” that are typed as one word.",
                    ),
                    __name__="whole_word_terms",
                ),
                line_field(
                    _(
                        "label_accented_only_terms",
                        default="Words that need their accents",
                    ),
                    _(
                        "help_accented_only_terms",
                        default="Words from “What people say” that become other words without their accents.",
                    ),
                    __name__="accented_only_terms",
                ),
                line_field(
                    _("label_hidden_terms", default="Words that are not shown"),
                    _(
                        "help_hidden_terms",
                        default="Words from “What people say”: slang, hurtful words, former names. They are understood, but never shown or suggested.",
                    ),
                    __name__="hidden_terms",
                ),
                short_line("note", _("label_editors_note", default="Note for editors")),
                WHY,
            ),
        ),
        "cancel": CANCEL,
    }
    home_view = "pbgdpl-thesaurus"
    new_title = _("heading_new_concept", default="New concept")

    def blank(self) -> Concept:
        """Return a concept without words, which is used once it has some."""
        return Concept("", "", relation=next(iter(RELATION_TITLES)), status=IN_USE)

    def wrong(self, row: Concept) -> Iterator[Message]:
        """Yield why the concept can't be stored."""
        return problems(row, CONCEPTS.all())

    def store_save(self, sent: dict[str, Any]) -> None:
        """Store it, and say what surprises in it."""
        others = list(CONCEPTS.all())
        super().store_save(sent)
        for warning in warnings(self.row, others, communes()):
            self.show_message(warning, "warning")


def communes() -> Iterator[str]:
    """Yield the names of communes, without what they are."""
    for term in all_terms(TERRITORIES):
        yield short_place(term.title)
