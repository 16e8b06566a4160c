"""The page of an activity, its calendar file, and what the register's pages say of it."""

from activities import FIELDS
from activities import hold
from activities import relations
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from datetime import UTC
from icalendar import Calendar
from lxml import html
from new_items import create
from people import ended
from people import on_day
from people import recognition
from plone import api
from plone.event.interfaces import IICalendar
from plone.restapi.interfaces import ISerializeToJson
from public_content import picture
from sonla.pbgdpl.activities.content import COUNTS
from sonla.pbgdpl.people.privacy import PROTECTED_FIELDS
from zoneinfo import ZoneInfo
from zope.component import getMultiAdapter

import json
import pytest

pytestmark = pytest.mark.usefixtures("content_alone")


def facts(source):
    """Read the lists of facts of a page."""
    tree = html.fromstring(source)
    return {
        dt.text_content().strip(): " ".join(dt.getnext().text_content().split())
        for dt in tree.iterfind(".//dl[@class='pbgdpl-values']/dt")
    }


def test_page_tells_everything(section, people, visit):
    source = visit(hold(section, performers=people))
    shown = facts(source)
    assert shown["When"] == "09/03/2026, 8:00 – 11:00"
    assert shown["Place"] == "Nhà văn hóa bản Mẫu"
    assert shown["People who attended"] == "120" and shown["of them women"] == "70"
    assert shown["Entrants of the contest"] == "0"
    assert "/ics_view" in source
    assert "Phổ biến pháp luật trực tiếp" in source


def test_what_nobody_counted_is_not_told(section, visit):
    shown = facts(visit(hold(section, attendees=None, women_attendees=None)))
    assert "People who attended" not in shown


def test_pictures_stand_in_the_page(section, visit):
    with api.env.adopt_roles(["Manager"]):
        image = create(section, "Image", title="Toàn cảnh", image=picture())
        activity = hold(section, public=False, attachments=relations([image]))
        source = getMultiAdapter((activity, activity.REQUEST), name="view")()
    assert 'alt="Toàn cảnh"' in source and "pbgdpl-files" not in source


def test_calendar_file(section, people):
    activity = hold(section, performers=people)
    for person in people:
        for name in PROTECTED_FIELDS:
            setattr(person, name, "SENTINEL")
    text = IICalendar(activity).to_ical()
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert event["SUMMARY"] == activity.title
    assert event["LOCATION"] == "Nhà văn hóa bản Mẫu"
    assert event["DTSTART"].dt.isoformat() == "2026-03-09T08:00:00+07:00"
    assert "ATTENDEE" not in event and b"SENTINEL" not in text


@pytest.mark.parametrize(
    "zone",
    [None, UTC, ZoneInfo("Asia/Tokyo"), timezone(timedelta(hours=7))],
    ids=["none", "UTC", "zoneinfo", "offset"],
)
def test_calendar_file_whatever_the_zone_is(section, zone):
    """Imports and programs set other zones than core's forms do, or none."""
    start = datetime(2026, 3, 9, 8, tzinfo=zone)
    activity = hold(section, start=start)
    (event,) = Calendar.from_ical(IICalendar(activity).to_ical()).walk("VEVENT")
    begins = event["DTSTART"].dt
    assert begins.replace(tzinfo=None) == start.replace(tzinfo=None)
    assert begins.utcoffset() in (None, start.utcoffset())
    assert "SUMMARY" in IICalendar(section).to_ical().decode()


class TestPeople:
    def test_visitors_are_told_who_is_recognised(self, section, people, visit):
        source = visit(hold(section, performers=people))
        assert "Lò Văn Thấy" in source and "Ẩn" not in source

    def test_somebody_dismissed_leaves_the_page_at_once(self, section, people, visit):
        shown, _draft = people
        activity = hold(section, performers=people)
        shown.recognitions = [ended(recognition(), date(2026, 5, 1))]
        with on_day(date(2026, 5, 2)):
            assert "Thấy" not in visit(activity)
            assert "Thấy" not in serialised(activity)

    def test_the_office_sees_all(self, section, people):
        activity = hold(section, performers=people)
        api.user.create(email="a@example.org", username="keeper")
        section.manage_setLocalRoles("keeper", ["PBGDPL Approver"])
        with api.env.adopt_user(username="keeper"):
            source = getMultiAdapter((activity, activity.REQUEST), name="view")()
        assert "Lò Văn Thấy" in source and "Cà Thị Ẩn" in source

    @pytest.mark.parametrize("public", [True, False])
    def test_pages_of_people_name_published_activities(
        self, section, people, visit, public
    ):
        hold(section, "Nói chuyện tại bản", performers=people, public=public)
        hold(section, "Buổi của người khác")
        source = visit(people[0])
        assert ("Nói chuyện tại bản" in source) is public
        assert "người khác" not in source

    def test_a_person_without_any_has_no_heading(self, people, visit):
        assert "pbgdpl-person-history" not in visit(people[0])

    def test_what_is_moved_or_deleted_is_still_right(
        self, section, unit, people, visit
    ):
        stays = hold(section, "Chuyển đi", performers=people)
        goes = hold(section, "Xóa bỏ", performers=people)
        with api.env.adopt_roles(["Manager"]):
            api.content.move(stays, unit)
            api.content.delete(goes)
        source = visit(people[0])
        assert "phuong-mau/chuyen-di" in source and "Xóa bỏ" not in source


def serialised(activity):
    with api.env.adopt_roles(["Anonymous"]):
        answer = getMultiAdapter((activity, activity.REQUEST), ISerializeToJson)()
    return json.dumps(answer, ensure_ascii=False, default=str)


def test_rest_names_only_whom_a_visitor_may_see(section, people):
    activity = hold(section, performers=people)
    for person in people:
        for name in PROTECTED_FIELDS:
            setattr(person, name, "SENTINEL")
    speakers = serialised(activity)
    assert "Lò Văn Thấy" in speakers
    assert "Cà Thị Ẩn" not in speakers and "ca-thi-an" not in speakers
    assert "SENTINEL" not in speakers


class TestLife:
    """Copying and deleting, as those who may do it."""

    def test_a_copy_is_a_draft_with_all_numbers_and_people(self, section, people):
        activity = hold(section, performers=people)
        with api.env.adopt_roles(["Manager"]):
            copy = api.content.copy(activity, section, id="ban-sao")
        assert api.content.get_state(copy) == "draft"
        assert {name: getattr(copy, name) for name in COUNTS} == {
            name: FIELDS[name] for name in COUNTS
        }
        assert [r.to_object for r in copy.performers] == list(people)

    def test_a_deleted_person_leaves_the_page(self, section, people, visit):
        activity = hold(section, performers=people)
        with api.env.adopt_roles(["Manager"]):
            api.content.delete(people[0], check_linkintegrity=False)
        assert "Thấy" not in visit(activity)
