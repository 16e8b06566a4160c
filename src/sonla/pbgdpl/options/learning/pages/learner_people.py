"""Who learns and how far they are, those first who can't go on: help, reminders, the list."""

from collections.abc import Iterator
from datetime import timedelta
from functools import cached_property
from sonla.pbgdpl import _
from sonla.pbgdpl.audit.actions import AuditAction
from sonla.pbgdpl.audit.actions import DATA
from sonla.pbgdpl.audit.actions import FORMAT
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.dates import format_moment
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.mail.notice import Recipient
from sonla.pbgdpl.options.learning.checks import CourseTestsCheck
from sonla.pbgdpl.options.learning.learners import code_words
from sonla.pbgdpl.options.learning.learners import Learner
from sonla.pbgdpl.options.learning.mail import ATTEMPT
from sonla.pbgdpl.options.learning.mail import post
from sonla.pbgdpl.options.learning.mail import recipients_of
from sonla.pbgdpl.options.learning.mail import remind
from sonla.pbgdpl.options.learning.mail import was_not_reminded_since
from sonla.pbgdpl.options.learning.opening import is_offered
from sonla.pbgdpl.options.learning.opening import why_not_open
from sonla.pbgdpl.options.learning.pages.learner_list import BEGUN
from sonla.pbgdpl.options.learning.pages.learner_list import FINISHED
from sonla.pbgdpl.options.learning.pages.learner_list import LearnerList
from sonla.pbgdpl.options.learning.pages.learner_list import NOT_BEGUN
from sonla.pbgdpl.options.learning.pages.learner_list import USED_UP
from sonla.pbgdpl.options.learning.personal_data import erase_learner
from sonla.pbgdpl.options.learning.results import Standing
from sonla.pbgdpl.options.learning.results import standings
from sonla.pbgdpl.options.learning.results import used_up_test
from sonla.pbgdpl.ui.confirmation import AsksOnce
from sonla.pbgdpl.ui.confirmation import Confirmation
from sonla.pbgdpl.ui.downloads import offer_workbook
from sonla.pbgdpl.ui.paging import PageSlice
from typing import Any
from zope.i18nmessageid import Message

A_DAY = timedelta(days=1)
IN_NEED = (USED_UP, BEGUN, NOT_BEGUN, FINISHED)
"""How far people are, in the order in which the page shows them."""
LEARNERS = AuditAction(
    "learners",
    _("log_learners", default="Downloaded who learns a course online"),
    DATA,
    {"format": FORMAT},
)
ATTEMPT_GIVEN = AuditAction(
    "course_attempt_given",
    _("log_course_attempt_given", default="Let somebody take a test once more"),
    DATA,
    {"test": _("log_fact_test", default="Test")},
)
MSG_ATTEMPT_GIVEN = _(
    "msg_learner_attempt_given",
    default="${name} may take the test “${test}” once more.",
)
MSG_REMINDED = _(
    "msg_learners_reminded",
    default="${count} people who have not finished are sent their link again. Whoever was reminded within a day, or has no mail address, is sent nothing.",
)
MSG_ERASED = _(
    "msg_learner_erased",
    default="The learner was erased. The log has a line about it, without the name.",
)
MSG_NOBODY = _(
    "msg_learner_gone",
    default="This learner is not in the list any more. Nothing was erased.",
)
TEXT_ERASE = _(
    "msg_ask_learner_erase",
    default="Name, unit, code, time and all answers of ${name} go for ever. The link and the code open nothing any more. Until the database is packed (weekly in the shipped set-up), a Manager of the portal could undo it; copies of the database keep it for as long as they are kept.",
)
TEXT_ERASE_FINISHED = _(
    "msg_ask_learner_erase_finished",
    default="Name, unit, code, time and all answers of ${name} go for ever. The link and the code open nothing any more. A certificate keeps its number and stays as valid as it is; whoever verifies it reads that the name was erased on request. The attendance of the course and its figures stay, and who stands in the register stays there, with this course. Until the database is packed (weekly in the shipped set-up), a Manager of the portal could undo it; copies of the database keep it for as long as they are kept.",
)
BUTTON_ERASE = _("button_learner_erase", default="Erase the learner")
ASK_ERASE = Confirmation(BUTTON_ERASE, TEXT_ERASE)
ASK_ERASE_FINISHED = Confirmation(BUTTON_ERASE, TEXT_ERASE_FINISHED)
COLUMNS = (
    _("label_learner_name_column", default="Full name"),
    _("label_learner_unit_column", default="Unit"),
    _("label_learner_steps_column", default="Parts done"),
    _("label_learner_all_steps_column", default="Parts in all"),
    _("label_learner_stuck_column", default="Is at"),
    _("label_learner_used_up_column", default="No attempt left at"),
    _("label_learner_best_column", default="Best result (%)"),
    _("label_learner_minutes_column", default="Minutes"),
    _("label_learner_last_column", default="Last seen"),
    _("label_learner_certificate_column", default="Certificate"),
)


