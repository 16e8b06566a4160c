"""The day on which a unit closes comes by itself."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from made_once import made_once
from new_items import create
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.testing.zope import Browser
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.jobs.runner import run_jobs
from sonla.pbgdpl.units.closing import apply_due_closings
from sonla.pbgdpl.units.closing import close_unit
from sonla.pbgdpl.units.closing import due_closings
from sonla.pbgdpl.units.creation import make_units
from sonla.pbgdpl.units.creation import units_by_code
from sonla.pbgdpl.units.groups import group_name
from sonla.pbgdpl.units.groups import has_role
from sonla.pbgdpl.units.proposals import from_agencies
from web_requests import ask_for_content
from web_requests import Person

import pytest
import transaction

PASSWORD = "Mat-khau-2026"
DAY = today() + timedelta(days=3)
NOON = datetime.combine(DAY, datetime.min.time(), UTC) + timedelta(hours=12)


def make(section):
    """Make two units, of which the first closes on a day to come."""
    make_units(section, from_agencies(["so-tu-phap", "ubnd-tinh"]))
    units = units_by_code(section)
    old, other = units["so-tu-phap"], units["ubnd-tinh"]
    close_unit(old, DAY, other)
    return old, other


def make_inside(portal):
    return make(portal["pbgdpl"])


@pytest.fixture
def units(portal, section):
    return made_once(portal, make_inside)


def make_people(portal):
    """Make both units, and a person in each."""
    with api.env.adopt_roles(["Manager"]):
        section = create(portal, "LegalEducationSection", "PBGDPL", id="pbgdpl")
        old, other = make(section)
        for unit in (old, other):
            name = f"nguoi-{unit.code}"
            api.user.create(f"{name}@example.org", name, PASSWORD)
            api.group.add_user(groupname=group_name(unit.code), username=name)
        api.user.create("khach@example.org", "khach", PASSWORD)


@pytest.fixture
def served(functional_portal):
    """Return a committed portal with both units and a person in each."""
    made_once(functional_portal, make_people)
    transaction.commit()
    return functional_portal


def unit_of_day(portal, closed_on):
    """Let the day of closing come; give the unit."""
    transaction.begin()
    unit = units_by_code(portal["pbgdpl"])["so-tu-phap"]
    unit.closed_on = closed_on
    transaction.commit()
    return unit


def test_nothing_is_due_before_the_day(units):
    old, other = units
    eve = DAY - timedelta(days=1)
    assert list(due_closings(eve)) == [] and apply_due_closings(eve) == []
    assert has_role(old) and has_role(other)


@pytest.mark.parametrize("late", [0, 400])
def test_role_ends_on_the_day_and_whenever_it_is_noticed(units, late):
    old, other = units
    assert apply_due_closings(DAY + timedelta(days=late)) == [old]
    assert not has_role(old) and has_role(other)
    assert apply_due_closings(DAY + timedelta(days=late)) == []


def test_catalog_knows_that_the_role_ended(section, units):
    old, _other = units
    group = f"user:{group_name(old.code)}"
    query = {"allowedRolesAndUsers": group, "portal_type": "ContributingUnit"}
    assert len(api.portal.get_tool("portal_catalog").unrestrictedSearchResults(query))
    apply_due_closings(DAY)
    assert not api.portal.get_tool("portal_catalog").unrestrictedSearchResults(query)


def test_run_ends_the_role(served):
    before = run_jobs(served, now=lambda: NOON - timedelta(days=2))
    assert "close-units" not in {outcome.part for outcome in before.outcomes}
    states = {
        one.part: one.state for one in run_jobs(served, now=lambda: NOON).outcomes
    }
    assert states["close-units"] == "done"
    transaction.begin()
    assert not has_role(units_by_code(served["pbgdpl"])["so-tu-phap"])
    again = run_jobs(served, now=lambda: NOON)
    assert "close-units" not in {outcome.part for outcome in again.outcomes}


def log_in(portal, name):
    form = {"__ac_name": name, "__ac_password": PASSWORD, "buttons.login": "1"}
    answer = Person().ask(f"{portal.absolute_url_path()}/login", "POST", form)
    cookies = answer.headers.getall("Set-Cookie")
    assert any(one.startswith("__ac=") for one in cookies)
    transaction.begin()


@pytest.mark.parametrize("name", ["nguoi-so-tu-phap", "nguoi-ubnd-tinh"])
def test_login_of_anybody_in_a_unit_ends_the_role(served, name):
    unit = unit_of_day(served, today())
    assert has_role(unit)
    log_in(served, name)
    assert not has_role(unit)


def test_login_of_others_looks_at_nothing(served):
    unit = unit_of_day(served, today())
    log_in(served, "khach")
    assert has_role(unit)


def test_page_ends_the_role_and_says_so_once(served):
    unit = unit_of_day(served, today())
    browser = Browser(served.aq_parent)
    browser.handleErrors = False
    ask_for_content(browser)
    browser.addHeader("Authorization", f"Basic {SITE_OWNER_NAME}:{SITE_OWNER_PASSWORD}")
    browser.open(f"{served.absolute_url()}/pbgdpl/@@pbgdpl-units")
    assert "the rights of its people have ended" in browser.contents
    transaction.begin()
    assert not has_role(unit)
    browser.open(f"{served.absolute_url()}/pbgdpl/@@pbgdpl-units")
    assert "the rights of its people have ended" not in browser.contents
