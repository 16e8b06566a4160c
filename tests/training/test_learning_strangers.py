"""What strangers and programs try with courses that are learned online."""

from bank_content import add_question
from bank_content import make_bank
from itertools import product
from learning_pages import Device
from learning_pages import learn
from learning_pages import make_course
from learning_pages import open_test
from learning_pages import read_lesson
from made_once import made_once
from plone import api
from plone.protect.authenticator import createToken
from sonla.pbgdpl.core.limiter import MAX_GUESSES
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.options.learning.learners import add_learner
from sonla.pbgdpl.options.learning.learners import Learner
from sonla.pbgdpl.options.learning.learners import learner_by
from sonla.pbgdpl.options.learning.learners import learners_of
from sonla.pbgdpl.options.learning.pages.course_test import CourseTestPage
from sonla.pbgdpl.options.learning.pages.learning import COOKIE
from sonla.pbgdpl.options.learning.pages.learning import GUESSES
from statistics_content import view
from urllib.parse import parse_qs
from urllib.parse import urlencode
from urllib.parse import urlsplit
from vietnamese_portal import furnish
from vietnamese_portal import SECTION
from vietnamese_portal import UNIT
from web_requests import UNTHEMED

import pytest
import requests
import transaction

SECRET, NUMBER = "Vì điều bốn trăm lẻ bảy", "739182"
NAME = "Lò Thị Ánh Nguyệt"
MEMBER = "thanh-vien-mau-01"
IN_JSON = {"Accept": "application/json"}


@pytest.fixture
def asked(course):
    """Somebody who has begun the test."""
    code = add_learner(course, Learner(NAME))
    device = Device(course)
    device.request("learn", code=code)
    read_lesson(device)
    open_test(device)
    device.send("begin")
    return device


def attempt_of(device):
    (attempts,) = learner_by(device.course, device.cookies[COOKIE]).attempts.values()
    return attempts[-1]


def test_a_place_sent_ten_thousand_times_is_one_answer(asked):
    for at, question in enumerate(attempt_of(asked).questions()):
        given = ["0"] * 10_000 if question.answers else [str(n) for n in range(10_000)]
        asked.request(
            "course-test",
            "POST",
            action="answer",
            n=asked.page.cssselect("input[name=n]")[0].get("value"),
            attempt="1",
            q=str(at + 1),
            answer=given,
        )
    assert set(attempt_of(asked).given.values()) == {("0",)}


def test_a_form_with_the_number_of_somebody_elses_attempt_changes_ones_own(asked):
    course = asked.course
    other = Device(course)
    other.request("learn", code=add_learner(course, Learner("Người khác")))
    fields = {"n": asked.page.cssselect("input[name=n]")[0].get("value")}
    for action in ("answer", "hand-in"):
        other.request(
            "course-test",
            "POST",
            action=action,
            attempt="1",
            q="1",
            answer="0",
            **fields,
        )
    attempt = attempt_of(asked)
    assert attempt.given == {} and attempt.handed_in is None
    assert not learner_by(course, other.cookies[COOKIE]).attempts


def test_a_name_has_no_signs_that_nobody_sees(course):
    course.open_to_all = True
    device = Device(course)
    device.request("learn")
    device.send("join", name="Lò \u202eVăn\x0b An", unit="Xã\x1b\u2066 Mẫu")
    (learner,) = learners_of(course).values()
    assert (learner.name, learner.unit) == ("Lò Văn An", "Xã Mẫu")
    learn(device)
    with api.env.adopt_roles(["Manager"]):
        form = {"action": "export", "_authenticator": createToken()}
        listed = view(course, "course-learners", "POST", **form)()
    assert listed.startswith(b"PK")


def test_a_code_is_no_number_of_a_certificate_and_the_other_way_round(asked, portal):
    course = asked.course
    learner = learner_by(course, asked.cookies[COOKIE])
    assert NAME not in view(portal, "verify", code=asked.cookies[COOKIE])()
    done = Device(course)
    done.request("learn", code=add_learner(course, Learner("Cà Thị Xong")))
    learn(done)
    number = learner_by(course, done.cookies[COOKIE]).certificate
    stranger = Device(course)
    stranger.request("learn", code=number)
    assert "Cà Thị Xong" not in stranger.text and not stranger.cookies
    assert not learner.certificate


def test_whoever_guesses_is_slowed_down_and_a_right_code_opens(course, portal):
    code = add_learner(course, Learner(NAME))
    done = Device(course)
    done.request("learn", code=add_learner(course, Learner("Cà Thị Xong")))
    learn(done)
    number = learner_by(course, done.cookies[COOKIE]).certificate
    GUESSES.forget()
    statuses = []
    for _time in range(MAX_GUESSES + 1):
        page = view(course, "learn", code="0000-0000-0000")
        assert NAME not in page()
        statuses.append(page.request.response.getStatus())
    assert statuses[0] == 200 and statuses[-1] == 429
    assert int(page.request.response.getHeader("Retry-After")) > 0
    wrong = view(portal, "verify", code="0000-0000-0000")
    assert "try again in" in wrong()
    assert wrong.request.response.getStatus() == 429
    right = view(portal, "verify", code=number)
    assert "Cà Thị Xong" in right() and right.request.response.getStatus() == 200
    device = Device(course)
    device.request("learn", code=code)
    assert NAME in device.text
    GUESSES.forget()


