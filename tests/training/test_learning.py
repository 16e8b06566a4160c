"""A course learned online: entered by code, read, tested, finished, certified; and all that goes wrong."""

from bank_content import take
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from io import BytesIO
from learning_pages import answer_rightly
from learning_pages import Device
from learning_pages import learn
from learning_pages import make_course
from learning_pages import open_test
from learning_pages import read_lesson
from learning_pages import RIGHT
from plone import api
from plone.namedfile.file import NamedBlobFile
from pypdf import PdfReader
from sonla.pbgdpl.options.learning import certificates
from sonla.pbgdpl.options.learning.learners import add_learner
from sonla.pbgdpl.options.learning.learners import code_words
from sonla.pbgdpl.options.learning.learners import Learner
from sonla.pbgdpl.options.learning.learners import learner_by
from sonla.pbgdpl.options.learning.learners import learners_of
from sonla.pbgdpl.options.learning.learners import read_code
from sonla.pbgdpl.options.learning.learners import renew_code
from sonla.pbgdpl.options.learning.pages import entrance
from sonla.pbgdpl.options.learning.question_bank.answer_counts import counts_of
from sonla.pbgdpl.options.learning.question_bank.query import bank_by_uid
from statistics_content import view

import pytest

pytestmark = pytest.mark.usefixtures("content_alone")

NAME = "Lò Thị Ánh Nguyệt"


@pytest.fixture
def bank(course):
    return bank_by_uid(course.tests[0]["bank"])


@pytest.fixture
def code(course):
    return add_learner(course, Learner(NAME, "Xã Mẫu"))


@pytest.fixture
def device(course, code):
    device = Device(course)
    device.request("learn", code=code)
    return device


@pytest.fixture
def learner(course, code):
    return learner_by(course, code)


@pytest.fixture
def asked(device, learner):
    """A test that was begun; its attempt."""
    read_lesson(device)
    open_test(device)
    device.send("begin")
    return learner.attempts_at(next(iter(learner.attempts)))[-1]


def test_the_whole_way(device, course, bank, learner, portal):
    assert NAME in device.text and device.name == "learn"
    read_lesson(device)
    open_test(device)
    device.send("begin")
    assert "is_right" not in device.body and "Tính từ khi đủ tuổi" not in device.body
    answer_rightly(device)
    device.send("hand-in")
    assert "Tính từ khi đủ tuổi" in device.body and "Điều 8 khoản 1" in device.body
    (attempt,) = learner.attempts_at(next(iter(learner.attempts)))
    assert (attempt.right, attempt.passed) == (2, True)
    assert counts_of(bank, attempt.drawn[0]["uid"]).answered == 1

    pdf = PdfReader(BytesIO(device.request("course-certificate")))
    printed = " ".join(pdf.pages[0].extract_text().split())
    assert NAME in printed and course.title in printed
    page = view(portal, "verify", code=learner.certificate.lower())()
    assert NAME in page and "This certificate holds" in page and "Xã Mẫu" not in page
    certificates.revoke(course, learner.certificate, datetime.now(UTC).date())
    assert "revoked" in view(portal, "verify", code=learner.certificate)()
    assert "No certificate" in view(portal, "verify", code="0000-0000-0000")()


