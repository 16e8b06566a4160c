"""What is typed into the form, cleaned for storing: one form of letters, nothing invisible.

What somebody typed into the form of questions, checked before anything is stored.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from functools import cached_property
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.file_signatures import extension
from sonla.pbgdpl.core.typed_text import clean_filename
from sonla.pbgdpl.core.typed_text import clean_line
from sonla.pbgdpl.core.typed_text import clean_text
from sonla.pbgdpl.core.typed_text import MAX_READ
from sonla.pbgdpl.core.validators import mail_address
from sonla.pbgdpl.core.validators import phone_number
from sonla.pbgdpl.editorial.uploads import file_problem
from sonla.pbgdpl.questions.settings import get_question_settings
from sonla.pbgdpl.vocabularies import TERRITORIES
from sonla.pbgdpl.vocabularies.terms import find_term
from typing import Any
from typing import ClassVar
from zope.i18nmessageid import Message

import os

MIN_QUESTION_LENGTH, MAX_QUESTION_LENGTH = 15, 5000
"""Characters of a question."""
MAX_LENGTHS = {"public_name": 100, "asker_email": 200, "asker_phone": 30}
MAX_FILES = 3
MAX_CHECKED = 20
"""Files that are looked at where too many were sent."""
CARRIED = (
    "legal_field",
    "commune",
    "public_name",
    "asker_email",
    "asker_phone",
    "consent",
    "proof",
    "seen",
    "told",
    "stamp",
)
"""Short fields that pages between form and question carry on; the stamp tells it from all others."""
LEGAL_FIELDS = "sonla.pbgdpl.LegalFields"

MSG_TOO_SHORT = _(
    "msg_question_too_short",
    default="Please write your question in a sentence or two, so that it can be answered.",
)
MSG_TOO_LONG = _(
    "msg_question_too_long",
    default="Please shorten your question to ${most} characters; you can send a document along.",
    mapping={"most": str(MAX_QUESTION_LENGTH)},
)
MSG_NO_CONTACT = _(
    "msg_question_no_contact",
    default="Please leave an e-mail address or a telephone number, so that the answer reaches you.",
)
MSG_NO_CONSENT = _(
    "msg_question_no_consent",
    default="Please tick that you agree; without that your question can't be handled.",
)
MSG_LINE_TOO_LONG = _(
    "msg_question_line_too_long",
    default="This is too long: at most ${most} characters.",
)
MSG_NOT_IN_LIST = _("msg_question_not_in_list", default="Choose a value of the list.")
MSG_FILE_KIND = _(
    "msg_question_file_kind",
    default="${filename}: files of this kind can't be sent. Possible are: ${kinds}.",
)
MSG_TOO_MANY_FILES = _(
    "msg_question_too_many_files",
    default="At most ${most} files can be sent.",
    mapping={"most": str(MAX_FILES)},
)


@dataclass(frozen=True)
class Submission:
    """A file that was sent; `stream` is where its bytes are."""

    filename: str
    size: int
    stream: Any


@dataclass
class TypedForm:
    """What was typed into a form that anybody may send.

    `errors` maps names of fields to what is wrong with them.
    """

    form: Mapping[str, Any]
    errors: dict[str, Message] = field(default_factory=dict)
    max_lengths: ClassVar[Mapping[str, int]] = {}
    """Characters of fields that are one line."""

    def text(self, name: str) -> str:
        """Return what was typed into a field, as the form shows it again."""
        value = self.form.get(name, "")
        return value[:MAX_READ] if isinstance(value, str) else ""

    def line(self, name: str) -> str:
        """Return it as one clean line."""
        return clean_line(self.text(name))

    def check_lines(self) -> None:
        """Find lines that are too long for what they are."""
        for name, most in self.max_lengths.items():
            if len(self.line(name)) > most:
                self.errors[name] = Message(MSG_LINE_TOO_LONG, mapping={"most": most})

    def check_contact(self, email: str, phone: str) -> None:
        """Find what can't be an address or a number in the two fields."""
        for name, accept in ((email, mail_address), (phone, phone_number)):
            value = self.line(name)
            try:
                if value and name not in self.errors:
                    accept(value)
            except InvalidInput as refusal:
                self.errors[name] = refusal.message