def make_taken(portal):
    """Make a course with a test that somebody takes; give the address of its question, too."""
    unit = portal[SECTION][UNIT]
    bank = make_bank(section_of(unit), state="approved")
    number = {"kind": "number", "answers": [], "number": NUMBER}
    for fields in ({}, {"question": "Bao nhiêu ngày?", **number}):
        add_question(bank, "approved", explanation=SECRET, **fields)
    course = make_course(unit, bank)
    code = add_learner(course, Learner(NAME))
    device = Device(course)
    device.request("learn", code=code)
    read_lesson(device)
    open_test(device)
    device.send("begin")
    return course, code, device.page.cssselect(".numbers a")[0].get("href")


@pytest.fixture
def served(functional_portal):
    """A course with a test that somebody takes over HTTP, and the address of its question."""
    furnish(functional_portal)
    taken = made_once(functional_portal, make_taken)
    transaction.commit()
    return taken


def test_nothing_in_reach_tells_right_answers_codes_or_who_learns(served):
    course, code, question = served
    root, place = api.portal.get().absolute_url(), course.absolute_url()
    section = section_of(course).absolute_url()
    bank = next(
        brain.getURL() for brain in api.content.find(portal_type="QuestionBank")
    )
    asked = next(
        brain.getURL() for brain in api.content.find(portal_type="BankQuestion")
    )
    api.user.create(email="m@example.org", username=MEMBER, password=MEMBER)
    transaction.commit()
    parts = [name for name in vars(CourseTestPage) if not name.startswith("_")]
    test = question.partition("?")[0]
    addresses = [
        place,
        question,
        f"{place}/@@learn",
        *(f"{test}/{part}" for part in (*parts, "attempt/drawn", "learner/attempts")),
        f"{place}/@@course-learners",
        f"{place}/@@course-certificate",
        f"{place}/@@course-attendance",
        bank,
        f"{bank}/folder_contents",
        asked,
        *(f"{one}/@history" for one in (place, bank, asked)),
        f"{asked}/@@historyview",
        f"{place}/@relations",
        f"{root}/@vocabularies/sonla.pbgdpl.UsableBanks",
        f"{root}/@querystring-search",
        f"{root}/@search?SearchableText=trăm&fullobjects=1&metadata_fields=_all",
        f"{section}/@search?fullobjects=1&metadata_fields=_all&b_size=100",
        f"{root}/@@search?SearchableText=trăm",
        f"{section}/@@pbgdpl-search?q=trăm",
        f"{section}/@@courses",
        f"{root}/sitemap.xml.gz",
        f"{root}/@@oai?verb=ListRecords&metadataPrefix=oai_dc",
        f"{section}/atom.xml",
        f"{root}/@@verify?code={code}",
    ]
    leaked = []
    readers = ({}, {"cookies": {COOKIE: code}}, {"auth": (MEMBER, MEMBER)})
    for address, headers, reader in product(addresses, (UNTHEMED, IN_JSON), readers):
        answer = requests.get(address, headers=headers, timeout=60, **reader)
        assert answer.status_code < 500, address
        secrets = [SECRET, NUMBER]
        if "cookies" not in reader:
            secrets += [NAME, *([] if code in address else [code])]
        leaked += [(address, one) for one in secrets if one in answer.text]
    assert leaked == []


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PROPFIND", "PUT", "PATCH"])
def test_nothing_but_a_form_changes_what_was_answered(served, method):
    course, code, question = served
    form = {
        "n": parse_qs(urlsplit(question).query)["n"][0],
        "attempt": "1",
        "q": "1",
        "answer": "1",
    }
    address = question.partition("?")[0]
    for action in ("answer", "hand-in", "begin"):
        answer = requests.request(
            method,
            f"{address}?{urlencode({**form, 'action': action})}",
            data={**form, "action": action},
            cookies={COOKIE: code},
            allow_redirects=False,
            timeout=60,
        )
        assert answer.status_code < 500
    transaction.begin()
    (attempts,) = learner_by(course, code).attempts.values()
    assert [(one.given, one.handed_in) for one in attempts] == [({}, None)]


@pytest.mark.parametrize("field", ["name", "code", "answer"])
def test_two_megabytes_are_refused_and_nothing_is_stored(served, field):
    course, code, question = served
    course.open_to_all = True
    transaction.commit()
    form = {"action": {"name": "join", "code": "enter", "answer": "answer"}[field]}
    url = (
        question.partition("?")[0]
        if field == "answer"
        else f"{course.absolute_url()}/@@learn"
    )
    answer = requests.post(
        url,
        {
            **form,
            "n": parse_qs(urlsplit(question).query)["n"][0],
            "attempt": "1",
            "q": "1",
            field: "9" * 2_000_000,
        },
        cookies={COOKIE: code} if field == "answer" else {},
        allow_redirects=False,
        timeout=60,
    )
    assert answer.status_code < 500 and len(answer.text) < 50_000
    transaction.begin()
    assert set(learners_of(course)) == {code}
    (attempts,) = learner_by(course, code).attempts.values()
    assert all(len(one) < 100 for given in attempts[-1].given.values() for one in given)
