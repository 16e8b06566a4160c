"""The signed copy stays with its locked version, for the office unless it is published."""

from AccessControl import Unauthorized
from desk_content import acting
from io import BytesIO
from plone import api
from sonla.pbgdpl.statistics.workflow import new_version
from statistics_content import PEOPLE
from statistics_content import put_report
from statistics_content import report
from statistics_content import token
from statistics_content import view
from zExceptions import NotFound

import pytest

pytestmark = pytest.mark.usefixtures("content_alone")

SCAN = b"%PDF-1.7 scan"


class Upload(BytesIO):
    filename = "bao-cao-da-ky.pdf"


def attached(item, content=SCAN, **sent):
    """Send the form; return what it says is wrong."""
    page = view(
        item,
        "pbgdpl-signed-copy",
        "POST",
        _authenticator=token(item),
        file=Upload(content),
        **sent,
    )
    page()
    return page.error


def locked(unit, **parts):
    item = report(unit, **parts)
    put_report(item, "locked")
    return item


def public_copy(item):
    with api.env.adopt_roles(["Anonymous"]):
        page = view(item, "pbgdpl-signed-copy.pdf")
        content = page()
    kept = page.request.response.getHeader("Cache-Control")
    assert kept == "no-store, private", "that it is public can be taken back"
    return content


def test_a_scan_stays_with_its_version(section, unit):
    item = locked(unit)
    with acting("tac-gia"):
        assert attached(item) is None
        assert item.file.data == SCAN
        assert attached(item, b"%PDF-1.7 other") == "msg_signed_there"
        assert item.file.data == SCAN
        later = new_version(item, "Thiếu một buổi")
    assert later.file is None and item.file.data == SCAN
    with pytest.raises(NotFound):
        public_copy(item)
    with acting("phe-duyet"):
        assert attached(item, b"%PDF-1.7 other") is None, "who approves may replace it"
    assert item.file.data == b"%PDF-1.7 other"


def test_a_scan_is_published_by_who_approves(section, unit):
    item = locked(unit)
    with acting("tac-gia"):
        attached(item, public="1")
    with pytest.raises(NotFound):
        public_copy(item)
    with acting("phe-duyet"):
        attached(item, public="1")
    assert public_copy(item) == SCAN
    with api.env.adopt_roles(["Anonymous"]):
        assert "pbgdpl-signed-copy.pdf" in view(item, "view")()
    with acting("phe-duyet"):
        attached(item)
    with pytest.raises(NotFound):
        public_copy(item)


def test_what_tells_of_single_people_is_not_published(section, unit):
    item = locked(unit, code=PEOPLE)
    with acting("phe-duyet"):
        attached(item, public="1")
    assert item.file.data == SCAN
    with pytest.raises(NotFound):
        public_copy(item)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"<html>"])
def test_what_is_no_scan_is_refused(section, unit, content):
    item = locked(unit)
    with acting("phe-duyet"):
        assert attached(item, content, public="1") == "msg_signed_no_pdf"
    assert item.file is None


def test_nothing_is_attached_to_a_report_that_may_change(section, unit):
    item = report(unit)
    for state in ("draft", "submitted", "approved"):
        put_report(item, state)
        with acting("phe-duyet"), pytest.raises(Unauthorized):
            attached(item)
