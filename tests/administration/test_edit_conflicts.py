"""Two administrators save the same settings: nobody's work is overwritten unasked."""

from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.testing.zope import Browser
from sonla.pbgdpl.ui.drafts.conflicts import differences
from sonla.pbgdpl.ui.drafts.conflicts import stamp_of
from sonla.pbgdpl.vocabularies.terms import record_name
from web_requests import ask_for_content

import lxml.html
import pytest
import transaction

ROWS = "form.widgets.audiences"
AGENCY = "form.widgets.managing_agency"
HEAD = "form.widgets.editorial_head"
SAVE = "form.buttons.save"
PANEL = "#pbgdpl-conflict"
NEW_TERM = {"title": "Người mới học", "token": "nguoi-moi-hoc"}


@pytest.fixture
def colleague(functional):
    """Return the browser of the second administrator."""
    browser = Browser(functional["app"])
    browser.handleErrors = False
    browser.addHeader("Authorization", f"Basic {SITE_OWNER_NAME}:{SITE_OWNER_PASSWORD}")
    ask_for_content(browser)
    return browser


@pytest.fixture
def panel_page(functional_portal, browser_of_content):
    """Return a function that opens a page of the control panel."""

    def open_page(browser, query=""):
        browser.open(f"{functional_portal.absolute_url()}/@@pbgdpl-settings{query}")
        return browser

    return open_page


def record(name):
    transaction.begin()
    return api.portal.get_registry_record(f"sonla.pbgdpl.{name}")


def terms():
    transaction.begin()
    return api.portal.get_registry_record(record_name("Audiences"))


def write_terms(rows):
    """Save the list as another writer does."""
    transaction.begin()
    api.portal.set_registry_record(record_name("Audiences"), rows)
    transaction.commit()


def row(**cells):
    empty = ("valid_from", "valid_to", "aliases", "short_title", "icon")
    return {**dict.fromkeys(empty), **cells}


def panel(browser):
    """Return the words of the comparison; empty without one."""
    found = lxml.html.fromstring(browser.contents).cssselect(PANEL)
    return " ".join(found[0].text_content().split()) if found else ""


def shown_tokens(browser):
    count = int(browser.getControl(name=f"{ROWS}.count").value)
    return [
        browser.getControl(name=f"{ROWS}.{number}.widgets.token").value
        for number in range(count)
    ]


@pytest.mark.parametrize(
    "opened, stored, sent, found",
    [
        ({"a": "1"}, {"a": "1"}, {"a": "2"}, []),
        ({"a": "1"}, {"a": "2"}, {"a": "2"}, []),
        ({"a": "1"}, {"a": "2"}, {"a": "1"}, [("a", "2", "1", True)]),
        ({"a": "1"}, {"a": "2"}, {"a": "3"}, [("a", "2", "3", False)]),
        ({}, {"a": "2"}, {}, [("a", "2", None, True)]),
        ({"a": "1"}, {}, {"a": "1"}, [("a", None, "1", True)]),
        ({"a": "1"}, {}, {"a": "3"}, [("a", None, "3", False)]),
        ({"a": "1"}, {"a": "2"}, {}, [("a", "2", None, False)]),
        ({"a": None}, {"a": ""}, {"a": "3"}, []),
    ],
)
def test_pieces_are_compared(opened, stored, sent, found):
    result = differences(stamp_of(opened), stored, sent)
    assert [(one.key, one.theirs, one.mine, one.auto_merged) for one in result] == found


def test_term_of_a_colleague_stays(browser, panel_page):
    before = terms()
    panel_page(browser, "?vocabulary=Audiences")
    browser.getControl(name=f"{ROWS}.0.widgets.title").value = "Tên tôi sửa"
    write_terms([*before, row(**NEW_TERM)])
    browser.getControl(name=SAVE).click()
    assert terms() == [*before, row(**NEW_TERM)]
    assert "Người mới học" in panel(browser)
    assert browser.getControl(name=f"{ROWS}.0.widgets.title").value == "Tên tôi sửa"
    assert shown_tokens(browser) == [*(one["token"] for one in before), "nguoi-moi-hoc"]
    browser.getControl(name=SAVE).click()
    assert panel(browser) == ""
    titles = [one["title"] for one in before[1:]]
    assert [one["title"] for one in terms()] == [
        "Tên tôi sửa",
        *titles,
        NEW_TERM["title"],
    ]


@pytest.mark.long
def test_same_term_of_both_is_shown_twice(browser, colleague, panel_page):
    title = f"{ROWS}.1.widgets.title"
    for one in (browser, colleague):
        panel_page(one, "?vocabulary=Audiences")
    colleague.getControl(name=title).value = "Tên của đồng nghiệp"
    colleague.getControl(name=SAVE).click()
    browser.getControl(name=title).value = "Tên của tôi"
    browser.getControl(name=SAVE).click()
    assert terms()[1]["title"] == "Tên của đồng nghiệp"
    assert "Tên của đồng nghiệp" in panel(browser) and "Tên của tôi" in panel(browser)
    assert browser.getControl(name=title).value == "Tên của tôi"
    browser.getControl(name=SAVE).click()
    assert terms()[1]["title"] == "Tên của tôi"


