"""The page of the thesaurus, with how often its words are searched for, and its file."""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.section import require_editor
from sonla.pbgdpl.core.versioned_rows import cells_of
from sonla.pbgdpl.core.vietnamese.terms import term_key
from sonla.pbgdpl.core.vietnamese.words import fold_word
from sonla.pbgdpl.core.vietnamese.words import words
from sonla.pbgdpl.search.thesaurus.checks import check_all
from sonla.pbgdpl.search.thesaurus.checks import RELATION_TITLES
from sonla.pbgdpl.search.thesaurus.checks import STATUS_TITLES
from sonla.pbgdpl.search.thesaurus.rules import Concept
from sonla.pbgdpl.search.thesaurus.storage import concept_of_cells
from sonla.pbgdpl.search.thesaurus.storage import CONCEPTS
from sonla.pbgdpl.search.thesaurus.use import by_concept
from sonla.pbgdpl.search.thesaurus.use import by_term
from sonla.pbgdpl.search.thesaurus.use import KEPT_DAYS
from sonla.pbgdpl.search.thesaurus.use import known_days
from sonla.pbgdpl.search.thesaurus.use import totals
from sonla.pbgdpl.search.thesaurus.use import Use
from sonla.pbgdpl.search.thesaurus.use import Uses
from sonla.pbgdpl.ui.admin_pages import AdminPage
from sonla.pbgdpl.ui.downloads import offer_csv
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.rows_file import RowsFilePage
from sonla.pbgdpl.vocabularies.terms import term_titles
from typing import Any
from urllib.parse import urlencode
from zope.i18nmessageid import Message

FILE_COLUMNS = tuple("concept" if n == "label" else n for n in CONCEPTS.columns)
USE_COLUMNS = ("searches", "followed", "unused_terms")
"""What the file says of the last year; it is not read when the file is taken in."""

MONTH = 30
PERIODS = {
    MONTH: _("option_last_30_days", default="Last 30 days"),
    KEPT_DAYS: _("option_last_year", default="Last year"),
}
UNUSED, DOUBTFUL = "unused", "doubtful"
USE_TITLES = {
    UNUSED: _("option_use_none", default="Nobody searched for them"),
    DOUBTFUL: _("option_use_doubtful", default="Many searched, few opened a text"),
}
NEEDED = {"concept", "lay_terms", "legal_terms", "relation"}
LEGAL_FIELDS = "sonla.pbgdpl.LegalFields"


@dataclass(frozen=True)
class ConceptLine:
    """What the table shows of a concept."""

    concept: Concept
    url: str
    use: Use

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

    page_title = _("heading_thesaurus", default="Words for searching")
    table = CONCEPTS
    needed = NEEDED

    def check_access(self) -> None:
        """Let in editors and approvers."""
        require_editor(self.context)

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
    def days(self) -> int:
        """Over how many days use is counted."""
        asked = str(self.request.form.get("days", ""))
        return next((days for days in PERIODS if str(days) == asked), MONTH)

    def periods(self) -> list[dict[str, Any]]:
        """List the periods to choose from."""
        return options(PERIODS, self.days)

    @property
    def use(self) -> str:
        """The use by which the table is narrowed; empty for all."""
        asked = str(self.request.form.get("use", ""))
        return asked if asked in USE_TITLES else ""

    def use_choices(self) -> list[dict[str, Any]]:
        """List the kinds of use to choose from."""
        return options(USE_TITLES, self.use)

    @property
    def counted(self) -> tuple[str, str] | None:
        """The first and the last day on which searches were counted, in the period."""
        known = known_days()
        if known is None:
            return None
        first = max(known[0], known[1] - timedelta(days=self.days - 1))
        return format_day(first), format_day(known[1])

    @cached_property
    def lines(self) -> list[ConceptLine]:
        """The concepts that hold the words, by name; the most sought first if use is asked."""
        sought = [fold_word(word) for word in words(self.sought)]
        uses = by_concept(totals(self.days))
        found = (
            ConceptLine(
                one, concept_url(self.context, one.key), uses.get(one.key, Use())
            )
            for one in self._found(sought)
        )
        return sorted(
            filter(self._is_used_so, found),
            key=lambda line: (
                -line.use.searches if self.use else 0,
                fold_word(line.concept.label),
            ),
        )

    def _is_used_so(self, line: ConceptLine) -> bool:
        if self.use == UNUSED:
            return not line.use.searches
        return line.use.is_doubtful if self.use == DOUBTFUL else True

    def _found(self, sought: list[str]) -> Iterator[Concept]:
        for one in CONCEPTS.all():
            if self.status and one.status != self.status:
                continue
            text = " ".join((one.label, *one.lay_terms, *one.legal_terms))
            held = {fold_word(word) for word in words(text)}
            if held.issuperset(sought):
                yield one

    @property
    def add_url(self) -> str:
        """The address of the form for a new concept."""
        return concept_url(self.context)

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
        uses = totals()
        rows = (
            [*cells_of(one, CONCEPTS.columns), *use_cells(one, uses)]
            for one in CONCEPTS.all()
        )
        columns = (*FILE_COLUMNS, *USE_COLUMNS)
        return offer_csv(
            self.request, "tu-dien-tim-kiem", columns, rows, office=self.context
        )


def use_cells(concept: Concept, uses: Uses) -> list[str]:
    """Write how often a concept is searched for, and followed, and which terms never."""
    if known_days() is None:
        return ["", "", ""]
    use = by_concept(uses).get(concept.key, Use())
    unused = (term for term, one in by_term(concept, uses).items() if not one.searches)
    return [str(use.searches), str(use.followed), "; ".join(unused)]


def options(titles: Mapping[Any, Message], chosen: Any) -> list[dict[str, Any]]:
    """List what a menu offers."""
    return [
        {"value": value, "title": title, "chosen": value == chosen}
        for value, title in titles.items()
    ]


def concept_url(section: Any, key: str = "", **values: str) -> str:
    """Return the address of the form for a concept, or for a new one."""
    query = urlencode({**({"key": key} if key else {}), **values})
    url = f"{section.absolute_url()}/@@pbgdpl-concept"
    return f"{url}?{query}" if query else url


class ThesaurusAdminPage(AdminPage):
    """Lead here from the administration page."""

    view = "pbgdpl-thesaurus"
    order = 145
    title = _("heading_thesaurus", default="Words for searching")
    help = _(
        "help_tool_thesaurus",
        default="Everyday words for terms of the law, such as “sổ đỏ”; and searches that found nothing.",
    )
