"""An expired item opens with one plain notice, whatever its type."""

from DateTime import DateTime
from new_items import create
from plone import api

import pytest

NOTICE = 'class="pbgdpl-notice"'
TYPES = [
    ("LegalNews", {}),
    ("LegalIntroduction", {"kind": "de-cuong"}),
    ("Guidance", {"document_type": "ke-hoach"}),
    ("EducationMaterial", {"kind": "sach"}),
    ("LifeSituation", {}),
    ("Document", {}),
    ("Event", {}),
]


def expire(item, date):
    item.expiration_date = date
    item.reindexObject()
    return item


@pytest.mark.parametrize("portal_type, fields", TYPES)
def test_notice_after_expiry_only(site, portal_type, fields):
    item = site.publish(site.make("contributor", portal_type, **fields))
    expire(item, DateTime() + 1)
    assert NOTICE not in site.http("GET", item).text
    expire(item, DateTime() - 1)
    page = site.http("GET", item)
    assert page.status_code == 200
    assert page.text.count(NOTICE) == 1
    assert 'role="note"' in page.text
    assert "/pbgdpl.css" in page.text


def test_day_is_that_of_the_portal(site):
    api.portal.set_registry_record("plone.portal_timezone", "Asia/Ho_Chi_Minh")
    item = site.published("Document")
    expire(item, DateTime("2025-12-31T00:00:00+07:00"))
    assert "31/12/2025" in site.http("GET", item).text


def test_no_notice_on_the_form(site):
    item = expire(site.make("contributor", "Document"), DateTime() - 1)
    assert NOTICE in site.http("GET", item, user="contributor").text
    assert NOTICE not in site.http("GET", item, "/edit", user="contributor").text


def test_no_notice_outside_of_the_section(site):
    with api.env.adopt_roles(["Manager"]):
        item = create(site.portal, "Document", title="Ngoài")
        api.content.transition(item, "publish")
    expire(item, DateTime() - 1)
    assert NOTICE not in site.http("GET", item).text
