"""A unit's code is well formed and its own; form, REST and code give group and role."""

from made_once import made_once
from new_items import create
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.testing.zope import Browser
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.names import UNIT_TYPE
from sonla.pbgdpl.units.content import IContributingUnit
from sonla.pbgdpl.units.groups import group_name
from sonla.pbgdpl.units.groups import has_role
from sonla.pbgdpl.units.workflow import update_rights
from web_requests import ask_for_content
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import pytest
import transaction

CODE = "form.widgets.code"
TITLE = "form.widgets.IDublinCore.title"
BAD = ["a b/", "Sở", "../x", "STP", "-x"]


def make_unit(portal):
    """Make a section with a unit."""
    with api.env.adopt_roles(["Manager"]):
        section = create(portal, "LegalEducationSection", "PBGDPL", id="pbgdpl")
        create(section, UNIT_TYPE, "Sở Tư pháp", id="stp", code="so-tu-phap")
    return section


@pytest.fixture
def served(functional_portal):
    section = made_once(functional_portal, make_unit)
    transaction.commit()
    return section


@pytest.fixture
def browser(functional):
    browser = Browser(functional["app"])
    browser.handleErrors = False
    browser.addHeader("Authorization", f"Basic {SITE_OWNER_NAME}:{SITE_OWNER_PASSWORD}")
    ask_for_content(browser)
    return browser


def send_form(browser, section, code, title="Đơn vị"):
    browser.open(f"{section.absolute_url()}/++add++{UNIT_TYPE}")
    browser.getControl(name=TITLE).value = title
    browser.getControl(name=CODE).value = code
    browser.getControl(name="form.buttons.save").click()
    transaction.begin()


@pytest.mark.parametrize("code", ["a b/", "STP", "so-tu-phap"])
def test_form_refuses_and_keeps_what_was_typed(browser, served, code):
    send_form(browser, served, code)
    assert f"“{code}”" in browser.contents
    assert browser.getControl(name=CODE).value == code
    assert browser.getControl(name=TITLE).value == "Đơn vị"
    assert served.objectIds() == ["stp"]


def test_form_makes_group_and_role(browser, served):
    send_form(browser, served, "so-y-te")
    (unit,) = [unit for unit in served.objectValues() if unit.code == "so-y-te"]
    assert has_role(unit) and api.group.get(groupname="pbgdpl-unit-so-y-te")
    browser.open(f"{unit.absolute_url()}/edit")
    browser.getControl(name="form.buttons.save").click()
    assert browser.url.startswith(unit.absolute_url()) and "/edit" not in browser.url
    browser.open(f"{unit.absolute_url()}/edit")
    browser.getControl(name=CODE).value = "so-tu-phap"
    browser.getControl(name="form.buttons.save").click()
    assert "“so-tu-phap”" in browser.contents


@pytest.mark.parametrize("name", ["code", "successor"])
@pytest.mark.parametrize("value", ["a b/", "STP"])
def test_rest_refuses(manager_request, served, name, value):
    sent = {"@type": UNIT_TYPE, "title": "Y tế", "code": "so-y-te", name: value}
    answer = manager_request.post("/pbgdpl", json=sent)
    assert answer.status_code == 400 and value in answer.text


def test_rest_refuses_a_code_that_is_taken(manager_request, served):
    sent = {"@type": UNIT_TYPE, "title": "Khác", "code": "so-tu-phap"}
    answer = manager_request.post("/pbgdpl", json=sent)
    assert answer.status_code == 400 and "so-tu-phap" in answer.text
    same = manager_request.patch("/pbgdpl/stp", json={"code": "so-tu-phap"})
    assert same.status_code == 204, same.text


def test_rest_makes_group_and_role_and_ends_it(manager_request, served):
    sent = {"@type": UNIT_TYPE, "id": "yt", "title": "Y tế", "code": "so-y-te"}
    assert manager_request.post("/pbgdpl", json=sent).status_code == 201
    transaction.begin()
    assert has_role(served["yt"]) and api.group.get(groupname=group_name("so-y-te"))
    manager_request.patch("/pbgdpl/yt", json={"closed_on": "2025-06-30"})
    transaction.begin()
    assert not has_role(served["yt"])


