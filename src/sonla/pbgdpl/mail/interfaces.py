"""Services of this package, and what subjects register."""

from typing import Any
from zope.interface import Attribute
from zope.interface import Interface


class IMailKind(Interface):
    """What the mails of one kind say; a named utility, whose name is `Notice.kind`.

    `mail.kinds.MailKind` is all that is needed. Mail is written when it is sent, by a
    thread that has no request, and perhaps by a later release than the one that queued
    it: the name never changes, and one that nobody registers any more is sent with general
    words. Attributes only: nothing here may raise.
    """

    name = Attribute("The name under which it is registered.")
    subject = Attribute("Message with ${title}: the subject of a mail.")
    lead = Attribute("Message: the first paragraph.")
    several = Attribute(
        "Message with ${count}: what stands for the title where a mail tells of several."
    )
    desk = Attribute("Message with ${url}: what the address at the end leads to.")
    belongs_to = Attribute("The option without which none is sent; empty for most.")


class IMailer(Interface):
    """Send the mail that waits in the queues of portals, outside of any request."""

    def call(
        database: Any, site_path: tuple[str, ...], problems: tuple[Any, ...] = ()
    ) -> None:
        """Let what is due in the queue of a portal be sent; return at once.

        `problems` are noted for administrators. Called when a transaction that has
        queued mail is through, and by the scheduled job; raises nothing.
        """

    def wait(seconds: float | None = None) -> bool:
        """Wait until all that was called for is done, or the time is over; return whether it is done."""
