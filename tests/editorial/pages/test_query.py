"""What waits for whom, by the transitions that are open to each."""

from DateTime import DateTime
from desk_content import acting
from desk_content import make_unit
from desk_content import step
from desk_content import walk
from desk_content import write
from new_items import create
from plone import api
from sonla.pbgdpl.core.catalog import item_in
from sonla.pbgdpl.core.interfaces import IHarvested
from sonla.pbgdpl.core.interfaces import IHarvestedSite
from sonla.pbgdpl.editorial.history import waiting_since
from sonla.pbgdpl.editorial.local_roles import places_of_user
from sonla.pbgdpl.editorial.query import barred_as_author
from sonla.pbgdpl.editorial.query import drafts_of_user
from sonla.pbgdpl.editorial.query import limit_to_scope
from sonla.pbgdpl.editorial.query import PUBLISHED_DAYS
from sonla.pbgdpl.editorial.query import sent_by_user
from sonla.pbgdpl.editorial.query import waiting_for_user
from sonla.pbgdpl.editorial.revisions import revise
from sonla.pbgdpl.editorial.states import editorial_workflow
from sonla.pbgdpl.editorial.states import set_state
from sonla.pbgdpl.editorial.states import state_of
from zope.interface import alsoProvides

import pytest

SUBMIT = ("tac-gia", "submit")
FORWARD = ("bien-tap", "forward")
APPROVE = ("phe-duyet", "approve")
RETURN = ("bien-tap", "return_to_author", "Thiếu nguồn.")
RETURN_LATE = ("phe-duyet", "return_to_author", "Thiếu nguồn.")
WITHDRAW = ("phe-duyet", "withdraw", "Hết hiệu lực.")
REOPEN = ("bien-tap", "reopen")
NOBODY: set[str] = set()
STATES = [
    ((), NOBODY),
    ((SUBMIT,), {"bien-tap"}),
    ((SUBMIT, ("tac-gia", "retract")), NOBODY),
    ((SUBMIT, FORWARD), {"phe-duyet"}),
    ((SUBMIT, RETURN), {"tac-gia"}),
    ((SUBMIT, FORWARD, RETURN_LATE), {"tac-gia"}),
    ((SUBMIT, FORWARD, APPROVE), NOBODY),
    ((SUBMIT, FORWARD, APPROVE, WITHDRAW), NOBODY),
    ((SUBMIT, FORWARD, APPROVE, WITHDRAW, REOPEN), {"tac-gia"}),
]


def waits(section, user_id):
    with acting(user_id):
        return waiting_for_user([section])


@pytest.mark.parametrize("steps,expected", STATES)
def test_what_waits_for_whom(section, text, steps, expected):
    walk(text, *steps)
    found = {
        user_id
        for user_id in ("tac-gia", "bien-tap", "phe-duyet", "nguoi-ngoai")
        if waits(section, user_id) == [text]
    }
    assert found == expected


@pytest.mark.parametrize(
    ("steps", "user_id"),
    [((SUBMIT, RETURN), "tac-gia"), ((SUBMIT, FORWARD), "phe-duyet")],
)
def test_what_is_taken_over_again_waits_as_before(section, text, steps, user_id):
    walk(text, *steps)
    since = waiting_since(text)
    set_state(text, editorial_workflow(), state_of(text))
    assert waits(section, user_id) == [text]
    assert waiting_since(text) == since
    with acting("tac-gia"):
        assert list(sent_by_user([section])) == [text]


def test_the_longest_wait_comes_first(section, unit):
    texts = [write(unit, "tac-gia", f"Bài {number}") for number in (1, 2, 3)]
    for text in (texts[1], texts[0], texts[2]):
        step(text, "tac-gia", "submit")
    assert [text.Title() for text in waits(section, "bien-tap")] == [
        "Bài 2",
        "Bài 1",
        "Bài 3",
    ]


def test_an_approver_sees_their_own_text_with_the_reason(section):
    with api.env.adopt_roles(["Manager"]):
        api.user.grant_roles(
            username="phe-duyet",
            roles=["PBGDPL Approver", "PBGDPL Contributor"],
            obj=section,
        )
    own = write(section, "phe-duyet", "Bài của người duyệt")
    walk(own, ("phe-duyet", "submit"), FORWARD)
    assert waits(section, "phe-duyet") == [own]
    with acting("phe-duyet"):
        assert barred_as_author(own)


