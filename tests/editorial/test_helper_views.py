"""The views that guards and the toolbar ask tell strangers nothing."""

from plone import api

import pytest

PATHS = [
    "/@@pbgdpl-guards/may_approve",
    "/@@pbgdpl-guards/may_retract",
    "/@@pbgdpl-revision/offered",
    "/@@pbgdpl-revision/discardable",
]


def test_anonymous_is_sent_to_the_login_for_a_draft(site):
    draft = site.make("contributor")
    page = site.http("GET", draft)
    assert page.status_code == 302
    for path in PATHS:
        answer = site.http("GET", draft, path)
        assert (path, answer.status_code) == (path, 302)
        assert "require_login" in answer.headers["Location"]


def test_member_without_a_role_learns_nothing(site):
    draft = site.make("contributor")
    for path in PATHS:
        answer = site.http("GET", draft, path, user="member")
        assert (path, answer.status_code) == (path, 302)


@pytest.mark.parametrize("state", ["draft", "pending_edit", "pending_approval"])
@pytest.mark.parametrize("user_id", ["anonymous", "member"])
def test_guards_answer_no_to_whoever_may_not_view(office, state, user_id):
    text = office.make("contributor")
    if state != "draft":
        office.do("contributor", text, "submit")
    if state == "pending_approval":
        office.do("editor", text, "forward")
    tool = api.portal.get_tool("portal_workflow")
    with office.acting(user_id):
        assert not tool.getTransitionsFor(text)
