"""Courses: their page, and that nobody outside the office learns who attended."""

from activities import hold
from activities import moment
from activities import relations
from activities import teach
from datetime import date
from icalendar import Calendar
from new_items import create
from plone import api
from plone.event.interfaces import IICalendar
from plone.restapi.interfaces import ISerializeToJson
from public_content import make
from sonla.pbgdpl.training.attendees import TrainedPeople
from sonla.pbgdpl.training.content import ITrainingCourse
from types import SimpleNamespace
from zope.component import getMultiAdapter
from zope.interface import Invalid

import json
import lxml.html
import pytest
import transaction

SCHEDULE = [
    {"day": date(2026, 3, 10), "topic": "Buổi hai", "starts_at": "8:00"},
    {"day": date(2026, 3, 9), "topic": "Buổi chiều", "starts_at": "14:00"},
    {"day": date(2026, 3, 9), "topic": "Buổi sáng", "starts_at": "8:00"},
]


@pytest.fixture
def visit(visit, content_alone):
    return visit


@pytest.fixture
def lessons(section):
    """Make two materials, and one that is not public."""
    second = make(section, "EducationMaterial", "Bài hai", kind="bai-giang-dien-tu")
    first = make(section, "EducationMaterial", "Bài một", kind="video")
    with api.env.adopt_roles(["Manager"]):
        draft = create(section, "EducationMaterial", title="Bài nháp", kind="video")
    return relations([first, draft, second])


@pytest.mark.usefixtures("whole_page")
def test_page_tells_lessons_and_schedule_in_order(section, lessons, visit):
    course = teach(
        section,
        lessons=lessons,
        schedule=SCHEDULE,
        meeting_url="https://hop.example.vn/1",
    )
    source = visit(course)
    assert source.index("Bài một") < source.index("Bài hai")
    assert "Bài nháp" not in source
    assert source.index("Buổi sáng") < source.index("Buổi chiều")
    assert source.index("Buổi chiều") < source.index("Buổi hai")
    assert 'href="https://hop.example.vn/1"' in source
    assert "09/03/2026 – 10/03/2026" in source


def test_page_tells_at_what_time_and_how_many_hours(section, visit):
    course = teach(section, start=moment(hour=8), end=moment(hour=17), hours=6)
    values = [
        " ".join(one.text_content().split())
        for one in lxml.html.fromstring(visit(course)).cssselect(".pbgdpl-values dd")
    ]
    assert values[0].endswith(", 8:00 – 17:00") and "6" in values[1:]


@pytest.mark.usefixtures("whole_page")
def test_courses_have_a_list_and_no_quick_form(portal, section, unit, visit):
    empty = make(section, "ContributingUnit", "Xã trống", code="xa-trong")
    teach(section, "Khóa cũ", start=moment(2025))
    teach(unit, "Khóa mới")
    hold(section, "Không phải khóa học")
    source = visit(section, "courses")
    assert source.index("Khóa mới") < source.index("Khóa cũ")
    assert "Không phải khóa học" not in source
    assert "Khóa cũ" not in visit(unit, "courses")
    assert "No course has been published" in visit(empty, "courses")
    assert "Khóa mới" in visit(portal, "courses", year="2026")


class TestPrivacy:
    @pytest.fixture
    def course(self, section, people):
        return teach(section, attendance=people, other_attendees=7)

    @pytest.mark.usefixtures("whole_page")
    def test_page(self, course, visit):
        source = visit(course)
        assert "Lò Văn Thấy" not in source and "course-attendance" not in source
        assert "attended." not in source

    def test_calendar(self, course):
        (event,) = Calendar.from_ical(IICalendar(course).to_ical()).walk("VEVENT")
        assert "Thấy" not in event.to_ical().decode() and "ATTENDEE" not in event

    def test_rest(self, course):
        with api.env.adopt_roles(["Anonymous"]):
            answer = getMultiAdapter((course, course.REQUEST), ISerializeToJson)()
        assert not {"attendance", "other_attendees", "women_attendees"} & set(answer)
        assert "Thấy" not in json.dumps(answer, default=str, ensure_ascii=False)

    def test_search_text(self, course):
        catalog = api.portal.get_tool("portal_catalog")
        for index in ("SearchableText", "pbgdpl_text"):
            assert not catalog.unrestrictedSearchResults(
                portal_type="TrainingCourse", **{index: "Thấy"}
            )

    def test_page_of_the_person(self, course, people, section, visit):
        assert course.title not in visit(people[0])
        api.user.create(email="a@example.org", username="keeper")
        section.manage_setLocalRoles("keeper", ["PBGDPL Approver"])
        with api.env.adopt_user(username="keeper"):
            source = getMultiAdapter((people[0], course.REQUEST), name="view")()
        assert course.title in source

    def test_attendance_page(self, course, http_request):
        from AccessControl import Unauthorized

        with api.env.adopt_roles(["Anonymous"]):
            for form in ({}, {"export": "1"}):
                http_request.form.clear()
                http_request.form.update(form)
                with pytest.raises(Unauthorized):
                    api.content.get_view("course-attendance", course, http_request)()


def test_relations_over_rest(functional_portal, request_factory):
    """A course and a reporter are both public; that they belong together is not."""
    from people import enter
    from public_content import make_section

    section = make_section(functional_portal)
    shown, draft = (
        enter(section, "Lò Văn Thấy"),
        enter(section, "Ẩn Danh", recognitions=[]),
    )
    teach(section, attendance=(shown,))
    hold(section, performers=(shown, draft))
    transaction.commit()
    visitor = request_factory(basic_auth=None)

    def told(name):
        answer = visitor.get(f"/@relations?relation={name}")
        return answer.json().get("relations", {}).get(name, {}).get("items", [])

    assert told("attendance") == []
    assert [pair["target"]["title"] for pair in told("performers")] == ["Lò Văn Thấy"]


@pytest.mark.parametrize(
    "women,others,known,fine",
    [(3, 2, 1, True), (4, 2, 1, False), (4, None, 0, True), (None, None, 0, True)],
)
def test_women_are_among_all(women, others, known, fine):
    data = SimpleNamespace(
        attendance=[None] * known, other_attendees=others, women_attendees=women
    )
    errors = []
    try:
        ITrainingCourse.validateInvariants(data, errors)
    except Invalid:
        pass
    assert (errors == []) is fine


def test_people_trained_in_a_period(section, people):
    shown, draft = people
    teach(section, "Một", attendance=(shown,), other_attendees=10)
    teach(section, "Hai", attendance=(shown,), start=moment(month=12, day=31, hour=23))
    teach(section, "Năm sau", attendance=(draft,), start=moment(2027, 1, 1, 0))
    teach(section, "Nháp", attendance=(draft,), public=False)
    year = (moment(2026, 1, 1, 0), moment(2027, 1, 1, 0))
    trained = TrainedPeople()
    assert trained.person_ids(*year) == {shown.person_id}
    after = (moment(2027, 1, 1, 0), moment(2028, 1, 1, 0))
    assert trained.person_ids(*after) == {draft.person_id}
    assert trained.person_ids(moment(2024, 1, 1, 0), moment(2025, 1, 1, 0)) == set()
