"""A portal upon another one: what is done to it is gone afterwards, at little cost.

A test that tries many examples, or many tests that begin with the same content, need
not set up a portal each time: a storage is laid upon the database and taken away.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from plone.app.testing import login
from plone.app.testing import TEST_USER_NAME
from plone.testing import Layer
from plone.testing.zodb import stackDemoStorage
from plone.testing.zope import addRequestContainer
from typing import Any
from ZODB.DB import DB
from zope.component.hooks import getSite
from zope.component.hooks import setSite
from zope.globalrequest import getRequest
from zope.globalrequest import setRequest

import transaction
import Zope2


@contextmanager
def stacked_portal(layer: Layer) -> Iterator[Any]:
    """Yield the portal of a functional layer anew, and forget what is done to it."""
    with served_app(layer, stackDemoStorage(layer["zodbDB"], name="Stacked")) as app:
        portal = app[getSite().getId()]
        setSite(portal)
        login(portal, TEST_USER_NAME)
        transaction.begin()
        yield portal


@contextmanager
def served_app(layer: Layer, database: DB) -> Iterator[Any]:
    """Put a database in the place of a functional layer's; give what stands in it.

    The layer's server serves it, too. The database is closed afterwards, and the portal
    of before is there again.
    """
    before, request = getSite(), getRequest()
    transaction.abort()
    usual = layer["zodbDB"]
    layer["zodbDB"] = database
    environ = {"SERVER_NAME": layer["host"], "SERVER_PORT": str(layer["port"])}
    app = addRequestContainer(Zope2.app(), environ=environ)
    try:
        setRequest(app.REQUEST)
        yield app
    finally:
        transaction.abort()
        app.REQUEST.close()
        app._p_jar.close()
        layer["zodbDB"].close()
        layer["zodbDB"] = usual
        setRequest(request)
        setSite(before)
        login(before, TEST_USER_NAME)
