"""Counting: by the catalog and by a loop over content, whatever happens to activities."""

from Acquisition import aq_base
from activities import moment as at
from activities import teach
from DateTime import DateTime
from datetime import date
from datetime import timedelta
from new_items import create
from people import enter
from people import on_day
from people import recognition
from people import WARD
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from Products.CMFCore.indexing import processQueue
from random import Random
from sonla.pbgdpl.core.clock import in_portal_zone
from sonla.pbgdpl.core.interfaces import IHarvested
from sonla.pbgdpl.statistics import COUNTS_INDEX
from sonla.pbgdpl.statistics.counted_cells import count
from sonla.pbgdpl.statistics.counting import can_count
from sonla.pbgdpl.statistics.counting import counter_named
from sonla.pbgdpl.statistics.counting import entries_behind
from sonla.pbgdpl.statistics.counting import scope_of
from sonla.pbgdpl.statistics.forms.store import form_for
from sonla.pbgdpl.statistics.places import place_of
from statistics_content import activity
from statistics_content import change
from statistics_content import moment
from statistics_content import PEOPLE
from statistics_content import put
from statistics_content import RESULTS
from zope.interface import alsoProvides

import pytest

pytestmark = pytest.mark.usefixtures("content_alone")

SESSIONS, ATTENDEES = ("ket_qua", "so_cuoc"), ("ket_qua", "nguoi_du")
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def counted(context, place, first=YEAR[0], last=YEAR[1], code=RESULTS):
    """Return the cells of one place that are not 0."""
    form, _period = form_for(code, "official", first.year)
    values = count(form, scope_of(context, first, last))[place_of(place)]
    return {key[1]: number for key, number in values.items() if number}


def test_only_approved_activities_count(section, unit):
    for state in ("draft", "pending_edit", "pending_approval", "withdrawn"):
        activity(unit, state=state, sessions=1, attendees=10)
    assert counted(section, unit) == {}
    activity(unit, sessions=2, attendees=30, documents_handed_out=5)
    assert counted(section, unit) == {"so_cuoc": 2, "nguoi_du": 30, "tai_lieu": 5}


def test_forms_of_dissemination_part_talks_from_contests(section, unit):
    activity(unit, form="thi-tim-hieu", sessions=1, contest_entrants=40)
    activity(unit, form="truc-tiep", sessions=3)
    activity(unit, form="khac", sessions=5, broadcasts=7)
    assert counted(section, unit) == {
        "cuoc_thi": 1,
        "nguoi_thi": 40,
        "so_cuoc": 3,
        "phat_thanh": 7,
    }


@pytest.mark.parametrize("state", ["withdrawn", "draft"])
def test_what_leaves_the_public_leaves_the_numbers(section, unit, state):
    first = activity(unit, sessions=1)
    activity(unit, sessions=2)
    put(first, state)
    assert counted(section, unit) == {"so_cuoc": 2}
    put(first, "published")
    assert counted(section, unit) == {"so_cuoc": 3}


def test_editing_changes_the_cell_of_the_field_alone(section, unit):
    item = activity(unit, sessions=1, attendees=10, documents_handed_out=4)
    activity(unit, sessions=1, attendees=5)
    change(item, attendees=11)
    assert counted(section, unit) == {"so_cuoc": 2, "nguoi_du": 16, "tai_lieu": 4}


def test_back_dating_moves_between_periods(section, unit):
    item = activity(unit, sessions=1)
    change(item, start=moment(2025, 12, 31), end=moment(2025, 12, 31, 10))
    assert counted(section, unit) == {}
    before = counted(section, unit, date(2025, 1, 1), date(2025, 12, 31))
    assert before == {"so_cuoc": 1}


def test_deletion_and_moving_and_renaming(section, unit, other):
    item = activity(unit, sessions=1)
    gone = activity(unit, sessions=4)
    with api.env.adopt_roles(["Manager"]):
        api.content.delete(gone)
        assert counted(section, unit) == {"so_cuoc": 1}
        moved = api.content.move(item, other)
        put(moved, "published")
        assert (counted(section, unit), counted(section, other)) == ({}, {"so_cuoc": 1})
        api.content.rename(other, "xa-khac")
    assert counted(section, section["xa-khac"]) == {"so_cuoc": 1}


def test_what_is_equal_counts_as_often_as_it_is_there(section, unit, other):
    item = activity(unit, sessions=1)
    twin = activity(unit, sessions=1)
    assert counted(section, unit) == {"so_cuoc": 2}
    with api.env.adopt_roles(["Manager"]):
        put(api.content.copy(item, unit, safe_id=True), "published")
        assert counted(section, unit) == {"so_cuoc": 3}
        api.content.delete(twin)
    assert counted(section, unit) == {"so_cuoc": 2}


