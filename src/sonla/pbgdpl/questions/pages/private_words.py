"""The box in which somebody decides on words that may be personal data, and such words in texts.

A mixin of pages of what somebody asked: the buttons of the box belong to a form of the page, so that
whatever was typed there is sent along.
"""

from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Iterator
from functools import cached_property
from html import escape
from itertools import zip_longest
from plone import api
from plone.protect import CheckAuthenticator
from Products.CMFCore.permissions import ModifyPortalContent
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.html import replace_in_html
from sonla.pbgdpl.core.mixins import Mixin
from sonla.pbgdpl.core.vietnamese.private_words import Mark
from sonla.pbgdpl.core.vietnamese.private_words import Replacement
from sonla.pbgdpl.editorial.authorship import full_name
from sonla.pbgdpl.questions.content import state_in_history
from sonla.pbgdpl.questions.covering import ANSWER
from sonla.pbgdpl.questions.covering import confirm
from sonla.pbgdpl.questions.covering import confirmations
from sonla.pbgdpl.questions.covering import cover
from sonla.pbgdpl.questions.covering import cover_words
from sonla.pbgdpl.questions.covering import covered_words
from sonla.pbgdpl.questions.covering import found_words
from sonla.pbgdpl.questions.covering import FoundWords
from sonla.pbgdpl.questions.covering import marks_in
from sonla.pbgdpl.questions.covering import open_marks
from sonla.pbgdpl.questions.covering import show_again
from sonla.pbgdpl.questions.covering import sign_of
from sonla.pbgdpl.questions.covering import signs_in
from sonla.pbgdpl.questions.covering import words_in
from sonla.pbgdpl.questions.pages.files import AskersFiles
from sonla.pbgdpl.questions.pages.files import SeesAsker
from sonla.pbgdpl.questions.pages.labels import KIND_TITLES
from sonla.pbgdpl.questions.rules import PUBLISHED
from sonla.pbgdpl.ui.confirmation import Confirmation
from sonla.pbgdpl.ui.confirmation import CONFIRMED as ASKED
from typing import Any
from zExceptions import Unauthorized
from zope.i18nmessageid import Message

COVER, COVER_ALL, COVER_TYPED = "marks.cover", "marks.cover_all", "marks.cover_typed"
SHOW, CONFIRM = "marks.show", "marks.confirm"
BUTTONS = (COVER, COVER_ALL, COVER_TYPED, SHOW, CONFIRM)
TYPED = "marks.words"
COVERED_SIGN, OPEN_MARK = (
    '<span class="pbgdpl-masked">',
    '<mark class="pbgdpl-private">',
)
_PLACE = "\ue000"
"""Stands in HTML for what is set off, while its words are escaped; of no script."""
PUBLISHING_ROLES = frozenset(("Manager", "PBGDPL Approver", "Site Administrator"))
"""Who may publish a question, as the workflow guards it."""
ASK_SHOW = Confirmation(
    _("button_show_again", default="Show again"),
    _(
        "msg_show_again_asked",
        default="Everybody reads this at once. It is noted with your name and the day that it is no personal data.",
    ),
)
HELP_QUESTION = _(
    "help_private_words",
    default="Only what becomes public is covered; the asker reads their own words. Who says that something is no personal data is noted with the day.",
)
MSG_NOT_THERE = _(
    "msg_private_words_not_there",
    default="These words do not stand in the text. Type them as they stand there.",
)
MSG_COVERED = _(
    "msg_private_words_covered",
    default="${number} places that may be personal data were covered, because everybody reads this question. Look at them below: show them again, if they are none.",
)


