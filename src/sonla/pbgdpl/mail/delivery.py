"""Pass one mail to the portal's mail host, and say what went wrong."""

from plone import api
from smtplib import SMTPAuthenticationError
from smtplib import SMTPConnectError
from smtplib import SMTPException
from smtplib import SMTPHeloError
from smtplib import SMTPRecipientsRefused
from smtplib import SMTPResponseException
from smtplib import SMTPSenderRefused
from smtplib import SMTPServerDisconnected
from sonla.pbgdpl.mail.messages import collected
from sonla.pbgdpl.mail.messages import compose
from sonla.pbgdpl.mail.messages import digest
from sonla.pbgdpl.mail.messages import Mail
from sonla.pbgdpl.mail.mime import BadAddress
from sonla.pbgdpl.mail.mime import message_of
from sonla.pbgdpl.mail.mime import usable_address
from sonla.pbgdpl.mail.notice import DeliveryProblem
from sonla.pbgdpl.mail.notice import Recipient
from sonla.pbgdpl.mail.queue import QueuedMail
from traceback import format_exc
from typing import Any

import datetime
import logging
import re

logger = logging.getLogger(__name__)
LASTING = ("refused",)
"""Reasons that another attempt doesn't mend by itself: somebody has to look."""
UNSENDABLE = ("no_address", "bad_address")
"""Reasons for which a mail isn't kept, only noted: there is nowhere to send it."""
SERVER_ERRORS = (
    SMTPServerDisconnected,
    SMTPConnectError,
    SMTPHeloError,
    SMTPAuthenticationError,
    SMTPSenderRefused,
)
"""What is wrong with the server or its settings, not with the mail."""
_SIGN = r"""[^\s@<>()\[\]"',:;]"""
ADDRESS = re.compile(rf"(?<!{_SIGN}){_SIGN}++@{_SIGN}+")


def attempt(site: Any, key: str, mails: list[QueuedMail]) -> DeliveryProblem | None:
    """Send queued mails of one recipient as one; return the problem if there was one."""
    recipient = recipient_now(mails[0])
    about = name_of(mails[0])
    if fault := unconfigured(site):
        return DeliveryProblem("not_configured", about, fault)
    if not recipient.email:
        return DeliveryProblem("no_address", about)
    try:
        send(site, key, text_of(mails, recipient), mails[0].created)
    except BadAddress:
        return DeliveryProblem("bad_address", about)
    except Exception as error:
        problem = DeliveryProblem(reason_of(error), about, detail_of(error))
        logger.warning("Mail %s failed: %s", key, type(error).__name__)
        if problem.reason == "error":
            logger.error("%s", without_addresses(format_exc()))
        return problem
    return None


def text_of(mails: list[QueuedMail], recipient: Recipient) -> Mail:
    """Write subject and body; several queued mails become a digest.

    One of which others have become part tells their number.
    """
    title = api.portal.get_registry_record("plone.site_title", default="") or ""
    language = api.portal.get_default_language()
    if mails[0].more:
        (first, *_rows) = mails[0].notices(recipient)
        return collected(first, mails[0].number, title, language)
    if len(mails) == 1:
        (mail,) = compose(mails[0].notices(recipient), title, language)
        return mail
    notices = [one for mail in mails for one in mail.notices(recipient)]
    return digest(notices, title, language)


def recipient_now(mail: QueuedMail) -> Recipient:
    """Return who gets a mail: a member's address may have been mended meanwhile."""
    stored = Recipient(**mail.recipient)
    member = api.user.get(userid=stored.user_id) if stored.user_id else None
    if member is None:
        return stored
    email = (member.getProperty("email") or "").strip()
    return Recipient(stored.user_id, stored.name, email or stored.email)


def name_of(mail: QueuedMail) -> str:
    """Return whom a mail is for, as administrators may read it."""
    if mail.recipient["user_id"]:
        return mail.recipient["name"]
    return masked(mail.recipient["email"])


def masked(address: str) -> str:
    """Return an address of which only the beginning and the domain are shown."""
    local, at, domain = address.rpartition("@")
    return f"{local[:1]}***{at}{domain}" if at else f"{address[:1]}***"


def unconfigured(site: Any) -> str:
    """Return what of the portal's mail settings is missing, or return an empty string.

    Plone keeps the server in the registry and overrules the mail host's own.
    """
    if getattr(site, "MailHost", None) is None:
        return "MailHost"
    record = api.portal.get_registry_record
    for name in ("smtp_host", "email_from_address"):
        if not record(f"plone.{name}", default=""):
            return name
    try:
        usable_address(record("plone.email_from_address"))
    except BadAddress:
        return "email_from_address"
    return ""


def send(site: Any, key: str, mail: Mail, created: datetime.datetime) -> None:
    """Pass one mail to the mail host, with its server and credentials.

    `immediate` makes the server's answer come back as an exception. A mail host that
    queues on disk is left its queue, which takes the mail when the transaction ends.
    The message says itself whom it is from and for: arguments would make the mail host
    rewrite its headers.
    """
    record = api.portal.get_registry_record
    sender = record("plone.email_from_name", default="") or ""
    message = message_of(
        mail, (sender, record("plone.email_from_address")), key, created
    )
    immediate = not getattr(site.MailHost, "smtp_queue", False)
    site.MailHost.send(message, immediate=immediate)


def taken_by(site: Any) -> str:
    """Return the server that took a mail; empty where it waits on disk for one.

    smtplib keeps the words of a good answer to itself.
    """
    if getattr(site.MailHost, "smtp_queue", False):
        return ""
    return api.portal.get_registry_record("plone.smtp_host")


def reason_of(error: Exception) -> str:
    """Return why: a server that is down, or one that refuses, for good or for now."""
    if isinstance(error, SERVER_ERRORS):
        return "server"
    if isinstance(error, SMTPException):
        codes = codes_of(error)
        return "refused" if codes and min(codes) >= 500 else "later"
    return "server" if isinstance(error, OSError) else "error"


def codes_of(error: Exception) -> list[int]:
    """List the codes with which a server has answered."""
    if isinstance(error, SMTPRecipientsRefused):
        return [int(code) for code, _text in error.recipients.values()]
    if isinstance(error, SMTPResponseException):
        return [int(error.smtp_code)]
    return []


def detail_of(error: Exception) -> str:
    """Return what the server said, addresses masked: it may quote whom the mail was for."""
    if isinstance(error, SMTPRecipientsRefused):
        return "; ".join(format_reply(*answer) for answer in error.recipients.values())
    if isinstance(error, SMTPResponseException):
        return format_reply(error.smtp_code, error.smtp_error)
    return without_addresses(repr(error))


def format_reply(code: int, text: bytes | str) -> str:
    """Write an answer of a server."""
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    return without_addresses(f"{code} {words}".strip())


def without_addresses(text: str) -> str:
    """Return a text, such as an error's, in which every address is masked."""
    return ADDRESS.sub(lambda found: masked(found.group()), text)
