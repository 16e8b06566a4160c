"""A section with a unit, people and visitors, for courses."""

from learning_pages import make_learned
from made_once import made_once
from role_tables import acting  # noqa: F401
from unit_visits import people  # noqa: F401
from unit_visits import section  # noqa: F401
from unit_visits import unit  # noqa: F401
from unit_visits import visit  # noqa: F401

import pytest


@pytest.fixture
def course(portal, unit):  # noqa: F811
    return made_once(portal, make_learned, unit.getPhysicalPath())


@pytest.fixture
def host(section, acting):  # noqa: F811
    with acting("PBGDPL Editor"):
        yield
