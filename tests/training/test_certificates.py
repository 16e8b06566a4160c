"""What stands on a certificate, who vouches for it, and what is asked before it is taken back."""

from datetime import date
from io import BytesIO
from learning_pages import answer_rightly
from learning_pages import Device
from learning_pages import learn
from learning_pages import make_learned
from learning_pages import open_test
from learning_pages import read_lesson
from made_once import made_once
from plone import api
from plone.protect.authenticator import createToken
from pypdf import PdfReader
from role_tables import acting  # noqa: F401
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.options.learning.certificate_file import write_certificate
from sonla.pbgdpl.options.learning.certificates import certificate_by
from sonla.pbgdpl.options.learning.certificates import revoke
from sonla.pbgdpl.options.learning.learners import add_learner
from sonla.pbgdpl.options.learning.learners import Learner
from sonla.pbgdpl.options.learning.learners import learner_by
from sonla.pbgdpl.options.learning.learners import learners_of
from sonla.pbgdpl.options.learning.learning import note_finished
from sonla.pbgdpl.options.learning.names import read_name
from sonla.pbgdpl.options.learning.pages import learner_results
from sonla.pbgdpl.options.learning.pages.certificates import paper_of
from sonla.pbgdpl.options.learning.pages.learner_results import UNDO
from statistics_content import view
from zoneinfo import ZoneInfo

import pytest

pytestmark = pytest.mark.usefixtures("content_alone")

DECLARED = "(name as given by the learner)"


@pytest.fixture
def course(portal, unit):
    course = made_once(portal, make_learned, unit.getPhysicalPath())
    course.open_to_all = True
    return course


@pytest.fixture
def device(course):
    """The device of somebody who has begun by a name."""
    device = Device(course)
    device.request("learn")
    device.send("join", name="lo van x", unit="")
    return device


@pytest.fixture
def learner(course, device):
    (learner,) = learners_of(course).values()
    return learner


@pytest.fixture
def finished(device, learner):
    learn(device)
    assert "Passed" in device.text
    return device


def printed(device):
    reader = PdfReader(BytesIO(device.request("course-certificate")))
    return " ".join(reader.pages[0].extract_text().split())


class TestNames:
    @pytest.mark.parametrize(
        ("typed", "read"),
        [
            ("  Lò   Thị Ánh ", "Lò Thị Ánh"),
            ("Lo\u0300 Va\u0306n An", "Lò Văn An"),
            ("H'Hen Niê", "H'Hen Niê"),
            ("Nguyễn-Trần T. Mai", "Nguyễn-Trần T. Mai"),
            ("Vàng A Páo", "Vàng A Páo"),
            ("Mùa A Tsơ̆", "Mùa A Tsơ̆"),
            ("Ă" * 60, "Ă" * 60),
        ],
    )
    def test_latin_letters_with_their_marks_are_a_name(self, typed, read):
        assert read_name(typed) == read

    @pytest.mark.parametrize(
        "typed",
        [
            "",
            "A",
            "...",
            "Ă" * 61,
            "Lò Văn 3",
            "evil.example",
            "evil. example",
            "Gọi 0900 000 000",
            "ai@example.org",
            "https://evil.example/x",
            "A/B",
            "Giám đốc – nhận thưởng",
            "Nhận tiền!",
            "Lò Văn A (vip)",
            "Lò\u200bVăn",
            "a" + "\u0323\u0302\u0301\u0303\u0309" * 4,
            "Lò Văn ①",
            "Lò Văn 😀",
            "-Lò",
            "ສົມ ພອນ",
            "Лo Ban",
            *(f"{letter}{letter}" for letter in "\u3164\u115f\u1160\uffa0"),
            *(f"Lò{letter} Văn" for letter in "\u3164\u115f\u1160\uffa0"),
        ],
    )
    def test_all_else_is_none_and_stays_typed(self, course, typed):
        assert read_name(typed) == ""
        device = Device(course)
        device.request("learn")
        device.send("join", name=typed, unit="Bản Mẫu")
        assert not learners_of(course)
        assert "name" in device.text
        assert device.page.cssselect("#unit")[0].get("value") == "Bản Mẫu"


