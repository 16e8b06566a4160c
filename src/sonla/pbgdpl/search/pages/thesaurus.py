"""The page of the thesaurus, and its file."""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from functools import cached_property
from sonla.pbgdpl import _
from sonla.pbgdpl.core.section import require_editor
from sonla.pbgdpl.core.versioned_rows import cells_of
from sonla.pbgdpl.core.vietnamese.names import short_place
from sonla.pbgdpl.core.vietnamese.terms import term_key
from sonla.pbgdpl.core.vietnamese.words import fold_word
from sonla.pbgdpl.core.vietnamese.words import words
from sonla.pbgdpl.search.thesaurus.checks import check_all
from sonla.pbgdpl.search.thesaurus.checks import RELATION_TITLES
from sonla.pbgdpl.search.thesaurus.checks import STATUS_TITLES
from sonla.pbgdpl.search.thesaurus.checks import warnings
from sonla.pbgdpl.search.thesaurus.rules import Concept
from sonla.pbgdpl.search.thesaurus.storage import concept_of_cells
from sonla.pbgdpl.search.thesaurus.storage import CONCEPTS
from sonla.pbgdpl.ui.admin_pages import admin_page
from sonla.pbgdpl.ui.downloads import offer_csv
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.office_forms import TAKE_IN
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.rows_file import LABEL_FILE
from sonla.pbgdpl.ui.rows_file import RowsFilePage
from sonla.pbgdpl.vocabularies import TERRITORIES
from sonla.pbgdpl.vocabularies.terms import all_terms
from sonla.pbgdpl.vocabularies.terms import term_titles
from typing import Any
from typing import ClassVar
from zope.i18nmessageid import Message
from zope.schema import Bytes

FILE_COLUMNS = tuple("concept" if n == "label" else n for n in CONCEPTS.columns)
NEEDED = {"concept", "lay_terms", "legal_terms", "relation"}
LEGAL_FIELDS = "sonla.pbgdpl.LegalFields"


@dataclass(frozen=True)
class ConceptLine:
    """What the table shows of a concept."""

    concept: Concept

    @property
    def lay(self) -> str:
        """What people say; what is never shown stands in brackets."""
        shown = set(self.concept.shown_terms)
        return ", ".join(t if t in shown else f"[{t}]" for t in self.concept.lay_terms)

    @property
    def legal(self) -> str:
        """What the law says."""
        return "; ".join(self.concept.legal_terms)

    @property
    def fields(self) -> str:
        """The fields of law."""
        return ", ".join(term_titles(LEGAL_FIELDS, self.concept.fields))

    @property
    def relation(self) -> Message | str:
        """How the words are related."""
        return RELATION_TITLES.get(self.concept.relation, self.concept.relation)

    @property
    def status(self) -> Message | str:
        """Whether it is used."""
        return STATUS_TITLES.get(self.concept.status, self.concept.status)


class ThesaurusView(RowsFilePage):
    """Show the concepts; take a file of them in when the form is posted."""

    post_forms: ClassVar = {
        "take_in": PostForm(
            TAKE_IN,
            (
                Bytes(
                    __name__="file",
                    title=LABEL_FILE,
                    description=_(
                        "help_thesaurus_file",
                        default="Concepts of the same name are changed, new ones added, all others stay. A file with a mistake is refused as a whole. Terms of one cell are parted by semicolons. What stands in whole_word_terms (typed as one word), accented_only_terms (other words without their accents) or hidden_terms (understood, but never shown) stands among lay_terms, too.",
                    ),
                ),
            ),
        ),
    }
    page_title = _("heading_thesaurus", default="Words for searching")
    table = CONCEPTS
    needed = NEEDED

    @property
    def sought(self) -> str:
        """The words by which the table is narrowed."""
        return " ".join(str(self.request.form.get("q", "")).split())[:100]

    @property
    def status(self) -> str:
        """The status by which the table is narrowed; empty for all."""
        asked = str(self.request.form.get("status", ""))
        return asked if asked in STATUS_TITLES else ""

    def statuses(self) -> list[dict[str, Any]]:
        """List the states to choose from."""
        return options(STATUS_TITLES, self.status)

    @cached_property
    def lines(self) -> list[ConceptLine]:
        """The concepts that hold the words, by name."""
        sought = [fold_word(word) for word in words(self.sought)]
        found = map(ConceptLine, self._found(sought))
        return sorted(found, key=lambda line: fold_word(line.concept.label))

    def _found(self, sought: list[str]) -> Iterator[Concept]:
        for one in CONCEPTS.all():
            if self.status and one.status != self.status:
                continue
            text = " ".join((one.label, *one.lay_terms, *one.legal_terms))
            held = {fold_word(word) for word in words(text)}
            if held.issuperset(sought):
                yield one

    # Taking a file in

    def read(self, cells: dict[str, str]) -> Concept:
        """Make a concept of the cells of a file."""
        return concept_of_cells(cells)

    def name_of(self, row: Concept) -> str:
        return row.label

    def identity(self, row: Concept) -> str:
        return term_key(row.label)

    def wrong(
        self, found: list[Concept], known: list[Concept]
    ) -> Iterator[tuple[int, Concept, Message]]:
        """Yield what is wrong with the concepts of a file."""
        return check_all(found, known)

    def store_rows(self, found: list[Concept], known: list[Concept]) -> tuple[int, int]:
        """Store the concepts of a file, and say what surprises in those that it changes."""
        keys = {self.identity(one): one.key for one in known}
        names = list(communes())
        for row in found:
            concept = replace(row, key=keys.get(self.identity(row), ""))
            if concept not in known:
                for warning in warnings(concept, known, names):
                    self.show_message(warning, "warning")
        return super().store_rows(found, known)

    def taken(self, added: int, changed: int) -> Message:
        return _(
            "msg_thesaurus_taken",
            default="${added} concepts were added, ${changed} changed; all others stay.",
            mapping={"added": str(added), "changed": str(changed)},
        )


class ThesaurusFile(BrowserView):
    """Provide the thesaurus as a CSV file, which can be taken in again."""

    def __call__(self) -> bytes:
        """Write the file."""
        require_editor(self.context)
        rows = (cells_of(one, CONCEPTS.columns) for one in CONCEPTS.all())
        return offer_csv(
            self.request, "tu-dien-tim-kiem", FILE_COLUMNS, rows, office=self.context
        )


def communes() -> Iterator[str]:
    """Yield the names of communes, without what they are."""
    for term in all_terms(TERRITORIES):
        yield short_place(term.title)


def options(titles: Mapping[Any, Message], chosen: Any) -> list[dict[str, Any]]:
    """List what a menu offers."""
    return [
        {"value": value, "title": title, "chosen": value == chosen}
        for value, title in titles.items()
    ]


ThesaurusAdminPage = admin_page(
    "pbgdpl-thesaurus",
    title=_("heading_thesaurus", default="Words for searching"),
    help=_(
        "help_tool_thesaurus",
        default="Everyday words for terms of the law, such as “sổ đỏ”.",
    ),
    order=145,
)
