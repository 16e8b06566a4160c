"""From which questions tests are drawn, and what the bank keeps of answers."""

from bank_content import add_question
from bank_content import AGE
from bank_content import drawable
from bank_content import LAW
from bank_content import make_bank
from bank_content import put
from bank_content import take
from datetime import timedelta
from plone import api
from random import Random
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.editorial.exceptions import CommentRequired
from sonla.pbgdpl.editorial.exceptions import TransitionRefused
from sonla.pbgdpl.legal_documents.decisions import decide
from sonla.pbgdpl.legal_documents.decisions import Decision
from sonla.pbgdpl.legal_documents.rules import document_identity
from sonla.pbgdpl.options.learning.question_bank.answer_counts import count_answers
from sonla.pbgdpl.options.learning.question_bank.answer_counts import counts_of
from sonla.pbgdpl.options.learning.question_bank.answer_counts import KEY
from sonla.pbgdpl.options.learning.question_bank.legal_changes import legal_changes
from sonla.pbgdpl.options.learning.question_bank.legal_changes import note_check
from sonla.pbgdpl.options.learning.question_bank.query import draw_from
from sonla.pbgdpl.options.learning.question_bank.query import usable_banks
from zope.annotation.interfaces import IAnnotations

import pytest


def texts(questions):
    return [question.text for question in questions]


def test_only_approved_questions_of_an_approved_bank_are_drawn(section):
    bank = make_bank(section)
    add_question(bank, "approved", question="Duyệt?")
    add_question(bank, "submitted", question="Chờ?")
    add_question(bank, "retired", question="Cũ?")
    add_question(bank, question="Nháp?")
    take(bank, "reopen", "Xem lại")
    assert not drawable(bank) and not usable_banks(section)
    put(bank, "approved")
    assert texts(drawable(bank)) == ["Duyệt?"]
    assert [brain.UID for brain in usable_banks(section)] == [bank.UID()]


def test_a_stranger_s_test_is_drawn_from_what_the_stranger_may_not_see(bank, acting):
    add_question(bank, "approved")
    with acting("Member"):
        assert not api.user.has_permission("View", obj=bank)
        (question,) = drawable(bank)
    assert (
        question.text == AGE and question.answers[question.right[0]] == "Nam 20, nữ 18"
    )
    assert question.citations == ("Điều 8 khoản 1 điểm a, Luật 52/2014/QH13",)


def test_drawn_by_field_and_difficulty(bank):
    add_question(bank, "approved", question="Dễ?")
    add_question(bank, "approved", question="Khó?", difficulty="hard")
    add_question(
        bank, "approved", question="Đất?", difficulty="hard", legal_fields=("dat-dai",)
    )
    assert texts(drawable(bank, (), "hard")) == ["Khó?", "Đất?"]
    assert texts(drawable(bank, ["dat-dai"])) == ["Đất?"]
    assert texts(drawable(bank, ["dat-dai", "hon-nhan-gia-dinh"], "easy")) == ["Dễ?"]


def test_a_test_draws_each_question_once_and_no_more_than_there_are(bank):
    assert not draw_from(bank, 2, Random(1))
    for number in range(3):
        add_question(bank, "approved", question=f"Câu {number}?")
    assert len({one.uid for one in draw_from(bank, 2, Random(1))}) == 2
    assert len({one.uid for one in draw_from(bank, 99, Random(1))}) == 3


def test_what_can_t_be_asked_is_not_submitted(bank):
    broken = add_question(bank, answers=[{"text": "Một", "is_right": True}])
    with pytest.raises(TransitionRefused, match="two answers"):
        put(broken, "submitted")
    assert api.content.get_state(broken) == "draft"


def test_to_retire_needs_a_reason(bank):
    question = add_question(bank, "approved")
    with pytest.raises(CommentRequired):
        take(question, "retire")


class TestLegalChanges:
    def ended(self, section):
        """Have the register say that the law has ended."""
        decide(
            section, Decision(document_identity(LAW), "52/2014", {"validity": "HHL"})
        )

    def test_a_question_whose_document_ends_is_flagged_and_not_drawn(
        self, section, bank
    ):
        question = add_question(bank, "approved")
        assert not legal_changes(question)
        with api.env.adopt_roles(["Manager"]):
            self.ended(section)
        (change,) = legal_changes(question)
        assert change.has_ended and change.before == "CHL"
        assert not drawable(bank)
        found = api.content.find(
            unrestricted=True,
            portal_type="BankQuestion",
            pbgdpl_next_change={"query": today().isoformat(), "range": "max"},
        )
        assert [brain.UID for brain in found] == [question.UID()]

    def test_who_confirms_it_lets_it_be_drawn_again(self, section, bank):
        question = add_question(bank, "approved")
        with api.env.adopt_roles(["Manager"]):
            self.ended(section)
        note_check(question)
        assert not legal_changes(question) and len(drawable(bank)) == 1

    def test_a_document_that_runs_out_by_itself_is_flagged_on_that_day(self, bank):
        until = today() + timedelta(days=90)
        question = add_question(
            bank, "approved", citations=[{**LAW, "expires_on": until}]
        )
        assert not legal_changes(question, until)
        after = until + timedelta(days=1)
        assert legal_changes(question, after)[0].since == after


class TestCounts:
    def test_right_answers_are_counted_without_a_name(self, bank):
        one, other = add_question(bank, "approved"), add_question(bank, "approved")
        count_answers(bank, {one.UID(): True, other.UID(): False})
        count_answers(bank, {one.UID(): False})
        assert counts_of(bank, one.UID()).percent == 50
        assert counts_of(bank, other.UID()).answered == 1
        assert counts_of(bank, "unknown").percent is None

    def test_they_follow_into_another_bank_and_go_with_the_question(
        self, section, bank
    ):
        question = add_question(bank, "approved")
        uid = question.UID()
        count_answers(bank, {uid: True})
        target = make_bank(section, "Khác")
        with api.env.adopt_roles(["Manager"]):
            moved = api.content.move(question, target)
            assert counts_of(target, uid).right == 1 and not counts_of(bank, uid).right
            api.content.delete(moved)
        assert not counts_of(target, uid).answered

    def test_a_copy_has_no_numbers_and_no_approval(self, bank):
        question = add_question(bank, "approved")
        count_answers(bank, {question.UID(): True})
        with api.env.adopt_roles(["Manager"]):
            copy = api.content.copy(question, bank)
        assert not counts_of(bank, copy.UID()).answered
        assert api.content.get_state(copy) == "draft"


def test_numbers_are_there_before_anybody_answers(section):
    """Two who are the first to answer at the same moment change no tree of the bank."""
    bank = make_bank(section)
    draft, approved = (
        add_question(bank),
        add_question(bank, "approved", question="Hai?"),
    )
    assert approved.UID() in IAnnotations(bank)[KEY]
    assert draft.UID() not in IAnnotations(bank)[KEY]
