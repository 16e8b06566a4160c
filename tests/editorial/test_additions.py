"""What may come into a section: no section, and other add-ons' types by few."""

from content_types import STOCK_TEXT_TYPES
from content_types import TEXT_TYPES
from new_items import create
from plone import api
from plone.dexterity.fti import DexterityFTI
from plone.dexterity.utils import createContent
from sonla.pbgdpl.editorial import ATTACHMENT_WORKFLOW
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.editorial import WORKFLOW_POLICY
from sonla.pbgdpl.editorial.border import release_section
from sonla.pbgdpl.editorial.exceptions import AdditionRefused
from sonla.pbgdpl.editorial.states import chain_of
from sonla.pbgdpl.editorial.states import is_public
from sonla.pbgdpl.editorial.states import state_of
from zExceptions import Unauthorized

import pytest

GUEST = "Poll"
SECTION = "LegalEducationSection"
FILLED = {
    "LegalIntroduction": {"kind": "de-cuong"},
    "Guidance": {"document_type": "ke-hoach"},
    "EducationMaterial": {"kind": "to-gap"},
}


@pytest.fixture
def deep(office):
    """Return a folder in a folder of the unit."""
    folder = office.make("contributor", "Folder", title="Ngoài")
    return office.make("contributor", "Folder", title="Trong", container=folder)


def add_guest_type(portal):
    """Add a type of another add-on, whose chain in this portal is public from the start."""
    fti = DexterityFTI(
        GUEST,
        title="Poll",
        add_permission="cmf.AddPortalContent",
        klass="plone.dexterity.content.Item",
        model_source='<model xmlns="http://namespaces.plone.org/supermodel/schema"><schema/></model>',
        behaviors=["plone.dublincore", "plone.namefromtitle"],
    )
    portal.portal_types._setObject(GUEST, fti)
    tool = api.portal.get_tool("portal_workflow")
    tool.setChainForPortalTypes([GUEST], "one_state_workflow")
    return GUEST


@pytest.fixture
def guest_type(office):
    """Return the id of a type of another add-on."""
    return add_guest_type(office.portal)


class TestDepth:
    """The chain holds however deep an item stands."""

    @pytest.mark.parametrize("portal_type", [*STOCK_TEXT_TYPES, *TEXT_TYPES])
    def test_texts(self, office, deep, portal_type):
        if portal_type in TEXT_TYPES:
            deep = office.unit  # a stock folder takes none of our types
        fields = FILLED.get(portal_type, {})
        item = office.make("contributor", portal_type, container=deep, **fields)
        assert chain_of(item) == (EDITORIAL_WORKFLOW,)
        assert state_of(item) == "draft"
        assert not is_public(item)

    @pytest.mark.parametrize("portal_type", ["File", "Image"])
    def test_files(self, office, deep, portal_type):
        item = office.make("contributor", portal_type, container=deep)
        assert chain_of(item) == (ATTACHMENT_WORKFLOW,)
        assert not is_public(item)


class TestSectionInASection:
    @pytest.mark.parametrize("user", ["contributor", "editor", "siteadmin", "manager"])
    def test_is_not_offered(self, office, deep, user):
        with office.acting(user):
            for place in (office.section, office.unit, deep):
                offered = {fti.getId() for fti in place.allowedContentTypes()}
                assert "Document" in offered
                assert SECTION not in offered

    @pytest.mark.parametrize("user", ["contributor", "editor", "siteadmin", "manager"])
    def test_is_refused(self, office, deep, user):
        with pytest.raises((AdditionRefused, Unauthorized)):
            office.make(user, SECTION, container=deep)
        assert list(deep.objectIds()) == []

    def test_is_refused_to_code_without_a_permission(self, office):
        inner = createContent(SECTION, id="trong", title="Trong")
        with office.acting("anonymous"), pytest.raises(AdditionRefused) as error:
            office.section._setObject("trong", inner)
        assert "another section" in str(error.value)

    def test_does_not_come_in_within_a_folder(self, office):
        with api.env.adopt_roles(["Manager"]):
            folder = create(office.portal, "Folder", title="Hồ sơ")
            inner = create(folder, SECTION, title="Chuyên trang khác")
            with pytest.raises(AdditionRefused):
                api.content.move(folder, office.section)
        catalog = api.portal.get_tool("portal_catalog")
        assert folder.getId() in office.portal
        assert len(catalog.unrestrictedSearchResults(UID=inner.UID())) == 1

    def test_a_copy_beside_it_is_welcome(self, office):
        with api.env.adopt_roles(["Manager"]):
            copy = api.content.copy(office.section, office.portal)
        assert copy.portal_type == SECTION

    def test_leaves_no_permission_behind(self, office):
        release_section(office.section)
        assert not [n for n in vars(office.section.aq_base) if "LegalEducation" in n]


