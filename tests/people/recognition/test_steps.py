"""A person whom a unit enters is sent, seen at the desk, accepted or returned."""

from datetime import timedelta
from desk_content import acting as being
from desk_content import make_unit
from desk_content import step
from new_items import create
from people import ended
from people import on_day
from people import recognition
from people import WARD
from plone import api
from plone.protect import createToken
from Products.CMFCore.WorkflowCore import WorkflowException
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.editorial.exceptions import CommentRequired
from sonla.pbgdpl.editorial.query import drafts_of_user
from sonla.pbgdpl.editorial.states import is_public
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.mail.messages import compose
from sonla.pbgdpl.mail.notice import DeliveryProblem
from sonla.pbgdpl.mail.outbox import current_outbox
from sonla.pbgdpl.people.jobs import sweep
from zope.event import notify
from zope.interface import alsoProvides
from zope.lifecycleevent import ObjectModifiedEvent

import lxml.html
import pytest

pytestmark = pytest.mark.usefixtures("content_alone")

SENDER, EDITOR, KEEPER, OUTSIDER = "tac-gia", "bien-tap", "phe-duyet", "nguoi-ngoai"


def propose(unit, name="Lò Thị Bản", rows=None, portal_type="LegalPropagandist"):
    """Enter a propagandist as a contributor of a commune does."""
    rows = [recognition("xa", WARD)] if rows is None else rows
    with being(SENDER):
        return create(unit, portal_type, title=name, recognitions=rows)


def desk(context, user_id, tab="people", **form):
    """Render the desk, or post its form."""
    request = context.REQUEST.clone()
    alsoProvides(request, IBrowserLayer)
    method = "POST" if form else "GET"
    request.environ["REQUEST_METHOD"] = request.method = method
    request.form.update(form, tab=tab)
    with being(user_id):
        if form:
            request.form["_authenticator"] = createToken()
        view = api.content.get_view("pbgdpl-review", context, request)
        return lxml.html.fromstring(view())


def names(document):
    if not document.cssselect("a.nav-link.active[href*='tab=people']"):
        return []
    return [link.text for link in document.cssselect("#pbgdpl-rows h2 a")]


def steps_of(document):
    return {
        button.get("value").partition(":")[2]
        for button in document.cssselect("#pbgdpl-rows button[name='one']")
    }


@pytest.fixture
def sent(unit):
    """Return somebody who was sent for the register."""
    person = propose(unit)
    step(person, SENDER, "submit")
    return person


