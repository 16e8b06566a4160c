"""From a phone to the figures: a unit enters, the manager and the public see the number move."""

from browser_fixtures import PHONE
from page_checks import faults
from page_checks import overflow
from page_checks import SCREEN
from plone import api
from statistics_content import activity
from statistics_content import moment
from statistics_content import put
from vietnamese_portal import APPROVER
from vietnamese_portal import CONTRIBUTOR
from vietnamese_portal import furnish
from vietnamese_portal import SECTION
from vietnamese_portal import UNIT
from zope.component.hooks import setSite

import pytest
import transaction

THEMES = {
    "stock": "0",
    "dark": "document.documentElement.dataset.bsTheme = 'dark'",
    "red": """delete document.documentElement.dataset.bsTheme;
        document.documentElement.style.setProperty('--bs-primary', '#a3121f')""",
}
RATIOS = """() => {
    const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
    const paint = (...layers) => {
        for (const layer of layers) {
            canvas.fillStyle = layer;
            canvas.fillRect(0, 0, 1, 1);
        }
        const parts = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map(value => {
            const share = value / 255;
            return share <= .04045 ? share / 12.92 : ((share + .055) / 1.055) ** 2.4;
        });
        return .2126 * parts[0] + .7152 * parts[1] + .0722 * parts[2];
    };
    const page = getComputedStyle(document.body).backgroundColor;
    return [...document.querySelectorAll('.pbgdpl-grid li > *')].map(tile => {
        const style = getComputedStyle(tile);
        const ground = ['#fff', page, style.backgroundColor];
        const [light, dark] = [paint(...ground), paint(...ground, style.color)].sort((a, b) => b - a);
        return (light + .05) / (dark + .05);
    });
}"""
"""Contrast of the number of each tile with the tile."""
FIGURES = "@@pbgdpl-statistics?kind=official&year=2026&indicator=ket_qua.nguoi_du"


@pytest.fixture
def unit(functional_portal):
    furnish(functional_portal)
    unit = functional_portal[SECTION][UNIT]
    activity(unit, start=moment(2026, 2, 3), sessions=1, attendees=70)
    with api.env.adopt_roles(["Manager"]):
        other = api.content.create(
            functional_portal[SECTION], "ContributingUnit", "xa", "Xã Mẫu", code="xa"
        )
        for item in (functional_portal[SECTION], unit, other):
            put(item, "published")
    activity(other, start=moment(2026, 2, 3), sessions=1, attendees=30)
    transaction.commit()
    return unit


def enter(page, unit, people):
    """Fill the quick form in on a phone."""
    page.goto(f"{unit.absolute_url()}/@@quick-activity")
    page.locator("#quick-form").select_option("truc-tiep")
    page.locator("#quick-day").fill("2026-03-09")
    page.locator("#quick-title").fill("Nói chuyện về đất đai")
    page.locator("#quick-sessions").fill("1")
    page.locator("#quick-attendees").fill(people)
    with page.expect_navigation():
        page.get_by_role("button", name="Lưu và gửi").click()
    assert not page.locator("#pbgdpl-quick-errors").count()


def approve_all(portal):
    """Let editor and approver do their part, which other tests drive."""
    transaction.begin()
    setSite(portal)
    for item in portal[SECTION][UNIT].objectValues():
        if item.portal_type == "LegalActivity":
            put(item, "published")
    transaction.commit()


def shown(page, portal):
    """Read the table of the figures: unit → number of this year."""
    page.goto(f"{portal.absolute_url()}/{SECTION}/{FIGURES}")
    rows = page.locator("#content table.pbgdpl-figures tbody tr")
    cells = (row.locator("th, td").all_inner_texts() for row in rows.all())
    return {one[0].strip(): one[1].strip() for one in cells}


def open_all(page):
    """Unfold all that is folded."""
    page.evaluate(
        "document.querySelectorAll('details').forEach(one => one.open = true)"
    )


@pytest.mark.long
def test_an_activity_from_the_phone_to_the_figures(functional_portal, unit, as_person):
    manager, visitor = as_person(APPROVER, viewport=SCREEN), as_person(viewport=PHONE)
    assert shown(manager, functional_portal)["Sở Tư pháp"] == "70"
    enter(as_person(CONTRIBUTOR, viewport=PHONE), unit, "1.250")
    # What nobody approved doesn't count
    assert shown(manager, functional_portal)["Sở Tư pháp"] == "70"
    approve_all(functional_portal)
    assert shown(manager, functional_portal)["Sở Tư pháp"] == "1.320"
    assert shown(visitor, functional_portal)["Sở Tư pháp"] == "1.320"

    # Months and units are drawn, also on a phone
    for page in (manager, visitor):
        assert page.locator(".pbgdpl-chart svg").is_visible()
        assert page.locator(".pbgdpl-grid li").all_inner_texts()[0].startswith("1.320")
        assert faults(page) == []
        assert overflow(page) == 0
        open_all(page)
        assert faults(page) == []
    for theme, script in THEMES.items():
        manager.evaluate(script)
        ratios = manager.evaluate(RATIOS)
        assert len(ratios) == 2 and min(ratios) >= 4.5, (theme, ratios)

    # On paper: the figures without the form that asked for them
    visitor.emulate_media(media="print")
    assert visitor.locator("#content table.pbgdpl-stack").is_visible()
    assert not visitor.locator("#pbgdpl-statistics-filter").is_visible()
    assert not visitor.locator("#portal-header").is_visible()
