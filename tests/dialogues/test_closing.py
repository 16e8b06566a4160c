"""A dialogue is closed with a summary, through the editorial chain, and keeps its questions."""

from dialogues import answered
from dialogues import in_hours
from dialogues import make_dialogue
from plone import api
from questions_content import ask
from rich_texts import rich
from sonla.pbgdpl.dialogues.phases import is_open_for_questions
from sonla.pbgdpl.dialogues.query import answered as answered_in
from sonla.pbgdpl.editorial.revisions import revise
from sonla.pbgdpl.questions import QUESTION_TYPE

import pytest


@pytest.fixture
def closed(section):
    """Make a dialogue that is over, with an answer and a question that still waits."""
    dialogue = make_dialogue(section)
    answered(dialogue, "Đã trả lời")
    ask(dialogue, "Đang chờ")
    dialogue.start, dialogue.end = in_hours(-48), in_hours(-1)
    dialogue.reindexObject()
    return dialogue


@pytest.fixture
def revised(closed, acting):
    """Write the summary in a revision, as an editor, and send it on."""
    with acting("PBGDPL Editor"):
        copy = revise(closed)
        copy.summary = rich("<p>Đã trả lời 1 câu.</p>")
        for step in ("submit", "forward"):
            api.content.transition(copy, step)
    return copy


def test_the_summary_is_public_when_somebody_else_approves_it(closed, revised, acting):
    api.portal.set_registry_record("sonla.pbgdpl.four_eyes", True)
    assert closed.summary is None
    with acting("PBGDPL Approver"):
        api.content.transition(revised, "approve")
    assert "Đã trả lời 1 câu." in closed.summary.raw
    assert api.content.get_state(closed) == "published"


def test_nobody_approves_a_summary_they_wrote(section, revised, acting):
    api.portal.set_registry_record("sonla.pbgdpl.four_eyes", True)
    section.manage_addLocalRoles(
        "has-pbgdpl-editor", ["PBGDPL Editor", "PBGDPL Approver"]
    )
    with acting("PBGDPL Editor"), pytest.raises(api.exc.InvalidParameterError):
        api.content.transition(revised, "approve")
    assert api.content.get_state(revised) == "pending_approval"


def test_questions_stay_where_they_are_through_a_revision(closed, revised, acting):
    before = {one.UID() for one in closed.objectValues()}
    assert not revised.objectIds() and not is_open_for_questions(revised)
    with acting("PBGDPL Approver"):
        api.content.transition(revised, "approve")
    assert {one.UID() for one in closed.objectValues()} == before
    assert [brain.Title for brain in answered_in(closed)] == ["Đã trả lời"]


def test_questions_that_came_in_time_are_answered_after_the_end(closed, acting):
    (waiting,) = (one for one in closed.objectValues() if one.title == "Đang chờ")
    with acting("PBGDPL Editor"):
        api.content.transition(waiting, "accept")
    assert api.content.get_state(waiting) == "accepted"


def test_a_dialogue_copied_takes_no_private_data_along(closed):
    with api.env.adopt_roles(["Manager"]):
        copy = api.content.copy(closed, closed.aq_parent, id="ban-sao")
    for question in copy.objectValues():
        assert question.portal_type == QUESTION_TYPE
        assert not question.asker_email and not question.asker_phone
