"""Beginning an open course by a name: whoever sends many fills no course, and keeps nobody out."""

from learning_pages import Device
from learning_pages import make_learned
from made_once import made_once
from proved_work import solved
from sonla.pbgdpl.core.proof_of_work import challenge
from sonla.pbgdpl.core.proof_of_work import is_proved
from sonla.pbgdpl.training import learners
from sonla.pbgdpl.training.learners import add_learner
from sonla.pbgdpl.training.learners import Learner
from sonla.pbgdpl.training.learners import learner_by
from sonla.pbgdpl.training.learners import learners_of
from sonla.pbgdpl.training.pages import entrance
from sonla.pbgdpl.training.pages.learning import COOKIE

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


def next_hour():
    """Let the numbers of the hour begin anew."""
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


@pytest.mark.parametrize(("proves", "most"), [(False, UNPROVED), (True, EACH)])
def test_one_address_that_joins_as_fast_as_it_can_shuts_nobody_out(
    course, proves, most
):
    invited = add_learner(course, Learner("Được Mời"))
    kept = []
    for _hour in range(ROOM // most + 2):
        next_hour()
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
