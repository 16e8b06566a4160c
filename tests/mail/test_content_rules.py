"""Content rules: our two events, core's own, and the words for their mails."""

from desk_content import step
from desk_content import walk
from new_items import create
from plone import api
from plone.app.contentrules.rule import Rule
from plone.contentrules.engine.assignments import RuleAssignment
from plone.contentrules.engine.interfaces import IRuleAssignmentManager
from plone.contentrules.engine.interfaces import IRuleStorage
from plone.contentrules.rule.interfaces import IExecutable
from plone.contentrules.rule.interfaces import IRuleEventType
from plone.stringinterp.interfaces import IStringInterpolator
from Products.CMFCore.interfaces import IActionSucceededEvent
from sonla.pbgdpl.editorial.mail import IContributionDecided
from sonla.pbgdpl.editorial.mail import IContributionWaiting
from typing import Any
from zope.component import adapter
from zope.component import getSiteManager
from zope.component import getUtilitiesFor
from zope.component import getUtility
from zope.interface import implementer
from zope.interface import Interface

import pytest


class INote(Interface):
    """Mark the action of these tests."""


@implementer(INote)
class Note:
    """Note what happened."""

    element = "test.note"
    summary = "note"


@implementer(IExecutable)
@adapter(Interface, INote, Interface)
class NoteExecutor:
    """Write the event down."""

    noted: list[Any] = []

    def __init__(self, context, element, event):
        self.event = event

    def __call__(self):
        self.noted.append(self.event)
        return True


@pytest.fixture
def noted(portal):
    """Yield the list of events that the rule saw."""
    manager = getSiteManager()
    manager.registerAdapter(NoteExecutor)
    NoteExecutor.noted.clear()
    yield NoteExecutor.noted
    manager.unregisterAdapter(NoteExecutor)


def assign_rule(section: Any, event: Any) -> None:
    """Make a rule for an event on a section and below it."""
    rule = Rule()
    rule.event = event
    rule.actions.append(Note())
    getUtility(IRuleStorage)["note"] = rule
    rule.__name__ = "note"
    IRuleAssignmentManager(section)["note"] = RuleAssignment("note", bubbles=True)


CASES = [
    (IContributionWaiting, ["submit", "forward"]),
    (IContributionDecided, ["approve"]),
    (IActionSucceededEvent, ["submit", "forward", "approve"]),
]


@pytest.mark.parametrize("event,expected", CASES)
def test_rules_run_once_a_step(section, text, noted, event, expected):
    assign_rule(section, event)
    seen = []
    for user_id, transition in (
        ("tac-gia", "submit"),
        ("bien-tap", "forward"),
        ("phe-duyet", "approve"),
    ):
        from plone.app.contentrules.handlers import close

        close(None)
        noted.clear()
        step(text, user_id, transition)
        seen += [found.action for found in noted]
    assert seen == expected


def test_a_return_is_a_decision_with_its_comment(section, text, noted):
    step(text, "tac-gia", "submit")
    assign_rule(section, IContributionDecided)
    step(text, "bien-tap", "return_to_author", "Thiếu nguồn.")
    (found,) = noted
    assert (found.action, found.comment) == ("return_to_author", "Thiếu nguồn.")


def test_outside_of_a_section_nothing_is_ours(desk_site, noted):
    with api.env.adopt_roles(["Manager"]):
        page = create(desk_site, "Document", title="Trang")
        assign_rule(desk_site, IContributionDecided)
        api.content.transition(page, "publish")
    assert noted == []


def test_events_can_be_chosen(portal):
    names = {name for name, event in getUtilitiesFor(IRuleEventType)}
    assert {
        "PBGDPL: text waits for an editor or approver",
        "PBGDPL: text approved, returned or withdrawn",
    } <= names


WORDS = [
    ("${pbgdpl_comment}", "Đề nghị duyệt sớm."),
    ("${pbgdpl_unit}", "Sở Tư pháp"),
    ("${pbgdpl_next_emails}", "phe-duyet@sonla.example"),
]


@pytest.mark.parametrize("word,expected", WORDS)
def test_words_for_the_mails_of_rules(text, word, expected):
    walk(text, ("tac-gia", "submit"), ("bien-tap", "forward", "Đề nghị duyệt sớm."))
    assert IStringInterpolator(text)(word) == expected


@pytest.mark.parametrize("word,expected", WORDS)
def test_words_outside_of_a_section_are_empty(desk_site, word, expected):
    with api.env.adopt_roles(["Manager"]):
        page = create(desk_site, "Document", title="Trang")
    assert IStringInterpolator(page)(word) == ""
