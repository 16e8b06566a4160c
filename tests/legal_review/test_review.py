"""The day on which a text is to be reviewed: catalog, office, desk, kept copies."""

from datetime import date
from datetime import timedelta
from lxml import html
from new_items import create
from plone import api
from plone.app.testing import login
from public_content import make
from questions_content import posted
from sonla.pbgdpl.core.clock import utc_of
from sonla.pbgdpl.jobs.store import make_job_store
from sonla.pbgdpl.legal_review.indexers import LastModified
from sonla.pbgdpl.legal_review.jobs import handle_due
from sonla.pbgdpl.legal_review.jobs import ReviewJob
from sonla.pbgdpl.legal_review.query import published_due
from types import SimpleNamespace
from zope.component import getMultiAdapter
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import pytest

pytestmark = pytest.mark.usefixtures("content_alone")

DUE = date(2026, 12, 1)
CHANGE = date(2027, 3, 1)
A_DAY = timedelta(days=1)
FIELDS = {
    "review_by": DUE,
    "changes_ahead": [{"date": CHANGE, "what": "Luật Hộ tịch mới"}],
}


@pytest.fixture
def editor(portal, section):
    """Make somebody who edits in the section."""
    api.user.create("bien-tap@example.org", "bien-tap", "Mat-khau-dai-1")
    with api.env.adopt_roles(["Manager"]):
        section.manage_setLocalRoles("bien-tap", ["PBGDPL Editor"])


@pytest.fixture
def introduction(section):
    """Make a public introduction in the section."""
    return lambda title="Luật Đất đai", **fields: make(
        section, "LegalIntroduction", title, kind="gioi-thieu", **fields
    )


def due_on(day):
    return [text.title for text in published_due(api.portal.get(), day)]


def told(since, day):
    """Return the titles that the office is told of, and check who and by which mail."""
    posted()
    handle_due(since, day)
    notices = posted()
    assert {one.kind for one in notices} <= {"text_to_check"}
    assert {one.recipient.email for one in notices} <= {"bien-tap@example.org"}
    return [one.title for one in notices]


@pytest.fixture(params=["situation", "introduction"])
def text(request):
    """Make a public text of each kind that is reviewed."""
    return request.getfixturevalue(request.param)


def test_the_office_is_told_once_on_each_of_its_days(text, editor):
    item = text(**FIELDS)
    for reason_day in (DUE, CHANGE):
        before = reason_day - A_DAY
        assert told(before - A_DAY, before) == []
        assert told(before, reason_day) == [item.title]
        assert told(reason_day, reason_day + A_DAY) == []


def test_days_on_which_nothing_ran_are_made_up_for(text, editor):
    item = text(**FIELDS)
    assert told(DUE - 5 * A_DAY, DUE + 5 * A_DAY) == [item.title]


def test_it_is_due_from_the_day_until_somebody_has_checked_it(text):
    item = text(**FIELDS)
    assert due_on(DUE - A_DAY) == []
    assert due_on(DUE) == due_on(CHANGE) == [item.title]
    item.checked_on, item.review_by = CHANGE, None
    notify(ObjectModifiedEvent(item))
    assert due_on(CHANGE) == []


def test_nobody_is_told_of_a_draft(section, editor):
    with api.env.adopt_roles(["Manager"]):
        create(section, "LifeSituation", title="Nháp", **FIELDS)
    assert told(DUE - A_DAY, DUE) == []


def test_nobody_is_told_of_a_change_that_was_looked_at(text, editor):
    text(checked_on=CHANGE, changes_ahead=FIELDS["changes_ahead"])
    assert told(CHANGE - A_DAY, CHANGE) == []


ENDED = {
    "document_type": "luat",
    "number": "01/2001/QH10",
    "issuer": "Quốc hội",
    "expires_on": DUE - A_DAY,
}


def test_the_end_of_a_law_concerns_advice_and_no_introduction(
    situation, introduction, editor
):
    item = situation(legal_documents=[ENDED])
    introduction(legal_documents=[ENDED])
    assert told(DUE - A_DAY, DUE) == [item.title] == due_on(DUE)


def test_a_law_that_had_ended_without_a_day_is_due_at_once(situation):
    row = {**ENDED, "expires_on": None, "validity": "HHL"}
    item = situation(legal_documents=[row])
    assert due_on(date(1990, 1, 1)) == [item.title]


@pytest.mark.parametrize("last", [DUE - 60 * A_DAY, None])
def test_the_job_tells_of_all_days_since_it_ran(portal, text, editor, last):
    item = text(**FIELDS)
    done_on = make_job_store(portal).done_on
    done_on.pop(ReviewJob.name, None)
    if last is not None:
        done_on[ReviewJob.name] = last
    context = SimpleNamespace(options={}, today=lambda: date(2027, 1, 2))
    posted()
    ReviewJob(portal).work(context)
    assert [one.title for one in posted()] == [item.title]


def test_copies_grow_old_on_the_day(day, situation):
    item = situation(review_by=date(2099, 12, 31))
    modified = LastModified(item)()
    assert modified == utc_of(item.modified())
    day(date(2100, 1, 1))
    assert LastModified(item)().date() > modified.date()


@pytest.fixture
def desk(section, http_request):
    """Return the section of the desk that a user gets."""

    def show(user):
        login(api.portal.get(), user)
        view = getMultiAdapter((section, http_request), name="pbgdpl-review")
        return html.fromstring(view()).cssselect(".pbgdpl-line")

    return show


def test_the_desk_names_what_is_to_be_checked(day, situation, editor, desk):
    situation("Tôi bị mất thẻ", **FIELDS)
    assert desk("bien-tap") == []
    day(DUE)
    (shown,) = desk("bien-tap")
    assert "Tôi bị mất thẻ" in shown.text_content()
    assert "01/12/2026" in shown.text_content()


def test_who_writes_for_a_unit_is_not_asked(day, situation, section, desk):
    api.user.create("tac-gia@example.org", "tac-gia", "Mat-khau-dai-1")
    with api.env.adopt_roles(["Manager"]):
        section.manage_setLocalRoles("tac-gia", ["PBGDPL Contributor"])
    situation(**FIELDS)
    day(DUE)
    assert desk("tac-gia") == []
