"""Nobody approves their own text, on any road; structure is exempt."""

from new_items import create
from plone import api
from plone.api.exc import InvalidParameterError
from Products.CMFCore.WorkflowCore import WorkflowException
from sonla.pbgdpl.core.interfaces import IHarvested
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.editorial.authorship import author_ids
from sonla.pbgdpl.editorial.exceptions import FourEyes
from sonla.pbgdpl.editorial.guards import MSG_FOUR_EYES
from sonla.pbgdpl.editorial.guards import why_refused
from sonla.pbgdpl.editorial.revisions import revise
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.settings.getters import get_settings
from zope.interface import alsoProvides

import pytest

AUTHORS = ("approver", "siteadmin", "manager")


def waiting(office, author, portal_type="LegalNews"):
    """A text that its author brought up to approval and would now approve."""
    with api.env.adopt_roles(["Manager"]):
        office.section.manage_addLocalRoles("approver", ["PBGDPL Contributor"])
    text = office.make(author, portal_type)
    office.do(author, text, "submit")
    return office.do("editor", text, "forward")


def offered(office, user, text):
    tool = api.portal.get_tool("portal_workflow")
    with office.acting(user):
        return {action["id"] for action in tool.listActionInfos(object=text)}


@pytest.mark.parametrize("author", AUTHORS)
class TestOwnText:
    def test_menu_hides_it(self, office, author):
        text = waiting(office, author)
        assert "approve" not in offered(office, author, text)
        assert "approve" in offered(office, "approver2", text)

    def test_tool_refuses(self, office, author):
        text = waiting(office, author)
        with pytest.raises(WorkflowException):
            office.do(author, text, "approve")
        assert state_of(text) == "pending_approval"

    def test_api_refuses(self, office, author):
        text = waiting(office, author)
        with office.acting(author), pytest.raises(InvalidParameterError):
            api.content.transition(text, "approve")

    def test_subscriber_refuses_without_the_guard(self, office, author):
        text = waiting(office, author)
        tool = api.portal.get_tool("portal_workflow")
        tool[EDITORIAL_WORKFLOW].transitions["approve"].guard = None
        with pytest.raises(FourEyes):
            office.do(author, text, "approve")
        assert state_of(text) == "pending_approval"

    def test_reason_is_given(self, office, author):
        text = waiting(office, author)
        with office.acting(author):
            assert why_refused(text, "approve") == MSG_FOUR_EYES
        with office.acting("approver2"):
            assert why_refused(text, "approve") is None

    def test_somebody_else_approves(self, office, author):
        text = office.do("approver2", waiting(office, author), "approve")
        assert state_of(text) == "published"

    def test_setting_off(self, office, author):
        text = waiting(office, author)
        get_settings().four_eyes = False
        assert state_of(office.do(author, text, "approve")) == "published"

    def test_rest_says_why(self, site, author):
        text = waiting(site, author)
        answer = site.rest("POST", text, "/@workflow/approve", author)
        assert answer.status_code == 400
        assert "Nobody approves their own text" in answer.json()["error"]["message"]
        assert state_of(text) == "pending_approval"
        assert text.effective_date is None

    def test_classic_refuses(self, site, author):
        text = waiting(site, author)
        data = {"workflow_action": "approve", "_authenticator": site.token(author)}
        site.http("POST", text, "/content_status_modify", author, data=data)
        assert state_of(text) == "pending_approval"

    def test_bulk_refuses(self, site, author):
        text = waiting(site, author)
        data = {
            "transition": "approve",
            "selection": f'["{text.UID()}"]',
            "_authenticator": site.token(author),
        }
        site.http("POST", site.unit, "/@@fc-workflow", author, data=data)
        assert state_of(text) == "pending_approval"


def test_correcting_submitting_forwarding_makes_nobody_an_author(office):
    with api.env.adopt_roles(["Manager"]):
        office.section.manage_addLocalRoles(
            "approver", ["PBGDPL Editor", "PBGDPL Contributor"]
        )
    text = office.make("contributor")
    office.do("approver", text, "submit")
    with office.acting("approver"):
        text.title = "Tiêu đề đã sửa"
        text.reindexObject()
    office.do("approver", text, "forward", "approve")
    assert state_of(text) == "published"
    assert author_ids(text) == {"contributor"}


@pytest.mark.parametrize("portal_type", ["Folder", "ContributingUnit"])
@pytest.mark.parametrize("author", ["siteadmin", "manager"])
def test_structure_is_exempt_for_administrators(office, author, portal_type):
    fields = {"code": "x"} if portal_type == "ContributingUnit" else {}
    folder = office.make(author, portal_type, container=office.section, **fields)
    office.do(author, folder, "submit", "forward", "approve")
    assert state_of(folder) == "published"


def test_the_section_is_structure(office):
    with api.env.adopt_roles(["Manager"]):
        section = create(office.portal, "LegalEducationSection", title="Chuyên trang")
        section.changeOwnership(api.user.get(userid="manager").getUser())
        section.manage_setLocalRoles("manager", ["Owner", "Manager"])
    office.do("manager", section, "submit", "forward", "approve")
    assert state_of(section) == "published"


def test_structure_of_an_approver_is_not(office):
    folder = waiting(office, "approver", "Folder")
    with pytest.raises(WorkflowException):
        office.do("approver", folder, "approve")


def test_withdrawing_ones_own_text_is_allowed(office):
    text = office.do("approver2", waiting(office, "approver"), "approve")
    assert state_of(office.withdraw(text)) == "withdrawn"


def test_a_copy_of_what_was_fetched_is_the_text_of_who_pasted_it(office):
    fetched = office.make("contributor")
    alsoProvides(fetched, IHarvested)
    office.publish(fetched)
    with api.env.adopt_roles(["Manager"]):
        office.section.manage_addLocalRoles("approver", ["PBGDPL Contributor"])
    with office.acting("approver"):
        copy = api.content.copy(fetched, office.unit, "ban-sao")
        assert author_ids(copy) == {"approver"}
    office.do("approver", copy, "submit")
    office.do("editor", copy, "forward")
    with pytest.raises(WorkflowException):
        office.do("approver", copy, "approve")
    revision = revise_as(office, "editor", fetched)
    assert IHarvested.providedBy(revision) and IHarvested.providedBy(fetched)


def revise_as(office, user, text):
    with office.acting(user):
        return revise(text)


def test_creators_do_not_matter(office):
    text = waiting(office, "approver")
    text.creators = ("Ai đó",)
    with pytest.raises(WorkflowException):
        office.do("approver", text, "approve")


def test_without_owner(office):
    text = waiting(office, "contributor")
    text._owner = None
    assert state_of(office.do("approver", text, "approve")) == "published"
