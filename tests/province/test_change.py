"""Another province: its lists come while nothing depends on the one before; then it is refused."""

from city_portal import import_city
from invented_city import CITY
from lxml import html
from people import enter
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.base.utils import get_installer
from public_content import make
from public_content import make_section
from sonla.pbgdpl.province.current import current_province
from sonla.pbgdpl.province.files import SHIPPED_PROVINCE
from sonla.pbgdpl.province.interfaces import RECORD
from sonla.pbgdpl.province.interfaces import SHIPPED
from sonla.pbgdpl.vocabularies.settings import VOCABULARY_FIELDS
from sonla.pbgdpl.vocabularies.setup import shipped_rows
from sonla.pbgdpl.vocabularies.terms import record_name
from two_portals import second_site
from web_requests import Person
from web_requests import UNTHEMED
from zExceptions import BadRequest
from zope.component.hooks import site

import json
import pytest
import transaction

OWNER = Person(SITE_OWNER_NAME, SITE_OWNER_PASSWORD)


def by_script(portal, name):
    """Return what is said when code sets the record; nothing if it may."""
    try:
        api.portal.set_registry_record(RECORD, name)
    except BadRequest as refusal:
        return str(refusal)
    transaction.commit()
    return ""


def by_profile(portal, name):
    """Do the same by the profile of the package that brings the province."""
    assert name == "vi-du"
    try:
        import_city(portal)
    except BadRequest as refusal:
        return str(refusal)
    transaction.commit()
    return ""


def by_rest(portal, name):
    """Do the same by Plone's service of the registry."""
    transaction.commit()
    path = f"{portal.absolute_url_path()}/@registry"
    answer = OWNER.ask(path, "PATCH", json={RECORD: name})
    transaction.begin()
    return "" if answer.status == 204 else json.loads(answer.body)["message"]


def by_form(portal, name):
    """Do the same by Plone's form of one record."""
    transaction.commit()
    path = f"{portal.absolute_url_path()}/portal_registry/edit/{RECORD}"
    shown = html.fromstring(OWNER.ask(path, headers=UNTHEMED).text)
    (token,) = shown.xpath("//input[@name='_authenticator']/@value")[:1]
    typed = {"form.widgets.value": name, "form.buttons.save": "Save"}
    form = {**typed, "_authenticator": token}
    answer = OWNER.ask(path, "POST", form=form, headers={"Accept": "text/html"})
    transaction.begin()
    return "" if answer.status == 302 else answer.text


WAYS = pytest.mark.parametrize(
    "way", [by_script, by_profile, by_rest, by_form], ids=lambda way: way.__name__
)


def are_of(province):
    """Return whether all lists are as a province starts with them."""
    return all(
        api.portal.get_registry_record(record_name(name))
        == list(shipped_rows(name, province))
        for name in VOCABULARY_FIELDS
    )


def with_unit(portal):
    make(make_section(portal), "LegalNews", "Tin", territory=("03646",))
    return "Phường Tô Hiệu (1)"


def with_recognition(portal):
    enter(make_section(portal))
    return "Tỉnh Sơn La (1)"


def with_agency(portal):
    make(make_section(portal), "LegalNews", "Tin", agency="so-y-te")
    return "Sở Y tế (1)"


def with_language(portal):
    section = make_section(portal)
    make(section, "EducationMaterial", "Sách", kind="sach", text_language="hmn")
    return "Tiếng Mông (1)"


def with_any_content(portal):
    make(make_section(portal), "LegalNews", "Tin")
    return "Content was made in it: 1 items."


def with_offered_record(portal):
    make(make_section(portal), "LegalNews", "Tin")
    transaction.commit()
    return "offered to other systems: 1."


def with_edited_list(portal):
    rows = [
        dict(row) for row in api.portal.get_registry_record(record_name("Agencies"))
    ]
    rows[0]["title"] = "Tên khác"
    api.portal.set_registry_record(record_name("Agencies"), rows)
    return "Agencies"


@WAYS
def test_the_lists_come_with_it(known, way):
    assert are_of(SHIPPED_PROVINCE)
    assert way(known, "vi-du") == ""
    assert current_province() is CITY
    assert are_of(CITY)


@WAYS
def test_what_depends_on_it_is_said_and_all_stays(known, way):
    told = with_unit(known)
    assert told in way(known, "vi-du")
    assert api.portal.get_registry_record(RECORD) == SHIPPED
    assert current_province() is SHIPPED_PROVINCE
    assert are_of(SHIPPED_PROVINCE)


@pytest.mark.parametrize(
    "made",
    [
        with_recognition,
        with_any_content,
        with_agency,
        with_language,
        with_offered_record,
        with_edited_list,
    ],
)
def test_each_thing_that_depends_on_it_is_told(known, made):
    told = made(known)
    assert told in by_script(known, "vi-du")
    assert current_province() is SHIPPED_PROVINCE


def test_an_unknown_one_is_refused(known):
    assert "“nowhere”" in by_script(known, "nowhere")
    assert current_province() is SHIPPED_PROVINCE


def test_one_with_broken_files_is_refused(known, monkeypatch):
    monkeypatch.setattr(CITY, "folder", "profiles")
    assert "administrative_units.csv is missing." in by_script(known, "vi-du")
    assert are_of(SHIPPED_PROVINCE)


def test_back_again_while_nothing_depends_on_it(city):
    assert by_script(city, SHIPPED) == ""
    assert are_of(SHIPPED_PROVINCE)


def test_uninstallation_keeps_it_with_the_content(city):
    section = make_section(city)
    make(section, "LegalNews", "Tin", territory=("98001",))
    installer = get_installer(city, city.REQUEST)
    with api.env.adopt_roles(["Manager"]):
        assert installer.uninstall_product("sonla.pbgdpl")
        assert RECORD not in api.portal.get_tool("portal_registry")
        assert installer.install_product("sonla.pbgdpl")
    assert current_province() is CITY
    assert are_of(CITY)


def test_two_portals_of_one_process_are_of_two_provinces(functional, city):
    other = second_site(functional["app"], "hai")
    with site(other):
        assert current_province() is SHIPPED_PROVINCE
        assert are_of(SHIPPED_PROVINCE)
    with site(city):
        assert current_province() is CITY
        assert are_of(CITY)
