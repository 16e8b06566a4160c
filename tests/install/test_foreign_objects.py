"""Subscribers that hear of everything leave alone what is not ours.

Also where nobody can be asked: scripts and other add-ons' tests have no portal.
"""

from foreign_events import calls
from foreign_events import general_handlers
from foreign_events import Places
from OFS.Folder import Folder as PlainFolder
from OFS.SimpleItem import SimpleItem
from persistent.mapping import PersistentMapping
from plone import api
from plone.app.contenttypes.content import Collection
from plone.app.contenttypes.content import Document
from plone.app.contenttypes.content import Folder
from plone.app.discussion.comment import Comment
from plone.app.iterate.interfaces import IBaseline
from Products.CMFPlone.Portal import PloneSite
from two_portals import new_site
from zope.component.hooks import site
from zope.globalrequest import getRequest
from zope.globalrequest import setRequest
from zope.interface import alsoProvides

import pytest
import transaction


@pytest.fixture(autouse=True)
def without_request(functional):
    """Take away the request that the layer provides."""
    before = getRequest()
    setRequest(None)
    yield
    setRequest(before)


def bare_content(kind):
    """Make content of a type of the portal's own."""
    made = kind(kind.__name__.lower())
    made.portal_type = kind.__name__
    return made


def bare_items():
    """Make what stands in no portal, in each kind that a subscriber is registered for."""
    found = [bare_content(kind) for kind in (Document, Folder, Collection)]
    baseline = bare_content(Document)
    alsoProvides(baseline, IBaseline)
    tools = [SimpleItem(), PlainFolder("plain"), PersistentMapping()]
    return [*found, baseline, Comment(), PloneSite("portal"), *tools]


def bare_places(item, request):
    """Put an item into a folder that stands in no portal."""
    home, other = bare_content(Folder), bare_content(Folder)
    held = item.__of__(home) if hasattr(item, "__of__") else item
    return Places(held, home, other, request)


def kept(item):
    """Return what would be stored of an item."""
    return {key: one for key, one in vars(item).items() if not key.startswith("_v_")}


def outcomes(handler, there):
    """Call a subscriber with all that it may hear of; tell what it raises."""
    for arguments in calls(handler, there):
        try:
            handler.factory(*arguments)
        except Exception as error:
            yield f"{handler.factory.__module__}.{handler.factory.__name__}: {arguments[-1]!r} of {there.item!r}: {error!r}"


def test_there_are_such_subscribers(functional):
    assert len(list(general_handlers())) > 40


def test_each_hears_of_something(functional):
    """A subscriber for an interface of which there is no sample would not be tried."""
    places = [bare_places(item, functional["request"].clone()) for item in bare_items()]
    for handler in general_handlers():
        assert any(list(calls(handler, one)) for one in places), handler


def test_without_a_portal(functional):
    """Nothing is asked of a portal, nothing is written to an item."""
    failed, items = [], bare_items()
    with site(None):
        for item in items:
            for handler in general_handlers():
                before = kept(item)
                there = bare_places(item, functional["request"].clone())
                failed += outcomes(handler, there)
                if kept(item) != before:
                    failed.append(f"{handler.factory} wrote to {item!r}")
    assert not failed, "\n".join(failed)


@pytest.fixture
def foreign_site(functional):
    """Yield a portal of the same server without the add-on."""
    setRequest(functional["request"])
    made = new_site(functional["app"], "khac", has_addon=False)
    with site(made):
        for kind in ("Document", "Folder", "Collection"):
            api.content.create(made, kind, kind.lower())
        for name in ("home", "other"):
            api.content.create(made, "Folder", name)
    transaction.commit()
    setRequest(None)
    yield made


def test_in_a_portal_without_the_add_on(functional, foreign_site):
    """Nothing is raised, nothing is written."""
    failed = []
    home, other = foreign_site["home"], foreign_site["other"]
    with site(foreign_site):
        for item in (
            *foreign_site.contentValues(),
            foreign_site.MailHost,
            foreign_site,
        ):
            there = Places(item, home, other, functional["request"].clone())
            for handler in general_handlers():
                failed += outcomes(handler, there)
                if written := foreign_site._p_jar._registered_objects:
                    failed.append(f"{handler.factory} wrote {written!r}")
                    transaction.abort()
    assert not failed, "\n".join(failed)
