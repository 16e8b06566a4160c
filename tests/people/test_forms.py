"""The forms of people: nothing typed is lost, nothing private shown, nothing dropped."""

from datetime import date
from lxml.html import fromstring
from made_once import made_once
from people import ended
from people import enter
from people import recognition
from people import WARD
from plone import api
from plone.testing.zope import Browser
from public_content import make_section
from sonla.pbgdpl.editorial.states import own_history
from sonla.pbgdpl.editorial.states import state_of
from vietnamese_portal import speak_vietnamese

import pytest
import transaction

pytestmark = pytest.mark.usefixtures("served_alone")

PASSWORD = "Mat-khau-2026-dai"
NAME = "form.widgets.IPerson.full_name"
HOME = "form.widgets.IPerson.home_address"
ROWS = "form.widgets.IPerson.recognitions"
COMMENT = "form.widgets.pbgdpl_comment"
SAVE = "form.buttons.save"


@pytest.fixture
def served(functional_portal):
    section = made_once(functional_portal, make_place)
    transaction.commit()
    return section


def make_place(portal):
    """Make a section with people who write, correct and keep the register."""
    section = make_section(portal)
    with api.env.adopt_roles(["Manager"]):
        for name, roles in {
            "writer": ["PBGDPL Contributor"],
            "corrector": ["PBGDPL Editor"],
            "keeper": ["PBGDPL Editor", "PBGDPL Approver"],
        }.items():
            api.user.create(f"{name}@example.org", name, PASSWORD)
            section.manage_setLocalRoles(name, roles)
        section.reindexObjectSecurity()
    return section


@pytest.fixture
def logged_in(functional):
    def log_in(name):
        browser = Browser(functional["app"])
        browser.handleErrors = False
        browser.addHeader("Authorization", f"Basic {name}:{PASSWORD}")
        return browser

    return log_in


def entered(section, logged_in):
    browser = logged_in("writer")
    browser.open(f"{section.absolute_url()}/++add++LegalReporter")
    browser.getControl(name=NAME).value = "Lò Thị Mới"
    browser.getControl(name=HOME).value = "BAN-RIENG"
    browser.getControl(name=SAVE).click()
    transaction.begin()
    return section["lo-thi-moi"]


@pytest.mark.usefixtures("served_whole")
def test_a_corrector_neither_sees_nor_empties_what_was_entered(served, logged_in):
    person = entered(served, logged_in)
    assert person.title == "Lò Thị Mới" and person.home_address == "BAN-RIENG"
    assert state_of(person) == "draft"
    browser = logged_in("corrector")
    for page in ("", "/edit"):
        browser.open(person.absolute_url() + page)
        assert "BAN-RIENG" not in browser.contents
    assert 'name="form.widgets.IPerson.birth_date"' not in browser.contents
    assert "IPerson.birth_date" not in browser.contents
    browser.getControl(name=NAME).value = "Lò Thị Mới Hơn"
    browser.getControl(name=SAVE).click()
    transaction.begin()
    assert served["lo-thi-moi"].title == "Lò Thị Mới Hơn"
    assert served["lo-thi-moi"].home_address == "BAN-RIENG"


@pytest.mark.long
def test_a_keeper_recognises_and_ends_by_the_form(served, logged_in, add_row):
    person = entered(served, logged_in)
    browser = logged_in("keeper")
    browser.open(f"{person.absolute_url()}/edit")
    assert "BAN-RIENG" in browser.contents
    add_row(browser, ROWS, 0)
    row = f"{ROWS}.0.widgets"
    browser.getControl(name=f"{row}.level:list").value = ["xa"]
    browser.getControl(name=f"{row}.unit:list").value = [WARD]
    browser.getControl(name=f"{row}.valid_from").value = "2026-01-05"
    browser.getControl(name=SAVE).click()
    transaction.begin()
    assert state_of(served["lo-thi-moi"]) == "recognised"
    browser.open(f"{person.absolute_url()}/edit")
    browser.getControl(name=f"{row}.ended_on").value = "2026-02-01"
    browser.getControl(name=f"{row}.end_kind:list").value = ["cho-thoi"]
    browser.getControl(name=SAVE).click()
    transaction.begin()
    assert state_of(served["lo-thi-moi"]) == "ended"


def steps_in(browser):
    found = fromstring(browser.contents).xpath("//button/@name")
    start = "form.buttons.save_and_"
    return [name.removeprefix(start) for name in found if name.startswith(start)]


