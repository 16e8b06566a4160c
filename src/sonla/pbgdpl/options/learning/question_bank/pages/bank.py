"""The page of a bank: its questions, what waits, and steps taken with many at once."""

from collections.abc import Iterator
from functools import cached_property
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import APPROVALS
from sonla.pbgdpl.audit.actions import AuditAction
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.names import ADMINISTRATORS
from sonla.pbgdpl.core.names import APPROVER_ROLE
from sonla.pbgdpl.core.names import DECIDING_ROLES
from sonla.pbgdpl.core.names import EDITOR_ROLE
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import has_role
from sonla.pbgdpl.core.vietnamese.folding import fold_name
from sonla.pbgdpl.editorial.bulk import perform_all
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.editorial.states import title_in
from sonla.pbgdpl.options.learning.question_bank import APPROVED
from sonla.pbgdpl.options.learning.question_bank import BANK_QUESTION_TYPE
from sonla.pbgdpl.options.learning.question_bank import BANK_WORKFLOW
from sonla.pbgdpl.options.learning.question_bank import DIFFICULTY_INDEX
from sonla.pbgdpl.options.learning.question_bank import DRAFT
from sonla.pbgdpl.options.learning.question_bank import RETIRED
from sonla.pbgdpl.options.learning.question_bank import SUBMITTED
from sonla.pbgdpl.options.learning.question_bank.answer_counts import counts_of
from sonla.pbgdpl.options.learning.question_bank.content import question_of
from sonla.pbgdpl.options.learning.question_bank.importing import FORMATS
from sonla.pbgdpl.options.learning.question_bank.labels import chosen
from sonla.pbgdpl.options.learning.question_bank.labels import difficulty_words
from sonla.pbgdpl.options.learning.question_bank.labels import field_words
from sonla.pbgdpl.options.learning.question_bank.labels import kind_words
from sonla.pbgdpl.options.learning.question_bank.labels import LEGAL_FIELDS
from sonla.pbgdpl.options.learning.question_bank.legal_changes import legal_changes
from sonla.pbgdpl.options.learning.question_bank.legal_changes import note_check
from sonla.pbgdpl.options.learning.question_bank.pages.item import add_url
from sonla.pbgdpl.options.learning.question_bank.rules import DIFFICULTIES
from sonla.pbgdpl.options.learning.question_bank.rules import filled
from sonla.pbgdpl.options.learning.question_bank.rules import KINDS
from sonla.pbgdpl.options.learning.question_bank.rules import Question
from sonla.pbgdpl.options.learning.question_bank.workflow import BANK_FACTS
from sonla.pbgdpl.options.learning.question_bank.workflow import COMMENT_COMPULSORY
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import FullWidth
from sonla.pbgdpl.ui.page import values_of
from sonla.pbgdpl.ui.paging import PageSlice
from sonla.pbgdpl.ui.paging import SHOWN
from sonla.pbgdpl.vocabularies.terms import titles_by_token
from typing import Any
from urllib.parse import urlencode

FILTERS = ("q", "state", "kind", "field", "difficulty", "changed")
CONFIRM = "confirm"
"""The step that is none of the workflow: somebody found that the answers still hold."""
STEPS = {
    "approve": _("bank_step_approve", default="Approve for tests"),
    "submit": _("bank_step_submit", default="Submit for approval"),
    "return_to_author": _("bank_step_return", default="Return to author"),
    "retract": _("bank_step_retract", default="Take back"),
    "retire": _("bank_step_retire", default="Retire"),
    "reopen": _("bank_step_reopen", default="Reopen, to be corrected"),
    CONFIRM: _("bank_step_confirm", default="Confirm that the answers still hold"),
}
AUTHORS = (EDITOR_ROLE, "Owner", *ADMINISTRATORS)
WHO = {
    "approve": (APPROVER_ROLE, *ADMINISTRATORS),
    "submit": AUTHORS,
    "retract": AUTHORS,
}
"""Roles to which a step is offered; all others are for those who edit and approve."""
FROM = {
    DRAFT: ("submit",),
    SUBMITTED: ("approve", "return_to_author", "retract"),
    APPROVED: ("retire", "reopen", CONFIRM),
    RETIRED: ("reopen",),
}
"""The steps that are offered where the list shows one state alone."""
MSG_DONE = _("msg_bank_done", default="Done with ${count} questions.")
MSG_NOTHING_TICKED = _("msg_bank_nothing_ticked", default="Tick at least one question.")
MSG_COMMENT_NEEDED = _(
    "msg_bank_comment_needed",
    default="Write below why: this step needs a comment.",
)
MSG_REFUSED = _("msg_bank_refused", default="“${title}”: ${reason}")
MSG_BANK_APPROVED = _(
    "msg_bank_approved",
    default="The bank is approved as well: tests can draw from it.",
)
SHOWN_REFUSALS = 10
CONFIRMED = AuditAction(
    "bank_question_confirmed",
    _(
        "log_bank_question_confirmed",
        default="Confirmed a question although a document has changed",
    ),
    APPROVALS,
)


