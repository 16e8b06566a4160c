"""The notice on a text's own page: where it stands, and what is to be done."""

from desk_content import acting
from desk_content import walk
from desk_content import write
from plone import api
from plone.app.layout.globals.interfaces import IViewView
from plone.app.testing import logout
from Products.CMFCore.WorkflowCore import WorkflowException
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.editorial.pages.status import ADVICE
from sonla.pbgdpl.editorial.revisions import revise
from zope.interface import alsoProvides

import lxml.html
import pytest

SUBMIT = ("tac-gia", "submit")
FORWARD = ("bien-tap", "forward")
APPROVE = ("phe-duyet", "approve")
RETURN = ("bien-tap", "return_to_author", "Thiếu <nguồn>.")
WITHDRAW = ("phe-duyet", "withdraw", "Rà soát lại.")


def page_of(item):
    """Render the page of an item as visitors see it."""
    view = api.content.get_view(item.getLayout(), item, item.REQUEST.clone())
    alsoProvides(view, IViewView)
    return view()


def notice(text, user_id):
    """Return the notice that a user sees on the page of a text; None without one."""
    with acting(user_id):
        html = page_of(text)
    found = lxml.html.fromstring(html).cssselect("#pbgdpl-status")
    return found[0] if found else None


def words(notice):
    return " ".join(notice.text_content().split())


def steps_offered(notice):
    found = notice.cssselect("button[name=workflow_action]")
    return [button.get("value") for button in found]


def test_returned_text_tells_its_author(text):
    walk(text, SUBMIT, RETURN)
    found = notice(text, "tac-gia")
    said = words(found)
    assert "Cầm Văn Biên" in said and "Thiếu <nguồn>." in said
    assert "correct it, then submit it again" in said
    assert text.workflow_history[EDITORIAL_WORKFLOW][-1]["time"].strftime("%Y") in said
    assert steps_offered(found) == ["submit"]
    (edit,) = found.cssselect("a[href$='/edit']")
    assert edit.get("href").startswith(text.absolute_url())


def test_returned_text_tells_others_whose_turn_it_is(text):
    walk(text, SUBMIT, RETURN)
    found = notice(text, "bien-tap")
    assert "with its author again" in words(found)
    assert steps_offered(found) == []


@pytest.mark.parametrize(
    "user_id, advice, offered",
    [
        ("bien-tap", "forward it for approval", ["forward", "return_to_author"]),
        ("tac-gia", "take it back first", ["retract"]),
    ],
)
def test_text_that_waits_for_an_editor(text, user_id, advice, offered):
    walk(text, SUBMIT)
    found = notice(text, user_id)
    assert advice in words(found)
    assert steps_offered(found) == offered


@pytest.mark.parametrize(
    "user_id, advice, offered",
    [
        ("phe-duyet", "approve it, or return it", ["approve", "return_to_author"]),
        ("tac-gia", "An approver looks at it next.", ["retract"]),
    ],
)
def test_text_that_waits_for_approval(text, user_id, advice, offered):
    walk(text, SUBMIT, FORWARD)
    found = notice(text, user_id)
    assert advice in words(found)
    assert steps_offered(found) == offered


def test_approver_learns_that_the_own_text_is_for_somebody_else(section, unit):
    api.user.grant_roles(username="phe-duyet", roles=["PBGDPL Contributor"], obj=unit)
    unit.reindexObjectSecurity()
    own = write(unit, "phe-duyet", "Bài của người duyệt")
    walk(own, ("phe-duyet", "submit"), FORWARD)
    found = notice(own, "phe-duyet")
    assert "Somebody else has to approve" in words(found)
    assert "approve" not in steps_offered(found)


def test_withdrawn_text(text):
    walk(text, SUBMIT, FORWARD, APPROVE, WITHDRAW)
    found = notice(text, "phe-duyet")
    assert "Rà soát lại." in words(found)
    assert steps_offered(found) == ["reopen"]


def test_stock_page_in_the_section(unit):
    api.portal.set_registry_record("sonla.pbgdpl.stock_types", value=True)
    page = write(unit, "tac-gia", "Trang", portal_type="Document")
    walk(page, SUBMIT)
    assert steps_offered(notice(page, "bien-tap")) == ["forward", "return_to_author"]


@pytest.mark.parametrize("steps", [[], [SUBMIT, ("tac-gia", "retract")]])
def test_plain_draft_is_sent_from_here(text, steps):
    walk(text, *steps)
    found = notice(text, "tac-gia")
    assert "before you send it" in words(found)
    assert steps_offered(found) == ["submit"]


@pytest.mark.parametrize(
    "user_id, offered",
    [
        ("tac-gia", ["@@pbgdpl-revise"]),
        ("bien-tap", ["@@pbgdpl-revise"]),
        ("phe-duyet", ["@@pbgdpl-transition"]),
    ],
)
def test_published_text_is_corrected_and_taken_down_from_here(text, user_id, offered):
    walk(text, SUBMIT, RETURN, SUBMIT, FORWARD, APPROVE)
    found = notice(text, user_id)
    published = found.cssselect("p")[0].text_content()
    assert "Hà Thị Duyệt" in published
    links = [link.get("href") for link in found.cssselect("a")]
    pages = [link.rpartition("/")[2].partition("?")[0] for link in links]
    assert (pages, steps_offered(found)) == (offered, [])
    assert len(found.cssselect("details li")) == 6
    assert not found.cssselect("blockquote") and "bg-primary" not in found.get("class")


def test_an_open_revision_is_told_and_led_to(text):
    walk(text, SUBMIT, FORWARD, APPROVE)
    with acting("bien-tap"):
        copy = revise(text)
    walk(copy, ("bien-tap", "submit"), FORWARD)
    found = notice(text, "phe-duyet")
    assert "the old text until the revision is approved" in words(found)
    first, _withdraw = found.cssselect("a")
    assert first.get("href") == copy.absolute_url()
    assert "btn-primary" in first.get("class")
    assert "border-primary" in found.get("class")
    assert "Cầm Văn Biên" in words(found)


def test_comments_are_for_those_who_work_on_the_text(text):
    walk(text, SUBMIT, RETURN)
    for permission in ("View", "Access contents information"):
        text.manage_permission(permission, ["Anonymous"], acquire=False)
    assert notice(text, "nguoi-ngoai") is None
    logout()
    html = page_of(text)
    assert "Thiếu" not in html and "pbgdpl-status" not in html


def test_stock_page_outside_says_nothing(desk_site):
    with api.env.adopt_roles(["Manager"]):
        page = api.content.create(desk_site, "Document", "ngoai", "Ngoài")
        api.content.transition(page, "submit")
        html = page_of(page)
    assert "pbgdpl-status" not in html


@pytest.mark.parametrize("state", ADVICE)
def test_advice_fits_everybody(state):
    assert ADVICE[state][-1][0] == ""


def test_an_author_who_may_forward_sends_in_one_step(section, unit):
    own = write(unit, "bien-tap", "Bài của biên tập viên")
    assert steps_offered(notice(own, "bien-tap")) == ["forward"]
    walk(own, ("bien-tap", "forward"), ("phe-duyet", "return_to_author", "Sửa lại."))
    assert "correct it, then" in words(found := notice(own, "bien-tap"))
    assert steps_offered(found) == ["forward"]
    walk(own, ("bien-tap", "forward"), APPROVE)


def test_nobody_forwards_the_draft_of_somebody_else(text):
    with pytest.raises(WorkflowException):
        walk(text, FORWARD)
