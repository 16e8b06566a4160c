"""What monitoring and the administration page learn of the mail that waits."""

from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.health import Health
from sonla.pbgdpl.core.health import HealthCheck
from sonla.pbgdpl.core.health import SelfCheck
from sonla.pbgdpl.core.health import translated
from sonla.pbgdpl.mail import failures
from sonla.pbgdpl.mail.delivery import unconfigured
from sonla.pbgdpl.mail.failures import MailFailure
from sonla.pbgdpl.mail.failures import SETTINGS
from sonla.pbgdpl.mail.queue import FAILED
from sonla.pbgdpl.mail.queue import KEY
from sonla.pbgdpl.mail.queue import make_queue
from sonla.pbgdpl.mail.queue import MAX_MAILS
from sonla.pbgdpl.mail.queue import queue_of
from sonla.pbgdpl.mail.queue import QueuedMail
from sonla.pbgdpl.settings.public_address import public_url
from typing import Any
from zope.i18nmessageid import Message

GRACE_PERIOD = timedelta(hours=1)
"""A mail that waits longer says that the server, or its settings, should be looked at."""


@dataclass(frozen=True)
class QueueState:
    """How many mails wait, failed and are held, since when, and the last reason."""

    waiting: int = 0
    failed: int = 0
    held: int = 0
    oldest: datetime | None = None
    """When the first of those that wait was written."""
    oldest_failed: datetime | None = None
    reason: str = ""
    lacking: Message | None = None
    """What the portal's mail settings lack, without which nothing is sent."""


def queue_state(site: Any) -> QueueState:
    """Look at the queue of a portal; a mail that is held on purpose, or rests, is not waiting."""
    queue, now = queue_of(site), utc_now()
    failed: list[QueuedMail] = []
    held: list[QueuedMail] = []
    waiting: list[QueuedMail] = []
    for _key, mail in queue.items() if queue is not None else ():
        if mail.state == FAILED:
            failed.append(mail)
        elif mail.is_held(now):
            held.append(mail)
        elif not mail.is_resting:
            waiting.append(mail)
    reasons = [mail.reason for mail in (*failed, *waiting) if mail.reason]
    return QueueState(
        waiting=len(waiting),
        failed=len(failed),
        held=len(held),
        oldest=min((mail.created for mail in waiting), default=None),
        oldest_failed=min((mail.created for mail in failed), default=None),
        reason=reasons[-1] if reasons else "",
        lacking=SETTINGS.get(unconfigured(site)),
    )


class MailHealth(HealthCheck):
    """Check that mail leaves: none has failed, none waits for long or for settings."""

    def __call__(self) -> Health:
        """Return what stands in the queue, and what an error kept from getting into it."""
        state, lost = queue_state(self.site), failures.lost(self.site)
        count = state.waiting + state.failed + sum(one.count for one in lost)
        if not count and not state.held:
            return Health(True, count=0)
        unset = state.lacking if state.waiting else None
        ok = not lost and not unset and not self.has_faults()
        since = (state.oldest, state.oldest_failed, *(one.last for one in lost))
        lines = [words(state), *([lost_words(lost)] if lost else [])]
        lines += [unset] if unset else []
        return Health(
            ok,
            "; ".join(map(translated, lines)),
            count=count,
            oldest=min((one for one in since if one is not None), default=None),
            remedy="" if ok else public_url(self.site, "@@pbgdpl-mail"),
        )

    def has_faults(self) -> bool:
        """Return whether the queue is full, or a mail of the portal's own doesn't leave."""
        queue, now = queue_of(self.site), utc_now()
        if queue is None or len(queue) >= MAX_MAILS:
            return queue is not None
        return any(
            mail.state == FAILED
            or now - (mail.held_until or mail.created) > GRACE_PERIOD
            for _key, mail in queue.items()
            if not (mail.typed and mail.reason in ("refused", "later"))
        )


def lost_words(lost: list[MailFailure]) -> Message:
    """Return how many mails an error has lost, and the last error."""
    return _(
        "health_mail_lost",
        default="mails lost by an error before they were queued: ${lost}, last: ${detail}",
        mapping={
            "lost": sum(one.count for one in lost),
            "detail": lost[0].detail or "-",
        },
    )


def words(state: QueueState) -> Message:
    """Return how many mails wait and failed, in numbers."""
    since = f"{state.oldest:%Y-%m-%dT%H:%M:%SZ}" if state.oldest else "-"
    return _(
        "health_mail",
        default="mails waiting: ${waiting} (since ${since}), failed: ${failed}, "
        "last reason: ${reason}",
        mapping={
            "waiting": state.waiting,
            "since": since,
            "failed": state.failed,
            "reason": failures.REASONS.get(state.reason, state.reason) or "-",
        },
    )


class QueueCheck(SelfCheck):
    """Compare what is expected of the database with what is there: the queue."""

    def missing(self) -> list[str]:
        """Return the name of the queue, if it is not there."""
        return [] if queue_of(self.site) is not None else [KEY]

    def repair(self) -> None:
        """Make the queue; without it the first mail does, which may meet another one."""
        make_queue(self.site)