LABEL_QUESTION = _("label_learner_question", default="question ${number}")
LABEL_NOT_BEGUN = _("label_learner_not_begun", default="Not begun")
LABEL_REVOKED = _("label_certificate_is_revoked", default="(revoked)")


class People(AsksOnce, LearnerList):
    """Show who learns; help those who are stuck, remind, erase, take the list out."""

    @property
    def is_offered(self) -> bool:
        """Whether the course can be learned online now."""
        return is_offered(self.context)

    @property
    def small_banks(self) -> list[Message]:
        """What hosts should mend before people learn: tests with too few questions."""
        return (
            [] if self.rests else CourseTestsCheck(self.context).missing(self.context)
        )

    @property
    def may_remind(self) -> bool:
        """Whether a link that is sent now leads to something that can be done."""
        return why_not_open(self.context, utc_now()) is None

    @property
    def unfinished(self) -> bool:
        """Whether any of those shown has not finished."""
        return not all(learner.finished for _code, learner in self.matching)

    @property
    def late(self) -> dict[str, Learner]:
        """Those shown who have not finished and were not reminded within a day."""
        since = utc_now() - A_DAY
        return {
            code: learner
            for code, learner in self.matching
            if was_not_reminded_since(learner, since)
        }

    @property
    def reached(self) -> dict[str, Recipient]:
        """Whom of them a reminder reaches."""
        return recipients_of(self.late)

    @property
    def learners_part(self) -> PageSlice:
        """Which of them are shown."""
        return self.part_of("learners", len(self.matching))

    @cached_property
    def in_need(self) -> list[tuple[str, Learner]]:
        """Those whom to show, first those who can't go on."""
        return sorted(self.matching, key=lambda one: IN_NEED.index(self.places[one[0]]))

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield what the table shows of each learner."""
        for one in standings(self.context, self.learners_part.of(self.in_need)):
            learner = one.learner
            yield {
                "key": one.code,
                "name": learner.name,
                "unit": learner.unit,
                "has_begun": learner.begun is not None,
                "done": one.done,
                "steps": one.steps,
                "where": self.where(one) if learner.begun is not None else "",
                "used_up": one.used_up,
                "finished": bool(learner.finished),
                "best": one.best,
                "has_result": bool(learner.finished) or one.best is not None,
                "minutes": learner.seconds // 60,
                "last": format_day(learner.last) if learner.last else "",
            }

    def where(self, standing: Standing) -> str:
        """Return at which part somebody is, and at which question of a test; empty at the end."""
        if standing.learner.begun is None:
            return self.translated(LABEL_NOT_BEGUN)
        words = Message(LABEL_QUESTION, mapping={"number": str(standing.question)})
        question = self.translated(words) if standing.question else ""
        return ", ".join(filter(None, (standing.stuck, question)))

    def certificate_words(self, learner: Learner) -> str:
        """Return the number of somebody's certificate, and that it was revoked."""
        certificate = self.certificate_of(learner)
        if certificate is None:
            return ""
        revoked = "" if certificate.holds else self.translated(LABEL_REVOKED)
        return " ".join(filter(None, (code_words(certificate.code), revoked)))

    # What is done

    def allow(self) -> None:
        """Let somebody who has no attempt left take the test once more; twice sent gives one."""
        learner = self.learner
        test = used_up_test(learner, self.steps) if learner is not None else None
        if learner is None or test is None:
            return
        learner.granted = (*learner.granted, test.key)
        self.log(ATTEMPT_GIVEN, test=test.title)
        post(ATTEMPT, self.context, {self.code: learner}, test=test.key)
        self.say(MSG_ATTEMPT_GIVEN, name=learner.name, test=test.title)

    def remind(self) -> None:
        """Send the link again to those shown who have not finished."""
        count = remind(self.context, self.late, utc_now()) if self.may_remind else 0
        self.say(MSG_REMINDED, count=count)

    def erase(self) -> str | None:
        """Forget somebody, with all that they did."""
        learner = self.learner
        if learner is None:
            self.message = MSG_NOBODY
            return None
        is_kept = learner.certificate or learner.counted
        question = ASK_ERASE_FINISHED if is_kept else ASK_ERASE
        if asked := self.ask_first(question, name=learner.name):
            return asked
        try:
            erase_learner(self.context, self.code)
        except InvalidInput as refused:
            self.message = refused.message
        else:
            self.message = MSG_ERASED
        return None

    def export(self) -> bytes:
        """Return those who are asked for as a workbook, without codes; who took it is logged."""
        rows = [
            [
                one.learner.name,
                one.learner.unit,
                one.done,
                one.steps,
                self.where(one),
                one.used_up,
                one.best,
                one.learner.seconds // 60,
                format_moment(one.learner.last) if one.learner.last else "",
                self.certificate_words(one.learner),
            ]
            for one in standings(self.context, self.matching)
        ]
        self.log(LEARNERS, len(rows), format="xlsx")
        header = [self.translated(one) for one in COLUMNS]
        return offer_workbook(
            self.request,
            "nguoi-hoc",
            name=self.translated(self.page_title),
            title=self.context.title,
            subtitle=format_day(today()),
            header=header,
            rows=rows,
        )
