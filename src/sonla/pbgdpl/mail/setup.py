"""What mails set up in a portal: the queue in which they wait."""

from collections.abc import Iterator
from sonla.pbgdpl import _
from sonla.pbgdpl.core.setup import Link
from sonla.pbgdpl.core.setup import Remainder
from sonla.pbgdpl.core.setup import SetupStep
from sonla.pbgdpl.mail import failures
from sonla.pbgdpl.mail import traces
from sonla.pbgdpl.mail.queue import make_queue
from sonla.pbgdpl.mail.queue import queue_of
from sonla.pbgdpl.mail.queue import remove_queue
from typing import Any

import logging

logger = logging.getLogger(__name__)


class MailStep(SetupStep):
    """Make the queue, before and after all that may put a mail into it."""

    order = 15

    def install(self, site: Any) -> None:
        """Make the queue."""
        make_queue(site)

    def uninstall(self, site: Any) -> None:
        """Remove the queue, with what waits in it, and the record of failures."""
        if mails := unsent_mails(site):
            logger.info("Mails that go unsent: %s", mails)
        failures.forget(site)
        traces.forget(site)
        remove_queue(site)

    def remains(self, site: Any) -> Iterator[Remainder]:
        """Count the mails that go unsent, if there are any."""
        if count := unsent_mails(site):
            yield Remainder(
                60,
                _(
                    "msg_parts_mails",
                    default="Mails that wait or could not be sent, which go unsent: ${count}. ${link}",
                    mapping={"count": count},
                ),
                Link(
                    "@@pbgdpl-mail",
                    _("link_mail_queue", default="Look at them before"),
                ),
                name="pbgdpl-mails-go",
            )


def unsent_mails(site: Any) -> int:
    """Count the mails that wait, are held or have failed."""
    queue = queue_of(site)
    return len(queue) if queue is not None else 0
