"""A section with two units, and people of each of them."""

from desk_content import make_people
from desk_content import make_section
from desk_content import make_unit
from role_tables import acting  # noqa: F401
from statistics_content import activity

import pytest


@pytest.fixture
def section(portal):
    make_people()
    return make_section(portal)


@pytest.fixture
def unit(section):
    return make_unit(section, "Xã Mẫu", "tac-gia", code="xa-mau")


@pytest.fixture
def other(section):
    return make_unit(section, "Xã Khác", "nguoi-ngoai", code="xa-khac")


@pytest.fixture
def kept_activity(unit):
    return activity(unit)