class TestEntering:
    def test_a_code_is_typed_as_people_type_it(self, course, code):
        device = Device(course)
        device.request("learn")
        device.send("enter", code=f" {code_words(code).lower()} ")
        assert NAME in device.text
        assert read_code("O1iL-0000-0000") == "011100000000" and read_code("ă") == ""

    def test_a_wrong_code_says_so_and_stays_typed(self, course, code):
        device = Device(course)
        device.request("learn")
        device.send("enter", code="ABCD")
        assert "No one learns this course" in device.text
        assert device.page.cssselect("#code")[0].get("value") == "ABCD"
        assert not device.cookies

    def test_a_forwarded_link_says_in_whose_name_it_learns_and_lets_leave(self, device):
        assert NAME in device.text
        device.send("leave")
        assert NAME not in device.text and device.page.cssselect("#code")

    def test_a_code_that_was_replaced_opens_nothing_but_nothing_is_lost(
        self, device, course, code, learner
    ):
        read_lesson(device)
        new = renew_code(course, code)
        device.request("learn")
        assert NAME not in device.text
        other = Device(course)
        other.request("learn", code=new)
        assert "Done" in other.text and learner_by(course, new) is learner

    def test_opening_a_link_writes_nothing(self, device, learner):
        assert learner.begun is None

    def test_an_open_course_is_begun_by_name(self, unit, bank):
        course = make_course(unit, bank, open_to_all=True)
        device = Device(course)
        device.request("learn")
        device.send("join", name="  Cà  Thị Ban ", unit="Bản Mẫu")
        (learner,) = learners_of(course).values()
        assert (learner.name, learner.unit) == ("Cà Thị Ban", "Bản Mẫu")

    def test_a_form_sent_twice_begins_an_open_course_once(self, unit, bank):
        course = make_course(unit, bank, open_to_all=True)
        device = Device(course)
        device.request("learn")
        form = {**fields(device, "join"), "name": "Cà Thị Ban", "unit": "Bản Mẫu"}
        for _time in range(2):
            device.request("learn", "POST", action="join", **form)
        (code,) = learners_of(course)
        assert device.cookies[entrance.COOKIE] == code
        # The same page on a phone that goes from hand to hand
        device.request("learn", "POST", action="join", **{**form, "name": "Lò Văn Hai"})
        names = {one.name for one in learners_of(course).values()}
        assert names == {"Cà Thị Ban", "Lò Văn Hai"}

    def test_a_name_of_500_letters_is_refused_and_stays_typed(self, unit, bank):
        course = make_course(unit, bank, open_to_all=True)
        device = Device(course)
        device.request("learn")
        device.send("join", name="Ă" * 500, unit="")
        assert "from 2 to 60" in device.text
        assert len(device.page.cssselect("#name")[0].get("value")) == 500
        assert not learners_of(course)

    @pytest.mark.parametrize("most", [{"JOINS_OF_ALL": 1}, {"JOINS_OF_ADDRESS": 1}])
    def test_programs_fill_no_course(self, unit, bank, monkeypatch, most):
        course = make_course(unit, bank, open_to_all=True)
        for name, number in most.items():
            monkeypatch.setattr(entrance, name, number)
        entrance.JOINS.forget()
        entrance.UNPROVED.forget()
        for name in ("Cà Thị Một", "Cà Thị Hai"):
            device = Device(course)
            device.request("learn")
            device.send("join", name=name, unit="")
        assert "Many people are beginning" in device.text
        assert [one.name for one in learners_of(course).values()] == ["Cà Thị Một"]
        entrance.JOINS.forget()
        entrance.UNPROVED.forget()
        device.send("join", name="Máy", unit="", website="x")
        assert "has to stay empty" in device.text
        assert len(learners_of(course)) == 1

    def test_nobody_joins_by_name_where_only_the_invited_learn(self, course):
        Device(course).request("learn", "POST", action="join", name="Ai đó")
        assert not learners_of(course)

    def test_members_learn_by_their_account(self, course):
        api.user.create(
            email="m@example.org",
            username="member",
            properties={"fullname": "Vì Văn M"},
        )
        device = Device(course)
        with api.env.adopt_user(username="member"):
            device.request("learn")
            device.send("learn-by-account")
            assert "Vì Văn M" in device.text
        device.request("learn")
        assert "Vì Văn M" not in device.text


