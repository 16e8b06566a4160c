"""The roll call on a phone: one press a person, saved at once, nothing lost without a network."""

from AccessControl import Unauthorized
from activities import teach
from browser_fixtures import PHONE
from page_checks import faults
from page_checks import overflow
from page_checks import shoot
from page_checks import small_targets
from people import enter
from people import recognition
from plone import api
from plone.protect.authenticator import createToken
from sonla.pbgdpl.editorial.revisions import revise
from sonla.pbgdpl.training.attendees import attendees
from vietnamese_portal import CONTRIBUTOR
from vietnamese_portal import furnish
from vietnamese_portal import SECTION
from vietnamese_portal import UNIT

import json
import pytest
import transaction

HERE = [recognition("xa", "03646")]


def names(course):
    return sorted(person.title for person in attendees(course))


@pytest.mark.usefixtures("content_alone")
class TestPage:
    @pytest.fixture
    def course(self, section, unit):
        unit.territory = ("03646",)
        return teach(unit)

    @pytest.fixture
    def register(self, section):
        return {
            "near": enter(section, "Lò Văn Ân", "LegalPropagandist", HERE),
            "far": enter(section, "Cà Thị Đào"),
        }

    @pytest.fixture
    def call(self, course, unit, http_request):
        api.user.create(email="a@example.org", username="writer")
        unit.manage_setLocalRoles("writer", ["PBGDPL Contributor"])

        def send(method="POST", user="writer", **form):
            http_request.form.clear()
            with api.env.adopt_user(username=user):
                http_request.form.update({**form, "_authenticator": createToken()})
                http_request.environ["REQUEST_METHOD"] = http_request.method = method
                return api.content.get_view("roll-call", course, http_request)()

        return send

    def test_who_is_recognised_here_is_shown_and_others_are_found(self, call, register):
        page = call("GET")
        assert "Lò Văn Ân" in page and "Cà Thị Đào" not in page
        page = call("GET", q="dao ca")
        assert "Lò Văn Ân" not in page and "Cà Thị Đào" in page
        assert "has this name" in call("GET", q="khong ai")

    def test_a_form_says_what_it_changes(self, call, course, register):
        near, far = register["near"].UID(), register["far"].UID()
        said = json.loads(
            call(present=[near], others="3", others_before="0", quiet="1")
        )
        assert said == {"count": 4}
        # Somebody else ticks another person, and knows nothing of the first
        call(present=[far], others="1", others_before="0")
        assert names(course) == ["Cà Thị Đào", "Lò Văn Ân"]
        assert course.other_attendees == 4
        call(before=[near, far], present=[far], others="0", others_before="9")
        assert names(course) == ["Cà Thị Đào"]
        assert course.other_attendees is None

    def test_only_who_may_be_seen_is_noted(self, section, call, course, register):
        hidden = enter(section, "Ẩn Danh", recognitions=[])
        call(present=[hidden.UID(), course.UID(), "nobody"])
        assert names(course) == []

    def test_readers_of_personal_data_call_no_roll(self, section, call, register):
        api.user.create(email="b@example.org", username="approver")
        section.manage_setLocalRoles("approver", ["PBGDPL Approver"])
        with pytest.raises(Unauthorized):
            call("GET", user="approver")

    def test_a_course_under_revision_takes_none(self, call, course, register):
        with api.env.adopt_roles(["Manager", "PBGDPL Editor", "PBGDPL Contributor"]):
            revise(course)
        call(present=[register["near"].UID()])
        assert names(course) == []
        assert "is being revised" in call("GET")


