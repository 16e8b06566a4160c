"""The mail of each month to those who keep the register, and what is dropped each day.

The days on which recognitions begin and end come by themselves.
"""

from AccessControl.PermissionRole import rolesForPermissionOn
from collections import Counter
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import date
from datetime import datetime
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.core.batching import with_savepoints
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.names import NEXT_CHANGE_INDEX
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.jobs.base import A_DAY
from sonla.pbgdpl.jobs.base import Job
from sonla.pbgdpl.jobs.base import MonthlyJob
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.jobs.items import each
from sonla.pbgdpl.jobs.items import found_for
from sonla.pbgdpl.mail.kinds import MailKind
from sonla.pbgdpl.mail.notice import DeliveryProblem
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.mail.notice import Recipient
from sonla.pbgdpl.mail.outbox import enqueue
from sonla.pbgdpl.mail.recipients import expand
from sonla.pbgdpl.mail.recipients import local_principals
from sonla.pbgdpl.mail.recipients import recipient_of
from sonla.pbgdpl.people import MANAGE_REGISTRY
from sonla.pbgdpl.people import PERSON_TYPES
from sonla.pbgdpl.people.checks import CHECKS
from sonla.pbgdpl.people.importing import batches
from sonla.pbgdpl.people.importing import pending_lists
from sonla.pbgdpl.people.importing.entering import index_words
from sonla.pbgdpl.people.settings import get_register_settings
from sonla.pbgdpl.people.workflow import update_on_day
from sonla.pbgdpl.settings.public_address import public_url
from typing import Any
from zope.i18n import translate
from zope.i18nmessageid import Message

REGISTER = MailKind(
    "register",
    subject=_("mail_subject_register", default="Register of reporters: ${title}"),
    lead=_(
        "mail_lead_register",
        default="Below is what is to be settled in the register of legal reporters and "
        "propagandists. This mail comes once a month, when there is something.",
    ),
    several=_("mail_subject_several_matters", default="${count} matters"),
    desk=_("mail_desk_register", default="All of it: ${url}"),
)
LINE = _("mail_register_line", default="${check}: ${count}")


class RegisterMailJob(MonthlyJob):
    """Mail those who keep the register of a section what is to be corrected, if anything is."""

    title = _(
        "job_register_mail", default="Monthly mail to those who keep the register"
    )
    description = _(
        "job_register_mail_help",
        default="Tells once a month what is to be settled in the register. Without it nobody is told.",
    )
    name = "register-mail"

    def due(self, context: JobContext) -> bool:
        """Return whether it is due: once a month while the mail is wanted and anybody is in the register."""
        return (
            self.may_start(context)
            and super().due(context)
            and any(len(people_in(section)) for section in all_sections())
        )

    def may_start(self, context: JobContext) -> bool:
        """Return whether the settings want the mail."""
        return bool(get_register_settings().mail_register)

    def work(self, context: JobContext) -> None:
        if not context.dry_run:
            sections = all_sections()
            enqueue(*found_for(sections, lambda one: notices(one, counts_of(one))))


class DeleteOldListsJob(Job):
    """Drop uploads that nobody decided on, and entries of the log that are too old.

    Not noted as done: there is nothing to do once it was.
    """

    title = _("job_delete_old_lists", default="Deleting of uploaded lists of people")
    description = _(
        "job_delete_old_lists_help",
        default="Deletes uploaded lists that nobody decided on, and entries of the log of operations that are too old. Without it, personal data is kept for longer than promised.",
    )
    period = A_DAY

    def due(self, context: JobContext) -> bool:
        """Return whether it is due: while there are any."""
        now = context.now()
        old = (
            any(pending_lists.expired(now))
            or any(batches.outdated(now))
            or any(log.outdated(now))
        )
        return super().due(context) and old

    def run(self, context: JobContext) -> None:
        """Drop old lists and old entries of the log, in one transaction."""
        context.transact(lambda: drop_old(context.now()))


class ListWordsJob(Job):
    """Index the words of people whose list was left before its end.

    Not noted as done: there is nothing to do once it was.
    """

    title = _("job_list_words", default="Search words of people from lists")
    description = _(
        "job_list_words_help",
        default="Makes people whom a list brought findable by their words when the page of the list was closed before its end.",
    )
    order = 80

    def due(self, context: JobContext) -> bool:
        """Return whether it is due: while there are such people."""
        return super().due(context) and any(pending_lists.unindexed())

    def run(self, context: JobContext) -> None:
        """Index them in batches, as long as there is time."""
        for queue in list(pending_lists.unindexed()):
            if not context.dry_run:
                index_words(context, queue)


