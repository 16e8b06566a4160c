"""A section of which neither address nor title says anything that is looked for."""

from search_content import make_section

import pytest


@pytest.fixture
def section(portal):
    return make_section(portal)
