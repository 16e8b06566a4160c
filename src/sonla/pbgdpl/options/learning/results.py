"""What the unit that holds a course knows of those who learn it online."""

from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from plone import api
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.vietnamese.names import name_order
from sonla.pbgdpl.editorial.working_copies import working_copy_of
from sonla.pbgdpl.options.learning.learners import Attempt
from sonla.pbgdpl.options.learning.learners import Learner
from sonla.pbgdpl.options.learning.learners import learners_of
from sonla.pbgdpl.options.learning.learners import MEMBER
from sonla.pbgdpl.options.learning.learning import is_done
from sonla.pbgdpl.options.learning.learning import is_used_up
from sonla.pbgdpl.options.learning.learning import outcomes_of
from sonla.pbgdpl.options.learning.learning import Step
from sonla.pbgdpl.options.learning.learning import steps_of
from sonla.pbgdpl.people import PERSON_TYPES
from sonla.pbgdpl.people.name_lookup import people_by_official_mail
from sonla.pbgdpl.training.attendees import change_attendance
from typing import Any


@dataclass(frozen=True)
class Standing:
    """How far one learner is."""

    code: str
    learner: Learner
    done: int
    steps: int
    stuck: str = ""
    """The step at which they are; empty when they have finished."""
    question: int = 0
    """The number of the first question without an answer in a begun test; 0 for none."""
    used_up: str = ""
    """The test that they have not passed and at which no attempt is left; empty for none."""
    best: int | None = None
    """The best share of right answers in a test, in percent."""


@dataclass(frozen=True)
class AskedQuestion:
    """A question of the tests of a course, and how it was answered there."""

    uid: str
    text: str
    answered: int
    wrong: int

    @property
    def percent(self) -> int:
        """The share of wrong answers."""
        return round(100 * self.wrong / self.answered)


def by_name(course: Any) -> list[tuple[str, Learner]]:
    """List the learners of a course with their codes, as Vietnamese names are sorted."""
    people = learners_of(course).items()
    return sorted(people, key=lambda one: place_of(one[1].name))


def place_of(name: str) -> tuple[str, str]:
    """Return the key of a name, which may have signs that are no letters."""
    return name_order(name), name.casefold()


def standings(course: Any, people: Iterable[tuple[str, Learner]]) -> Iterator[Standing]:
    """Yield how far some learners of a course are."""
    steps = steps_of(course)
    for code, learner in people:
        yield standing(code, learner, steps)


def standing(code: str, learner: Learner, steps: list[Step]) -> Standing:
    """Return how far one learner is."""
    missing = [step for step in steps if not is_done(learner, step)]
    here = missing[0] if missing and learner.begun is not None else None
    used_up = used_up_test(learner, missing)
    shares = [
        100 * attempt.right // len(attempt)
        for attempts in learner.attempts.values()
        for attempt in attempts
        if attempt.handed_in is not None
    ]
    return Standing(
        code,
        learner,
        len(steps) - len(missing),
        len(steps),
        here.title if here is not None else "",
        open_question(learner, here.key) if here is not None else 0,
        used_up.title if used_up is not None else "",
        max(shares, default=None),
    )


def used_up_test(learner: Learner, steps: Iterable[Step]) -> Step | None:
    """Return the first test that somebody has not passed and can't try again; None for none."""
    return next((step for step in steps if is_used_up(learner, step)), None)


def open_question(learner: Learner, key: str) -> int:
    """Return the number of the first question without an answer in a begun test; 0 for none."""
    attempts = learner.attempts_at(key)
    if not attempts or attempts[-1].handed_in is not None:
        return 0
    given = attempts[-1].given
    places = range(len(attempts[-1]))
    return next((at + 1 for at in places if at not in given), 0)


def asked_questions(course: Any) -> list[AskedQuestion]:
    """List the questions that were asked, first those that most answered wrongly."""
    answered: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    texts: dict[str, str] = {}
    for attempt in handed_in(learners_of(course).values()):
        texts.update((one.uid, one.text) for one in attempt.questions())
        for uid, right in outcomes_of(attempt).items():
            answered[uid] += 1
            wrong[uid] += not right
    questions = [
        AskedQuestion(uid, texts[uid], number, wrong[uid])
        for uid, number in answered.items()
    ]
    return sorted(questions, key=lambda one: (-one.wrong, one.text))


def handed_in(learners: Iterable[Learner]) -> Iterator[Attempt]:
    """Yield all attempts that were marked."""
    for learner in learners:
        for attempts in learner.attempts.values():
            yield from (one for one in attempts if one.handed_in is not None)


def take_over(course: Any) -> int:
    """Note in the attendance who has finished since; returns how many.

    In one change for all of them, and none while a revision is open, which would write over it:
    they are noted the next time.
    """
    finished = {
        code: learner
        for code, learner in learners_of(course).items()
        if learner.finished and not learner.counted
    }
    if not finished or working_copy_of(course) is not None:
        return 0
    recognise_members(course, finished)
    new = list(finished.values())
    people = people_by_uid(learner.person for learner in new)
    known = {person.UID() for person in people}
    others = sum(learner.person not in known for learner in new)
    change_attendance(course, people, (), others)
    for learner in new:
        learner.counted = True
    return len(new)


def recognise_members(course: Any, learners: Mapping[str, Learner]) -> None:
    """Note who of those with an account stands in the register: by their official mail."""
    mails = {
        code: mail
        for code, learner in learners.items()
        if code.startswith(MEMBER) and not learner.person
        if (mail := mail_of_member(code.removeprefix(MEMBER)).casefold())
    }
    if not mails:
        return
    people = people_by_official_mail(course, set(mails.values()))
    for code, mail in mails.items():
        if mail in people:
            learners[code].person = people[mail].UID()


def mail_of_member(user_id: str) -> str:
    """Return the address of an account; empty without."""
    member = api.user.get(userid=user_id)
    mail = member.getProperty("email") if member is not None else ""
    return (mail or "").strip()


def people_by_uid(uids: Iterable[str]) -> list[Any]:
    """Return people of the register by their UIDs, whoever asks."""
    wanted = list(filter(None, uids))
    if not wanted:
        return []
    brains = api.content.find(
        unrestricted=True, UID=wanted, portal_type=list(PERSON_TYPES)
    )
    return list(load_objects(brains))
