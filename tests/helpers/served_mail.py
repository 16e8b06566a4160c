"""A portal that mails to a strict server, and the clock by which its mailer goes."""

from collections.abc import Callable
from collections.abc import Iterator
from datetime import datetime
from datetime import timedelta
from itertools import count
from plone import api
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.mail import mailer
from sonla.pbgdpl.mail import outbox
from sonla.pbgdpl.mail.interfaces import IMailer
from typing import Any
from zope.component import getUtility

import loopback_smtp as loopback
import pytest
import transaction

MILLISECOND = timedelta(milliseconds=1)
"""What the keys of the queue tell apart."""


def use_port(port: int, **settings: str) -> None:
    """Let the portal mail to a port of this machine, and commit."""
    for name, value in {
        "email_from_address": "pbgdpl@sonla.example",
        "smtp_host": "127.0.0.1",
        "smtp_port": port,
        **settings,
    }.items():
        api.portal.set_registry_record(f"plone.{name}", value)
    transaction.commit()


def call(portal: Any) -> None:
    """Let the mailer send what is due, and wait for it."""
    getUtility(IMailer).call(portal._p_jar.db(), portal.getPhysicalPath())
    assert getUtility(IMailer).wait(60)
    transaction.begin()


@pytest.fixture
def server(functional_portal: Any) -> Iterator[loopback.Received]:
    """Yield a server that takes all that is well-formed."""
    with loopback.smtp_server() as found:
        use_port(found.port)
        yield found


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[..., datetime]:
    """Set the clock of queue and mailer, so long after now.

    It stands, however slow the machine is, but for a millisecond each time that it is asked:
    what was queued is due, and the mails keep their order.
    """
    begun = utc_now()

    def set_clock(**later: float) -> datetime:
        moment = begun + timedelta(**later)
        asked = count()
        for module in (mailer, outbox):
            monkeypatch.setattr(
                module, "utc_now", lambda: moment + next(asked) * MILLISECOND
            )
        return moment

    return set_clock