class TestSteps:
    def test_what_is_sent_is_not_public_and_can_not_be_changed_by_its_sender(
        self, sent
    ):
        assert state_of(sent) == "submitted" and not is_public(sent)
        with being(SENDER):
            assert not api.user.has_permission("Modify portal content", obj=sent)
        sweep(today() + timedelta(days=4000))
        assert state_of(sent) == "submitted"

    def test_accepting_makes_public(self, sent):
        step(sent, KEEPER, "recognise")
        assert state_of(sent) == "recognised" and is_public(sent)
        assert log.count() and "recognise" in {
            entry.facts.get("step") for entry in log.newest_first()
        }

    def test_a_correction_of_the_office_accepts_nobody(self, sent):
        with being(KEEPER):
            notify(ObjectModifiedEvent(sent))
        assert state_of(sent) == "submitted"

    def test_a_return_needs_a_comment_and_gives_the_entry_back(self, sent):
        with pytest.raises(CommentRequired):
            step(sent, EDITOR, "return_to_author", "  ")
        step(sent, EDITOR, "return_to_author", "Thiếu số quyết định.")
        assert state_of(sent) == "draft"
        with being(SENDER):
            assert api.user.has_permission("Modify portal content", obj=sent)
            sent.recognitions = [recognition("xa", WARD, decision_number="9/QĐ-UBND")]
            notify(ObjectModifiedEvent(sent))
        step(sent, SENDER, "submit")
        assert state_of(sent) == "submitted"

    def test_the_sender_takes_it_back(self, sent):
        step(sent, SENDER, "retract")
        assert state_of(sent) == "draft"

    def test_an_editor_accepts_nobody(self, sent):
        with pytest.raises(WorkflowException):
            step(sent, EDITOR, "recognise")

    def test_a_recognition_to_come_is_accepted_now_and_public_on_its_day(self, unit):
        first = today() + timedelta(days=10)
        person = propose(unit, rows=[recognition("xa", WARD, valid_from=first)])
        step(person, SENDER, "submit")
        with pytest.raises(WorkflowException):
            step(person, KEEPER, "recognise")
        step(person, KEEPER, "accept")
        assert state_of(person) == "submitted" and not is_public(person)
        with on_day(first):
            sweep(first)
        assert state_of(person) == "recognised"

    def test_what_an_editor_changes_after_that_waits_again(self, unit):
        first = today() + timedelta(days=10)
        person = propose(unit, rows=[recognition("xa", WARD, valid_from=first)])
        step(person, SENDER, "submit")
        step(person, KEEPER, "accept")
        with being(EDITOR):
            notify(ObjectModifiedEvent(person))
        with on_day(first):
            sweep(first)
            assert state_of(person) == "submitted"

    def test_a_life_that_is_over_is_accepted_into_the_archive(self, unit):
        past = ended(recognition("xa", WARD), today() - timedelta(days=5))
        person = propose(unit, rows=[past])
        step(person, SENDER, "submit")
        step(person, KEEPER, "accept")
        assert state_of(person) == "ended" and not is_public(person)

    def test_who_has_no_recognition_is_neither_sent_nor_accepted(self, unit):
        person = propose(unit, rows=[])
        with pytest.raises(WorkflowException):
            step(person, SENDER, "submit")
        person.recognitions = [recognition("xa", WARD)]
        step(person, SENDER, "submit")
        person.recognitions = []
        for action in ("accept", "recognise"):
            with pytest.raises(WorkflowException):
                step(person, KEEPER, action)


class TestDesk:
    def test_keepers_and_editors_see_who_waits(self, section, sent):
        rows = desk(section, KEEPER)
        assert names(rows) == ["Lò Thị Bản"]
        assert steps_of(rows) == {"recognise", "return_to_author"}
        assert steps_of(desk(section, EDITOR)) == {"return_to_author"}
        assert "Sở Tư pháp" in rows.cssselect("#pbgdpl-rows")[0].text_content()

    def test_the_sender_sees_that_it_waits(self, section, sent):
        assert names(desk(section, SENDER)) == []
        assert steps_of(desk(section, SENDER, tab="sent-people")) == {"retract"}
        assert names(desk(section, KEEPER, tab="sent-people")) == []

    def test_others_see_nothing(self, section, sent):
        other = make_unit(section, "Xã khác", OUTSIDER)
        assert names(desk(section, OUTSIDER)) == names(desk(other, OUTSIDER)) == []

    def test_a_draft_waits_for_nobody(self, section, unit):
        propose(unit)
        assert names(desk(section, KEEPER)) == []

    def test_many_are_accepted_at_once(self, section, unit):
        people = [propose(unit, f"Lò Văn {n}") for n in "ABC"]
        for person in people:
            step(person, SENDER, "submit")
        uids = [person.UID() for person in people[:2]]
        done = desk(section, KEEPER, uids=uids, transition="recognise", step="1")
        assert len(done.cssselect("#pbgdpl-outcomes .text-bg-success")) == 2
        assert [state_of(one) for one in people] == [
            "recognised",
            "recognised",
            "submitted",
        ]

    def test_many_are_returned_with_one_comment(self, section, unit):
        people = [propose(unit, f"Lò Văn {n}") for n in "AB"]
        for person in people:
            step(person, SENDER, "submit")
        form = {
            "uids": [person.UID() for person in people],
            "transition": "return_to_author",
            "step": "1",
        }
        refused = desk(section, EDITOR, **form)
        assert refused.cssselect("#pbgdpl-bulk-error")
        assert {state_of(one) for one in people} == {"submitted"}
        desk(section, EDITOR, **form, comment="Ghi rõ ngày quyết định.")
        assert {state_of(one) for one in people} == {"draft"}
        back = desk(section, SENDER)
        assert names(back) == ["Lò Văn A", "Lò Văn B"]
        assert steps_of(back) == {"submit"}
        assert back.text_content().count("Ghi rõ ngày quyết định.") >= 2

    def test_who_came_back_is_not_among_the_drafts_too(self, section, sent):
        step(sent, SENDER, "retract")
        with being(SENDER):
            assert list(drafts_of_user([section])) == [sent], "nobody waits for it"
        step(sent, SENDER, "submit")
        step(sent, EDITOR, "return_to_author", "Thiếu số quyết định.")
        with being(SENDER):
            assert list(drafts_of_user([section])) == []
        assert names(desk(section, SENDER)) == ["Lò Thị Bản"]

    def test_what_the_user_may_not_do_is_refused_and_said(self, section, sent):
        done = desk(section, EDITOR, one=f"{sent.UID()}:recognise")
        assert state_of(sent) == "submitted"
        assert done.cssselect("#pbgdpl-outcomes .text-bg-danger")

    def test_who_is_accepted_in_advance_waits_no_more(self, section, unit):
        first = today() + timedelta(days=10)
        person = propose(unit, rows=[recognition("xa", WARD, valid_from=first)])
        step(person, SENDER, "submit")
        assert steps_of(desk(section, KEEPER)) == {
            "accept",
            "recognise",
            "return_to_author",
        }
        desk(section, KEEPER, one=f"{person.UID()}:accept")
        assert names(desk(section, KEEPER)) == []


