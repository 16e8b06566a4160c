"""A merged unit closes: rights end, published texts stay, drafts go on, all undoable."""

from DateTime import DateTime
from datetime import timedelta
from made_once import made_once
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.editorial.exceptions import AdditionRefused
from sonla.pbgdpl.units.closing import close_unit
from sonla.pbgdpl.units.closing import end_role
from sonla.pbgdpl.units.closing import reopen_unit
from sonla.pbgdpl.units.closing import unfinished_texts
from sonla.pbgdpl.units.creation import units_by_code
from sonla.pbgdpl.units.groups import has_role

import pytest


@pytest.fixture
def old(portal, two_units):
    return made_once(portal, make_texts)


def make_texts(portal):
    """Make a draft and a published text in the unit that closes."""
    unit = units_by_code(portal["pbgdpl"])["so-tu-phap"]
    api.content.create(unit, "LegalNews", "nhap", "Bản nháp")
    api.portal.set_registry_record("sonla.pbgdpl.four_eyes", False)
    shown = api.content.create(unit, "LegalNews", "da-dang", "Đã đăng")
    for transition in ("submit", "forward"):
        api.content.transition(shown, transition)
    api.content.transition(shown, "approve")
    return unit


@pytest.fixture
def new(old, two_units):
    return two_units["ubnd-tinh"]


def test_closing_ends_the_role_and_additions(old, new):
    close_unit(old, today(), new)
    assert not has_role(old) and old.successor == "ubnd-tinh"
    assert api.content.get_state(old["da-dang"]) == "published"
    with pytest.raises(AdditionRefused):
        api.content.create(old, "LegalNews", "them", "Thêm")


def test_closing_in_future_keeps_the_role_until_then(old, new):
    close_unit(old, today() + timedelta(days=3), new)
    assert has_role(old) and not end_role(old)
    old.closed_on = today()
    assert end_role(old) and not has_role(old)


@pytest.mark.parametrize("change", ["close", "reopen"])
def test_what_changed_is_told_and_indexed(old, new, change):
    before = DateTime() - 1
    if change == "reopen":
        close_unit(old, today(), new)
    old.setModificationDate(before)
    old.reindexObject(idxs=["modified"])
    if change == "close":
        close_unit(old, today(), new)
    else:
        reopen_unit(old)
    (brain,) = api.portal.get_tool("portal_catalog")(UID=old.UID())
    assert brain.modified > before + 0.5


def test_no_closed_unit_follows(old, new):
    close_unit(new, today(), None)
    with pytest.raises(InvalidInput) as refused:
        close_unit(old, today(), new)
    assert refused.value.args[0] == "msg_successor_closed"
    assert old.closed_on is None and old.successor is None and has_role(old)


def test_nobody_has_to_follow_and_a_day_is_enough(old):
    old.opened_on = today()
    close_unit(old, today(), None)
    assert old.closed_on == today() and old.successor is None
    assert not has_role(old)


def test_reopening_restores(old, new):
    close_unit(old, today(), new)
    reopen_unit(old)
    assert has_role(old) and old.closed_on is None and old.successor is None
    assert api.content.create(old, "LegalNews", "them", "Thêm")


def test_only_unfinished_texts_are_offered(old):
    assert [brain.getId for brain in unfinished_texts(old)] == ["nhap"]


def test_page_closes_and_moves(section, old, new, post):
    uid = api.content.get_uuid(old["nhap"])
    published = api.content.get_uuid(old["da-dang"])
    view, html = post(
        "pbgdpl-unit-close",
        old,
        close="1",
        closed_on=today().isoformat(),
        successor="ubnd-tinh",
        texts=[uid, published, "nonsense"],
    )
    assert [result.moved for result in view.results] == [True]
    assert "nhap" in new and "da-dang" in old
    assert api.content.get_state(new["nhap"]) == "draft"
    _view, html = post("pbgdpl-units")
    assert "so-tu-phap" in html
    post("pbgdpl-unit-close", old, reopen="1")
    assert has_role(old)


def closed(post, unit):
    return post(
        "pbgdpl-unit-close",
        unit,
        close="1",
        closed_on=today().isoformat(),
        successor="ubnd-tinh",
        texts=[api.content.get_uuid(unit["nhap"])],
    )


def test_a_text_that_can_not_be_moved_says_so_in_words(
    old, new, post, monkeypatch, caplog
):
    def fail(*_told, **_more):
        raise RuntimeError("disk on fire")

    monkeypatch.setattr("plone.api.content.move", fail)
    view, html = closed(post, old)
    assert [result.note for result in view.results] == ["msg_text_not_moved"]
    assert "the text stays where it is" in html
    assert "disk on fire" not in html
    assert "disk on fire" in caplog.text
    assert "nhap" in old


def test_a_text_that_is_refused_says_why(old, new, post, monkeypatch):
    def refuse(*_told, **_more):
        raise AdditionRefused(_("msg_sample", default="Mẫu"), new)

    monkeypatch.setattr("plone.api.content.move", refuse)
    view, html = closed(post, old)
    assert [result.note for result in view.results] == ["msg_sample"]
    assert "Mẫu" in html


WRONG = "There were some errors."
"""What a form says above its fields; each says what is wrong in it."""


@pytest.mark.parametrize(
    "form, message",
    [
        ({"closed_on": ""}, WRONG),
        ({"closed_on": "31/2/2099"}, WRONG),
        ({"closed_on": "2000-01-01"}, "msg_unit_closes_too_early"),
        ({"closed_on": "2099-01-01", "successor": "khong-co"}, WRONG),
        ({"closed_on": "2099-01-01", "successor": "so-tu-phap"}, WRONG),
    ],
)
def test_bad_closing_is_refused(old, new, post, form, message):
    view, _html = post("pbgdpl-unit-close", old, close="1", **form)
    assert view.error == message
    assert old.closed_on is None and has_role(old)
