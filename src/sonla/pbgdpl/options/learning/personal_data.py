"""What is kept of learners: how far they are, what they answered, and their certificates."""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import MutableMapping
from dataclasses import asdict
from dataclasses import replace
from plone import api
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl import _
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import AuditAction
from sonla.pbgdpl.audit.actions import DATA
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.paths import path_in_portal
from sonla.pbgdpl.core.personal_data import MSG_GONE
from sonla.pbgdpl.core.personal_data import PersonalDataStore
from sonla.pbgdpl.core.personal_data import PersonalRecord
from sonla.pbgdpl.core.personal_data import plain
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.mail.queue import queue_of
from sonla.pbgdpl.options.learning import certificates
from sonla.pbgdpl.options.learning import learners
from sonla.pbgdpl.options.learning.jobs import course_by
from sonla.pbgdpl.options.learning.learners import Learner
from sonla.pbgdpl.options.learning.mail import recipients_of
from sonla.pbgdpl.options.learning.results import take_over
from sonla.pbgdpl.training import COURSE_TYPE
from typing import Any
from zope.annotation.interfaces import IAnnotations

ERASED = AuditAction(
    "learner_erased", _("log_learner_erased", default="Erased a learner"), DATA
)
MSG_NOT_COUNTED = _(
    "msg_learner_not_counted",
    default="This learner has finished and is not in the attendance yet, as a revision of the course is open. Erase them when it is approved, or the figures would lack them.",
)
MSG_CERTIFICATE_STAYS = _(
    "msg_certificate_stays",
    default="What a certificate was printed with is not changed: revoke it, and issue a new one.",
)


def erase_learner(course: Any, code: str) -> bool:
    """Forget a learner of a course, with all answers and the name on the certificate.

    The number of the certificate stays, so that a paper can still be verified. Raises
    `InvalidInput` while the figures of the course would lack them. Return whether they were there.
    """
    learner = learners.learner_by(course, code)
    if learner is None:
        return False
    if learner.finished and not learner.counted:
        take_over(course)
        if not learner.counted:
            raise InvalidInput(MSG_NOT_COUNTED)
    erase_names(learner)
    forget_mails(course, code, learner)
    learners.drop_learner(course, code)
    log.note(ERASED.name, COURSE_TYPE, course, 1)
    return True


def forget_mails(course: Any, code: str, learner: Learner) -> None:
    """Remove the mails about the course to a learner that were not sent."""
    queue = queue_of(api.portal.get())
    recipient = recipients_of({code: learner}).get(code)
    if queue is None or recipient is None:
        return
    for key, mail in queue.items():
        is_theirs = mail.recipient.get("email") == recipient.email
        if is_theirs and IUUID(course) in mail.about:
            queue.remove(key)


def erase_names(learner: Learner) -> None:
    """Take the name out of all certificates of a learner."""
    for number in (*learner.former, learner.certificate):
        erase_name(number)


def erase_name(code: str) -> bool:
    """Take the name out of a certificate, which holds as before; return whether it had one."""
    # Learners without a certificate have an empty number, under which nothing is found
    for section in all_sections():
        certificate = certificates.certificate_in(section, code)
        if certificate is not None:
            certificates.store(section, replace(certificate, name=""))
            return bool(certificate.name)
    return False


def fellow_learners(uid: str, code: str) -> MutableMapping[str, Learner] | None:
    """Return the learners of a course, of whichever section, among whom is that one; None if gone."""
    for section in all_sections():
        people = (IAnnotations(section).get(learners.KEY) or {}).get(uid) or {}
        if code in people:
            return people
    return None


class Learners(PersonalDataStore):
    """People who learn courses online; keys are UIDs of courses and codes of learners."""

    title = _("store_learners", default="Learners of online courses")
    covers = (learners.KEY,)
    correctable = ("name", "unit")

    def records(self) -> Iterator[PersonalRecord]:
        """Yield a record for each learner of each course."""
        for section in all_sections():
            for uid, people in (IAnnotations(section).get(learners.KEY) or {}).items():
                for code, learner in people.items():
                    key, where = f"{uid} {code}", path_in_portal(section)
                    yield PersonalRecord(key, learner.name, plain(learner), where)

    def correct(self, key: str, facts: Mapping[str, Any]) -> None:
        """Store another name or unit, until there is a certificate."""
        self.check_correctable(facts)
        learner = self.learner(key)
        if learner.certificate:
            raise InvalidInput(MSG_CERTIFICATE_STAYS)
        for name, value in facts.items():
            setattr(learner, name, str(value)[: learners.MAX_NAME])

    def erase(self, key: str) -> bool:
        """Forget a learner with the name on the certificate."""
        uid, _space, code = key.partition(" ")
        course = course_by(uid)
        if course is not None:
            return erase_learner(course, code)
        people = fellow_learners(uid, code)
        if people is None:
            return False
        erase_names(people[code])
        del people[code]
        return True

    def learner(self, key: str) -> Learner:
        """Return the learner of a record; raise `InvalidInput` when they are gone."""
        uid, _space, code = key.partition(" ")
        people = fellow_learners(uid, code)
        if people is None:
            raise InvalidInput(MSG_GONE)
        return people[code]


class Certificates(PersonalDataStore):
    """Certificates, which outlive their learners and courses; keys are their numbers."""

    title = _("store_certificates", default="Certificates of courses")
    covers = (certificates.KEY,)
    kept = MSG_CERTIFICATE_STAYS

    def records(self) -> Iterator[PersonalRecord]:
        """Yield a record for each certificate."""
        for section in all_sections():
            for code in IAnnotations(section).get(certificates.KEY) or ():
                found = certificates.certificate_in(section, code)
                if found is not None:
                    facts = plain(asdict(found))
                    yield PersonalRecord(
                        code, found.name, facts, path_in_portal(section)
                    )

    def erase(self, key: str) -> bool:
        """Take the name out; number, course and day stay."""
        found = erase_name(key)
        if found:
            log.note(ERASED.name, COURSE_TYPE, api.portal.get(), 1)
        return found
