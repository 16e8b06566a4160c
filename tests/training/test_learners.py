"""What hosts do for those who learn online: invite, help, take lists out, note attendance."""

from activities import relations
from activities import teach
from bank_content import take
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from io import BytesIO
from learning_pages import answer_rightly
from learning_pages import Device
from learning_pages import learn
from learning_pages import open_test
from learning_pages import read_lesson
from learning_pages import RIGHT
from openpyxl import load_workbook
from people import enter
from people import enter_once
from plone import api
from plone.app.layout.globals.interfaces import IViewView
from plone.app.testing import logout
from plone.protect import createToken
from public_content import make
from public_content import make_section
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.editorial.revisions import revise
from sonla.pbgdpl.mail.outbox import current_outbox
from sonla.pbgdpl.options.learning.certificates import certificate_by
from sonla.pbgdpl.options.learning.certificates import certificate_in
from sonla.pbgdpl.options.learning.jobs import KEPT
from sonla.pbgdpl.options.learning.jobs import see_to
from sonla.pbgdpl.options.learning.learners import add_learner
from sonla.pbgdpl.options.learning.learners import learned_courses
from sonla.pbgdpl.options.learning.learners import Learner
from sonla.pbgdpl.options.learning.learners import learner_by
from sonla.pbgdpl.options.learning.learners import learners_of
from sonla.pbgdpl.options.learning.learners import MEMBER
from sonla.pbgdpl.options.learning.learners import open_learners
from sonla.pbgdpl.options.learning.pages.certificates import paper_of
from sonla.pbgdpl.options.learning.pages.learner_list import LEARNERS_SHOWN
from sonla.pbgdpl.options.learning.question_bank.answer_counts import counts_of
from sonla.pbgdpl.statistics.counting import scope_of
from sonla.pbgdpl.training import HELD_ON_SITE
from sonla.pbgdpl.training import HELD_ONLINE
from sonla.pbgdpl.training.attendees import attendees
from sonla.pbgdpl.training.counter import CourseCounter
from statistics_content import view
from urllib.parse import parse_qsl
from urllib.parse import urlsplit
from zExceptions import Unauthorized
from zope.interface import alsoProvides

import lxml.html
import pytest

pytestmark = pytest.mark.usefixtures("content_alone")

MAIL = "an@example.org"


@pytest.fixture
def register(section):
    return [
        enter_once(section, "Lò Văn Ân", official_email=MAIL),
        enter_once(section, "Cà Thị Đào"),
    ]


@pytest.fixture
def invited(course, register, host):
    """The codes of two people of the register."""
    post(course, "invite", person=[person.UID() for person in register])
    codes = {one.name: code for code, one in learners_of(course).items()}
    return codes["Lò Văn Ân"], codes["Cà Thị Đào"]


ASKING = ("renew", "revoke", "mark-again", "count-as-right")
"""What is asked about once; tests of the question are in `test_certificates.py`."""


def post(course, action, **form):
    if action in ASKING:
        form = {"confirmed": "1", "reason": "Cấp nhầm", **form}
    page = view(course, "course-learners", "POST")
    page.request.form.update(
        {**form, "action": action, "_authenticator": createToken()}
    )
    return page()


def text_of(html):
    return " ".join(lxml.html.fromstring(html).text_content().split())


def noted():
    names = (
        "certificate_revoked",
        "certificate_reissued",
        "course_attempt_given",
        "course_marked_again",
        "learners",
    )
    return [one.action for one in log.newest_first(names)]


def mails():
    items = current_outbox().items
    return [one for one in items if getattr(one, "kind", "").startswith("course_")]


@pytest.mark.parametrize("role", ["Anonymous", "Member", "Reader", "Site Editor"])
def test_only_hosts_read_who_learns(course, acting, role):
    with acting(role), pytest.raises(Unauthorized):
        view(course, "course-learners")()


def test_nobody_learns_yet(course, register, host):
    page = lxml.html.fromstring(view(course, "course-learners")())
    assert "Nobody learns this course yet" in page.text_content()
    # The sentence and the way to invite alone
    assert not page.cssselect(".nav-tabs, #content table, #content form")
    (way,) = page.cssselect("#content .btn")
    query = dict(parse_qsl(urlsplit(way.get("href")).query))
    html = view(course, "course-learners", **query)()
    assert "Cà Thị Đào" in html
    assert text_of(html).count("hand out the code") == 1


