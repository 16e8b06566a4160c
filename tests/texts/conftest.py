"""Fixtures of the pages of texts."""

from plone.app.testing import logout
from public_content import empty_cache  # noqa: F401
from public_content import section  # noqa: F401
from public_content import served  # noqa: F401
from public_content import site  # noqa: F401
from public_content import texts  # noqa: F401
from zope.component import getMultiAdapter

import public_content
import pytest


@pytest.fixture
def page(http_request):
    """Render the page of a text as an anonymous visitor."""

    def render(obj):
        logout()
        return getMultiAdapter((obj, http_request), name="view")()

    return render


@pytest.fixture
def text(section):  # noqa: F811
    """Make a published text in the section."""
    return lambda *args, **fields: public_content.make(section, *args, **fields)