def test_row_removed_by_a_colleague_goes_from_the_form(browser, panel_page):
    before = terms()
    panel_page(browser, "?vocabulary=Audiences")
    write_terms(before[1:])
    browser.getControl(name=SAVE).click()
    assert before[0]["title"] in panel(browser)
    assert shown_tokens(browser) == [one["token"] for one in before[1:]]
    assert terms() == before[1:]


def test_setting_of_a_colleague_stays(browser, colleague, panel_page):
    for one in (browser, colleague):
        panel_page(one)
    colleague.getControl(name=AGENCY).value = "Sở Tư pháp"
    colleague.getControl(name="form.widgets.four_eyes:list").value = []
    colleague.getControl(name="form.widgets.centre_position:list").value = ["below"]
    colleague.getControl(name="form.widgets.allowed_hosts").value = "vimeo.com"
    colleague.getControl(name="form.widgets.max_file_megabytes").value = "9"
    colleague.getControl(name=SAVE).click()
    browser.getControl(name=HEAD).value = "Lò Văn A"
    browser.getControl(name=SAVE).click()
    assert (record("managing_agency"), record("editorial_head")) == ("Sở Tư pháp", None)
    assert "Managing agency" in panel(browser) and "Sở Tư pháp" in panel(browser)
    assert browser.getControl(name=AGENCY).value == "Sở Tư pháp"
    assert browser.getControl(name="form.widgets.four_eyes:list").value == []
    assert browser.getControl(name=HEAD).value == "Lò Văn A"
    browser.getControl(name=SAVE).click()
    assert record("managing_agency") == "Sở Tư pháp"
    assert record("four_eyes") is False
    assert record("homepage.centre_position") == "below"
    assert record("allowed_hosts") == ["vimeo.com"]
    assert record("max_file_megabytes") == 9
    assert record("editorial_head") == "Lò Văn A"


def test_settings_of_the_exchange_of_a_colleague_stay(browser, colleague, panel_page):
    cap = "form.widgets.cap_count"
    for one in (browser, colleague):
        panel_page(one, "?page=exchange")
    colleague.getControl(name=cap).value = "77"
    kinds = "form.widgets.push_types:list"
    colleague.getControl(name=kinds).value = ["guidance"]
    colleague.getControl(name=SAVE).click()
    browser.getControl(name=cap).value = "88"
    browser.getControl(name=SAVE).click()
    assert record("sync.cap_count") == 77
    assert "77" in panel(browser) and "88" in panel(browser)
    assert browser.getControl(name=cap).value == "88"
    browser.getControl(name=SAVE).click()
    assert record("sync.cap_count") == 88
    assert record("sync.push_types") == ["guidance"]


def test_rows_of_a_setting_come_and_go(browser, panel_page):
    """A shorter table is not filled up with the rows that were sent."""
    officers = [{"full_name": "Lò Văn A"}, {"full_name": "Cà Thị B"}]
    write_officers(officers)
    panel_page(browser)
    write_officers(officers[1:])
    browser.getControl(name=SAVE).click()
    assert "Lò Văn A" in panel(browser)
    browser.getControl(name=SAVE).click()
    assert [one["full_name"] for one in record("contact_officers")] == ["Cà Thị B"]


def write_officers(officers):
    cells = ("position", "unit", "official_phone", "official_email")
    transaction.begin()
    api.portal.set_registry_record(
        "sonla.pbgdpl.contact_officers",
        [{**dict.fromkeys(cells), **officer} for officer in officers],
    )
    transaction.commit()


def test_error_of_ones_own_does_not_hide_the_other_change(browser, panel_page):
    """The stamp stays that of the opening until both have been compared."""
    before = terms()
    panel_page(browser, "?vocabulary=Audiences")
    write_terms([*before, row(**NEW_TERM)])
    browser.getControl(name=f"{ROWS}.0.widgets.title").value = ""
    browser.getControl(name=SAVE).click()
    assert panel(browser) == ""
    browser.getControl(name=f"{ROWS}.0.widgets.title").value = "Tên tôi sửa"
    browser.getControl(name=SAVE).click()
    assert "Người mới học" in panel(browser)
    assert terms() == [*before, row(**NEW_TERM)]


def test_both_chose_the_same(browser, colleague, panel_page):
    for one in (browser, colleague):
        panel_page(one)
        one.getControl(name=AGENCY).value = "Sở Tư pháp"
        one.getControl(name=SAVE).click()
    assert panel(browser) == ""
    assert record("managing_agency") == "Sở Tư pháp"


@pytest.mark.parametrize("stamp", ["", "{bad", "[]"])
def test_form_with_a_broken_stamp_overwrites_nothing(browser, panel_page, stamp):
    panel_page(browser).getControl(name="pbgdpl_stamp").value = stamp
    browser.getControl(name=AGENCY).value = "Sở Tư pháp"
    transaction.begin()
    api.portal.set_registry_record("sonla.pbgdpl.managing_agency", "Sở khác")
    transaction.commit()
    browser.getControl(name=SAVE).click()
    assert record("managing_agency") == "Sở khác"
    assert "Sở khác" in panel(browser)
