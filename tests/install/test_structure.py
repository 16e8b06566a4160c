"""The profile `structure`: by choice, once, and never against an administrator's will."""

from made_once import made_once
from multilingual_portal import speak_languages
from new_items import create
from plone import api
from plone.app.contenttypes.behaviors.collection import ICollection
from plone.app.testing import applyProfile
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.sections.setup import SECTION_ID
from sonla.pbgdpl.sections.setup import SECTION_TITLE

import pytest

OFFICER = {
    "full_name": "Lò <Mẫu>",
    "position": None,
    "unit": None,
    "official_phone": None,
    "official_email": "a@example.vn",
}
KEYS = [
    "gioi-thieu-van-ban",
    "chi-dao-huong-dan",
    "hoi-dong-phoi-hop",
    "hoi-dap",
    "doi-thoai",
    "tai-lieu",
    "bao-cao-thong-ke",
    "tin-tuc",
    "don-vi",
]


def import_structure(portal):
    applyProfile(portal, "sonla.pbgdpl:structure")


@pytest.fixture()
def section(portal):
    """Return the section that the profile makes."""
    made_once(portal, import_structure)
    return portal[SECTION_ID]


def contents(portal):
    """Describe the whole content of the portal."""
    brains = portal.portal_catalog.unrestrictedSearchResults(sort_on="path")
    return [(b.getPath(), b.UID, b.Title, b.review_state) for b in brains]


class TestStructure:
    def test_not_at_plain_install(self, portal):
        assert all_sections() == []
        assert SECTION_ID not in portal

    def test_section_is_published_and_in_the_navigation(self, section):
        assert section.Title() == SECTION_TITLE
        assert api.content.get_state(section) == "published"
        assert not section.exclude_from_nav
        with api.env.adopt_roles(["Anonymous"]):
            assert api.user.has_permission("View", obj=section)

    def test_nothing_outside_the_section(self, portal):
        before = contents(portal)
        home, layout = portal.getDefaultPage(), portal.getLayout()
        import_structure(portal)
        root = f"/{portal.getId()}/{SECTION_ID}"
        outside = [row for row in contents(portal) if not row[0].startswith(root)]
        assert outside == before
        assert (portal.getDefaultPage(), portal.getLayout()) == (home, layout)

    @pytest.mark.parametrize("key", KEYS)
    def test_page_is_public(self, section, key):
        assert section[key].portal_type == "Collection"
        assert api.content.get_state(section[key]) == "published"
        assert section[key].Description()

    def test_eight_components_and_the_units(self, section):
        assert len(KEYS) == 9
        assert list(section.objectIds()) == [*KEYS, "english"]

    def test_page_in_english_waits_for_somebody_to_read_it(self, portal):
        api.portal.set_registry_record("sonla.pbgdpl.contact_officers", [OFFICER])
        import_structure(portal)
        page = portal[SECTION_ID]["english"]
        assert api.content.get_state(page) == "draft"
        assert page.language == "en"
        html = page.text.output_relative_to(page)
        assert 'lang="en"' in html
        assert "Lò &lt;Mẫu&gt;, a@example.vn" in html
        with api.env.adopt_roles(["Anonymous"]):
            assert not api.user.has_permission("View", obj=page)

    def test_importing_twice_changes_nothing(self, portal, section):
        before = contents(portal)
        import_structure(portal)
        assert contents(portal) == before

    def test_what_an_administrator_did_stays_done(self, portal, section):
        """Renamed, moved and deleted pages are not made again."""
        with api.env.adopt_roles(["Manager"]):
            api.content.rename(section["tin-tuc"], "tin")
            folder = api.content.create(section, "Folder", "thu-muc", title="Thư mục")
            api.content.move(section["tai-lieu"], folder)
            api.content.delete(section["doi-thoai"])
            section.title = "Pháp luật"
            api.content.rename(section, "phap-luat")
            before = contents(portal)
            import_structure(portal)
        assert contents(portal) == before
        assert SECTION_ID not in portal

    def test_section_made_by_hand_is_used(self, portal):
        with api.env.adopt_roles(["Manager"]):
            own = api.content.create(
                portal, "LegalEducationSection", "rieng", title="R"
            )
            api.content.create(own, "Document", "tin-tuc", title="Của chúng tôi")
        import_structure(portal)
        assert [section.getId() for section in all_sections()] == ["rieng"]
        assert own["tin-tuc"].portal_type == "Document"
        assert own["tin-tuc-1"].portal_type == "Collection"

    def test_address_that_is_taken_is_left_alone(self, portal):
        with api.env.adopt_roles(["Manager"]):
            api.content.create(portal, "Document", SECTION_ID, title="Trang cũ")
        import_structure(portal)
        assert portal[SECTION_ID].portal_type == "Document"
        assert all_sections()[0].getId() == f"{SECTION_ID}-1"

    def test_portal_of_several_languages(self, portal):
        """The section stands in the root of the default language, whole and public."""
        speak_languages(portal, "vi", "en")
        import_structure(portal)
        assert SECTION_ID not in portal
        assert SECTION_ID not in portal["en"]
        section = portal["vi"][SECTION_ID]
        assert list(section.objectIds()) == [*KEYS, "english"]
        assert section.language == "vi"
        assert {page.language for page in section.objectValues()} == {"vi"}
        with api.env.adopt_roles(["Anonymous"]):
            assert api.user.has_permission("View", obj=section)

    def test_section_takes_units(self, section):
        with api.env.adopt_roles(["Manager"]):
            unit = create(
                section, "ContributingUnit", title="Sở Tư pháp", code="so-tu-phap"
            )
            assert unit.UID() in uids(section["don-vi"])


