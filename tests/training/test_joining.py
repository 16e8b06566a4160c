"""Beginning an open course by a name: whoever sends many fills no course, and keeps nobody out."""

from datetime import timedelta
from learning_pages import Device
from learning_pages import make_learned
from made_once import made_once
from proved_work import solved
from sonla.pbgdpl.core.proof_of_work import challenge
from sonla.pbgdpl.core.proof_of_work import is_proved
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.options.learning import joins
from sonla.pbgdpl.options.learning import learners
from sonla.pbgdpl.options.learning.learners import add_learner
from sonla.pbgdpl.options.learning.learners import Learner
from sonla.pbgdpl.options.learning.learners import learner_by
from sonla.pbgdpl.options.learning.learners import learners_of
from sonla.pbgdpl.options.learning.pages import entrance
from sonla.pbgdpl.options.learning.pages.learning import COOKIE
from zope.annotation.interfaces import IAnnotations

import pytest

pytestmark = pytest.mark.usefixtures("content_alone")

PROGRAM, CITIZEN = "198.51.100.7", "203.0.113.9"
ROOM, EACH, UNPROVED = 25, 10, 2


@pytest.fixture
def course(portal, unit, monkeypatch):
    course = made_once(portal, make_learned, unit.getPhysicalPath())
    course.open_to_all = True
    monkeypatch.setattr(learners, "MAX_LEARNERS", ROOM)
    monkeypatch.setattr(entrance, "JOINS_OF_ADDRESS", EACH)
    next_hour()
    yield course
    next_hour()


def next_hour(*people):
    """Let the numbers of the hour begin anew; who learns did all an hour earlier."""
    other_process()
    for section in all_sections():
        IAnnotations(section).pop(joins.KEY, None)
    for one in people:
        one.joined -= learners.AT_WORK
        if one.last is not None:
            one.last -= learners.AT_WORK


def other_process():
    """Know nothing of what another process counted in its memory."""
    entrance.JOINS.forget()
    entrance.UNPROVED.forget()


def join(course, name, address, proves=False):
    """Begin by a name as a form that was just opened is sent; return the device."""
    device = Device(course, address)
    device.request("learn")
    (form,) = device.page.cssselect("form[data-challenge]")
    proof = solved(form.get("data-challenge")) if proves else ""
    device.send("join", name=name, unit="", proof=proof)
    return device


def aged(minutes, *did, **facts):
    """Return somebody who began by a name and sent something last so long ago."""
    one = Learner("Ai Đó")
    one.declared = True
    one.joined -= timedelta(minutes=minutes)
    for key in did:
        one.read[key] = one.joined
    for name, value in facts.items():
        setattr(one, name, value)
    return one


def handed_in(minutes):
    """Return somebody who handed in a test."""
    one = aged(minutes)
    attempt = learners.Attempt("Bài kiểm tra", "", 50, [], one.joined)
    attempt.handed_in = one.joined
    one.attempts["a"] = (attempt,)
    return one


def test_who_did_least_and_came_longest_ago_makes_room(course):
    """Never who is at work, who was invited, nor who has results."""
    long_ago = learners.utc_now() - timedelta(days=90)
    staying = [
        aged(59, "a"),
        aged(19),
        aged(9000, last=learners.utc_now()),
        aged(9000, declared=False),
        aged(9000, finished=long_ago),
        handed_in(9000),
    ]
    going = [
        *(aged(120), aged(61), aged(21)),
        *(aged(9000, "a"), aged(70, "a"), aged(80, "a", "b")),
    ]
    stay, go = ([add_learner(course, one) for one in some] for some in (staying, going))
    for code in go:
        for _person in range(len(learners_of(course)), ROOM):
            stay.append(add_learner(course, aged(1)))
        assert learner_by(course, code)
        assert COOKIE in join(course, "Lò Thị Dân", CITIZEN, proves=True).cookies
        assert learner_by(course, code) is None
        assert set(stay) <= set(learners_of(course))
    assert "no more room" in join(course, "Lò Thị Dân", CITIZEN, proves=True).text


def test_several_addresses_that_do_nothing_shut_nobody_out_for_an_hour(course):
    """However many they are: the places of whoever did nothing are free before their hour is over."""
    working = [add_learner(course, aged(21, "a")) for _person in range(5)]
    addresses = (f"198.51.100.{number}" for number in range(100))
    while len(learners_of(course)) < ROOM:
        join(course, "Ai Đó", next(addresses))
    assert "no more room" in join(course, "Lò Thị Dân", CITIZEN).text
    for one in learners_of(course).values():
        one.joined -= learners.LOOKING + timedelta(minutes=1)
    assert COOKIE in join(course, "Lò Thị Dân", CITIZEN).cookies
    assert set(working) <= set(learners_of(course))


def test_who_looks_at_their_name_is_at_work(course):
    device = join(course, "Lò Thị Dân", CITIZEN)
    (learner,) = learners_of(course).values()
    next_hour(learner)
    before = learner.last_seen
    device.send("mend", own_name="Lò Thị Dần")
    assert learner.last_seen > before + learners.AT_WORK - timedelta(minutes=1)


