"""Our views win over core's where all are registered in one registry, as in a portal.

Test layers stack registries, and what is registered above hides what is below, however
specific that is. So these tests look in a registry that holds everything side by side.
"""

from collections.abc import Iterator
from plone import api
from plone.app.contenttypes.behaviors.collection import ISyndicatableCollection
from sonla.pbgdpl.sections.pages.listing import ListingView
from sonla.pbgdpl.sections.pages.listing import standard_view
from zope.component import getSiteManager
from zope.interface import alsoProvides
from zope.interface import Interface
from zope.interface import providedBy
from zope.interface.adapter import AdapterRegistry

import pytest


def registrations(manager) -> Iterator:
    """Yield the adapters of a registry and of all below it."""
    for base in manager.__bases__:
        yield from registrations(base)
    yield from manager.registeredAdapters()


@pytest.fixture
def flat():
    """Return one registry with all adapters."""
    registry = AdapterRegistry()
    for one in registrations(getSiteManager()):
        registry.register(one.required, one.provided, one.name, one.factory)
    return registry


@pytest.fixture
def found(flat, http_request):
    """Find what answers for an item under a name."""

    def lookup(item, name):
        return flat.lookup(
            (providedBy(item), providedBy(http_request)), Interface, name
        )

    return lookup


def is_ours(factory):
    return any(
        getattr(base, "__module__", "").startswith("sonla.pbgdpl")
        for base in getattr(factory, "__mro__", (factory,))
    )


def test_listing_is_the_standard_view_of_collections(section, found):
    with api.env.adopt_roles(["Manager"]):
        listing = api.content.create(section, "Collection", "tin", "Tin")
    assert found(listing, "listing_view") is standard_view


def test_another_type_with_the_behavior_keeps_its_view(section, http_request):
    with api.env.adopt_roles(["Manager"]):
        page = api.content.create(section, "Document", "trang", "Trang")
    alsoProvides(page, ISyndicatableCollection)
    assert not isinstance(standard_view(page, http_request), ListingView)


@pytest.mark.parametrize(
    "name",
    [
        "content_status_modify",
        "historyview",
        "iterate_control",
        "pbgdpl-transition",
        "view",
    ],
)
def test_ours_answers_for_a_text(texts, found, name):
    assert is_ours(found(texts["LegalNews"], name))


@pytest.mark.parametrize("name", ["fileUpload", "view"])
def test_ours_answers_for_a_section(section, found, name):
    assert is_ours(found(section, name))
