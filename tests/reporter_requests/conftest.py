"""A section for requests for reporters; `acting` lets somebody with one role act."""

from desk_content import served_unit  # noqa: F401
from grid_rows import add_row  # noqa: F401
from opened_pages import open_page  # noqa: F401
from public_content import make_section
from reset_rate_limits import reset_rate_limits  # noqa: F401
from role_tables import acting  # noqa: F401
from served_mail import at  # noqa: F401
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from workflow_chains import chain  # noqa: F401
from zope.interface import alsoProvides

import pytest


@pytest.fixture
def section(portal, http_request):
    alsoProvides(http_request, IBrowserLayer)
    return make_section(portal)
