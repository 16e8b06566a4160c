"""The public list of activities: what stands there, in which order, under which filters."""

from activities import hold
from activities import moment
from DateTime import DateTime
from datetime import datetime
from icalendar import Calendar
from plone import api
from plone.app.event.dx.behaviors import IEventBasic
from plone.app.event.ical.exporter import construct_icalendar
from public_content import make
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.search.pages import filtered_list
from types import SimpleNamespace
from z3c.form.interfaces import IValidator
from zope.component import getMultiAdapter
from zope.interface import alsoProvides

import html
import pytest
import pytz
import re

pytestmark = pytest.mark.usefixtures("content_alone")


def titles(source):
    """List the activities in the table of a page."""
    table = source.partition('id="pbgdpl-activities"')[2].partition("</table>")[0]
    found = re.findall(r'<th scope="row"><a href="[^"]*" ?>([^<]*)</a>', table)
    return [html.unescape(title) for title in found]


def bars(source, start):
    """Map the titles of a list of bars to their numbers."""
    bars = source.partition(start)[2].partition("</ul>")[0]
    found = re.findall(
        r"<li>(?:<a[^>]*>)?([^<]*?)(?:</a>)?\s*<strong>(\d+)</strong>", bars
    )
    return {html.unescape(title).strip(): int(number) for title, number in found}


def test_empty_lists_answer_everywhere(portal, section, unit, visit):
    for place in (portal, section, unit):
        source = visit(place, "activities")
        assert 'role="status"' in source and titles(source) == []


def test_the_latest_comes_first_and_drafts_do_not(section, unit, visit):
    hold(section, "Tháng ba", start=moment(month=3))
    hold(unit, "Tháng năm", start=moment(month=5))
    hold(section, "Tháng tư", start=moment(month=4))
    hold(section, "Bản nháp", start=moment(month=6), public=False)
    assert titles(visit(section, "activities")) == ["Tháng năm", "Tháng tư", "Tháng ba"]
    assert titles(visit(unit, "activities")) == ["Tháng năm"]


def test_what_has_expired_or_waits_is_left_out(section, visit):
    hold(section, "Còn hạn")
    hold(section, "Hết hạn", expiration_date=DateTime() - 1)
    hold(section, "Chưa đến ngày", effective_date=DateTime() + 2)
    assert titles(visit(section, "activities")) == ["Còn hạn"]


FOUND = [
    ({"form": "thi-tim-hieu"}, ["Cuộc thi"]),
    ({"audience": "hoc-sinh-sinh-vien"}, ["Cuộc thi"]),
    ({"territory": "14"}, ["Cuộc thi"]),
    ({"organiser": "council"}, ["Cuộc thi"]),
    ({"year": "2025"}, ["Buổi nói chuyện"]),
    ({"year": "2026", "month": "5"}, ["Cuộc thi"]),
    ({"year": "2026", "month": "4"}, []),
    ({"year": "2026", "month": "13"}, ["Cuộc thi"]),
    ({"month": "5"}, ["Cuộc thi", "Buổi nói chuyện"]),
    ({"q": "cuoc thi"}, ["Cuộc thi"]),
    ({"q": "khong co"}, []),
    ({"year": "xyz", "b_start": "-3"}, []),
    ({"unit": "khong-co"}, []),
]


@pytest.mark.parametrize("asked,found", FOUND)
def test_filters(section, visit, asked, found):
    hold(section, "Buổi nói chuyện", start=moment(2025, 12, 31, 23))
    hold(
        section,
        "Cuộc thi",
        start=moment(month=5),
        dissemination_form="thi-tim-hieu",
        audiences=("hoc-sinh-sinh-vien",),
        territory=("14",),
        organiser_kind="council",
    )
    assert titles(visit(section, "activities", **asked)) == found


