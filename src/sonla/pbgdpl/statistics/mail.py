"""Mail about the steps of reports: to those who decide, and to the unit that waits for it."""

from AccessControl.PermissionRole import rolesForPermissionOn
from plone import api
from plone.uuid.interfaces import IUUID
from Products.CMFCore.interfaces import IActionSucceededEvent
from sonla.pbgdpl import _
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.core.section import unit_title
from sonla.pbgdpl.editorial.mail import actors
from sonla.pbgdpl.editorial.states import history_of
from sonla.pbgdpl.editorial.states import last_step
from sonla.pbgdpl.mail.kinds import MailKind
from sonla.pbgdpl.mail.notice import DeliveryProblem
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.mail.outbox import enqueue_safely
from sonla.pbgdpl.mail.recipients import may_view
from sonla.pbgdpl.mail.recipients import recipient_of
from sonla.pbgdpl.mail.recipients import unit_people
from sonla.pbgdpl.settings.getters import get_settings
from sonla.pbgdpl.settings.public_address import public_url
from sonla.pbgdpl.statistics import APPROVE_STATISTICS
from sonla.pbgdpl.statistics import STATISTICS_WORKFLOW
from typing import Any
from urllib.parse import urlencode

SEVERAL_REPORTS = _("mail_subject_several_reports", default="${count} reports")
DESK_OF_UNIT = _(
    "mail_desk_statistics", default="Statistics and reports of your unit: ${url}"
)
STATISTICS = MailKind(
    "statistics",
    subject=_("mail_subject_statistics", default="Statistics to be reported: ${title}"),
    lead=_(
        "mail_lead_statistics",
        default="Below are statistics that your unit has not submitted yet, each with the "
        "day on which it is due. What the records give is filled in already.",
    ),
    several=SEVERAL_REPORTS,
    desk=DESK_OF_UNIT,
)
DEADLINE = MailKind(
    "statistics_deadline",
    subject=_(
        "mail_subject_statistics_deadline",
        default="Another day for statistics: ${title}",
    ),
    lead=_(
        "mail_lead_statistics_deadline",
        default="The day on which the statistics below are due was changed. The new day is in "
        "brackets.",
    ),
    several=SEVERAL_REPORTS,
    desk=DESK_OF_UNIT,
)
REPORT_WAITING = MailKind(
    "report_waiting",
    subject=_(
        "mail_subject_report_waiting",
        default="Statistics wait for approval: ${title}",
    ),
    lead=_(
        "mail_lead_report_waiting",
        default="Below are statistics that wait for you to approve them, or to return them "
        "with a comment.",
    ),
    several=SEVERAL_REPORTS,
    desk=_("mail_desk_reports", default="Reports of all units: ${url}"),
)
REPORT_RETURNED = MailKind(
    "report_returned",
    subject=_("mail_subject_report_returned", default="Statistics returned: ${title}"),
    lead=_(
        "mail_lead_report_returned",
        default="The statistics below were returned. Please correct them as the comment "
        "says and submit them again.",
    ),
    several=SEVERAL_REPORTS,
    desk=DESK_OF_UNIT,
)
REPORT_APPROVED = MailKind(
    "report_approved",
    subject=_("mail_subject_report_approved", default="Statistics approved: ${title}"),
    lead=_(
        "mail_lead_report_approved",
        default="The statistics below were approved and are public.",
    ),
    several=SEVERAL_REPORTS,
    desk=DESK_OF_UNIT,
)
REPORT_LOCKED = MailKind(
    "report_locked",
    subject=_("mail_subject_report_locked", default="Statistics locked: ${title}"),
    lead=_(
        "mail_lead_report_locked",
        default="The statistics below were closed for good. What proves wrong is corrected "
        "by a new version.",
    ),
    several=SEVERAL_REPORTS,
    desk=DESK_OF_UNIT,
)
UNIT_KINDS = {
    "return": REPORT_RETURNED,
    "approve": REPORT_APPROVED,
    "lock": REPORT_LOCKED,
}
NOT_LOCAL = {"Manager", "Site Administrator"}
"""They may approve everywhere and aren't told, as with texts."""


def step_taken(event: IActionSucceededEvent) -> None:
    """Post the mails of one step of a report, as far as the settings want them."""
    if event.workflow.getId() == STATISTICS_WORKFLOW:
        enqueue_safely(event.object, lambda: news_of(event.object, event.action))


def news_of(report: Any, action: str) -> list[Notice | DeliveryProblem]:
    """List the mails of one step."""
    if not get_settings().mail_steps:
        return []
    if action == "submit":
        return news_for_approvers(report)
    return news_for_unit(report, UNIT_KINDS[action])


def news_for_approvers(report: Any) -> list[Notice | DeliveryProblem]:
    """Return the notices to those who may approve; that there is nobody is the administrator's news.

    An approver who submitted the report of the province needs no mail to find it.
    """
    workflow = api.portal.get_tool("portal_workflow")[STATISTICS_WORKFLOW]
    roles = set(rolesForPermissionOn(APPROVE_STATISTICS, report)) - NOT_LOCAL
    people = actors(report, roles, workflow, "approve")
    if not people:
        return [DeliveryProblem("nobody", report.Title(), public_url(report))]
    others = set(people) - {last_step(report, STATISTICS_WORKFLOW).get("actor")}
    return _notices(REPORT_WAITING, report, others, overview_of(report))


def news_for_unit(report: Any, kind: MailKind) -> list[Notice | DeliveryProblem]:
    """Return the notices to the people of the unit, and who submitted, of what the province decided."""
    steps = history_of(report, STATISTICS_WORKFLOW)
    people = {line["actor"] for line in steps if line.get("action") == "submit"}
    unit = unit_of(report)
    if unit is not None:
        people |= {person.user_id for person in unit_people(unit)}
    others = {one for one in people - {steps[-1]["actor"]} if may_view(one, report)}
    home = unit if unit is not None else section_of(report)
    return _notices(kind, report, others, public_url(home, "@@pbgdpl-statistics"))


def overview_of(report: Any) -> str:
    """Return the address where all reports of this one's form and period are seen."""
    asked = {
        "form": report.form_code,
        "kind": report.period_kind,
        "year": report.year,
    }
    section = section_of(report)
    return public_url(section, f"@@pbgdpl-reports?{urlencode(asked)}")


def _notices(
    kind: MailKind, report: Any, user_ids: set[str], desk_url: str
) -> list[Notice | DeliveryProblem]:
    last = last_step(report, STATISTICS_WORKFLOW)
    actor = last.get("actor")
    return [
        Notice(
            kind=kind.name,
            recipient=recipient_of(user_id),
            title=report.Title(),
            url=public_url(report),
            desk_url=desk_url,
            unit=unit_title(report),
            actor=recipient_of(actor).name if actor else "",
            comment=last.get("comments") or "",
            concerns=IUUID(report),
        )
        for user_id in sorted(user_ids)
    ]
