"""The quick form: what it makes, what it refuses, and that nothing typed is lost."""

from camera_photos import photo
from DateTime import DateTime
from datetime import date
from io import BytesIO
from lxml import html
from made_once import made_once
from new_items import create
from people import ended
from people import enter
from people import recognition
from plone import api
from plone.app.testing import TEST_USER_NAME
from plone.protect.authenticator import createToken
from public_content import picture
from sonla.pbgdpl.activities.content import COUNTS
from sonla.pbgdpl.activities.pages.photos import MAX_PHOTOS
from sonla.pbgdpl.core.clock import in_portal_zone
from sonla.pbgdpl.core.clock import today
from urllib.parse import parse_qs
from urllib.parse import urlsplit
from zExceptions import Forbidden

import pytest

pytestmark = pytest.mark.usefixtures("content_alone")

FORM = {
    "dissemination_form": "truc-tiep",
    "day": "2026-03-09",
    "starts_at": "8h00",
    "ends_at": "11:30",
    "location": "Nhà văn hóa bản Mẫu",
    "territory": ["03646"],
    "audiences": ["phu-nu"],
    "organiser_kind": "agency",
    "title": "Nói chuyện về đất đai",
    "sessions": "1",
    "attendees": "1.200",
    "women_attendees": "70",
    "send": "1",
}


@pytest.fixture
def writer(unit):
    """Let somebody act who writes in the unit."""
    made_once(api.portal.get(), make_writer, unit.getPhysicalPath())
    with api.env.adopt_user(username="writer"):
        yield


def make_writer(portal, path):
    """Make somebody who writes in the unit at a path."""
    api.user.create(email="a@example.org", username="writer")
    unit = portal.unrestrictedTraverse(path)
    unit.manage_setLocalRoles("writer", ["PBGDPL Contributor"])


@pytest.fixture
def send(unit, writer, http_request):
    """Send the form and give the answer, and where it leads."""

    def post(context=None, **changed):
        http_request.form.clear()
        form = {**FORM, "_authenticator": createToken(), **changed}
        http_request.form.update({k: v for k, v in form.items() if v is not None})
        http_request.environ["REQUEST_METHOD"] = http_request.method = "POST"
        answer = api.content.get_view("quick-activity", context or unit, http_request)()
        return answer, http_request.response.getHeader("location") or ""

    return post


def made(unit):
    return unit.listFolderContents({"portal_type": "LegalActivity"})


def test_it_makes_and_submits(unit, send):
    _answer, location = send()
    (activity,) = made(unit)
    assert location == activity.absolute_url()
    assert activity.title == "Nói chuyện về đất đai"
    assert activity.start.isoformat() == "2026-03-09T08:00:00+07:00"
    assert activity.end.isoformat() == "2026-03-09T11:30:00+07:00"
    assert (activity.attendees, activity.sessions) == (1200, 1)
    assert activity.broadcasts is None
    assert activity.territory == ("03646",) and activity.audiences == ("phu-nu",)
    assert api.content.get_state(activity) == "pending_edit"


def test_a_form_sent_again_makes_nothing_more(unit, send):
    """As whoever goes back and saves does: they are led to what the form has made."""
    send(opening="0123456789abcdef", again="1")
    _answer, location = send(opening="0123456789abcdef", title="Tên khác", again="1")
    (activity,) = made(unit)
    assert location == activity.absolute_url()
    assert activity.title == "Nói chuyện về đất đai"
    send(opening="fedcba9876543210", location="Trụ sở xã")
    assert len(made(unit)) == 2


def test_each_opened_form_is_another_and_stays_so_when_refused(unit, send):
    answers = [send(day="")[0], send(day="")[0]]
    found = [html.fromstring(one).cssselect("[name=opening]")[0] for one in answers]
    assert found[0].get("value") != found[1].get("value")
    answer, _location = send(day="", opening="0123456789abcdef")
    (kept,) = html.fromstring(answer).cssselect("[name=opening]")
    assert kept.get("value") == "0123456789abcdef"


