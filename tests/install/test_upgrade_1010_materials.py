"""From profile version 1000: materials that were there can be filtered by publisher."""

from plone import api
from public_content import make
from public_content import make_section
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.materials import PUBLISHER_INDEX

PROFILE = "sonla.pbgdpl:default"


def test_index_comes_filled(portal):
    section = make_section(portal)
    fields = {"kind": "sach", "publisher": "Nhà xuất bản Tư pháp"}
    material = make(section, "EducationMaterial", "Sách", **fields)
    catalog, setup = portal.portal_catalog, portal.portal_setup
    catalog.delIndex(PUBLISHER_INDEX)
    setup.setLastVersionForProfile(PROFILE, "1000")
    with api.env.adopt_roles(["Manager"]):
        setup.upgradeProfile(PROFILE)
    found = catalog.unrestrictedSearchResults(
        **{PUBLISHER_INDEX: "Nhà xuất bản Tư pháp"}
    )
    assert [brain.getPath() for brain in found] == [path_of(material)]
