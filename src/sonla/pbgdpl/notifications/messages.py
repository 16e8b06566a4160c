"""Write the mails: one person's notices of one kind make one mail.

An editor who approves fifty texts at the desk sends each author one mail with a list,
not fifty mails.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from sonla.pbgdpl import _
from sonla.pbgdpl.notifications import notice as kinds
from sonla.pbgdpl.notifications.notice import Notice
from sonla.pbgdpl.notifications.notice import Recipient
from typing import Any
from zope.i18n import translate
from zope.i18nmessageid import Message

SUBJECTS = {
    kinds.WAITING_EDIT: _(
        "mail_subject_waiting_edit", default="Waiting for editing: ${title}"
    ),
    kinds.WAITING_APPROVAL: _(
        "mail_subject_waiting_approval", default="Waiting for approval: ${title}"
    ),
    kinds.FORWARDED: _(
        "mail_subject_forwarded", default="Forwarded for approval: ${title}"
    ),
    kinds.RETURNED: _(
        "mail_subject_returned", default="Returned to be completed: ${title}"
    ),
    kinds.RETRACTED: _("mail_subject_retracted", default="Taken back: ${title}"),
    kinds.APPROVED: _(
        "mail_subject_approved", default="Approved and published: ${title}"
    ),
    kinds.WITHDRAWN: _("mail_subject_withdrawn", default="Withdrawn: ${title}"),
    kinds.REOPENED: _("mail_subject_reopened", default="Opened for revision: ${title}"),
    kinds.REMINDER: _(
        "mail_subject_reminder", default="Reminder to contribute: ${title}"
    ),
    kinds.DIGEST: _("mail_subject_digest", default="Data exchange: ${title}"),
    kinds.DELIVERY: _("mail_subject_delivery", default="Not accepted: ${title}"),
    kinds.STATISTICS: _(
        "mail_subject_statistics", default="Statistics to be reported: ${title}"
    ),
    kinds.REPORT_WAITING: _(
        "mail_subject_report_waiting",
        default="Statistics wait for approval: ${title}",
    ),
    kinds.REPORT_RETURNED: _(
        "mail_subject_report_returned", default="Statistics returned: ${title}"
    ),
    kinds.REPORT_APPROVED: _(
        "mail_subject_report_approved", default="Statistics approved: ${title}"
    ),
    kinds.REPORT_LOCKED: _(
        "mail_subject_report_locked", default="Statistics locked: ${title}"
    ),
    kinds.REGISTER: _(
        "mail_subject_register", default="Register of reporters: ${title}"
    ),
    kinds.QUESTION_RECEIVED: _(
        "mail_subject_question_received", default="Received: ${title}"
    ),
    kinds.QUESTION_PUBLISHED: _(
        "mail_subject_question_published", default="Answered: ${title}"
    ),
    kinds.QUESTION_ANSWERED: _(
        "mail_subject_question_answered", default="Answer: ${title}"
    ),
    kinds.QUESTION_DECLINED: _(
        "mail_subject_question_declined", default="Not answered here: ${title}"
    ),
    kinds.QUESTION_WAITING: _(
        "mail_subject_question_waiting", default="Question of a citizen: ${title}"
    ),
    kinds.QUESTION_REMINDER: _(
        "mail_subject_question_reminder", default="Question to be answered: ${title}"
    ),
}
LEADS = {
    kinds.WAITING_EDIT: _(
        "mail_lead_waiting_edit",
        default="Below is what waits for you to edit and forward for approval.",
    ),
    kinds.WAITING_APPROVAL: _(
        "mail_lead_waiting_approval",
        default="Below is what was edited and waits for your approval.",
    ),
    kinds.FORWARDED: _(
        "mail_lead_forwarded",
        default="Your text was edited and forwarded for approval.",
    ),
    kinds.RETURNED: _(
        "mail_lead_returned",
        default="Your text was returned. Please complete it and send it again.",
    ),
    kinds.RETRACTED: _(
        "mail_lead_retracted",
        default="Your text was taken back and is a draft again.",
    ),
    kinds.APPROVED: _(
        "mail_lead_approved", default="Your text was approved and is public."
    ),
    kinds.WITHDRAWN: _(
        "mail_lead_withdrawn",
        default="Your text was withdrawn and is no longer public.",
    ),
    kinds.REOPENED: _(
        "mail_lead_reopened",
        default="Your withdrawn text was opened again and can be revised.",
    ),
    kinds.REMINDER: _(
        "mail_lead_reminder",
        default="Your unit has sent nothing for some time. Please contribute news and "
        "documents on legal education.",
    ),
    kinds.STATISTICS: _(
        "mail_lead_statistics",
        default="Below are statistics that your unit has not submitted yet, each with the "
        "day on which it is due. What the records give is filled in already.",
    ),
    kinds.REPORT_WAITING: _(
        "mail_lead_report_waiting",
        default="Below are statistics that wait for you to approve them, or to return them "
        "with a comment.",
    ),
    kinds.REPORT_RETURNED: _(
        "mail_lead_report_returned",
        default="The statistics below were returned. Please correct them as the comment "
        "says and submit them again.",
    ),
    kinds.REPORT_APPROVED: _(
        "mail_lead_report_approved",
        default="The statistics below were approved and are public.",
    ),
    kinds.REPORT_LOCKED: _(
        "mail_lead_report_locked",
        default="The statistics below were closed for good. What proves wrong is corrected "
        "by a new version.",
    ),
    kinds.DELIVERY: _(
        "mail_lead_delivery",
        default="The partner of the data exchange does not accept what is named below, and "
        "it is not sent again by itself. The page of each item tells the reason.",
    ),
    kinds.DIGEST: _(
        "mail_lead_digest",
        default="Below is what the data exchange has brought since the last mail of this "
        "kind. What waits for approval stands in a tab of its own on your desk.",
    ),
    kinds.REGISTER: _(
        "mail_lead_register",
        default="Below is what is to be settled in the register of legal reporters and "
        "propagandists. This mail comes once a month, when there is something.",
    ),
    kinds.QUESTION_RECEIVED: _(
        "mail_lead_question_received",
        default="Your question has come in. With the code below and this e-mail address "
        "you can see at any time how far it is. Please keep the code to yourself.",
    ),
    kinds.QUESTION_PUBLISHED: _(
        "mail_lead_question_published",
        default="Your question was answered. Question and answer are public at the "
        "address below, with the name that you agreed to.",
    ),
    kinds.QUESTION_ANSWERED: _(
        "mail_lead_question_answered",
        default="Here is the answer to your question. It is for you alone and was not "
        "published.",
    ),
    kinds.QUESTION_DECLINED: _(
        "mail_lead_question_declined",
        default="Your question can't be answered here. Below is why, and where you can "
        "turn instead.",
    ),
    kinds.QUESTION_WAITING: _(
        "mail_lead_question_waiting",
        default="Below are questions of citizens that wait for your next step.",
    ),
    kinds.QUESTION_REMINDER: _(
        "mail_lead_question_reminder",
        default="Below are questions of citizens that wait for your next step and are "
        "to be answered soon, or should have been.",
    ),
}
SEVERAL = _("mail_subject_several", default="${count} texts")
SEVERAL_UNITS = _("mail_subject_several_units", default="${count} units")
SEVERAL_REPORTS = _("mail_subject_several_reports", default="${count} reports")
SEVERAL_SOURCES = _("mail_subject_several_sources", default="${count} sources")
SEVERAL_MATTERS = _("mail_subject_several_matters", default="${count} matters")
SEVERAL_QUESTIONS = _("mail_subject_several_questions", default="${count} questions")
OTHERS = {
    kinds.REMINDER: SEVERAL_UNITS,
    kinds.DIGEST: SEVERAL_SOURCES,
    kinds.REGISTER: SEVERAL_MATTERS,
    **dict.fromkeys((kinds.STATISTICS, *kinds.STEPS_OF_REPORTS), SEVERAL_REPORTS),
    **dict.fromkeys(kinds.QUESTIONS_TO_OFFICE, SEVERAL_QUESTIONS),
}
"""Stand in the subject where the title of a single text, unit or source would."""

DESK = _("mail_desk", default="Your approval desk: ${url}")
DESK_OF_UNIT = _(
    "mail_desk_statistics", default="Statistics and reports of your unit: ${url}"
)
DESKS = {
    kinds.DELIVERY: _(
        "mail_desk_delivery", default="State of the data exchange: ${url}"
    ),
    kinds.REGISTER: _("mail_desk_register", default="All of it: ${url}"),
    kinds.STATISTICS: DESK_OF_UNIT,
    **dict.fromkeys(kinds.STEPS_OF_REPORTS, DESK_OF_UNIT),
    kinds.REPORT_WAITING: _(
        "mail_desk_reports", default="Reports of all units: ${url}"
    ),
    **dict.fromkeys(
        kinds.QUESTIONS_TO_OFFICE,
        _("mail_desk_questions", default="All questions of citizens: ${url}"),
    ),
    **dict.fromkeys(
        kinds.QUESTIONS_TO_ASKERS,
        _("mail_desk_asker", default="How far your question is: ${url}"),
    ),
}
"""What the address at the end leads to."""

GREETING = _("mail_greeting", default="Dear ${name},")
FOOTER = _(
    "mail_footer",
    default="This mail was sent automatically by ${site}. Please don't answer it.",
)
SUBJECT_OTHER = _("mail_subject_other", default="Notice: ${title}")
LEAD_OTHER = _("mail_lead_other", default="Below is what there is to be told.")
"""Stand where a kind is known no longer: what was queued is sent, whatever comes."""
SEVERAL_NEWS = _(
    "mail_subject_digest_of_mails", default="${count} notices on your questions"
)
LEAD_DIGEST = _(
    "mail_lead_digest_of_mails",
    default="Many questions came in with this e-mail address within a short time, so "
    "their notices come together in one mail. If you asked none of them, somebody else "
    "typed your address: you need not do anything.",
)

LABELS = (
    ("unit", _("mail_label_unit", default="Unit")),
    ("actor", _("mail_label_actor", default="Last step by")),
    ("comment", _("mail_label_comment", default="Comment")),
    ("url", _("mail_label_url", default="Address")),
)


@dataclass(frozen=True)
class Mail:
    """Hold one mail, ready but for its sender."""

    recipient: Recipient
    subject: str
    body: str


def compose(
    notices: Iterable[Notice], site_title: str, language: str | None
) -> list[Mail]:
    """Write one mail for each recipient and kind, in order of appearance."""
    return [
        Mail(
            group[0].recipient,
            subject_of(group[0].kind, group, site_title, language),
            body_of(group[0].kind, group, site_title, language),
        )
        for group in grouped(notices)
    ]


def grouped(notices: Iterable[Notice]) -> list[list[Notice]]:
    """Return the notices of each mail: those of one kind for one recipient."""
    groups: dict[tuple[Recipient, str], list[Notice]] = {}
    for item in notices:
        groups.setdefault((item.recipient, item.kind), []).append(item)
    return list(groups.values())


def digest(notices: Iterable[Notice], site_title: str, language: str | None) -> Mail:
    """Write what would be several mails to one recipient as one, kind by kind."""
    groups = grouped(notices)
    first = groups[0][0]
    count = _say(SEVERAL_NEWS, language, count=sum(map(len, groups)))
    parts = [_say(LEAD_DIGEST, language)]
    for group in groups:
        parts.append(_say(LEADS.get(group[0].kind, LEAD_OTHER), language))
        parts += [_entry(item, language) for item in group]
    desk = _say(DESKS.get(first.kind, DESK), language, url=first.desk_url)
    body = _letter(first.recipient.name, [*parts, desk], site_title, language)
    return Mail(first.recipient, " ".join(f"[{site_title}] {count}".split()), body)


def subject_of(
    kind: str, group: list[Notice], site_title: str, language: str | None
) -> str:
    """Name the kind and the text, or the number of texts, on a single line.

    Titles are typed by people: line breaks in them must not become mail headers.
    """
    title = group[0].title
    if len(group) > 1:
        title = _say(OTHERS.get(kind, SEVERAL), language, count=len(group))
    subject = _say(SUBJECTS.get(kind, SUBJECT_OTHER), language, title=title)
    return " ".join(f"[{site_title}] {subject}".split())


def body_of(
    kind: str, group: list[Notice], site_title: str, language: str | None
) -> str:
    """Write the text of a mail: greeting, what it is about, the texts, where to act."""
    parts = [
        _say(LEADS.get(kind, LEAD_OTHER), language),
        *(_entry(item, language) for item in group),
        _say(DESKS.get(kind, DESK), language, url=group[0].desk_url),
    ]
    return _letter(group[0].recipient.name, parts, site_title, language)


def _letter(name: str, parts: list[str], site_title: str, language: str | None) -> str:
    greeting = _say(GREETING, language, name=name)
    footer = "-- \n" + _say(FOOTER, language, site=site_title)
    return "\n\n".join([greeting, *parts, footer]) + "\n"


def _entry(item: Notice, language: str | None) -> str:
    lines = [f"* {' '.join(item.title.split())}"]
    for name, label in LABELS:
        value = getattr(item, name)
        if value:
            indented = value.strip().replace("\n", "\n    ")
            lines.append(f"  {_say(label, language)}: {indented}")
    if item.text:
        lines.append(f"\n{item.text}")
    return "\n".join(lines)


def _say(message: Any, language: str | None, **mapping: Any) -> str:
    """Translate with values; there is no request in the mailer's thread."""
    return translate(Message(message, mapping=mapping), target_language=language)
