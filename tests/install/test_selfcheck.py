"""What the database lacks of the running release is told, and comes by one button."""

from made_once import made_once
from new_items import create
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.registry.interfaces import IRegistry
from plone.testing.zope import Browser
from Products.GenericSetup import profile_registry
from Products.GenericSetup.upgrade import _registerUpgradeStep
from Products.GenericSetup.upgrade import _upgrade_registry
from Products.GenericSetup.upgrade import UpgradeStep
from sonla.pbgdpl.audit.settings import get_audit_settings
from sonla.pbgdpl.audit.settings import IAuditSettings
from sonla.pbgdpl.core import keyed_hash
from sonla.pbgdpl.core.health import check_health
from sonla.pbgdpl.core.health import Health
from sonla.pbgdpl.core.health import missing_parts
from sonla.pbgdpl.core.health import PROFILE
from sonla.pbgdpl.core.health import repair
from sonla.pbgdpl.editorial import AUTHOR_INDEX
from sonla.pbgdpl.exchange.ledger import ANNOTATION
from sonla.pbgdpl.exchange.ledger import ledger_of
from sonla.pbgdpl.search import own_index
from web_requests import ask_for_content
from zope.annotation.interfaces import IAnnotations
from zope.component import getUtility

import os
import pytest
import time
import transaction

PREFIX = "sonla.pbgdpl"
PERMISSION = "sonla.pbgdpl: Manage registry"
STORED = "_sonla_pbgdpl__Manage_registry_Permission"
PAGES = (
    "",
    "@@pbgdpl-settings",
    "@@pbgdpl-settings?page=questions",
    "@@pbgdpl-settings?page=lists",
    "@@pbgdpl-settings?page=statistics",
    "@@pbgdpl-settings?page=offer",
    "@@pbgdpl-settings?page=exchange",
    "@@pbgdpl-settings?page=tools",
    "@@pbgdpl-settings?vocabulary=Audiences",
    "@@pbgdpl-search?SearchableText=luat",
    "@@ask-question",
    "@@reporters",
    "@@pbgdpl-statistics",
    "@@pbgdpl-review",
    "@@btp-sync-status",
    "@@oai?verb=Identify",
    "@@oai?verb=ListRecords&metadataPrefix=oai_dc",
)
FRAMED = ("", "pbgdpl", "@@pbgdpl-settings")
"""A page of each kind of what stands around the content: portal, section, control panel."""
PANELS = (
    "pbgdpl-settings",
    "pbgdpl-questions",
    "pbgdpl-vocabularies",
    "pbgdpl-offer",
    "pbgdpl-exchange",
)


def own_records() -> list[str]:
    """List the records that hold our settings and lists."""
    return [name for name in getUtility(IRegistry).records if name.startswith(PREFIX)]


def page_of(browser: Browser) -> str:
    """Return what the browser got; its `contents` are bytes where it is JSON."""
    contents = browser.contents
    return contents.decode() if isinstance(contents, bytes) else contents


@pytest.fixture
def manager(functional, functional_portal):
    browser = Browser(functional["app"])
    browser.raiseHttpErrors = False
    browser.addHeader("Authorization", f"Basic {SITE_OWNER_NAME}:{SITE_OWNER_PASSWORD}")
    return browser


def failing(browser, portal, pages):
    """Return the pages that don't come, with their status."""
    answers = {}
    for page in pages:
        browser.open(f"{portal.absolute_url()}/{page}")
        answers[page] = browser.headers["status"]
    return {page: status for page, status in answers.items() if status[0] != "2"}


def make_section(portal):
    with api.env.adopt_roles(["Manager"]):
        create(portal, "LegalEducationSection", "PBGDPL")


@pytest.fixture
def portal_with_section(functional_portal):
    made_once(functional_portal, make_section)
    transaction.commit()
    return functional_portal


def test_a_fresh_installation_misses_nothing(functional_portal):
    assert missing_parts(functional_portal) == []


