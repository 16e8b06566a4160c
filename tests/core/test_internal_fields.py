"""What is for the office alone, and what our forms call the body of a text."""

from AccessControl import Unauthorized
from plone import api
from plone.app.contenttypes.behaviors.richtext import IRichTextBehavior
from plone.app.testing import logout
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.restapi.interfaces import ISerializeToJson
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.editorial.states import set_state
from z3c.form.interfaces import IValue
from zope.component import getMultiAdapter
from zope.component import queryMultiAdapter
from zope.interface import alsoProvides

import pytest

ROYALTY = {"royalty_kind", "word_count"}


@pytest.fixture
def news(portal):
    """Make a published news item."""
    setRoles(portal, TEST_USER_ID, ["Manager"])
    section = api.content.create(portal, "LegalEducationSection", "phap-luat", "Luật")
    news = api.content.create(
        section, "LegalNews", "tin", "Tin", royalty_kind="tin", word_count=300
    )
    workflow = api.portal.get_tool("portal_workflow")[EDITORIAL_WORKFLOW]
    for obj in (section, news):
        set_state(obj, workflow, "published")
    return news


def test_royalty_is_not_public(news, http_request):
    assert ROYALTY <= set(serialized(news, http_request))
    logout()
    public = serialized(news, http_request)
    assert public["title"] == "Tin"
    assert not ROYALTY & set(public)


@pytest.mark.parametrize("name", ["manage_FTPget", "manage_DAVget"])
def test_royalty_is_not_in_the_source_of_a_text(news, name):
    assert b"word_count: 300" in written(news.restrictedTraverse(name))
    logout()
    with pytest.raises(Unauthorized):
        news.restrictedTraverse(name)


def written(read):
    return b"".join(part.encode() if isinstance(part, str) else part for part in read())


def serialized(obj, request):
    return getMultiAdapter((obj, request), ISerializeToJson)()


@pytest.mark.parametrize("inside", [True, False])
def test_body_is_called_so_inside_sections(portal, news, http_request, inside):
    alsoProvides(http_request, IBrowserLayer)
    context = news if inside else portal
    field = IRichTextBehavior["text"]
    label = queryMultiAdapter(
        (context, http_request, None, field, None), IValue, name="label"
    )
    assert str(label.get()) == ("label_body" if inside else field.title)
