"""Each type can be made and has the schema that the contract promises."""

from plone import api
from sonla.pbgdpl.config import OWN_TYPES

import pytest


@pytest.mark.parametrize("portal_type", OWN_TYPES)
def test_type_is_installed(portal, get_fti, portal_type):
    assert get_fti(portal_type).klass.startswith("sonla.pbgdpl.content.")


def test_make_introduction(portal):
    with api.env.adopt_roles(["Manager"]):
        section = api.content.create(portal, "LegalEducationSection", title="Pháp luật")
        text = api.content.create(section, "LegalIntroduction", title="Luật Đất đai", kind="de-cuong")
    assert text.kind == "de-cuong"
