"""Mail that waits: to whom, about what; and what could not be sent."""

from collections.abc import Iterator
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.personal_data import JournalStore
from sonla.pbgdpl.core.personal_data import PersonalRecord
from sonla.pbgdpl.core.personal_data import plain
from sonla.pbgdpl.mail import failures
from sonla.pbgdpl.mail.queue import KEY
from sonla.pbgdpl.mail.queue import queue_of
from typing import Any
from zope.annotation.interfaces import IAnnotations


class WaitingMail(JournalStore):
    """The queue; what is about an item whose asker is erased goes with that, too."""

    def records(self) -> Iterator[PersonalRecord]:
        """Yield a record for each mail."""
        queue = queue_of(api.portal.get())
        for key, mail in queue.items() if queue is not None else ():
            yield PersonalRecord(key, mail.recipient.get("email", ""), plain(mail))

    def erase(self, key: str) -> bool:
        """Remove a mail: it is never sent."""
        queue = queue_of(api.portal.get())
        if queue is None or not queue.is_key(key) or queue.get(key) is None:
            return False
        queue.remove(key)
        return True


class FailedMail(JournalStore):
    """What could not be told, with the address or name of whom it was for."""

    def erase(self, key: str) -> bool:
        """Drop the lines that name somebody; administrators have the rest in the server's log."""
        kept: Any = IAnnotations(api.portal.get()).get(failures.KEY) or {}
        found = [one for one in kept if str(one) == key]
        for one in found:
            del kept[one]
        return bool(found)


WAITING_MAIL = WaitingMail(KEY, _("store_mail_queue", default="Mail that waits"))
FAILED_MAIL = FailedMail(
    failures.KEY, _("store_mail_failures", default="Notices that could not be sent")
)
