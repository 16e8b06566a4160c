"""The public page of a dialogue: what it is about, who answers, what was asked and answered."""

from functools import cached_property
from plone import api
from plone.batching import Batch
from sonla.pbgdpl.activities.pages.event import EventPage
from sonla.pbgdpl.activities.programme import parts_in_words
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.dialogues.content import IDialoguePart
from sonla.pbgdpl.dialogues.pages.labels import days
from sonla.pbgdpl.dialogues.pages.labels import hosts
from sonla.pbgdpl.dialogues.pages.labels import NOT_PUBLIC
from sonla.pbgdpl.dialogues.pages.labels import state_words
from sonla.pbgdpl.dialogues.phases import CLOSED
from sonla.pbgdpl.dialogues.phases import is_open_for_questions
from sonla.pbgdpl.dialogues.phases import OPEN
from sonla.pbgdpl.dialogues.phases import phase
from sonla.pbgdpl.dialogues.query import answered
from sonla.pbgdpl.dialogues.query import waiting
from sonla.pbgdpl.questions import ANSWER_QUESTIONS
from sonla.pbgdpl.questions.pages.item import QuestionView
from sonla.pbgdpl.ui.page import LeadsToList
from typing import Any
from zope.i18nmessageid import Message

ASK = "ask-question"
PAGE_SIZE = 20
SHOWN_WAITING = 5


class DialogueView(LeadsToList, EventPage):
    """Show a dialogue."""

    list_name = "dialogues"

    speaker_label = IDialoguePart["speaker"].title

    # When

    @cached_property
    def phase(self) -> str:
        """Whether it is to come, open or over."""
        return phase(self.context)

    @property
    def state(self) -> Message:
        """The phase as a sentence, with the moment."""
        return state_words(self.context)

    @property
    def days(self) -> str:
        """From when to when it is open."""
        return days(self.context)

    @property
    def is_open(self) -> bool:
        """Whether it is open by its dates."""
        return self.phase == OPEN

    @property
    def is_closed(self) -> bool:
        return self.phase == CLOSED

    @cached_property
    def ask_url(self) -> str:
        """The address of the form; empty when no question is taken."""
        if not is_open_for_questions(self.context):
            return ""
        return f"{self.context.absolute_url()}/@@{ASK}"

    @property
    def withheld(self) -> Message | None:
        """Why nobody can ask, to those who see a dialogue before it is public."""
        return NOT_PUBLIC if self.is_open and not self.ask_url else None

    # What and who

    @property
    def topic(self) -> list[str]:
        lines = (self.field("topic") or "").splitlines()
        return [line.strip() for line in lines if line.strip()]

    @property
    def hosts(self) -> str:
        return hosts(self.context)

    @cached_property
    def officials(self) -> list[dict[str, str]]:
        """The officials in the order in which they are announced."""
        return [
            {
                "name": row.get("name") or "",
                "office": ", ".join(
                    filter(
                        None,
                        (
                            row.get("position"),
                            self.title_of("Agencies", row.get("agency")),
                        ),
                    )
                ),
                "part": row.get("part") or "",
            }
            for row in self.field("officials") or ()
        ]

    @cached_property
    def schedule(self) -> list[dict[str, str]]:
        """The parts of the programme, by day and hour."""
        return parts_in_words(self.field("programme") or ())

    @property
    def summary(self) -> str:
        """The summary of the results once it is over, through Plone's filter."""
        text = self.field("summary") if self.is_closed else None
        return text.output_relative_to(self.context) if text else ""

    # What was asked

    @cached_property
    def answered(self) -> list[Any]:
        """All questions that were answered in public."""
        return answered(self.context)

    @property
    def shows_all(self) -> bool:
        """Whether all of them are wanted on one page: on paper, or in a file."""
        form = self.request.form
        return bool(form.get("all") or form.get("ajax_load"))

    @cached_property
    def batch(self) -> Batch:
        """One page of them."""
        size = max(len(self.answered), 1) if self.shows_all else PAGE_SIZE
        start = 0 if self.shows_all else parse_int(self.request.get("b_start"), 0)
        return Batch(self.answered, size, start)

    @cached_property
    def answers(self) -> list[QuestionView]:
        """Those of this page, each as its own page shows it."""
        return [QuestionView(brain.getObject(), self.request) for brain in self.batch]

    @property
    def all_url(self) -> str:
        """The address of all of them on one page; empty where they are."""
        if self.shows_all or len(self.answered) <= PAGE_SIZE:
            return ""
        return f"{self.context.absolute_url()}?all=1"

    # For the office

    @cached_property
    def is_office(self) -> bool:
        """Whether the user works on questions here."""
        return not api.user.is_anonymous() and api.user.has_permission(
            ANSWER_QUESTIONS, obj=self.context
        )

    @cached_property
    def waiting(self) -> list[Any]:
        """The questions that wait."""
        return waiting(self.context) if self.is_office else []

    @property
    def waiting_first(self) -> list[Any]:
        """Those that have waited longest."""
        return self.waiting[:SHOWN_WAITING]

    @property
    def desk_url(self) -> str:
        return f"{self.context.absolute_url()}/@@pbgdpl-questions"

    @property
    def is_summary_missing(self) -> bool:
        """Whether it is over and nothing was said of its results yet."""
        return self.is_closed and not self.summary
