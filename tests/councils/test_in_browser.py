"""A council in a real browser: entered by the form, a member replaced, read on a phone."""

from browser_fixtures import PHONE
from councils import CHI
from councils import make_council
from councils import member
from councils import PEOPLE
from datetime import date
from journey_steps import unfolded
from page_checks import faults
from page_checks import SCREEN
from plone import api
from public_content import publish
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.editorial.states import set_state
from vietnamese_portal import APPROVER
from vietnamese_portal import CONTRIBUTOR
from vietnamese_portal import EDITOR
from vietnamese_portal import furnish
from vietnamese_portal import SECTION
from vietnamese_portal import UNIT

import pytest
import transaction

SAVE = "#form-buttons-save"


@pytest.fixture
def unit(functional_portal):
    furnish(functional_portal)
    transaction.commit()
    return functional_portal[SECTION][UNIT]


def rows_of(page, field):
    """Return the rows that will be sent."""
    return page.locator(
        f"[id='formfield-form-widgets-{field}']"
        " .datagridwidget-row:not([data-index=TT]):not([data-index=AA])"
    )


def enter(page, field, at, **cells):
    """Type into the cells of a row; typing into the last one adds the next."""
    start = f"form.widgets.{field}.{at}.widgets"
    empty = f"form.widgets.{field}.AA.widgets"
    name = f"[name='{start}.name']"
    if not page.locator(name).count():
        start, name = empty, f"[name='{empty}.name']"
    if not page.locator(name).is_visible():
        unfolded(page.locator(name))
    page.locator(name).focus()
    page.keyboard.type(cells.pop("name"))
    for cell, value in cells.items():
        control = page.locator(f"[name^='form.widgets.{field}.{at}.widgets.{cell}']")
        control = control.locator("visible=true").first
        if cell in ("role", "agency"):
            control.select_option(value)
        else:
            control.fill(value)


@pytest.mark.long
def test_a_contributor_enters_a_council(unit, as_person):
    page = as_person(CONTRIBUTOR, viewport=SCREEN)
    page.goto(f"{unit.absolute_url()}/++add++CoordinationCouncil")
    page.locator("[name='form.widgets.IDublinCore.title']").fill("Hội đồng mới")
    page.locator("[name='form.widgets.level:list']").select_option("tinh")
    enter(
        page,
        "members",
        0,
        name="Lò Văn An Mẫu",
        position="Phó Chủ tịch UBND tỉnh",
        role="chu-tich",
        valid_from="2025-09-01",
    )
    enter(
        page,
        "members",
        1,
        name="Cầm Thị Bình Mẫu",
        role="uy-vien",
        valid_from="2025-09-01",
    )
    page.locator(SAVE).click()
    page.wait_for_url("**/hoi-dong-moi/view")
    transaction.begin()
    council = unit["hoi-dong-moi"]
    assert [row["name"] for row in council.members] == [
        "Lò Văn An Mẫu",
        "Cầm Thị Bình Mẫu",
    ]
    assert council.members[0]["valid_from"] == date(2025, 9, 1)
    assert "Lò Văn An Mẫu" in page.locator(".pbgdpl-members").inner_text()


@pytest.mark.long
def test_an_editor_replaces_a_member_and_the_approver_publishes_it(unit, as_person):
    workflow = api.portal.get_tool("portal_workflow")[EDITORIAL_WORKFLOW]
    council = make_council(unit)
    set_state(council, workflow, "published")
    transaction.commit()
    page = as_person(EDITOR, viewport=SCREEN)
    page.goto(f"{council.absolute_url()}/@@pbgdpl-revise")
    with page.expect_navigation():
        page.locator("#content form [type=submit]").first.click()
    transaction.begin()
    (copy,) = (one for one in unit.objectValues() if "working_copy" in one.getId())
    page.goto(f"{copy.absolute_url()}/edit")
    ended = page.locator("[name='form.widgets.members.2.widgets.ended_on']")
    ended.fill("2026-03-01")
    enter(
        page,
        "members",
        3,
        name="Tòng Văn Em Mẫu",
        role="uy-vien",
        valid_from="2026-03-01",
    )
    with page.expect_navigation():
        page.locator(SAVE).click()
    transaction.begin()
    assert council.members == PEOPLE
    with api.env.adopt_user(username=EDITOR):
        api.content.transition(copy, "submit")
        api.content.transition(copy, "forward")
    with api.env.adopt_user(username=APPROVER):
        api.content.transition(copy, "approve")
    transaction.commit()
    visitor = as_person(viewport=SCREEN)
    visitor.goto(council.absolute_url())
    members = visitor.locator(".pbgdpl-members").first.inner_text()
    assert "Tòng Văn Em Mẫu" in members and "Vì Văn Chi Mẫu" not in members
    assert "Vì Văn Chi Mẫu" in visitor.locator(".pbgdpl-history").inner_text()


