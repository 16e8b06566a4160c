"""`@@pbgdpl-mail`: what waits to be sent or has failed, and what to do about it."""

from collections.abc import Iterator
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.dates import format_moment
from sonla.pbgdpl.core.names import MANAGE_SETTINGS
from sonla.pbgdpl.editorial.desk_lines import DeskLine
from sonla.pbgdpl.editorial.desk_lines import VERB_CHECK
from sonla.pbgdpl.editorial.pages.desk_sections import DeskSection
from sonla.pbgdpl.mail import failures
from sonla.pbgdpl.mail.delivery import name_of
from sonla.pbgdpl.mail.failures import detail_in_words
from sonla.pbgdpl.mail.failures import REASONS
from sonla.pbgdpl.mail.health import queue_state
from sonla.pbgdpl.mail.health import QueueState
from sonla.pbgdpl.mail.interfaces import IMailer
from sonla.pbgdpl.mail.kinds import mail_line
from sonla.pbgdpl.mail.queue import FAILED
from sonla.pbgdpl.mail.queue import make_queue
from sonla.pbgdpl.mail.queue import queue_of
from sonla.pbgdpl.mail.queue import QueuedMail
from sonla.pbgdpl.mail.traces import newest_traces
from sonla.pbgdpl.ui.admin_pages import AdminPage
from sonla.pbgdpl.ui.admin_pages import FINE
from sonla.pbgdpl.ui.admin_pages import OPEN
from sonla.pbgdpl.ui.admin_pages import PageStatus
from sonla.pbgdpl.ui.admin_pages import SERVER
from sonla.pbgdpl.ui.admin_pages import WRONG
from sonla.pbgdpl.ui.confirmation import Confirmation
from sonla.pbgdpl.ui.form_page import FormPage
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from typing import Any
from typing import ClassVar
from zope.component import getUtility
from zope.i18nmessageid import Message

import transaction

PAGE_SIZE = 100
"""Mails that are shown; the failed ones come first."""
ALL = "all"
BUTTON_DROP = _("button_mail_drop", default="Drop")
DROPPING = Confirmation(
    BUTTON_DROP,
    _(
        "msg_confirmation_mail",
        default="What is dropped is never sent, and nobody is told.",
    ),
)


class QueuePage(FormPage, Page, BrowserView):
    """List the mails without their texts, which may be private; try again or drop them."""

    post_forms: ClassVar = {
        "retry": PostForm(
            _("button_mail_retry", default="Try again"),
            look="btn-sm btn-outline-primary",
        ),
        "retry_all": PostForm(
            _("button_mail_retry_all", default="Try all failed ones again")
        ),
        "drop": PostForm(BUTTON_DROP, look="btn-sm btn-outline-danger"),
        "drop_all": PostForm(
            _("button_mail_drop_all", default="Drop all failed ones"),
            look="btn-outline-danger",
        ),
        "forget": PostForm(
            _("button_mail_forget_lost", default="Remove these lines"),
            look="btn-sm btn-outline-danger",
        ),
    }
    page_title = _("heading_mail_queue", default="Mail that waits or has failed")
    asks_about: ClassVar = {"drop": DROPPING, "drop_all": DROPPING}

    def store_forget(self, _sent: Any) -> None:
        """Forget what could not be told or kept."""
        failures.forget(self.context)

    @property
    def chosen(self) -> list[tuple[str, QueuedMail]]:
        """The mails of the button: one, or all that have failed."""
        queue, value = make_queue(self.context), self.sent_form[1]
        if value == ALL:
            return queue.failed()
        mail = queue.get(value) if queue.is_key(value) else None
        return [(value, mail)] if mail is not None else []

    def store_retry(self, _sent: Any) -> None:
        """Let mails be tried again at once, when this request is through."""
        chosen = self.chosen
        for _key, mail in chosen:
            mail.retry_now(utc_now())
        database = self.context._p_jar.db()
        path = self.context.getPhysicalPath()

        def call(stored: bool) -> None:
            """Wake the mailer once the transaction is stored, and not if it failed."""
            if stored:
                getUtility(IMailer).call(database, path)

        transaction.get().addAfterCommitHook(call)
        self.saved = _(
            "msg_mail_retried",
            default="Mails that are tried again: ${count}",
            mapping={"count": len(chosen)},
        )

    def store_drop(self, _sent: Any) -> None:
        """Remove mails from the queue."""
        chosen = self.chosen
        for key, _mail in chosen:
            make_queue(self.context).remove(key)
        self.saved = _(
            "msg_mail_dropped",
            default="Mails that were dropped: ${count}",
            mapping={"count": len(chosen)},
        )

    store_retry_all, store_drop_all = store_retry, store_drop

    def lost(self) -> list[dict[str, Any]]:
        """List what could not be told to anybody, or not be kept; it can't be sent any more."""
        return [
            {"failure": failure, "when": format_moment(failure.last)}
            for failure in failures.recorded(self.context)
        ]

    def state(self) -> QueueState:
        """Return the numbers."""
        return queue_state(self.context)

    @property
    def traces(self) -> list[dict[str, Any]]:
        """What became of the last mails, with the items that they were about."""
        found = list(newest_traces(self.context))
        uids = {uid for one in found for uid in one.about}
        brains = api.content.find(unrestricted=True, UID=list(uids)) if uids else ()
        items = {
            brain.UID: {"title": brain.Title or brain.getId, "url": brain.getURL()}
            for brain in brains
        }
        return [
            mail_line(one)
            | {"texts": [items[uid] for uid in one.about if uid in items]}
            for one in found
        ]

    def rows(self) -> list[dict[str, Any]]:
        """List the mails, those that failed first, else the oldest."""
        queue = queue_of(self.context)
        found = list(queue.items()) if queue is not None else []
        found.sort(key=lambda item: (item[1].state != FAILED, item[0]))
        return [row(key, mail) for key, mail in found[:PAGE_SIZE]]


