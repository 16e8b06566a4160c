"""What a text may have a reader's browser load: files and scales, nothing that acts."""

from lxml import html as lxml_html
from plone import api
from plone.app.textfield.value import RichTextValue
from plone.dexterity.utils import createContentInContainer
from plone.namedfile.file import NamedBlobFile
from plone.namedfile.file import NamedBlobImage
from public_content import make
from sample_values import PNG
from sonla.pbgdpl.markup.authored import clean
from sonla.pbgdpl.markup.authored import Rules
from sonla.pbgdpl.markup.portal import rules_of_portal
from sonla.pbgdpl.markup.tree import Tree
from sonla.pbgdpl.markup.urls import urls_of_srcset

import json
import pytest
import transaction

RULES = Rules(
    own_hosts=frozenset({"phapluat.example.vn", "127.0.0.1:8399"}),
    player_hosts=frozenset({"www.youtube.com", "phapluat.example.vn"}),
)
LOADING = (
    '<img alt="x" src="{}">',
    '<img alt="x" src="a.png" srcset="{} 2x">',
    '<audio controls="controls" src="{}"></audio>',
    '<video controls="controls" src="{}"></video>',
    '<video controls="controls" src="a.mp4" poster="{}"></video>',
    '<video controls="controls"><source src="{}" type="video/mp4"></video>',
    '<video controls="controls" src="a.mp4"><track src="{}"></video>',
    '<picture><source srcset="{}"><img alt="x" src="a.png"></picture>',
)
ACTING = """
/Plone/logout
logout
./logout
../logout
/Plone/acl_users/credentials_cookie_auth/logout
/Plone/@@logout
/Plone/x/@@images/../../logout
a.png/../logout
a.png/%2e%2e/logout
a.png/..%2flogout
/Plone/a.png?logout:method=1
/Plone/a.png?x=1
/Plone/@@view/a.png
/Plone/++api++/@logout/a.png
/VirtualHostBase/http/a:80/Plone/VirtualHostRoot/a.png
/Plone/folder/
/Plone/manage_main
resolveuid/0a1b/logout
resolveuid/0a1b/@@logout
resolveuid/0a1b/@@images/image/large/x/y
resolveuid/0a1b/@@download/@@logout
/resolveuid/0a1b/delete_confirmation?a=1
?a.png
#a.png
https://phapluat.example.vn/logout
https://phapluat.example.vn:8443/a.png
http://127.0.0.1/a.png
https://www.youtube.com@127.0.0.1:8399/yt
https://www.youtube.com@127.0.0.1:8399/a.png
https://phapluat.example.vn:x/a.png
//evil.example/a.png
a%00.png/logout
a%5c..%5clogout
""".split()
FRAMES = (
    *ACTING,
    "a.png",
    "resolveuid/0a1b",
    "https://phapluat.example.vn/a.png",
    "https://www.youtube.com@127.0.0.1:8399/yt",
    "https://www.youtube.com:8443/embed/a",
    "https://a:b@www.youtube.com/embed/a",
)
FILES = """
a.png
../../thu-muc/Ảnh.JPG
../resolveuid/0a1b
resolveuid/0a1b
resolveuid/0a1b/@@images/image/large
resolveuid/0a1b/@@images/0a1b.jpeg
resolveuid/0a1b/@@download/file/b.mp4
resolveuid/0a1b/@@display-file/file
resolveuid/0a1b/image_large
/Plone/anh/@@images/image-800-0a1b.jpeg
https://phapluat.example.vn/anh/a.png
https://phapluat.example.vn:443/anh/a.png
http://127.0.0.1:8399/phim.mp4#t=10
""".split()


@pytest.mark.parametrize("address", ACTING)
@pytest.mark.parametrize("markup", LOADING)
def test_what_may_act_is_not_loaded(markup, address):
    cleaned = clean(markup.format(address), RULES)
    assert address not in cleaned.html
    assert cleaned.removed
    assert clean(cleaned.html, RULES).removed == ()


@pytest.mark.parametrize("address", FRAMES)
def test_frames_show_listed_players_alone(address):
    cleaned = clean(f'<p><iframe src="{address}"></iframe></p>', RULES)
    assert cleaned.html in ("", "<p></p>")
    assert [one.kind for one in cleaned.removed] == ["frame"]


@pytest.mark.parametrize("address", FILES)
@pytest.mark.parametrize("markup", LOADING)
def test_files_and_scales_are_loaded(markup, address):
    body = markup.format(address)
    assert clean(body, RULES).html == body


