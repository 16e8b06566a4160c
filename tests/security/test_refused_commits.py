"""The layer that fails a test in which a refusal left something does notice such a one."""

from plone.protect.interfaces import IDisableCSRFProtection
from Products.Five.browser import BrowserView
from threading import Thread
from web_requests import Person
from zope.component import getGlobalSiteManager
from zope.interface import alsoProvides
from zope.interface import Interface
from zope.publisher.interfaces.browser import IBrowserRequest

import pytest
import transaction

NAME = "test-writes"
REQUIRED = (Interface, IBrowserRequest)
FOUND = "PloneSite"


class Writes(BrowserView):
    """Write into the portal, then end in the way that the test wants."""

    end = staticmethod(lambda view: None)

    def __call__(self):
        """Write, as an add-on's view does that asks too late."""
        alsoProvides(self.request, IDisableCSRFProtection)
        self.context.description = "written"
        type(self).end(self)
        return "end"


def answer(status):
    return lambda view: view.request.response.setStatus(status)


def fail(view):
    raise ValueError("after it was written")


def commit_and_fail(view):
    transaction.commit()
    raise ValueError("after it was committed")


def commit_and_refuse(view):
    transaction.commit()
    view.context.description = "written again"
    answer(403)(view)
    transaction.doom()


@pytest.fixture
def ask(functional_portal, monkeypatch):
    """Yield a function that asks for the page, which ends in a way."""
    manager = getGlobalSiteManager()
    manager.registerAdapter(Writes, REQUIRED, Interface, NAME)

    def ask_for(end):
        monkeypatch.setattr(Writes, "end", end)
        status = Person().ask(f"/plone/@@{NAME}").status
        transaction.begin()
        return status

    yield ask_for
    manager.unregisterAdapter(Writes, REQUIRED, Interface, NAME)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 429, 500])
def test_a_refusal_that_was_committed_is_found(functional, ask, status):
    assert ask(answer(status)) == status
    (found,) = functional.refused.take()
    assert f"/@@{NAME} answered {status} and wrote" in found and FOUND in found


@pytest.mark.parametrize("end", [commit_and_fail, commit_and_refuse])
def test_what_a_view_committed_by_itself_is_found(functional, ask, end):
    assert ask(end) >= 400
    (found,) = functional.refused.take()
    assert FOUND in found


@pytest.mark.parametrize("status", [200, 201, 204, 302])
def test_what_was_taken_is_none(functional, ask, status):
    assert ask(answer(status)) == status
    assert functional.refused.take() == []


def test_what_was_rolled_back_is_none(functional, functional_portal, ask):
    assert ask(fail) == 500
    assert functional_portal.description != "written"
    assert functional.refused.take() == []


def test_what_another_thread_wrote_meanwhile_is_none(
    functional, functional_portal, ask
):
    """A refusal is not to blame for what somebody else stored at the same time."""

    def elsewhere(view):
        transaction.abort()
        thread = Thread(target=write, args=(functional_portal._p_jar.db(),))
        thread.start()
        thread.join(60)
        answer(400)(view)

    def write(database):
        connection = database.open()
        connection.root()["Application"]["plone"].title = "of another"
        transaction.commit()
        connection.close()

    assert ask(elsewhere) == 400
    assert functional_portal.title == "of another"
    assert functional.refused.take() == []


def test_what_is_declared_is_none(functional, ask):
    with functional.refused.expected(f"/@@{NAME}", "it is this test's own"):
        assert ask(answer(400)) == 400
    assert functional.refused.take() == []
    assert ask(answer(400)) == 400
    assert len(functional.refused.take()) == 1
