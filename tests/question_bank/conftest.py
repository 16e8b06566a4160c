"""A section with an approved bank."""

from bank_content import make_bank
from public_content import make_section
from role_tables import acting  # noqa: F401

import pytest


@pytest.fixture
def section(portal):
    return make_section(portal, "Chuyên trang")


@pytest.fixture
def bank(section):
    return make_bank(section, state="approved")