class PrivateWordsMixin(SeesAsker):
    """Mixin of pages that show the box; `form_id` is the form of its buttons."""

    private_words_box = ViewPageTemplateFile("templates/private_words.pt")
    form_id = "form"
    words_help = HELP_QUESTION
    """What covering does here."""

    @cached_property
    def may_decide(self) -> bool:
        """Whether the user may cover words, or confirm that they are no personal data."""
        return self.may_see_asker or bool(
            api.user.has_permission(ModifyPortalContent, obj=self.context)
        )

    @property
    def has_decided(self) -> bool:
        """Whether a button of the box was pressed."""
        is_sent = self.request.method == "POST"
        return is_sent and any(name in self.request.form for name in BUTTONS)

    def decide(self) -> None:
        """Do what a button of the box says; what can't be done is said."""
        CheckAuthenticator(self.request)
        if not self.may_decide:
            raise Unauthorized(
                "Personal data in what was asked is for those who answer it."
            )
        form, question = self.request.form, self.context
        if COVER_TYPED in form:
            if not cover_words(question, str(form.get(TYPED, ""))):
                api.portal.show_message(MSG_NOT_THERE, self.request, type="warning")
        elif COVER_ALL in form:
            cover(question, {one.key for one in open_marks(question)})
        elif COVER in form:
            cover(question, {str(form[COVER])})
        elif CONFIRM in form:
            confirm(question, [str(form[CONFIRM])])
        elif self.may_show and (not self.is_public or ASKED in form):
            before = {one.key for one in open_marks(question)}
            show_again(question, str(form[SHOW]))
            if self.is_public:
                shown = (one.key for one in open_marks(question))
                confirm(question, [key for key in shown if key not in before])

    @property
    def is_public(self) -> bool:
        """Whether everybody reads at once what is shown again."""
        return False

    @property
    def may_show(self) -> bool:
        """Whether the user may show covered words again: to everybody, who may publish."""
        if not self.is_public:
            return self.may_see_asker
        roles = api.user.get_roles(obj=self.context)
        return self.may_see_asker and not PUBLISHING_ROLES.isdisjoint(roles)

    # What the template asks

    @property
    def open_marks(self) -> list[FoundWords]:
        """The words on which nobody decided yet."""
        return open_marks(self.context)

    def kind_title(self, kind: str) -> Message:
        """Return what words of a kind may be."""
        return KIND_TITLES[kind]

    @property
    def covered(self) -> list[dict[str, Any]]:
        """What is covered, without the words themselves."""
        return [
            {
                "number": number,
                "sign": sign_of(number),
                "kind": KIND_TITLES[one["kind"]],
            }
            for number, one in covered_words(self.context).items()
        ]

    @property
    def confirmed(self) -> list[dict[str, Any]]:
        """The words that somebody said to be no personal data, by whom and when."""
        decisions = confirmations(self.context)
        return [
            {
                "text": words.text,
                "key": words.key,
                "who": full_name(decisions[words.key]["by"]),
                "day": format_day(decisions[words.key]["on"]),
            }
            for words in found_words(self.context)
            if words.key in decisions
        ]

    def marked(self, text: str) -> list[str]:
        """Return the lines of what was asked as HTML, covered words set off, and marks for who decides."""
        return marked_lines(text, self._undecided(words_in(self.context, text)))

    def _undecided(self, marks: Collection[Mark]) -> list[Mark]:
        """Pick those on which the user may decide, and nobody did."""
        keys = {one.key for one in self.open_marks} if self.may_decide else set()
        return [one for one in marks if one.key in keys]


class QuestionWordsBox(AskersFiles, PrivateWordsMixin):
    """Mixin of pages of a question that show the box."""

    @property
    def is_public(self) -> bool:
        """Whether everybody reads the question."""
        return state_in_history(self.context) == PUBLISHED

    def marked_answer(self, html: str) -> str:
        """Return the answer with the same set off."""
        return marked_html(
            html,
            lambda text: self._undecided(marks_in(self.context, ANSWER, text)),
        )


class TellsWhatWasCovered(Mixin):
    """Mixin of edit forms of a question: what was covered by saving is said."""

    def applyChanges(self, data: Any) -> Any:
        """Save; words that a public question got are covered by then."""
        before = len(covered_words(self.context))
        changes = super().applyChanges(data)
        if number := len(covered_words(self.context)) - before:
            message = Message(MSG_COVERED, mapping={"number": str(number)})
            api.portal.show_message(message, self.request, type="warning")
        return changes


def marked_lines(text: str, marks: Collection[Mark]) -> list[str]:
    """Return the lines of a text as HTML, with marks and the signs of covered words set off."""
    pieces: list[str] = []
    at = 0
    for start, end, html in set_off(text, marks):
        pieces += (escape(text[at:start]), html)
        at = end
    whole = "".join((*pieces, escape(text[at:])))
    return [line.strip() for line in whole.splitlines() if line.strip()]


def marked_html(html: str, marks_of: Callable[[str], Collection[Mark]]) -> str:
    """Return HTML with the same set off in its running text."""
    found: list[str] = []

    def places(text: str) -> Iterator[Replacement]:
        for start, end, piece in set_off(text, marks_of(text)):
            found.append(piece)
            yield start, end, _PLACE

    parts = replace_in_html(html.replace(_PLACE, ""), places).split(_PLACE)
    return "".join(
        one + piece for one, piece in zip_longest(parts, found, fillvalue="")
    )


def set_off(text: str, marks: Collection[Mark]) -> list[Replacement]:
    """List where marks and the signs of covered words stand in a text, and their HTML."""
    return sorted(
        (
            *(
                (start, end, f"{COVERED_SIGN}{escape(sign_of(number))}</span>")
                for start, end, number in signs_in(text)
            ),
            *((m.start, m.end, f"{OPEN_MARK}{escape(m.text)}</mark>") for m in marks),
        )
    )
