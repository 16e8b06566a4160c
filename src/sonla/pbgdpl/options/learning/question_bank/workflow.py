"""What happens when questions of a bank are copied, moved on in the workflow and moved away."""

from plone import api
from Products.DCWorkflow.interfaces import IAfterTransitionEvent
from Products.DCWorkflow.interfaces import IBeforeTransitionEvent
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.editorial.exceptions import FourEyes
from sonla.pbgdpl.editorial.exceptions import TransitionRefused
from sonla.pbgdpl.editorial.facts import WorkflowFacts
from sonla.pbgdpl.editorial.guards import breaks_four_eyes
from sonla.pbgdpl.editorial.guards import is_possible
from sonla.pbgdpl.editorial.guards import MSG_FOUR_EYES
from sonla.pbgdpl.editorial.locks import release_edit_lock
from sonla.pbgdpl.editorial.transitions import is_step_of
from sonla.pbgdpl.options.learning.question_bank import APPROVED
from sonla.pbgdpl.options.learning.question_bank import BANK_WORKFLOW
from sonla.pbgdpl.options.learning.question_bank import DIFFICULTY_INDEX
from sonla.pbgdpl.options.learning.question_bank import DRAFT
from sonla.pbgdpl.options.learning.question_bank import RETIRED
from sonla.pbgdpl.options.learning.question_bank import SUBMITTED
from sonla.pbgdpl.options.learning.question_bank.answer_counts import forget_counts
from sonla.pbgdpl.options.learning.question_bank.answer_counts import move_counts
from sonla.pbgdpl.options.learning.question_bank.answer_counts import open_counts
from sonla.pbgdpl.options.learning.question_bank.content import BankQuestion
from sonla.pbgdpl.options.learning.question_bank.content import IBankQuestion
from sonla.pbgdpl.options.learning.question_bank.content import question_of
from sonla.pbgdpl.options.learning.question_bank.legal_changes import forget_check
from sonla.pbgdpl.options.learning.question_bank.legal_changes import note_check
from sonla.pbgdpl.options.learning.question_bank.mail import bank_of
from sonla.pbgdpl.options.learning.question_bank.mail import notify_of_step
from sonla.pbgdpl.options.learning.question_bank.rules import faults
from typing import Any
from zope.lifecycleevent.interfaces import IObjectAddedEvent
from zope.lifecycleevent.interfaces import IObjectCopiedEvent
from zope.lifecycleevent.interfaces import IObjectMovedEvent

FILLED_IN = ("kind", "difficulty")
COMMENT_COMPULSORY = ("return_to_author", "retire")
BANK_FACTS = WorkflowFacts(
    order=70,
    states=(DRAFT, SUBMITTED, APPROVED, RETIRED),
    deciding=("approve", "retire", "reopen"),
    comment_required=COMMENT_COMPULSORY,
    offered=("submit", "approve", "return_to_author", "retract", "retire", "reopen"),
    onward=("submit", "approve"),
)


def before_transition(item: Any, event: IBeforeTransitionEvent) -> None:
    """Refuse the approval of one's own question, and what can't be asked."""
    if not is_step_of(event, BANK_WORKFLOW):
        return
    action = event.transition.getId()
    if action == "approve" and breaks_four_eyes(item):
        raise FourEyes(MSG_FOUR_EYES, item, action)
    if action in BANK_FACTS.onward and IBankQuestion.providedBy(item):
        for fault in faults(question_of(item)):
            raise TransitionRefused(fault, item, action)


def after_transition(item: Any, event: IAfterTransitionEvent) -> None:
    """Release the form's lock, count what is approved, and let a bank follow its questions."""
    if not is_step_of(event, BANK_WORKFLOW):
        return
    release_edit_lock(item)
    notify_of_step(item, event.transition.getId())
    action = event.transition.getId()
    if not IBankQuestion.providedBy(item):
        return
    if action == "approve":
        open_counts(item)
        note_check(item)
    bank = bank_of(item)
    if action in BANK_FACTS.onward and is_possible(bank, action):
        # A bank is ready when some of its questions are; nobody looks for its own steps.
        api.content.transition(bank, action)


def question_added(question: BankQuestion, event: IObjectAddedEvent) -> None:
    """Store what the form fills in: code and REST may leave it out, and the catalog asks for it."""
    for name in FILLED_IN:
        if stored_value(question, name) is None:
            setattr(question, name, IBankQuestion[name].default)
            question.reindexObject(idxs=["pbgdpl_kind", DIFFICULTY_INDEX])


def question_copied(copy: BankQuestion, event: IObjectCopiedEvent) -> None:
    """Take from a copy, which nobody has approved, what was noted at approval."""
    forget_check(copy)


def question_moved(question: BankQuestion, event: IObjectMovedEvent) -> None:
    """Let the numbers of right answers follow into another bank, and go with what is deleted."""
    if event.oldParent is None or event.oldParent is event.newParent:
        return
    if event.newParent is None:
        forget_counts(event.oldParent, question)
    else:
        move_counts(question, event.oldParent, event.newParent)