def page_of(course):
    """Return the page of a course, with all boxes."""
    alsoProvides(course.REQUEST, IBrowserLayer)
    page = course.restrictedTraverse(course.getLayout())
    alsoProvides(page, IViewView)
    return page


@pytest.mark.usefixtures("whole_page")
@pytest.mark.parametrize("role", ["PBGDPL Editor", "Manager"])
def test_hosts_read_of_small_banks_before_anybody_learns(
    course,
    acting,
    role,
):
    """On the page of learners, and once on that of the course, be it public or written yet."""

    def said():
        with acting(role):
            pages = (view(course, "course-learners"), page_of(course))
            return [text_of(page()).count("draws 2 questions of 2") for page in pages]

    assert said() == [1, 1]
    for step in ("withdraw", "reopen", "submit"):
        take(course, step, "Sửa")
    assert said() == [1, 1]
    course.tests = [{**course.tests[0], "questions": 0, "bank": "nothing"}]
    assert said() == [0, 0]


def test_strangers_do_not_read_of_small_banks(course):
    logout()
    assert "draws 2 questions" not in text_of(page_of(course)())


def test_the_invited_get_a_link_or_a_code(course, invited):
    (mail,) = mails()
    assert (mail.kind, mail.recipient.email) == ("course_invitation", MAIL)
    device = Device(course)
    device.request("learn", code=mail.url.partition("?code=")[2])
    assert "Lò Văn Ân" in device.text


def test_invited_twice_learns_once(course, register, invited):
    post(course, "invite", person=[register[0].UID()])
    assert set(learners_of(course)) == set(invited) and len(mails()) == 1


def test_another_code_and_the_link_once_more(course, invited):
    said = post(course, "renew", code=invited[0])
    assert "has another code now" in said
    (new,) = set(learners_of(course)) - set(invited)
    assert invited[0] not in learners_of(course)
    post(course, "send", code=new)
    assert mails()[-1].url.endswith(new)
    # The row of a page that is older than the new code
    post(course, "renew", code=invited[0])
    assert len(learners_of(course)) == 2


def test_who_is_stuck_at_which_question(course, invited):
    device = Device(course)
    device.request("learn", code=invited[1])
    read_lesson(device)
    open_test(device)
    device.send("begin")
    text = text_of(view(course, "course-learners")())
    assert "1 of 2 parts" in text and "question 1" in text and "Not begun" in text
    device.request("course-test", n=device.step, q="end")
    device.send("hand-in")
    questions = view(course, "course-learners", tab="questions")()
    assert "1 of 1 (100 %)" in text_of(questions)


def test_who_has_finished_comes_into_the_attendance_once(course, invited, register):
    for code in (invited[0], add_learner(course, Learner("Ngoài sổ"))):
        device = Device(course)
        device.request("learn", code=code)
        learn(device)
    assert not attendees(course)
    assert "2 people who have finished" in post(course, "take-over")
    post(course, "take-over")
    assert attendees(course) == [register[0]]
    assert (course.other_attendees, course.people_trained) == (1, 2)


class TestMembers:
    """Somebody who learns by an account may stand in the register, too."""

    @pytest.fixture
    def finish(self, course):
        def do(user_id, email):
            member = api.user.create(email=email, username=user_id)
            key = f"{MEMBER}{member.getId()}"
            code = add_learner(course, Learner("Ân"))
            device = Device(course)
            device.request("learn", code=code)
            learn(device)
            stored = open_learners(course)
            stored[key] = stored[code]
            del stored[code]

        return do

    def test_is_noted_as_who_has_their_official_mail(
        self, course, register, host, finish
    ):
        finish("lo-van-an", MAIL.upper())
        post(course, "take-over")
        assert attendees(course) == [register[0]] and not course.other_attendees

    def test_is_written_to_by_the_address_of_the_account(self, course, register, host):
        member = api.user.create(email="Bua@Example.org", username="luong-thi-bua")
        key = f"{MEMBER}{member.getId()}"
        add_learner(course, Learner("Lường Thị Bua"), key)
        current_outbox().items.clear()
        assert "1 people" in text_of(post(course, "remind"))
        (mail,) = mails()
        assert mail.recipient.email == "Bua@Example.org"
        # Nobody types the key of an account as a code
        assert mail.url.endswith("@@learn") and "Your code" not in mail.text
        assert "by your account" in mail.text

    def test_an_address_of_several_people_tells_nobody(
        self, course, register, section, host, finish
    ):
        enter(section, "Lường Thị Bua", official_email=MAIL)
        finish("lo-van-an", MAIL)
        post(course, "take-over")
        assert not attendees(course) and course.other_attendees == 1


