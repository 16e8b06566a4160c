"""`@@course-test`: one question after the other, and how it was marked."""

from collections.abc import Callable
from collections.abc import Iterator
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.options.learning.learners import Attempt
from sonla.pbgdpl.options.learning.learning import outcomes_of
from sonla.pbgdpl.options.learning.learning import read_given
from sonla.pbgdpl.options.learning.online import OPEN_TO_ALL
from sonla.pbgdpl.options.learning.opening import day_words
from sonla.pbgdpl.options.learning.opening import moment_of
from sonla.pbgdpl.options.learning.opening import Refused
from sonla.pbgdpl.options.learning.pages.learning import MSG_NO_LEARNER
from sonla.pbgdpl.options.learning.pages.learning import StepPage
from sonla.pbgdpl.options.learning.question_bank.rules import DrawnQuestion
from sonla.pbgdpl.options.learning.question_bank.rules import is_answered
from sonla.pbgdpl.options.learning.question_bank.rules import MULTIPLE
from sonla.pbgdpl.options.learning.question_bank.rules import NUMBER
from sonla.pbgdpl.options.learning.question_bank.rules import places
from sonla.pbgdpl.options.learning.question_bank.rules import TRUE_FALSE
from sonla.pbgdpl.options.learning.question_bank.rules import TRUTHS
from sonla.pbgdpl.ui.page import values_of
from typing import Any
from urllib.parse import urlencode

END = "end"
"""In the place of a question's number: what stands before handing in."""


