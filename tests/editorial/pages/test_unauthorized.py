"""Writing in a folder of others is refused in Vietnamese, over REST and in pages."""

from plone import api
from plone.browserlayer.utils import unregister_layer
from vietnamese_portal import CONTRIBUTOR
from vietnamese_portal import furnish
from vietnamese_portal import PASSWORD
from vietnamese_portal import SECTION

import pytest
import requests
import transaction

VIETNAMESE = "Không có quyền truy cập hoặc thực hiện thao tác này."
ENGLISH = "You are not authorized to access this resource."
NEWS = {"@type": "LegalNews", "title": "Tin"}
JSON = {"Accept": "application/json"}


@pytest.fixture
def foreign_unit(functional_portal):
    """Return the address of a unit in which the contributor has no role."""
    furnish(functional_portal)
    with api.env.adopt_roles(["Manager"]):
        unit = api.content.create(
            functional_portal[SECTION],
            "ContributingUnit",
            "so-y-te",
            "Sở Y tế",
            code="so-y-te",
        )
    transaction.commit()
    return unit.absolute_url()


@pytest.mark.parametrize("auth", [(CONTRIBUTOR, PASSWORD), None])
def test_rest_answers_in_vietnamese(foreign_unit, auth):
    answer = requests.post(foreign_unit, json=NEWS, auth=auth, headers=JSON)
    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json()["message"] == VIETNAMESE
    assert answer.json()["type"] == "Unauthorized"


def test_rest_keeps_the_english_of_an_english_portal(foreign_unit):
    api.portal.set_registry_record("plone.available_languages", ["en"])
    api.portal.set_registry_record("plone.default_language", "en")
    transaction.commit()
    answer = requests.post(foreign_unit, json=NEWS, headers=JSON)
    assert answer.json()["message"] == ENGLISH


def test_other_portals_keep_the_stock_answer(foreign_unit):
    unregister_layer("sonla.pbgdpl")
    transaction.commit()
    answer = requests.post(foreign_unit, json=NEWS, headers=JSON)
    assert answer.json()["message"] == ENGLISH


def test_form_leads_to_a_vietnamese_page(foreign_unit):
    session = requests.Session()
    session.auth = (CONTRIBUTOR, PASSWORD)
    page = session.get(f"{foreign_unit}/++add++LegalNews")
    assert page.url.endswith("/insufficient-privileges")
    assert "Không đủ quyền truy cập" in page.text
    assert "Bạn không có đủ quyền" in page.text