class TestTest:
    def test_nothing_is_begun_before_the_lessons_are_done(self, device, learner):
        open_test(device)
        device.send("begin")
        assert "First finish" in device.text and not learner.attempts

    def test_begun_twice_is_one_attempt(self, device, asked, learner):
        device.request("course-test", "POST", action="begin", n=key_of(learner))
        assert learner.attempts_at(key_of(learner)) == (asked,)

    def test_it_goes_on_with_another_device(self, device, asked, course, code):
        device.send("answer", **right_answer(device))
        other = Device(course)
        other.request("learn", code=code)
        open_test(other)
        assert "question 2 of 2" in other.text

    def test_an_answer_sent_twice_is_one(self, device, asked):
        given = right_answer(device)
        form = {**fields(device), "action": "answer", **given}
        device.request("course-test", "POST", **form)
        device.request("course-test", "POST", **form)
        assert asked.given == {0: (given["answer"],)}

    def test_an_answer_that_comes_late_replaces_no_newer_one(self, device, asked):
        late = {**fields(device), "action": "answer", **wrong_answer(device)}
        newer = right_answer(device)
        device.send("answer", **newer)
        device.request("course-test", "POST", **late)
        assert asked.given == {0: (newer["answer"],)}
        assert "has got another answer" in device.text
        kept, sent = (one.text for one in device.page.cssselect(".box strong"))
        assert kept != sent
        # Whoever sees that and wants the other one sends it once more
        device.send("answer")
        assert asked.given == {0: (late["answer"],)}

    def test_of_two_devices_the_later_answer_is_asked_about(
        self, device, asked, course, code
    ):
        other = Device(course)
        other.request("learn", code=code)
        open_test(other)
        given = right_answer(device)
        device.send("answer", **given)
        other.send("answer", **given)
        assert "question 2 of 2" in other.text
        for one in (device, other):
            one.request("course-test", n=fields(other)["n"], q="1")
        changed = wrong_answer(device)
        device.send("answer", **changed)
        other.send("answer", **given)
        assert "has got another answer" in other.text
        assert asked.given == {0: (changed["answer"],)}

    def test_who_is_not_known_any_more_is_told_that_the_answer_was_not_saved(
        self, device, asked, course, code
    ):
        device.cookies.clear()
        device.send("answer", **right_answer(device))
        assert "is not saved: give it once more" in device.text and not asked.given
        device.send("enter", code=code)
        assert NAME in device.text and "give it once more" not in device.text

    def test_without_an_answer_nothing_goes_on(self, device, asked):
        device.send("answer")
        assert "question 1 of 2" in device.text and not asked.given

    def test_what_is_no_number_stays_typed(self, device, asked):
        if not device.page.cssselect("#answer"):
            device.send("answer", **right_answer(device))
        device.send("answer", answer="sáu mươi")
        assert "is no number" in device.text
        assert device.page.cssselect("#answer")[0].get("value") == "sáu mươi"

    def test_handed_in_twice_is_marked_once(self, device, asked, bank):
        answer_rightly(device)
        form = {**fields(device), "action": "hand-in"}
        device.request("course-test", "POST", **form)
        device.request("course-test", "POST", **form)
        assert "2 of 2" in device.text
        assert counts_of(bank, asked.drawn[0]["uid"]).answered == 1

    def test_an_answer_after_handing_in_changes_nothing_and_says_so(
        self, device, asked
    ):
        form = {**fields(device), "action": "answer", **right_answer(device)}
        device.request("course-test", n=form["n"], q="end")
        device.send("hand-in")
        device.request("course-test", "POST", **form)
        assert "handed in already" in device.text and not asked.given
        assert "No answer is kept" in device.text
        sent = device.page.cssselect(".box strong")[0].text
        assert sent in (RIGHT, "60")

    def test_a_late_answer_to_an_attempt_that_was_handed_in_stays_out_of_the_next(
        self, device, asked, learner
    ):
        late = {**fields(device), "action": "answer", **right_answer(device)}
        device.request("course-test", n=late["n"], q="end")
        device.send("hand-in")
        device.send("begin")
        device.request("course-test", "POST", **late)
        assert "handed in already" in device.text
        assert not device.page.cssselect("input[checked]")
        assert {one.get("value") for one in device.page.cssselect("#answer")} <= {""}
        assert not any(one.given for one in learner.attempts_at(key_of(learner)))

    def test_begun_once_more_by_a_late_form_takes_no_attempt(self, device, learner):
        read_lesson(device)
        open_test(device)
        late = {**fields(device), "action": "begin"}
        device.send("begin")
        device.request("course-test", n=late["n"], q="end")
        device.send("hand-in")
        device.request("course-test", "POST", **late)
        assert "Not passed yet" in device.text
        assert len(learner.attempts_at(key_of(learner))) == 1

    def test_attempts_are_counted_by_their_beginning(self, device, asked, learner):
        for _attempt in range(2):
            device.request("course-test", n=key_of(learner), q="end")
            device.send("hand-in")
            if device.page.cssselect("button[value=begin]"):
                device.send("begin")
        assert "No attempt is left" in device.text
        device.request("course-test", "POST", action="begin", n=key_of(learner))
        assert "used all 2 attempts" in device.text
        assert len(learner.attempts_at(key_of(learner))) == 2

    def test_a_bank_without_questions_takes_no_attempt(self, device, learner, bank):
        take(bank, "retire", "Vì sao")
        read_lesson(device)
        open_test(device)
        device.send("begin")
        assert "no questions now" in device.text and not learner.attempts

    def test_a_question_changed_meanwhile_is_asked_as_drawn(self, device, asked, bank):
        for question in bank.objectValues():
            question.question, question.answers = "Khác", []
        answer_rightly(device)
        device.send("hand-in")
        assert asked.passed


