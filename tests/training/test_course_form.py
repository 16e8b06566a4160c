"""The form of a course: tests are rows, each with a bank that the section may draw from."""

from bank_content import make_bank
from grid_rows import add_row  # noqa: F401
from learning_pages import make_learned
from made_once import made_once
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.testing.zope import Browser
from public_content import make
from public_content import make_section
from sonla.pbgdpl.options.learning import course_tests
from web_requests import ask_for_content

import pytest
import transaction

ROWS = "form.widgets.IOnlineLearning.tests"


@pytest.fixture
def course(functional_portal):
    course = made_once(functional_portal, make_course_beside_banks)
    transaction.commit()
    return course


def make_course_beside_banks(portal):
    """Make a course with its bank, one that nobody has approved, and one that is approved."""
    section = make_section(portal)
    unit = make(section, "ContributingUnit", "Phường Mẫu", code="phuong-mau")
    make_bank(section, "Ngân hàng nháp")
    make_bank(section, "Đất đai", state="approved")
    return make_learned(portal, unit.getPhysicalPath())


@pytest.fixture
def browser(functional, course):
    browser = Browser(functional["app"])
    browser.handleErrors = False
    browser.addHeader("Authorization", f"Basic {SITE_OWNER_NAME}:{SITE_OWNER_PASSWORD}")
    ask_for_content(browser)
    browser.open(f"{course.absolute_url()}/edit")
    return browser


def fill(browser, index, bank, **cells):
    for name, value in cells.items():
        browser.getControl(name=f"{ROWS}.{index}.widgets.{name}").value = value
    choice = browser.getControl(name=f"{ROWS}.{index}.widgets.bank:list")
    choice.getControl(bank).selected = True
    return choice


def test_a_test_is_added(browser, course, add_row):  # noqa: F811
    add_row(browser, ROWS, 1)
    cells = {
        "title": "Giữa khóa",
        "questions": "5",
        "pass_percent": "80",
        "attempts": "1",
        "after": "1",
    }
    choice = fill(browser, 1, "Đất đai", **cells)
    assert "Ngân hàng nháp" not in choice.displayOptions
    browser.getControl(name="form.buttons.save").click()
    transaction.begin()
    first, second = course_tests.tests_of(course)
    assert (first.title, first.questions) == ("Kiểm tra", 2)
    assert (second.title, second.questions, second.after) == ("Giữa khóa", 5, 1)
    assert second.pass_percent == 80 and first.bank != second.bank


def test_a_number_that_is_none_is_refused_and_stays(browser, course, add_row):  # noqa: F811
    add_row(browser, ROWS, 1)
    fill(browser, 1, "Đất đai", title="Giữa khóa", questions="0", attempts="x")
    browser.getControl(name="form.buttons.save").click()
    assert browser.getControl(name=f"{ROWS}.1.widgets.attempts").value == "x"
    transaction.begin()
    assert len(course_tests.tests_of(course)) == 1
