"""Who learns a course online, and how far they are: stored with the section, by the course's UID.

Not with the course: a revision or a copy of it would carry people along, or write over what they
have answered meanwhile. Each person has a tree of their own, so that two who learn at the same
moment don't hinder each other, nor an editor who saves.
"""

from BTrees.OOBTree import OOBTree
from collections.abc import Iterator
from collections.abc import Mapping
from datetime import datetime
from datetime import timedelta
from persistent import Persistent
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl.core.btrees import SharedTree
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.options.learning.question_bank.rules import DrawnQuestion
from typing import Any
from zope.annotation.interfaces import IAnnotations

import re
import secrets

KEY = "sonla.pbgdpl.learners"
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's digits: no I, L, O and U, which people take for others."""
CODE_LETTERS = 12
"""60 bits: among thousands of learners nobody guesses one."""
MEMBER = "@"
"""Begins the key of somebody who learns by an account: nobody can type it as a code."""
MAX_NAME = 200
"""Letters of a name, and of a unit."""
MAX_LEARNERS = 5000
"""In one course: whoever may begin by a name can't fill the database, nor the course by names alone."""
AT_WORK = timedelta(hours=1)
"""So long after they last sent something nobody makes room for others: a lesson may take it."""
LOOKING = timedelta(minutes=20)
"""So long whoever has done nothing at all: what several addresses join in an hour keeps no one out."""
MAX_STRETCH = timedelta(minutes=30)
"""What counts at most between two things that somebody sends: nobody reads for longer."""


class Attempt(Persistent):
    """One attempt at a test: what was drawn, what was answered, how it was marked."""

    handed_in: datetime | None = None
    right: int = 0
    passed: bool = False
    voided: tuple[str, ...] = ()
    """UIDs of questions that count as right for everybody."""
    notes: tuple[tuple[datetime, str], ...] = ()
    """When it was marked anew, and why."""

    def __init__(
        self,
        title: str,
        bank: str,
        pass_percent: int,
        questions: list[DrawnQuestion],
        begun: datetime,
    ) -> None:
        self.title, self.bank, self.pass_percent = title, bank, pass_percent
        self.begun = begun
        self.drawn = tuple(question.stored() for question in questions)
        self.given: dict[int, tuple[str, ...]] = {}
        self.versions: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self.drawn)

    def __bool__(self) -> bool:
        return True

    def question(self, at: int) -> DrawnQuestion:
        """Return a question by its place, from 0."""
        return DrawnQuestion.read(self.drawn[at])

    def questions(self) -> Iterator[DrawnQuestion]:
        """Yield the questions in the order of this attempt."""
        return map(DrawnQuestion.read, self.drawn)

    def place_of(self, uid: str) -> int | None:
        """Return the place of a question of the bank; None if it wasn't asked."""
        places = (at for at, stored in enumerate(self.drawn) if stored["uid"] == uid)
        return next(places, None)

    def replace_question(self, at: int, question: DrawnQuestion) -> None:
        """Put a corrected question in the place of another."""
        self.drawn = (*self.drawn[:at], question.stored(), *self.drawn[at + 1 :])

    def version(self, at: int) -> int:
        """Return how often the answer to a question was changed; 0 before there is any."""
        return self.versions.get(at, 0)

    def answer(self, at: int, given: tuple[str, ...]) -> None:
        """Note an answer; one that stands there already in the same words writes nothing."""
        if self.given.get(at) != given:
            self.given = {**self.given, at: given}
            self.versions = {**self.versions, at: self.version(at) + 1}


class Learner(Persistent):
    """One person in one course."""

    begun: datetime | None = None
    last: datetime | None = None
    seconds: int = 0
    declared: bool = False
    """Whether they typed the name themselves, and nobody has checked it."""
    confirmed: bool = False
    """Whether they have looked at it again."""
    finished: datetime | None = None
    """When everything was done; who typed the name has the certificate made afterwards."""
    certificate: str = ""
    former: tuple[str, ...] = ()
    """Numbers of certificates that were revoked and issued anew."""
    counted: bool = False
    """Whether the attendance of the course has them already."""
    reminded: datetime | None = None
    granted: tuple[str, ...] = ()
    """Keys of the tests at which the hosts let them try once more; several times if so often."""

    def __init__(self, name: str, unit: str = "", person: str = "") -> None:
        self.name, self.unit = name, unit
        self.person = person
        """UID in the register; empty for others."""
        self.joined: datetime = utc_now()
        """When they came."""
        self.read: Any = OOBTree()
        """Key of a lesson → when it was done."""
        self.attempts: Any = OOBTree()
        """Key of a test → its attempts."""

    def note_time(self, now: datetime) -> None:
        """Add the time since the last thing that was sent; a clock set back takes nothing away."""
        if self.begun is None:
            self.begun = now
        if self.last is not None and now > self.last:
            self.seconds += int(min(now - self.last, MAX_STRETCH).total_seconds())
        self.last = max(now, self.last or now)

    @property
    def last_seen(self) -> datetime:
        """When they last sent anything."""
        return self.last or self.joined

    @property
    def steps_begun(self) -> int:
        """The number of lessons done and tests begun."""
        return len(self.read) + len(self.attempts)

    @property
    def has_results(self) -> bool:
        """Whether they have handed in a test, or finished."""
        return self.finished is not None or any(
            attempt.handed_in for tried in self.attempts.values() for attempt in tried
        )

    def attempts_at(self, key: str) -> tuple[Attempt, ...]:
        """Return the attempts at a test, the oldest first."""
        return self.attempts.get(key, ())

    def has_passed(self, key: str) -> bool:
        """Return whether an attempt at a test was enough."""
        return any(attempt.passed for attempt in self.attempts_at(key))


