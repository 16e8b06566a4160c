"""The legal bookcase: what stands in it, its filters, cards and places."""

from DateTime import DateTime
from lxml import html
from new_items import create
from plone import api
from plone.app.testing import logout
from public_content import make
from public_content import make_section
from public_content import picture
from zope.component import getMultiAdapter

import pytest

pytestmark = pytest.mark.usefixtures("content_alone")


@pytest.fixture
def listed(http_request):
    """Return the titles that the list shows to a visitor, and its page."""

    def show(place, **form):
        logout()
        http_request.form.clear()
        http_request.form.update(form)
        page = html.fromstring(
            getMultiAdapter((place, http_request), name="materials")()
        )
        cards = page.xpath("//ul[contains(@class, 'pbgdpl-cards')]/li/a/text()[last()]")
        return [text.strip() for text in cards], page

    return show


@pytest.fixture
def shelf(material):
    material(
        "Sách đất đai",
        kind="sach",
        publisher="Nhà xuất bản  Tư pháp",
        year=2024,
        legal_fields=("dat-dai",),
        audiences=("nhan-dan",),
        effective_date=DateTime() - 3,
    )
    material(
        "Phim tiếng Mông",
        kind="video",
        text_language="hmn",
        publisher="Đài Phát thanh mẫu",
        year=2025,
        effective_date=DateTime() - 2,
    )


def test_newest_first(shelf, section, listed):
    assert listed(section)[0] == ["Phim tiếng Mông", "Sách đất đai"]


@pytest.mark.parametrize(
    "form,expected",
    [
        ({"kind": "sach"}, ["Sách đất đai"]),
        ({"language": "hmn"}, ["Phim tiếng Mông"]),
        ({"audience": "nhan-dan"}, ["Sách đất đai"]),
        ({"field": "dat-dai"}, ["Sách đất đai"]),
        ({"publisher": "Nhà xuất bản Tư pháp"}, ["Sách đất đai"]),
        ({"year": "2025"}, ["Phim tiếng Mông"]),
        ({"q": "phim tieng mong"}, ["Phim tiếng Mông"]),
        ({"q": "phim", "year": "2024"}, []),
        ({"kind": "khong-co"}, []),
        ({"year": "<script>"}, []),
    ],
)
def test_filters(shelf, section, listed, form, expected):
    titles, page = listed(section, **form)
    assert titles == expected
    assert ("Nothing in this list" in page.text_content()) == (not expected)


def test_menus_count_what_they_would_leave(shelf, section, listed):
    _titles, page = listed(section)
    (menu,) = page.xpath("//select[@name='publisher']")
    options = [option.text for option in menu][1:]
    assert options == ["Nhà xuất bản Tư pháp (1)", "Đài Phát thanh mẫu (1)"]
    (years,) = page.xpath("//select[@name='year']")
    assert [option.get("value") for option in years][1:] == ["2025", "2024"]


def test_cards_have_alternative_texts(section, material, listed):
    material("Có bìa", poster=picture(), poster_alt="Bếp lửa nhà sàn")
    _titles, page = listed(section)
    (image,) = page.xpath("//ul[contains(@class, 'pbgdpl-cards')]//img")
    assert image.get("alt") == "Bếp lửa nhà sàn"
    assert image.get("width") and image.get("height")


def test_nothing_that_is_not_public(section, listed):
    with api.env.adopt_roles(["Manager"]):
        create(section, "EducationMaterial", title="Nháp", kind="sach")
    make(
        section, "EducationMaterial", "Mai", kind="sach", effective_date=DateTime() + 1
    )
    titles, page = listed(section)
    assert titles == []
    assert "No material has been published" in page.text_content()


def test_place_decides(shelf, site, section, material, listed):
    unit = make(section, "ContributingUnit", "Đơn vị", code="don-vi")
    material("Của đơn vị", container=unit)
    other = make_section(site, "Khác")
    material("Nơi khác", container=other)
    assert listed(unit)[0] == ["Của đơn vị"]
    assert "Nơi khác" not in listed(section)[0]
    assert len(listed(site)[0]) == 4


def test_pages(section, material, listed):
    for number in range(23):
        material(f"Tờ gấp {number:02}", effective_date=DateTime() - number - 1)
    assert len(listed(section)[0]) == 20
    assert listed(section, b_start="20")[0] == [f"Tờ gấp {n}" for n in (20, 21, 22)]
    assert len(listed(section, print="1")[0]) == 23


def test_typed_markup_is_text(section, material, listed):
    material("<script>x()</script>", publisher="<script>y()</script>")
    _titles, page = listed(section, q="<script>")
    assert "x()" not in "".join(page.xpath("//script/text()"))
    assert "y()" not in "".join(page.xpath("//script/text()"))


def test_landing_page_leads_there_once_there_is_one(section, material, http_request):
    def links():
        page = getMultiAdapter((section, http_request), name="view")()
        return html.fromstring(page).xpath("//a[contains(@href, '@@materials')]")

    assert links() == []
    material("Tờ gấp")
    assert len(links()) == 1
