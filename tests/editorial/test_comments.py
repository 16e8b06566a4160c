"""A compulsory comment is refused wherever it is missing."""

from plone import api
from plone.api.exc import InvalidParameterError
from sonla.pbgdpl.editorial.exceptions import CommentRequired
from sonla.pbgdpl.editorial.states import history_of
from sonla.pbgdpl.editorial.states import state_of

import pytest

CASES = {
    "return_to_author": ("editor", "pending_edit", "draft"),
    "withdraw": ("approver", "published", "withdrawn"),
}
BLANKS = ("", "   ", "\n\t ")


def prepared(office, transition):
    text = office.make("contributor")
    if transition == "withdraw":
        return office.publish(text)
    return office.do("contributor", text, "submit")


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize("transition", CASES)
class TestInCode:
    def test_workflow_tool(self, office, transition, blank):
        user, before, _after = CASES[transition]
        text = prepared(office, transition)
        with pytest.raises(CommentRequired):
            office.do(user, text, transition, comment=blank)
        assert state_of(text) == before

    def test_plone_api(self, office, transition, blank):
        user, before, _after = CASES[transition]
        text = prepared(office, transition)
        with office.acting(user), pytest.raises(InvalidParameterError):
            api.content.transition(text, transition, comment=blank)
        assert state_of(text) == before


@pytest.mark.parametrize("transition", CASES)
def test_the_history_keeps_who_when_and_why(office, transition):
    user, _before, after = CASES[transition]
    text = prepared(office, transition)
    office.do(user, text, transition, comment="Sai số liệu ở trang 2")
    line = history_of(text)[-1]
    assert state_of(text) == after
    assert line["actor"] == user
    assert line["comments"] == "Sai số liệu ở trang 2"
    assert line["action"] == transition
    assert line["time"].isCurrentDay()


@pytest.mark.parametrize("transition", ["submit", "retract", "forward", "reopen"])
def test_other_steps_need_none(office, transition):
    text = office.make("contributor")
    office.do("contributor", text, "submit")
    if transition == "retract":
        office.do("contributor", text, "retract")
    if transition in ("forward", "reopen"):
        office.publish(text)
        office.withdraw(text)
        office.do("editor", text, "reopen")


@pytest.mark.parametrize("transition", CASES)
class TestRest:
    def test_refused(self, site, transition):
        user, before, _after = CASES[transition]
        text = prepared(site, transition)
        for body in ({}, {"comment": "  "}):
            answer = site.rest(
                "POST", text, f"/@workflow/{transition}", user, json=body
            )
            assert answer.status_code == 400
            assert "comment is compulsory" in answer.text
        assert state_of(text) == before

    def test_accepted(self, site, transition):
        user, _before, after = CASES[transition]
        text = prepared(site, transition)
        body = {"comment": "Thiếu căn cứ"}
        answer = site.rest("POST", text, f"/@workflow/{transition}", user, json=body)
        assert answer.status_code == 200
        assert answer.json()["comments"] == "Thiếu căn cứ"
        assert state_of(text) == after


@pytest.mark.parametrize("transition", CASES)
class TestClassic:
    def test_menu_leads_to_the_form(self, site, transition):
        user, _before, _after = CASES[transition]
        text = prepared(site, transition)
        with site.acting(user):
            tool = api.portal.get_tool("portal_workflow")
            urls = {a["id"]: a["url"] for a in tool.listActionInfos(object=text)}
        assert urls[transition].endswith(
            f"/@@pbgdpl-transition?workflow_action={transition}"
        )

    def test_content_status_modify(self, site, transition):
        user, before, after = CASES[transition]
        text = prepared(site, transition)
        data = {"workflow_action": transition, "_authenticator": site.token(user)}
        answer = site.http("POST", text, "/content_status_modify", user, data=data)
        assert answer.status_code == 303
        assert answer.headers["Location"] == (
            f"{text.absolute_url()}/@@pbgdpl-transition?workflow_action={transition}"
        )
        assert state_of(text) == before
        data["comment"] = "Sai"
        answer = site.http("POST", text, "/content_status_modify", user, data=data)
        assert answer.status_code == 302
        assert state_of(text) == after

    def test_advanced_form(self, site, transition):
        user, before, _after = CASES[transition]
        user = "manager" if transition == "withdraw" else user
        text = prepared(site, transition)
        data = {
            "workflow_action": transition,
            "form.submitted": "1",
            "form.button.Publish": "1",
            "paths:list": "/".join(text.getPhysicalPath()),
            "_authenticator": site.token(user),
        }
        answer = site.http("POST", text, "/content_status_history", user, data=data)
        assert answer.status_code == 303
        assert "@@pbgdpl-transition" in answer.headers["Location"]
        assert state_of(text) == before

    def test_folder_contents(self, site, transition):
        user, before, _after = CASES[transition]
        user = "manager" if transition == "withdraw" else user
        text = prepared(site, transition)
        data = {
            "transition": transition,
            "selection": f'["{text.UID()}"]',
            "comments": "",
            "_authenticator": site.token(user),
        }
        answer = site.http("POST", site.unit, "/@@fc-workflow", user, data=data)
        assert "Could not transition" in answer.text
        assert state_of(text) == before
        assert text.effective_date is None or before == "published"

    def test_form_asks_keeps_and_performs(self, site, transition):
        user, before, after = CASES[transition]
        text = prepared(site, transition)
        path = f"/@@pbgdpl-transition?workflow_action={transition}"
        page = site.http("GET", text, path, user)
        assert page.status_code == 200
        assert "pbgdpl-comment" in page.text
        data = {
            "workflow_action": transition,
            "comment": " ",
            "form.buttons.go": "1",
            "_authenticator": site.token(user),
        }
        page = site.http("POST", text, "/@@pbgdpl-transition", user, data=data)
        assert page.status_code == 200
        assert "comment is compulsory" in page.text
        assert state_of(text) == before
        data["comment"] = "Thiếu <b>căn cứ</b>"
        page = site.http("POST", text, "/@@pbgdpl-transition", user, data=data)
        assert page.status_code == 302
        assert state_of(text) == after
        assert history_of(text)[-1]["comments"] == "Thiếu <b>căn cứ</b>"

    def test_form_says_why_it_is_not_for_you(self, site, transition):
        _user, before, _after = CASES[transition]
        text = prepared(site, transition)
        path = f"/@@pbgdpl-transition?workflow_action={transition}"
        page = site.http("GET", text, path, "colleague")
        assert page.status_code == 302
        assert page.headers["Location"] == text.absolute_url()
        assert state_of(text) == before
