"""The share of training that is held online: on the list of courses, in forms, among the year's figures."""

from activities import moment
from activities import teach
from datetime import date
from people import enter
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.statistics.counted_cells import count
from sonla.pbgdpl.statistics.counting import entries_behind
from sonla.pbgdpl.statistics.counting import scope_of
from sonla.pbgdpl.statistics.forms.store import form_for
from sonla.pbgdpl.statistics.places import place_of
from sonla.pbgdpl.training import HELD_ON_SITE
from sonla.pbgdpl.training import HELD_ONLINE
from sonla.pbgdpl.training.content import is_online
from sonla.pbgdpl.training.counter import CoursesOfYear
from sonla.pbgdpl.training.pages.listing import CourseRecords
from statistics_content import change
from statistics_content import PEOPLE
from statistics_content import put

import pytest

LINK = "https://hop.example.vn/1"
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
TRAINED, TRAINED_ONLINE = (
    ("bcv_tinh", "boi_duong"),
    ("bcv_tinh", "boi_duong_truc_tuyen"),
)


@pytest.fixture
def courses(section, unit):
    """Hold two courses online, one on the spot, and one a year before."""
    return [
        teach(unit, "Học trên cổng", learn_online=True),
        teach(unit, "Họp trực tuyến", meeting_url=LINK),
        teach(unit, "Lên lớp"),
        teach(unit, "Khóa cũ", start=moment(2025)),
    ]


def test_the_list_tells_the_share_and_leads_to_those_held_online(
    courses, section, unit, visit
):
    whole = visit(section, "courses", year="2026")
    assert "Held online: 2 of 3 courses (66 %)." in whole
    address = CourseRecords().address({"held": (HELD_ONLINE,)}, 2026, None, "")
    name, _sign, query = address.partition("?")
    asked = dict(pair.split("=") for pair in query.split("&"))
    shown = visit(section, name.strip("@"), **asked)
    assert "Học trên cổng" in shown and "Họp trực tuyến" in shown
    assert "Lên lớp" not in shown and "Khóa cũ" not in shown
    # The share is that of all, however it was narrowed by how they were held
    assert "Held online: 2 of 3 courses (66 %)." in shown


def test_nothing_is_said_where_none_was_held_online(section, unit, visit):
    teach(unit, "Lên lớp")
    assert "Held online" not in visit(section, "courses")


def test_a_course_that_becomes_one_of_the_two_is_found_there(courses, section, visit):
    course = courses[2]
    assert not is_online(course)
    change(course, meeting_url=LINK)
    assert "Lên lớp" in visit(section, "courses", held=HELD_ONLINE)
    assert "Lên lớp" not in visit(section, "courses", held=HELD_ON_SITE)


@pytest.mark.parametrize(
    "where", [{"nothing": ("x",)}, {"held": (HELD_ONLINE, HELD_ON_SITE)}]
)
def test_a_list_that_nobody_can_ask_for_has_no_address(where):
    assert CourseRecords().address(where, 2026, None, "") == ""


def test_figures_of_the_year_count_them_without_loading(section, unit):
    day = moment(today().year)
    teach(unit, "Học trên cổng", learn_online=True, start=day)
    put(teach(unit, "Rút lại", learn_online=True, start=day), "withdrawn")
    teach(unit, "Lên lớp", start=day)
    teach(unit, "Khóa cũ", start=moment(today().year - 1), learn_online=True)
    assert [number for _title, number in CoursesOfYear().figures(section)] == [2, 1]


def test_people_who_were_trained_online_are_a_part_of_those_trained(section, unit):
    online, both, on_site = (
        enter(unit, name) for name in ("Lò Văn An", "Cà Thị Bình", "Vì Văn Chung")
    )
    teach(unit, attendance=(online, both), learn_online=True)
    course = teach(unit, attendance=(both, on_site))
    form, _period = form_for(PEOPLE, "official", 2026)
    scope = scope_of(section, *YEAR)
    values = count(form, scope)[place_of(unit)]
    assert (values[TRAINED], values[TRAINED_ONLINE]) == (3, 2)
    behind = [
        rid for rid, amount in entries_behind(form, scope, TRAINED_ONLINE) if amount
    ]
    assert len(behind) == 2
    change(course, learn_online=True)
    assert count(form, scope)[place_of(unit)][TRAINED_ONLINE] == 3