@dataclass
class QuestionForm(TypedForm):
    """What was typed, with the files that came along."""

    max_lengths = MAX_LENGTHS
    file_problems: list[Message] = field(default_factory=list)
    """What is wrong with the files, each of them named; the first one is an error, too."""

    @property
    def agreed(self) -> bool:
        """Whether the consent was ticked."""
        return bool(self.text("consent"))

    def carried(self) -> Iterator[tuple[str, str]]:
        """Yield name and value of what was typed besides the question."""
        for name in CARRIED:
            if value := self.text(name):
                yield name, value

    @cached_property
    def files(self) -> list[Submission]:
        """The files that were sent; a field left empty is none."""
        sent = self.form.get("files") or ()
        uploads = sent if isinstance(sent, list | tuple) else (sent,)
        found = [upload for upload in uploads if getattr(upload, "filename", "")]
        return [Submission(clean_filename(u.filename), size_of(u), u) for u in found]

    def values(self) -> dict[str, Any]:
        """Return the values of a question's fields; what is wrong goes into `errors`."""
        question = clean_text(self.text("question"))
        self.check_question(question)
        self.check_lines()
        if not self.line("asker_email") and not self.line("asker_phone"):
            self.errors["asker_email"] = MSG_NO_CONTACT
        self.check_contact("asker_email", "asker_phone")
        self.check_files()
        if not self.agreed:
            self.errors["consent"] = MSG_NO_CONSENT
        return {
            "question": question,
            "public_name": self.line("public_name") or None,
            "asker_email": self.line("asker_email") or None,
            "asker_phone": self.line("asker_phone") or None,
            "legal_fields": self.chosen("legal_field", LEGAL_FIELDS),
            "territory": self.chosen("commune", TERRITORIES),
        }

    def check_question(self, question: str) -> None:
        """Find a question too short to be one, or too long to be read."""
        if len(question) < MIN_QUESTION_LENGTH:
            self.errors["question"] = MSG_TOO_SHORT
        elif len(question) > MAX_QUESTION_LENGTH:
            self.errors["question"] = MSG_TOO_LONG

    def chosen(self, name: str, vocabulary: str) -> tuple[str, ...]:
        """Return the token chosen of a list, if one was."""
        token = self.text(name)
        if not token:
            return ()
        term = find_term(vocabulary, token[:60])
        if term is None or not term.is_valid_on(today()):
            self.errors[name] = MSG_NOT_IN_LIST
            return ()
        return (term.token,)

    def check_files(self) -> None:
        """Note for each file that can't be taken why, and whether there are too many."""
        if len(self.files) > MAX_FILES:
            self.file_problems.append(MSG_TOO_MANY_FILES)
        found = map(problem_of, self.files[:MAX_CHECKED])
        self.file_problems.extend(filter(None, found))
        if self.file_problems:
            self.errors["files"] = self.file_problems[0]


def allowed_kinds() -> list[str]:
    """List the extensions of files that may come along."""
    kinds = get_question_settings().file_kinds or ()
    return [kind.lower().lstrip(".") for kind in kinds]


def problem_of(sent: Submission) -> Message | None:
    """Return why a file is refused: its kind, its size, what it holds; None for a good one."""
    limit = get_question_settings().file_megabytes
    problem = file_problem(sent.filename, sent.size, sent.stream, limit)
    kinds = allowed_kinds()
    if problem is None and extension(sent.filename) not in kinds:
        values = {"filename": sent.filename, "kinds": ", ".join(kinds)}
        return Message(MSG_FILE_KIND, mapping=values)
    return problem


def size_of(upload: Any) -> int:
    """Measure a file that was sent, without reading it."""
    upload.seek(0, os.SEEK_END)
    size = upload.tell()
    upload.seek(0)
    return size