class TestManyLearners:
    @pytest.fixture
    def many(self, course, host):
        for number in range(120):
            learner = Learner(f"Lò Văn {number:03}", "Xã Mẫu")
            if number % 2:
                learner.note_time(datetime.now(UTC))
            add_learner(course, learner)

    def shown(self, course, **asked):
        learners = view(course, "course-learners")
        learners.request.form.update(asked)
        page = lxml.html.fromstring(learners())
        names = [one.text for one in page.cssselect("#pbgdpl-learners tbody th span")]
        return page, names

    @pytest.mark.parametrize("tab", ["", "codes"])
    def test_a_part_at_a_time(self, course, many, tab):
        seen = []
        for start in range(0, 120, LEARNERS_SHOWN):
            page, names = self.shown(course, tab=tab, learners=str(start))
            assert len(names) <= LEARNERS_SHOWN
            # What is done in a row leads back to its part
            form = page.cssselect("#pbgdpl-learners form")[0]
            asked = dict(parse_qsl(urlsplit(form.get("action")).query))
            assert asked.get("tab", "") == tab
            assert asked.get("learners", "0") == str(start)
            seen += names
        assert sorted(seen) == [f"Lò Văn {number:03}" for number in range(120)]

    def test_only_a_number_leads_back(self, course, many):
        page, _names = self.shown(course, learners="10&name=x")
        for form in page.cssselect("#pbgdpl-learners form"):
            assert "name=" not in form.get("action")

    def test_who_has_begun_stands_before_who_has_not(self, course, many):
        names = self.shown(course)[1]
        assert all(int(name[-3:]) % 2 for name in names)
        assert "120 learners · 60 not begun · 60 begun · 0 finished" in text_of(
            view(course, "course-learners")()
        )

    def test_by_name_unit_and_how_far(self, course, many):
        add_learner(course, Learner("Lò Văn 007", "Xã Khác"))
        assert self.shown(course, name="lo 007")[1] == ["Lò Văn 007"] * 2
        found = self.shown(course, name="lo 007", unit="Xã Khác")
        assert found[1] == ["Lò Văn 007"]
        units = found[0].cssselect("select[name=unit] option")
        assert [one.get("value") for one in units] == ["", "Xã Khác", "Xã Mẫu"]
        begun = self.shown(course, far="begun")[1]
        assert begun[0] == "Lò Văn 001"

    def test_codes_are_printed_at_once(self, course, many):
        page = self.shown(course, tab="codes")[0]
        sheet = page.xpath("//a[contains(@href, 'print=1')]")[0]
        asked = dict(parse_qsl(urlsplit(sheet.get("href")).query))
        page, names = self.shown(course, **asked)
        assert names == [f"Lò Văn {number:03}" for number in range(0, 120, 2)]
        printed = {
            code.text.replace("-", "") for code in page.cssselect("#content td code")
        }
        waiting = learners_of(course).items()
        assert printed == {code for code, one in waiting if one.begun is None}

    def test_none_like_this(self, course, many):
        page, names = self.shown(course, far="finished")
        assert not names and "None of the learners" in page.text_content()


def test_hours_and_who_learned_online_stand_in_the_attendance(
    course, invited, register
):
    course.hours = 16
    course.attendance = relations(register[1:])
    device = Device(course)
    device.request("learn", code=invited[0])
    learn(device)
    post(course, "take-over")
    learner_by(course, invited[0]).seconds = 45 * 60
    page = lxml.html.fromstring(view(course, "course-attendance")())
    assert "16 hours" in text_of(lxml.html.tostring(page, encoding="unicode"))
    (line,) = page.cssselect(".pbgdpl-known")
    assert " ".join(line.text_content().split()).startswith("1 people")
    rows = {
        row.cssselect("a")[0].text: " ".join(row.text_content().split())
        for row in page.cssselect("#pbgdpl-attendees tbody tr")
    }
    assert "45 minutes" in rows["Lò Văn Ân"] and "minutes" not in rows["Cà Thị Đào"]
    table = view(
        course, "course-attendance", "POST", export="1", _authenticator=createToken()
    )()
    (head, *lines) = table.decode("utf-8-sig").splitlines()
    assert head.endswith("hours;online_minutes")
    assert {line.rpartition("16")[2] for line in lines} == {";45", ";"}


