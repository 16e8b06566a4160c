"""Write the mails: one person's notices of one kind make one mail.

An editor who approves fifty texts at the desk sends each author one mail with a list,
not fifty mails.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from sonla.pbgdpl import _
from sonla.pbgdpl.mail.kinds import kind_of
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.mail.notice import Recipient
from typing import Any
from zope.i18n import translate
from zope.i18nmessageid import Message

GREETING = _("mail_greeting", default="Dear ${name},")
FOOTER = _(
    "mail_footer",
    default="This mail was sent automatically by ${site}. Please don't answer it.",
)
SEVERAL_NEWS = _(
    "mail_subject_digest_of_mails", default="${count} notices on your questions"
)
LEAD_DIGEST = _(
    "mail_lead_digest_of_mails",
    default="Many questions came in with this e-mail address within a short time, so "
    "their notices come together in one mail. If you asked none of them, somebody else "
    "typed your address: you need not do anything.",
)
LEAD_COLLECTED = _(
    "mail_lead_collected",
    default="${several} came in within a short time, so this one mail tells of all of "
    "them. They are listed at the address below.",
)

LABELS = (
    ("unit", _("mail_label_unit", default="Unit")),
    ("actor", _("mail_label_actor", default="Last step by")),
    ("comment", _("mail_label_comment", default="Comment")),
    ("url", _("mail_label_url", default="Address")),
)


@dataclass(frozen=True)
class Mail:
    """One mail, ready but for its sender."""

    recipient: Recipient
    subject: str
    body: str
    calendars: tuple[str, ...] = ()
    """Files that are attached."""


def compose(
    notices: Iterable[Notice], site_title: str, language: str | None
) -> list[Mail]:
    """Write one mail for each recipient and kind, in order of appearance."""
    return [
        Mail(
            group[0].recipient,
            subject_of(group[0].kind, group, site_title, language),
            body_of(group[0].kind, group, site_title, language),
            tuple(item.calendar for item in group if item.calendar),
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
    count = _translated(SEVERAL_NEWS, language, count=sum(map(len, groups)))
    parts = [_translated(LEAD_DIGEST, language)]
    for group in groups:
        parts.append(_translated(kind_of(group[0].kind).lead, language))
        parts += [_entry(item, language) for item in group]
    desk = _translated(kind_of(first.kind).desk, language, url=first.desk_url)
    body = _letter(first.recipient.name, [*parts, desk], site_title, language)
    return Mail(first.recipient, " ".join(f"[{site_title}] {count}".split()), body)


def collected(first: Notice, count: int, site_title: str, language: str | None) -> Mail:
    """Write how many there are of a kind, and where, without naming any of them."""
    kind = kind_of(first.kind)
    several = _translated(kind.several, language, count=count)
    subject = _translated(kind.subject, language, title=several)
    parts = [
        _translated(LEAD_COLLECTED, language, several=several),
        _translated(kind.desk, language, url=first.desk_url),
    ]
    body = _letter(first.recipient.name, parts, site_title, language)
    return Mail(first.recipient, " ".join(f"[{site_title}] {subject}".split()), body)


def subject_of(
    kind: str, group: list[Notice], site_title: str, language: str | None
) -> str:
    """Name the kind and the text, or the number of texts, on a single line.

    Titles are typed by people: line breaks in them must not become mail headers.
    """
    title = group[0].title
    if len(group) > 1:
        title = _translated(kind_of(kind).several, language, count=len(group))
    subject = _translated(kind_of(kind).subject, language, title=title)
    return " ".join(f"[{site_title}] {subject}".split())


def body_of(
    kind: str, group: list[Notice], site_title: str, language: str | None
) -> str:
    """Write the text of a mail: greeting, what it is about, the texts, where to act."""
    parts = [
        _translated(kind_of(kind).lead, language),
        *(_entry(item, language) for item in group),
        _translated(kind_of(kind).desk, language, url=group[0].desk_url),
    ]
    return _letter(group[0].recipient.name, parts, site_title, language)


def _letter(name: str, parts: list[str], site_title: str, language: str | None) -> str:
    greeting = _translated(GREETING, language, name=name)
    footer = "-- \n" + _translated(FOOTER, language, site=site_title)
    return "\n\n".join([greeting, *parts, footer]) + "\n"


def _entry(item: Notice, language: str | None) -> str:
    lines = [f"* {' '.join(item.title.split())}"]
    for name, label in LABELS:
        value = getattr(item, name)
        if value:
            indented = value.strip().replace("\n", "\n    ")
            lines.append(f"  {_translated(label, language)}: {indented}")
    if item.text:
        lines.append(f"\n{item.text}")
    return "\n".join(lines)


def _translated(message: Any, language: str | None, **mapping: Any) -> str:
    """Translate with values; there is no request in the mailer's thread."""
    return translate(Message(message, mapping=mapping), target_language=language)