def test_units_are_a_filter_with_their_numbers(section, unit, visit):
    other = make(section, "ContributingUnit", "Xã Khác", code="xa-khac")
    hold(unit, "Của phường")
    hold(other, "Của xã")
    hold(section, "Của Sở")
    source = visit(section, "activities")
    assert "Phường Mẫu (1)" in source and "Xã Khác (1)" in source
    found = titles(visit(section, "activities", unit=other.UID()))
    assert found == ["Của xã"]


def test_months_are_those_of_the_portals_clock(section, visit):
    """The first hours of a month in Vietnam are still the month before in UTC."""
    for month in (1, 3, 3):
        hold(section, start=moment(month=month, day=1, hour=0))
    found = bars(visit(section, "activities", year="2026"), "pbgdpl-by-month")
    assert {month: count for month, count in found.items() if count} == {
        "Month 1": 1,
        "Month 3": 2,
    }
    assert len(found) == 12
    assert "pbgdpl-by-month" not in visit(section, "activities")


def test_territories_are_counted(section, visit):
    for territory in (("03646",), ("03646", "14"), ()):
        hold(section, territory=territory)
    found = bars(visit(section, "activities"), "pbgdpl-by-territory")
    assert list(found.values()) == [2, 1]
    assert "Tỉnh Sơn La" in found


def test_pages_and_paper(section, visit, monkeypatch):
    assert filtered_list.PAGE_SIZE == 20
    monkeypatch.setattr(filtered_list, "PAGE_SIZE", 3)
    for number in range(5):
        hold(section, f"Hoạt động {number}", start=moment(hour=number))
    assert len(titles(visit(section, "activities"))) == 3
    rest = visit(section, "activities", b_start="3")
    assert len(titles(rest)) == 2
    paper = visit(section, "activities", print="1")
    assert len(titles(paper)) == 5
    assert "pbgdpl-activities-q" not in paper


def test_markup_in_an_address_is_text(section, visit):
    hold(section)
    source = visit(section, "activities", q="<script>", form='"><b>', year="<i>")
    assert "<script>" not in source.partition("<h1")[2] and "<b>" not in source
    assert 'value="&quot;&gt;&lt;b&gt;"' in source


def test_the_way_to_the_form_is_for_those_who_may_enter(section, unit, http_request):
    name = "@@quick-activity"
    with api.env.adopt_roles(["Anonymous"]):
        assert name not in api.content.get_view("activities", section, http_request)()
    api.user.create(email="a@example.org", username="writer")
    unit.manage_setLocalRoles("writer", ["PBGDPL Contributor"])
    with api.env.adopt_user(username="writer"):
        for place in (section, unit):
            source = api.content.get_view("activities", place, http_request)()
            assert f"{unit.absolute_url()}/{name}" in source
            assert f"{section.absolute_url()}/{name}" not in source


@pytest.mark.parametrize("year", ["0", "0001", "1", "2", "9998", "9999", "10000"])
def test_no_year_is_too_early_or_too_late(section, visit, year):
    hold(section, "Nay")
    for page in ("activities", "courses"):
        for month in ("", "1", "12"):
            assert visit(section, page, year=year, month=month)


@pytest.mark.parametrize("year", [1, 1900, 1911, 2101, 9998])
def test_a_moment_of_no_likely_year_costs_a_unit_no_calendar(unit, year):
    start = pytz.timezone("Asia/Ho_Chi_Minh").localize(datetime(year, 5, 1, 8))
    events = [hold(unit, "Xưa", start=start), hold(unit, "Nay")]
    written = construct_icalendar(unit, events).to_ical()
    assert len(Calendar.from_ical(written).walk("VEVENT")) == 2


@pytest.mark.parametrize("portal_type", ["LegalActivity", "TrainingCourse"])
def test_forms_refuse_a_moment_of_no_likely_year(unit, portal_type):
    view = SimpleNamespace(portal_type=portal_type)
    asked = (unit, unit.REQUEST, view, IEventBasic["start"], None)
    alsoProvides(unit.REQUEST, IBrowserLayer)
    check = getMultiAdapter(asked, IValidator)
    check.validate(moment())
    for year in (1911, 2101):
        with pytest.raises(InvalidInput):
            check.validate(moment(year))