def test_a_draft_stays_with_its_author(unit, send):
    send(send=None, draft="1")
    assert api.content.get_state(made(unit)[0]) == "draft"


def test_without_hours_it_lasts_all_day(unit, send):
    send(starts_at="", ends_at="")
    (activity,) = made(unit)
    assert activity.whole_day and activity.start.date() == date(2026, 3, 9)


@pytest.mark.parametrize("day", ["9/3/2026", "09-03-2026", "2026-03-09"])
def test_days_may_be_typed(unit, send, day):
    send(day=day)
    assert made(unit)[0].start.date() == date(2026, 3, 9)


@pytest.mark.parametrize(
    "typed,hour",
    [
        ("7h", (7, 0)),
        ("7 giờ", (7, 0)),
        ("7 Giờ 30 phút", (7, 30)),
        ("7g05", (7, 5)),
        ("7H15p", (7, 15)),
        ("07.45", (7, 45)),
    ],
)
def test_hours_are_typed_as_people_write_them(unit, send, typed, hour):
    send(starts_at=typed)
    start = in_portal_zone(made(unit)[0].start)
    assert (start.hour, start.minute) == hour


def test_a_title_is_made_of_the_rest(unit, send):
    send(title="")
    assert made(unit)[0].title == (
        "Phổ biến pháp luật trực tiếp, Nhà văn hóa bản Mẫu, 09/03/2026"
    )


def spoke(unit):
    return [relation.to_object.title for relation in made(unit)[0].performers]


@pytest.fixture
def register(section):
    """Enter people: one, two of one name, one who has ended."""
    made_once(api.portal.get(), enter_people, section.getPhysicalPath())


def enter_people(portal, path):
    """Enter people into the section at a path."""
    section = portal.unrestrictedTraverse(path)
    enter(section, "Lò Văn Ân")
    for code in ("bcv-1", "bcv-2"):
        enter(section, "Cà Thị Bình", person_id=code)
    for name in ("Hà Thị Hòa (bản Mòng)", "Vàng A Mẫu", "Vàng A Mẫu (bản Tủm)"):
        enter(section, name)
    enter(section, "Vì Văn Cũ", recognitions=[ended(recognition(), date(2025, 1, 1))])


@pytest.mark.parametrize(
    "typed,expected",
    [
        ("Lò Văn Ân", ["Lò Văn Ân"]),
        ("lo van an; bcv-2, Lò  Văn Ân,", ["Lò Văn Ân", "Cà Thị Bình"]),
        ("Hà Thị Hoà, ha thi hoa", ["Hà Thị Hòa (bản Mòng)"]),
        ("Vàng A Mẫu", ["Vàng A Mẫu"]),
        (" ", []),
    ],
)
def test_who_spoke_is_linked_to_the_register(unit, register, send, typed, expected):
    send(performers=typed)
    assert spoke(unit) == expected


def form_of(unit, http_request, **asked):
    http_request.form.clear()
    http_request.form.update(asked)
    http_request.environ["REQUEST_METHOD"] = http_request.method = "GET"
    page = api.content.get_view("quick-activity", unit, http_request)()
    return html.fromstring(page).get_element_by_id("pbgdpl-quick")


def ticked(tree):
    return [one.get("value") for one in tree.xpath(".//input[@name='performer:list']")]


def test_who_is_recognised_for_the_place_can_be_ticked(
    unit, section, send, http_request
):
    here, elsewhere = recognition("xa", "03646"), recognition("xa", "03650")
    near = enter(section, "Lò Văn Gần", "LegalPropagandist", [here])
    enter(section, "Lò Văn Xa", "LegalPropagandist", [elsewhere])
    former = [ended(here, date(2025, 1, 1))]
    enter(section, "Lò Văn Cũ", "LegalPropagandist", former)
    unit.territory = ("03646",)
    assert ticked(form_of(unit, http_request)) == [near.UID()]
    send(performer=[near.UID()], performers="Lò Văn Gần")
    assert spoke(unit) == ["Lò Văn Gần"]


