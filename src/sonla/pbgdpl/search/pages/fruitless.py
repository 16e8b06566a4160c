"""The page of searches that found nothing, from which words enter the thesaurus."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.section import require_editor
from sonla.pbgdpl.core.vietnamese.terms import term_key
from sonla.pbgdpl.search.fruitless import storage as searches
from sonla.pbgdpl.search.fruitless.storage import ImportedSearches
from sonla.pbgdpl.search.pages.thesaurus import concept_url
from sonla.pbgdpl.search.thesaurus.checks import problems
from sonla.pbgdpl.search.thesaurus.rules import Concept
from sonla.pbgdpl.search.thesaurus.rules import OFF
from sonla.pbgdpl.search.thesaurus.storage import CONCEPTS
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from sonla.pbgdpl.ui.rows_file import sent_rows
from typing import Any
from zope.i18nmessageid import Message

SHOWN = 100


class FruitlessView(Page, BrowserView):
    """Show searches that found nothing; add their words to a concept, or drop them."""

    stylesheets = ("tables.css",)
    page_title = _("heading_fruitless", default="Searches that found nothing")
    error: Message | None = None
    taken: ImportedSearches | None = None

    def __call__(self) -> str:
        """Do what is asked for by the form, and show."""
        require_editor(self.context)
        self.hide_columns()
        if self.request.method == "POST":
            self.check_posted()
            self.act()
        return self.index()

    def act(self) -> None:
        """Put a word into a concept, forget words, or take a file in."""
        form = self.request.form
        words = " ".join(str(form.get("words", "")).split())
        if "drop" in form:
            searches.drop(words)
        elif "add" in form:
            self.add(words, str(form.get("concept", "")))
        else:
            self.import_file()

    def add(self, words: str, label: str) -> None:
        """Add words to what people say for a concept; its name was typed or chosen."""
        concept = self.by_label.get(term_key(label))
        if concept is None or not words:
            self.error = _(
                "msg_choose_concept",
                default="Choose one of the concepts, or make a new one.",
            )
            return
        changed = replace(concept, lay_terms=(*concept.lay_terms, words))
        wrong = next(problems(changed, CONCEPTS.all()), None)
        if wrong is not None:
            self.error = wrong
            return
        why = _("why_sought_in_vain", default="From searches that found nothing")
        CONCEPTS.put(changed, api.portal.translate(why), "word")
        message = _(
            "msg_word_added",
            default="“${words}” is understood as “${concept}” from now on.",
            mapping={"words": words, "concept": concept.label},
        )
        self.show_message(message)

    def import_file(self) -> None:
        """Read the file that was sent."""
        rows = sent_rows(self.request.form.get("file"), {"day", "words", "searches"})
        if not rows:
            self.error = _(
                "msg_searches_no_file",
                default="Choose the CSV file that the command pbgdpl-search-log has written, of at most 5 MB.",
            )
            return
        self.taken = searches.import_searches(self.context, rows)

    # What the template asks

    @cached_property
    def by_label(self) -> dict[str, Concept]:
        """The concepts that are used, by their names."""
        used = (one for one in CONCEPTS.all() if one.status != OFF)
        return {term_key(one.label): one for one in used}

    def labels(self) -> list[str]:
        """List the names of the concepts."""
        return sorted(one.label for one in self.by_label.values())

    def lines(self) -> Iterator[dict[str, Any]]:
        """Yield what the table shows."""
        for number, one in enumerate(searches.fruitless_searches()[:SHOWN]):
            yield {
                "id": f"concept-{number}",
                "words": one.words,
                "count": one.count,
                "last": format_day(date.fromisoformat(one.last)),
                "new_url": concept_url(self.context, word=one.words),
            }