class TestRightAnswers:
    """An open course doesn't tell them to whoever tries under another name."""

    @pytest.fixture
    def failed(self, device, asked, course):
        course.open_to_all = True
        device.send("answer", **wrong_answer(device))
        device.send("answer", **wrong_answer(device))
        device.send("hand-in")
        assert "Not passed yet" in device.text
        return device

    def test_wait_until_somebody_has_passed(self, failed):
        assert "when you have passed" in failed.text
        for words in ("The right answer", "Tính từ khi đủ tuổi", "✓", "✗"):
            assert words not in failed.body
        assert "You answered: 30" in failed.text and "Điều 8 khoản 1" in failed.text
        failed.send("begin")
        answer_rightly(failed)
        failed.send("hand-in")
        assert "Tính từ khi đủ tuổi" in failed.text
        assert "when you have passed" not in failed.text

    def test_are_told_when_nobody_can_hand_in_any_more(self, failed, course, learner):
        ended = {30: False, 90: True}
        for minutes, shown in ended.items():
            course.end = datetime.now(UTC) - timedelta(minutes=minutes)
            failed.request("course-test", n=key_of(learner))
            assert ("Tính từ khi đủ tuổi" in failed.text) is shown

    def test_the_invited_read_them_when_no_attempt_is_left(
        self, failed, course, learner
    ):
        course.open_to_all = False
        failed.request("course-test", n=key_of(learner))
        assert "or when no attempt is left" in failed.text
        for words in ("The right answer", "Tính từ khi đủ tuổi", "✓", "✗"):
            assert words not in failed.body
        failed.send("begin")
        failed.request("course-test", n=key_of(learner), q="end")
        failed.send("hand-in")
        assert "No attempt is left" in failed.text
        assert "Tính từ khi đủ tuổi" in failed.text


