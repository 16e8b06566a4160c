"""A section with a unit and people; `visit` shows a page to an anonymous visitor."""

from people import enter_once
from plone import api
from plone.app.testing import logout
from public_content import make_once
from public_content import make_section
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from zope.component import getMultiAdapter
from zope.interface import alsoProvides

import pytest


@pytest.fixture
def section(portal, http_request):
    alsoProvides(http_request, IBrowserLayer)
    api.portal.set_registry_record("plone.portal_timezone", "Asia/Ho_Chi_Minh")
    return make_section(portal)


@pytest.fixture
def unit(section):
    return make_once(section, "ContributingUnit", "Phường Mẫu", code="phuong-mau")


@pytest.fixture
def visit(http_request):
    """Render a page for an anonymous visitor."""

    def show(context, name="view", **asked):
        http_request.form.clear()
        http_request.form.update(asked)
        logout()
        if name == "view":
            name = context.getLayout()
        return getMultiAdapter((context, http_request), name=name)()

    return show


@pytest.fixture
def people(section):
    """Enter one person who is recognised and one who is not."""
    shown, draft = (
        enter_once(section, "Lò Văn Thấy"),
        enter_once(section, "Cà Thị Ẩn", recognitions=[]),
    )
    assert [api.content.get_state(p) for p in (shown, draft)] == ["recognised", "draft"]
    return shown, draft