EXPECTED = [
    ("gioi-thieu-van-ban", "LegalIntroduction", {"kind": "de-cuong"}, True),
    ("gioi-thieu-van-ban", "LegalNews", {}, False),
    ("chi-dao-huong-dan", "Guidance", {"document_type": "cong-van"}, True),
    ("hoi-dong-phoi-hop", "LegalNews", {"agency": "hdph-tinh"}, True),
    ("hoi-dong-phoi-hop", "LegalNews", {"agency": "so-tu-phap"}, False),
    ("hoi-dap", "LegalQuestion", {"question": "Khi nào?"}, True),
    ("hoi-dap", "LegalNews", {}, False),
    ("doi-thoai", "PolicyDialogue", {}, True),
    ("doi-thoai", "LegalNews", {}, False),
    ("tai-lieu", "EducationMaterial", {"kind": "to-gap"}, True),
    ("bao-cao-thong-ke", "Guidance", {"document_type": "bao-cao"}, True),
    ("bao-cao-thong-ke", "Guidance", {"document_type": "cong-van"}, False),
    ("tin-tuc", "LegalNews", {}, True),
    ("tin-tuc", "Guidance", {"document_type": "cong-van"}, False),
]


def uids(page):
    """List the UIDs of what a listing page shows."""
    return {brain.UID for brain in ICollection(page).results(batch=False, brains=True)}


class TestListings:
    @pytest.mark.sample(4)
    @pytest.mark.parametrize("key,portal_type,fields,listed", EXPECTED)
    def test_lists(self, section, key, portal_type, fields, listed):
        with api.env.adopt_roles(["Manager"]):
            unit = create(section, "ContributingUnit", title="Đơn vị", code="don-vi")
            text = create(unit, portal_type, title="Bài", **fields)
            assert (text.UID() in uids(section[key])) is listed

    def test_only_the_section(self, portal, section):
        with api.env.adopt_roles(["Manager"]):
            outside = create(portal, "News Item", title="Tin ngoài")
            other = create(portal, "LegalEducationSection", title="Khác")
            elsewhere = create(other, "LegalNews", title="Tin khác")
            listed = uids(section["tin-tuc"])
        assert not listed & {outside.UID(), elsewhere.UID()}
