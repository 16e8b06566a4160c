"""Reminders of the days that the law sets to those who keep the register."""

from collections.abc import Iterator
from functools import partial
from sonla.pbgdpl import _
from sonla.pbgdpl.core.names import REQUESTS
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.jobs.items import found_for
from sonla.pbgdpl.mail.jobs import DailyMailJob
from sonla.pbgdpl.mail.notice import DeliveryProblem
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.options.requests.duties.mail import criteria_notices
from sonla.pbgdpl.options.requests.duties.mail import duty_notices
from sonla.pbgdpl.people.settings import get_register_settings


class DutyMailJob(DailyMailJob):
    """Remind of deadlines in the first run of a day."""

    belongs_to = REQUESTS
    title = _("job_register_duties", default="Deadlines of the register")
    description = _(
        "job_register_duties_help",
        default="Reminds by mail of nominations and dismissals to be decided on, and communes of their notice in September. Without it nobody is reminded; the desk shows the deadlines all the same.",
    )
    name = "register-duties"

    def may_start(self, context: JobContext) -> bool:
        """Return whether the settings want the mail."""
        return bool(get_register_settings().mail_register)

    def notices(self, context: JobContext) -> Iterator[Notice | DeliveryProblem]:
        """Yield the mails of the days since they were posted last, today among them."""
        days = self.days(context)
        for find in (duty_notices, criteria_notices):
            yield from found_for(all_sections(), partial(find, days=days))
