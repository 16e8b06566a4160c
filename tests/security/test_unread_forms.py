"""A form that Zope can't read is the sender's fault, and is answered as such."""

from plone import api
from plone.browserlayer.utils import unregister_layer
from Products.Five.browser import BrowserView
from public_content import make
from sonla.pbgdpl.ui.page import TEXT
from web_requests import Person
from zope.component import getGlobalSiteManager
from zope.interface import Interface

import pytest
import sonla.pbgdpl
import transaction

BOUNDARY = "ranh-gioi"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
UNREAD = {
    "NUL": ("a\x00.pdf", MULTIPART),
    "control": ("\x1b[31ma.pdf", MULTIPART),
    "no UTF-8": ("a\xff.pdf", MULTIPART),
    "no boundary": ("a.pdf", "multipart/form-data"),
    "long": (f"{'a' * 5000}.pdf", MULTIPART),
}
"""File name of a part, and the type of the whole form."""
VIRTUAL = "/VirtualHostBase/https/cong.example:443{}/VirtualHostRoot{}"


def send(path, filename, content_type, **headers):
    """Send a form with a file to an address, as a program writes it."""
    body = (
        f"--{BOUNDARY}\r\n"
        f'Content-Disposition: form-data; name="tep"; filename="{filename}"\r\n'
        f"Content-Type: application/pdf\r\n\r\n%PDF\r\n--{BOUNDARY}--\r\n"
    ).encode("latin-1")
    return Person().ask(
        path, "POST", body=body, headers={"Content-Type": content_type, **headers}
    )


@pytest.mark.parametrize("kind", UNREAD)
@pytest.mark.parametrize(
    "address",
    ["", "/@@ask-question", "/trang", "/khong-co", "/login", "/++api++/trang"],
)
def test_inside_a_portal_with_the_add_on(functional_portal, address, kind):
    make(functional_portal, "Document", "Trang", id="trang")
    transaction.commit()
    answer = send(f"/plone{address}", *UNREAD[kind])
    assert answer.status == 400
    assert answer.headers["Content-Type"] == TEXT
    assert "can't be read" in answer.text


@pytest.mark.parametrize("kind", UNREAD)
def test_it_is_said_in_the_language_of_the_portal(functional_portal, kind):
    api.portal.set_registry_record("plone.default_language", "vi")
    transaction.commit()
    answer = send("/plone/@@ask-question", *UNREAD[kind], Accept="text/html")
    assert (answer.status, answer.headers["Content-Type"]) == (400, TEXT)
    assert "Không đọc được nội dung vừa gửi" in answer.text


JSON = "application/json"


@pytest.mark.parametrize("kind", UNREAD)
@pytest.mark.parametrize(
    ("accept", "content_type"), [("text/html", TEXT), ("*/*", TEXT), (JSON, JSON)]
)
@pytest.mark.usefixtures("functional_portal")
def test_whatever_answer_is_wished(accept, content_type, kind):
    answer = send("/plone/@@ask-question", *UNREAD[kind], Accept=accept)
    assert (answer.status, answer.headers["Content-Type"]) == (400, content_type)


def test_behind_a_proxy(functional_portal):
    path = VIRTUAL.format("/plone", "/@@ask-question")
    assert send(path, *UNREAD["NUL"]).status == 400


@pytest.mark.parametrize("query", ["so:int=khong", "ngay:date=khong"])
def test_values_that_are_not_of_the_kind_that_their_name_says(functional_portal, query):
    assert Person().ask(f"/plone?{query}").status == 400


def test_a_form_that_can_be_read_reaches_its_page(functional_portal):
    answer = send(
        "/plone/khong-co", "Kế hoạch.pdf".encode().decode("latin-1"), MULTIPART
    )
    assert answer.status == 404


@pytest.mark.parametrize("path", ["/plone", "/plone/@@login"])
def test_a_portal_without_the_add_on_answers_as_before(functional_portal, path):
    unregister_layer(sonla.pbgdpl.PACKAGE_NAME)
    transaction.commit()
    for accept in ("text/html", JSON):
        assert send(path, *UNREAD["NUL"], Accept=accept).status == 500


@pytest.mark.parametrize("path", ["/", "/khong-co", "/khong-co/plone"])
@pytest.mark.usefixtures("functional_portal")
def test_outside_of_portals_it_is_answered_as_before(path):
    assert send(path, *UNREAD["NUL"]).status == 500


class Broken(BrowserView):
    """Fall over by an error such as a form that can't be read gives."""

    def __call__(self):
        """Raise an error of ours."""
        raise ValueError("our own")


@pytest.fixture
def broken_page():
    """Yield the name of a page that falls over."""
    name, manager = "test-broken", getGlobalSiteManager()
    manager.registerAdapter(Broken, (Interface, Interface), Interface, name)
    yield name
    manager.unregisterAdapter(Broken, (Interface, Interface), Interface, name)


@pytest.mark.usefixtures("functional_portal")
def test_an_error_of_a_page_stays_one(broken_page):
    for accept in ("text/html", JSON):
        headers = {"Accept": accept}
        answer = Person().ask(f"/plone/++api++/@@{broken_page}", headers=headers)
        assert answer.status == 500
