"""What is changed without a request from outside is told to the proxy, too."""

from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from http.server import ThreadingHTTPServer
from plone.cachepurging.hooks import KEY
from plone.cachepurging.interfaces import ICachePurgingSettings
from plone.cachepurging.interfaces import IPurger
from plone.cachepurging.purger import DefaultPurger
from plone.registry.interfaces import IRegistry
from sonla.pbgdpl.jobs.site import acting
from threading import Thread
from zope.annotation.interfaces import IAnnotations
from zope.component import getGlobalSiteManager
from zope.component import getUtility
from zope.component import queryUtility

import pytest
import transaction

PATHS = {"/news/view", "/news", "/@@pbgdpl-search"}


@contextmanager
def serving(asked, broken=False):
    """Run a proxy that writes down what it is asked; give its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_PURGE(self):
            asked.append(self.path)
            if broken:
                return self.close_connection
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *words):
            """Write nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def purger():
    """Register what sends, where the layer has no caching."""
    manager, ours = getGlobalSiteManager(), DefaultPurger()
    there = queryUtility(IPurger)
    if there is None:
        manager.registerUtility(ours, IPurger)
    yield
    if there is None:
        manager.unregisterUtility(ours, IPurger)


@pytest.fixture
def act(functional_portal, purger):
    """Return a function: change those pages, of which a proxy at an address is to hear."""
    app = functional_portal._p_jar.root()["Application"]

    def act(address, fail=False):
        registry = getUtility(IRegistry)
        registry.registerInterface(ICachePurgingSettings)
        settings = registry.forInterface(ICachePurgingSettings)
        settings.cachingProxies = (address,)
        transaction.commit()
        path = "/".join(functional_portal.getPhysicalPath())
        with acting(app, path, "admin") as site:
            IAnnotations(site.REQUEST)[KEY] = set(PATHS)
            if fail:
                raise RuntimeError

    return act


def test_the_proxy_is_told_at_the_end(act):
    asked = []
    with serving(asked) as address:
        act(address)
    assert sorted(asked) == sorted(PATHS)


def test_nothing_is_told_of_what_failed(act):
    asked = []
    with serving(asked) as address, pytest.raises(RuntimeError):
        act(address, fail=True)
    assert asked == []


def test_a_proxy_that_does_not_answer_is_asked_once(act, caplog):
    asked = []
    with serving(asked, broken=True) as address:
        act(address)
    assert len(asked) == 1
    assert "not all pages" in caplog.text


def test_without_proxies_nobody_is_told(functional_portal, purger):
    app = functional_portal._p_jar.root()["Application"]
    path = "/".join(functional_portal.getPhysicalPath())
    with acting(app, path, "admin") as site:
        IAnnotations(site.REQUEST)[KEY] = set(PATHS)
        request = site.REQUEST
    assert KEY not in IAnnotations(request)
