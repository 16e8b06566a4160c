"""The layer whose portal is served: no refused request may leave anything behind."""

from collections.abc import Iterator
from content_alone import mark_request
from content_alone import register_frames
from contextlib import contextmanager
from itertools import count
from plone.app.testing import FunctionalTesting
from plone.testing.zope import WSGIServer
from sonla.pbgdpl.editorial.refusals import FIRST_REFUSAL
from sonla.pbgdpl.mail.interfaces import IMailer
from sonla.pbgdpl.testing import CACHE_SIZE
from sonla.pbgdpl.testing import FIXTURE
from sonla.pbgdpl.testing import name_address
from threading import current_thread
from threading import local
from threading import main_thread
from typing import Any
from zExceptions import Redirect
from ZODB.utils import get_pickle_metadata
from zope.component import getGlobalSiteManager
from zope.component import queryUtility
from zope.component.hooks import setSite
from ZPublisher.interfaces import IPubAfterTraversal
from ZPublisher.interfaces import IPubEnd
from ZPublisher.interfaces import IPubFailure
from ZPublisher.interfaces import IPubStart
from ZPublisher.interfaces import IPubSuccess

import transaction

DECLARED = {
    "/@@btp-sync": "what failed is written into the journal, each step by itself",
    "/@@pbgdpl-run": "what failed is written into the journal, each step by itself",
}
"""End of an address → why what is refused there may leave something."""


class RefusedCommits:
    """Notice requests that were refused and left something in the database nevertheless.

    Each transaction that begins in the thread of a request is marked with the number of the
    request, so that what other threads write meanwhile is told apart, and what a view
    commits by itself is not.
    """

    mark = "served_layer.request"

    def __init__(self) -> None:
        self.found: list[str] = []
        self.declared = dict(DECLARED)
        self._numbers = count(1)
        self._here = local()

    def take(self) -> list[str]:
        """Return what was noticed since this was asked last."""
        found, self.found = self.found, []
        return found

    @contextmanager
    def expected(self, address: str, reason: str) -> Iterator[None]:
        """Let what is refused at an address leave something, and say why."""
        self.declared[address] = reason
        try:
            yield
        finally:
            del self.declared[address]

    def begin(self, event: IPubStart) -> None:
        """Mark what this thread does from now on."""
        self._here.number = next(self._numbers)
        transaction.manager.registerSynch(self)

    def newTransaction(self, txn: Any) -> None:
        """Mark a transaction."""
        txn.setExtendedInfo(self.mark, self._here.number)

    def beforeCompletion(self, txn: Any) -> None:
        """Do nothing."""

    afterCompletion = beforeCompletion

    def succeeded(self, event: IPubSuccess) -> None:
        """Look at an answer that was given without an exception."""
        request = event.request
        response = getattr(request, "response", None)
        self._end(request, getattr(response, "status", 0) >= FIRST_REFUSAL)

    def failed(self, event: IPubFailure) -> None:
        """Look at an exception; one that leads elsewhere is no refusal."""
        refused = not issubclass(event.exc_info[0], Redirect)
        self._end(event.request, refused and not event.retry)

    def _end(self, request: Any, refused: bool) -> None:
        if getattr(self._here, "number", None) is None:
            return
        transaction.manager.unregisterSynch(self)
        address = f"{request.get('REQUEST_METHOD')} {request.get('ACTUAL_URL')}"
        known = address.endswith(tuple(self.declared))
        if refused and not known and (oids := self._written(request)):
            status = request.response.getStatus()
            self.found.append(f"{address} answered {status} and wrote {sorted(oids)}")
        self._here.number = None

    def _written(self, request: Any) -> set[str]:
        """Name the classes of what the transactions of this request stored."""
        parents = request.get("PARENTS") or ()
        connection = getattr(parents[-1], "_p_jar", None) if parents else None
        if connection is None:
            return set()
        changes = connection.db().storage.changes
        return {
            get_pickle_metadata(record.data)[1]
            for stored in changes.iterator()
            if stored.extension.get(self.mark) == self._here.number
            for record in stored
        }


class Server(WSGIServer):
    """Serve each request by a thread that knows of no portal.

    Zope lets a thread forget the portal when it has closed the connection. Where that has
    to load a registry it fails, and so would all that the thread is asked later.
    """

    def make_wsgi_app(self) -> Any:
        """Return the application behind what forgets the portal of the last request."""
        app = super().make_wsgi_app()

        def serve(environ: Any, start_response: Any) -> Any:
            setSite(None)
            return app(environ, start_response)

        return serve


SERVER_FIXTURE = Server()


def leave_site(event: IPubEnd) -> None:
    """Let a thread of the server forget the portal while its connection is open."""
    if current_thread() is not main_thread():
        setSite(None)


class PbgdplFunctionalTesting(FunctionalTesting):
    """Serve the portal, and hold each answer against what was committed.

    The mailer finishes before its database is closed: it sends, and notes whom it
    couldn't reach, in a thread and a connection of its own.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refused = RefusedCommits()

    @property
    def handlers(self) -> Iterator[tuple[Any, Any]]:
        """Who listens to the publisher, and for what."""
        yield mark_request, IPubAfterTraversal
        yield self.refused.begin, IPubStart
        yield self.refused.succeeded, IPubSuccess
        yield self.refused.failed, IPubFailure
        # Last, as what else listens asks the portal.
        yield leave_site, IPubSuccess
        yield leave_site, IPubFailure

    def setUp(self) -> None:
        """Listen to the publisher; once, as each registration empties all caches of lookups."""
        super().setUp()
        register_frames()
        for handler, event in self.handlers:
            getGlobalSiteManager().registerHandler(handler, (event,))

    def tearDown(self) -> None:
        """Listen no longer."""
        for handler, event in self.handlers:
            getGlobalSiteManager().unregisterHandler(handler, (event,))
        super().tearDown()

    def testSetUp(self) -> None:
        """Let the public address be that of the test's server."""
        super().testSetUp()
        self["zodbDB"].setCacheSize(CACHE_SIZE)
        name_address(self["portal"])
        transaction.commit()

    def testTearDown(self) -> None:
        """Wait for the mailer, then take the test's database away."""
        mailer = queryUtility(IMailer)
        if mailer is not None:
            mailer.wait()
        super().testTearDown()


FUNCTIONAL = PbgdplFunctionalTesting(
    bases=(FIXTURE, SERVER_FIXTURE),
    name="sonla.pbgdpl:Functional",
)
