"""What is copied into a test's database is what would have been made in it."""

from made_once import made_once
from made_once import MOST
from new_items import create
from plone import api
from public_content import picture

import pytest
import requests
import transaction

CALLS = []


def make_folder(portal, title):
    """Make a public folder with a picture."""
    CALLS.append(title)
    with api.env.adopt_roles(["Manager"]):
        folder = create(portal, "Folder", title=title)
        image = api.content.create(folder, "Image", "hinh", image=picture("teal"))
        api.content.transition(folder, to_state="published")
    return {"folder": folder, "parts": [image]}


@pytest.mark.parametrize("_time", range(3))
def test_it_is_there_and_found_each_time(portal, _time):
    made = made_once(portal, make_folder, "Một lần")
    assert CALLS.count("Một lần") == 1
    assert made["folder"].aq_parent is portal
    (brain,) = api.content.find(portal, portal_type="Folder", Title="Một lần")
    assert brain.getObject() == made["folder"] == portal["mot-lan"]
    assert brain.review_state == "published"
    (image,) = made["parts"]
    assert image.image.data == picture("teal").data
    with api.env.adopt_roles(["Manager"]):
        create(made["folder"], "Document", title="Của bài này")
    assert sorted(made["folder"].objectIds()) == ["cua-bai-nay", "hinh"]


@pytest.mark.parametrize("_time", range(2))
def test_it_can_be_committed_and_served(functional_portal, _time):
    (image,) = made_once(functional_portal, make_folder, "Phục vụ")["parts"]
    transaction.commit()
    assert CALLS.count("Phục vụ") == 1
    answer = requests.get(f"{image.absolute_url()}/@@images/image", timeout=60)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/png"


@pytest.mark.parametrize("changed", [False, True, False])
def test_it_is_made_anew_where_the_database_is_another(portal, changed):
    before = CALLS.count("Khác")
    if changed:
        api.portal.set_registry_record("plone.site_title", "Khác")
    made_once(portal, make_folder, "Khác")
    known = before > 0
    assert CALLS.count("Khác") - before == (changed or not known)
    assert portal["khac"]["hinh"].image.data == picture("teal").data


@pytest.mark.sample(None)
@pytest.mark.parametrize("others", [MOST, 0, 0])
def test_states_that_are_never_met_again_keep_no_other_out(portal, others):
    for number in range(others):
        api.portal.set_registry_record("plone.site_title", f"Khác {number}")
        made_once(portal, make_folder, "Lại")
    if not others:
        made_once(portal, make_folder, "Lại")
        assert CALLS.count("Lại") == MOST + 1


def change_title(portal):
    """Set a record of the registry."""
    api.portal.set_registry_record("plone.site_title", "Đã đặt")


@pytest.mark.parametrize("_time", range(2))
def test_a_request_forgets_what_it_remembers_of_the_registry(portal, _time):
    assert api.portal.get_registry_record("plone.site_title") != "Đã đặt"
    made_once(portal, change_title)
    assert api.portal.get_registry_record("plone.site_title") == "Đã đặt"
