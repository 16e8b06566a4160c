"""Content that the tests of portlet, section and texts share."""

from contextlib import contextmanager
from DateTime import DateTime
from datetime import date
from io import BytesIO
from made_once import made_once
from new_items import create
from PIL import Image
from plone import api
from plone.app.testing import logout
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.namedfile.file import NamedBlobFile
from plone.namedfile.file import NamedBlobImage
from plone.portlets.interfaces import IPortletManager
from plone.portlets.interfaces import IPortletRenderer
from sample_values import LAND_LAW
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.homepage import HOMEPAGE_MANAGER
from sonla.pbgdpl.homepage.deferred_fragments import fill_placeholders
from sonla.pbgdpl.homepage.interfaces import IHomepageBlock
from sonla.pbgdpl.homepage.portlet import Assignment
from sonla.pbgdpl.homepage.portlet_setup import assign_portlet
from typing import Any
from zope.component import getGlobalSiteManager
from zope.component import getMultiAdapter
from zope.component import getUtility
from zope.component import queryUtility
from zope.interface import alsoProvides
from zope.interface import Interface
from zope.publisher.browser import BrowserView
from zope.ramcache.interfaces.ram import IRAMCache

import pytest
import transaction


def picture(colour: str = "navy", size: tuple[int, int] = (800, 600)) -> NamedBlobImage:
    """Make a picture of one colour."""
    data = BytesIO()
    Image.new("RGB", size, colour).save(data, "PNG")
    return NamedBlobImage(data.getvalue(), "image/png", "hinh.png")


def publish(obj: Any) -> Any:
    """Publish an item by the transitions of whatever workflow it follows."""
    api.portal.set_registry_record("sonla.pbgdpl.four_eyes", False)
    # Guards by role ask the user, whom `adopt_roles` leaves as they are.
    setRoles(api.portal.get(), TEST_USER_ID, ["Manager"])
    api.content.transition(obj, to_state="published")
    setRoles(api.portal.get(), TEST_USER_ID, ["Member"])
    return obj


def make(container: Any, portal_type: str, title: str, **fields: Any) -> Any:
    """Make a published item, effective since yesterday unless told otherwise."""
    effective = fields.pop("effective_date", DateTime() - 1)
    with api.env.adopt_roles(["Manager"]):
        obj = create(container, portal_type, title, **fields)
    publish(obj)
    obj.effective_date = effective
    obj.reindexObject()
    return obj


def make_once(container: Any, portal_type: str, title: str, **fields: Any) -> Any:
    """Make a published item, or copy the one that an earlier test made in the same place."""
    asked = (container.getPhysicalPath(), portal_type, title, fields)
    return made_once(api.portal.get(), make_at, *asked)


def make_at(
    portal: Any,
    path: tuple[str, ...],
    portal_type: str,
    title: str,
    fields: dict[str, Any],
) -> Any:
    """Make a published item in the container at a path."""
    return make(portal.unrestrictedTraverse(path), portal_type, title, **fields)


def make_section(container: Any, title: str = "Phổ biến, giáo dục pháp luật") -> Any:
    """Make a published section."""
    if container is api.portal.get():
        return made_once(container, make_section_anew, title)
    return make_section_anew(container, title)


def make_section_anew(container: Any, title: str) -> Any:
    """Make a published section."""
    return make(container, "LegalEducationSection", title)


def make_texts(section: Any) -> dict[str, Any]:
    """Make one published text of each type in a section."""
    return made_once(api.portal.get(), make_texts_anew, section.getPhysicalPath())


def make_texts_anew(portal: Any, path: tuple[str, ...]) -> dict[str, Any]:
    """Make one published text of each type in a section."""
    section = portal.unrestrictedTraverse(path)
    return {
        "LegalNews": make(section, "LegalNews", "Tập huấn Luật Đất đai tại Mộc Châu"),
        "LegalIntroduction": make(
            section,
            "LegalIntroduction",
            "Giới thiệu Luật Đất đai",
            kind="gioi-thieu-vbqppl",
            legal_documents=[LAND_LAW],
        ),
        "Guidance": make(
            section,
            "Guidance",
            "Kế hoạch phổ biến, giáo dục pháp luật",
            document_type="ke-hoach",
            number="12/KH-UBND",
            issued_on=date(2026, 1, 15),
        ),
        "EducationMaterial": make(
            section,
            "EducationMaterial",
            "Tiểu phẩm về hòa giải ở cơ sở",
            kind="video",
            file=NamedBlobFile(b"\0" * 2048, "video/mp4", "hoa-giai.mp4"),
            poster=picture(),
            poster_alt="Hai người nói chuyện bên bếp lửa",
        ),
    }


@pytest.fixture(autouse=True)
def empty_cache():
    """Empty the cache of the process, which outlives a test's database."""
    yield
    cache = queryUtility(IRAMCache)
    if cache is not None:
        cache.invalidateAll()


@pytest.fixture
def site(portal, http_request):
    """Return an integration portal with the portlet assigned and a request of ours."""
    alsoProvides(http_request, IBrowserLayer)
    made_once(portal, with_portlet)
    return portal


@pytest.fixture
def section(site):
    """Return a published section."""
    return make_section(site)


@pytest.fixture
def texts(section):
    """Return one published text of each type, by type."""
    return make_texts(section)


@pytest.fixture
def page(http_request):
    """Render the page of a text as an anonymous visitor."""

    def render(obj):
        logout()
        return getMultiAdapter((obj, http_request), name="view")()

    return render


@pytest.fixture
def text(section):
    """Make a published text in the section."""
    return lambda *args, **fields: make(section, *args, **fields)


def with_portlet(portal: Any) -> None:
    """Assign the portlet of the homepage."""
    assign_portlet()


@pytest.fixture
def served(functional_portal):
    """Return a served portal with section, texts and portlet."""
    made_once(functional_portal, with_portlet)
    section = make_section(functional_portal)
    make_texts(section)
    transaction.commit()
    return functional_portal


@pytest.fixture
def render():
    """Render a portlet with some choices in a context, as the current user."""

    def render_portlet(context, request, **choices):
        manager = getUtility(IPortletManager, name=HOMEPAGE_MANAGER)
        view = BrowserView(context, request)
        renderer = getMultiAdapter(
            (context, request, view, manager, Assignment(**choices)), IPortletRenderer
        )
        return (
            fill_placeholders(request, renderer.render()) if renderer.available else ""
        )

    return render_portlet


class SampleBlock:
    """A block of somebody else's; `render` is what a test is about."""

    title = "Sample"
    placement = "tab"
    position = 1
    is_default = False
    landing_position = 1
    portal_types = ()

    def __init__(self, context, request):
        pass

    def more_url(self, options):
        return ""


@contextmanager
def registered_block(name, factory):
    """Register a block for a while."""
    components = getGlobalSiteManager()
    required = (Interface, Interface)
    components.registerAdapter(factory, required, IHomepageBlock, name)
    yield name
    components.unregisterAdapter(factory, required, IHomepageBlock, name)


@pytest.fixture
def broken_block():
    """Register a block that raises."""

    class Broken(SampleBlock):
        def render(self, options):
            raise ValueError("<broken>")

    with registered_block("broken", Broken) as name:
        yield name
