"""Whoever is about to delete a course reads what of its learners goes with it."""

from datetime import date
from html import unescape
from learning_pages import make_learned
from made_once import made_once
from new_items import create
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from rich_texts import rich
from sonla.pbgdpl.options.learning.certificates import issue
from sonla.pbgdpl.options.learning.learners import add_learner
from sonla.pbgdpl.options.learning.learners import Learner
from zope.component import getMultiAdapter

import json
import pytest
import re

pytestmark = pytest.mark.usefixtures("content_alone")

SAID = re.compile(
    r"names and answers of (\d+) learners, the next night\. (\d+) certificates"
)


@pytest.fixture
def course(portal, unit):
    setRoles(portal, TEST_USER_ID, ["Manager"])
    return made_once(portal, make_learned, unit.getPhysicalPath())


@pytest.fixture
def learned(course):
    """Let two learn the course, one of whom has finished."""
    for name in ("Lò Văn Thử", "Lò Thị Mẫu"):
        learner = Learner(name)
        add_learner(course, learner)
    issue(course, learner, "Xã", date(2026, 1, 2))
    return course


def asked(item):
    """Return what the page that asks says of learners and certificates."""
    view = getMultiAdapter((item, item.REQUEST), name="delete_confirmation")
    return SAID.findall(unescape(view()))


def asked_in_listing(folder, *items):
    """Return what the list of a folder says before several are deleted at once."""
    request = folder.REQUEST.clone()
    request.form.update(render="yes", selection=json.dumps([i.UID() for i in items]))
    view = getMultiAdapter((folder, request), name="fc-delete")
    return SAID.findall(json.loads(view())["html"] or "")


def test_the_page_says_how_many(learned):
    assert asked(learned) == [("2", "1")]


def test_so_it_does_of_the_folder_around_it(learned, unit):
    assert asked(unit) == [("2", "1")]


def test_so_does_the_list_of_what_is_deleted_at_once(learned, unit):
    assert asked_in_listing(unit, learned) == [("2", "1")]


def test_other_courses_are_not_counted(learned, unit):
    other = api.content.copy(learned, unit)
    assert asked(other) == [] and asked(learned) == [("2", "1")]


def test_without_learners_and_elsewhere_nothing_is_said(course, portal):
    with api.env.adopt_roles(["Manager"]):
        page = create(portal, "Document", title="Trang")
    assert asked(course) == asked(page) == asked_in_listing(portal, page) == []


def test_what_core_says_of_links_stays(learned):
    """A text that links to the course is named, whatever else is said."""
    news = api.content.create(
        learned.aq_parent,
        "LegalNews",
        title="Mở lớp",
        text=rich(f'<p><a href="resolveuid/{learned.UID()}">Lớp</a></p>'),
    )
    view = getMultiAdapter((learned, learned.REQUEST), name="delete_confirmation_info")
    page = view()
    assert SAID.search(page) and news.absolute_url() in page
