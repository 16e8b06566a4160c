"""Steps of a question: comments, second person, what has to be there, who is let in."""

from datetime import date
from new_items import create
from plone import api
from plone.app.iterate.interfaces import ICheckinCheckoutPolicy
from Products.CMFCore.WorkflowCore import WorkflowException
from questions_content import answer
from questions_content import ask
from questions_content import put
from sonla.pbgdpl.editorial.exceptions import CommentRequired
from sonla.pbgdpl.editorial.exceptions import FourEyes
from sonla.pbgdpl.editorial.exceptions import RevisionRefused
from sonla.pbgdpl.editorial.exceptions import TransitionRefused
from sonla.pbgdpl.questions import DUE_INDEX
from sonla.pbgdpl.questions.content import state_in_history
from sonla.pbgdpl.questions.tracking import fold_code
from sonla.pbgdpl.questions.tracking import new_code
from sonla.pbgdpl.questions.tracking import question_of
from sonla.pbgdpl.units.groups import group_name
from zope.annotation.interfaces import IAnnotations
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import pytest


@pytest.fixture
def question(section):
    return ask(section)


def step(question, name, comment=""):
    tool = api.portal.get_tool("portal_workflow")
    tool.doActionFor(question, name, comment=comment)


def change(question, html=None, **fields):
    if html is not None:
        answer(question, html)
    for name, value in fields.items():
        setattr(question, name, value)
    notify(ObjectModifiedEvent(question))


def test_whole_road(question, acting):
    with acting("PBGDPL Editor"):
        step(question, "accept")
        change(question, agency="so-tu-phap")
        step(question, "assign")
    with acting("PBGDPL Contributor"):
        change(question, "<p>Đủ 20 tuổi.</p>")
        step(question, "draft_answer")
    with acting("PBGDPL Approver"):
        step(question, "approve_answer")
        step(question, "publish")
    assert state_in_history(question) == "published"
    assert question.effective_date is not None
    assert question.answered_on is not None
    with api.env.adopt_roles(["Anonymous"]):
        assert api.user.has_permission("View", obj=question)


@pytest.mark.parametrize("comment", ["", "  \n\t"])
@pytest.mark.parametrize(
    ("state", "name"), [("received", "decline"), ("answer_drafted", "return_answer")]
)
def test_comment_is_compulsory(question, acting, state, name, comment):
    put(answer(question), state)
    with acting("PBGDPL Approver"):
        with pytest.raises(CommentRequired):
            step(question, name, comment)
        assert state_in_history(question) == state
        step(question, name, "Thuộc lĩnh vực khiếu nại")
    assert state_in_history(question) != state


def test_assignment_needs_an_agency(question, acting):
    put(question, "accepted")
    with acting("PBGDPL Editor"), pytest.raises(TransitionRefused):
        step(question, "assign")


def test_nothing_is_submitted_or_approved_without_an_answer(question, acting):
    put(question, "assigned")
    with acting("PBGDPL Editor"), pytest.raises(TransitionRefused):
        step(question, "draft_answer")
    put(answer(question, "  "), "answer_drafted")
    with acting("PBGDPL Approver"), pytest.raises(TransitionRefused):
        step(question, "approve_answer")


class TestFourEyes:
    @pytest.fixture(autouse=True)
    def four_eyes(self, section):
        api.portal.set_registry_record("sonla.pbgdpl.four_eyes", True)

    def test_who_submitted_does_not_approve(self, question, acting):
        put(answer(question), "assigned")
        with acting("PBGDPL Approver"):
            step(question, "draft_answer")
            with pytest.raises((FourEyes, WorkflowException)):
                step(question, "approve_answer")
        assert state_in_history(question) == "answer_drafted"
        with acting("Manager"):
            step(question, "approve_answer")

    def test_who_wrote_does_not_approve_what_another_submitted(self, question, acting):
        put(question, "assigned")
        with acting("PBGDPL Approver"):
            change(question, "<p>Do tôi viết.</p>")
        with acting("PBGDPL Contributor"):
            step(question, "draft_answer")
        with acting("PBGDPL Approver"):
            workflow = api.portal.get_tool("portal_workflow")
            actions = [a["id"] for a in workflow.listActionInfos(object=question)]
            assert "approve_answer" not in actions
            assert "return_answer" in actions

    def test_who_corrected_what_was_submitted_approves(self, question, acting):
        put(question, "assigned")
        with acting("PBGDPL Contributor"):
            change(question, "<p>Của đơn vị.</p>")
            step(question, "draft_answer")
        with acting("PBGDPL Approver"):
            change(question, "<p>Của đơn vị, đã sửa.</p>")
            step(question, "approve_answer")
        assert state_in_history(question) == "answered"

    def test_whoever_saves_another_field_is_no_writer(self, question, acting):
        put(question, "assigned")
        with acting("PBGDPL Contributor"):
            change(question, "<p>Của đơn vị.</p>")
        with acting("PBGDPL Approver"):
            change(question, title="Tên rõ hơn")
        with acting("PBGDPL Contributor"):
            step(question, "draft_answer")
        with acting("PBGDPL Approver"):
            step(question, "approve_answer")
        assert state_in_history(question) == "answered"

    def test_the_setting_turns_it_off(self, question, acting):
        api.portal.set_registry_record("sonla.pbgdpl.four_eyes", False)
        put(answer(question), "assigned")
        with acting("PBGDPL Approver"):
            step(question, "draft_answer")
            step(question, "approve_answer")
        assert state_in_history(question) == "answered"