def test_what_is_nobody_of_the_register_is_not_ticked(unit, section, send):
    send(performer=[unit.UID(), "nonsense"])
    assert spoke(unit) == []


def test_the_next_is_like_the_last(unit, section, send, http_request):
    person = enter(section, "Lò Văn Ân")
    send(performer=[person.UID()])
    tree = form_of(unit, http_request, like_last="1")
    values = {
        one.get("name"): one.get("value")
        for one in tree.xpath(".//input[@type='text' or @type='date']")
    }
    assert values["location"] == "Nhà văn hóa bản Mẫu"
    assert values["title"] == "Nói chuyện về đất đai"
    assert (values["starts_at"], values["ends_at"]) == ("08:00", "11:30")
    assert values["day"] == today().isoformat()
    assert values["attendees"] == ""
    chosen = tree.xpath(".//input[@checked]/@value")
    assert {person.UID(), "phu-nu", "agency"} <= set(chosen)
    assert tree.xpath(".//select[@id='quick-form']/option[@selected]/@value") == [
        "truc-tiep"
    ]


def test_without_a_last_one_there_is_no_button(unit, send, http_request):
    tree = form_of(unit, http_request, like_last="1").getroottree()
    assert tree.xpath("//a[@id='quick-like-last']") == []
    send()
    tree = form_of(unit, http_request).getroottree()
    assert len(tree.xpath("//a[@id='quick-like-last']")) == 1


@pytest.mark.parametrize(
    "typed,told",
    [
        ("Lò Văn Ân, Người Lạ", "“Người Lạ”"),
        ("Lò Văn Ẩn", "“Lò Văn Ẩn”. Do you mean: Lò Văn Ân?"),
        ("Cà Thị Bình", "2 people are called “Cà Thị Bình”"),
        ("Vì Văn Cũ", "“Vì Văn Cũ”"),
        ("x" * 501, "500"),
    ],
)
def test_who_is_nobody_or_several_is_told(unit, register, send, typed, told):
    """Those whom the writer may not see are nobody, so nothing is told of them."""
    answer, _location = send(performers=typed)
    assert made(unit) == []
    tree = html.fromstring(answer).get_element_by_id("pbgdpl-quick")
    assert told in tree.get_element_by_id("quick-performers-error").text_content()
    (box,) = tree.xpath(".//input[@name='performers']")
    assert box.get("value") == typed


BAD = [
    ({"dissemination_form": ""}, "quick-form-error"),
    ({"dissemination_form": "bia-dat"}, "bia-dat"),
    ({"day": ""}, "quick-day-error"),
    ({"day": "2026-02-31"}, "2026-02-31"),
    ({"day": "hôm qua"}, "hôm qua"),
    ({"starts_at": "25:00"}, "quick-starts_at-error"),
    ({"starts_at": ""}, "quick-starts_at-error"),
    ({"starts_at": "30"}, "quick-starts_at-error"),
    ({"starts_at": "8 giờ 75"}, "quick-starts_at-error"),
    ({"ends_at": "7:00"}, "quick-ends_at-error"),
    ({"attendees": "nhiều"}, "“nhiều”"),
    ({"attendees": "-5"}, "quick-attendees-error"),
    ({"attendees": "99999999"}, "quick-attendees-error"),
    ({"attendees": "1.2"}, "quick-attendees-error"),
    ({"attendees": "60"}, "70 women"),
    (
        {"documents_handed_out": "1", "documents_in_ethnic_languages": "2"},
        "2 documents in languages",
    ),
    ({"special_group_attendees": "5000"}, "5000 people from special groups"),
    ({"territory": ["khong-co"]}, "khong-co"),
    ({"audiences": ["khong-co"]}, "khong-co"),
    ({"organiser_kind": "ai-do"}, "pbgdpl-quick-errors"),
    ({"location": "x" * 501}, "500"),
]