def new_code() -> str:
    """Return a code that nobody guesses."""
    return "".join(secrets.choice(LETTERS) for _letter in range(CODE_LETTERS))


def read_code(typed: str) -> str:
    """Return a code as it is stored, from what somebody types: case, gaps and look-alikes don't count."""
    letters = (
        re.sub(r"[\s–-]", "", typed).upper().translate(str.maketrans("OIL", "011"))
    )
    known = len(letters) == CODE_LETTERS and set(letters) <= set(LETTERS)
    return letters if known else ""


def code_words(code: str) -> str:
    """Return a code in groups of four, as people read and type it."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def learners_of(course: Any) -> Mapping[str, Learner]:
    """Return the learners of a course by their codes, to be read alone."""
    section = section_of(course)
    stored = IAnnotations(section).get(KEY) if section is not None else None
    return (stored or {}).get(IUUID(course, None) or "") or {}


def learner_by(course: Any, key: str) -> Learner | None:
    """Find a learner by their code, or the key of their account."""
    return learners_of(course).get(key) if key else None


def open_learners(course: Any) -> SharedTree:
    """Return the learners of a course to write to, made where there are none."""
    trees = IAnnotations(section_of(course)).setdefault(KEY, OOBTree())
    return trees.setdefault(IUUID(course), SharedTree())


def make_room(course: Any) -> bool:
    """Return whether one more may begin by themselves; others who did make room, if they must.

    Of those who sent nothing for long, and never handed in a test nor finished, who did least
    and came last longest ago goes, a tenth at a time: they are looked for among all. Who has
    done nothing yet loses nothing by it but the place.
    """
    people = learners_of(course)
    if len(people) < MAX_LEARNERS:
        return True
    now = utc_now()
    idle = sorted(
        (learner.steps_begun, learner.last_seen, code)
        for code, learner in people.items()
        if learner.declared
        and now - learner.last_seen > (AT_WORK if learner.steps_begun else LOOKING)
        and not learner.has_results
    )
    for *_order, code in idle[: len(idle) // 10 + 1]:
        drop_learner(course, code)
    return bool(idle)


def add_learner(course: Any, learner: Learner, key: str = "") -> str:
    """Let somebody learn; returns their code."""
    key = key or new_code()
    open_learners(course)[key] = learner
    return key


def drop_learner(course: Any, code: str) -> None:
    """Drop a learner with all that they did."""
    open_learners(course).pop(code, None)


def renew_code(course: Any, code: str) -> str:
    """Replace the code of somebody: the old one, and each link with it, opens nothing any more."""
    stored = open_learners(course)
    learner = stored[code]
    del stored[code]
    return add_learner(course, learner)


def key_of_person(course: Any, uid: str) -> str:
    """Return the code of somebody of the register; empty if they don't learn here."""
    found = (code for code, one in learners_of(course).items() if one.person == uid)
    return next(found, "")


def move_learners(uid: str, before: Any, after: Any) -> Mapping[str, Learner]:
    """Bring the learners of a course into another section; returns them."""
    learners = (IAnnotations(before).get(KEY) or {}).pop(uid, None)
    if learners is None:
        return {}
    IAnnotations(after).setdefault(KEY, OOBTree())[uid] = learners
    return learners


def learned_courses(section: Any) -> list[str]:
    """List the UIDs of the courses of a section that anybody learns."""
    return list(IAnnotations(section).get(KEY) or ())


def number_of_learners(section: Any) -> int:
    """Return how many people learn the courses of a section, each as often as courses."""
    return sum(map(len, (IAnnotations(section).get(KEY) or {}).values()))


def forget_learners(section: Any, uid: str) -> None:
    """Drop who learned a course, with all that they did."""
    stored = IAnnotations(section).get(KEY) if section is not None else None
    if stored is not None:
        stored.pop(uid, None)
