"""The pages of the section, its units and its listings."""

from datetime import date
from datetime import timedelta
from new_items import create
from plone import api
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
from rich_texts import rich
from sonla.pbgdpl.core.clock import today
from zope.component import getMultiAdapter

import public_content
import pytest

pytestmark = pytest.mark.usefixtures("content_alone")

SCRIPT = "<script>alert(1)</script>"
ANY = "plone.app.querystring.operation.selection.any"


def page(obj, request, name="view"):
    """Render a page of an object as the current user."""
    return getMultiAdapter((obj, request), name=name)()


def collection(container, title, *portal_types, **fields):
    """Make a published Collection of some types."""
    setRoles(api.portal.get(), TEST_USER_ID, ["Manager"])
    criteria = [
        {"i": "portal_type", "o": ANY, "v": list(portal_types)},
        {"i": "review_state", "o": ANY, "v": ["published"]},
    ]
    made = public_content.make(
        container, "Collection", title, query=criteria, sort_on="effective", **fields
    )
    setRoles(api.portal.get(), TEST_USER_ID, ["Member"])
    return made


class TestLandingPage:
    def test_leads_on(self, section, texts, http_request):
        collection(section, "Văn bản chỉ đạo", "Guidance", description="Kế hoạch")
        logout()
        html = page(section, http_request)
        assert f'action="{section.absolute_url()}/@@pbgdpl-search"' in html
        assert "Văn bản chỉ đạo" in html
        for name, text in texts.items():
            # Officials find documents of guidance by the index.
            assert (text.absolute_url() in html) == (name != "Guidance")

    def test_blocks_that_the_editor_chose(self, section, texts, http_request):
        section.landing_blocks = ("guidance",)
        html = page(section, http_request)
        assert html.count('class="pbgdpl-block"') == 1
        assert texts["Guidance"].absolute_url() in html

    def test_leads_to_the_page_in_english_once_it_is_public(
        self, section, http_request
    ):
        english = public_content.make(
            section, "Document", "Structure and contacts", language="en"
        )
        english.exclude_from_nav = True
        english.reindexObject()
        logout()
        html = page(section, http_request)
        assert f'href="{english.absolute_url()}" hreflang="en"' in " ".join(
            html.split()
        )

    @pytest.mark.usefixtures("whole_page")
    def test_takes_no_other_page_for_one_in_english(self, section, http_request):
        vietnamese = public_content.make(section, "Document", "Quy chế hoạt động")
        vietnamese.exclude_from_nav = True
        vietnamese.reindexObject()
        logout()
        assert vietnamese.absolute_url() not in page(section, http_request)

    @pytest.mark.usefixtures("whole_page")
    def test_hides_a_draft_in_english(self, section, http_request):
        setRoles(api.portal.get(), TEST_USER_ID, ["Manager"])
        draft = api.content.create(section, "Document", "nhap-en", language="en")
        logout()
        assert draft.absolute_url() not in page(section, http_request)

    def test_introduction_text(self, section, http_request):
        section.text = rich(f"<p>Lời giới thiệu{SCRIPT}</p>")
        html = page(section, http_request)
        assert "<p>Lời giới thiệu" in html
        assert SCRIPT not in html

    @pytest.mark.usefixtures("whole_page")
    def test_shows_its_own_texts_only(self, site, section, http_request):
        other = public_content.make_section(site, "Chuyên trang khác")
        public_content.make(other, "LegalNews", "Tin ở nơi khác")
        assert "Tin ở nơi khác" not in page(section, http_request)

    def test_empty(self, section, http_request):
        html = page(section, http_request)
        assert "Nothing has been published here yet." in html
        assert 'class="pbgdpl-tiles is-row"' in html, (
            "help at once is there all the same"
        )

    @pytest.mark.usefixtures("whole_page")
    def test_pages_kept_out_of_navigation(self, section, http_request):
        collection(section, "Trang ẩn", "Guidance", exclude_from_nav=True)
        assert "Trang ẩn" not in page(section, http_request)

    def test_broken_block(self, section, texts, http_request, broken_block, caplog):
        assert texts["LegalNews"].title in page(section, http_request)
        assert "broken" in caplog.text