def test_no_missing_record_takes_a_page_down(portal_with_section, manager):
    registry = getUtility(IRegistry)
    names = own_records()
    assert len(names) > 60
    for name in names:
        del registry.records[name]
    transaction.commit()
    assert failing(manager, portal_with_section, FRAMED) == {}
    ask_for_content(manager)
    found = failing(manager, portal_with_section, PAGES)
    # The public address is gone with its record
    assert set(found.values()) <= {"503 Service Unavailable"}
    assert {page.partition("?")[0] for page in found} == {"@@oai"}
    manager.addHeader("Accept", "application/json")
    for panel in PANELS:
        manager.open(f"{portal_with_section.absolute_url()}/@controlpanels/{panel}")
        assert manager.headers["status"].startswith("200"), panel


@pytest.mark.long
@pytest.mark.sample(1)
@pytest.mark.parametrize("part", range(4))
def test_no_single_missing_record_takes_a_page_down(portal_with_section, manager, part):
    registry = getUtility(IRegistry)
    failed = {}
    for name in own_records()[part::4]:
        record = registry.records[name]
        field, value = record.field, record.value
        del registry.records[name]
        transaction.commit()
        for page in ("@@pbgdpl-settings?page=tools", "@@oai?verb=Identify", ""):
            manager.open(f"{portal_with_section.absolute_url()}/{page}")
            is_fetched = page.startswith("@@oai") and name.endswith(".public_address")
            expected = "503" if is_fetched else "200"
            if not manager.headers["status"].startswith(expected):
                failed[name] = page, manager.headers["status"]
        registry.records[name] = type(record)(field, value, _validate=False)
    assert failed == {}


def test_a_missing_record_can_be_saved_and_has_its_default(functional_portal):
    registry = getUtility(IRegistry)
    default = get_audit_settings().audit_log_years
    del registry.records[f"{PREFIX}.audit.audit_log_years"]
    assert get_audit_settings().audit_log_years == default
    get_audit_settings().audit_log_years = default + 1
    assert registry[f"{PREFIX}.audit.audit_log_years"] == default + 1


def lose_everything(portal):
    """Take away one of each kind that a database may lack; return their names."""
    registry = getUtility(IRegistry)
    catalog = api.portal.get_tool("portal_catalog")
    del registry.records[f"{PREFIX}.audit.audit_log_years"]
    del registry.records["sonla.pbgdpl.vocabularies.audiences"]
    del registry.records["plone.icon.contenttype/legalnews"]
    catalog.delIndex("pbgdpl_kind")
    catalog.delIndex(own_index.INDEX)
    delattr(portal, STORED)
    del IAnnotations(portal)[ANNOTATION]
    del IAnnotations(portal)[keyed_hash.KEY]
    return {
        f"{PREFIX}.audit.audit_log_years",
        "sonla.pbgdpl.vocabularies.audiences",
        "plone.icon.contenttype/legalnews",
        "pbgdpl_kind",
        own_index.INDEX,
        PERMISSION,
        ANNOTATION,
        keyed_hash.KEY,
    }


def test_what_is_missing_is_named_and_brought_back(portal_with_section):
    portal = portal_with_section
    with api.env.adopt_roles(["Manager"]):
        section = api.content.find(portal_type="LegalEducationSection")[0].getObject()
        introduction = create(
            section, "LegalIntroduction", title="Luật mới", kind="gioi-thieu"
        )
    lost = lose_everything(portal)
    assert set(missing_parts(portal)) == lost
    assert set(repair(portal)) == lost
    assert missing_parts(portal) == []
    catalog = api.portal.get_tool("portal_catalog")
    assert api.portal.get_registry_record("sonla.pbgdpl.vocabularies.audiences")
    assert ledger_of(portal) is not None
    path = "/".join(introduction.getPhysicalPath())
    indexed = catalog.getIndexDataForRID(catalog.getrid(path))
    assert indexed[AUTHOR_INDEX]
    assert "mới" in indexed[own_index.INDEX]
    assert indexed["pbgdpl_kind"]


def test_repair_leaves_what_administrators_have_set(functional_portal):
    registry = getUtility(IRegistry)
    registry[f"{PREFIX}.managing_agency"] = "Sở Tư pháp (mẫu)"
    functional_portal.manage_permission(PERMISSION, ["Manager"], acquire=0)
    lost = lose_everything(functional_portal) - {PERMISSION}
    functional_portal.manage_permission(PERMISSION, ["Manager"], acquire=0)
    assert set(repair(functional_portal)) == lost
    assert registry[f"{PREFIX}.managing_agency"] == "Sở Tư pháp (mẫu)"
    roles = functional_portal.rolesOfPermission(PERMISSION)
    assert [role["name"] for role in roles if role["selected"]] == ["Manager"]


