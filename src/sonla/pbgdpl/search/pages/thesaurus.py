"""The page of the thesaurus, with how often its words are searched for, and its file."""

from AccessControl import Unauthorized
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from datetime import timedelta
from functools import cached_property
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.section import may_decide
from sonla.pbgdpl.core.tables.csv_files import read_csv
from sonla.pbgdpl.core.tables.csv_files import UnreadableCsv
from sonla.pbgdpl.core.vietnamese.words import fold_word
from sonla.pbgdpl.core.vietnamese.words import words
from sonla.pbgdpl.search.thesaurus import storage
from sonla.pbgdpl.search.thesaurus.checks import check_all
from sonla.pbgdpl.search.thesaurus.checks import RELATION_TITLES
from sonla.pbgdpl.search.thesaurus.checks import STATUS_TITLES
from sonla.pbgdpl.search.thesaurus.rules import Concept
from sonla.pbgdpl.search.thesaurus.rules import term_key
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
from sonla.pbgdpl.ui.page import Page
from sonla.pbgdpl.vocabularies.terms import term_titles
from typing import Any
from urllib.parse import urlencode
from zope.i18nmessageid import Message

MAX_BYTES = 5_000_000
MAX_PROBLEMS = 20
"""What is wrong with a file, as far as the page lists it."""

FILE_COLUMNS = ("concept", *(name for name in storage.COLUMNS if name != "label"))
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


def require_editor(section: Any) -> None:
    """Let in who edits or approves for the whole section, and administrators.

    Raises Unauthorized otherwise, which sends anonymous visitors to the login.
    """
    if not may_decide(section):
        raise Unauthorized("The thesaurus is for editors and approvers.")


def sent_rows(upload: Any, columns: set[str]) -> list[dict[str, str]]:
    """Read an uploaded CSV file; nothing if it is missing, too large, unreadable or lacks columns."""
    content = upload.read(MAX_BYTES + 1) if hasattr(upload, "read") else b""
    try:
        rows = read_csv(content) if len(content) <= MAX_BYTES else []
    except UnreadableCsv:
        return []
    return rows if rows and columns <= rows[0].keys() else []


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


class ThesaurusView(Page, BrowserView):
    """Show the concepts; take a file of them in when the form is posted."""

    stylesheets = ("tables.css",)
    page_title = _("heading_thesaurus", default="Words for searching")
    error: Message | None = None
    problems: tuple[str, ...] = ()

    def __call__(self) -> str:
        """Take in, if something is sent, and show."""
        require_editor(self.context)
        self.hide_columns()
        if self.request.method == "POST":
            self.check_posted()
            if self.import_file():
                self.request.response.redirect(self.url)
                return ""
        return self.index()

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
        for one in storage.concepts():
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

    def import_file(self) -> bool:
        """Take in the file that was sent, all of it or nothing; return whether it was."""
        rows = sent_rows(self.request.form.get("file"), NEEDED)
        if not rows:
            self.error = _(
                "msg_thesaurus_no_file",
                default="Choose a CSV file with the columns that the file of this page has.",
            )
            return False
        found = [storage.concept_of_cells(row) for row in rows]
        stored = list(storage.concepts())
        wrong = check_all(found, stored)
        messages = [
            self._message(number, one, problem) for number, one, problem in wrong
        ]
        self.problems = tuple(messages[:MAX_PROBLEMS])
        if messages:
            self.error = _(
                "msg_thesaurus_refused",
                default="Nothing was imported: ${count} mistakes have to be corrected first.",
                mapping={"count": str(len(messages))},
            )
            return False
        added, changed = self.store(found, stored)
        message = _(
            "msg_thesaurus_taken",
            default="${added} concepts were added, ${changed} changed; all others stay.",
            mapping={"added": str(added), "changed": str(changed)},
        )
        self.show_message(message)
        return True

    def _message(self, number: int, concept: Concept, problem: Message) -> str:
        text = api.portal.translate(problem)
        return (
            f"{number + 1}. {concept.label}: {text}"
            if concept.label
            else f"{number + 1}. {text}"
        )

    def store(self, found: list[Concept], stored: list[Concept]) -> tuple[int, int]:
        """Store the concepts of a file; return how many are new, and how many changed."""
        known = {term_key(one.label): one for one in stored}
        why = api.portal.translate(_("why_from_file", default="From a file"))
        added = changed = 0
        for concept in found:
            before = known.get(term_key(concept.label))
            if before is None:
                storage.put(concept, why, "added")
                added += 1
            elif replace(concept, key=before.key) != before:
                storage.put(replace(concept, key=before.key), why, "changed")
                changed += 1
        return added, changed


class ThesaurusFile(BrowserView):
    """Provide the thesaurus as a CSV file, which can be taken in again."""

    def __call__(self) -> bytes:
        """Write the file."""
        require_editor(self.context)
        uses = totals()
        rows = ([*cells_of(one), *use_cells(one, uses)] for one in storage.concepts())
        columns = (*FILE_COLUMNS, *USE_COLUMNS)
        return offer_csv(
            self.request, "tu-dien-tim-kiem", columns, rows, office=self.context
        )


def cells_of(concept: Concept) -> list[str]:
    """Write a concept as the cells of a row."""
    values = ("label", *FILE_COLUMNS[1:])
    cells = (getattr(concept, name) for name in values)
    return ["; ".join(cell) if isinstance(cell, tuple) else cell for cell in cells]


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