class TestGuests:
    """Types of other add-ons, which keep the portal's chain."""

    @pytest.mark.parametrize("user", ["contributor", "editor", "approver"])
    def test_nobody_bypasses_the_chain_with_them(self, office, deep, guest_type, user):
        adders = ["PBGDPL Contributor", "PBGDPL Editor", "PBGDPL Approver"]
        office.section.manage_permission("Add portal content", adders, acquire=1)
        with pytest.raises(AdditionRefused) as error:
            office.make(user, guest_type, container=deep)
        assert "administrator" in str(error.value)

    @pytest.mark.parametrize("user", ["siteadmin", "manager"])
    def test_administrators_bring_them(self, office, deep, guest_type, user):
        item = office.make(user, guest_type, container=deep)
        assert chain_of(item) == ("one_state_workflow",)

    def test_stay_movable_within_the_section(self, office, deep, guest_type):
        item = office.make("manager", guest_type, container=deep)
        with office.acting("manager"):
            target = create(office.section, "Folder", title="Khác")
        office.section.manage_permission("Delete objects", ["PBGDPL Editor"], acquire=1)
        with office.acting("editor"):
            item = api.content.move(item, target)
        assert item.getId() in target

    def test_are_refused_within_a_folder_too(self, office, guest_type):
        with api.env.adopt_roles(["Manager"]):
            folder = create(office.portal, "Folder", title="Hồ sơ")
            create(folder, guest_type, title="Thăm dò")
            folder.manage_setLocalRoles("contributor", ["Owner"])
            folder.reindexObjectSecurity()
        with office.acting("contributor"), pytest.raises(AdditionRefused):
            api.content.copy(folder, office.unit)
        assert office.unit.objectIds() == []

    def test_everybody_brings_what_the_policy_binds(self, office, deep, guest_type):
        tool = api.portal.get_tool("portal_placeful_workflow")
        tool[WORKFLOW_POLICY].setChain(guest_type, (EDITORIAL_WORKFLOW,))
        item = office.make("contributor", guest_type, container=deep)
        assert chain_of(item) == (EDITORIAL_WORKFLOW,)
        office.publish(item)
        assert is_public(item)

    def test_outside_is_as_ever(self, office, guest_type):
        with api.env.adopt_roles(["Manager"]):
            folder = create(office.portal, "Folder", title="Ngoài")
            folder.manage_setLocalRoles("contributor", ["Contributor"])
        item = office.make("contributor", guest_type, container=folder)
        assert is_public(item)


def test_form_keeps_what_was_typed(site):
    add_guest_type(site.portal)
    folder = site.make("contributor", "Folder", title="Biểu mẫu")
    data = {
        "form.widgets.IDublinCore.title": "Thăm dò ý kiến",
        "form.buttons.save": "Save",
        "_authenticator": site.token("contributor"),
    }
    page = site.http("POST", folder, f"/++add++{GUEST}", "contributor", data=data)
    assert page.status_code == 200
    assert page.text.count("An administrator can add it here") == 1
    assert "Thăm dò ý kiến" in page.text
    assert folder.objectIds() == []
