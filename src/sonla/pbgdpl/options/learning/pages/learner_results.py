"""Who has finished: results, certificates, and what is done about them."""

from collections.abc import Iterator
from datetime import timedelta
from functools import cached_property
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import AuditAction
from sonla.pbgdpl.audit.actions import DATA
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.dates import format_hour
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.options.learning import certificates
from sonla.pbgdpl.options.learning.course_tests import tests_of
from sonla.pbgdpl.options.learning.learners import code_words
from sonla.pbgdpl.options.learning.learners import Learner
from sonla.pbgdpl.options.learning.learning import MSG_NO_SUCH_NAME
from sonla.pbgdpl.options.learning.names import MAX_LETTERS
from sonla.pbgdpl.options.learning.names import read_name
from sonla.pbgdpl.options.learning.odds import percent_of_pairs
from sonla.pbgdpl.options.learning.odds import questions_for
from sonla.pbgdpl.options.learning.online import OPEN_TO_ALL
from sonla.pbgdpl.options.learning.pages.learner_list import LearnerList
from sonla.pbgdpl.options.learning.results import standings
from sonla.pbgdpl.options.learning.results import take_over
from sonla.pbgdpl.ui.confirmation import AsksOnce
from sonla.pbgdpl.ui.confirmation import Confirmation
from sonla.pbgdpl.ui.paging import PageSlice
from typing import Any
from urllib.parse import urlencode
from zope.i18nmessageid import Message

UNDO = timedelta(minutes=15)
"""For how long whoever revoked a certificate can take that back."""
NUMBER = _("log_fact_certificate", default="Number")
REVOKED = AuditAction(
    "certificate_revoked",
    _("log_certificate_revoked", default="Revoked the certificate of a course"),
    DATA,
    {"number": NUMBER, "why": _("log_fact_reason", default="Reason")},
)
RESTORED = AuditAction(
    "certificate_restored",
    _(
        "log_certificate_restored",
        default="Took back that the certificate of a course was revoked",
    ),
    DATA,
    {"number": NUMBER},
)
REISSUED = AuditAction(
    "certificate_reissued",
    _("log_certificate_reissued", default="Issued the certificate of a course anew"),
    DATA,
    {"number": NUMBER},
)
MSG_REVOKED = _(
    "msg_learner_revoked",
    default="The certificate of ${name} does not hold any more. You can take this back until ${until}.",
)
MSG_RESTORED = _(
    "msg_learner_restored",
    default="The certificate of ${name} holds again, under the same number.",
)
MSG_NOT_RESTORED = _(
    "msg_learner_not_restored",
    default="Only who revoked a certificate can take it back, within 15 minutes. Issue a new one instead.",
)
MSG_REISSUED = _(
    "msg_learner_reissued",
    default="${name} has a new certificate, number ${number}. The former one stays revoked.",
)
MSG_TAKEN_OVER = _(
    "msg_learners_taken_over",
    default="${count} people who have finished were noted in the attendance.",
)
MSG_PAIRS = _(
    "msg_learners_pairs",
    default="Test “${test}”: who knows nothing passes by the help of one other in about ${percent} of 100 cases. The other uses up all attempts and passes on the right answers of the last one (with four answers to choose from).",
)
MSG_OPEN_PAIRS = _(
    "msg_learners_open_pairs",
    default="Test “${test}”: who knows nothing passes by the help of one other who knows nothing in about ${percent} of 100 cases. Only who has passed reads the right answers before the course is over (with four answers to choose from).",
)
MSG_OTHER_NAMES = _(
    "msg_learners_other_names",
    default="Anybody may begin this course, so also again under another name, with all attempts. Invite those of whom you have to be sure.",
)
ASK_REVOKE = Confirmation(
    _("button_learner_revoke", default="Revoke the certificate"),
    _(
        "msg_ask_revoke",
        default="Certificate ${number} of ${name}, issued on ${issued}. Whoever verifies it reads that it was revoked on ${day}; what was printed does not hold any more. You can take this back within 15 minutes; later, a new one can be issued.",
    ),
    _(
        "help_ask_revoke",
        default="Kept in the log of operations. It isn't shown to those who verify the certificate.",
    ),
    (
        _("reason_wrong_person", default="Issued to the wrong person"),
        _("reason_wrong_name", default="The name is wrong"),
        _("reason_dishonest", default="The test was not taken honestly"),
    ),
)