class TestUnit:
    @pytest.fixture
    def unit(self, section):
        """Return a published unit."""
        return public_content.make(
            section, "ContributingUnit", "Sở Tư pháp", code="so-tu-phap"
        )

    @pytest.mark.usefixtures("whole_page")
    def test_shows_what_it_published(self, section, unit, http_request):
        public_content.make(unit, "LegalNews", "Tin của đơn vị")
        public_content.make(section, "LegalNews", "Tin của nơi khác")
        with api.env.adopt_roles(["Manager"]):
            create(unit, "LegalNews", title="Bản nháp")
        html = page(unit, http_request)
        assert "Tin của đơn vị" in html
        assert "Tin của nơi khác" not in html
        assert "Bản nháp" not in html

    def test_empty(self, unit, http_request):
        assert "has not published anything yet" in page(unit, http_request)

    def test_closed(self, section, unit, http_request):
        closed = public_content.make(
            section,
            "ContributingUnit",
            "Phòng Tư pháp",
            code="phong-tu-phap",
            closed_on=date(2025, 6, 30),
            successor="so-tu-phap",
        )
        html = page(closed, http_request)
        assert "30/06/2025" in html
        assert f'href="{unit.absolute_url()}"' in html

    def test_to_be_closed_later(self, unit, http_request):
        unit.closed_on = today() + timedelta(days=9)
        assert "pbgdpl-notice" not in page(unit, http_request)

    def test_successor_that_nobody_knows(self, unit, http_request):
        unit.closed_on, unit.successor = date(2025, 6, 30), "khong-co"
        assert "30/06/2025" in page(unit, http_request)

    def test_successor_is_a_unit_of_the_same_section(self, portal, unit, http_request):
        other = public_content.make(portal, "LegalEducationSection", "Khác")
        far = public_content.make(other, "ContributingUnit", "Xa", code="xa")
        unit.closed_on, unit.successor = date(2025, 6, 30), "xa"
        assert far.absolute_url() not in page(unit, http_request)

    @pytest.mark.usefixtures("whole_page")
    def test_successor_that_the_visitor_may_not_see(self, section, unit, http_request):
        hidden = public_content.make(section, "ContributingUnit", "Kín", code="kin")
        hidden.manage_permission("View", ["Manager"])
        unit.closed_on, unit.successor = date(2025, 6, 30), "kin"
        logout()
        assert hidden.absolute_url() not in page(unit, http_request)

    @pytest.mark.parametrize("start", ["20", "x", "-5", "99999"])
    def test_pages(self, unit, http_request, start):
        http_request.form["b_start"] = start
        public_content.make(unit, "LegalNews", "Tin của đơn vị")
        assert "Sở Tư pháp" in page(unit, http_request)


class TestListing:
    def test_is_the_standard_view_in_a_section(self, section, texts, http_request):
        listing = collection(section, "Tin", "LegalNews")
        assert "pbgdpl-listing" in page(listing, http_request, "listing_view")

    def test_outside_nothing_changes(self, site, section, texts, http_request):
        listing = collection(site, "Tin", "LegalNews")
        html = page(listing, http_request, "listing_view")
        assert "pbgdpl-listing" not in html
        assert texts["LegalNews"].title in html

    def test_moved_out_it_has_the_portal_s_view(
        self, site, section, texts, http_request
    ):
        listing = collection(section, "Tin", "LegalNews")
        assert "pbgdpl-listing" in page(listing, http_request, "listing_view")
        with api.env.adopt_roles(["Manager"]):
            moved = api.content.move(listing, site)
        assert "pbgdpl-listing" not in page(moved, http_request, "listing_view")

    @pytest.mark.parametrize("display", ["summary_view", "tabular_view", "full_view"])
    def test_other_displays_stay(self, section, texts, http_request, display):
        listing = collection(section, "Tin", "LegalNews")
        html = page(listing, http_request, display)
        assert "pbgdpl-listing" not in html
        assert texts["LegalNews"].title in html

    def test_displays_of_the_type_are_untouched(self, section):
        listing = collection(section, "Tin", "LegalNews")
        assert listing.getLayout() == "listing_view"

    def test_guidance_has_number_and_date(self, section, texts, http_request):
        listing = collection(section, "Chỉ đạo", "Guidance")
        html = page(listing, http_request, "listing_view")
        assert "12/KH-UBND" in html
        assert "15/01/2026" in html

    def test_materials_have_covers(self, section, texts, http_request):
        listing = collection(section, "Ấn phẩm", "EducationMaterial")
        html = page(listing, http_request, "listing_view")
        assert 'alt="Hai người nói chuyện bên bếp lửa"' in html
        assert "pbgdpl-cards" in html

    def test_stock_types_too(self, section, http_request):
        setRoles(api.portal.get(), TEST_USER_ID, ["Manager"])
        public_content.make(section, "Document", f"Trang {SCRIPT}")
        listing = collection(section, "Trang", "Document")
        html = page(listing, http_request, "listing_view")
        assert "Trang &lt;script&gt;" in html
        assert SCRIPT not in html

    def test_pages(self, section, http_request):
        for number in range(3):
            public_content.make(section, "LegalNews", f"Tin số {number}")
        listing = collection(section, "Tin", "LegalNews", item_count=2)
        assert page(listing, http_request, "listing_view").count("Tin số") == 2
        http_request.form["b_start"] = "2"
        assert page(listing, http_request, "listing_view").count("Tin số") == 1


class TestEmptyListing:
    def test_for_visitors(self, section, http_request):
        listing = collection(section, "Tin", "LegalNews")
        logout()
        html = page(listing, http_request, "listing_view")
        assert "Nothing has been published here yet." in html
        assert "++add++" not in html

    def test_for_those_who_may_add(self, section, http_request):
        unit = public_content.make(
            section, "ContributingUnit", "Sở Tư pháp", code="so-tu-phap"
        )
        listing = collection(section, "Tin", "LegalNews", "Guidance")
        api.user.grant_roles(
            username=TEST_USER_ID, roles=["PBGDPL Contributor"], obj=unit
        )
        unit.reindexObjectSecurity()
        login(api.portal.get(), TEST_USER_NAME)
        html = page(listing, http_request, "listing_view")
        assert f"{unit.absolute_url()}/++add++LegalNews" in html
        assert f"{unit.absolute_url()}/++add++Guidance" in html
        assert "++add++EducationMaterial" not in html
