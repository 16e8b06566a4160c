"""The day on which a situation is to be checked: catalog, office, desk, kept copies."""

from datetime import date
from lxml import html
from plone import api
from plone.app.testing import login
from questions_content import posted
from sonla.pbgdpl.core.names import NEXT_CHANGE_INDEX
from sonla.pbgdpl.situations import indexers
from sonla.pbgdpl.situations.jobs import due_situations
from sonla.pbgdpl.situations.jobs import handle_due
from sonla.pbgdpl.situations.query import LastModified
from zope.component import getMultiAdapter

import pytest

DUE = date(2026, 12, 1)
CHANGE = date(2027, 3, 1)
FIELDS = {
    "review_by": DUE,
    "changes_ahead": [{"date": CHANGE, "what": "Luật Hộ tịch mới"}],
}


@pytest.fixture
def now(day, monkeypatch):
    """Say which day it is for pages and for the catalog."""

    def set_day(value):
        day(value)
        monkeypatch.setattr(indexers, "today", lambda: value)

    set_day(date(2026, 11, 28))
    return set_day


@pytest.fixture
def editor(portal, section):
    """Make somebody who edits in the section."""
    api.user.create("bien-tap@example.org", "bien-tap", "Mat-khau-dai-1")
    with api.env.adopt_roles(["Manager"]):
        section.manage_setLocalRoles("bien-tap", ["PBGDPL Editor"])


def titles(situations):
    return [one.title for one in situations]


def test_each_of_its_days_comes_once(now, situation, editor):
    item = situation(**FIELDS)
    posted()
    for day in (DUE, CHANGE):
        now(date.fromordinal(day.toordinal() - 1))
        assert titles(due_situations(date.fromordinal(day.toordinal() - 1))) == []
        assert titles(due_situations(day)) == [item.title]
        now(day)
        assert handle_due(day) is False
        told = posted()
        assert [(one.kind, one.title) for one in told] == [
            ("situation_to_check", item.title)
        ]
        assert told[0].recipient.email == "bien-tap@example.org"
        assert titles(due_situations(day)) == []


def test_nobody_is_told_of_a_draft(now, section, editor):
    with api.env.adopt_roles(["Manager"]):
        api.content.create(section, "LifeSituation", title="Nháp", **FIELDS)
    posted()
    now(DUE)
    handle_due(DUE)
    assert posted() == []


def test_nobody_is_told_of_a_change_that_was_looked_at(now, situation, editor):
    situation(checked_on=CHANGE, changes_ahead=FIELDS["changes_ahead"])
    posted()
    now(CHANGE)
    handle_due(CHANGE)
    assert posted() == []


def test_copies_grow_old_on_the_day(now, situation):
    item = situation(**FIELDS)
    modified = LastModified(item)()
    assert modified == item.modified().asdatetime()
    now(date(2100, 1, 1))
    assert LastModified(item)().date() > modified.date()


@pytest.fixture
def desk(section, http_request):
    """Return the section of the desk that a user gets."""

    def show(user):
        login(api.portal.get(), user)
        view = getMultiAdapter((section, http_request), name="pbgdpl-review")
        return html.fromstring(view()).xpath("//*[@id='pbgdpl-situations-to-check']")

    return show


def test_the_desk_names_what_is_to_be_checked(now, situation, editor, desk):
    situation("Tôi bị mất thẻ", **FIELDS)
    assert desk("bien-tap") == []
    now(DUE)
    (shown,) = desk("bien-tap")
    assert "Tôi bị mất thẻ" in shown.text_content()
    assert "01/12/2026" in shown.text_content()


def test_who_writes_for_a_unit_is_not_asked(now, situation, section, desk):
    api.user.create("tac-gia@example.org", "tac-gia", "Mat-khau-dai-1")
    with api.env.adopt_roles(["Manager"]):
        section.manage_setLocalRoles("tac-gia", ["PBGDPL Contributor"])
    situation(**FIELDS)
    now(DUE)
    assert desk("tac-gia") == []


def test_the_index_has_the_next_day(now, situation):
    item = situation(**FIELDS)
    with_day = {NEXT_CHANGE_INDEX: DUE.isoformat(), "portal_type": "LifeSituation"}
    assert [brain.UID for brain in api.content.find(**with_day)] == [item.UID()]
