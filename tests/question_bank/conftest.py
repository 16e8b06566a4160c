"""A section with an approved bank."""

from bank_content import make_bank
from made_once import made_once
from public_content import make_section
from role_tables import acting  # noqa: F401

import pytest


@pytest.fixture
def section(portal):
    return make_section(portal, "Chuyên trang")


@pytest.fixture
def bank(portal, section):
    return made_once(portal, make_approved_bank, section.getPhysicalPath())


def make_approved_bank(portal, path):
    """Make an approved bank in the section at a path."""
    return make_bank(portal.unrestrictedTraverse(path), state="approved")