@pytest.mark.parametrize("changed,told", BAD)
def test_nothing_typed_is_lost(unit, send, changed, told):
    answer, location = send(**changed)
    assert made(unit) == [] and not location
    assert told in html.tostring(html.fromstring(answer), encoding="unicode")
    tree = html.fromstring(answer).get_element_by_id("pbgdpl-quick")
    expected = {**FORM, **changed}
    for name in ("day", "starts_at", "ends_at", "location", "title", *COUNTS):
        (box,) = tree.xpath(f".//input[@name='{name}']")
        assert box.get("value") == expected.get(name, "")
    if "territory" not in changed:
        (chosen,) = tree.xpath(".//select[@id='quick-territory']/option[@selected]")
        assert chosen.get("value") == "03646"
    if "audiences" not in changed:
        assert tree.xpath(".//input[@value='phu-nu'][@checked]")


def test_what_stays_equal_comes_into_the_next_form(unit, send, http_request):
    _answer, location = send(again="1")
    asked = parse_qs(urlsplit(location).query)
    assert asked == {
        "dissemination_form": ["truc-tiep"],
        "organiser_kind": ["agency"],
        "day": ["2026-03-09"],
        "location": ["Nhà văn hóa bản Mẫu"],
        "territory:list": ["03646"],
        "audiences:list": ["phu-nu"],
        "again": ["1"],
    }


def test_an_empty_form_knows_the_units_place_and_the_day(unit, writer, http_request):
    unit.territory = ("03646",)
    tree = html.fromstring(
        api.content.get_view("quick-activity", unit, http_request)()
    ).get_element_by_id("pbgdpl-quick")
    (chosen,) = tree.xpath(".//select[@id='quick-territory']/option[@selected]")
    assert chosen.get("value") == "03646"
    assert tree.xpath(".//input[@name='day']")[0].get("value")
    assert not tree.xpath(".//input[@name='again'][@checked]")


def test_a_closed_unit_takes_nothing(unit, send):
    with api.env.adopt_roles(["Manager"]):
        unit.closed_on = (DateTime() - 1).asdatetime().date()
    answer, _location = send()
    assert made(unit) == []
    assert "is closed since" in answer and "Nói chuyện về đất đai" in answer


def test_without_the_token_of_the_form_nothing_is_made(unit, send):
    with pytest.raises(Forbidden):
        send(_authenticator="wrong")
    assert made(unit) == []


def test_outside_of_a_section_there_is_none(portal, http_request):
    with api.env.adopt_roles(["Manager"]):
        folder = create(portal, "Folder", title="Thư mục")
        with pytest.raises(Forbidden):
            api.content.get_view("quick-activity", folder, http_request)()


class Upload(BytesIO):
    """A file as Zope hands it over."""

    def __init__(self, filename, content, media_type="image/jpeg"):
        super().__init__(content)
        self.filename = filename
        self.headers = {"content-type": media_type}


def test_a_photo_that_can_not_be_read_is_told_and_the_others_stay(unit, send):
    bad = Upload("hong.jpg", b"nothing like it")
    answer, location = send(camera=Upload("image.jpg", photo()), photos=[bad])
    assert not location and made(unit) == []
    tree = html.fromstring(answer)
    assert "hong.jpg" in tree.get_element_by_id("quick-photos-error").text_content()
    (uid,) = [
        one.get("value") for one in tree.iterfind(".//input[@name='photo:list']")
    ][:1]
    send(photo=[uid])
    (activity,) = made(unit)
    assert [one.to_object.UID() for one in activity.attachments] == [uid]


