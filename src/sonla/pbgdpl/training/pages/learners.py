"""Who learns a course online: invited, seen how far they are, helped, and listed, by its hosts alone."""

from AccessControl import Unauthorized
from collections.abc import Callable
from collections.abc import Mapping
from datetime import timedelta
from sonla.pbgdpl import _
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import AuditAction
from sonla.pbgdpl.audit.actions import DATA
from sonla.pbgdpl.audit.actions import FORMAT
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.dates import format_moment
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.people.name_lookup import people_with
from sonla.pbgdpl.training import certificates
from sonla.pbgdpl.training.attendees import may_record_attendance
from sonla.pbgdpl.training.learners import add_learner
from sonla.pbgdpl.training.learners import code_words
from sonla.pbgdpl.training.learners import key_of_person
from sonla.pbgdpl.training.learners import Learner
from sonla.pbgdpl.training.learners import learner_by
from sonla.pbgdpl.training.learners import MEMBER
from sonla.pbgdpl.training.learners import renew_code
from sonla.pbgdpl.training.learning import MSG_NO_SUCH_NAME
from sonla.pbgdpl.training.mail import ATTEMPT
from sonla.pbgdpl.training.mail import INVITATION
from sonla.pbgdpl.training.mail import post
from sonla.pbgdpl.training.mail import REMARKED
from sonla.pbgdpl.training.mail import remind
from sonla.pbgdpl.training.mail import was_not_reminded_since
from sonla.pbgdpl.training.names import MAX_LETTERS
from sonla.pbgdpl.training.names import read_name
from sonla.pbgdpl.training.opening import Refused
from sonla.pbgdpl.training.pages.learner_list import LearnerList
from sonla.pbgdpl.training.pages.learner_list import place_words
from sonla.pbgdpl.training.personal_data import erase_learner
from sonla.pbgdpl.training.remarking import Asked
from sonla.pbgdpl.training.remarking import count_as_right
from sonla.pbgdpl.training.remarking import mark_again
from sonla.pbgdpl.training.results import standings
from sonla.pbgdpl.training.results import take_over
from sonla.pbgdpl.training.results import used_up_test
from sonla.pbgdpl.ui.confirmation import AsksOnce
from sonla.pbgdpl.ui.confirmation import Confirmation
from sonla.pbgdpl.ui.downloads import keep_private
from sonla.pbgdpl.ui.downloads import offer_workbook
from sonla.pbgdpl.ui.page import values_of
from typing import Any
from zope.i18nmessageid import Message

import transaction

