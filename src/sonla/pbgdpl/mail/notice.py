"""What a mail tells, as plain data that outlives the transaction."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Recipient:
    """Whom a mail goes to; `email` may be empty, which is then reported."""

    user_id: str
    name: str
    email: str


@dataclass(frozen=True)
class Notice:
    """One piece of news for one person.

    Nothing in it refers to the database: it is sent when the transaction is over and
    the text may be gone. `kind` is the name of an `IMailKind`, `desk_url` leads to where
    the recipient acts.

    Its words: ``docs/glossary.rst``, *Running the portal*.
    """

    kind: str
    recipient: Recipient
    title: str
    url: str
    desk_url: str
    unit: str = ""
    actor: str = ""
    comment: str = ""
    text: str = ""
    """What is said at length, such as an answer."""
    about: str = ""
    """UID of the item whose erasure removes the mail, where it tells private things."""
    concerns: str = ""
    """UID of the item that its trace names, where that is another matter than `about`."""
    typed: bool = False
    """Whether the address was typed into a public form: it may be anybody's."""
    calendar: str = ""
    """What it tells of as an iCalendar file, to be attached."""
    limited: bool = False
    """Whether a public form can cause any number of it: few are sent, and of the rest one."""


@dataclass(frozen=True)
class NotSent:
    """Why somebody is rightly not told by mail: a line of `mail.traces`, and no problem.

    `reason` is a key of `traces.OUTCOMES`, `about` the UID of the item.
    """

    kind: str
    reason: str
    about: str


@dataclass(frozen=True)
class DeliveryProblem:
    """Why somebody could not be told.

    `reason` is a key of `failures.REASONS`; `about` names the text or the person;
    `detail` is the technical message, for administrators only.
    """

    reason: str
    about: str
    detail: str = ""
