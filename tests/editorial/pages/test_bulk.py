"""One transition on many texts: a result line each, one failure harms no other."""

from desk_content import acting
from desk_content import walk
from desk_content import write
from made_once import made_once
from new_items import create
from plone import api
from Products.DCWorkflow.interfaces import IAfterTransitionEvent
from sonla.pbgdpl.editorial.bulk import perform_all
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.mail.outbox import current_outbox
from zope.component import getGlobalSiteManager
from zope.i18n import translate

import pytest


def uid(text):
    return api.content.get_uuid(text)


@pytest.fixture
def three(unit):
    """Return three submitted texts."""

    def make(_portal):
        return [
            walk(write(unit, "tac-gia", f"Bài {n}"), ("tac-gia", "submit"))
            for n in (1, 2, 3)
        ]

    return made_once(api.portal.get(), make)


def test_all_done(three):
    with acting("bien-tap"):
        outcomes = perform_all(map(uid, three), "forward", "Đã sửa.")
    assert [outcome.done for outcome in outcomes] == [True] * 3
    assert [state_of(text) for text in three] == ["pending_approval"] * 3
    assert three[0].workflow_history["pbgdpl_editorial_workflow"][-1]["comments"] == (
        "Đã sửa."
    )


@pytest.fixture
def breaking():
    """Break after the transition of one text, when everything is already written."""

    def fail(obj, event):
        if event.transition is not None and obj.Title() == "Bài 2":
            raise ZeroDivisionError("broken subscriber")

    from zope.interface import Interface

    manager = getGlobalSiteManager()
    manager.registerHandler(fail, (Interface, IAfterTransitionEvent))
    yield
    manager.unregisterHandler(fail, (Interface, IAfterTransitionEvent))


def test_a_failure_undoes_only_its_own_text(three, breaking):
    current_outbox().items.clear()
    with acting("bien-tap"):
        outcomes = perform_all(map(uid, three), "forward", "")
    assert [outcome.done for outcome in outcomes] == [True, False, True]
    assert [state_of(text) for text in three] == [
        "pending_approval",
        "pending_edit",
        "pending_approval",
    ]
    assert "log" in translate(outcomes[1].reason)
    notified = {item.title for item in current_outbox().items}
    assert notified == {"Bài 1", "Bài 3"}


def test_catalog_agrees_after_a_failure(three, breaking):
    with acting("bien-tap"):
        perform_all(map(uid, three), "forward", "")
        found = api.content.find(
            review_state="pending_approval", portal_type="LegalNews"
        )
    assert {brain.Title for brain in found} == {"Bài 1", "Bài 3"}


REFUSALS = [
    ("bien-tap", "approve", "other_state"),
    ("phe-duyet", "forward", "not_yours"),
    ("tac-gia", "forward", "not_yours"),
    ("nguoi-ngoai", "forward", "text_gone"),
    ("bien-tap", "return_to_author", "comment_required"),
]


@pytest.mark.parametrize("user_id,transition,reason", REFUSALS)
def test_reasons_of_refusal(three, user_id, transition, reason):
    with acting(user_id):
        (outcome,) = perform_all([uid(three[0])], transition, " ")
    assert not outcome.done
    assert reason in outcome.reason
    assert state_of(three[0]) == "pending_edit"


def test_four_eyes_are_named(section, unit):
    with api.env.adopt_roles(["Manager"]):
        api.user.grant_roles(username="tac-gia", roles=["PBGDPL Approver"], obj=section)
        section.reindexObjectSecurity()
    text = write(unit, "tac-gia", "Bài")
    walk(text, ("tac-gia", "submit"), ("bien-tap", "forward"))
    with acting("tac-gia"):
        (outcome,) = perform_all([uid(text)], "approve", "")
    assert outcome.reason == "msg_barred_as_author"


def test_what_is_gone_and_what_is_not_ours(desk_site, three):
    with api.env.adopt_roles(["Manager"]):
        page = create(desk_site, "Document", title="Trang")
        outcomes = perform_all(["khong-co", uid(page)], "forward", "")
    assert [outcome.reason for outcome in outcomes] == [
        "msg_text_gone",
        "msg_not_in_section",
    ]


def test_a_text_named_twice_is_done_once(three):
    with acting("bien-tap"):
        outcomes = perform_all([uid(three[0])] * 2, "forward", "")
    assert len(outcomes) == 1


def test_approving_a_revision_names_the_public_text(unit):
    from sonla.pbgdpl.editorial.revisions import revise

    text = write(unit, "tac-gia", "Bài")
    walk(text, ("tac-gia", "submit"), ("bien-tap", "forward"), ("phe-duyet", "approve"))
    with acting("bien-tap"):
        copy = revise(text)
        copy.title = "Bài đã sửa"
    walk(copy, ("bien-tap", "submit"), ("bien-tap", "forward"))
    with acting("phe-duyet"):
        (outcome,) = perform_all([uid(copy)], "approve", "")
    assert outcome.done
    assert outcome.url == text.absolute_url()
    assert text.Title() == "Bài đã sửa"


def test_a_title_is_kept_as_typed(unit):
    text = write(unit, "tac-gia", "<script>alert(1)</script>")
    with acting("tac-gia"):
        (outcome,) = perform_all([uid(text)], "submit", "")
    assert outcome.title == "<script>alert(1)</script>"