class BankQuestions(BrowserView):
    """Find the questions of a bank that the user may see, as the address asks."""

    @property
    def asked(self) -> dict[str, str]:
        """What the address asks for."""
        form = self.request.form
        return {name: str(form.get(name) or "").strip() for name in FILTERS}

    @property
    def query(self) -> dict[str, Any]:
        """The same for the catalog."""
        asked = self.asked
        wanted: dict[str, Any] = {
            "review_state": asked["state"],
            "pbgdpl_kind": asked["kind"],
            "pbgdpl_legal_fields": asked["field"],
            DIFFICULTY_INDEX: asked["difficulty"],
        }
        if asked["changed"]:
            before = {"query": today().isoformat(), "range": "max"}
            wanted["pbgdpl_next_change"] = before
        return {name: value for name, value in wanted.items() if value}

    @cached_property
    def brains(self) -> list[Any]:
        """Those found, the latest last."""
        found = api.content.find(
            path=path_of(self.context),
            portal_type=BANK_QUESTION_TYPE,
            sort_on="created",
            **self.query,
        )
        words = fold_name(self.asked["q"]).split()
        if not words:
            return list(found)
        return [brain for brain in found if holds(brain, words)]


def holds(brain: Any, words: list[str]) -> bool:
    """Return whether a question or its answers have all of some words, accents or not."""
    item = next(load_objects([brain]), None)
    if item is None:
        return False
    question = question_of(item)
    text = fold_name(
        " ".join((question.text, *(answer.text for answer in question.answers)))
    )
    return all(word in text for word in words)


