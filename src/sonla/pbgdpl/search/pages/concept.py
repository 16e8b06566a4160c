"""The form for one concept of the thesaurus, with who changed it, when and why."""

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.dates import format_moment
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.section import require_editor
from sonla.pbgdpl.core.vietnamese.names import short_place
from sonla.pbgdpl.core.vietnamese.terms import split_terms
from sonla.pbgdpl.editorial.authorship import full_name
from sonla.pbgdpl.search.pages.thesaurus import LEGAL_FIELDS
from sonla.pbgdpl.search.pages.thesaurus import options
from sonla.pbgdpl.search.thesaurus.checks import problems
from sonla.pbgdpl.search.thesaurus.checks import RELATION_TITLES
from sonla.pbgdpl.search.thesaurus.checks import STATUS_TITLES
from sonla.pbgdpl.search.thesaurus.checks import warnings
from sonla.pbgdpl.search.thesaurus.rules import Concept
from sonla.pbgdpl.search.thesaurus.rules import IN_USE
from sonla.pbgdpl.search.thesaurus.storage import CONCEPTS
from sonla.pbgdpl.search.thesaurus.use import by_term
from sonla.pbgdpl.search.thesaurus.use import known_days
from sonla.pbgdpl.search.thesaurus.use import totals
from sonla.pbgdpl.ui.form_page import FormPage
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from sonla.pbgdpl.ui.page import values_of
from sonla.pbgdpl.vocabularies import TERRITORIES
from sonla.pbgdpl.vocabularies.terms import all_terms
from typing import Any
from zExceptions import NotFound
from zope.i18nmessageid import Message

CHANGES = {
    "added": _("change_added", default="added"),
    "changed": _("change_changed", default="changed"),
    "word": _("change_word", default="a word was added"),
}
MAX_REASON = 200
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


class ConceptForm(Page, FormPage, BrowserView):
    """Add a concept or change one; switching it off keeps it."""

    saved = _("msg_concept_saved", default="The concept was saved.")

    def __call__(self) -> str:
        """Store what was sent, or show the form."""
        require_editor(self.context)
        self.hide_columns()
        if self.key and self.stored is None:
            raise NotFound(self.key)
        return self.answer()

    @property
    def page_title(self) -> Message | str:
        new = _("heading_new_concept", default="New concept")
        return self.stored.label if self.stored else new

    @property
    def key(self) -> str:
        """The key of the concept; empty for a new one."""
        return str(self.request.form.get("key", ""))

    @cached_property
    def stored(self) -> Concept | None:
        """The concept as it is stored; None for a new one."""
        return CONCEPTS.find(self.key) if self.key else None

    @property
    def home(self) -> str:
        return f"{self.context.absolute_url()}/@@pbgdpl-thesaurus"

    @cached_property
    def concept(self) -> Concept:
        """What the form shows: what was sent, else what is stored or suggested."""
        if self.request.method == "POST":
            return self.sent
        if self.stored is not None:
            return self.stored
        word = " ".join(str(self.request.form.get("word", "")).split())
        return Concept("", "", lay_terms=(word,) if word else (), status=IN_USE)

    @property
    def sent(self) -> Concept:
        """What was sent, whatever it is."""
        form = self.request.form
        values: dict[str, Any] = {
            name: split_terms(str(form.get(name, "")))
            for name in CONCEPTS.lists
            if name != "fields"
        }
        known = {term.token for term in all_terms(LEGAL_FIELDS)}
        chosen = (one for one in values_of(form.get("fields")) if one in known)
        return Concept(
            key=self.key,
            label=" ".join(str(form.get("label", "")).split()),
            fields=tuple(chosen),
            relation=str(form.get("relation", "")),
            status=str(form.get("status", "")),
            note=" ".join(str(form.get("note", "")).split()),
            **values,
        )

    @property
    def why(self) -> str:
        """The reason that was typed."""
        return " ".join(str(self.request.form.get("why", "")).split())[:MAX_REASON]

    def store(self) -> None:
        """Check and store what was sent; raises `InvalidInput`."""
        sent, others = self.sent, list(CONCEPTS.all())
        for problem in problems(sent, others):
            raise InvalidInput(problem)
        if not self.why:
            raise InvalidInput(
                _(
                    "msg_concept_no_reason",
                    default="Give the reason in a few words, for those who read it later.",
                )
            )
        CONCEPTS.put(sent, self.why, "changed" if sent.key else "added")
        for warning in warnings(sent, others, communes()):
            self.show_message(warning, "warning")

    # What the template asks

    def lines(self, name: str) -> str:
        """Return the terms of a list, a line each."""
        return "\n".join(getattr(self.concept, name))

    def special_lists(self) -> list[dict[str, Any]]:
        """List the lists of terms that few concepts have."""
        return [
            {"name": name, "title": title, "help": help_text}
            for name, title, help_text in SPECIAL_LISTS
        ]

    def fields(self) -> list[dict[str, Any]]:
        """List the fields of law that may be chosen, and those that are."""
        day, chosen = today(), self.concept.fields
        return [
            {"value": t.token, "title": t.title, "chosen": t.token in chosen}
            for t in all_terms(LEGAL_FIELDS)
            if t.is_valid_on(day) or t.token in chosen
        ]

    def relations(self) -> list[dict[str, Any]]:
        """List how words may be related."""
        return options(RELATION_TITLES, self.concept.relation)

    def statuses(self) -> list[dict[str, Any]]:
        """List what a concept may be."""
        return options(STATUS_TITLES, self.concept.status)

    @cached_property
    def period(self) -> tuple[str, str] | None:
        """The first and the last day on which searches were counted; None for none."""
        known = known_days()
        return (format_day(known[0]), format_day(known[1])) if known else None

    def uses(self) -> list[dict[str, Any]]:
        """List how often each term was searched for, those that were most first."""
        if self.stored is None or self.period is None:
            return []
        found = by_term(self.stored, totals())
        return [
            {"term": term, "searches": use.searches, "followed": use.followed}
            for term, use in sorted(
                found.items(), key=lambda one: (-one[1].searches, one[0])
            )
        ]

    def changes(self) -> Iterator[dict[str, Any]]:
        """Yield who changed the concept, when and why, the latest first."""
        for one in CONCEPTS.history(self.key):
            yield {
                "at": format_moment(datetime.fromisoformat(one["at"])),
                "who": full_name(one["who"]),
                "what": CHANGES.get(one["what"], one["what"]),
                "why": one["why"],
            }


def communes() -> Iterator[str]:
    """Yield the names of communes, without what they are."""
    for term in all_terms(TERRITORIES):
        yield short_place(term.title)