def drop_old(now: datetime) -> None:
    """Drop what was kept for its time."""
    pending_lists.drop_expired(now)
    batches.drop_old(now)
    log.forget_old(now)


def counts_of(section: Any) -> Counter[str]:
    """Count the people of a section whom each check finds, without checking permissions."""
    checks = {name: check(section) for name, check in CHECKS.items()}
    found: Counter[str] = Counter()
    people = with_savepoints(load_objects(people_in(section)))
    found.update(
        found_for(
            people,
            lambda one: [name for name, check in checks.items() if check.missing(one)],
        )
    )
    return found


def people_in(section: Any) -> Any:
    """Find the records of people below a section."""
    return api.content.find(
        unrestricted=True, portal_type=list(PERSON_TYPES), path=path_of(section)
    )


def notices(section: Any, found: Counter[str]) -> Iterator[Notice | DeliveryProblem]:
    """Return a notice for each keeper and check that found somebody; numbers, no names.

    Mail goes through many hands: who it is about stands on the page alone.
    """
    lines = [
        (line_of(check.title, found[name]), f"?check={name}")
        for name, check in CHECKS.items()
        if found[name]
    ]
    return to_keepers(section, REGISTER, "@@pbgdpl-check", lines, "register of people")


def to_keepers(
    section: Any,
    kind: MailKind,
    view: str,
    lines: Sequence[tuple[str, str]],
    about: str,
) -> Iterator[Notice | DeliveryProblem]:
    """Yield a mail to each keeper for each line: its title, and where on the page it leads.

    That there is no keeper is told, with what it is about.
    """
    managers = list(register_managers(section)) if lines else []
    if lines and not managers:
        yield DeliveryProblem("nobody", section.Title(), about)
    page = public_url(section, view)
    for manager in managers:
        for title, place in lines:
            yield Notice(
                kind=kind.name,
                recipient=manager,
                title=title,
                url=f"{page}{place}",
                desk_url=page,
            )


def register_managers(section: Any) -> Iterator[Recipient]:
    """Yield those who keep the register of a section by a role that they have there.

    Administrators of the whole portal may do so, too, and are not told.
    """
    roles = rolesForPermissionOn(MANAGE_REGISTRY, section)
    for user_id in sorted(expand(local_principals(section, roles))):
        yield recipient_of(user_id)


def line_of(title: Any, count: int) -> str:
    """Return what was found and how often, in the portal's language."""
    language = api.portal.get_default_language()
    check = translate(title, target_language=language)
    filled = Message(LINE, mapping={"check": check, "count": count})
    return translate(filled, target_language=language)


MAX_AT_ONCE = 100
"""People whom one transaction moves: on the day a level ends they may be thousands."""


class RecognitionDatesJob(Job):
    """Move people whose day has come, in the first run after midnight.

    Before whatever is told to others (`ReconcileJob`). Not noted as done: there is
    nothing to do once it was."""

    title = _("job_recognition_dates", default="Beginning and end of recognitions")
    description = _(
        "job_recognition_dates_help",
        default="Lists legal reporters and propagandists from the day of their recognition on, and takes them off the public lists on the day it ends. Without it they stay listed.",
    )
    period = A_DAY
    order = 40

    def due(self, context: JobContext) -> bool:
        """Return whether it is due: while somebody's day has passed."""
        return super().due(context) and any(due_people(context.today()))

    def run(self, context: JobContext) -> None:
        """Move them transaction by transaction, as long as there is time."""
        while context.transact(lambda: sweep(context.today())) and not context.dry_run:
            context.check_budget()


def sweep(day: date | None = None, most: int = MAX_AT_ONCE) -> bool:
    """Bring people up to date whose day has come; return whether there are more."""
    day = day or today()
    moved = each(due_people(day), lambda person: update_on_day(person, day), most)
    return len(moved) == most and any(due_people(day))


def due_people(day: date) -> Iterator[Any]:
    """Yield the people for whom a date has passed that nobody has looked at since."""
    return load_objects(due_brains(day))


def due_brains(day: date) -> Any:
    """Ask the catalog for them, without checking permissions."""
    catalog = api.portal.get_tool("portal_catalog")
    if NEXT_CHANGE_INDEX not in catalog.indexes():
        return ()
    return catalog.unrestrictedSearchResults(
        {
            "portal_type": list(PERSON_TYPES),
            NEXT_CHANGE_INDEX: {"query": day.isoformat(), "range": "max"},
        }
    )
