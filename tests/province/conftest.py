"""A portal whose province is brought by a package of somebody else's."""

from city_portal import import_city
from city_portal import knowing_city
from harvested_portal import lasting_server  # noqa: F401

import pytest


@pytest.fixture
def known(functional_portal):
    """Yield a portal of the shipped province that knows the city, too."""
    with knowing_city(functional_portal) as portal:
        yield portal


@pytest.fixture
def city(known):
    """Return a portal of the city."""
    import_city(known)
    return known


@pytest.fixture(scope="class")
def city_class(functional_portal_class):
    """Yield a portal of the city for the tests of a class."""
    with knowing_city(functional_portal_class) as portal:
        import_city(portal)
        yield portal