def test_the_attendance_of_a_course_that_nobody_learned_has_no_such_column(
    course, register
):
    course.attendance = relations(register)
    page = view(course, "course-attendance")()
    assert "Cà Thị Đào" in page and "earned online" not in page
    table = view(
        course, "course-attendance", "POST", export="1", _authenticator=createToken()
    )()
    assert table.decode("utf-8-sig").splitlines()[0].endswith("territory;hours")


def test_hours_stand_on_the_certificate_and_in_the_register(course, invited, register):
    course.hours = 16
    course.reindexObject()
    device = Device(course)
    device.request("learn", code=invited[0])
    learner_by(course, invited[0]).seconds = 16 * 3600
    learn(device)
    post(course, "take-over")
    certificate = certificate_by(learner_by(course, invited[0]).certificate)
    course.hours = 8
    assert certificate_by(certificate.code).hours == 16
    paper = paper_of(certificate, view(course, "learn").request)
    assert paper.hours == "16 hours"
    with api.env.adopt_roles(["Manager"]):
        words = view(register[0], "view")()
    assert f"{course.title}, 8 hours" in text_of(words)


def test_attendance_waits_while_a_revision_is_open(course, invited):
    device = Device(course)
    device.request("learn", code=invited[0])
    learn(device)
    with api.env.adopt_roles(["Manager"]):
        revise(course)
    post(course, "take-over")
    assert not attendees(course)
    assert not learner_by(course, invited[0]).counted


def test_the_list_has_results_and_no_codes(course, invited):
    device = Device(course)
    device.request("learn", code=invited[0])
    learn(device)
    book = load_workbook(BytesIO(post(course, "export")))
    cells = [cell for row in book.active.values for cell in row if cell is not None]
    assert "Lò Văn Ân" in cells and 100 in cells
    assert noted() == ["learners"]
    assert not set(invited) & {str(cell).replace("-", "") for cell in cells}


def test_the_list_holds_what_the_page_shows_of_those_asked_for(course, invited):
    device = Device(course)
    device.request("learn", code=invited[1])
    read_lesson(device)
    open_test(device)
    device.send("begin")
    book = load_workbook(BytesIO(post(course, "export", far="begun")))
    rows = [row for row in book.active.values if row[0] == "Cà Thị Đào"]
    assert "Kiểm tra, question 1" in rows[0]
    names = [row[0] for row in book.active.values]
    assert "Lò Văn Ân" not in names
    (entry,) = log.newest_first(("learners",))
    assert entry.count == 1


def test_certificates_are_counted_once_one_was_issued(course, invited):
    def counted():
        html = view(course, "course-learners", tab="results")()
        return lxml.html.fromstring(html).cssselect("#pbgdpl-certificate-counts")

    assert not counted()
    device = Device(course)
    device.request("learn", code=invited[0])
    learn(device)
    (words,) = counted()
    assert "1 certificates issued" in " ".join(words.text_content().split())


def test_a_revoked_certificate_is_told(course, invited):
    device = Device(course)
    device.request("learn", code=invited[0])
    learn(device)
    html = post(course, "revoke", tab="results", code=invited[0])
    assert f"Revoked on {format_day(today())}" in text_of(html)
    assert "0 revoked" not in text_of(html)
    assert not certificate_by(learner_by(course, invited[0]).certificate).holds
    assert noted() == ["certificate_revoked"]
    book = load_workbook(BytesIO(post(course, "export")))
    cells = [str(cell) for row in book.active.values for cell in row]
    assert any(cell.endswith("(revoked)") for cell in cells)
    assert "was revoked" in device.request("course-certificate")


def test_a_new_certificate_in_another_name_replaces_a_revoked_one(course, invited):
    device = Device(course)
    device.request("learn", code=invited[0])
    learn(device)
    first = learner_by(course, invited[0]).certificate
    post(course, "reissue", code=invited[0], new_name="Lò Văn Ấn")
    assert learner_by(course, invited[0]).certificate == first
    post(course, "revoke", code=invited[0])
    for _sent_twice in range(2):
        post(course, "reissue", code=invited[0], new_name="Lò  Văn\nẤn")
    second = learner_by(course, invited[0]).certificate
    found = certificate_by(second)
    assert (found.holds, found.name) == (True, "Lò Văn Ấn")
    assert not certificate_by(first).holds
    assert noted() == ["certificate_reissued", "certificate_revoked"]
    assert "was revoked" not in device.request("learn")


