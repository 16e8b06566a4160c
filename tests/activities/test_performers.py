"""Who took part: people of the register in force who spoke at approved activities of a period."""

from datetime import date
from people import ended
from people import enter
from people import recognition
from sonla.pbgdpl.people.counter import PeopleCounter
from sonla.pbgdpl.statistics.counting import distinct
from sonla.pbgdpl.statistics.counting import scope_of
from sonla.pbgdpl.statistics.forms.files import read_form
from sonla.pbgdpl.statistics.forms.store import shipped_texts
from statistics_content import activity
from statistics_content import moment
from z3c.relationfield import RelationValue
from zope.component import getUtility
from zope.event import notify
from zope.intid.interfaces import IIntIds
from zope.lifecycleevent import ObjectModifiedEvent

import pytest

NATIONAL = "09e-btp-pbgdpl"


def spoke_at(made, *people):
    ids = getUtility(IIntIds)
    made.performers = [RelationValue(ids.getId(one)) for one in people]
    notify(ObjectModifiedEvent(made))
    made.reindexObject()
    return made


def figures(place, year=2026, measure="took_part"):
    counter = PeopleCounter()
    at = counter.measures().index(measure)
    scope = scope_of(place, date(year, 1, 1), date(year, 12, 31))
    found = {}
    for _rid, uid, _facts, amounts in counter.entries(scope):
        title = scope.places[uid].title
        found[title] = found.get(title, 0) + amounts[at]
    return found


@pytest.fixture
def one(unit):
    return enter(unit, "Lò Văn An", person_id="bcv-1")


@pytest.fixture
def another(unit):
    return enter(unit, "Cà Thị Bình", person_id="bcv-2")


def test_somebody_who_spoke_twice_took_part_once(section, unit, one, another):
    spoke_at(activity(unit), one)
    spoke_at(activity(unit, moment(2026, 5, 1)), one)
    assert sum(figures(section).values()) == 1
    assert sum(figures(section, measure="people").values()) == 2


@pytest.mark.parametrize(
    ("facts", "number"),
    [
        ({}, 1),
        ({"state": "draft"}, 0),
        ({"form": "thi-tim-hieu"}, 0),
        ({"start": moment(2025, 12, 31, 23)}, 0),
        ({"start": moment(2026, 12, 31, 20)}, 1),
        ({"start": moment(2027, 1, 1, 0)}, 0),
    ],
)
def test_only_direct_approved_activities_of_the_period_count(
    section, unit, one, facts, number
):
    spoke_at(activity(unit, **facts), one)
    assert sum(figures(section).values()) == number


def test_whoever_is_not_in_force_any_more_does_not_count(section, unit):
    gone = enter(
        unit, "Vì Văn Cũ", recognitions=[ended(recognition(), date(2026, 4, 1))]
    )
    spoke_at(activity(unit), gone)
    assert sum(figures(section).values()) == 0


def test_a_person_of_two_bodies_is_one_of_each_and_one_of_the_province(
    section, unit, one
):
    twin = enter(section, "Lò Văn An", person_id="bcv-1")
    spoke_at(activity(unit), one, twin)
    assert sorted(figures(section).values()) == [1, 1]
    form = next(
        form for form in map(read_form, shipped_texts()) if form.code == NATIONAL
    )
    scope = scope_of(section, date(2026, 1, 1), date(2026, 12, 31))
    row = next(row.id for row in form.rows if row.formula is None)
    assert distinct(form, scope, (row, "bcv_truc_tiep")) == 1
