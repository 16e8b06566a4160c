"""How many sessions an activity counts: one without a number, in figures and money alike."""

from activities import FIELDS
from activities import hold
from activities import moment
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from lxml import html
from new_items import create
from plone import api
from plone.app.layout.globals.interfaces import IViewView
from random import Random
from sonla.pbgdpl.activities.counter import ActivityCounter
from sonla.pbgdpl.activities.labels import activity_words
from sonla.pbgdpl.editorial.checks import Finding
from sonla.pbgdpl.editorial.checks import warnings_of
from sonla.pbgdpl.editorial.revisions import revise
from sonla.pbgdpl.options.finance.speakers_fee import speakers_fee
from sonla.pbgdpl.statistics.counting import count_entries
from sonla.pbgdpl.statistics.counting import scope_of
from statistics_content import put
from zope.interface import alsoProvides

import pytest

YEAR = date(2026, 1, 1), date(2026, 12, 31)


def counted(place):
    """Return the sessions of a year by kind of organiser, as statistics count them."""
    counter = ActivityCounter()
    at = counter.measures().index("sessions")
    found = dict.fromkeys(("agency", "reporters", "joined"), 0)
    entries = counter.entries(scope_of(place, *YEAR))
    for (_place, facts), amounts in count_entries(entries).items():
        found[facts[1]] += amounts[at]
    return found


@pytest.mark.sample(2)
@pytest.mark.parametrize("seed", range(5))
def test_figures_money_and_list_count_the_same_sessions(section, people, seed):
    random = Random(seed)
    figures, fees = dict.fromkeys(("agency", "reporters", "joined"), 0), []
    for number in range(20):
        entered = random.choice([None, None, 0, 1, 7])
        kind = random.choice([*figures])
        speakers = people[: random.randrange(3)]
        made = hold(
            section,
            f"Buổi {number}",
            performers=speakers,
            sessions=entered,
            organiser_kind=kind,
            start=moment(month=random.randrange(1, 12)),
        )
        expected = 1 if entered is None else entered
        figures[kind] += 0 if kind == "joined" else expected
        fee = speakers_fee(made)
        fees.append((fee.quantity if fee else 0, expected * len(speakers)))
        if kind != "joined":
            assert activity_words(made).sessions == str(expected)
    assert counted(section) == figures
    assert [offered for offered, _own in fees] == [own for _offered, own in fees]


def test_a_list_promises_no_session_of_what_is_still_to_come(section):
    start = datetime.now(UTC) + timedelta(days=40)
    assert activity_words(hold(section, sessions=None, start=start)).sessions == ""


def asked(activity):
    """Return the names of what the checks ask about, and the links in it."""
    found = [Finding.of(one) for one in warnings_of(activity)]
    return {str(one.words): one.links for one in found}


@pytest.mark.parametrize(
    "numbers,said",
    [
        ({"sessions": 0, "attendees": 77}, True),
        ({"sessions": 0, "attendees": None, "contest_entrants": 40}, True),
        ({"sessions": 0, "attendees": 0}, False),
        ({"sessions": None, "attendees": 77}, False),
        ({"sessions": 1, "attendees": 77}, False),
    ],
)
def test_people_at_no_session_are_asked_about(section, numbers, said):
    fields = {"women_attendees": None, "special_group_attendees": None, **numbers}
    made = hold(section, public=False, **fields)
    assert ("msg_people_without_session" in asked(made)) is said


SAME = {"location": "Nhà văn hóa bản Mẫu", "territory": ("03646",)}


@pytest.mark.parametrize(
    "changed,said",
    [
        ({}, True),
        ({"start": moment(hour=14)}, True),
        ({"location": "nha van hoa, BẢN MẪU "}, True),
        ({"territory": ()}, True),
        ({"start": moment(day=10, hour=0)}, False),
        ({"start": moment(day=8, hour=23)}, False),
        ({"dissemination_form": "thi-tim-hieu"}, False),
        ({"location": "Nhà văn hóa bản Khác"}, False),
        ({"location": None}, False),
    ],
)
def test_the_same_day_place_and_form_is_asked_about_with_the_way_there(
    unit, changed, said
):
    first = hold(unit, "Buổi một", public=False, **SAME)
    second = hold(unit, "Buổi hai", public=False, **SAME | changed)
    with api.env.adopt_roles(["Manager"]):
        found = [asked(one).get("msg_same_occasion") for one in (first, second)]
    links = [((one.title, one.absolute_url()),) for one in (second, first)]
    assert found == (links if said else [None, None])


def test_two_offices_that_name_the_same_commune_are_asked(section, unit):
    first = hold(section, "Của Sở", **SAME)
    second = hold(unit, "Của phường", **SAME)
    with api.env.adopt_roles(["Manager"]):
        assert asked(second)["msg_same_occasion"][0][1] == first.absolute_url()
        second.territory = ("03679",)
        second.reindexObject()
        assert "msg_same_occasion" not in asked(second)


def test_what_was_withdrawn_or_is_a_revision_is_no_second_one(section, unit):
    text = hold(unit, "Đã đăng", **SAME)
    with api.env.adopt_roles(["Manager"]):
        copy = revise(text)
        assert "msg_same_occasion" not in asked(text) | asked(copy)
        gone = hold(unit, "Rút lại", **SAME)
        assert "msg_same_occasion" in asked(text)
        put(gone, "withdrawn")
        assert "msg_same_occasion" not in asked(text)


def test_nobody_learns_of_a_draft_that_they_may_not_see(section, unit):
    hold(section, "Bản nháp của Sở", public=False, **SAME)
    mine = hold(unit, "Của phường", **SAME)
    api.user.create(email="nguoi-khac@example.org", username="nguoi-khac")
    with api.env.adopt_user(username="nguoi-khac"):
        assert "msg_same_occasion" not in asked(mine)


def test_who_saved_it_in_the_form_with_all_fields_is_told_on_its_page(unit):
    api.user.create(email="nguoi-nhap@example.org", username="nguoi-nhap")
    unit.manage_setLocalRoles("nguoi-nhap", ["PBGDPL Contributor"])
    first = hold(unit, "Buổi một", **SAME)
    with api.env.adopt_user(username="nguoi-nhap"):
        second = create(
            unit,
            "LegalActivity",
            **{**FIELDS, **SAME, "title": "Buổi hai", "sessions": 0},
            start=moment(),
            end=moment(hour=11),
        )
        page = second.restrictedTraverse(second.getLayout())
        alsoProvides(page, IViewView)
        (box,) = html.fromstring(page()).cssselect("#pbgdpl-warnings")
    assert [one.get("href") for one in box.cssselect("li a")] == [first.absolute_url()]
    assert len(box.cssselect("li")) == 2
    assert box.cssselect("a")[-1].get("href") == f"{second.absolute_url()}/edit"