def test_a_mere_author_is_not_barred(section, text):
    walk(text, SUBMIT, FORWARD)
    with acting("tac-gia"):
        assert not barred_as_author(text)


def test_an_administrator_sees_all_that_waits(section, unit):
    first, second = (write(unit, "tac-gia", f"Bài {n}") for n in (1, 2))
    walk(first, SUBMIT, FORWARD)
    walk(second, SUBMIT)
    api.user.grant_roles(username="nguoi-ngoai", roles=["Manager"])
    assert set(waits(section, "nguoi-ngoai")) == {first, second}


def test_a_future_effective_date_hides_nothing_from_the_desk(section, text):
    text.effective_date = DateTime() + 30
    text.reindexObject()
    walk(text, SUBMIT)
    assert waits(section, "bien-tap") == [text]


def test_a_revision_waits_too(section, text):
    walk(text, SUBMIT, FORWARD, APPROVE)
    with acting("bien-tap"):
        copy = revise(text)
    walk(copy, ("bien-tap", "submit"))
    assert waits(section, "bien-tap") == [copy]


def test_scope_limits_what_is_listed(section, unit, text):
    other = make_unit(section, "Sở Nội vụ", "nguoi-ngoai")
    walk(text, SUBMIT)
    assert waits(unit, "bien-tap") == [text]
    assert waits(other, "bien-tap") == []


@pytest.mark.parametrize("steps", [(), (SUBMIT,), (SUBMIT, FORWARD, APPROVE)])
def test_scope_limits_what_is_ones_own(section, unit, text, steps):
    other = make_unit(section, "Sở Nội vụ", "nguoi-ngoai")
    walk(text, *steps)
    with acting("tac-gia"):
        own = sent_by_user if steps else drafts_of_user
        assert list(own([unit])) == [text]
        assert list(own([other])) == []
        assert list(own([other, unit])) == [text]


def test_what_was_fetched_waits_elsewhere(portal, section, unit, text):
    fetched = write(unit, "tac-gia", "Bài từ nơi khác")
    for one in (text, fetched):
        walk(one, SUBMIT)
    alsoProvides(fetched, IHarvested)
    fetched.reindexObject()
    alsoProvides(portal, IHarvestedSite)
    assert waits(section, "bien-tap") == [text]


def test_the_last_step_comes_first(section, unit):
    texts = [write(unit, "tac-gia", f"Bài {number}") for number in (1, 2, 3)]
    for ago, text in zip((2, 1, 3), texts, strict=True):
        walk(text, SUBMIT)
        *before, last = text.workflow_history["pbgdpl_editorial_workflow"]
        last = {**last, "time": DateTime() - ago}
        text.workflow_history["pbgdpl_editorial_workflow"] = (*before, last)
        text.reindexObject()
    with acting("tac-gia"):
        found = [text.Title() for text in sent_by_user([section])]
    assert found == ["Bài 2", "Bài 1", "Bài 3"]


@pytest.mark.parametrize(
    ("days", "listed"), [(PUBLISHED_DAYS - 1, True), (PUBLISHED_DAYS + 1, False)]
)
def test_what_was_published_long_ago_is_listed_no_more(section, text, days, listed):
    walk(text, SUBMIT, FORWARD, APPROVE)
    text.effective_date = DateTime() - days
    text.expiration_date = DateTime() - 1
    text.reindexObject()
    with acting("tac-gia"):
        assert list(sent_by_user([section])) == ([text] if listed else [])


def test_a_folder_is_no_draft(section, unit, text):
    api.portal.set_registry_record("sonla.pbgdpl.stock_types", value=True)
    with acting("tac-gia"):
        create(unit, "Folder", title="Thư mục")
        assert list(drafts_of_user([section])) == [text]


def test_a_text_that_nobody_may_approve_is_barred_from_nobody(section, text):
    """Four eyes keep back who may approve, and only where approval is next."""
    with api.env.adopt_roles(["Manager"]):
        api.user.grant_roles(username="tac-gia", roles=["PBGDPL Approver"], obj=section)
    for steps, barred in (((), False), ((SUBMIT,), False), ((FORWARD,), True)):
        walk(text, *steps)
        with acting("tac-gia"):
            assert barred_as_author(text) is barred