def row(key: str, mail: QueuedMail) -> dict[str, Any]:
    """Return what the list shows of a mail."""
    failed = mail.state == FAILED
    return {
        "key": key,
        "name": name_of(mail),
        "failed": failed,
        "held": mail.is_held(utc_now()),
        "created": format_moment(mail.created),
        "attempts": mail.attempts,
        "next": "" if failed else format_moment(mail.not_before),
        "reason": REASONS.get(mail.reason, mail.reason),
        "detail": detail_in_words(mail.reason, mail.detail),
    }


MAIL_SETTINGS = "{}/@@mail-controlpanel"
TO_MAIL_SETTINGS = _("button_to_mail_settings", default="To the portal's mail settings")
TO_MAIL = _("button_to_mail", default="See these mails")
NUMBERS = _(
    "label_mail_numbers",
    default="Waiting: ${waiting}; failed: ${failed}; held because the address got many mails: ${held}",
)


class MailAdminPage(AdminPage):
    """Lead here from the administration page."""

    view = "pbgdpl-mail"
    group = SERVER
    order = 170
    title = _("tool_mail", default="Mail that waits or has failed")
    help = _(
        "help_tool_mail",
        default="What no mail server has taken yet, since when and why; try it again or drop it.",
    )

    def status(self) -> PageStatus:
        """Return whether mail leaves the portal, and where what keeps it is mended."""
        queue = queue_state(self.place)
        mapping = {
            "waiting": queue.waiting,
            "failed": queue.failed,
            "held": queue.held,
        }
        advice: Message | str = Message(NUMBERS, mapping=mapping)
        if queue.lacking:
            advice = queue.lacking
        elif queue.reason:
            advice = REASONS.get(queue.reason, queue.reason)
        wrong = queue.failed or (queue.waiting and (queue.lacking or queue.reason))
        return PageStatus(
            heading=_("heading_mail_status", default="Mail"),
            state=WRONG if wrong else OPEN if queue.lacking else FINE,
            advice=advice,
            remedy=MAIL_SETTINGS.format(self.place.absolute_url())
            if queue.lacking
            else self.url(),
            remedy_title=TO_MAIL_SETTINGS if queue.lacking else TO_MAIL,
        )


class FailuresSection(DeskSection):
    """Lead administrators to the mails that failed, until one of them has seen these."""

    order = 50

    def lines(self) -> Iterator[DeskLine]:
        """Yield one line for all of them."""
        if not api.user.has_permission(MANAGE_SETTINGS, obj=self.context):
            return
        portal = api.portal.get()
        if number := len(failures.problems(portal)):
            title = _(
                "msg_mail_failures",
                default="Mails that could not be sent: ${count}",
                mapping={"count": number},
            )
            url = f"{portal.absolute_url()}/@@pbgdpl-mail"
            yield DeskLine(title, url, VERB_CHECK, number=number)