class TestAskedBack:
    def test_before_the_first_test_and_once(self, device, learner):
        read_lesson(device)
        open_test(device)
        assert device.page.cssselect("#own-name")[0].get("value") == "lo van x"
        device.request("course-test", "POST", action="begin", n=device.step)
        assert "look at the name" in device.text and not learner.attempts
        device.send("begin", own_name="Lò Văn X1")
        assert "from 2 to 60" in device.text and not learner.attempts
        assert device.page.cssselect("#own-name")[0].get("value") == "Lò Văn X1"
        device.send("begin", own_name="Lò  Văn X")
        assert learner.name == "Lò Văn X" and learner.attempts
        device.send("answer", answer="0")
        device.request("course-test", n=device.step, q="end")
        device.send("hand-in")
        assert not device.page.cssselect("#own-name")
        device.send("begin")
        (attempts,) = learner.attempts.values()
        assert len(attempts) == 2

    def test_may_be_mended_until_the_certificate_is_made(self, finished, learner):
        assert learner.finished and not learner.certificate
        finished.request("learn")
        finished.send("take", own_name="Lò Văn Mẫu 7")
        assert not learner.certificate
        finished.send("take", own_name="Lò Văn Mẫu")
        number = learner.certificate
        assert certificate_by(number).name == "Lò Văn Mẫu"
        assert not finished.page.cssselect("#own-name")
        for action in ("mend", "take"):
            finished.request("learn", "POST", action=action, own_name="Người Khác")
        assert (learner.name, learner.certificate) == ("Lò Văn Mẫu", number)

    def test_on_the_way_by_a_form_of_its_own(self, device, learner):
        device.send("mend", own_name="Lò Văn Hai")
        assert learner.name == "Lò Văn Hai" and "Lò Văn Hai" in device.text

    def test_a_member_whose_name_is_none_gives_one(self, course, unit):
        course.open_to_all = False
        api.user.create(email="m@example.org", username="m.2026")
        device = Device(course)
        with api.env.adopt_user(username="m.2026"):
            device.request("learn")
            device.send("learn-by-account")
            read_lesson(device)
            open_test(device)
            device.send("begin")
            assert "from 2 to 60" in device.text
            device.send("begin", own_name="Vì Thị M")
            answer_rightly(device)
            device.send("hand-in")
            device.send("take")
            assert DECLARED in printed(device)

    def test_whom_hosts_have_named_is_not_asked(self, course):
        code = add_learner(course, Learner("Cà Văn 2"))
        device = Device(course)
        device.request("learn", code=code)
        assert not device.page.cssselect("#own-name")
        learn(device)
        assert learner_by(course, code).certificate
        device.request("learn", "POST", action="mend", own_name="Người Khác")
        assert "can't be changed" in device.text
        assert DECLARED not in printed(device)


class TestPaper:
    def test_paper_and_page_say_that_nobody_has_checked_the_name(
        self, finished, learner, portal
    ):
        finished.send("take", own_name="Lò Văn X")
        assert DECLARED in printed(finished)
        page = view(portal, "verify", code=learner.certificate)
        assert DECLARED in page()
        assert page.request.response.getHeader("X-Robots-Tag") == "noindex"

    @pytest.mark.parametrize(("seconds", "hours"), [(0, 0), (7199, 0), (7200, 2)])
    def test_hours_stand_there_if_they_were_spent(
        self, finished, learner, course, portal, seconds, hours
    ):
        course.hours, learner.seconds = 2, seconds
        finished.send("take", own_name="Lò Văn X")
        certificate = certificate_by(learner.certificate)
        assert certificate.hours == hours
        words = paper_of(certificate, portal.REQUEST).hours
        assert words == ("2 hours" if hours else "")

    def test_the_host_of_an_open_course_gives_none(self, course, device, learner):
        course.open_certificates = False
        read_lesson(device)
        open_test(device)
        assert not device.page.cssselect("#own-name")
        device.send("begin")
        answer_rightly(device)
        device.send("hand-in")
        device.request("learn", "POST", action="take", own_name="Lò Văn X")
        assert learner.finished and not learner.certificate
        assert "No certificate is given" in device.text
        assert not device.page.cssselect("button[value=take]")

    def test_the_invited_get_one_all_the_same(self, course):
        course.open_to_all = course.open_certificates = False
        code = add_learner(course, Learner("Cà Thị Hai"))
        device = Device(course)
        device.request("learn", code=code)
        learn(device)
        assert learner_by(course, code).certificate

    @pytest.mark.parametrize(
        "name", ["Lò A", "Nguyễn " * 8 + "An", "Ă" * 60, "W" * 200]
    )
    def test_the_longest_lines_stay_on_the_sheet(self, name):
        from sonla.pbgdpl.options.learning.certificate_file import CertificatePage
        from sonla.pbgdpl.options.learning.certificate_file import CertificatePaper

        page = CertificatePage(
            CertificatePaper(
                heading="Giấy chứng nhận",
                issuer="Ủy ban nhân dân xã Mẫu " * 6,
                says="cấp cho",
                name=name,
                declared=DECLARED,
                did="đã học xong khóa học trực tuyến",
                course="Bồi dưỡng kiến thức pháp luật " * 6,
                hours="16 giờ",
                day="ngày 01 tháng 12 năm 2026",
                number="Số ABCD-EFGH-JKMN",
                verify="Quét mã bên trái, hoặc vào https://portal.example/@@verify",
                address="https://portal.example/@@verify?code=ABCDEFGHJKMN",
            )
        )
        page.draw_frame()
        page.draw_words()
        assert page.get_y() < page.h - 26 - 26
        assert write_certificate(page.paper).startswith(b"%PDF")