A_DAY = timedelta(days=1)
LEARNERS = AuditAction(
    "learners",
    _("log_learners", default="Downloaded who learns a course online"),
    DATA,
    {"format": FORMAT},
)
QUESTION, REASON = (
    _("log_fact_question", default="Question"),
    _("log_fact_reason", default="Reason"),
)
NUMBER = _("log_fact_certificate", default="Number")
MARKED_AGAIN = AuditAction(
    "course_marked_again",
    _("log_course_marked_again", default="Marked a question of a test again"),
    DATA,
    {"question": QUESTION, "why": REASON},
)
REVOKED = AuditAction(
    "certificate_revoked",
    _("log_certificate_revoked", default="Revoked the certificate of a course"),
    DATA,
    {"number": NUMBER, "why": REASON},
)
REISSUED = AuditAction(
    "certificate_reissued",
    _("log_certificate_reissued", default="Issued the certificate of a course anew"),
    DATA,
    {"number": NUMBER},
)
ATTEMPT_GIVEN = AuditAction(
    "course_attempt_given",
    _("log_course_attempt_given", default="Let somebody take a test once more"),
    DATA,
    {"test": _("log_fact_test", default="Test")},
)
MSG_INVITED = _(
    "msg_learners_invited",
    default="${count} people were added. ${mailed} of them get the link by mail; give the others their code.",
)
MSG_RENEWED = _(
    "msg_learner_renewed",
    default="${name} has another code now: ${code}. The old code and links with it open nothing any more.",
)
MSG_SENT = _("msg_learner_sent", default="The link is being sent to ${name} again.")
MSG_REVOKED = _(
    "msg_learner_revoked", default="The certificate of ${name} does not hold any more."
)
MSG_REISSUED = _(
    "msg_learner_reissued",
    default="${name} has a new certificate, number ${number}. The former one stays revoked.",
)
MSG_TAKEN_OVER = _(
    "msg_learners_taken_over",
    default="${count} people who have finished were noted in the attendance.",
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
MSG_NO_NOTE = _(
    "msg_remark_no_note",
    default="Nothing was marked again: first write why, for those concerned.",
)
MSG_REMARKED = _(
    "msg_remarked",
    default="The results of ${count} people changed. They read why with their result.",
)
ASK_RENEW = Confirmation(
    _("button_learner_renew", default="New code"),
    _(
        "msg_ask_renew",
        default="${name} gets another code. The one they have now, and each link with it, opens nothing any more, on no device; what they have done is kept.",
    ),
)
ASK_REVOKE = Confirmation(
    _("button_learner_revoke", default="Revoke the certificate"),
    _(
        "msg_ask_revoke",
        default="Certificate ${number} of ${name}, issued on ${issued}. Whoever verifies it reads that it was revoked on ${day}; what was printed does not hold any more. This can't be undone, but a new one can be issued.",
    ),
    _(
        "help_ask_revoke",
        default="Kept in the log of operations. It isn't shown to those who verify the certificate.",
    ),
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
TEXT_REMARK = _(
    "msg_ask_remark",
    default="The results of ${count} people change, ${passing} of them then pass: ${names}. Each reads the reason with the result, and gets a mail where there is an address. This can't be undone.",
)
ASK_MARK = Confirmation(
    _("button_mark_again", default="Mark by the question as corrected in the bank"),
    TEXT_REMARK,
)
ASK_COUNT = Confirmation(
    _("button_count_as_right", default="Count it as right for everybody"),
    TEXT_REMARK,
)
ASK_ERASE = Confirmation(BUTTON_ERASE, TEXT_ERASE)
ASK_ERASE_FINISHED = Confirmation(BUTTON_ERASE, TEXT_ERASE_FINISHED)
MAX_NAMES = 20
"""Of those whose results would change, in the question before it is done."""
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


class CourseLearners(AsksOnce, LearnerList):
    """Show hosts who learns; let them invite, give codes, send links, and take lists out."""

    page_title = _("heading_course_learners", default="Learners")
    stylesheets = ("tables.css",)
    message: Message | str = ""
    max_name = MAX_LETTERS

    def __call__(self) -> Any:
        """Do what was sent, or show the page; a list goes out as a file."""
        if not may_record_attendance(self.context):
            raise Unauthorized("Who learns is for those who hold the course.")
        keep_private(self.request)
        self.hide_right_column()
        if self.request.method != "POST":
            return self.index()
        self.check_posted()
        handler = self.actions().get(self.typed("action"))
        answer = handler() if handler is not None else None
        return self.index() if answer is None else answer

    def actions(self) -> dict[str, Callable[[], Any]]:
        """Return what forms of the page ask for."""
        return {
            "invite": self.invite,
            "renew": self.renew,
            "send": self.send,
            "allow": self.allow,
            "remind": self.remind,
            "revoke": self.revoke,
            "reissue": self.reissue,
            "erase": self.erase,
            "take-over": self.take_over,
            "export": self.export,
            "mark-again": self.mark_again,
            "count-as-right": self.count_as_right,
        }

    # What is done

    def invite(self) -> None:
        """Let people of the register learn; who does so already is passed over."""
        people = people_with(values_of(self.request.form.get("person")))
        new = [one for one in people if not key_of_person(self.context, one.UID())]
        learners = [
            Learner(person.title, place_words(person), person.UID()) for person in new
        ]
        invited = {add_learner(self.context, one): one for one in learners}
        mailed = post(INVITATION, self.context, invited)
        self.say(MSG_INVITED, count=len(new), mailed=len(mailed))

    def renew(self) -> str | None:
        """Replace the code of somebody, for one that others have got hold of.

        Who learns by an account has none.
        """
        learner = self.learner
        if learner is None or self.code.startswith(MEMBER):
            return None
        if asked := self.ask_first(ASK_RENEW, name=learner.name):
            return asked
        code = renew_code(self.context, self.code)
        self.say(MSG_RENEWED, name=learner.name, code=code_words(code))
        return None

    def send(self) -> None:
        """Send somebody the link once more."""
        learner = self.learner
        if learner is not None and post(INVITATION, self.context, {self.code: learner}):
            self.say(MSG_SENT, name=learner.name)

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
        now = utc_now()
        late = {
            code: learner
            for code, learner in self.matching
            if was_not_reminded_since(learner, now - A_DAY)
        }
        count = remind(self.context, late, now) if self.may_remind else 0
        self.say(MSG_REMINDED, count=count)

    def revoke(self) -> str | None:
        """Withdraw the certificate of somebody, with a reason for the log."""
        learner = self.learner
        found = certificates.certificate_by(learner.certificate) if learner else None
        if learner is None or found is None or not found.holds:
            return None
        number = code_words(found.code)
        facts = {"name": found.name, "issued": format_day(found.issued)}
        day = format_day(today())
        if asked := self.ask_first(ASK_REVOKE, number=number, day=day, **facts):
            return asked
        certificates.revoke(self.context, found.code, today())
        self.log(REVOKED, number=number, why=self.given_reason)
        self.say(MSG_REVOKED, name=learner.name)
        return None

    def reissue(self) -> None:
        """Issue a new certificate for one that was revoked, in the name that was typed.

        Another name than the learner's own is what the host says.
        """
        learner = self.learner
        former = certificates.certificate_by(learner.certificate) if learner else None
        if learner is None or former is None or former.holds:
            return
        name = read_name(self.typed("name") or learner.name)
        if not name:
            self.say(MSG_NO_SUCH_NAME, most=MAX_LETTERS)
            return
        learner.declared = learner.declared and name == learner.name
        learner.name = name
        made = certificates.issue(self.context, learner, former.unit, today())
        learner.former = (*learner.former, learner.certificate)
        learner.certificate = made.code
        number = code_words(made.code)
        self.log(REISSUED, number=number)
        self.say(MSG_REISSUED, name=learner.name, number=number)

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

    def take_over(self) -> None:
        """Note now in the attendance who has finished; else it is done each night.

        Who has learned has taken part, whether the certificate still holds or not.
        """
        self.say(MSG_TAKEN_OVER, count=take_over(self.context))

    def mark_again(self) -> str | None:
        """Mark a question by what the bank says now."""
        return self.mark(mark_again, ASK_MARK)

    def count_as_right(self) -> str | None:
        """Count a question as right for everybody."""
        return self.mark(count_as_right, ASK_COUNT)

    def mark(
        self, how: Callable[..., dict[str, Asked]], question: Confirmation
    ) -> str | None:
        """Mark a question anew, with a note to those whose result changes."""
        note = " ".join(self.typed("note").split())
        if not note:
            self.say(MSG_NO_NOTE)
            return None
        before = transaction.savepoint(optimistic=True)
        try:
            changed = how(self.context, self.typed("question"), note, utc_now())
        except Refused as refused:
            self.message = refused.message
            return None
        if page := self.ask_first(question, **facts_of_change(changed)):
            before.rollback()
            return page
        self.log(MARKED_AGAIN, len(changed), question=self.typed("question"), why=note)
        for test in {one.test for one in changed.values()}:
            asked = {
                code: one.learner for code, one in changed.items() if one.test == test
            }
            post(REMARKED, self.context, asked, note, test)
        self.say(MSG_REMARKED, count=len(changed))
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

    def log(self, action: AuditAction, count: int = 1, **facts: str) -> None:
        """Note in the log of operations what was done."""
        log.note(action.name, self.context.portal_type, self.context, count, **facts)

    def say(self, message: Message, **facts: Any) -> None:
        """Show above the page what was done."""
        mapping = {name: str(fact) for name, fact in facts.items()}
        self.message = Message(message, mapping=mapping)

    @property
    def code(self) -> str:
        """Whose row a form was sent from."""
        return self.typed("code")

    @property
    def learner(self) -> Learner | None:
        """Who is meant; None if a new code was given meanwhile."""
        return learner_by(self.context, self.code)


def facts_of_change(changed: Mapping[str, Asked]) -> dict[str, Any]:
    """Return whose results change, and how many of them pass by it, first of all those."""
    passing = {code for code, one in changed.items() if one.attempt.passed}
    order = sorted(changed, key=lambda code: code not in passing)
    names = [changed[code].learner.name for code in order]
    more = ["…"] if len(names) > MAX_NAMES else []
    return {
        "count": len(changed),
        "passing": len(passing),
        "names": ", ".join([*names[:MAX_NAMES], *more]) or "–",
    }