class TestTimes:
    def test_after_the_end_what_was_begun_may_be_handed_in_for_an_hour(
        self, device, asked, course
    ):
        course.end = datetime.now(UTC) - timedelta(minutes=10)
        answer_rightly(device)
        device.send("hand-in")
        assert asked.passed

    def test_later_nothing_is_taken_and_what_was_answered_is_kept(
        self, device, asked, course
    ):
        device.send("answer", **right_answer(device))
        course.end = datetime.now(UTC) - timedelta(hours=2)
        device.send("answer", **right_answer(device))
        assert "The course ended on" in device.text and len(asked.given) == 1
        assert "Sent now, not saved" in device.text

    def test_before_the_first_day(self, device, course, learner):
        course.start = datetime.now(UTC) + timedelta(days=2)
        course.end = datetime.now(UTC) + timedelta(days=3)
        read_lesson(device)
        assert "begins on" in device.text and not learner.read

    def test_a_course_withdrawn_meanwhile(self, device, asked, course):
        take(course, "withdraw", "Vì sao")
        device.send("answer", **right_answer(device))
        assert "can't be learned here now" in device.text and not asked.given
        stranger = Device(course)
        stranger.request("learn")
        assert course.title not in stranger.text

    def test_a_clock_set_back_takes_no_time_away(self):
        learner, noon = Learner("A"), datetime(2026, 1, 1, 12, tzinfo=UTC)
        for minutes in (0, 5, -60, 10, 200):
            learner.note_time(noon + timedelta(minutes=minutes))
        assert learner.seconds == (5 + 5 + 30) * 60


def key_of(learner):
    return next(iter(learner.attempts))


def fields(device, action=None):
    """Return the hidden fields of the form that has a button, or of the first one."""
    form = device.page.cssselect("form")[0]
    if action is not None:
        button = device.page.cssselect(f"button[value={action}]")[0]
        form = next(one for one in button.iterancestors() if one.tag == "form")
    return {
        one.get("name"): one.get("value") for one in form.cssselect("[type=hidden]")
    }


def wrong_answer(device):
    if device.page.cssselect("#answer"):
        return {"answer": "30"}
    values = {one.get("value") for one in device.page.cssselect("[name=answer]")}
    return {"answer": min(values - {device.choose(RIGHT)})}


def right_answer(device):
    if device.page.cssselect("#answer"):
        return {"answer": "60"}
    return {"answer": device.choose(RIGHT)}


def test_one_button_leads_to_what_is_next(device, learner):
    def leads():
        device.request("learn")
        return [
            one.text_content().split()[-1] for one in device.page.cssselect("a.button")
        ]

    assert leads() == ["1"]
    read_lesson(device)
    assert leads() == ["tra"]
    for _attempt in range(2):
        open_test(device)
        device.send("begin")
        assert leads() == ["tra"]
        open_test(device)
        device.request("course-test", n=next(iter(learner.attempts)), q="end")
        device.send("hand-in")
    # No attempt is left
    assert leads() == []


def test_the_certificate_is_there_once_all_is_done(device, course, learner):
    device.request("course-certificate")
    assert device.name == "learn" and not learner.certificate
    learn(device)
    assert certificates.certificate_by(learner.certificate).name == NAME
    device.request("learn")
    assert "You have finished the course" in device.text


def test_a_question_page_is_small(device, asked):
    assert len(device.body.encode()) < 30_000 and "<script" not in device.body


@pytest.mark.parametrize(
    ("filename", "kind", "element"),
    [
        ("phim.mp4", "video/mp4", "video track[kind=captions]"),
        ("tieng.mp3", "audio/mpeg", "audio[src]"),
        ("bai.pdf", "application/pdf", "p a[href*='@@download/file']"),
    ],
)
def test_a_lesson_is_read_watched_or_heard(device, course, filename, kind, element):
    lesson = course.lessons[0].to_object
    lesson.file = NamedBlobFile(b"ID3", contentType=kind, filename=filename)
    lesson.captions = NamedBlobFile(b"WEBVTT\n", filename="phu-de.vtt")
    lesson.transcript = "Chào bà con.\n\nHôm nay nói về đất."
    device.request("lesson", n=lesson.UID())
    assert device.page.cssselect(element) and "Nội dung" in device.text
    assert [one.text for one in device.page.cssselect("details p")] == [
        "Chào bà con.",
        "Hôm nay nói về đất.",
    ]


def test_a_lesson_that_is_withdrawn_is_none_any_more(device, course, learner):
    lesson = course.lessons[0].to_object
    take(lesson, "withdraw", "Vì sao")
    device.request("lesson", n=lesson.UID())
    assert device.name == "learn" and "Bài 1" not in device.text