def test_each_course_has_numbers_of_its_own(course, portal, unit, monkeypatch):
    """Many who begin one keep nobody out of another."""
    monkeypatch.setattr(entrance, "JOINS_OF_ALL", 1)
    other = make_learned(portal, unit.getPhysicalPath())
    other.open_to_all = True
    joined = [
        COOKIE in join(there, "Lò Thị Dân", CITIZEN, proves=True).cookies
        for there in (course, course, other, other)
    ]
    assert joined == [True, False, True, False]


@pytest.mark.parametrize(("proves", "most"), [(True, 10), (False, 2)])
def test_all_processes_have_one_number_together(course, monkeypatch, proves, most):
    monkeypatch.setattr(entrance, "JOINS_OF_ALL", 10)
    for number in range(most):
        other_process()
        device = join(course, "Ai Đó", f"198.51.100.{number}", proves)
        assert COOKIE in device.cookies
    other_process()
    refused = join(course, "Lò Thị Dân", CITIZEN, proves)
    assert COOKIE not in refused.cookies
    assert refused.response.getStatus() == 429
    assert 3600 <= int(refused.response.getHeader("Retry-After")) <= 4201
    assert len(learners_of(course)) == most


def test_the_number_is_of_an_hour(course, monkeypatch):
    monkeypatch.setattr(entrance, "JOINS_OF_ALL", 2)
    begun = [COOKIE in join(course, "Ai Đó", CITIZEN, True).cookies for _time in "abc"]
    assert begun == [True, True, False]
    now = joins.span_now()
    monkeypatch.setattr(joins, "span_now", lambda: now + joins.SPANS + 1)
    assert COOKIE in join(course, "Ai Đó", CITIZEN, True).cookies
    (spans,) = IAnnotations(section_of(course))[joins.KEY].values()
    assert list(spans) == [now + joins.SPANS + 1], "what is over is dropped"


@pytest.mark.parametrize(("proves", "most"), [(False, UNPROVED), (True, EACH)])
def test_one_address_that_joins_as_fast_as_it_can_shuts_nobody_out(
    course, proves, most
):
    invited = add_learner(course, Learner("Được Mời"))
    kept = []
    for _hour in range(ROOM // most + 2):
        next_hour(*learners_of(course).values())
        joined = 0
        while COOKIE in join(course, "Ai Đó", PROGRAM, proves).cookies:
            joined += 1
        assert joined == most
        citizen = join(course, "Lò Thị Dân", CITIZEN)
        assert "Lò Thị Dân" in citizen.text
        citizen.request(
            "lesson", n=citizen.page.cssselect(".steps a")[0].get("href")[-32:]
        )
        citizen.send("done")
        kept.append(citizen.cookies[COOKIE])
        assert len(learners_of(course)) <= ROOM
        # Whoever has done something stays, and so does who was invited
        assert all(learner_by(course, code) for code in (invited, *kept))


def test_who_is_refused_is_told_when_to_come_again(course):
    for _time in range(UNPROVED):
        assert join(course, "Ai Đó", PROGRAM).response.getStatus() == 200
    device = join(course, "Cà Thị Ban", PROGRAM)
    assert device.response.getStatus() == 429
    assert 0 < int(device.response.getHeader("Retry-After")) <= 3600
    assert "Send it again in 60 minutes" in device.text
    assert device.page.cssselect("#name")[0].get("value") == "Cà Thị Ban"
    # Whose browser proves its work is not among those few
    assert COOKIE in join(course, "Cà Thị Ban", PROGRAM, proves=True).cookies


def test_a_proof_is_good_for_one_person(course):
    device = Device(course, PROGRAM)
    device.request("learn")
    (form,) = device.page.cssselect("form[data-challenge]")
    values = {**dict(form.form_values()), "action": "join"}
    values["proof"] = solved(form.get("data-challenge"))
    names = [f"Ai Đó {letter}" for letter in "ABCDE"]
    for name in names:
        Device(course, PROGRAM).request("learn", "POST", **{**values, "name": name})
    other = {"offered": "0123456789AB", "name": "Ai Đó F"}
    Device(course, PROGRAM).request("learn", "POST", **{**values, **other})
    found = {one.name for one in learners_of(course).values()}
    assert found == set(names[: 1 + UNPROVED])


def test_a_proof_is_good_for_one_course(course, unit):
    """And for no form of another kind that has the same code."""
    code = "0123456789AB"
    here, there = (entrance.Learn(one, None).form_of(code) for one in (course, unit))
    proofs = [solved(challenge(form)) for form in (here, there, code)]
    assert [is_proved(proof, here) for proof in proofs] == [True, False, False]


def test_a_course_of_people_who_learn_is_full(course):
    for _person in range(ROOM):
        add_learner(course, Learner("Được Mời"))
    device = join(course, "Lò Thị Dân", CITIZEN)
    assert "no more room" in device.text and len(learners_of(course)) == ROOM