class TestOnAPhone:
    @pytest.fixture
    def course(self, functional_portal):
        furnish(functional_portal)
        section = functional_portal[SECTION]
        unit = section[UNIT]
        unit.territory = ("03646",)
        for name in ("Lò Văn Ân", "Cà Thị Đào", "Quàng Văn Đạt"):
            enter(section, name, "LegalPropagandist", HERE)
        enter(section, "Tòng Thị Xa")
        course = teach(unit)
        transaction.commit()
        return course

    @pytest.fixture
    def phone(self, course, as_person):
        page = as_person(CONTRIBUTOR, viewport=PHONE)
        page.goto(course.absolute_url())
        with page.expect_navigation():
            page.get_by_role("link", name="Điểm danh trên điện thoại").click()
        return page

    @staticmethod
    def saved(page, count):
        page.get_by_text(f"Có mặt: {count}", exact=True).wait_for()
        page.get_by_text("Đã lưu.", exact=True).wait_for()
        transaction.begin()

    def test_one_press_a_person(self, course, phone):
        assert faults(phone) == []
        assert small_targets(phone) == []
        presses = phone.locator(".pbgdpl-roll label")
        assert all(box.bounding_box()["height"] >= 56 for box in presses.all())
        phone.get_by_text("Cà Thị Đào").click()
        self.saved(phone, 1)
        assert names(course) == ["Cà Thị Đào"]
        phone.get_by_text("Lò Văn Ân").click()
        self.saved(phone, 2)
        shoot(phone, "roll-call")
        phone.get_by_role("button", name="Hoàn tác: Lò Văn Ân").click()
        self.saved(phone, 1)
        assert names(course) == ["Cà Thị Đào"]
        # By name without accents; who isn't on the list comes from the register
        phone.locator("#pbgdpl-roll-name").fill("dat")
        assert phone.locator(".pbgdpl-roll li:visible").count() == 1
        phone.locator("#pbgdpl-roll-name").fill("tong xa")
        phone.get_by_text("Tòng Thị Xa").click()
        self.saved(phone, 2)
        phone.get_by_role("button", name="Thêm một người").click()
        self.saved(phone, 3)
        transaction.begin()
        assert names(course) == ["Cà Thị Đào", "Tòng Thị Xa"]
        assert course.other_attendees == 1
        assert overflow(phone) <= 0

    @pytest.mark.long
    def test_without_a_connection_nothing_is_lost(self, course, phone):
        phone.get_by_text("Cà Thị Đào").click()
        self.saved(phone, 1)
        phone.context.set_offline(True)
        phone.get_by_text("Lò Văn Ân").click()
        phone.get_by_text("Chưa lưu được").wait_for()
        phone.locator("form.pbgdpl-draft-kept").wait_for()
        phone.context.set_offline(False)
        self.saved(phone, 2)
        assert names(course) == ["Cà Thị Đào", "Lò Văn Ân"]
        phone.reload()
        phone.locator("form[data-pbgdpl-draft]").wait_for()
        assert phone.locator(".pbgdpl-draft-offer").count() == 0

    @pytest.mark.long
    def test_what_was_not_sent_is_offered_when_the_page_comes_again(
        self, course, phone
    ):
        phone.get_by_text("Cà Thị Đào").click()
        self.saved(phone, 1)
        phone.context.set_offline(True)
        phone.get_by_text("Lò Văn Ân").click()
        phone.locator("form.pbgdpl-draft-kept").wait_for()
        address = phone.url
        phone.evaluate("window.stop()")
        phone.goto("about:blank")
        phone.context.set_offline(False)
        phone.goto(address)
        phone.get_by_role("button", name="Khôi phục").click()
        self.saved(phone, 2)
        assert names(course) == ["Cà Thị Đào", "Lò Văn Ân"]

    def test_the_form_needs_no_script(self, course, as_person):
        page = as_person(CONTRIBUTOR, java_script_enabled=False, viewport=PHONE)
        page.goto(f"{course.absolute_url()}/@@roll-call?q=dao")
        page.get_by_text("Cà Thị Đào").click()
        page.locator("#pbgdpl-roll button[type=submit]").click()
        transaction.begin()
        assert names(course) == ["Cà Thị Đào"]
        assert "Có mặt: 1" in page.locator("body").inner_text()
