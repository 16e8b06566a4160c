"""What may be given to others now."""

from DateTime import DateTime
from exchange_content import add
from new_items import create
from plone import api
from sonla.pbgdpl.core.interfaces import IHarvested
from sonla.pbgdpl.editorial.revisions import revise
from sonla.pbgdpl.exchange.exporter import is_exportable
from sonla.pbgdpl.exchange.settings import PREFIX
from zope.interface import alsoProvides

import pytest

NOW = DateTime()


@pytest.fixture
def news(section):
    return add(section, "LegalNews", title="Tin")


@pytest.mark.parametrize(
    "portal_type,exported",
    [
        ("LegalNews", True),
        ("LegalIntroduction", True),
        ("Guidance", True),
        ("EducationMaterial", True),
        ("News Item", True),
        ("Document", True),
        ("Folder", False),
        ("Link", False),
        ("Event", False),
        ("Collection", False),
        ("ContributingUnit", False),
    ],
)
def test_public_texts_of_the_section(section, portal_type, exported):
    obj = add(section, portal_type, title="Mục", code="moc-chau")
    assert is_exportable(obj) is exported


@pytest.mark.parametrize(
    "state,exported",
    [
        ("draft", False),
        ("pending_edit", False),
        ("pending_approval", False),
        ("published", True),
        ("withdrawn", False),
    ],
)
def test_only_what_passed_approval(section, state, exported):
    assert is_exportable(add(section, "LegalNews", state, title="Tin")) is exported


@pytest.mark.parametrize(
    "dates,exported",
    [
        ({"effective_date": NOW + 1}, False),
        ({"effective_date": NOW - 1}, True),
        ({"effective_date": None}, True),
        ({"expiration_date": NOW - 1}, False),
        ({"expiration_date": NOW + 1}, True),
    ],
)
def test_only_between_its_dates(news, dates, exported):
    for name, date in dates.items():
        setattr(news, name, date)
    assert is_exportable(news) is exported


def test_nothing_in_a_folder_that_is_not_effective_yet(section):
    folder = add(section, "Folder", title="Thư mục")
    news = add(folder, "News Item", title="Tin")
    assert is_exportable(news)
    folder.effective_date = NOW + 1
    assert not is_exportable(news)


def test_nothing_outside_of_sections(portal):
    with api.env.adopt_roles(["Manager"]):
        page = create(portal, "Document", title="Trang")
        api.content.transition(page, to_state="published")
    assert not is_exportable(page)


def test_nothing_that_came_from_elsewhere(news):
    alsoProvides(news, IHarvested)
    assert not is_exportable(news)


def test_no_working_copy(news):
    with api.env.adopt_roles(["Manager"]):
        copy = revise(news)
        copy.manage_permission("View", ["Anonymous"])
    assert is_exportable(news)
    assert not is_exportable(copy)


def test_no_type_that_is_switched_off(news):
    api.portal.set_registry_record(f"{PREFIX}.exported_types", ["guidance"])
    assert not is_exportable(news)
    api.portal.set_registry_record(f"{PREFIX}.exported_types", ["news"])
    assert is_exportable(news)
