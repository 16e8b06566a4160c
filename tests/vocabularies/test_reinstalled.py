"""Edited lists and settings survive an uninstallation with the section."""

from new_items import create
from plone import api
from sonla.pbgdpl.core.setup import setup_steps
from sonla.pbgdpl.settings.setup import SettingsStep
from sonla.pbgdpl.vocabularies.setup import VocabulariesStep
from sonla.pbgdpl.vocabularies.terms import record_name

RECORD = record_name("Audiences")
AGENCY = "sonla.pbgdpl.managing_agency"
STEPS = (SettingsStep, VocabulariesStep)


def remember_settings(portal):
    for step in setup_steps():
        if isinstance(step, STEPS):
            step.uninstall(portal)


def restore_settings(portal):
    for step in setup_steps():
        if isinstance(step, STEPS):
            step.install(portal)


def test_nothing_to_remember_without_a_section(portal):
    api.portal.set_registry_record(AGENCY, "Sở Tư pháp")
    remember_settings(portal)
    api.portal.set_registry_record(AGENCY, "")
    restore_settings(portal)
    assert api.portal.get_registry_record(AGENCY) == ""


def test_edited_lists_come_back(portal):
    with api.env.adopt_roles(["Manager"]):
        create(portal, "LegalEducationSection", title="PBGDPL")
    own = {
        "token": "ngu-dan",
        "title": "Ngư dân",
        "valid_from": None,
        "valid_to": None,
        "aliases": None,
        "short_title": None,
        "icon": "users",
    }
    api.portal.set_registry_record(RECORD, [own])
    api.portal.set_registry_record(AGENCY, "Sở Tư pháp")
    remember_settings(portal)
    api.portal.set_registry_record(RECORD, [])
    api.portal.set_registry_record(AGENCY, "")
    restore_settings(portal)
    assert api.portal.get_registry_record(RECORD) == [own]
    assert api.portal.get_registry_record(AGENCY) == "Sở Tư pháp"


def test_they_come_back_once(portal):
    with api.env.adopt_roles(["Manager"]):
        create(portal, "LegalEducationSection", title="PBGDPL")
    api.portal.set_registry_record(AGENCY, "Sở Tư pháp")
    remember_settings(portal)
    restore_settings(portal)
    api.portal.set_registry_record(AGENCY, "Văn phòng")
    restore_settings(portal)
    assert api.portal.get_registry_record(AGENCY) == "Văn phòng"