def test_an_entry_is_saved_and_sent_then_accepted_in_the_form(
    served, logged_in, add_row
):
    browser, keeper = logged_in("writer"), logged_in("keeper")
    keeper.open(f"{served.absolute_url()}/++add++LegalReporter")
    assert steps_in(keeper) == []
    browser.open(f"{served.absolute_url()}/++add++LegalReporter")
    assert steps_in(browser) == ["submit"]
    browser.getControl(name=NAME).value = "Lò Thị Mới"
    browser.getControl(name=COMMENT).value = "Nhờ xem sớm."
    browser.getControl(name="form.buttons.save_and_submit").click()
    assert "Saved, but not sent" in browser.contents, "nobody could accept her"
    browser.open(f"{served.absolute_url()}/lo-thi-moi/edit")
    add_row(browser, ROWS, 0)
    row = f"{ROWS}.0.widgets"
    browser.getControl(name=f"{row}.level:list").value = ["xa"]
    browser.getControl(name=f"{row}.unit:list").value = [WARD]
    browser.getControl(name=f"{row}.valid_from").value = "2999-01-05"
    browser.getControl(name=COMMENT).value = "Nhờ xem sớm."
    browser.getControl(name="form.buttons.save_and_submit").click()
    assert "“Lò Thị Mới” is now: Submitted" in browser.contents
    transaction.begin()
    person = served["lo-thi-moi"]
    assert state_of(person) == "submitted"
    assert own_history(person)[-1]["comments"] == "Nhờ xem sớm."
    keeper.open(f"{person.absolute_url()}/edit")
    keeper.getControl(name="form.buttons.save_and_recognise").click()
    assert "Saved, but not sent" in keeper.contents, "it begins on a day to come"
    keeper.open(f"{person.absolute_url()}/edit")
    keeper.getControl(name=f"{row}.valid_from").value = "2026-01-05"
    keeper.getControl(name="form.buttons.save_and_recognise").click()
    transaction.begin()
    assert state_of(served["lo-thi-moi"]) == "recognised"


def test_a_dropped_episode_is_refused_in_vietnamese_and_kept(served, logged_in):
    speak_vietnamese(api.portal.get())
    past = ended(recognition(valid_from=date(2020, 1, 1)), date(2022, 1, 1))
    person = enter(served, recognitions=[past, recognition("xa", WARD)])
    transaction.commit()
    browser = logged_in("keeper")
    browser.open(f"{person.absolute_url()}/edit")
    browser.getControl(name=f"{ROWS}.0.widgets.valid_from").value = "2021-01-01"
    browser.getControl(name=SAVE).click()
    assert "đã có hiệu lực" in browser.contents
    shown = browser.getControl(name=f"{ROWS}.0.widgets.valid_from")
    assert shown.value == "2021-01-01"
    transaction.begin()
    assert served["lo-van-vi-du"].recognitions == [past, recognition("xa", WARD)]


def test_rest_refuses_it_too(served, request_factory):
    past = ended(recognition(valid_from=date(2020, 1, 1)), date(2022, 1, 1))
    person = enter(served, recognitions=[past, recognition("xa", WARD)])
    transaction.commit()
    manager = request_factory(basic_auth=("keeper", PASSWORD))
    path = "/".join(person.getPhysicalPath()[2:])
    manager.headers["Accept-Language"] = "vi"
    answer = manager.patch(path, json={"recognitions": []})
    assert answer.status_code == 400 and "recognition" in answer.text
    transaction.begin()
    assert len(served["lo-van-vi-du"].recognitions) == 2


def test_the_form_of_a_unit_has_its_agency(served, logged_in):
    with api.env.adopt_roles(["Manager"]):
        fields = {"agency": "so-tu-phap", "code": "03646"}
        unit = api.content.create(served, "ContributingUnit", "xa", "Xã", **fields)
        transaction.commit()
    browser = logged_in("writer")
    for place, agency in ((unit, ["so-tu-phap"]), (served, [])):
        browser.open(f"{place.absolute_url()}/++add++LegalPropagandist")
        select = '//select[@name="form.widgets.IPerson.agency:list"]'
        found = fromstring(browser.contents).xpath(f"{select}/option[@selected]/@value")
        assert [one for one in found if one != "--NOVALUE--"] == agency


@pytest.mark.parametrize(
    "portal_type, code, place",
    [
        ("LegalPropagandist", WARD, ["xa", WARD]),
        ("LegalReporter", WARD, []),
        ("LegalReporter", "14", ["tinh", "14"]),
        ("LegalPropagandist", "14", []),
    ],
)
def test_the_form_of_a_unit_has_its_level_and_place(
    served, logged_in, portal_type, code, place
):
    """Filled in alone they are no recognition, and ask for none."""
    with api.env.adopt_roles(["Manager"]):
        fields = {"territory": [code], "code": "03646"}
        unit = api.content.create(served, "ContributingUnit", "xa", "Xã", **fields)
        transaction.commit()
    browser = logged_in("writer")
    browser.open(f"{unit.absolute_url()}/++add++{portal_type}")
    cells = '//select[starts-with(@name, "form.widgets.IPerson.recognitions.0.")]'
    found = fromstring(browser.contents).xpath(f"{cells}/option[@selected]/@value")
    assert [one for one in found if one != "--NOVALUE--"] == place
    browser.getControl(name=NAME).value = "Lò Thị Mới"
    browser.getControl(name=SAVE).click()
    transaction.begin()
    (person,) = unit.objectValues()
    assert not person.recognitions
    if place:
        browser.open(f"{unit.absolute_url()}/++add++{portal_type}")
        browser.getControl(name=NAME).value = "Lò Thị Hai"
        day = browser.getControl(name=f"{ROWS}.0.widgets.valid_from")
        day.value = "2026-02-01"
        browser.getControl(name=SAVE).click()
        transaction.begin()
        (row,) = unit["lo-thi-hai"].recognitions
        assert [row["level"], row["unit"], row["valid_from"]] == [
            *place,
            date(2026, 2, 1),
        ]
