"""`@@ask-question`: the form in which anybody asks; short, and without JavaScript, too."""

from collections.abc import Iterator
from functools import cached_property
from html import escape
from plone import api
from plone.namedfile.file import NamedBlobFile
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.proof_of_work import challenge
from sonla.pbgdpl.core.typed_text import clean_text
from sonla.pbgdpl.editorial.pages.section_page import SectionPage
from sonla.pbgdpl.emergencies.helplines import helplines_for
from sonla.pbgdpl.emergencies.rules import Helpline
from sonla.pbgdpl.questions import pending_files
from sonla.pbgdpl.questions.asker_files import blob_of
from sonla.pbgdpl.questions.asker_files import PHOTOS
from sonla.pbgdpl.questions.asker_files import SOUNDS
from sonla.pbgdpl.questions.form_data import allowed_kinds
from sonla.pbgdpl.questions.form_data import LEGAL_FIELDS
from sonla.pbgdpl.questions.form_data import MAX_FILES
from sonla.pbgdpl.questions.form_data import MAX_QUESTION_LENGTH
from sonla.pbgdpl.questions.form_data import QuestionForm
from sonla.pbgdpl.questions.form_tokens import nonce_of
from sonla.pbgdpl.questions.pages.flood_guard import TooManyRequestsPage
from sonla.pbgdpl.questions.pages.labels import ASK_TITLE
from sonla.pbgdpl.questions.pages.labels import QuestionPlace
from sonla.pbgdpl.questions.pages.stamped_form import StampedFormMixin
from sonla.pbgdpl.questions.pages.suggestions import ShownSuggestions
from sonla.pbgdpl.questions.pages.words_notice import WordsNoticeMixin
from sonla.pbgdpl.questions.settings import get_question_settings
from sonla.pbgdpl.questions.spam_protection import may_try
from sonla.pbgdpl.questions.submission import asked_before
from sonla.pbgdpl.questions.submission import submit
from sonla.pbgdpl.questions.suggestions import Suggestions
from sonla.pbgdpl.questions.suggestions import suggestions_for
from sonla.pbgdpl.settings.public_address import public_root
from sonla.pbgdpl.settings.public_address import public_url
from sonla.pbgdpl.ui.icons import qr_svg
from sonla.pbgdpl.ui.interfaces import IDescribedPage
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.units.proposals import choosable
from sonla.pbgdpl.vocabularies import TERRITORIES
from typing import Any
from zope.i18nmessageid import Message
from zope.interface import implementer

CONSENT = _(
    "text_question_consent",
    default="I agree that the agencies that answer use my question and how I can be reached for the answer alone, and that the question may be published with the answer, without how I can be reached and only with the name I give above. I can have my data deleted at any time.",
)
ELSEWHERE = _(
    "text_question_elsewhere",
    default="Complaints and denunciations are not accepted here: bring or send them to the agency that is responsible for them, or to the office that receives citizens (Ban Tiếp công dân) of the province or of your commune.",
)


