"""Services that show a shared page of the section find a picture that they can show."""

from io import BytesIO
from lxml import html
from made_once import made_once
from new_items import create
from PIL import Image
from plone import api
from plone.testing.zope import Browser
from public_content import make
from public_content import picture
from sonla.pbgdpl.editorial.states import editorial_workflow
from sonla.pbgdpl.editorial.states import set_state
from sonla.pbgdpl.ui.cache_purge import PathsToPurge
from vietnamese_portal import furnish
from vietnamese_portal import SECTION
from web_requests import Person

import pytest
import transaction

PUBLIC = "https://sonla.example.vn"


def make_texts(portal):
    """Make texts that have a picture, a cover, or none."""
    section = portal[SECTION]
    make(section, "LegalNews", "Tin", id="tin", image=picture("navy", (1600, 900)))
    make(section, "LegalNews", "Không ảnh", id="khong-anh")
    make(
        section,
        "LifeSituation",
        "Bị đánh",
        id="bi-danh",
        description="Gọi 111",
        is_sensitive=True,
    )
    make(
        section,
        "EducationMaterial",
        "Tờ gấp",
        id="to-gap",
        kind="to-gap",
        poster=picture("maroon", (1600, 900)),
        poster_alt="Bìa",
    )
    with api.env.adopt_roles(["Manager"]):
        page = create(portal, "Document", "Trang")
        api.content.transition(page, "publish")


@pytest.fixture
def site(functional_portal):
    """Return the Vietnamese portal with texts that have a picture, a cover, or none."""
    furnish(functional_portal)
    made_once(functional_portal, make_texts)
    transaction.commit()
    return functional_portal


@pytest.fixture
def tags(functional, site):
    """Return a function that reads the tags of a page, as a service does."""

    def do(path):
        browser = Browser(functional["app"])
        browser.open(f"{site.absolute_url()}/{path}")
        tree = html.fromstring(browser.contents)
        read = {
            tag.get("property") or tag.get("name"): tag.get("content")
            for tag in tree.xpath("//meta[@content]")
        }
        return {**read, "body": tree.xpath("//span[@itemprop='image']/text()")}

    return do


@pytest.fixture
def fetch(functional):
    """Return a function that fetches a picture."""

    def do(url):
        browser = Browser(functional["app"])
        browser.open(url)
        return browser.headers["Content-Type"], Image.open(
            BytesIO(browser._response.body)
        )

    return do


def requests_to(item, headers=None):
    """Ask for the picture of an item as a stranger."""
    path = f"{item.absolute_url_path()}/@@pbgdpl-share.png"
    return Person().ask(path, headers=headers)


@pytest.mark.parametrize(
    "path,colour",
    [
        (f"{SECTION}/tin", "blue"),
        (f"{SECTION}/to-gap", "red"),
        (f"{SECTION}/khong-anh", None),
        (SECTION, None),
        ("@@reporters", None),
    ],
)
def test_there_is_a_picture_that_services_show(tags, fetch, path, colour):
    found = tags(path)
    kind, image = fetch(found["og:image"])
    assert kind == found["og:image:type"]
    assert kind in ("image/png", "image/jpeg")
    stated = found["og:image:width"], found["og:image:height"]
    assert tuple(map(int, stated)) == image.size
    assert image.width >= 600
    if colour is None:
        assert image.size == (1200, 630)
    else:
        red, _green, blue = image.convert("RGB").getpixel((5, 5))
        assert colour == ("red" if red > blue else "blue")
    assert found["twitter:card"] == "summary_large_image"
    if path != "@@reporters":
        assert found["body"] == [found["og:image"]]


def test_services_get_the_public_address(site, tags):
    api.portal.set_registry_record("sonla.pbgdpl.public_address", PUBLIC)
    transaction.commit()
    found = tags(f"{SECTION}/khong-anh")
    assert found["og:url"] == f"{PUBLIC}/{SECTION}/khong-anh"
    picture, _mark, version = found["og:image"].partition("?v=")
    assert picture == f"{PUBLIC}/{SECTION}/khong-anh/@@pbgdpl-share.png"
    assert version
    assert found["body"] == [found["og:image"]]


@pytest.mark.long
def test_a_text_without_a_picture_shows_its_title(tags, fetch, site):
    """Both words are drawn: another title or section makes another picture."""
    item, section = site[SECTION]["khong-anh"], site[SECTION]
    asked = f"{item.absolute_url()}/@@pbgdpl-share.png"
    seen = set()
    for change in ({}, {item: "Luật mới"}, {section: "Pháp luật Sơn La"}):
        for one, title in change.items():
            one.title = title
        transaction.commit()
        assert tags(f"{SECTION}/khong-anh")["og:image"].startswith(f"{asked}?v=")
        kind, image = fetch(tags(f"{SECTION}/khong-anh")["og:image"])
        assert (kind, image.size) == ("image/png", (1200, 630))
        # Nothing in the address changes what is drawn.
        assert image.tobytes() == fetch(f"{asked}?title=Khac&v=1")[1].tobytes()
        seen.add(image.tobytes())
    assert len(seen) == 3


def test_of_a_confidential_page_nothing_is_shown(tags, site):
    found = tags(f"{SECTION}/bi-danh")
    assert found["og:title"] == site[SECTION].title
    assert not found["og:description"]
    assert found["og:image"].endswith("/++plone++sonla.pbgdpl/share.png")
    page = Person().ask(site[SECTION]["bi-danh"].absolute_url_path())
    head = page.text.partition("</head>")[0]
    assert "Bị đánh" not in head and "Gọi 111" not in head
    answer = requests_to(site[SECTION]["bi-danh"])
    assert answer.status == 404


def test_caches_keep_the_picture_while_it_is_right(site):
    item = site[SECTION]["khong-anh"]
    first = requests_to(item)
    assert "s-maxage=60" in first.headers["cache-control"]
    again = requests_to(item, {"If-None-Match": first.headers["etag"]})
    assert (again.status, again.body) == (304, b"")
    item.title = "Luật mới"
    transaction.commit()
    changed = requests_to(item, {"If-None-Match": first.headers["etag"]})
    assert changed.status == 200
    assert changed.headers["etag"] != first.headers["etag"]
    set_state(item, editorial_workflow(), "withdrawn")
    transaction.commit()
    assert requests_to(item).headers.get("content-type") != "image/png"
    forgotten = PathsToPurge(item).getRelativePaths()
    assert f"{item.absolute_url_path()}/@@pbgdpl-share.png" in forgotten


def test_a_page_of_the_section_is_shared_by_its_own_name(tags):
    assert tags(f"{SECTION}/@@reporters")["og:title"] == "Báo cáo viên pháp luật"


def test_the_portals_own_pages_say_what_they_said(tags):
    for path in ("", "trang"):
        found = tags(path)
        assert found["og:image"].endswith(".svg")
        assert found["twitter:card"] == "summary"