def test_no_more_photos_than_a_form_takes(unit, send):
    answer, location = send(
        photos=[Upload(f"{at}.jpg", photo()) for at in range(MAX_PHOTOS + 1)]
    )
    assert not location and str(MAX_PHOTOS) in answer


def test_nobody_attaches_a_photo_that_they_may_not_see(section, unit, send):
    with api.env.adopt_user(TEST_USER_NAME), api.env.adopt_roles(["Manager"]):
        other = create(section, "ContributingUnit", title="X", code="x")
        image = create(other, "Image", title="Lạ", image=picture())
    send(photo=[image.UID()])
    assert made(unit)[0].attachments == []


def test_nobody_takes_the_photo_of_somebody_else(section, unit, send):
    """It would be renamed after the activity."""
    with api.env.adopt_user(TEST_USER_NAME), api.env.adopt_roles(["Manager"]):
        other = create(section, "ContributingUnit", title="X", code="x")
        theirs = [
            api.content.create(place, "Image", "hinh", image=picture(), title="hinh")
            for place in (unit, other, section)
        ]
        other.manage_setLocalRoles("writer", ["PBGDPL Contributor"])
    with api.env.adopt_user("writer"):
        mine = api.content.create(other, "Image", "a", title="a", image=picture())
    titles = [image.title for image in (*theirs, mine)]
    send(photo=[image.UID() for image in (*theirs, mine)])
    assert made(unit)[0].attachments == []
    assert [image.title for image in (*theirs, mine)] == titles


def doubts(answer):
    """Return what a page asks, the addresses in it, and the button that answers."""
    (box,) = html.fromstring(answer).cssselect("#pbgdpl-doubts") or [None]
    if box is None:
        return [], [], {}
    lines = [" ".join(one.text_content().split()) for one in box.cssselect("li")]
    button = box.cssselect("button")[-1]
    return (
        lines,
        [one.get("href") for one in box.cssselect("a")],
        {button.get("name"): button.get("value")},
    )


def test_what_is_there_already_is_asked_about_and_kept_by_one_press(unit, send):
    send()
    (first,) = made(unit)
    again = {
        "title": "Buổi chiều",
        "starts_at": "14h",
        "location": "nha van hoa ban mau",
    }
    answer, _location = send(**again, ends_at="16h")
    lines, links, button = doubts(answer)
    assert len(lines) == 1 and links == [first.absolute_url()] and len(made(unit)) == 1
    tree = html.fromstring(answer).get_element_by_id("pbgdpl-quick")
    assert tree.fields["title"] == "Buổi chiều" and tree.fields["attendees"] == "1.200"
    # The key Enter presses the first button of the form, and that asks again
    enter_key = tree.cssselect("button[type=submit]")[0]
    pressed = {enter_key.get("name"): enter_key.get("value")}
    assert doubts(send(**again, ends_at="16h", **pressed)[0])[0] == lines
    _answer, location = send(**again, ends_at="16h", **button)
    assert len(made(unit)) == 2 and location.startswith(unit.absolute_url())
    assert api.content.get_state(unit["buoi-chieu"]) == "pending_edit"


def test_people_at_no_session_are_asked_about_once_and_can_be_right(unit, send):
    typed = {"sessions": "0", "send": None, "draft": "1"}
    lines, links, button = doubts(send(**typed)[0])
    assert len(lines) == 1 and links == [] and list(button) == ["draft"]
    assert made(unit) == []
    # Another doubt isn't answered by the same press
    send(sessions="1")
    lines, links, _button = doubts(send(**typed | button)[0])
    assert len(lines) == 2 and len(links) == 1
    send(**typed | button, day="2026-03-10")
    assert [one.sessions for one in made(unit)] == [1, 0]
    assert api.content.get_state(made(unit)[1]) == "draft"


def test_mended_numbers_are_not_asked_about(unit, send):
    assert doubts(send(sessions="0")[0])[0]
    send(sessions="")
    (activity,) = made(unit)
    assert activity.sessions is None