class TestPage:
    def page(self, person, user_id):
        with being(user_id):
            request = person.REQUEST.clone()
            alsoProvides(request, IBrowserLayer)
            view = api.content.get_view("view", person, request)
            return lxml.html.fromstring(view())

    def test_the_page_leads_to_the_next_step(self, unit):
        person = propose(unit)
        (link,) = self.page(person, SENDER).cssselect("#pbgdpl-person-steps a")
        assert link.get("href").endswith("@@pbgdpl-transition?workflow_action=submit")

    def test_the_form_takes_the_step_and_asks_for_the_comment(self, sent):
        request = sent.REQUEST.clone()
        alsoProvides(request, IBrowserLayer)
        request.environ["REQUEST_METHOD"] = request.method = "POST"
        request.form.update(
            {"workflow_action": "return_to_author", "form.buttons.go": "1"}
        )
        with being(KEEPER):
            request.form["_authenticator"] = createToken()
            view = api.content.get_view("pbgdpl-transition", sent, request)
            assert lxml.html.fromstring(view()).cssselect(".invalid-feedback")
            assert state_of(sent) == "submitted"
            request.form["comment"] = "Sai tên bản."
            view = api.content.get_view("pbgdpl-transition", sent, request)
            view()
        assert state_of(sent) == "draft"
        assert "Sai tên bản." in self.page(sent, SENDER).text_content()


def told():
    """Return who was told what since the last question."""
    items = list(current_outbox().items)
    current_outbox().items.clear()
    return {(item.kind, item.recipient.user_id) for item in items}


def test_each_step_is_told_to_whom_it_concerns(unit):
    person = propose(unit)
    step(person, SENDER, "submit")
    assert told() == {("person_waiting", KEEPER)}
    step(person, KEEPER, "return_to_author", "Thiếu số quyết định.")
    assert told() == {("person_returned", SENDER)}
    step(person, SENDER, "submit")
    told()
    step(person, KEEPER, "recognise")
    assert told() == {("person_accepted", SENDER)}


def test_mail_to_the_sender_has_the_comment_and_leads_to_the_tab(sent):
    told()
    step(sent, KEEPER, "return_to_author", "Thiếu số quyết định.")
    (notice,) = current_outbox().items
    (mail,) = compose([notice], "Cổng", "vi")
    assert "Lò Thị Bản" in mail.subject
    assert "Thiếu số quyết định." in mail.body and "tab=people" in mail.body
    current_outbox().items.clear()


def test_nobody_to_decide_is_told_to_the_administrator(section, unit):
    with api.env.adopt_roles(["Manager"]):
        api.user.revoke_roles(username=KEEPER, roles=["PBGDPL Approver"], obj=section)
    step(propose(unit), SENDER, "submit")
    (problem,) = current_outbox().items
    assert isinstance(problem, DeliveryProblem)
    current_outbox().items.clear()