def test_a_new_certificate_bears_a_name_and_says_whose_it_is(course, invited):
    device = Device(course)
    device.request("learn", code=invited[0])
    learn(device)
    learner = learner_by(course, invited[0])
    learner.declared = True
    first = learner.certificate
    post(course, "revoke", code=invited[0])
    for typed in ("Gọi 0900000000", "http://mau.example", "A" * 61):
        assert "A name has letters alone" in post(
            course, "reissue", code=invited[0], new_name=typed
        )
        assert learner.certificate == first
    post(course, "reissue", code=invited[0], new_name=learner.name)
    assert certificate_by(learner.certificate).declared
    post(course, "revoke", code=invited[0])
    post(course, "reissue", code=invited[0], new_name="Lò Văn Ấn")
    assert not certificate_by(learner.certificate).declared


class TestUsedUp:
    """Somebody who failed as often as the test allows."""

    @pytest.fixture
    def failed(self, course, invited):
        device = Device(course)
        device.request("learn", code=invited[0])
        read_lesson(device)
        for _attempt in range(2):
            open_test(device)
            device.send("begin")
            device.request("course-test", n=device.step, q="end")
            device.send("hand-in")
        return device

    def test_hosts_see_it_and_give_one_more(self, course, invited, failed):
        assert "No attempt is left" in failed.text
        html = post(course, "nothing", far="used-up")
        assert "1 have no attempt left" in text_of(html)
        table = lxml.html.fromstring(html).cssselect("#pbgdpl-learners")[0]
        assert "Lò Văn Ân" in table.text_content()
        assert "Cà Thị Đào" not in table.text_content()
        book = load_workbook(BytesIO(post(course, "export", far="used-up")))
        assert "Kiểm tra" in [cell for row in book.active.values for cell in row]
        for _twice in range(2):
            html = post(course, "allow", code=invited[0])
        assert "have no attempt left" not in text_of(html)
        assert learner_by(course, invited[0]).granted == (failed.step,)
        assert noted()[0] == "course_attempt_given"
        assert mails()[-1].kind == "course_attempt"

    def test_the_link_of_the_mail_leads_to_the_test(self, course, invited, failed):
        post(course, "allow", code=invited[0])
        query = dict(parse_qsl(urlsplit(mails()[-1].url).query))
        device = Device(course)
        device.request("learn", **query)
        assert device.name == "course-test" and "Attempts left: 1" in device.text
        device.send("begin")
        answer_rightly(device)
        device.send("hand-in")
        assert "Passed" in device.text

    def test_nobody_else_is_given_one(self, course, invited):
        for code in (invited[1], "nothing"):
            post(course, "allow", code=code)
        assert not learner_by(course, invited[1]).granted and not noted()

    def test_a_link_to_what_is_no_test_leads_to_the_course(self, course, invited):
        device = Device(course)
        device.request("learn", code=invited[0], n="nothing")
        assert device.name == "learn" and "Lò Văn Ân" in device.text


class TestRemindedByHosts:
    def test_who_has_not_finished_once_a_day(self, course, invited):
        current_outbox().items.clear()
        assert "1 people who have not finished" in text_of(post(course, "remind"))
        assert [mail.kind for mail in mails()] == ["course_reminder"]
        assert "0 people" in text_of(post(course, "remind"))
        learner_by(course, invited[0]).reminded -= timedelta(days=2)
        assert "0 people" in text_of(post(course, "remind", far="finished"))
        assert "1 people" in text_of(post(course, "remind", far="not-begun"))

    def test_the_button_says_how_many_get_a_mail(self, course, invited):
        """Whom a mail reaches: not who has no address, who was just reminded, or has finished."""
        for far in ("", "not-begun", "begun", ""):
            current_outbox().items.clear()
            page = view(course, "course-learners")
            page.request.form["far"] = far
            buttons = lxml.html.fromstring(page()).cssselect("[value=remind]")
            promised = [int(one.text_content().split()[1]) for one in buttons]
            post(course, "remind", far=far)
            assert promised == ([len(mails())] if mails() else []), far
            learner_by(course, invited[0]).reminded = None if far else utc_now()
        assert "Nobody of them can be reminded" in text_of(post(course, "remind"))

    def test_nobody_before_the_course_begins(self, course, invited):
        current_outbox().items.clear()
        course.start = datetime.now(UTC) + timedelta(hours=5)
        html = post(course, "remind")
        assert "0 people" in text_of(html) and not mails()
        assert 'value="remind"' not in html and "can be reminded" not in html


