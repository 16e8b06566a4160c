"""Make the bytes of a mail, such as the strictest mail server takes.

Lines end in CRLF and are short, everything is ASCII on its way, and nothing that was
typed becomes a header (RFC 5321, 5322).
"""

from email import message_from_bytes
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from email.utils import formataddr
from sonla.pbgdpl.core.typed_text import normalized
from sonla.pbgdpl.mail.messages import Mail

import datetime
import re
import unicodedata

POLICY = SMTP.clone(cte_type="7bit", refold_source="none")
"""The server may not know 8BITMIME, and MailHost can't ask it."""
MAX_SUBJECT_LENGTH = 180
MAX_NAME_LENGTH = 120
LINE = 75
"""Octets of a header's line, without the end."""
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
        domain = normalized(domain).encode("idna").decode("ascii")
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


def shortened(text: str, most: int = MAX_SUBJECT_LENGTH) -> str:
    """Return a subject of bearable length; the whole title stands in the text."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def message_of(
    mail: Mail,
    sender: tuple[str, str],
    key: str,
    created: datetime.datetime,
) -> EmailMessage:
    """Return the message of a mail, from a sender (name, address); raise BadAddress.

    `key` names the mail, at each attempt the same.
    """
    to, address = usable_address(mail.recipient.email), usable_address(sender[1])
    head = {
        "From": named_address(sender[0], address),
        "To": to,
        "Subject": encoded(shortened(one_line(mail.subject)), "Subject"),
        "Date": format_datetime(created),
        "Message-ID": f"<{key}@{address.rpartition('@')[2]}>",
        "Auto-Submitted": "auto-generated",
    }
    content = EmailMessage(POLICY)
    content.set_content(clean(mail.body), charset="utf-8")
    for number, calendar in enumerate(mail.calendars, 1):
        content.add_attachment(
            calendar.encode(),
            maintype="text",
            subtype="calendar",
            params={"charset": "utf-8", "method": "PUBLISH"},
            filename=f"lich-{number}.ics",
        )
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    raw = lines.encode("ascii") + content.as_bytes()
    return message_from_bytes(raw, EmailMessage, policy=POLICY)


def named_address(name: str, address: str) -> str:
    """Return an address with the name of its owner before it, as a header has it."""
    name = shortened(one_line(name), MAX_NAME_LENGTH)
    if not name:
        return address
    if name.isascii():
        return formataddr((name, address))
    return f"{encoded(name, 'From')} <{address}>"


def encoded(text: str, header: str) -> str:
    """Return text as a header has it, in lines.

    The folding of Python's newer policies loses blanks between words that it encodes,
    in some releases; this one is old and true.
    """
    charset = "us-ascii" if text.isascii() else "utf-8"
    return Header(text, charset, LINE, header).encode(linesep="\r\n")
