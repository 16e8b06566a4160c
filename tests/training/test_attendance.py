"""Attendance: a list read row by row, refused rows told, and the list out again."""

from AccessControl import Unauthorized
from activities import teach
from datetime import date
from people import ended
from people import enter
from people import recognition
from plone import api
from plone.protect.authenticator import createToken
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import actions_of
from sonla.pbgdpl.core.tables.csv_files import read_csv
from sonla.pbgdpl.editorial.revisions import revise
from sonla.pbgdpl.training.attendees import attendees

import pytest

pytestmark = pytest.mark.usefixtures("content_alone")


@pytest.fixture
def course(section, unit):
    return teach(unit)


@pytest.fixture
def register(section):
    """Enter people: two of one name, one without a namesake, one who has ended."""
    return {
        "an": enter(section, "Lò Văn An"),
        "first": enter(section, "Cà Thị Bình", person_id="bcv-1"),
        "second": enter(section, "Cà Thị Bình", person_id="bcv-2"),
        "ended": enter(
            section, "Vì Văn Cũ", recognitions=[ended(recognition(), date(2025, 1, 1))]
        ),
    }


@pytest.fixture
def writer(unit):
    api.user.create(email="a@example.org", username="writer")
    unit.manage_setLocalRoles("writer", ["PBGDPL Contributor"])
    with api.env.adopt_user(username="writer"):
        yield


@pytest.fixture
def post(course, http_request):
    def send(table, **form):
        http_request.form.clear()
        http_request.form.update(
            {**form, "table": table, "_authenticator": createToken()}
        )
        http_request.environ["REQUEST_METHOD"] = http_request.method = "POST"
        view = api.content.get_view("course-attendance", course, http_request)
        return view, view()

    return send


def names(course):
    return [person.title for person in attendees(course)]


def test_preview_notes_nothing(course, register, writer, post):
    view, page = post("full_name\nLò Văn An", preview="1")
    assert view.step == "confirm" and "Lò Văn An" in page
    assert names(course) == []


def test_good_rows_are_noted_and_bad_ones_told(course, register, writer, post):
    table = "full_name;person_id\nlo van an;\nCà Thị Bình;\nCà Thị Bình;bcv-2\nAi Đó;\n;khong-co"
    view, page = post(table, preview="1")
    assert [bool(line.error) for line in view.lines] == [False, True, False, True, True]
    assert "2 people are called so" in page and "Nobody in the register" in page
    view, _page = post(table, apply="1")
    assert view.added == 2
    assert names(course) == ["Lò Văn An", "Cà Thị Bình"]
    assert attendees(course)[1].person_id == "bcv-2"


@pytest.mark.parametrize(
    "headings",
    ["Họ và tên\tMã", "ho_ten\tma", "Tên báo cáo viên\tMã người", "Full name\tX"],
)
def test_other_headings_will_do(course, register, writer, post, headings):
    post(f"{headings}\nLò Văn An\t", apply="1")
    assert names(course) == ["Lò Văn An"]


def test_a_code_under_another_heading_tells_namesakes_apart(
    course, register, writer, post
):
    post("Họ tên\tMã\nCà Thị Bình\tbcv-2", apply="1")
    (person,) = attendees(course)
    assert person.person_id == "bcv-2"


def test_nobody_is_noted_twice(course, register, writer, post):
    post("full_name\nLò Văn An\nLÒ VĂN AN", apply="1")
    view, _page = post("full_name\nLò Văn An", preview="1")
    assert names(course) == ["Lò Văn An"]
    assert view.lines[0].noted and not view.good


def test_who_may_not_be_seen_is_not_found(course, register, writer, post):
    """Else a list of names would tell which of them the register holds."""
    view, _page = post("full_name\nVì Văn Cũ", preview="1")
    assert view.lines[0].error and view.lines[0].person is None


@pytest.mark.parametrize("table", ["", "full_name", '"\n' + "x" * 140_000])
def test_what_is_no_list_is_told(course, writer, post, table):
    view, _page = post(table, preview="1")
    assert view.error and view.step == "form"
    assert names(course) == []


def test_refused_rows_come_back_as_a_file(course, register, writer, post):
    _view, data = post("full_name\nAi Đó\nLò Văn An", errors="1")
    (row,) = read_csv(data)
    assert row["full_name"] == "Ai Đó" and row["error"]


def test_list_comes_out_with_public_facts_and_is_logged(course, register, writer, post):
    register["an"].private_phone = "0987 SENTINEL"
    post("full_name\nLò Văn An", apply="1")
    _view, data = post("", export="1")
    (row,) = read_csv(data)
    assert row["full_name"] == "Lò Văn An" and row["territory"] == "Tỉnh Sơn La"
    assert b"SENTINEL" not in data
    (entry,) = log.newest_first(actions_of("data"))
    assert (entry.action, entry.user, entry.count) == ("attendance", "writer", 1)
    assert entry.place.endswith(course.getId())


def test_an_address_hands_no_list_out(course, register, writer, post, http_request):
    post("full_name\nLò Văn An", apply="1")
    http_request.form.clear()
    http_request.form["export"] = "1"
    http_request.method = "GET"
    page = api.content.get_view("course-attendance", course, http_request)()
    assert page.lstrip().startswith("<!DOCTYPE html>")
    assert log.count(actions_of("data")) == 0


def test_readers_of_personal_data_look_and_do_not_write(
    course, section, register, post
):
    api.user.create(email="b@example.org", username="approver")
    section.manage_setLocalRoles("approver", ["PBGDPL Approver"])
    with api.env.adopt_user(username="approver"):
        with pytest.raises(Unauthorized):
            post("full_name\nLò Văn An", apply="1")
    assert names(course) == []


def test_a_course_under_revision_takes_none(course, register, writer, post):
    with api.env.adopt_roles(["Manager", "PBGDPL Editor", "PBGDPL Contributor"]):
        revise(course)
    _view, page = post("full_name\nLò Văn An", apply="1")
    assert names(course) == []
    assert "is being revised" in page


def test_other_accents_are_another_person(section, course, writer, post):
    """A list without accents means whoever is called so; one with others does not."""
    with api.env.adopt_roles(["Manager"]):
        enter(section, "Lò Văn Hưng")
        enter(section, "Quang Van Mau")
    table = "full_name\nLò Văn Hùng\nlo van hung\nQuàng Văn Mẫu\n"
    post(table, apply="1")
    assert names(course) == ["Lò Văn Hưng", "Quang Van Mau"]
    view, _page = post(table, confirm="1")
    assert [line.full_name for line in view.bad] == ["Lò Văn Hùng"]


def test_titles_may_stand_above_the_headings(course, register, writer, post):
    table = "DANH SÁCH ĐIỂM DANH;;\n;;\nSTT;Họ và tên;Chữ ký\n1;Lò Văn An;x"
    post(table, apply="1")
    assert names(course) == ["Lò Văn An"]


def test_namesakes_are_told_apart(course, register, writer, post):
    _view, page = post("Họ và tên\nCà Thị Bình", preview="1")
    assert "bcv-1; " in page and "bcv-2" in page
