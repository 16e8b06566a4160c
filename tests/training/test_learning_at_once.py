"""People learn, answer and finish at the same moment, beside editors who save course and lesson."""

from at_once import at_once
from datetime import datetime
from datetime import UTC
from learning_pages import make_learned
from made_once import made_once
from public_content import make_once
from public_content import make_section
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.options.learning.certificates import certificate_by
from sonla.pbgdpl.options.learning.learners import add_learner
from sonla.pbgdpl.options.learning.learners import Learner
from sonla.pbgdpl.options.learning.learners import learner_by
from sonla.pbgdpl.options.learning.learners import learners_of
from sonla.pbgdpl.options.learning.learning import Learning
from sonla.pbgdpl.options.learning.learning import materials_of
from sonla.pbgdpl.options.learning.opening import Refused
from sonla.pbgdpl.options.learning.question_bank.answer_counts import counts_of
from sonla.pbgdpl.options.learning.question_bank.query import bank_by_uid
from statistics_content import change

import pytest
import transaction

NUMBER = 6


@pytest.fixture
def course(functional_portal):
    section = make_section(functional_portal)
    unit = make_once(section, "ContributingUnit", "Phường Mẫu", code="phuong-mau")
    course = made_once(functional_portal, make_learned, unit.getPhysicalPath())
    # Somebody has finished before
    finish(course, add_learner(course, Learner("Lò Văn Trước")))
    transaction.commit()
    return course


def learning(course, code):
    return Learning(course, learner_by(course, code), datetime.now(UTC))


def answer(course, code):
    """Read the lesson and answer everything, but hand nothing in."""
    now = learning(course, code)
    lesson, test = now.steps
    now.finish_lesson(lesson)
    attempt = now.begin_test(test)
    for at, question in enumerate(attempt.questions()):
        right = [question.number] if question.number else list(map(str, question.right))
        now.answer(attempt, at, right, attempt.version(at))
    return attempt


def hand_in(course, code):
    now = learning(course, code)
    now.hand_in(now.open_attempt(now.steps[1]))


def finish(course, code):
    answer(course, code)
    hand_in(course, code)


def test_those_who_finish_and_two_editors_do_not_hinder_each_other(
    functional_portal, course
):
    codes = [add_learner(course, Learner(f"Lò Văn {at}")) for at in range(NUMBER)]
    for code in codes:
        answer(course, code)
    transaction.commit()
    path = path_of(course)

    def handing_in(code):
        return lambda site: hand_in(site.unrestrictedTraverse(path), code)

    def saving(item):
        where = path_of(item)
        return lambda site: change(site.unrestrictedTraverse(where), title="Tên mới")

    (lesson,) = materials_of(course)
    editors = (saving(course), saving(lesson))
    tries = at_once(functional_portal, *map(handing_in, codes), *editors)
    # Both editors change the catalog: one of them may have to save again, no learner has to
    assert tries[:NUMBER] == [1] * NUMBER and None not in tries
    learners = learners_of(course)
    assert course.title == lesson.title == "Tên mới"
    assert len(learners) == NUMBER + 1
    certificates = {one.certificate for one in learners.values()}
    assert len(certificates) == NUMBER + 1 and all(map(certificate_by, certificates))
    bank = bank_by_uid(course.tests[0]["bank"])
    assert {counts_of(bank, one.UID()).right for one in bank.objectValues()} == {
        NUMBER + 1
    }


def test_an_answer_sent_twice_at_once_is_one(functional_portal, course):
    code = add_learner(course, Learner("Lò Văn Hai"))
    answer(course, code)
    transaction.commit()
    path = path_of(course)

    def again(site):
        here = site.unrestrictedTraverse(path)
        now = learning(here, code)
        if (attempt := now.open_attempt(now.steps[1])) is not None:
            now.hand_in(attempt)

    tries = at_once(functional_portal, again, again)
    assert sorted(tries) == [1, 2]
    learner = learner_by(course, code)
    (attempts,) = learner.attempts.values()
    assert len(attempts) == 1 and attempts[0].passed
    bank = bank_by_uid(course.tests[0]["bank"])
    assert {counts_of(bank, one.UID()).right for one in bank.objectValues()} == {2}


def test_of_two_answers_at_once_one_is_stored_and_the_other_refused(
    functional_portal, course
):
    code = add_learner(course, Learner("Lò Văn Hai"))
    now = learning(course, code)
    lesson, test = now.steps
    now.finish_lesson(lesson)
    attempt = now.begin_test(test)
    transaction.commit()
    path, refused = path_of(course), []

    def answering(given):
        def work(site):
            here = learning(site.unrestrictedTraverse(path), code)
            try:
                here.answer(here.open_attempt(here.steps[1]), 0, [given], 0)
            except Refused:
                refused.append(given)

        return work

    given = ("1", "2") if attempt.question(0).number else ("0", "1")
    tries = at_once(functional_portal, *map(answering, given))
    assert sorted(tries) == [1, 2]
    stored = next(iter(learner_by(course, code).attempts.values()))[0].given
    assert stored == {0: tuple({*given} - {*refused})} and len(refused) == 1


def test_people_who_begin_an_open_course_at_once_are_all_there(
    functional_portal, course
):
    path = path_of(course)

    def joining(name):
        return lambda site: add_learner(site.unrestrictedTraverse(path), Learner(name))

    names = [f"Cà Thị {at}" for at in range(NUMBER)]
    assert at_once(functional_portal, *map(joining, names)) == [1] * NUMBER
    assert {one.name for one in learners_of(course).values()} >= set(names)
