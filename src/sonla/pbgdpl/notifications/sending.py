"""Pass mails to the portal's mail host, each on its own, and say what went wrong."""

from collections.abc import Iterable
from email.header import Header
from email.mime.text import MIMEText
from email.utils import formataddr
from plone import api
from smtplib import SMTPException
from sonla.pbgdpl.notifications.messages import compose
from sonla.pbgdpl.notifications.messages import Mail
from sonla.pbgdpl.notifications.notice import Notice
from sonla.pbgdpl.notifications.notice import Problem
from typing import Any

import logging
import re

logger = logging.getLogger(__name__)
ADDRESS = re.compile(r"[^@\s<>,;:\"()]+@[^@\s<>,;:\"()]+")


def deliver(site: Any, notices: Iterable[Notice]) -> list[Problem]:
    """Send the mails of these notices and list the problems; raise nothing of theirs.

    Once the server can't be reached the remaining mails are not tried: each would wait
    for the same time-out.
    """
    title = api.portal.get_registry_record("plone.site_title", default="") or ""
    mails = compose(notices, title, api.portal.get_default_language())
    fault = "" if not mails else unconfigured(site)
    if fault:
        return [Problem("not_configured", site.Title(), fault)]
    problems: list[Problem] = []
    down: Problem | None = None
    for mail in mails:
        problem = _with_name(down, mail) if down else attempt(site, mail)
        if problem is not None:
            problems.append(problem)
            if problem.reason == "server":
                down = problem
    return problems


def unconfigured(site: Any) -> str:
    """Say what of the portal's mail settings is missing, or give an empty string.

    Plone keeps the server in the registry and overrules the mail host's own.
    """
    if getattr(site, "MailHost", None) is None:
        return "MailHost"
    for name in ("smtp_host", "email_from_address"):
        if not api.portal.get_registry_record(f"plone.{name}", default=""):
            return name
    return ""


def attempt(site: Any, mail: Mail) -> Problem | None:
    """Send one mail; give the problem if there was one."""
    if not mail.recipient.email:
        return Problem("no_address", mail.recipient.name, mail.subject)
    if not ADDRESS.fullmatch(mail.recipient.email):
        return Problem("bad_address", mail.recipient.name, mail.recipient.email)
    try:
        send(site, mail)
    except Exception as error:
        logger.warning("Mail %r failed", mail.subject, exc_info=True)
        return Problem(reason_of(error), mail.recipient.name, repr(error))
    return None


def send(site: Any, mail: Mail) -> None:
    """Pass one mail to the mail host.

    `immediate` makes the server's answer come back as an exception. A mail host that
    queues on disk is left its queue, which tries again by itself.
    """
    record = api.portal.get_registry_record
    sender = formataddr(
        (
            record("plone.email_from_name", default="") or "",
            record("plone.email_from_address"),
        )
    )
    message = MIMEText(mail.body, "plain", "utf-8")
    message["Subject"] = Header(mail.subject, "utf-8")
    message["Auto-Submitted"] = "auto-generated"
    site.MailHost.send(
        message,
        mto=mail.recipient.email,
        mfrom=sender,
        immediate=not getattr(site.MailHost, "smtp_queue", False),
        charset="utf-8",
    )


def reason_of(error: Exception) -> str:
    """Tell a server that is down from one that refuses; smtplib's errors are OSErrors."""
    if isinstance(error, SMTPException):
        return "refused"
    return "server" if isinstance(error, OSError) else "error"


def _with_name(problem: Problem, mail: Mail) -> Problem:
    return Problem(problem.reason, mail.recipient.name, problem.detail)
