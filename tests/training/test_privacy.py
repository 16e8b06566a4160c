"""No address tells the public who attended a course, or names whom they may not see."""

from activities import hold
from activities import teach
from people import enter
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from public_content import make_section
from sonla.pbgdpl.training.content import OFFICE_FIELDS
from web_requests import UNTHEMED

import pytest
import requests
import transaction

NAMES = (
    "view",
    "edit",
    "@@full_view",
    "summary_view",
    "@@historyview",
    "@@content-history",
    "manage_FTPget",
    "manage_DAVget",
    "manage_main",
    "document_src",
    "ics_view",
    "event_view",
    "SearchableText",
    "propertyItems",
    "__dict__",
    "people_trained",
    "performers",
    "performers/0/to_object",
    "@@pbgdpl-record",
    "@@pbgdpl-check",
    "@@quick-activity",
    "@@course-attendance",
    "@@course-attendance?export=1",
    "@@course-attendance/attendees",
    "@@course-attendance/export",
    "@@roll-call",
    "@@roll-call?q=an",
    "@@roll-call/people",
    "@@course-learners",
    "@@course-learners?action=export",
    "@@course-learners/standings",
    "@@learn",
    "@@learn/learner",
    *OFFICE_FIELDS,
    *(f"@@edit/++widget++form.widgets.{name}" for name in OFFICE_FIELDS),
    *(f"++widget++form.widgets.{name}" for name in (*OFFICE_FIELDS, "performers")),
)
REST = ("", "?fullobjects=1", "/@history", "/@linkintegrity", "/@relations")
PLACES = (
    "/ics_view",
    "/@@activities",
    "/@@activities?print=1",
    "/@@courses",
    "/@@pbgdpl-centre",
    "/@@oai?verb=ListRecords&metadataPrefix=pbgdpl",
    "/@@search?SearchableText=tap+huan",
)
MARKS = ("918273", "817263", "DAUKIN", "dau-kin")


@pytest.fixture
def served(functional_portal):
    section = make_section(functional_portal)
    shown = enter(section, "Lò Văn Thấy")
    hidden = enter(section, "DAUKIN Thị Dau", id="dau-kin", recognitions=[])
    course = teach(
        section,
        attendance=(shown, hidden),
        other_attendees=918273,
        women_attendees=817263,
    )
    activity = hold(section, performers=(shown, hidden))
    transaction.commit()
    return functional_portal, section, course, activity, shown


def told(url, **options):
    answer = requests.get(url, timeout=60, **options)
    return answer.text


def test_no_address_tells(served):
    portal, section, course, activity, shown = served
    found = {}
    pages = [f"{item.absolute_url()}/{n}" for item in (course, activity) for n in NAMES]
    pages += [
        f"{place.absolute_url()}{p}" for place in (portal, section) for p in PLACES
    ]
    json = {"Accept": "application/json"}
    data = [f"{i.absolute_url()}{n}" for i in (course, activity, section) for n in REST]
    data += [
        f"{portal.absolute_url()}/@relations?{q}"
        for q in (
            "relation=attendance",
            "relation=performers",
            f"source={course.UID()}",
            f"target={shown.UID()}",
            f"source={activity.UID()}",
        )
    ]
    data.append(
        f"{portal.absolute_url()}/@search?fullobjects=1&portal_type=TrainingCourse"
    )
    data.append(
        f"{portal.absolute_url()}/@search?fullobjects=1&portal_type=LegalActivity"
    )
    for url, text in [
        *((url, told(url, headers=UNTHEMED)) for url in pages),
        *((url, told(url, headers=json)) for url in data),
    ]:
        for mark in MARKS:
            if mark in text.replace(url, ""):
                found.setdefault(url, mark)
        if course.absolute_url() in url:
            assert "Lò Văn Thấy" not in text, url
    assert found == {}


def test_those_inside_are_told(served):
    """The marks are really there: else nothing above could fail."""
    _portal, _section, course, activity, _shown = served
    owner = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
    json = {"Accept": "application/json"}
    text = told(course.absolute_url(), headers=json, auth=owner)
    assert "918273" in text and "817263" in text and "dau-kin" in text
    assert "dau-kin" in told(activity.absolute_url(), headers=json, auth=owner)
