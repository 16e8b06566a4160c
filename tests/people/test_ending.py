"""A recognition is ended from the page of the person."""

from AccessControl import Unauthorized
from datetime import timedelta
from io import BytesIO
from people import enter
from people import recognition
from people import WARD
from plone import api
from plone.protect import createToken
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.editorial.states import is_public
from sonla.pbgdpl.editorial.states import state_of
from zope.interface import alsoProvides
from ZPublisher.HTTPRequest import FileUpload

import lxml.html
import pytest

pytestmark = pytest.mark.usefixtures("content_alone")


class Sent:
    file, filename, headers, name = BytesIO(b"%PDF-1.7"), "qd.pdf", {}, "file"


@pytest.fixture
def keeper(section, acting):
    with acting("PBGDPL Approver"):
        yield


def page(person, **form):
    """Return a form of a person, and what it answers to what is sent."""
    request = person.REQUEST.clone()
    alsoProvides(request, IBrowserLayer)
    if form:
        request.environ["REQUEST_METHOD"] = request.method = "POST"
        form["_authenticator"] = createToken()
    request.form.update(form)
    answer = api.content.get_view("pbgdpl-person-end", person, request)()
    return lxml.html.fromstring(answer) if answer else None


def buttons(person):
    shown = lxml.html.fromstring(person.restrictedTraverse("view")())
    return [one.get("href") for one in shown.cssselect("#pbgdpl-person-steps a")]


def test_a_recognition_is_ended_from_the_page_of_the_person(section, keeper):
    person = enter(section)
    (url,) = buttons(person)
    assert url.endswith("/@@pbgdpl-person-end?level=tinh")
    shown = page(person)
    fields = shown.cssselect("#pbgdpl-person-form [name]:not([type=hidden])")
    names = [one.get("name") for one in fields if one.tag != "button"]
    assert names == ["day", "end_kind:list", "number", "file"]
    (kind,) = shown.cssselect("option[selected]")
    assert kind.get("value") == "mien-nhiem"
    sent = {"end": "1", "level": "tinh", "end_kind": ["mien-nhiem"]}
    day = today().isoformat()
    assert page(person, **sent, day="31/31/2026").cssselect(".alert-danger")
    assert state_of(person) == "recognised"
    upload = FileUpload(Sent())
    assert page(person, **sent, day=day, number="7/QĐ", file=upload) is None
    (row,) = person.recognitions
    assert (row["ended_on"], row["end_kind"]) == (today(), "mien-nhiem")
    assert row["end_decision"] == "7/QĐ" and state_of(person) == "ended"
    (kept,) = (one for one in section.objectValues() if one.portal_type == "File")
    assert not is_public(kept)
    links = lxml.html.fromstring(person.restrictedTraverse("view")()).iterlinks()
    assert f"{kept.absolute_url()}/view" in [link for _a, _b, link, _c in links]
    (noted,) = (one for one in log.newest_first() if one.action == "register_decision")
    assert (noted.count, noted.facts["number"]) == (1, "7/QĐ")
    assert page(person, **sent, day=day).cssselect(".alert-danger")
    assert not any("person-end" in url for url in buttons(person))


def test_one_of_two_recognitions_ends_without_a_decision(section, keeper):
    rows = [recognition(), recognition("xa", WARD)]
    person = enter(section, portal_type="LegalPropagandist", recognitions=rows)
    assert {url.rpartition("=")[2] for url in buttons(person)} == {"tinh", "xa"}
    day = (today() + timedelta(days=3)).isoformat()
    page(person, end="1", level="xa", day=day, end_kind=["cho-thoi"])
    first, second = person.recognitions
    assert (first["ended_on"], second["end_decision"]) == (None, None)
    assert second["ended_on"] == today() + timedelta(days=3)
    assert state_of(person) == "recognised"


@pytest.mark.parametrize("role", ["PBGDPL Contributor", "PBGDPL Editor"])
def test_only_keepers_end(section, acting, role):
    person = enter(section)
    with acting(role):
        assert buttons(person) == []
        with pytest.raises(Unauthorized):
            person.restrictedTraverse("@@pbgdpl-person-end")