def post(course, action, **form):
    page = view(course, "course-learners", "POST", action=action)
    page.request.form.update({**form, "_authenticator": createToken()})
    return page()


class TestAskedOnce:
    @pytest.fixture
    def invited(self, course, acting):  # noqa: F811
        course.open_to_all = False
        code = add_learner(course, Learner("Cà Thị Đào"))
        device = Device(course)
        device.request("learn", code=code)
        learn(device)
        with acting("PBGDPL Editor"):
            yield code

    def test_revoking_says_what_happens_and_keeps_the_reason(self, course, invited):
        learner = learner_by(course, invited)
        page = post(course, "revoke", code=invited)
        assert "Revoke the certificate?" in page and "Cà Thị Đào" in page
        assert certificate_by(learner.certificate).holds
        page = post(course, "revoke", code=invited, confirmed="1", reason=" \n ")
        assert "write why" in page and certificate_by(learner.certificate).holds
        post(course, "revoke", code=invited, confirmed="1", reason="Cấp nhầm người")
        assert not certificate_by(learner.certificate).holds
        entry = next(iter(log.newest_first(["certificate_revoked"])))
        assert entry.facts["why"] == "Cấp nhầm người"
        assert (
            "Cấp nhầm"
            not in view(api.portal.get(), "verify", code=learner.certificate)()
        )

    @pytest.mark.parametrize(
        ("choice", "typed", "kept"),
        [
            ("reason_wrong_name", "", "The name is wrong"),
            ("reason_wrong_name", "Thiếu dấu", "The name is wrong: Thiếu dấu"),
            ("", "Trùng giấy", "Trùng giấy"),
            ("nothing of ours", "Trùng giấy", "Trùng giấy"),
            ("nothing of ours", " ", ""),
            (["reason_wrong_name"], "", ""),
        ],
    )
    def test_a_usual_reason_or_own_words_are_kept(
        self, course, invited, choice, typed, kept
    ):
        page = post(course, "revoke", code=invited)
        assert "Issued to the wrong person" in page
        sent = {"reason_choice": choice, "reason": typed, "confirmed": "1"}
        post(course, "revoke", code=invited, **sent)
        found = [one.facts["why"] for one in log.newest_first(["certificate_revoked"])]
        assert found == ([kept] if kept else [])

    @pytest.fixture
    def revoked(self, course, invited):
        """The number of a certificate that was revoked by mistake."""
        sent = {"reason_choice": "reason_wrong_person", "confirmed": "1"}
        page = post(course, "revoke", code=invited, tab="results", **sent)
        assert 'value="restore"' in page
        (entry,) = log.newest_first(["certificate_revoked"])
        until = (entry.at + UNDO).astimezone(ZoneInfo("Asia/Ho_Chi_Minh"))
        assert f"take this back until {until:%H:%M}" in page
        assert f"(until {until:%H:%M})" in " ".join(page.split()), "on the button"
        return learner_by(course, invited).certificate

    def test_who_revoked_takes_it_back_under_the_same_number(
        self, course, invited, revoked, portal
    ):
        page = post(course, "restore", code=invited, tab="results")
        assert "holds again" in page and 'value="restore"' not in page
        assert learner_by(course, invited).certificate == revoked
        assert certificate_by(revoked).holds
        assert "was revoked" not in view(portal, "verify", code=revoked)()
        kinds = ["certificate_revoked", "certificate_restored"]
        noted = [one.action for one in log.newest_first(kinds)]
        assert noted == ["certificate_restored", "certificate_revoked"]
        # A page that is older than this says nothing else
        post(course, "restore", code=invited)
        assert len(list(log.newest_first(kinds))) == 2

    def test_nobody_else_takes_it_back(self, course, invited, revoked):
        api.user.create(email="k@example.org", username="khac")
        roles = ["Member", "Manager"]
        with api.env.adopt_user(username="khac"), api.env.adopt_roles(roles):
            assert (
                'value="restore"'
                not in view(course, "course-learners", tab="results")()
            )
            assert "Issue a new one" in post(course, "restore", code=invited)
        assert not certificate_by(revoked).holds

    def test_not_what_somebody_else_has_revoked_since(self, course, invited, revoked):
        post(course, "restore", code=invited)
        api.user.create(email="k@example.org", username="khac")
        roles = ["Member", "Manager"]
        with api.env.adopt_user(username="khac"), api.env.adopt_roles(roles):
            sent = {"reason": "Đúng là nhầm", "confirmed": "1"}
            post(course, "revoke", code=invited, **sent)
        assert "Issue a new one" in post(course, "restore", code=invited)
        assert not certificate_by(revoked).holds

    def test_not_after_a_quarter_of_an_hour(
        self, course, invited, revoked, monkeypatch
    ):
        later = utc_now() + UNDO
        monkeypatch.setattr(learner_results, "utc_now", lambda: later)
        assert "Issue a new one" in post(course, "restore", code=invited)
        assert not certificate_by(revoked).holds

    def test_a_new_code(self, course, invited):
        assert "opens nothing any more" in post(course, "renew", code=invited)
        assert learner_by(course, invited) is not None
        post(course, "renew", code=invited, confirmed="1")
        assert learner_by(course, invited) is None

    @pytest.mark.parametrize("typed", ["", "Lò Văn X", "Lò Văn Ích"])
    def test_another_name_that_the_host_has_typed_is_no_longer_the_learners(
        self,
        course,
        finished,
        learner,
        acting,  # noqa: F811
        typed,
    ):
        finished.send("take", own_name="Lò Văn X")
        (code,) = learners_of(course)
        revoke(course, learner.certificate, date(2026, 1, 2))
        with acting("PBGDPL Editor"):
            post(course, "reissue", code=code, new_name=typed)
        made = certificate_by(learner.certificate)
        assert made.name == (typed or "Lò Văn X")
        assert made.declared is (typed != "Lò Văn Ích")

    def test_marking_again_tells_first_whose_results_change(self, course, invited):
        learner = learner_by(course, invited)
        ((attempt,),) = learner.attempts.values()
        attempt.given = {}
        attempt.right, attempt.passed = 0, False
        asked = attempt.question(0).uid
        sent = {"question": asked, "note": "Đề sai"}
        page = post(course, "count-as-right", **sent)
        assert "The results of 1 people change" in page and "Cà Thị Đào" in page
        ((attempt,),) = learner_by(course, invited).attempts.values()
        assert (attempt.right, attempt.voided) == (0, ())
        post(course, "count-as-right", **sent, confirmed="1")
        assert (attempt.right, attempt.voided) == (1, (asked,))

    def test_who_has_a_certificate_is_issued_no_second_one(self, course, invited):
        learner = learner_by(course, invited)
        number, learner.finished = learner.certificate, None
        note_finished(course, learner, utc_now())
        assert learner.finished and learner.certificate == number

    def test_who_has_no_certificate_that_holds_is_asked_nothing(self, course, invited):
        revoke(course, learner_by(course, invited).certificate, date(2026, 1, 2))
        page = post(course, "revoke", code=invited)
        assert "pbgdpl-confirmation" not in page
