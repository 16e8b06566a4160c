"""The kinds of mail about requests for reporters, and what each begins with."""

from sonla.pbgdpl import _
from sonla.pbgdpl.core.names import REQUESTS
from sonla.pbgdpl.mail.kinds import MailKind

SEVERAL = _("mail_subject_several_requests", default="${count} requests for reporters")
DESK_OF_OFFICE = _("mail_desk_requests", default="All requests for reporters: ${url}")
DESK_OF_ASKER = _(
    "mail_desk_request_form", default="To ask for a reporter again: ${url}"
)
DESK_OF_REPORTER = _("mail_desk_reporter", default="Legal education: ${url}")

REQUEST_NEW = MailKind(
    "request_new",
    subject=_("mail_subject_request_new", default="Reporter asked for: ${title}"),
    lead=_(
        "mail_lead_request_new",
        default="A legal reporter is asked for, for the talk below. The page of the request "
        "lists who fits; assign one there, or refuse it with the reason.",
    ),
    several=SEVERAL,
    desk=DESK_OF_OFFICE,
    belongs_to=REQUESTS,
)
REQUEST_RECEIVED = MailKind(
    "request_received",
    subject=_("mail_subject_request_received", default="Request received: ${title}"),
    lead=_(
        "mail_lead_request_received",
        default="Your request for a legal reporter has come in. The office looks for a "
        "reporter and tells you as soon as one has accepted.",
    ),
    desk=DESK_OF_ASKER,
    belongs_to=REQUESTS,
)
REQUEST_SETTLED = MailKind(
    "request_settled",
    subject=_("mail_subject_request_settled", default="Reporter for: ${title}"),
    lead=_(
        "mail_lead_request_settled",
        default="Below is what became of your request for a legal reporter.",
    ),
    desk=DESK_OF_ASKER,
    belongs_to=REQUESTS,
)
REPORTER_INVITED = MailKind(
    "reporter_invited",
    subject=_("mail_subject_reporter_invited", default="Asked to speak: ${title}"),
    lead=_(
        "mail_lead_reporter_invited",
        default="You are asked to speak as a legal reporter. Please accept or decline by "
        "one of the two addresses; each opens a page that asks once more. No login is "
        "needed. The talk is attached for your calendar.",
    ),
    desk=DESK_OF_REPORTER,
    belongs_to=REQUESTS,
)
REPORTER_CONFIRMED = MailKind(
    "reporter_confirmed",
    subject=_("mail_subject_reporter_confirmed", default="You will speak: ${title}"),
    lead=_(
        "mail_lead_reporter_confirmed",
        default="Thank you for accepting. Below is who expects you.",
    ),
    desk=DESK_OF_REPORTER,
    belongs_to=REQUESTS,
)
REPORTER_RELEASED = MailKind(
    "reporter_released",
    subject=_(
        "mail_subject_reporter_released", default="Not needed any more: ${title}"
    ),
    lead=_(
        "mail_lead_reporter_released",
        default="The talk below does not take place with you. You need not do anything.",
    ),
    desk=DESK_OF_REPORTER,
    belongs_to=REQUESTS,
)
MANAGING_BODY = MailKind(
    "reporter_introduced",
    subject=_("mail_subject_reporter_introduced", default="Reporter asked: ${title}"),
    lead=_(
        "mail_lead_reporter_introduced",
        default="A reporter whom your agency manages is asked for the talk below.",
    ),
    several=SEVERAL,
    desk=DESK_OF_REPORTER,
    belongs_to=REQUESTS,
)
REPORTER_ANSWERED = MailKind(
    "reporter_answered",
    subject=_("mail_subject_reporter_answered", default="Reporter's answer: ${title}"),
    lead=_(
        "mail_lead_reporter_answered",
        default="Below is what reporters answered.",
    ),
    several=SEVERAL,
    desk=DESK_OF_OFFICE,
    belongs_to=REQUESTS,
)
REPORTER_REFUSALS = MailKind(
    "reporter_refusals",
    subject=_(
        "mail_subject_reporter_refusals", default="Refused three times: ${title}"
    ),
    lead=_(
        "mail_lead_reporter_refusals",
        default="Somebody of the register has refused assignments three times without a "
        "good reason. Circular 10/2016/TT-BTP, Article 4.1.d: dismissal of who “từ chối "
        "thực hiện nhiệm vụ được phân công không có lý do chính đáng từ ba lần trở lên”. "
        "Nothing happens by itself: the managing body decides.",
    ),
    desk=DESK_OF_OFFICE,
    belongs_to=REQUESTS,
)
REQUEST_WARNING = MailKind(
    "request_warning",
    subject=_("mail_subject_request_warning", default="Reporter can't speak: ${title}"),
    lead=_(
        "mail_lead_request_warning",
        default="Somebody who was assigned can't be introduced on the day of the talk any "
        "more. Please look for another reporter.",
    ),
    several=SEVERAL,
    desk=DESK_OF_OFFICE,
    belongs_to=REQUESTS,
)