def test_a_copy_of_a_unit_counts_beside_it(section, unit):
    activity(unit, sessions=2)
    with api.env.adopt_user(SITE_OWNER_NAME):
        copy = api.content.copy(unit, section, "ban-sao")
    for one in copy.objectValues():
        put(one, "published")
    assert counted(section, copy) == counted(section, unit) == {"so_cuoc": 2}


def test_what_stands_outside_of_units_counts_for_the_section(section, unit):
    activity(section, sessions=1)
    assert counted(section, unit) == {}
    assert counted(section, section) == {"so_cuoc": 1}


def test_what_was_fetched_is_counted_elsewhere(section, unit):
    item = activity(unit, sessions=1)
    alsoProvides(item, IHarvested)
    item.reindexObject()
    assert counted(section, unit) == {}


@pytest.fixture
def in_vietnam(portal):
    api.portal.set_registry_record("plone.portal_timezone", "Asia/Ho_Chi_Minh")


def test_days_are_those_of_the_portal(section, unit):
    activity(unit, start=moment(2026, 1, 1, 0), sessions=1)
    activity(unit, start=moment(2026, 12, 31, 23), sessions=2)
    day = date(2025, 12, 31)
    assert counted(section, unit) == {"so_cuoc": 2}
    assert counted(section, unit, day, day) == {"so_cuoc": 1}
    api.portal.set_registry_record("plone.portal_timezone", "Asia/Ho_Chi_Minh")
    assert counted(section, unit) == {"so_cuoc": 3}
    assert counted(section, unit, day, day) == {}


def test_a_cleared_and_rebuilt_catalog_counts_the_same(portal, section, unit):
    for number in range(5):
        activity(unit, sessions=number, attendees=number * 10)
    before = counted(section, unit)
    portal.portal_catalog.clearFindAndRebuild()
    assert counted(section, unit) == before
    index = portal.portal_catalog._catalog.getIndex(COUNTS_INDEX)
    portal.portal_catalog.manage_catalogClear()
    assert (len(index._index), len(index._unindex)) == (0, 0)


def test_the_index_holds_what_the_portal_can_read_without_us(portal, section, unit):
    activity(unit, sessions=1)
    processQueue()
    index = portal.portal_catalog._catalog.getIndex(COUNTS_INDEX)
    (value,) = index._unindex.values()
    flat = [
        part for one in value for part in (one if isinstance(one, tuple) else (one,))
    ]
    assert {type(part) for part in flat} == {int, str}
    assert {type(held) for held in index._index.values()} == {int}
    assert type(aq_base(index)).__module__.startswith("Products.PluginIndexes")


HANDED_OUT = {
    "tai_lieu": "documents_handed_out",
    "tieng_dan_toc": "documents_in_ethnic_languages",
    "phat_thanh": "broadcasts",
}
"""Column → the field of activities of which it is the sum."""


def by_hand(places, first, last):
    """Count activities by a loop over the items themselves."""
    found = {}
    for name, place in places.items():
        cells = dict.fromkeys(
            (*("so_cuoc", "nguoi_du", "cuoc_thi", "nguoi_thi"), *HANDED_OUT), 0
        )
        for item in place.objectValues():
            if item.portal_type != "LegalActivity":
                continue
            if api.content.get_state(item) != "published":
                continue
            if not first <= in_portal_zone(item.start).date() <= last:
                continue
            for column, field in HANDED_OUT.items():
                cells[column] += getattr(item, field) or 0
            if item.dissemination_form == "truc-tiep":
                cells["so_cuoc"] += 1 if item.sessions is None else item.sessions
                cells["nguoi_du"] += item.attendees or 0
            if item.dissemination_form == "thi-tim-hieu":
                cells["cuoc_thi"] += 1 if item.sessions is None else item.sessions
                cells["nguoi_thi"] += item.contest_entrants or 0
        found[name] = {key: number for key, number in cells.items() if number}
    return found


@pytest.mark.sample(1)
@pytest.mark.parametrize("seed", range(5))
def test_catalog_and_loop_agree(section, unit, other, seed):
    random = Random(seed)
    places = {"unit": unit, "other": other, "section": section}
    items = [
        activity(
            random.choice(list(places.values())),
            start=moment(2026, 1, 1, random.randrange(20))
            + timedelta(days=random.randrange(-60, 430)),
            state=random.choice(["published", "published", "draft", "withdrawn"]),
            form=random.choice(["truc-tiep", "thi-tim-hieu", "khac"]),
            sessions=random.choice([None, 0, 1, 2]),
            attendees=random.randrange(100),
            contest_entrants=random.choice([None, 0, 40]),
            **{
                field: random.choice([None, 0, 7 + number])
                for number, field in enumerate(HANDED_OUT.values())
            },
        )
        for _number in range(30)
    ]
    for item in random.sample(items, 8):
        change(item, sessions=random.randrange(5), attendees=random.randrange(50))
    with api.env.adopt_roles(["Manager"]):
        for item in random.sample(items, 5):
            api.content.delete(item)
    for first, last in (YEAR, (date(2026, 1, 1), date(2026, 6, 30))):
        expected = by_hand(places, first, last)
        for name, place in places.items():
            assert counted(section, place, first, last) == expected[name]