class TestNightly:
    @pytest.fixture
    def night(self, section, course):
        def see(**later):
            current_outbox().items.clear()
            see_to(section, course.UID(), datetime.now(UTC) + timedelta(**later))
            return mails()

        return see

    def test_one_reminder_before_the_end(self, course, invited, night):
        assert [(mail.kind, mail.recipient.email) for mail in night()] == [
            ("course_reminder", MAIL)
        ]
        assert not night()

    def test_none_before_it_begins(self, course, invited, night):
        course.start = datetime.now(UTC) + timedelta(hours=5)
        assert not night()

    def test_one_more_after_what_hosts_sent_long_before(self, course, invited, night):
        learner_by(course, invited[0]).reminded = course.end - timedelta(days=4)
        assert len(night()) == 1 and not night()

    def test_none_to_who_has_finished(self, course, invited, night, register):
        device = Device(course)
        device.request("learn", code=invited[0])
        learn(device)
        assert not night()
        assert attendees(course) == [register[0]]

    def test_a_year_after_the_end_certificates_alone_are_left(
        self, course, invited, night
    ):
        device = Device(course)
        device.request("learn", code=invited[0])
        learn(device)
        certificate = learner_by(course, invited[0]).certificate
        night(days=KEPT.days)
        assert learners_of(course)
        night(days=KEPT.days + 2)
        assert not learners_of(course) and certificate_by(certificate).holds

    def test_learners_of_a_course_that_is_gone_are_dropped(
        self, course, invited, section
    ):
        uid = course.UID()
        with api.env.adopt_roles(["Manager"]):
            api.content.delete(course)
        see_to(section, uid, datetime.now(UTC))
        assert not learners_of(course)


def test_a_copy_has_no_learners(course, invited, unit):
    with api.env.adopt_roles(["Manager"]):
        copy = api.content.copy(course, unit)
    assert not learners_of(copy) and copy.tests == course.tests


class TestRemarking:
    @pytest.fixture
    def failed(self, course, invited, section):
        """Somebody whose one answer differs from what the bank says."""
        device = Device(course)
        device.request("learn", code=invited[0])
        read_lesson(device)
        open_test(device)
        device.send("begin")
        while device.page.cssselect("button[value=answer]"):
            if device.page.cssselect("#answer"):
                device.send("answer", answer="90")
            else:
                device.send("answer", answer=device.choose(RIGHT))
        device.send("hand-in")
        learner = learner_by(course, invited[0])
        (attempt,) = learner.attempts_at(next(iter(learner.attempts)))
        assert not attempt.passed and attempt.right == 1
        return device, learner, attempt

    @pytest.fixture
    def question(self, section):
        brains = api.content.find(unrestricted=True, portal_type="BankQuestion")
        found = [brain.getObject() for brain in brains]
        return next(one for one in found if one.kind == "number")

    def test_by_the_corrected_question(self, course, failed, question, host):
        device, learner, attempt = failed
        question.number = "90"
        uid = question.UID()
        said = post(course, "mark-again", question=uid, note="Sai đáp án")
        assert "1 people changed" in text_of(said)
        assert attempt.passed and attempt.right == 2 and learner.certificate
        assert counts_of(question.__parent__, uid).right == 1
        assert (
            mails()[-1].kind == "course_remarked" and "Sai đáp án" in mails()[-1].text
        )
        # The mail leads to the test itself, and the course tells of it, too
        query = dict(parse_qsl(urlsplit(mails()[-1].url).query))
        device.request("learn", **query)
        assert "Sai đáp án" in device.text and "2 of 2" in device.text
        device.request("learn")
        assert "Marked again" in device.text
        # A second time changes nothing
        assert "0 people changed" in text_of(
            post(course, "mark-again", question=uid, note="Sai đáp án")
        )

    def test_an_attempt_that_passes_by_it_is_shown_before_a_later_one(
        self, course, failed, question, host
    ):
        device = failed[0]
        open_test(device)
        device.send("begin")
        device.request("course-test", n=device.step, q="end")
        device.send("hand-in")
        assert "Not passed yet" in device.text
        question.number = "90"
        post(course, "mark-again", question=question.UID(), note="Sai đáp án")
        open_test(device)
        assert "Passed" in device.text and "Not passed yet" not in device.text

    def test_the_page_leads_to_the_question(self, course, failed, question, host):
        page = lxml.html.fromstring(view(course, "course-learners", tab="questions")())
        links = [one.get("href") for one in page.cssselect("#pbgdpl-questions a")]
        assert question.absolute_url() in links

    def test_not_before_the_correction_is_approved(
        self, course, failed, question, host
    ):
        take(question, "reopen")
        question.number = "90"
        html = post(course, "mark-again", question=question.UID(), note="Sai đáp án")
        assert "not approved yet" in text_of(html) and not failed[2].passed

    def test_counted_as_right_for_everybody(self, course, failed, question, host):
        post(course, "count-as-right", question=question.UID(), note="Câu hỏi mơ hồ")
        assert failed[2].passed and failed[1].certificate

    @pytest.mark.long
    def test_who_had_passed_does_not_lose_it(self, course, invited, question, host):
        device = Device(course)
        device.request("learn", code=invited[0])
        learn(device)
        question.number = "90"
        post(course, "mark-again", question=question.UID(), note="Sửa đáp án")
        learner = learner_by(course, invited[0])
        (attempt,) = learner.attempts_at(next(iter(learner.attempts)))
        assert attempt.passed and attempt.right == 1

    @pytest.mark.parametrize(
        ("change", "note", "said"),
        [
            ({"kind": "true_false", "truth": "true"}, "Vì sao", "Count it as right"),
            ({"number": "90"}, "  ", "first write why"),
        ],
    )
    def test_refused(self, course, failed, question, host, change, note, said):
        for name, value in change.items():
            setattr(question, name, value)
        html = post(course, "mark-again", question=question.UID(), note=note)
        assert said in text_of(html) and not failed[2].passed


