"""A unit enters activities on a phone: one short page, nothing lost, the next one at hand."""

from activities import hold
from activities import moment
from browser_fixtures import PHONE
from camera_photos import photo
from camera_photos import position
from io import BytesIO
from page_checks import faults
from page_checks import overflow
from page_checks import shoot
from people import enter
from people import recognition
from PIL import Image
from plone import api
from public_content import publish
from vietnamese_portal import CONTRIBUTOR
from vietnamese_portal import furnish
from vietnamese_portal import SECTION
from vietnamese_portal import UNIT
from zope.component.hooks import setSite

import pytest
import transaction


@pytest.fixture
def unit(functional_portal):
    furnish(functional_portal)
    unit = functional_portal[SECTION][UNIT]
    unit.territory = ("03646",)
    transaction.commit()
    return unit


@pytest.fixture
def phone(unit, as_person):
    return as_person(CONTRIBUTOR, viewport=PHONE)


def made(functional_portal):
    transaction.begin()
    setSite(functional_portal)
    unit = functional_portal[SECTION][UNIT]
    return [one for one in unit.objectValues() if one.portal_type == "LegalActivity"]


@pytest.mark.long
def test_two_in_a_row(unit, functional_portal, phone):
    phone.goto(f"{unit.absolute_url()}/@@activities")
    with phone.expect_navigation():
        phone.get_by_role("link", name="Nhập hoạt động").click()
    assert faults(phone) == []
    phone.locator("#quick-form").select_option("truc-tiep")
    phone.locator("#quick-day").fill("2026-03-09")
    phone.get_by_label("Từ (giờ)").fill("8:00")
    phone.locator("#quick-location").fill("Bản Mẫu")
    phone.get_by_label("Nội dung, tên").fill("Nói chuyện về đất đai")
    phone.locator("#quick-sessions").fill("1")
    phone.get_by_label("Số lượt người dự").fill("50")
    phone.locator("#quick-women_attendees").fill("60")
    phone.get_by_label("nhập tiếp").check()
    with phone.expect_navigation():
        phone.get_by_role("button", name="Lưu và gửi").click()

    # Sixty women among fifty people: told, and all is still there
    assert phone.locator("#pbgdpl-quick-errors").is_visible()
    assert "60 phụ nữ" in phone.locator("#pbgdpl-quick-errors").inner_text()
    assert faults(phone) == []
    assert phone.get_by_label("Nội dung, tên").input_value() == "Nói chuyện về đất đai"
    assert made(functional_portal) == []
    phone.locator("#quick-women_attendees").fill("40")
    with phone.expect_navigation():
        phone.get_by_role("button", name="Lưu và gửi").click()

    # The next form keeps what stays equal, and asks the rest anew
    assert "Đã lưu và gửi" in phone.locator("body").inner_text()
    assert phone.locator("#quick-form").input_value() == "truc-tiep"
    assert phone.locator("#quick-location").input_value() == "Bản Mẫu"
    assert phone.locator("#quick-territory").input_value() == "03646"
    assert phone.get_by_label("Nội dung, tên").input_value() == ""
    assert phone.get_by_label("Số lượt người dự").input_value() == ""
    phone.get_by_label("Số lượt người dự").fill("1.200")
    phone.get_by_label("nhập tiếp").uncheck()
    with phone.expect_navigation():
        phone.get_by_role("button", name="Lưu bản nháp").click()
    # On the same day at the same place: asked once
    with phone.expect_navigation():
        phone.get_by_role("button", name="vẫn lưu").click()
    assert overflow(phone) <= 0

    first, second = made(functional_portal)
    states = functional_portal.portal_workflow
    assert (first.attendees, first.women_attendees) == (50, 40)
    assert states.getInfoFor(first, "review_state") == "pending_edit"
    assert states.getInfoFor(second, "review_state") == "draft"
    assert second.attendees == 1200 and second.whole_day
    assert phone.url == second.absolute_url()


COUNT_TAPS = """
addEventListener("pointerdown", (event) => {
  if (event.isTrusted) {
    sessionStorage.setItem("taps", 1 + Number(sessionStorage.getItem("taps")));
  }
}, true);
"""


def test_four_taps_enter_one_like_the_last(unit, functional_portal, phone):
    """From the list of activities, whoever speaks ticked: four taps, and what is typed."""
    phone.add_init_script(COUNT_TAPS)
    section = functional_portal[SECTION]
    here = [recognition("xa", "03646")]
    person = enter(section, "Lò Văn Ân", "LegalPropagandist", here)
    hold(unit, "Nói chuyện ở bản")
    transaction.commit()
    phone.goto(f"{unit.absolute_url()}/@@activities")
    with phone.expect_navigation():
        phone.get_by_role("link", name="Nhập hoạt động").click()
    with phone.expect_navigation():
        phone.get_by_role("link", name="Giống lần trước").click()
    phone.locator(f"label[for='quick-person-{person.UID()}']").click()
    shoot(phone, "quick-like-last")
    assert faults(phone) == []
    phone.locator("#quick-attendees").fill("50")
    with phone.expect_navigation():
        phone.get_by_role("button", name="Lưu và gửi").click()
    (new,) = [one for one in made(functional_portal) if one.attendees == 50]
    assert [one.to_object.title for one in new.performers] == ["Lò Văn Ân"]
    assert new.title == "Nói chuyện ở bản"
    assert phone.evaluate("sessionStorage.getItem('taps')") == "4"
    assert overflow(phone) <= 0


def file(name, content, media_type="image/jpeg"):
    return {"name": name, "mimeType": media_type, "buffer": content}


