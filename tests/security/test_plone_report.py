"""What `docs/private/plone-security-report.rst` says of Plone, without this add-on's layer.

It stays closed as the report does, and is in no release (`MANIFEST.in`).

When one of these fails after an upgrade of Plone, Plone has mended it: then the report and
`docs/security.rst` say too much.
"""

from plone.browserlayer.utils import unregister_layer
from public_content import make
from web_requests import Person

import pytest
import sonla.pbgdpl
import transaction

REASON = "plone.restapi commits with its refusal, and ours is not asked"
LATER = {"effective": "2099-01-01T00:00:00"}
CROSSED = {**LATER, "expires": "2001-01-01T00:00:00"}


@pytest.fixture
def plain_portal(functional_portal):
    """Return a portal that doesn't know our views."""
    unregister_layer(sonla.pbgdpl.PACKAGE_NAME)
    return functional_portal


def public(portal, portal_type):
    made = make(portal, portal_type, "Trang")
    transaction.commit()
    return made


def send(item, step, body):
    path = f"{item.absolute_url_path()}/@workflow/{step}"
    answer = Person().ask(path, "POST", json=body)
    transaction.begin()
    return answer


@pytest.mark.parametrize("step", ["publish", "no-such-step"])
def test_anybody_dates_a_page_by_dates_that_contradict(functional, plain_portal, step):
    page = public(plain_portal, "Document")
    with functional.refused.expected(f"/@workflow/{step}", REASON):
        assert send(page, step, CROSSED).status == 400
    assert page.effective_date.year() == 2099
    assert page.expiration_date.year() == 2001


def test_anybody_dates_what_has_no_versions(plain_portal):
    folder = public(plain_portal, "Folder")
    assert send(folder, "publish", LATER).status == 200
    assert folder.effective_date.year() == 2099


def test_what_has_versions_is_guarded_by_them(plain_portal):
    page = public(plain_portal, "Document")
    assert send(page, "publish", LATER).status == 401
    assert page.effective_date.year() < 2099


def test_anybody_learns_who_took_the_last_step(plain_portal):
    answer = send(public(plain_portal, "Document"), "publish", {})
    assert answer.status == 200 and '"actor": "test_user_1_"' in answer.text


def test_with_the_add_on_a_refusal_keeps_nothing_outside_of_sections(functional_portal):
    page = public(functional_portal, "Document")
    assert send(page, "publish", CROSSED).status == 400
    assert page.expiration_date is None
