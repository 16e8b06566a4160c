"""A folder is not deleted over the heads of those who approved what is in it."""

from made_once import made_once
from OFS.event import ObjectWillBeRemovedEvent
from OFS.subscribers import dispatchObjectWillBeMovedEvent
from plone import api
from plone.app.linkintegrity.handlers import removedContent
from plone.app.testing import SITE_OWNER_NAME
from Products.CMFCore.CMFCatalogAware import handleContentishEvent
from Products.CMFCore.indexing import processQueue
from public_content import publish
from sonla.pbgdpl.editorial.deletion import refuse_kept_inside
from sonla.pbgdpl.editorial.exceptions import DeletionRefused
from zope.component import getGlobalSiteManager
from zope.interface import providedBy
from zope.interface.adapter import AdapterRegistry

import json
import pytest
import transaction


@pytest.fixture
def filled(office):
    """Return a folder with a public page."""

    def make(_portal):
        folder = office.make("contributor", "Folder", title="Hồ sơ")
        page = office.make("contributor", "Document", container=folder, title="Trang")
        office.publish(page)
        return folder

    return made_once(office.portal, make)


@pytest.fixture
def filled_site(site):
    """Return a folder with a public page, both of which are served."""

    def make(_portal):
        folder = site.make("contributor", "Folder", title="Hồ sơ")
        page = site.make("contributor", "Document", container=folder, title="Trang")
        site.publish(page)
        return folder

    folder = made_once(site.portal, make)
    site.save()
    return folder


def found(folder):
    processQueue()
    catalog = api.portal.get_tool("portal_catalog")
    path = "/".join(folder.getPhysicalPath())
    return len(catalog.unrestrictedSearchResults(path=path))


@pytest.mark.parametrize("user", ["contributor", "editor"])
def test_refused(office, filled, user):
    with office.acting(user), pytest.raises(DeletionRefused) as error:
        api.content.delete(filled)
    assert "Trang" in str(error.value)
    assert "ho-so" in office.unit
    assert found(filled) == 2


@pytest.mark.parametrize("user", ["siteadmin", "manager"])
def test_administrators_may(office, filled, user):
    with office.acting(user):
        api.content.delete(filled)
    assert "ho-so" not in office.unit


def test_drafts_go_with_their_folder(office):
    folder = office.make("contributor", "Folder", title="Hồ sơ")
    office.make("contributor", "Document", container=folder)
    with office.acting("contributor"):
        api.content.delete(folder)
    assert "ho-so" not in office.unit


@pytest.mark.parametrize("steps", [("submit",), ("submit", "forward")])
def test_what_a_colleague_sent_outlives_the_folder(office, steps):
    folder = office.make("contributor", "Folder", title="Hồ sơ")
    text = office.make("colleague", "News Item", container=folder, title="Tin")
    office.do("colleague", text, *steps[:1])
    office.do("editor", text, *steps[1:])
    with office.acting("contributor"), pytest.raises(DeletionRefused) as error:
        api.content.delete(folder)
    assert "Tin" in str(error.value)
    assert found(folder) == 2


def test_rest(site, filled_site):
    answer = site.rest("DELETE", filled_site, "", "contributor")
    assert answer.status_code == 403
    assert "what you may not delete" in answer.json()["message"]
    assert found(filled_site) == 2


def test_folder_contents(site, filled_site):
    data = {
        "selection": f'["{filled_site.UID()}"]',
        "_authenticator": site.token("contributor"),
    }
    site.http("POST", site.unit, "/@@fc-delete", "contributor", data=data)
    assert "ho-so" in site.unit
    assert found(filled_site) == 2


@pytest.mark.parametrize("place", ["portal", "folder"])
@pytest.mark.parametrize("user", ["contributor", SITE_OWNER_NAME])
def test_a_section_is_not_deleted_with_what_holds_it(site, place, user):
    with api.env.adopt_roles(["Manager"]):
        above = api.content.create(site.portal, "Folder", "tren", "Trên")
        other = api.content.create(above, "LegalEducationSection", "khac", "Khác")
    for section in (site.section, other):
        publish(section).__ac_local_roles_block__ = True
        held = site.section.get_local_roles_for_userid("contributor")
        section.manage_setLocalRoles("contributor", held)
    deleted = site.portal if place == "portal" else above
    deleted.manage_setLocalRoles("contributor", ["Editor"])
    got = site.rest("DELETE", deleted, "", user)
    assert got.status_code == (403 if user == "contributor" else 204), got.text
    holder = site.portal.aq_parent if place == "portal" else site.portal
    assert (deleted.getId() in holder.objectIds()) is (user == "contributor")
    if user == "contributor":
        assert found(above) == 2


def test_a_unit_with_public_texts_is_deleted_by_no_road(site, filled_site):
    unit, owner = site.unit, SITE_OWNER_NAME
    answer = site.rest("DELETE", unit, "", owner)
    assert answer.status_code == 403 and "Trang" in answer.json()["message"]
    data = {
        "selection": json.dumps([unit.UID()]),
        "_authenticator": site.token(owner),
    }
    site.http("POST", site.section, "/@@fc-delete", owner, data=data)
    assert unit.getId() in site.section.objectIds() and found(unit) == 3


@pytest.fixture
def place(site):
    """Make a folder of the portal with three folders, one of which holds a section."""
    with api.env.adopt_roles(["Manager"]):
        place = api.content.create(site.portal, "Folder", "noi", "Nơi")
        for name in ("dau", "giu", "cuoi"):
            api.content.create(place, "Folder", name, name)
        api.content.create(place["giu"], "Document", "trang", "Trang")
        api.content.create(place["giu"], "LegalEducationSection", "khac", "Khác")
    place.manage_setLocalRoles("contributor", ["Editor"])
    place.reindexObjectSecurity()
    site.save()
    return place


def test_one_refusal_takes_nothing_else_back(site, place):
    """Pages that delete several items catch what refuses one, tell it and commit."""
    with api.env.adopt_user(username="contributor"):
        place.manage_delObjects(["dau"])
        with pytest.raises(DeletionRefused):
            place.manage_delObjects(["giu"])
        place.manage_delObjects(["cuoi"])
    transaction.commit()
    assert place.objectIds() == ["giu"]
    assert found(place) == 4 and found(place["giu"]) == 3


def test_folder_contents_delete_all_or_nothing(site, place):
    data = {
        "selection": json.dumps([one.UID() for one in place.objectValues()]),
        "_authenticator": site.token("contributor"),
    }
    answer = site.http("POST", place, "/@@fc-delete", "contributor", data=data)
    assert answer.status_code == 303
    assert set(place.objectIds()) == {"dau", "giu", "cuoi"}
    assert found(place) == 6


def handlers():
    """Collect the handlers of all registries of the test, which a portal has in one."""
    manager = getGlobalSiteManager()
    managers = [manager, *manager.__bases__]
    for one in managers:
        managers += [base for base in one.__bases__ if base not in managers]
    return [handler for one in managers[::-1] for handler in one.registeredHandlers()]


def test_is_asked_before_anything_is_done_to_the_folder(office, filled):
    """Whoever catches the refusal commits what was done before it."""
    registry = AdapterRegistry()
    for handler in handlers():
        registry.subscribe(handler.required, None, handler.handler)
    event = ObjectWillBeRemovedEvent(filled, office.unit, filled.getId())
    asked = registry.subscriptions([providedBy(filled), providedBy(event)], None)
    ours = asked.index(refuse_kept_inside)
    assert ours < asked.index(handleContentishEvent)
    assert ours < asked.index(dispatchObjectWillBeMovedEvent)
    assert ours < asked.index(removedContent)