def large_photo():
    """Make a photo of more than two megabytes, wider than any screen."""
    noise = Image.effect_noise((3200, 2000), 80).convert("RGB")
    stream = BytesIO()
    noise.save(stream, "JPEG", quality=92)
    assert stream.tell() > 2 * 1024 * 1024
    return stream.getvalue()


def photos_of(activity):
    return [relation.to_object for relation in activity.attachments]


@pytest.mark.long
def test_photos_from_the_camera_go_along(unit, functional_portal, phone, as_person):
    """Several, made smaller on the phone; hidden until the activity is published."""
    phone.goto(f"{unit.absolute_url()}/@@quick-activity")
    phone.wait_for_load_state("load")
    chosen = phone.locator(".pbgdpl-photos li")
    phone.locator("#quick-camera").set_input_files(file("image.jpg", large_photo()))
    chosen.nth(0).wait_for()
    several = [file(f"anh-{n}.jpg", photo()) for n in (1, 2)]
    apple = file("IMG_1.HEIC", b"\0\0\0\x18ftypheic", "image/heic")
    phone.locator("#quick-photos").set_input_files([*several, apple])
    chosen.nth(2).wait_for()
    assert "IMG_1.HEIC" in phone.locator(".pbgdpl-photos .alert").inner_text()
    chosen.nth(2).click()
    phone.locator("#quick-form").select_option("truc-tiep")
    shoot(phone, "quick-photos")
    assert faults(phone) == []
    with phone.expect_navigation():
        phone.get_by_role("button", name="Lưu và gửi").click()
    (activity,) = made(functional_portal)
    images = photos_of(activity)
    assert [one.title for one in images] == [activity.title] * 2
    assert max(images[0].image.getImageSize()) == 2560
    assert not position(images[1].image.data)
    reader = as_person(viewport=PHONE)
    addresses = [f"{one.absolute_url()}/@@images/image/preview" for one in images]
    seen = [reader.request.get(one, max_redirects=0).status for one in addresses]
    assert set(seen) <= {302, 401, 403, 404}
    publish(activity)
    transaction.commit()
    assert [reader.request.get(one).status for one in addresses] == [200, 200]
    reader.goto(activity.absolute_url())
    assert reader.locator(f"#content img[alt='{activity.title}']").count() == 2
    assert overflow(reader) <= 0


@pytest.mark.long
def test_a_photo_without_a_connection_goes_with_the_form(
    unit, functional_portal, phone
):
    phone.goto(f"{unit.absolute_url()}/@@quick-activity")
    phone.wait_for_load_state("load")
    phone.context.set_offline(True)
    phone.locator("#quick-camera").set_input_files(file("image.jpg", photo()))
    phone.locator(".pbgdpl-photos .alert").wait_for()
    phone.context.set_offline(False)
    phone.locator("#quick-form").select_option("truc-tiep")
    with phone.expect_navigation():
        phone.get_by_role("button", name="Lưu và gửi").click()
    (activity,) = made(functional_portal)
    assert len(photos_of(activity)) == 1


def test_photos_need_no_script_and_survive_a_refused_form(
    unit, functional_portal, as_person
):
    page = as_person(CONTRIBUTOR, java_script_enabled=False, viewport=PHONE)
    page.goto(f"{unit.absolute_url()}/@@quick-activity")
    page.locator("#quick-camera").set_input_files(file("image.jpg", photo()))
    page.locator("#quick-photos").set_input_files(file("a.jpg", b"nothing like it"))
    page.locator("button[name=draft]").click()
    assert "a.jpg" in page.locator("#quick-photos-error").inner_text()
    shoot(page, "quick-photos-refused")
    page.locator("#quick-form").select_option("truc-tiep")
    page.locator("button[name=draft]").click()
    (activity,) = made(functional_portal)
    (image,) = photos_of(activity)
    assert image.title == activity.title and not position(image.image.data)
    assert api.content.get_state(image) == "hidden"


def test_the_form_needs_no_script(unit, functional_portal, as_person):
    page = as_person(CONTRIBUTOR, java_script_enabled=False, viewport=PHONE)
    page.goto(f"{unit.absolute_url()}/@@quick-activity")
    page.locator("#quick-form").select_option("thi-tim-hieu")
    page.locator("summary").first.click()
    page.locator("#quick-contest_entrants").fill("300")
    page.locator("button[name=draft]").click()
    (activity,) = made(functional_portal)
    assert activity.contest_entrants == 300


MOST_PIXELS = 160
"""Height of a card: a title of two lines, then form, day, place and numbers in three, none of them cut."""


@pytest.mark.long
def test_a_long_list_is_short_on_a_phone(unit, functional_portal, as_person):
    for day in range(1, 24):
        hold(
            unit,
            f"Hội nghị tuyên truyền pháp luật tại bản Mẫu, buổi {day}",
            start=moment(month=3, day=day),
            location="Nhà văn hóa bản Mẫu",
            territory=("03646",),
            sessions=1,
            attendees=1200,
        )
    transaction.commit()
    phone = as_person(viewport=PHONE)
    phone.goto(f"{functional_portal.absolute_url()}/@@activities")
    cards = phone.locator("#pbgdpl-activities tbody tr")
    assert cards.count() == 20
    heights = [card.bounding_box()["height"] for card in cards.all()]
    assert max(heights) <= MOST_PIXELS, heights
    assert faults(phone) == []


@pytest.mark.long
def test_many_pages_do_not_widen_a_phone(unit, functional_portal, as_person):
    for at in range(205):
        hold(unit, f"Buổi {at}", start=moment(month=3))
    transaction.commit()
    phone = as_person(viewport=PHONE)
    phone.goto(f"{functional_portal.absolute_url()}/@@activities?b_start:int=100")
    assert phone.locator(".pagination").count()
    assert overflow(phone) <= 0
