"""Files of questions: looked at line by line, taken in, taken back; and given."""

from AccessControl import Unauthorized
from functools import cached_property
from plone.protect import CheckAuthenticator
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.tables.table import XLSX_TYPE
from sonla.pbgdpl.options.learning.question_bank.content import title_of
from sonla.pbgdpl.options.learning.question_bank.files.questions import MAX_BYTES
from sonla.pbgdpl.options.learning.question_bank.files.questions import MAX_QUESTIONS
from sonla.pbgdpl.options.learning.question_bank.importing import ENDINGS
from sonla.pbgdpl.options.learning.question_bank.importing import Line
from sonla.pbgdpl.options.learning.question_bank.importing import lines_of
from sonla.pbgdpl.options.learning.question_bank.importing import pack
from sonla.pbgdpl.options.learning.question_bank.importing import read_file
from sonla.pbgdpl.options.learning.question_bank.importing import take_back
from sonla.pbgdpl.options.learning.question_bank.importing import take_in
from sonla.pbgdpl.options.learning.question_bank.importing import unpack
from sonla.pbgdpl.options.learning.question_bank.importing import write_file
from sonla.pbgdpl.options.learning.question_bank.labels import answer_lines
from sonla.pbgdpl.options.learning.question_bank.labels import kind_words
from sonla.pbgdpl.options.learning.question_bank.pages.bank import BankQuestions
from sonla.pbgdpl.options.learning.question_bank.pages.item import add_url
from sonla.pbgdpl.ui.downloads import offer
from sonla.pbgdpl.ui.drafts.assets import IWritingPage
from sonla.pbgdpl.ui.drafts.saved import note_saved
from sonla.pbgdpl.ui.office_forms import BACK
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.office_forms import TAKE_BACK
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from sonla.pbgdpl.ui.rows_file import LinesFromFile
from typing import Any
from typing import ClassVar
from zExceptions import NotFound
from zope.interface import implementer
from zope.schema import Bytes
from zope.schema import Text

SHOWN_LINES = 100
"""Good questions that the preview shows; those with faults are shown all."""
CONTENT_TYPES = {
    "xlsx": XLSX_TYPE,
    "moodle": "application/xml; charset=utf-8",
    "gift": "text/plain; charset=utf-8",
    "aiken": "text/plain; charset=utf-8",
}
MSG_NO_FILE = _(
    "msg_bank_no_file", default="Choose a file, or paste its text into the field."
)
MSG_LOST = _(
    "msg_bank_preview_lost",
    default="The preview can't be read any more. Choose the file again.",
)


@implementer(IWritingPage)
class BankImport(LinesFromFile, Page, BrowserView):
    """Lead from a file over a look at its questions to what was taken in."""

    post_forms: ClassVar = {
        "check": PostForm(
            _("button_bank_look", default="Look at the questions"),
            (
                Bytes(
                    __name__="upload",
                    title=_("label_bank_upload", default="File of questions"),
                    description=_(
                        "help_bank_upload",
                        default="Word (.docx) with a list as below, its right answers in a line, in a key at the end, or bold, underlined or coloured; XLSX or CSV with the columns of the file that the bank gives; Moodle XML, GIFT or Aiken in UTF-8. At most ${most} questions. The format is recognised. Nothing is stored before you have seen what was read.",
                        mapping={"most": str(MAX_QUESTIONS)},
                    ),
                    required=False,
                ),
                Text(
                    __name__="text",
                    title=_(
                        "label_bank_text",
                        default="Or its text: “Câu 1. … A. … B. … Đáp án: A”, GIFT or Aiken",
                    ),
                    required=False,
                ),
            ),
        ),
        "apply": PostForm(
            _("button_bank_take_in", default="Take these questions in as drafts")
        ),
        "back": BACK,
        "undo": TAKE_BACK,
    }
    stylesheets = ("tables.css",)
    page_title = _("heading_bank_import", default="Questions from a file")
    cleans_texts = True
    error: Any = ""

    def __call__(self) -> str:
        """Act on a sent form, then show the page, for those who may add questions here."""
        if not add_url(self.context):
            raise Unauthorized("Only those who write here read files of questions.")
        self.hide_columns()
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            self.act()
        return self.index()

    def act(self) -> None:
        """Take back, take in, or look at the questions of a file."""
        form = self.request.form
        try:
            if "undo" in form:
                self.gone, self.kept = take_back(self.context, str(form["undo"]))
                self.step = "undone"
            elif "apply" in form:
                self.take_in(str(form.get("packed", "")))
            elif "back" not in form:
                self.look()
        except InvalidInput as refused:
            self.error = refused.message

    def take_in(self, packed: str) -> None:
        """Take the questions of the preview in; the rules are asked once more."""
        try:
            found = unpack(packed)
        except ValueError as error:
            raise InvalidInput(MSG_LOST) from error
        self.batch, self.added = take_in(self.context, lines_of(self.context, found))
        note_saved()
        self.step = "result"

    def look(self) -> None:
        """Read the file."""
        upload = self.request.form.get("upload")
        name = str(getattr(upload, "filename", "") or "")
        text = str(self.request.form.get("text", ""))
        data = upload.read(MAX_BYTES + 1) if name else text.encode()
        if not data.strip():
            raise InvalidInput(MSG_NO_FILE)
        self.lines = lines_of(self.context, read_file(data, name))
        self.step = "confirm"

    # What the template shows

    @cached_property
    def bad(self) -> list[Line]:
        """The questions that something is wrong with."""
        return [line for line in self.lines if line.faults]

    @property
    def packed(self) -> str:
        """The good questions, for the next step."""
        return pack(self.lines)

    def faulty(self) -> list[dict[str, Any]]:
        """List each fault in a line of its own."""
        return [
            {
                "number": line.line,
                "title": title_in(line),
                "fault": fault,
            }
            for line in self.bad
            for fault in line.faults
        ]

    def shown(self) -> list[dict[str, Any]]:
        """List the first good questions, with what is right in them."""
        return [
            {
                "number": line.line,
                "title": title_in(line),
                "kind": kind_words(line.question.kind),
                "right": "; ".join(
                    one["text"]
                    for one in answer_lines(line.question)
                    if one["is_right"]
                ),
            }
            for line in self.good[:SHOWN_LINES]
        ]

    @property
    def not_shown(self) -> int:
        """The number of good questions beyond those."""
        return max(len(self.good) - SHOWN_LINES, 0)


def title_in(line: Line) -> str:
    """Return how a question begins, after its number."""
    return ": ".join(filter(None, (line.name, title_of(line.question.text))))


class BankExport(BankQuestions):
    """Provide the questions of a bank, those that the filter finds, as a file."""

    def __call__(self) -> bytes:
        """Write the file, for those who see the questions in it."""
        kind = str(self.request.form.get("format"))
        if kind not in ENDINGS:
            raise NotFound(self, kind, self.request)
        name = f"ngan-hang-cau-hoi.{ENDINGS[kind]}"
        offer(self.request, name, CONTENT_TYPES[kind], office=self.context)
        items = load_objects(self.brains)
        return write_file(kind, self.context.Title(), items)