class Results(AsksOnce, LearnerList):
    """Show who has finished; revoke certificates, take that back, issue new ones."""

    max_name = MAX_LETTERS

    @property
    def warnings(self) -> list[Message]:
        """What hosts should know of how sure the tests are."""
        is_open = bool(stored_value(self.context, OPEN_TO_ALL))
        found = [MSG_OTHER_NAMES] if is_open else []
        for test in tests_of(self.context):
            if available := questions_for(test):
                percent = percent_of_pairs(test, available, is_open)
                facts = {"test": test.title, "percent": str(percent)}
                words = MSG_OPEN_PAIRS if is_open else MSG_PAIRS
                found.append(Message(words, mapping=facts))
        return found

    @cached_property
    def finished(self) -> list[tuple[str, Learner]]:
        """Those who have finished, of those who are asked for."""
        return [one for one in self.matching if one[1].finished]

    @property
    def results_part(self) -> PageSlice:
        """Which of them are shown."""
        return self.part_of("learners", len(self.finished))

    @cached_property
    def issued(self) -> list[certificates.Certificate]:
        """The certificates of all learners."""
        learners = (learner for _code, learner in self.people)
        return list(filter(None, map(self.certificate_of, learners)))

    @property
    def revoked(self) -> int:
        """How many of them were revoked."""
        return sum(not one.holds for one in self.issued)

    @property
    def waiting(self) -> int:
        """How many have finished and are not in the attendance yet."""
        return sum(bool(one.finished) and not one.counted for _code, one in self.people)

    def results(self) -> Iterator[dict[str, Any]]:
        """Yield what the table shows of each who has finished."""
        for one in standings(self.context, self.results_part.of(self.finished)):
            found = self.certificate_of(one.learner)
            number = code_words(found.code) if found is not None else ""
            revoked = found.revoked if found is not None else None
            yield {
                "key": one.code,
                "name": one.learner.name,
                "best": one.best,
                "day": format_day(found.issued if found else one.learner.finished),
                "number": number,
                "url": self.verify_url(one.learner.certificate),
                "revoked": format_day(revoked) if revoked else "",
                "restored_until": self.restored_until(number) if revoked else "",
            }

    def verify_url(self, code: str) -> str:
        """Return where anybody verifies a certificate."""
        root = self.request.physicalPathToURL(api.portal.get().getPhysicalPath())
        return f"{root}/@@verify?{urlencode({'code': code})}" if code else ""

    # What is done

    def revoke(self) -> str | None:
        """Withdraw the certificate of somebody, with a reason for the log."""
        learner = self.learner
        found = self.certificate_of(learner) if learner else None
        if learner is None or found is None or not found.holds:
            return None
        number = code_words(found.code)
        facts = {"name": found.name, "issued": format_day(found.issued)}
        day = format_day(today())
        if asked := self.ask_first(ASK_REVOKE, number=number, day=day, **facts):
            return asked
        certificates.revoke(self.context, found.code, today())
        self.log(REVOKED, number=number, why=self.given_reason)
        until = self.restored_until(number)
        self.say(MSG_REVOKED, name=learner.name, until=until)
        return None

    def restore(self) -> None:
        """Let a certificate hold again that the same person has just revoked."""
        learner = self.learner
        found = self.certificate_of(learner) if learner else None
        if learner is None or found is None or found.holds:
            return
        number = code_words(found.code)
        if not self.restored_until(number):
            self.say(MSG_NOT_RESTORED)
            return
        certificates.restore(self.context, found.code)
        self.log(RESTORED, number=number)
        self.say(MSG_RESTORED, name=learner.name)

    def restored_until(self, number: str) -> str:
        """Return until what time the user, who has just revoked a certificate, can take that back."""
        entry = self.just_revoked.get(number)
        if entry is None or entry.user != api.user.get_current().getId():
            return ""
        return format_hour(entry.at + UNDO)

    @cached_property
    def just_revoked(self) -> dict[str, log.AuditEntry]:
        """Map the numbers of what was just revoked to when that was last, and by whom."""
        found: dict[str, log.AuditEntry] = {}
        for entry in log.newest_first((REVOKED.name,), since=utc_now() - UNDO):
            found.setdefault(entry.facts["number"], entry)
        return found

    def reissue(self) -> None:
        """Issue a new certificate for one that was revoked, in the name that was typed.

        Another name than the learner's own is what the host says.
        """
        learner = self.learner
        former = self.certificate_of(learner) if learner else None
        if learner is None or former is None or former.holds:
            return
        name = read_name(self.typed("new_name") or learner.name)
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

    def take_over(self) -> None:
        """Note now in the attendance who has finished; else it is done each night.

        Who has learned has taken part, whether the certificate still holds or not.
        """
        self.say(MSG_TAKEN_OVER, count=take_over(self.context))