@implementer(IDescribedPage)
class AskView(
    WordsNoticeMixin,
    StampedFormMixin,
    ShownSuggestions,
    QuestionPlace,
    SectionPage,
    BrowserView,
):
    """Show the form; take a question in, or say what is wrong and show it again, filled in.

    Answers that are there already are shown before the question is sent: by the script while it
    is typed, which says so in the field `seen`, else on a page between form and question. On that
    page the asker is told, too, which of their words may be personal data.
    """

    name = "ask-question"
    page_title: Message = ASK_TITLE
    index = ViewPageTemplateFile("templates/ask.pt")
    before_sending = ViewPageTemplateFile("templates/before_sending.pt")
    thanks = ViewPageTemplateFile("templates/thanks.pt")
    question: Any | None = None

    @property
    def closed(self) -> Message | None:
        """Why no question is taken here now; None where one is."""
        return None

    @property
    def dialogue(self) -> dict[str, Any] | None:
        """`title`, `url` and `state` of the dialogue in which the question is asked."""
        return None

    def receive(self) -> str:
        """Take the question in if everything is right with it."""
        guard = self.guard
        in_time = may_try(self.request)
        if self.has_come_in():
            return self.thanks()
        if not in_time or guard.is_over_limit():
            return self.refuse_too_many(guard.retry_after)
        if self.closed is not None:
            self.problem = self.closed
            return self.index()
        if self.wants_change:
            return self.index()
        self.problem = guard.problem()
        values = self.typed.values()
        if self.is_right and (
            (self.suggestions and not self.has_seen) or self.must_be_told
        ):
            return self.suggest()
        if self.is_right:
            self.problem = guard.use_up()
        if not self.is_right:
            return self.show_again(guard.retry_after)
        self.question = submit(
            self.context,
            self.section,
            values,
            self.files,
            self.consent,
            guard.is_proved,
            nonce=guard.nonce,
        )
        pending_files.forget(guard.nonce)
        return self.thanks()

    def suggest(self) -> str:
        """Show what is to be seen before sending; files are kept meanwhile, which counts as a question."""
        if self.typed.files:
            self.problem = self.guard.use_up()
            if self.problem is not None:
                return self.show_again(self.guard.retry_after)
            pending_files.hold(self.guard.nonce, self.files)
        elif not self.files:
            pending_files.forget(self.guard.nonce)
        return self.before_sending()

    def has_come_in(self) -> bool:
        """Return whether this form is a question already; its code is shown once more."""
        self.question = asked_before(self.guard.nonce)
        return bool(self.code)

    @property
    def code(self) -> str:
        """The tracking code; empty without a question, or when its asker was forgotten."""
        if self.question is None:
            return ""
        return stored_value(self.question, "tracking_code") or ""

    @property
    def due(self) -> str:
        """The day by which it is to be answered."""
        return format_day(stored_value(self.question, "due_date"))

    @property
    def received(self) -> str:
        """The day on which it came in."""
        return format_day(stored_value(self.question, "received"))

    @property
    def tracking_url(self) -> str:
        """The public address of the page that asks for the code; empty where none is set.

        Without the code: what stands in an address comes into the histories of browsers and the
        logs of those who open it, and some programs that read codes send them to their makers.
        """
        if not public_root() or self.section is None:
            return ""
        return public_url(self.section, "@@question-status")

    @property
    def tracking_qr(self) -> str:
        """That address as a picture that telephones read."""
        return qr_svg(self.tracking_url)

    def refuse_too_many(self, retry_after: int) -> str:
        """Show what was typed on a bare page: this may be one of thousands.

        The hour's number, if it is that which is used up, has room after so many seconds.
        """
        page = TooManyRequestsPage(self.context, self.request)
        page.retry_after = retry_after or page.retry_after
        return page()

    @cached_property
    def typed(self) -> QuestionForm:
        return QuestionForm(self.request.form)

    @cached_property
    def suggestions(self) -> Suggestions:
        """What may answer the question."""
        return suggestions_for(self.section, self.typed.text("question"))

    @property
    def helplines(self) -> list[Helpline]:
        """Whom to call, where the question tells of danger: above the form that comes back, and the receipt."""
        return helplines_for(self.typed.text("question"))

    @cached_property
    def files(self) -> tuple[NamedBlobFile, ...]:
        """The files that come along: those that were chosen, else those kept from before."""
        if self.typed.files:
            return tuple(map(blob_of, self.typed.files))
        if self.typed.text("without_files"):
            return ()
        return pending_files.kept_for(self.guard.nonce)

    # What the templates ask

    @property
    def wants_change(self) -> bool:
        """Whether the asker goes back from the suggestions to the form."""
        return bool(self.typed.text("edit"))

    @property
    def has_seen(self) -> bool:
        """Whether suggestions were shown."""
        return bool(self.typed.text("seen"))

    @property
    def public_words(self) -> str:
        """The question; whoever gives a name to be published has agreed to that."""
        return clean_text(self.typed.text("question"))

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What goes on from the page between form and question, besides the question."""
        shown = ("seen", "told")
        return [pair for pair in self.typed.carried() if pair[0] not in shown]

    @property
    def file_names(self) -> str:
        """The names of the files that come along."""
        return ", ".join(file.filename for file in self.files)

    @property
    def shows_form(self) -> bool:
        """Whether there is a form: where none is taken, only for what was typed."""
        return self.closed is None or self.problem is not None

    most = MAX_QUESTION_LENGTH
    most_files = MAX_FILES

    @property
    def challenge(self) -> str:
        """The work that the browser is to prove; empty if none is asked for."""
        proof = get_question_settings().proof_of_work
        return challenge(nonce_of(self.stamp)) if proof else ""

    @property
    def consent(self) -> str:
        """What the asker agrees to."""
        return get_question_settings().consent or api.portal.translate(CONSENT)

    @property
    def elsewhere(self) -> list[str]:
        """Where complaints and denunciations go, line by line."""
        text = get_question_settings().elsewhere or api.portal.translate(ELSEWHERE)
        return [line.strip() for line in text.splitlines() if line.strip()]

    @property
    def days(self) -> int:
        """The number of working days in which questions are answered."""
        return get_question_settings().working_days

    def error(self, name: str) -> Message | str:
        """Return what is wrong with a field; empty if nothing is."""
        return self.typed.errors.get(name, "")

    @property
    def wrong_fields(self) -> list[dict[str, Any]]:
        """What is wrong, each with the field to go to."""
        return [
            {"id": f"ask-{name}", "message": message}
            for name, first in self.typed.errors.items()
            for message in (self.file_problems if name == "files" else [first])
        ]

    @property
    def file_problems(self) -> list[Message]:
        """What is wrong with the files, each of them named."""
        return self.typed.file_problems

    @property
    def kinds(self) -> str:
        """The kinds of files that may come along."""
        return ", ".join(map(str.upper, allowed_kinds()))

    @property
    def accepted(self) -> str:
        """The accepted types as browsers want them."""
        return ",".join(f".{kind}" for kind in allowed_kinds())

    @property
    def accepted_photos(self) -> str:
        """The types that a telephone's camera is to give; an iPhone then makes a JPEG."""
        return ",".join(sorted({PHOTOS[k] for k in allowed_kinds() if k in PHOTOS}))

    @property
    def takes_sound(self) -> bool:
        """Whether something that was recorded may come along."""
        return not SOUNDS.keys().isdisjoint(allowed_kinds())

    @property
    def megabytes(self) -> int:
        """The size of the largest file."""
        return get_question_settings().file_megabytes

    @property
    def fields_of_law(self) -> str:
        return "".join(options(LEGAL_FIELDS, self.typed.text("legal_field")))

    @property
    def communes(self) -> str:
        return "".join(options(TERRITORIES, self.typed.text("commune")))


def options(vocabulary: str, chosen: str) -> Iterator[str]:
    """Write the options of a list: there are dozens, and templates take their time."""
    for term in choosable(vocabulary):
        token, title = escape(term.token), escape(term.title)
        mark = ' selected="selected"' if term.token == chosen else ""
        yield f'<option value="{token}"{mark}>{title}</option>\n'