def test_records_behind_a_number(portal, section, unit):
    first = activity(unit, sessions=1)
    activity(unit, sessions=0)
    form, _period = form_for(RESULTS, "official", 2026)
    found = list(entries_behind(form, scope_of(unit, *YEAR), SESSIONS))
    assert [amount for _rid, amount in found] == [1]
    path = portal.portal_catalog.getpath(found[0][0])
    assert path == "/".join(first.getPhysicalPath())


def published(container, portal_type, effective, **fields):
    with api.env.adopt_roles(["Manager"]):
        made = create(container, portal_type, title="Mẫu", **fields)
    made.effective_date = DateTime(effective)
    put(made, "published")
    made.reindexObject()
    return made


def test_published_texts_count_by_their_first_public_day(in_vietnam, section, unit):
    published(unit, "LegalNews", "2026-12-31 23:30 Asia/Ho_Chi_Minh")
    published(unit, "LegalNews", "2027-01-01 00:00 Asia/Ho_Chi_Minh")
    published(unit, "LegalIntroduction", "2026-05-01", kind="de-cuong")
    put(published(unit, "LegalNews", "2026-05-01"), "withdrawn")
    assert counted(section, unit) == {"tin_bai": 1, "tren_mang": 1}


def cells_of_people(section, unit, first=YEAR[0], last=YEAR[1]):
    form, _period = form_for(PEOPLE, "official", first.year)
    with on_day(date(2026, 11, 1)):
        values = count(form, scope_of(section, first, last))[place_of(unit)]
    return {key: number for key, number in values.items() if number}


def test_people_count_as_they_are_recognised_on_the_last_day(section, unit):
    known = {"gender": "female", "ethnicity": "Thái", "qualification": "law"}
    enter(unit, "Lò Thị Mẫu", **known)
    enter(unit, "Hà Văn Mẫu", gender="male", ethnicity="Kinh", qualification="other")
    enter(
        unit,
        "Hà Văn Cũ",
        recognitions=[recognition(ended_on=date(2026, 3, 1), end_kind="mien-nhiem")],
    )
    enter(
        unit,
        "Vì Thị Mẫu",
        "LegalPropagandist",
        [recognition("xa", WARD)],
        gender="female",
    )
    assert cells_of_people(section, unit) == {
        ("bcv_tinh", "tong_so"): 2,
        ("bcv_tinh", "nam"): 1,
        ("bcv_tinh", "nu"): 1,
        ("bcv_tinh", "kinh"): 1,
        ("bcv_tinh", "dan_toc_khac"): 1,
        ("bcv_tinh", "chuyen_mon_luat"): 1,
        ("bcv_tinh", "chuyen_mon_khac"): 1,
        ("ttv", "tong_so"): 1,
        ("ttv", "nu"): 1,
    }
    before = cells_of_people(section, unit, last=date(2026, 2, 1))
    assert before["bcv_tinh", "tong_so"] == 3


def test_who_attended_a_course_of_the_period_was_trained(section, unit, other):
    person, untrained = enter(unit, "Lò Văn An"), enter(unit, "Cà Thị Bình")
    form, _period = form_for(PEOPLE, "official", 2026)
    key, scope = ("bcv_tinh", "boi_duong"), scope_of(section, *YEAR)
    teach(other, attendance=(untrained,), start=at(2025, 12, 31, 23))
    teach(other, attendance=(untrained,), public=False)
    assert count(form, scope)[place_of(unit)][key] == 0
    course = teach(other, attendance=(person,), start=at(2026, 12, 31, 23))
    assert count(form, scope)[place_of(unit)][key] == 1
    put(course, "withdrawn")
    assert count(form, scope)[place_of(unit)][key] == 0


def test_nothing_private_of_people_is_in_the_index(portal, section, unit):
    enter(unit, gender="female", ethnicity="Thái")
    assert not portal.portal_catalog._catalog.getIndex(COUNTS_INDEX)._unindex


@pytest.mark.parametrize(
    ("source", "where", "expected"),
    [
        ("activities.sessions", {}, True),
        ("activities.sessions", {"form": ("khac",), "organiser": ("agency",)}, True),
        ("nobody.sessions", {}, False),
        ("activities.nothing", {}, False),
        ("activities.sessions", {"colour": ("blue",)}, False),
        ("activities.sessions", {"form": ("khac",), "colour": ("blue",)}, False),
        ("activities.nothing", {"colour": ("blue",)}, False),
    ],
)
def test_a_counter_knows_what_it_counts_and_by_what(portal, source, where, expected):
    counter, measure = counter_named(source)
    assert can_count(counter, measure, where) is expected