def test_a_public_answer_that_is_returned_is_no_longer_public(question, acting):
    put(answer(question), "published")
    with acting("PBGDPL Approver"):
        step(question, "return_answer", "Luật đã thay đổi")
    assert state_in_history(question) == "assigned"
    with api.env.adopt_roles(["Anonymous"]):
        assert not api.user.has_permission("View", obj=question)
    assert question.answered_on is None


class TestSharing:
    @pytest.fixture
    def units(self, section):
        with api.env.adopt_roles(["Manager"]):
            return [
                create(section, "ContributingUnit", title=t, code=t, agency=agency)
                for t, agency in (("stp", "so-tu-phap"), ("ca", "cong-an-tinh"))
            ]

    def member(self, unit):
        name = f"can-bo-{unit.code}"
        api.user.create(email=f"{name}@example.org", username=name)
        api.group.add_user(groupname=group_name(unit.code), username=name)
        return name

    def sees(self, question, name):
        IAnnotations(
            question.REQUEST
        ).clear()  # where local roles are kept a request long
        with api.env.adopt_user(username=name):
            return api.user.has_permission("View", obj=question)

    def test_the_agency_sees_what_is_assigned_to_it(self, question, units, acting):
        first, second = map(self.member, units)
        with acting("PBGDPL Editor"):
            step(question, "accept")
            change(question, agency="so-tu-phap")
            assert not self.sees(question, first)
            step(question, "assign")
        assert self.sees(question, first)
        assert not self.sees(question, second)
        with api.env.adopt_user(username=first):
            assert not api.user.has_permission(
                "sonla.pbgdpl: View personal data", obj=question
            )
            found = api.content.find(portal_type="LegalQuestion")
            assert [brain.getPath() for brain in found]
        with acting("PBGDPL Editor"):
            change(question, agency="cong-an-tinh")
            step(question, "reassign", "Thuộc thẩm quyền Công an")
        assert not self.sees(question, first)
        assert self.sees(question, second)


class TestCodes:
    def test_code_finds_its_question_as_people_type_it(self, section):
        one, two = ask(section), ask(section)
        assert one.tracking_code != two.tracking_code
        typed = one.tracking_code.lower().replace("-", " ")
        assert question_of(typed).getId() == one.getId()
        assert question_of(new_code()) is None
        assert question_of("") is None
        assert question_of("Đ" * 5000) is None

    def test_code_is_not_in_the_catalog(self, section):
        question = ask(section)
        catalog = api.portal.get_tool("portal_catalog")
        (brain,) = catalog.unrestrictedSearchResults(portal_type="LegalQuestion")
        known = str(catalog.getIndexDataForRID(brain.getRID()))
        known += str(catalog.getMetadataForRID(brain.getRID()))
        assert question.tracking_code not in known
        assert fold_code(question.tracking_code) not in known

    def test_codes_are_readable(self):
        codes = {new_code() for _ in range(500)}
        assert len(codes) == 500
        assert not set("".join(codes)) & set("01OILo")


def test_a_copy_belongs_to_nobody(section):
    question = ask(section)
    with api.env.adopt_roles(["Manager"]):
        copy = api.content.copy(question, section, safe_id=True)
    assert copy.tracking_code != question.tracking_code
    assert copy.asker_email is None
    assert copy.asker_phone is None


def test_due_days_are_known_of_open_questions_alone(section, acting):
    question = ask(section, due_date=date(2026, 3, 4))
    catalog = api.portal.get_tool("portal_catalog")
    query = {DUE_INDEX: {"query": "2026-03-04", "range": "max"}}
    assert len(catalog.unrestrictedSearchResults(query)) == 1
    with acting("PBGDPL Editor"):
        step(question, "decline", "Đơn tố cáo")
    assert len(catalog.unrestrictedSearchResults(query)) == 0


def test_no_working_copy_of_a_question(section, acting):
    question = put(answer(ask(section)), "published")
    with acting("Manager"), pytest.raises(RevisionRefused):
        ICheckinCheckoutPolicy(question).checkout(section)