class CourseTestPage(StepPage):
    """Ask one question after the other, and show how it was marked."""

    question_page = ViewPageTemplateFile("templates/learning_question.pt")
    before_handing_in = ViewPageTemplateFile("templates/learning_hand_in.pt")
    numbers_part = ViewPageTemplateFile("templates/learning_numbers.pt")
    sent: tuple[str, ...] = ()
    """What was sent to the question that is shown, and not stored."""

    @property
    def number_macros(self) -> Any:
        return self.numbers_part.macros

    def actions(self) -> dict[str, Callable[[], Any]]:
        """Return what may be asked for."""
        return {"begin": self.begin, "answer": self.answer, "hand_in": self.hand_in}

    def show(self) -> Any:
        """Show the open attempt, else the test with what came of it."""
        attempt = self.attempt
        if attempt is not None and attempt.handed_in is None:
            return self.before_handing_in() if self.at is None else self.question_page()
        if self.step is None or self.step.test is None:
            return self.see("learn") if attempt is None else self.index()
        return self.index()

    # What is done

    def begin(self) -> Any:
        """Begin an attempt, or go on with the open one.

        A form that comes late, when its attempt was begun and handed in, begins no other.
        """
        if self.step is None:
            return self.see("learn")
        number = len(self.attempts)
        if parse_int(self.typed("attempt"), number) == number:
            if self.learning.asks_for_name and self.typed("own_name"):
                self.learning.mend_name(self.typed("own_name"))
            self.learning.begin_test(self.step)
        return self.see("course-test", n=self.step_key)

    def answer(self) -> Any:
        """Store an answer and go on to the next question; without an answer nothing is stored."""
        attempt, at = self.sent_attempt, parse_int(self.typed("q"), 0) - 1
        if attempt is None or not 0 <= at < len(attempt):
            return self.see("course-test", n=self.step_key)
        given = values_of(self.request.form.get("answer"))
        try:
            version = parse_int(self.typed("version"), 0)
            self.learning.answer(attempt, at, given, version)
        except Refused:
            self.show_refused(attempt, at, given)
            raise
        following = at + 2 if at + 1 < len(attempt) else END
        return self.see("course-test", n=self.step_key, q=following)

    def show_refused(self, attempt: Attempt, at: int, given: list[str]) -> None:
        """Keep what was sent and not stored on the page, beside what is stored."""
        question, kept = attempt.question(at), attempt.given.get(at, ())
        sent = read_given(question, given)
        if attempt is self.attempt:
            self.sent = sent
        if sent != kept and is_answered(question, sent):
            self.refused_answer = {
                # A question that is asked has its text below
                "text": question.text if attempt.handed_in else "",
                "kept": self.in_words(question, kept),
                "sent": self.in_words(question, sent),
            }

    def hand_in(self) -> Any:
        """Hand the attempt in; a second time only shows its result."""
        attempt = self.sent_attempt
        if attempt is not None and attempt.handed_in is None:
            self.learning.hand_in(attempt)
        return self.see("course-test", n=self.step_key)

    # The attempt

    @cached_property
    def attempts(self) -> tuple[Attempt, ...]:
        """All attempts at this test."""
        return self.learner.attempts_at(self.step_key) if self.learner else ()

    @cached_property
    def attempt(self) -> Attempt | None:
        """The latest attempt; between attempts one that has passed, be it by marking again."""
        latest = self.attempts[-1] if self.attempts else None
        if latest is None or latest.handed_in is None or latest.passed:
            return latest
        return next((one for one in self.attempts if one.passed), latest)

    @property
    def sent_attempt(self) -> Attempt | None:
        """The attempt for which a form was made: another may have begun elsewhere meanwhile."""
        number = parse_int(self.typed("attempt"), 0)
        return self.attempts[number - 1] if 0 < number <= len(self.attempts) else None

    @cached_property
    def at(self) -> int | None:
        """The place of the question that is asked, from 0; None before handing in."""
        attempt, asked = self.attempt, self.typed("q")
        if attempt is None or asked == END:
            return None
        number = parse_int(asked, 0)
        if 0 < number <= len(attempt):
            return number - 1
        unanswered = self.unanswered
        return unanswered[0] - 1 if unanswered else None

    @property
    def unanswered(self) -> list[int]:
        """The numbers of questions without an answer, from 1."""
        attempt = self.attempt
        if attempt is None:
            return []
        return [at + 1 for at in range(len(attempt)) if at not in attempt.given]

    @property
    def title(self) -> str:
        """The title as it was when the attempt began."""
        if self.attempt is not None:
            return self.attempt.title
        return super().title

    def question(self) -> dict[str, Any]:
        """Return what the page asks: nothing of which answer is right."""
        attempt, at = self.attempt, self.at
        if attempt is None or at is None:
            raise Refused(MSG_NO_LEARNER)
        asked = attempt.question(at)
        given = self.sent or attempt.given.get(at, ())
        return {
            "number": at + 1,
            "version": attempt.version(at),
            "text": asked.text,
            "is_number": asked.kind == NUMBER,
            "type": "checkbox" if asked.kind == MULTIPLE else "radio",
            "is_multiple": asked.kind == MULTIPLE,
            "typed": next(iter(given), ""),
            "options": [
                {"value": str(place), "text": text, "checked": str(place) in given}
                for place, text in enumerate(self.option_texts(asked))
            ],
        }

    def option_texts(self, question: DrawnQuestion) -> list[str]:
        """List what can be chosen."""
        if question.kind == TRUE_FALSE:
            return [self.translated(one) for one in TRUTHS.values()]
        return list(question.answers)

    def numbers(self) -> Iterator[dict[str, Any]]:
        """Yield a link to each question, and whether it was answered."""
        attempt = self.attempt
        for at in range(len(attempt) if attempt is not None else 0):
            yield {
                "number": at + 1,
                "url": self.question_url(at + 1),
                "is_answered": attempt is not None and at in attempt.given,
                "is_here": at == self.at,
            }

    def question_url(self, number: int | str) -> str:
        """Return the address of a question."""
        query = urlencode({"n": self.step_key, "q": number})
        return f"{self.address('course-test')}?{query}"

    # Afterwards

    @property
    def attempts_left(self) -> int:
        """How many attempts are left; none of a test that is no part of the course any more."""
        if self.step is None or self.step.test is None:
            return 0
        return self.learning.attempts_left(self.step)

    @property
    def may_begin(self) -> bool:
        """Whether another attempt makes sense and may begin."""
        has_passed = self.learning.learner.has_passed(self.step_key)
        return not has_passed and self.attempts_left > 0

    @property
    def percent(self) -> int:
        """The share of right answers, never rounded up to a pass."""
        attempt = self.attempt
        return 100 * attempt.right // len(attempt) if attempt else 0

    @property
    def shows_right_answers(self) -> bool:
        """Whether the page tells what is right, and why."""
        return self.learning.shows_right_answers(self.step_key)

    @property
    def is_open_to_all(self) -> bool:
        """Whether anybody may begin by a name, as often as they like."""
        return bool(stored_value(self.context, OPEN_TO_ALL))

    @property
    def right_answers_from(self) -> str:
        """The last day of the course, after which everybody may read what is right."""
        end = moment_of(self.context, "end")
        return day_words(end) if end is not None else ""

    def notes(self) -> list[dict[str, str]]:
        """List when attempts were marked again, and why."""
        notes = (note for attempt in self.attempts for note in attempt.notes)
        return [{"day": format_day(when), "text": why} for when, why in notes]

    def results(self) -> Iterator[dict[str, Any]]:
        """Yield each question of what was handed in; what was right and why, if that is shown."""
        attempt = self.attempt
        if attempt is None or attempt.handed_in is None:
            return
        outcomes = outcomes_of(attempt) if self.shows_right_answers else None
        for at, question in enumerate(attempt.questions()):
            result = {
                "number": at + 1,
                "text": question.text,
                "given": self.in_words(question, attempt.given.get(at, ())),
                "citations": "; ".join(question.citations),
            }
            if outcomes is not None:
                result["is_right"] = outcomes[question.uid]
                result["right"] = self.right_words(question)
                result["explanation"] = question.explanation
            yield result

    def in_words(self, question: DrawnQuestion, given: tuple[str, ...]) -> str:
        """Return an answer in words; empty for none."""
        if question.kind == NUMBER:
            return next(iter(given), "")
        texts = self.option_texts(question)
        return "; ".join(texts[place] for place in sorted(places(question, given)))

    def right_words(self, question: DrawnQuestion) -> str:
        """Return the right answer in words."""
        if question.kind == NUMBER:
            off = f" ± {question.tolerance}" if question.tolerance else ""
            return f"{question.number}{off}"
        texts = self.option_texts(question)
        return "; ".join(texts[place] for place in question.right)