@pytest.fixture
def item(way):
    """Make a text beside a picture, a file, and pages with the names of pictures."""
    with api.env.adopt_roles(["Manager"]):
        image = NamedBlobImage(PNG, filename="anh")
        api.content.create(way.unit, "Image", "anh", image=image)
        film = NamedBlobFile(b"a", "video/mp4", "a.mp4")
        api.content.create(way.unit, "File", "phim", file=film)
        api.content.create(way.section, "Image", "chung", image=image)
        make(way.portal, "Document", "trang")
        make(way.unit, "LegalNews", "Tin", id="la.png")
        createContentInContainer(
            way.portal, "Link", False, id="la.png", remoteUrl="/logout"
        )
        item = make(way.unit, "LegalNews", "Bài")
    transaction.commit()
    return item


def loaded(item, address):
    body = f'<p><img alt="x" src="{address}"></p>'
    return clean(body, rules_of_portal(Tree(item))).html == body


def test_paths_lead_to_files_of_the_portal(way, item):
    section, unit = way.section.getId(), way.unit.getId()
    root = api.portal.get().absolute_url()
    for address in (
        "anh",
        "phim",
        "../chung",
        "chung",
        f"/plone/{section}/{unit}/anh",
        f"{root}/{section}/{unit}/anh",
        f"{root}/{section}/{unit}/anh/image_large",
        f"/{section}/chung",
        "not-yet.png",
        f"resolveuid/{way.unit['anh'].UID()}",
        f"../../resolveuid/{way.unit['anh'].UID()}/@@images/image/mini",
    ):
        assert loaded(item, address), address


def test_paths_lead_to_no_page_method_or_redirect(way, item):
    root = api.portal.get().absolute_url()
    uid = way.portal["la.png"].UID()
    for address in (
        "logout",
        "/plone/logout",
        f"{root}/logout",
        f"{root}/acl_users/credentials_cookie_auth/logout",
        "la.png",
        "../la.png",
        "/la.png",
        f"{root}/la.png",
        "/plone/trang",
        "trang",
        "bai",
        "/",
        ".",
        "..",
        "not-yet",
        f"resolveuid/{uid}",
        f"../resolveuid/{uid}",
        f"resolveuid/{way.section.UID()}",
    ):
        assert not loaded(item, address), address


HOSTILE = "<p>Điều 1</p>" + "".join(
    (
        '<img alt="x" src="/plone/logout">',
        '<iframe src="/plone/logout"></iframe>',
        '<video src="/plone/logout" poster="logout"></video>',
        '<img alt="x" src="a.png" srcset="/plone/@@logout 2x">',
        '<img alt="x" src="/plone/acl_users/credentials_cookie_auth/logout">',
    )
)


def requested(page):
    """Yield what the text of a page has a browser load by itself."""
    (text,) = lxml_html.fromstring(page).xpath("//main|//*[@id='content-core']")[:1]
    for element in text.iter("*"):
        yield from (element.get(name) for name in ("src", "poster", "data"))
        yield from urls_of_srcset(element.get("srcset", ""))


def assert_page_keeps_sessions(way, item):
    page = way.page(item)
    assert "Điều 1" in page.decode()
    assert not [url for url in requested(page) if url and "logout" in url]


def test_an_author_is_told_and_readers_stay_logged_in(way, item):
    answer = way.rest("PATCH", item, text=HOSTILE)
    removed = json.loads(answer.headers["X-PBGDPL-Removed"])
    assert {"picture", "frame", "player"} <= {one["kind"] for one in removed}
    assert "logout" not in item.text.raw
    assert_page_keeps_sessions(way, item)


def test_what_is_stored_already_is_not_shown(way, item):
    item.text = RichTextValue(HOSTILE, "text/html", "text/x-html-safe")
    transaction.commit()
    assert_page_keeps_sessions(way, item)


def test_what_comes_to_stand_at_a_path_later_is_seen(way, item):
    way.rest("PATCH", item, text='<p>Điều 1 <img alt="x" src="sau.png"></p>')
    assert "sau.png" in item.text.raw
    assert b"sau.png" in way.page(item)
    with api.env.adopt_roles(["Manager"]):
        make(way.unit, "LegalNews", "Tin", id="sau.png")
    transaction.commit()
    assert b'src="sau.png"' not in way.page(item)
