"""The page of options says what each adds, and switches it for this portal."""

from options_page import owners_token
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.app.testing import TEST_USER_NAME
from plone.app.testing import TEST_USER_PASSWORD
from public_content import make_section
from requests_content import ask_for
from sonla.pbgdpl.core.options import all_options
from sonla.pbgdpl.core.options import options_on
from web_requests import CONTENT_ALONE
from web_requests import Person

import lxml.html
import pytest
import transaction

OWNER = Person(SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
PATH = "/plone/@@pbgdpl-settings?page=options"


@pytest.fixture
def section(functional_portal):
    section = make_section(functional_portal)
    ask_for(section)
    transaction.commit()
    return section


def all_names():
    return dict(all_options()).keys()


def shown():
    """Return the page as the owner reads it."""
    return lxml.html.fromstring(OWNER.ask(PATH, headers=CONTENT_ALONE).text)


def rows():
    """Map each option to the words of its row."""
    page = shown()
    return {
        row.get("id").removeprefix("option-"): " ".join(row.text_content().split())
        for row in page.cssselect("tbody tr")
    }


def press(name, state, token=None, person=OWNER):
    actions = [form.get("action") for form in shown().cssselect("tbody form")]
    assert all(one.endswith(PATH) for one in actions), "the forms lead elsewhere"
    form = {"option": name, state: "1"}
    form["_authenticator"] = owners_token() if token is None else token
    return person.ask(PATH, "POST", form=form)


def test_each_row_says_what_an_option_adds_and_whether_it_is_on(section):
    shown = rows()
    assert list(shown) == [
        *("learning", "requests", "finance", "moving", "mappings", "forms")
    ]
    assert "9 page(s) · 3 setting(s) · 2 scheduled job(s)" in shown["requests"]
    assert "1 page(s) · 1 scheduled job(s)" in shown["moving"]
    assert "2 page(s)" in shown["finance"] and "setting(s)" not in shown["finance"]
    assert "3 page(s) · 1 scheduled job(s)" in shown["mappings"]
    assert "1 page(s)" in shown["forms"] and "job" not in shown["forms"]
    assert "5 page(s) · 1 scheduled job(s)" in shown["learning"]
    assert "1 open" in shown["requests"] and "open" not in shown["moving"]
    assert all(" On" in words for words in shown.values())


def test_a_press_switches_and_says_so_and_a_second_one_changes_nothing(section):
    for _time in range(2):
        answered = press("requests", "off")
        assert answered.status == 302
        assert answered.location.endswith("page=options#option-requests")
        transaction.begin()
        assert options_on() == all_names() - {"requests"}
    assert " Off" in rows()["requests"] and "1 open" in rows()["requests"]
    press("requests", "on")
    transaction.begin()
    assert options_on() == all_names()


def test_nobody_else_switches(section):
    member = Person(TEST_USER_NAME, TEST_USER_PASSWORD)
    assert press("requests", "off", token="").status == 403
    assert OWNER.ask(f"{PATH}&option=requests&off=1").status == 403
    assert press("requests", "off", person=member).outcome == "login"
    assert press("requests", "off", person=Person()).outcome == "login"
    assert press("no-such-option", "off").status == 400
    assert OWNER.ask(f"{PATH}&option:list=requests&off=1").status in (400, 403)
    transaction.begin()
    assert options_on() == all_names()