@pytest.fixture
def elsewhere(portal):
    """A unit of another section."""
    other = make_section(portal, "Chuyên trang khác")
    return make(other, "ContributingUnit", "Xã Mẫu", code="xa-mau")


@pytest.mark.long
def test_learners_go_along_into_another_section(elsewhere, course, invited):
    device = Device(course)
    device.request("learn", code=invited[0])
    learn(device)
    with api.env.adopt_roles(["Manager"]):
        moved = api.content.move(course, elsewhere)
    assert set(learners_of(moved)) == set(invited)
    section = elsewhere.__parent__
    assert learned_courses(section) == [moved.UID()]
    assert certificate_in(section, learner_by(moved, invited[0]).certificate)


class TestNextCourse:
    def test_it_has_lessons_and_tests_but_neither_people_nor_days(
        self, course, invited, register
    ):
        course.attendance, course.other_attendees = relations(register), 3
        course.open_certificates = False
        made = post_next(course)
        assert [one.to_object for one in made.lessons] == [
            one.to_object for one in course.lessons
        ]
        assert made.tests == course.tests and made.tests is not course.tests
        assert made.learn_online and made.open_certificates is False
        assert made.end - made.start == course.end - course.start
        assert made.start > datetime.now(UTC) and api.content.get_state(made) == "draft"
        assert made.people_trained == 0 and not learners_of(made)

    def test_who_may_not_add_one_makes_none(self, course, acting):
        before = course.__parent__.objectIds()
        with acting("Member"), pytest.raises(Unauthorized):
            post_next(course)
        assert course.__parent__.objectIds() == before


def post_next(course):
    before = set(course.__parent__.objectIds())
    view(course, "next-course", "POST", _authenticator=createToken())()
    (new,) = set(course.__parent__.objectIds()) - before
    return course.__parent__[new]


def test_the_share_held_online_is_counted(course, section, unit):
    course.other_attendees, course.hours = 30, 16
    teach(unit, start=course.start, other_attendees=10)
    course.reindexObject()
    day = today(course.start)
    counter = CourseCounter()
    found = [one[2:] for one in counter.entries(scope_of(section, day, day))]
    assert sorted(found) == [
        ((HELD_ON_SITE,), (1, 0, 10, 0, 0)),
        ((HELD_ONLINE,), (1, 1, 30, 30, 16)),
    ]
    assert not list(counter.entries(scope_of(section, *(day - timedelta(days=9),) * 2)))
