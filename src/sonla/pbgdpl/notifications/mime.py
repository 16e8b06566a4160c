"""Make the bytes of a mail, such as the strictest mail server takes.

Lines end in CRLF and are short, everything is ASCII on its way, and nothing that was
typed becomes a header (RFC 5321, 5322).
"""

from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from sonla.pbgdpl.notifications.messages import Mail

import datetime
import re
import unicodedata

POLICY = SMTP.clone(cte_type="7bit")
"""The server may not know 8BITMIME, and MailHost can't ask it."""
MOST_OF_SUBJECT = 180
ATOM = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
)
LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
KEPT_CONTROLS = "\n\t"


class BadAddress(ValueError):
    """An address that no mail server takes."""


def usable_address(address: str) -> str:
    """Return an address as it goes over the wire, its domain in ASCII; raise BadAddress.

    Letters beyond ASCII before the @ would need SMTPUTF8 of every server on the way.
    """
    local, _at, domain = address.strip().rpartition("@")
    try:
        domain = unicodedata.normalize("NFC", domain).encode("idna").decode("ascii")
    except UnicodeError as error:
        raise BadAddress(str(error)) from error
    labels = domain.split(".")
    good = ATOM.fullmatch(local) and all(map(LABEL.fullmatch, labels))
    if not good or len(local) > 64 or len(domain) > 253:
        raise BadAddress("not an address")
    return f"{local}@{domain.lower()}"


def clean(text: str) -> str:
    """Return text without what a mail can't hold: controls, halves of characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        char
        for char in text
        if char in KEPT_CONTROLS or unicodedata.category(char) not in ("Cc", "Cs")
    )


def one_line(text: str) -> str:
    """Return text for a header: on a single line, with nothing that reads as encoded."""
    return " ".join(clean(text).split()).replace("=?", "= ?")


def shortened(subject: str) -> str:
    """Return a subject of bearable length; the whole title stands in the text."""
    if len(subject) <= MOST_OF_SUBJECT:
        return subject
    return subject[: MOST_OF_SUBJECT - 1].rstrip() + "…"


def message_of(
    mail: Mail,
    sender: tuple[str, str],
    key: str,
    created: datetime.datetime,
) -> EmailMessage:
    """Return the message of a mail, from a sender (name, address); raise BadAddress.

    `key` names the mail, at each attempt the same.
    """
    to = usable_address(mail.recipient.email)
    name, address = one_line(sender[0]), usable_address(sender[1])
    message = EmailMessage(POLICY)
    message["From"] = Address(name, addr_spec=address)
    message["To"] = Address(addr_spec=to)
    message["Subject"] = shortened(one_line(mail.subject))
    message["Date"] = format_datetime(created)
    message["Message-ID"] = f"<{key}@{address.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(clean(mail.body), charset="utf-8")
    try:
        message.as_bytes()
    except (MessageError, UnicodeError, ValueError) as error:
        raise BadAddress(str(error)) from error
    return message
