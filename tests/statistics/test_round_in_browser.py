"""A round of the whole province in a browser: the officer of a commune, and the office."""

from browser_fixtures import PHONE
from page_checks import faults
from page_checks import overflow
from page_checks import SCREEN
from page_checks import shoot
from plone import api
from sonla.pbgdpl.statistics.closing import closing_over
from sonla.pbgdpl.statistics.content import state_in_history
from sonla.pbgdpl.units.creation import make_units
from sonla.pbgdpl.units.creation import units_by_code
from sonla.pbgdpl.units.groups import group_name
from sonla.pbgdpl.units.proposals import choosable
from sonla.pbgdpl.units.proposals import from_territories
from sonla.pbgdpl.vocabularies import TERRITORIES
from statistics_content import put_report
from statistics_content import report
from vietnamese_portal import APPROVER
from vietnamese_portal import CONTRIBUTOR
from vietnamese_portal import furnish
from vietnamese_portal import SECTION
from zope.component.hooks import setSite

import pytest
import transaction

COMMUNE = "03646"
ROUND = "@@pbgdpl-reports?form=ket-qua-pbgdpl&kind=year&year=2026"
STATES = ("approved", "submitted", "draft", "returned")


@pytest.fixture
def section(functional_portal, made_communes):
    return functional_portal[SECTION]


@pytest.fixture
def made_communes(functional_portal):
    """Make all communes of the province; most have begun a report, in each state."""
    furnish(functional_portal)
    section = functional_portal[SECTION]
    with api.env.adopt_roles(["Manager"]):
        tokens = {one.token for one in choosable(TERRITORIES) if len(one.token) == 5}
        make_units(section, from_territories(tokens))
        units = units_by_code(section)
        communes = [units[code] for code in sorted(units) if code.isdigit()]
        for unit in communes:
            unit.opened_on = None
        api.group.add_user(groupname=group_name(COMMUNE), username=CONTRIBUTOR)
    earlier = report(units[COMMUNE], year=2025)
    put_report(earlier, "locked")
    others = [unit for unit in communes if unit.code != COMMUNE]
    for number, unit in enumerate(others[:60]):
        item = report(unit)
        item.rows = [
            {**row, "actual": number, "note": "Theo sổ theo dõi"} for row in item.rows
        ]
        state = STATES[number % 4]
        if state == "returned":
            put_report(item, "submitted")
            with api.env.adopt_roles(["Manager"]):
                api.content.transition(item, "return", comment="Thiếu số liệu tháng 5")
        elif state != "draft":
            put_report(item, state)
    transaction.commit()
    return communes


def look(page, name):
    """Take the picture of a page, which must fit and have no faults."""
    page.wait_for_load_state("load")
    shoot(page, name)
    assert overflow(page) == 0, name
    assert faults(page) == [], name


def reread(portal):
    transaction.begin()
    setSite(portal)


@pytest.mark.long
def test_from_a_commune_to_the_province(
    functional_portal, section, made_communes, as_person
):
    assert len(made_communes) == 75
    officer = as_person(CONTRIBUTOR, viewport=PHONE)
    office = as_person(APPROVER, viewport=SCREEN)
    for person in (officer, office):
        person.set_default_timeout(45_000)
    unit = units_by_code(section)[COMMUNE]
    address = f"{section.absolute_url()}/{ROUND}"

    # The commune fills in and sends, on a phone
    officer.goto(f"{unit.absolute_url()}/++add++StatisticsReport")
    officer.locator("#form-widgets-period_kind").select_option("year")
    officer.locator("#form-buttons-save").click()
    officer.get_by_role("link", name="Nhập số liệu", exact=True).click()
    look(officer, "cells")
    assert officer.locator("#pbgdpl-cells th a").all_inner_texts() == ["Năm 2025"]
    fields = officer.locator("input[name^=actual-]")
    for number in range(fields.count()):
        fields.nth(number).fill("12")
        officer.locator("input[name^=note-]").nth(number).fill("Theo sổ")
    officer.locator("button[name=send]").click()
    look(officer, "report-sent")

    # The office looks at the round, on both screens
    office.goto(address)
    look(office, "round")
    phone = as_person(APPROVER, viewport=PHONE)
    phone.goto(address)
    look(phone, "round")

    # It returns what the commune sent; the commune corrects it
    office.locator(f"tr:has(#unit-{unit.UID()}) a[href*=return]").click()
    office.locator("textarea").first.fill("Ghi rõ số người dự")
    look(office, "return")
    with office.expect_navigation():
        office.get_by_role("button", name="Trả lại báo cáo", exact=True).click()
    reread(functional_portal)
    (item,) = (
        one
        for one in unit.objectValues()
        if one.portal_type == "StatisticsReport" and one.year == 2026
    )
    assert state_in_history(item) == "draft"
    officer.goto(f"{item.absolute_url()}/@@pbgdpl-cells")
    officer.locator("input[name^=actual-]").first.fill("11")
    officer.locator("button[name=send]").click()

    # Several at once, with what became of each
    office.goto(f"{address}&state=sent")
    for box in office.locator("#pbgdpl-units-standing input[type=checkbox]").all():
        box.check()
    with office.expect_navigation():
        office.locator("button[name=accept]").click()
    while office.locator("#pbgdpl-accepted a.btn-primary").count():
        office.wait_for_timeout(500)
    look(office, "accepted")
    reread(functional_portal)
    assert state_in_history(item) == "approved"

    # Those that are missing are reminded; the mail is looked at first
    office.goto(address)
    office.locator("#pbgdpl-message").fill("Xin gửi trước thứ Sáu")
    office.locator("button[name=preview_all]").click()
    look(office, "preview")
    assert (
        "Xin gửi trước thứ Sáu" in office.locator("#pbgdpl-mail-preview").inner_text()
    )

    # The province sums up and closes: first without a reason
    office.goto(address)
    office.locator("button[name=sum]").click()
    office.get_by_role("link", name="Gửi báo cáo", exact=True).click()
    office.get_by_role("button", name="Gửi báo cáo", exact=True).click()
    look(office, "province")
    office.get_by_role("link", name="Duyệt báo cáo", exact=True).click()
    office.get_by_role("button", name="Duyệt báo cáo", exact=True).click()
    office.goto(address)
    office.locator("button[name=close]").click()
    look(office, "close-refused")
    assert (
        "Chưa có báo cáo được duyệt"
        in office.locator("#pbgdpl-closing-error").inner_text()
    )
    office.locator("#close-reason").fill("Các xã này gửi muộn")
    office.locator("button[name=close]").click()
    look(office, "closed")
    reread(functional_portal)
    assert state_in_history(item) == "locked"
    assert closing_over(item).reason == "Các xã này gửi muộn"
    phone.goto(address)
    look(phone, "closed")
    office.emulate_media(media="print")
    shoot(office, "closed-print")
    assert not office.locator("#pbgdpl-closing").is_visible()