@pytest.mark.long
def test_a_row_that_began_is_refused_in_the_form_and_nothing_typed_is_lost(
    unit, as_person
):
    workflow = api.portal.get_tool("portal_workflow")[EDITORIAL_WORKFLOW]
    council = make_council(unit)
    set_state(council, workflow, "published")
    transaction.commit()
    page = as_person("quan-tri", viewport=SCREEN)
    page.goto(f"{council.absolute_url()}/edit")
    name = page.locator("[name='form.widgets.members.1.widgets.name']")
    name.fill("Người Khác Hẳn")
    with page.expect_navigation():
        page.locator(SAVE).click()
    assert "được giữ lại" in page.locator("#content").text_content()
    name = page.locator("[name='form.widgets.members.1.widgets.name']")
    assert name.input_value() == "Người Khác Hẳn"
    transaction.begin()
    assert council.members == PEOPLE


@pytest.fixture
def full(unit):
    """Return a public council with all that a page can show."""
    changed = date(2026, 3, 1)
    council = make_council(
        unit,
        members=[
            *PEOPLE[:2],
            {**CHI, "ended_on": changed},
            member("Tòng Văn Em Mẫu", valid_from=changed, invited=True),
        ],
        secretariat=[member("Hà Thị Giang Mẫu", "to-truong-to-thu-ky")],
        office_phone="0212 3 000 000",
        office_email="hoi-dong-mau@example.org",
    )
    publish(council)
    with api.env.adopt_roles(["Manager"]):
        for kind in ("ke-hoach", "bien-ban", "ket-luan"):
            text = api.content.create(
                council, "Guidance", kind, f"Văn bản mẫu {kind}", document_type=kind
            )
            publish(text)
    transaction.commit()
    return council


@pytest.mark.sample(1)
@pytest.mark.parametrize("viewport", [SCREEN, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("query", ["", "?on=2025-10-01", "?print=1"])
def test_the_page_is_accessible_and_fits(full, as_person, viewport, query):
    page = as_person(viewport=viewport)
    page.goto(full.absolute_url() + query)
    assert page.locator(".pbgdpl-members").first.is_visible()
    assert faults(page) == []


def test_a_day_is_picked(full, as_person):
    page = as_person(viewport=SCREEN)
    page.goto(full.absolute_url())
    page.locator("#pbgdpl-on").fill("2025-10-01")
    page.locator("form:has(#pbgdpl-on) button").click()
    page.wait_for_url("**?on=2025-10-01")
    assert "Vì Văn Chi Mẫu" in page.locator(".pbgdpl-members").first.inner_text()


@pytest.mark.long
def test_many_members_are_folded_and_still_sent(unit, as_person):
    """Eight members were a form of ten thousand pixels on a phone."""
    names = [f"Nguyễn Văn Mẫu {letter}" for letter in "ABCDEGHI"]
    council = make_council(
        unit,
        members=[member(name, order=at) for at, name in enumerate(names, start=1)],
    )
    transaction.commit()
    page = as_person("quan-tri", viewport=PHONE)
    page.goto(f"{council.absolute_url()}/edit")
    rows = rows_of(page, "members")
    assert rows.count() == 8
    first = rows.first.locator("summary")
    assert first.inner_text().startswith("1 · Nguyễn Văn Mẫu A · Chức vụ")
    position = page.locator("[name='form.widgets.members.1.widgets.position']")
    assert not position.is_visible()
    empty = page.locator("[name='form.widgets.members.AA.widgets.name']")
    assert not empty.is_visible()
    tall = page.evaluate("document.documentElement.scrollHeight")
    assert tall < 4000
    assert faults(page) == []

    # What a script puts into a folded row, such as text that the browser kept, is seen
    other = page.locator("[name='form.widgets.members.4.widgets.position']")
    other.evaluate(
        "e => { e.value = 'Cũ'; e.dispatchEvent(new Event('input', {bubbles: true})) }"
    )
    assert other.is_visible()

    # Opened at one press and changed; what was typed is kept where a row is refused
    rows.nth(1).locator("summary").click()
    position.fill("Chánh Văn phòng Sở mẫu")
    rows.nth(2).locator("summary").click()
    ended = page.locator("[name='form.widgets.members.2.widgets.ended_on']")
    ended.fill("2020-01-01")
    with page.expect_navigation():
        page.locator(SAVE).click()
    transaction.begin()
    assert council.members[1]["position"].startswith("Chức vụ")
    assert position.input_value() == "Chánh Văn phòng Sở mẫu"
    if not ended.is_visible():
        rows.nth(2).locator("summary").click()
    ended.fill("")
    with page.expect_navigation():
        page.locator(SAVE).click()
    transaction.begin()
    assert [row["name"] for row in council.members] == names
    assert council.members[1]["position"] == "Chánh Văn phòng Sở mẫu"
    assert [row["order"] for row in council.members] == list(range(1, 9))