@pytest.mark.parametrize("code", BAD)
def test_schema_refuses(section, code):
    for name in ("code", "successor"):
        with pytest.raises((InvalidInput, ValueError)):
            IContributingUnit[name].validate(code)


def test_code_makes_group_and_role_once(section):
    unit = api.content.create(section, UNIT_TYPE, "a", "A", code="a")
    assert has_role(unit)
    before = unit.get_local_roles()
    notify(ObjectModifiedEvent(unit))
    assert unit.get_local_roles() == before
    unit.closed_on = today()
    notify(ObjectModifiedEvent(unit))
    assert not has_role(unit)
    unit.closed_on = None
    notify(ObjectModifiedEvent(unit))
    assert has_role(unit)


def roles_of_units(unit):
    return {
        name: roles
        for name, roles in unit.get_local_roles()
        if name.startswith("pbgdpl-unit-")
    }


@pytest.mark.parametrize("closed", [False, True])
def test_another_code_takes_people_and_role_along(section, closed):
    unit = api.content.create(section, UNIT_TYPE, "a", "A", code="a")
    api.user.create(email="m@example.org", username="thanh-vien")
    api.group.add_user(groupname=group_name("a"), username="thanh-vien")
    unit.code = "b"
    unit.closed_on = today() if closed else None
    notify(ObjectModifiedEvent(unit))
    new = group_name("b")
    assert roles_of_units(unit) == ({} if closed else {new: ("PBGDPL Contributor",)})
    assert api.group.get(groupname=new).getGroupMemberIds() == ["thanh-vien"]
    assert api.group.get(groupname=group_name("a")).getGroupMemberIds() == []


def test_another_code_leaves_the_people_of_others(section):
    """Whom somebody let in on purpose stays until the unit's own group is another."""
    other = api.content.create(section, UNIT_TYPE, "a", "A", code="a")
    api.user.create(email="m@example.org", username="thanh-vien")
    api.group.add_user(groupname=group_name("a"), username="thanh-vien")
    unit = api.content.create(section, UNIT_TYPE, "b", "B", code="b")
    unit.manage_setLocalRoles(group_name("a"), ["PBGDPL Contributor", "Reader"])
    notify(ObjectModifiedEvent(unit))
    assert set(roles_of_units(unit)) == {group_name("a"), group_name("b")}
    unit.code = "c"
    notify(ObjectModifiedEvent(unit))
    assert roles_of_units(unit) == {
        group_name("a"): ("Reader",),
        group_name("c"): ("PBGDPL Contributor",),
    }
    assert has_role(other)
    assert api.group.get(groupname=group_name("a")).getGroupMemberIds() == [
        "thanh-vien"
    ]


def test_unit_without_code_is_left_alone(section):
    unit = api.content.create(section, UNIT_TYPE, "a", "A")
    assert not any("pbgdpl-unit" in name for name, _roles in unit.get_local_roles())


def test_copies_have_no_share_in_the_group(portal, section):
    unit = api.content.create(section, UNIT_TYPE, "a", "A", code="a")
    copies = [
        api.content.copy(section, portal, "ban-sao")["a"],
        api.content.copy(unit, section, "a-2"),
    ]
    for copy in copies:
        notify(ObjectModifiedEvent(copy))
        assert not has_role(copy)
    assert has_role(unit)
    copies[0].code = "b"
    notify(ObjectModifiedEvent(copies[0]))
    assert has_role(copies[0])


def test_nothing_where_the_add_on_is_not_installed(portal, section):
    unit = api.content.create(section, UNIT_TYPE, "a", "A", code="a")
    portal.portal_types.manage_delObjects([UNIT_TYPE])
    unit.code = "b"
    update_rights(unit, None)
    assert api.group.get(groupname=group_name("b")) is None
