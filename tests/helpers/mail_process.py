"""Queue mail, or send what waits, in a process of its own, which dies at a chosen point.

usage: zconsole run zope.conf mail_process.py

`PBGDPL_MAIL` is `port:<number>` (of the mail server), `post:<title>` or `send`;
`PBGDPL_KILL` is a point of `POINTS` or empty, `PBGDPL_LATER` so many seconds after now.
"""

from datetime import timedelta
from plone import api
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.editorial.mail import RETURNED
from sonla.pbgdpl.jobs.site import acting
from sonla.pbgdpl.mail import mailer
from sonla.pbgdpl.mail.interfaces import IMailer
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.mail.notice import Recipient
from sonla.pbgdpl.mail.outbox import enqueue
from sonla.pbgdpl.mail.outbox import MailDataManager
from sonla.pbgdpl.mail.queue import queue_of
from typing import Any
from zope.component import getUtility

import os
import signal
import transaction

POINTS = {
    "before_commit": (MailDataManager, "store", "after"),
    "after_commit": (mailer, "answer", "before"),
    "before_send": (mailer, "attempt", "before"),
    "after_send": (mailer, "attempt", "after"),
}


def arm(owner: Any, name: str, side: str) -> None:
    """Let the process die when a function is called, before it or after it."""
    original = getattr(owner, name)

    def call(*args: Any) -> None:
        if side == "after":
            original(*args)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(owner, name, call)


def main(app: Any) -> None:
    """Arm, do, tell how many mails are left."""
    what, _, value = os.environ["PBGDPL_MAIL"].partition(":")
    later = timedelta(seconds=int(os.environ.get("PBGDPL_LATER") or 0))
    mailer.utc_now = lambda: utc_now() + later
    if point := os.environ.get("PBGDPL_KILL"):
        arm(*POINTS[point])
    with acting(app, "/Plone", "pbgdpl-runner") as site:
        if what == "port":
            for name, setting in {
                "email_from_address": "pbgdpl@sonla.example",
                "smtp_host": "127.0.0.1",
                "smtp_port": int(value),
            }.items():
                api.portal.set_registry_record(f"plone.{name}", setting)
        elif what == "post":
            to = Recipient("", "Lò Thị Tác", "a@sonla.example")
            enqueue(Notice(RETURNED.name, to, value, "https://sonla.example", ""))
        else:
            getUtility(IMailer).call(site._p_jar.db(), site.getPhysicalPath())
        transaction.commit()
        getUtility(IMailer).wait(60)
        transaction.begin()
        print("LEFT", len(queue_of(site)))


if "app" in globals():
    main(app)  # noqa: F821 - zconsole provides it