def test_the_part_of_a_place_that_the_desk_shows(portal, section, unit):
    other = make_unit(section, "Sở Nội vụ", "nguoi-ngoai")
    assert limit_to_scope([unit], [section]) == [unit]
    assert limit_to_scope([section], [unit]) == [unit]
    assert limit_to_scope([unit], [other]) == []
    assert limit_to_scope([unit, section], [other, unit]) == [unit, other, unit]
    assert limit_to_scope([], [section]) == limit_to_scope([section], []) == []


def test_a_stale_brain_is_passed_over(section, unit, text):
    walk(text, SUBMIT)
    api.portal.get_tool("portal_catalog").searchResults()
    unit._delOb(text.getId())
    assert waits(section, "bien-tap") == []


@pytest.mark.parametrize("steps", [steps for steps, _ in STATES if steps])
def test_the_author_sees_what_they_sent_in_every_state(section, text, steps):
    walk(text, *steps)
    with acting("tac-gia"):
        assert list(sent_by_user([section])) == [text]
    with acting("bien-tap"):
        assert list(sent_by_user([section])) == []


def test_a_draft_that_was_never_sent_is_among_the_drafts(section, unit, text):
    later = write(unit, "tac-gia", "Bài sau")
    later.setModificationDate(DateTime() + 1)
    later.reindexObject(idxs=["modified"])
    with acting("tac-gia"):
        assert list(sent_by_user([section])) == []
        assert list(drafts_of_user([section])) == [later, text]
    with acting("bien-tap"):
        assert list(drafts_of_user([section])) == []
    walk(text, SUBMIT, RETURN)
    with acting("tac-gia"):
        assert list(drafts_of_user([section])) == [later]


def test_a_revision_is_a_draft_of_its_maker_and_of_the_author(section, text):
    walk(text, SUBMIT, FORWARD, APPROVE)
    with acting("bien-tap"):
        copy = revise(text)
    for user_id, drafts in (
        ("bien-tap", [copy]),
        ("tac-gia", [copy]),
        ("phe-duyet", []),
    ):
        with acting(user_id):
            assert list(drafts_of_user([section])) == drafts


def test_who_owns_a_text_now_has_it_on_their_desk(section, text):
    walk(text, SUBMIT, FORWARD, APPROVE)
    text.changeOwnership(api.user.get(userid="nguoi-ngoai").getUser())
    text.reindexObject()
    with acting("nguoi-ngoai"):
        assert list(sent_by_user([section])) == [text]
    with acting("tac-gia"):
        assert list(sent_by_user([section])) == []


def test_nobody_finds_texts_by_an_account(section, text):
    walk(text, SUBMIT, FORWARD, APPROVE)
    catalog = api.portal.get_tool("portal_catalog")
    index = catalog._catalog.getIndex("pbgdpl_author")
    assert index.uniqueValues()
    assert not [name for name in index.uniqueValues() if "tac-gia" in name]
    assert not catalog(pbgdpl_author="tac-gia")


def test_only_what_is_shown_of_the_sent_is_loaded(section, unit, monkeypatch):
    for number in range(4):
        text = write(unit, "tac-gia", f"Bài {number}")
        walk(text, SUBMIT, *([FORWARD, APPROVE] if number % 2 else []))
    loaded = []

    def counted(folder, name):
        loaded.append(name)
        return item_in(folder, name)

    monkeypatch.setattr("sonla.pbgdpl.core.catalog.item_in", counted)
    with acting("tac-gia"):
        found = sent_by_user([section])
        assert len(found) == 4
        assert len(found[1:3]) == len(loaded) == 2


PLACES = [
    ("tac-gia", ["Sở Tư pháp"]),
    ("bien-tap", ["Chuyên trang PBGDPL"]),
    ("phe-duyet", ["Chuyên trang PBGDPL"]),
    ("nguoi-ngoai", []),
]


@pytest.mark.parametrize("user_id,expected", PLACES)
def test_places(unit, user_id, expected):
    with acting(user_id):
        assert [place.Title() for place in places_of_user()] == expected


def test_members_of_a_units_group_have_its_place(unit):
    with api.env.adopt_roles(["Manager"]):
        api.group.create("pbgdpl-so-tu-phap")
        api.group.add_user(groupname="pbgdpl-so-tu-phap", username="nguoi-ngoai")
        api.group.grant_roles(
            groupname="pbgdpl-so-tu-phap", roles=["PBGDPL Contributor"], obj=unit
        )
    with acting("nguoi-ngoai"):
        assert places_of_user() == [unit]