def test_a_role_that_is_missing_comes_with_its_permissions(functional_portal):
    portal = functional_portal
    permission = "sonla.pbgdpl: Run synchronisation"
    portal.manage_permission(permission, ["Manager"], acquire=0)
    portal.__ac_roles__ = tuple(
        role for role in portal.__ac_roles__ if role != "PBGDPL Sync"
    )
    assert set(missing_parts(portal)) == {"PBGDPL Sync", permission}
    repair(portal)
    assert "PBGDPL Sync" in portal.valid_roles()
    roles = portal.rolesOfPermission(permission)
    selected = {role["name"] for role in roles if role["selected"]}
    assert {"PBGDPL Sync", "Manager"} <= selected
    assert missing_parts(portal) == []


def test_a_missing_permission_changes_no_role_of_the_portal(functional_portal):
    portal = functional_portal
    portal.__ac_roles__ = (*portal.__ac_roles__, "Auditor", "Zoo", "Archivist")
    roles = portal.__ac_roles__
    delattr(portal, STORED)
    assert repair(portal) == [PERMISSION]
    assert portal.__ac_roles__ is roles


def test_health_and_the_administration_page_tell_and_the_button_repairs(
    portal_with_section, manager
):
    url = portal_with_section.absolute_url()
    del getUtility(IRegistry).records[f"{PREFIX}.audit.audit_log_years"]
    transaction.commit()
    manager.open(f"{url}/@@pbgdpl-health")
    assert manager.headers["status"].startswith("503")
    assert f"{PREFIX}.audit.audit_log_years" in page_of(manager)
    manager.open(f"{url}/@@pbgdpl-settings?page=tools")
    assert f"{PREFIX}.audit.audit_log_years" in page_of(manager)
    title = IAuditSettings["audit_log_years"].title
    words = " ".join(page_of(manager).split())
    assert f"{api.portal.translate(title)}: <code>" in words
    manager.getControl("Bring the missing parts").click()
    assert "1 missing parts were brought" in page_of(manager)
    assert "pbgdpl-missing" not in page_of(manager)
    assert "have their default values now" in page_of(manager)
    manager.open(f"{url}/@@pbgdpl-health")
    assert f"{PREFIX}.audit.audit_log_years" not in page_of(manager)


@pytest.fixture
def step():
    """Let the code have a step to its version."""
    step = UpgradeStep("A step", PROFILE, "990", "1000", None, lambda setup: None)
    _registerUpgradeStep(step)
    yield
    del _upgrade_registry.getUpgradeStepsForProfile(PROFILE)[step.id]


@pytest.fixture
def older(functional_portal, step):
    """Return a portal whose database has not taken the last step of the code."""
    functional_portal.portal_setup.setLastVersionForProfile(PROFILE, "990")
    transaction.commit()
    return functional_portal


def installation(portal):
    return dict(check_health(portal))["installation"]


def test_no_upgrade_waits_after_the_installation(functional_portal, step):
    assert installation(functional_portal) == Health(True)


def test_the_upgrade_of_newer_code_does_not_wait_for_older_code(older):
    older.portal_setup.setLastVersionForProfile(PROFILE, "1010")
    assert installation(older) == Health(True)


def test_a_waiting_upgrade_is_told_and_fails_a_day_after_the_code_came(
    older, monkeypatch, tmp_path
):
    came = tmp_path / "metadata.xml"
    came.touch()
    os.utime(came, (time.time(), time.time()))  # a file system's clock isn't moved
    profile = profile_registry._registered.get(PROFILE)
    monkeypatch.setitem(profile, "path", str(tmp_path))
    health = installation(older)
    assert health.ok and "Add-ons" in health.detail
    assert health.remedy.endswith("/prefs_install_products_form")
    before = time.time() - 2 * 24 * 60 * 60
    os.utime(came, (before, before))
    assert not installation(older).ok


def test_administration_leads_to_a_waiting_upgrade(older, manager):
    manager.open(f"{older.absolute_url()}/@@pbgdpl-settings?page=tools")
    manager.getLink("To the upgrade").click()
    assert manager.url.endswith("/prefs_install_products_form")