class BankView(FullWidth, BankQuestions):
    """Show a bank."""

    @cached_property
    def counts(self) -> list[dict[str, Any]]:
        """How many questions stand in each state, and how many are to be looked at."""
        return [
            {
                "title": title_in((BANK_WORKFLOW,), state),
                "count": count,
                "url": f"{self.context.absolute_url()}?state={state}",
            }
            for state in BANK_FACTS.states
            if (count := len(self.find(review_state=state)))
        ]

    @cached_property
    def changed(self) -> int:
        """The number of questions whose documents have changed."""
        before = {"query": today().isoformat(), "range": "max"}
        return len(self.find(pbgdpl_next_change=before))

    def find(self, **query: Any) -> Any:
        """Ask the catalog for questions that the user may see."""
        return api.content.find(
            path=path_of(self.context), portal_type=BANK_QUESTION_TYPE, **query
        )

    @property
    def is_empty(self) -> bool:
        """Whether there is no question at all."""
        return not self.counts

    @property
    def is_approved(self) -> bool:
        """Whether tests can draw from the bank."""
        return state_of(self.context) == APPROVED

    @cached_property
    def part(self) -> PageSlice:
        """Which of the questions are shown."""
        asked = {name: value for name, value in self.asked.items() if value}
        url = self.context.absolute_url()
        url = f"{url}?{urlencode(asked)}" if asked else url
        return PageSlice.asked_for(
            "questions", self.request.form, len(self.brains), url
        )

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield what the page shows of each."""
        shown = self.brains[self.part.start : self.part.start + SHOWN]
        for item in load_objects(shown):
            question: Question = question_of(item)
            counts = counts_of(self.context, item.UID())
            yield {
                "uid": item.UID(),
                "title": item.Title(),
                "url": item.absolute_url(),
                "kind": kind_words(question.kind),
                "fields": field_words(item),
                "difficulty": difficulty_words(item),
                "state": title_in((BANK_WORKFLOW,), state_of(item)),
                "share": "" if counts.percent is None else f"{counts.percent} %",
                "answered": counts.answered,
                "changes": [change.words for change in legal_changes(item)],
            }

    def choices(self, name: str) -> list[dict[str, Any]]:
        """List what a filter offers."""
        offered: dict[str, Any] = {
            "state": {
                state: title_in((BANK_WORKFLOW,), state) for state in BANK_FACTS.states
            },
            "kind": {kind: chosen(KINDS, kind) for kind in KINDS},
            "difficulty": {one: chosen(DIFFICULTIES, one) for one in DIFFICULTIES},
            "field": titles_by_token(LEGAL_FIELDS),
        }
        asked = self.asked[name]
        return [
            {"value": value, "title": title, "on": value == asked}
            for value, title in offered[name].items()
        ]

    @property
    def steps(self) -> list[dict[str, Any]]:
        """The steps that this user could take with questions of the bank."""
        offered = FROM.get(self.asked["state"], tuple(STEPS))
        return [
            {"name": name, "title": title}
            for name, title in STEPS.items()
            if name in offered and has_role(self.context, WHO.get(name, DECIDING_ROLES))
        ]

    @property
    def formats(self) -> list[dict[str, Any]]:
        """The formats of files."""
        return [{"value": name, "title": title} for name, title in FORMATS.items()]

    @property
    def add_url(self) -> str:
        """The address of the form; empty for who may add nothing here."""
        return add_url(self.context)


class BankStep(BankQuestions):
    """Take one step with each question that was ticked, or with all that the filter finds."""

    def __call__(self) -> str:
        """Take it, then lead back to the list, which says what was refused."""
        self.check_posted()
        step = str(self.request.form.get("step"))
        comment = str(self.request.form.get("comment") or "").strip()
        uids = self.ticked
        if not uids:
            self.show_message(MSG_NOTHING_TICKED, "warning")
        elif step in COMMENT_COMPULSORY and not comment:
            self.show_message(MSG_COMMENT_NEEDED, "warning")
        elif step == CONFIRM:
            self.confirm(uids)
        elif step in STEPS:
            self.take(uids, step, comment)
        asked = {name: value for name, value in self.asked.items() if value}
        url = self.context.absolute_url()
        return self.lead_to(f"{url}?{urlencode(asked)}" if asked else url)

    @property
    def ticked(self) -> list[str]:
        """The questions of this bank that were meant."""
        known = [brain.UID for brain in self.brains]
        if self.request.form.get("everything"):
            return known
        named = set(values_of(self.request.form.get("uids")))
        return [uid for uid in known if uid in named]

    def take(self, uids: list[str], step: str, comment: str) -> None:
        """Take a step of the workflow; what is refused leaves the others done."""
        waited = state_of(self.context) != APPROVED
        outcomes = perform_all(uids, step, comment)
        refused = [one for one in outcomes if not one.done]
        if done := len(outcomes) - len(refused):
            self.show_message(filled(MSG_DONE, count=done))
        for one in refused[:SHOWN_REFUSALS]:
            reason = api.portal.translate(one.reason)
            message = filled(MSG_REFUSED, title=one.title, reason=reason)
            self.show_message(message, "warning")
        if waited and state_of(self.context) == APPROVED:
            self.show_message(MSG_BANK_APPROVED)

    def confirm(self, uids: list[str]) -> None:
        """Note that the answers hold although a document has changed."""
        if not has_role(self.context, DECIDING_ROLES):
            return
        named = set(uids)
        meant = [brain for brain in self.brains if brain.UID in named]
        for item in load_objects(meant):
            note_check(item)
            log.note(CONFIRMED.name, BANK_QUESTION_TYPE, item, title=item.Title())
        self.show_message(filled(MSG_DONE, count=len(meant)))
