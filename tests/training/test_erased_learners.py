"""Erasing a learner: asked once, logged, with the certificate's number kept; and what goes by itself."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from learning_pages import Device
from learning_pages import learn
from learning_pages import make_course
from people import enter_once
from plone import api
from plone.protect import createToken
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import AuditAction
from sonla.pbgdpl.audit.interfaces import IAuditAction
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.personal_data import IPersonalDataStore
from sonla.pbgdpl.editorial.revisions import revise
from sonla.pbgdpl.mail.notice import Recipient
from sonla.pbgdpl.mail.queue import make_queue
from sonla.pbgdpl.mail.queue import QueuedMail
from sonla.pbgdpl.options.learning.certificates import certificate_by
from sonla.pbgdpl.options.learning.jobs import KEPT
from sonla.pbgdpl.options.learning.jobs import see_to
from sonla.pbgdpl.options.learning.learners import add_learner
from sonla.pbgdpl.options.learning.learners import Learner
from sonla.pbgdpl.options.learning.learners import learner_by
from sonla.pbgdpl.options.learning.learners import learners_of
from sonla.pbgdpl.options.learning.mail import INVITATION
from sonla.pbgdpl.options.learning.mail import letter
from sonla.pbgdpl.options.learning.personal_data import erase_learner
from sonla.pbgdpl.options.learning.question_bank.query import bank_by_uid
from sonla.pbgdpl.training.attendees import attendees
from statistics_content import view
from zExceptions import Forbidden
from zExceptions import Unauthorized
from zope.component import getUtility
from zope.component import queryUtility

import gc
import lxml.html
import pytest

pytestmark = pytest.mark.usefixtures("content_alone")

NAME = "Lò Văn Ân"


@pytest.fixture
def person(section):
    return enter_once(section, NAME)


def post(course, action="erase", **form):
    page = view(course, "course-learners", "POST")
    page.request.form.update(
        {**form, "action": action, "_authenticator": createToken()}
    )
    return page


def text_of(html):
    return " ".join(lxml.html.fromstring(html).text_content().split())


def letter_to(course, mail):
    return letter(INVITATION, course, Recipient("", NAME, mail), "0" * 12, "", "")


def finish(course, code):
    device = Device(course)
    device.request("learn", code=code)
    learn(device)
    return learner_by(course, code).certificate


class TestByHosts:
    def test_who_joined_by_mistake_is_asked_about_and_goes(self, course, host):
        code = add_learner(course, Learner("Nhầm Lớp", "Bản Ví Dụ"))
        assert 'value="erase"' in view(course, "course-learners")()
        asked = text_of(post(course, code=code)())
        assert "Nhầm Lớp" in asked and learner_by(course, code) is not None
        assert "certificate" not in asked
        post(course, code=code, confirmed="1")()
        assert learner_by(course, code) is None
        entry = next(log.newest_first(["learner_erased"]))
        assert (entry.count, entry.user) == (1, "has-pbgdpl-editor")
        assert "Nhầm" not in log.written(entry)

    def test_the_certificate_keeps_its_number_and_no_name(
        self, portal, course, person, host
    ):
        code = add_learner(course, Learner(NAME, "Xã Mẫu", person.UID()))
        number = finish(course, code)
        asked = text_of(post(course, code=code)())
        assert "certificate keeps its number" in asked
        post(course, code=code, confirmed="1")()
        certificate = certificate_by(number)
        assert certificate.holds and not certificate.name
        assert certificate.course_uid == course.UID()
        assert attendees(course) == [person]
        page = view(portal, "verify")
        page.request.form["code"] = number
        shown = text_of(page())
        assert "This certificate holds" in shown and NAME not in shown
        assert "Erased on request of the person" in shown

    def test_no_former_certificate_and_no_mail_tells_the_name(
        self, portal, course, section, host
    ):
        person = enter_once(section, NAME, official_email="an@example.org")
        code, other = (
            add_learner(course, Learner(name, "", person.UID() if name == NAME else ""))
            for name in (NAME, "Cà Thị Đào")
        )
        former = finish(course, code)
        post(course, "revoke", code=code, confirmed="1", reason="Sai tên")()
        post(course, "reissue", code=code, name="Lò Ân")()
        assert learner_by(course, code).former == (former,)
        queue = make_queue(portal)
        mine, others = (
            queue.add(QueuedMail([letter_to(course, mail)], datetime.now(UTC)))
            for mail in ("an@example.org", "khac@example.org")
        )
        post(course, code=code, confirmed="1")()
        assert not certificate_by(former).name
        assert not list(getUtility(IPersonalDataStore, "certificates").find(NAME))
        assert queue.get(mine) is None and queue.get(others) is not None
        assert list(learners_of(course)) == [other]

    def test_who_is_gone_already_is_said(self, course, host):
        assert "Nothing was erased" in post(course, code="0" * 12)()

    def test_a_link_opens_nothing_any_more(self, course, host):
        code = add_learner(course, Learner(NAME))
        post(course, code=code, confirmed="1")()
        device = Device(course)
        device.request("learn", code=code)
        assert NAME not in device.text and learner_by(course, code) is None

    def test_while_a_revision_is_open_figures_would_lack_them(
        self, course, person, host
    ):
        code = add_learner(course, Learner(NAME, "", person.UID()))
        finish(course, code)
        revise(course)
        with pytest.raises(InvalidInput):
            erase_learner(course, code)
        post(course, code=code, confirmed="1")()
        assert learner_by(course, code).name == NAME

    def test_sent_twice_erases_nobody_else(self, course, host):
        code, other = (add_learner(course, Learner(one)) for one in ("Một", "Hai"))
        for _time in range(2):
            post(course, code=code, confirmed="1")()
        assert list(learners_of(course)) == [other]
        post(course, code="", confirmed="1")()
        assert list(learners_of(course)) == [other]

    @pytest.mark.parametrize("role", ["Anonymous", "Member", "Reader"])
    def test_only_hosts_may(self, course, acting, role):
        code = add_learner(course, Learner(NAME))
        with acting(role), pytest.raises(Unauthorized):
            post(course, code=code, confirmed="1")()
        assert learner_by(course, code) is not None

    def test_only_by_post_with_the_token(self, course, host):
        code = add_learner(course, Learner(NAME))
        form = {"action": "erase", "code": code, "confirmed": "1"}
        page = view(course, "course-learners")
        page.request.form.update(form)
        page()
        page = view(course, "course-learners", "POST")
        page.request.form.update(form)
        with pytest.raises(Forbidden):
            page()
        assert learner_by(course, code) is not None


class TestWithoutAnEnd:
    """A course that may always be learned forgets each by the last day on which they learned."""

    @pytest.fixture
    def endless(self, unit, course):
        bank = bank_by_uid(course.tests[0]["bank"])
        endless = make_course(unit, bank)
        endless.end = None
        return endless

    @pytest.fixture
    def night(self, section, endless):
        def see(**later):
            see_to(section, endless.UID(), datetime.now(UTC) + timedelta(**later))

        return see

    def test_each_is_dropped_a_year_after_they_learned_last(self, endless, night):
        now = datetime.now(UTC)
        codes = {}
        for name, last in (
            ("Cũ", now - KEPT + timedelta(hours=1)),
            ("Mới", now - KEPT / 2),
        ):
            learner = Learner(name)
            learner.begun = learner.last = last
            codes[name] = add_learner(endless, learner)
        codes["Chưa"] = add_learner(endless, Learner("Chưa"))
        night()
        assert set(learners_of(endless)) == set(codes.values())
        night(days=1)
        assert set(learners_of(endless)) == {codes["Mới"], codes["Chưa"]}
        night(days=KEPT.days / 2 + 1)
        assert set(learners_of(endless)) == {codes["Chưa"]}
        night(days=KEPT.days + 1)
        assert not learners_of(endless)

    def test_certificates_stay_and_who_is_not_in_the_attendance_waits(
        self, endless, person, night
    ):
        code = add_learner(endless, Learner(NAME, "", person.UID()))
        number = finish(endless, code)
        working_copy = revise(endless)
        night(days=KEPT.days + 1)
        assert learner_by(endless, code) is not None
        with api.env.adopt_roles(["Manager"]):
            api.content.delete(working_copy, check_linkintegrity=False)
        night(days=KEPT.days + 1)
        assert learner_by(endless, code) is None
        assert attendees(endless) == [person] and certificate_by(number).holds

    def test_the_page_of_learners_opens(self, endless, host):
        assert "Nobody learns this course" in view(endless, "course-learners")()


def test_each_kind_of_entries_is_registered(portal):
    """Else the log shows its raw name, and no filter finds it."""
    found = [one for one in gc.get_objects() if type(one).__mro__.count(AuditAction)]
    ours = {one.name for one in found if is_ours(one)}
    assert {"certificate_reissued", "learner_erased", "step"} <= ours
    assert not [name for name in ours if queryUtility(IAuditAction, name) is None]


def is_ours(action):
    """Return whether a kind of entries is one of the package: tests and pages make others."""
    return getattr(action.title, "domain", "") == "sonla.pbgdpl" and bool(action.group)
