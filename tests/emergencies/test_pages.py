"""Whom to call, on each page that knows of danger; and the office's page of words and numbers."""

from AccessControl import Unauthorized
from lxml import html
from opened_pages import show
from plone import api
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
from search_content import make
from search_content import make_section
from search_content import publish
from search_content import request_for
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.emergencies.checks import helpline_problems
from sonla.pbgdpl.emergencies.checks import problems
from sonla.pbgdpl.emergencies.helplines import helplines_for
from sonla.pbgdpl.emergencies.rules import Danger
from sonla.pbgdpl.emergencies.rules import Helpline
from sonla.pbgdpl.emergencies.rules import OFF
from sonla.pbgdpl.emergencies.setup import EmergenciesStep
from sonla.pbgdpl.emergencies.storage import DANGERS
from sonla.pbgdpl.emergencies.storage import dangers
from sonla.pbgdpl.emergencies.storage import HELPLINES
from sonla.pbgdpl.emergencies.storage import helplines
from sonla.pbgdpl.ui.viewlets import CanonicalViewlet
from zExceptions import NotFound

import json
import pytest

pytestmark = pytest.mark.usefixtures("content_alone")

NATIONAL = ["113", "115", "114", "111"]
SHELTER = "ngoi-nha-binh-yen"
SHELTER_NUMBER = "1900 969 680"
CONFIRMED = {
    "key": SHELTER,
    "number": SHELTER_NUMBER,
    "name": "Ngôi nhà Bình yên",
    "confirmed_by": "Lò Thị Mẫu",
    "confirmed_on": "2026-01-02",
    "why": "Đã gọi thử",
}


@pytest.fixture
def section(portal):
    setRoles(portal, TEST_USER_ID, ["Manager"])
    return make_section(portal)


def numbers(page):
    """List the numbers that a page dials, in their order."""
    found = html.fromstring(page).xpath("//a[starts-with(@href, 'tel:')]/@href")
    return [one.removeprefix("tel:") for one in found]


def form_of(danger, **changes):
    values = {
        name: "\n".join(value) if isinstance(value, tuple) else value
        for name, value in vars(danger).items()
    }
    return {**values, "helplines": list(danger.helplines), "why": "Thử", **changes}


def test_the_numbers_of_the_country_come_first_and_need_nobody(section):
    page = show(section, "emergencies")
    assert numbers(page)[:4] == NATIONAL
    tree = html.fromstring(page)
    assert len(tree.cssselect(".pbgdpl-dangers > li")) == len(dangers())
    for danger in tree.cssselect(".pbgdpl-dangers > li"):
        assert danger.xpath(".//a[starts-with(@href, 'tel:')]"), danger.text_content()


def test_the_window_says_nothing_of_it(section):
    view = api.content.get_view("emergencies", section, request_for(section, {}))
    assert view.translated_title in ("Information", "Thông tin")
    assert "<h1" in view() and view.translated_title not in view()


@pytest.mark.parametrize("place", ["portal", "section"])
def test_nobody_sees_a_number_that_nobody_confirmed(portal, section, place):
    """Neither on the page, nor by any word; only administrators see it on the office's page."""
    pending = [one for one in helplines().values() if not one.is_confirmed]
    assert len(pending) >= 5
    office = show(section, "pbgdpl-dangers")
    setRoles(portal, TEST_USER_ID, ["PBGDPL Editor"])
    page = show({"portal": portal, "section": section}[place], "emergencies")
    for one in pending:
        assert one.name not in page and (not one.number or one.number not in page)
        assert one.name in office
    office = show(section, "pbgdpl-dangers")
    assert all(one.name not in office for one in pending)


def test_administrators_see_on_the_page_what_is_to_be_confirmed(portal, section):
    """With the way to confirm it, as no number to tap; the page is kept for nobody else."""
    request = request_for(portal, {})
    page = api.content.get_view("emergencies", section, request)()
    shelter = helplines()[SHELTER]
    assert shelter.name in page and f"@@pbgdpl-helpline?key={SHELTER}" in page
    assert shelter.url.removeprefix("tel:") not in numbers(page)
    assert "private" in request.response.getHeader("Cache-Control")
    setRoles(portal, TEST_USER_ID, ["PBGDPL Editor"])
    request = request_for(portal, {})
    assert (
        "@@pbgdpl-helpline"
        not in api.content.get_view("emergencies", section, request)()
    )
    assert "private" not in (request.response.getHeader("Cache-Control") or "")


def test_a_number_that_no_danger_names_is_said_to_be_seen_by_nobody(portal, section):
    told = {True: "tied to no danger", False: "Lò Thị Mẫu"}
    farmers = {**CONFIRMED, "key": "hoi-nong-dan", "number": "1800 1768"}
    for sent, nowhere in ((CONFIRMED, False), (farmers, True)):
        show(section, "pbgdpl-helpline", sent)
        page = show(section, "pbgdpl-dangers")
        assert told[False] in page
        assert (told[True] in page) == nowhere
    violence = next(one for one in dangers() if one.key == "violence")
    named = [*violence.helplines, "hoi-nong-dan"]
    show(section, "pbgdpl-danger", form_of(violence, helplines=named))
    assert told[True] not in show(section, "pbgdpl-dangers")


def test_the_page_is_its_own_canonical_address(section):
    view = api.content.get_view("emergencies", section, request_for(section, {}))
    link = CanonicalViewlet(section, view.request, view).render()
    assert f'href="{section.absolute_url()}/@@emergencies"' in link


def test_all_numbers_that_a_danger_names_are_known():
    known = helplines()
    for danger in dangers():
        assert set(danger.helplines) <= known.keys()
        assert list(problems(danger)) == []


def test_a_confirmed_number_is_shown_with_who_and_when(section):
    violence = next(one for one in dangers() if one.key == "violence")
    sent = form_of(violence, helplines=["113", SHELTER])
    show(section, "pbgdpl-danger", sent)
    assert "113" in [one.number for one in helplines_for("chồng đánh tôi")]
    assert SHELTER_NUMBER not in [one.number for one in helplines_for("bị đánh")]
    assert show(section, "pbgdpl-helpline", CONFIRMED).endswith("/@@pbgdpl-dangers")
    assert [one.number for one in helplines_for("chồng đánh tôi")] == [
        "113",
        SHELTER_NUMBER,
    ]
    assert "Lò Thị Mẫu" in show(section, "pbgdpl-dangers")
    (change,) = HELPLINES.history(SHELTER)
    assert (change["who"], change["why"]) == (TEST_USER_ID, "Đã gọi thử")


def test_another_number_is_not_the_one_that_was_confirmed(section):
    show(section, "pbgdpl-helpline", CONFIRMED)
    show(section, "pbgdpl-helpline", {**CONFIRMED, "number": "1900 000 000"})
    found = helplines()[SHELTER]
    assert (found.number, found.is_confirmed) == ("1900 000 000", False)


NEW = {
    "number": "0212 300 0000",
    "name": "Đường dây nóng của tỉnh",
    "when": "bị đánh, bị dọa",
    "why": "Tỉnh mới lập",
}


def names_offered(page):
    """List what may be chosen as helplines of a danger."""
    found = html.fromstring(page).xpath("//label[contains(@for, 'save-helplines-')]")
    return " ".join(one.text_content() for one in found)


def test_a_province_adds_its_own_helpline_and_citizens_see_it_once_confirmed(section):
    assert "@@pbgdpl-helpline" in show(section, "pbgdpl-dangers")
    assert html.fromstring(show(section, "pbgdpl-helpline")).xpath("//form//input")
    assert show(section, "pbgdpl-helpline", NEW).endswith("/@@pbgdpl-dangers")
    (line,) = (one for one in helplines().values() if one.name == NEW["name"])
    assert HELPLINES.history(line.key)[0]["what"] == "added"
    violence = next(one for one in dangers() if one.key == "violence")
    chosen = [*violence.helplines, line.key]
    show(section, "pbgdpl-danger", form_of(violence, helplines=chosen))
    setRoles(api.portal.get(), TEST_USER_ID, ["PBGDPL Editor"])
    assert NEW["number"] not in show(section, "emergencies")
    setRoles(api.portal.get(), TEST_USER_ID, ["Manager"])
    confirmed = {name: CONFIRMED[name] for name in ("confirmed_by", "confirmed_on")}
    show(section, "pbgdpl-helpline", {**NEW, **confirmed, "key": line.key})
    assert NEW["number"] in show(section, "emergencies")
    assert line.key in [one.key for one in helplines_for("chồng đánh tôi")]


@pytest.mark.parametrize("key", ["113", SHELTER])
def test_a_new_helpline_takes_the_key_of_none_of_the_package(section, key):
    before = helplines()[key]
    show(section, "pbgdpl-helpline", {**NEW, "name": key.replace("-", " ")})
    assert helplines()[key] == before and len(list(HELPLINES.all())) == 1


def test_sent_twice_a_helpline_is_added_once(section):
    show(section, "pbgdpl-helpline", NEW)
    page = show(section, "pbgdpl-helpline", NEW)
    assert "alert-danger" in page and len(list(HELPLINES.all())) == 1


def test_editors_see_no_helpline_that_nobody_confirmed_and_lose_none(section):
    show(section, "pbgdpl-helpline", NEW)
    (new,) = HELPLINES.all()
    violence = next(one for one in dangers() if one.key == "violence")
    chosen = ["113", new.key, "115"]
    show(section, "pbgdpl-danger", form_of(violence, helplines=chosen))
    assert NEW["name"] in names_offered(
        show(section, "pbgdpl-danger", key="violence")
    ), "administrators choose among all"
    setRoles(api.portal.get(), TEST_USER_ID, ["PBGDPL Editor"])
    page = show(section, "pbgdpl-danger", key="violence")
    pending = [one.name for one in helplines().values() if not one.is_confirmed]
    assert NEW["name"] in pending
    assert not [name for name in pending if name in page]
    assert "@@pbgdpl-helpline" not in show(section, "pbgdpl-dangers")
    with pytest.raises(Unauthorized):
        section.restrictedTraverse("@@pbgdpl-helpline")
    show(section, "pbgdpl-danger", form_of(violence, helplines=["113", "114"]))
    assert DANGERS.find("violence").helplines == ("113", new.key, "114")


def test_a_danger_is_added_and_its_words_show_whom_to_call(section):
    sent = {
        "title": "Ong đốt",
        "helplines": ["115"],
        "words": "ong đốt",
        "status": "in-use",
        "why": "Hay gặp",
    }
    show(section, "pbgdpl-danger", sent)
    assert [one.number for one in helplines_for("con tôi bị ong đốt")] == ["115"]
    assert "Ong đốt" in show(section, "emergencies")
    assert "alert-danger" in show(section, "pbgdpl-danger", sent)
    assert dangers()[-1].title == "Ong đốt"


@pytest.mark.parametrize("number", NATIONAL)
def test_a_number_of_the_country_can_not_be_changed(section, number):
    HELPLINES.put(Helpline("0212", "Ai đó", key=number), "Thử", "changed")
    assert helplines()[number].number == number
    with pytest.raises(NotFound):
        show(section, "pbgdpl-helpline", {**CONFIRMED, "key": number})


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"name": ""}, "msg_helpline_no_name"),
        ({"name": "x" * 300}, "msg_helpline_long"),
        ({"number": "gọi ai"}, "msg_helpline_number"),
        ({"confirmed_by": ""}, "msg_helpline_half_confirmed"),
        ({"confirmed_on": ""}, "msg_helpline_half_confirmed"),
        ({"number": ""}, "msg_helpline_nothing_confirmed"),
        ({"confirmed_on": "9999-01-01"}, "msg_helpline_day"),
        ({"confirmed_on": "hôm qua"}, "msg_helpline_day"),
        ({}, None),
    ],
)
def test_what_a_helpline_must_have(change, problem):
    values = {name: value for name, value in CONFIRMED.items() if name != "why"}
    line = Helpline(**(values | change))
    found = [str(one) for one in helpline_problems(line, today())]
    assert found[:1] == ([problem] if problem else [])


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"title": ""}, "msg_danger_no_title"),
        ({"status": "x"}, "msg_danger_status"),
        ({"helplines": ("x",)}, "msg_danger_helpline"),
        ({"helplines": ()}, "msg_danger_no_helpline"),
        ({"words": ("ma",)}, "msg_term_too_short"),
        ({"topics": ("!",)}, "msg_term_no_word"),
        ({"words": tuple(f"bị đánh {n}" for n in range(400))}, "msg_concept_long"),
        ({"accented_words": (" ".join(["an/bo/ca/da"] * 9),)}, "msg_term_too_wide"),
        ({"harmless": (" … ".join(["ba"] * 9),)}, "msg_term_too_wide"),
        ({"accented_words": ("lũ",)}, None),
        ({}, None),
    ],
)
def test_what_a_danger_must_have(section, change, problem):
    values = {"helplines": ("113",), "words": ("bị đánh",), **change}
    found = [
        str(one) for one in problems(Danger(**{"key": "x", "title": "X", **values}))
    ]
    assert found == ([problem] if problem else [])


def test_words_are_changed_with_who_when_and_why(section):
    fire = next(one for one in dangers() if one.key == "fire")
    assert helplines_for("đom đóm bay") == []
    show(section, "pbgdpl-danger", form_of(fire, words="đom đóm"))
    assert [one.number for one in helplines_for("đom đóm bay")] == ["114", "115"]
    assert helplines_for("chay nha") == []
    assert DANGERS.history("fire")[0]["why"] == "Thử"
    assert "Thử" in show(section, "pbgdpl-danger", key="fire")
    show(section, "pbgdpl-danger", form_of(fire, status=OFF))
    assert helplines_for("nhà đang cháy") == []


def test_nothing_typed_is_lost_when_it_is_refused(section):
    fire = next(one for one in dangers() if one.key == "fire")
    page = show(section, "pbgdpl-danger", form_of(fire, words="một hai ba", why=""))
    assert "một hai ba" in page
    assert "alert-danger" in page
    assert DANGERS.find("fire") is None


def test_words_are_tried_on_the_page(section):
    assert "114" in html.fromstring(
        show(section, "pbgdpl-dangers", q="cháy nhà")
    ).xpath("string(//p[@role='status'])")
    assert "114" not in html.fromstring(
        show(section, "pbgdpl-dangers", q="sổ đỏ")
    ).xpath("string(//p[@role='status'])")


def test_the_file_can_be_taken_in_again(section):
    file = show(section, "pbgdpl-dangers.csv")
    assert show(section, "pbgdpl-dangers", file=file).endswith("/@@pbgdpl-dangers")
    assert list(DANGERS.all()) == [], "nothing was changed"
    other = file.decode("utf-8-sig").replace("Đuối nước", "Chìm, đuối").encode()
    show(section, "pbgdpl-dangers", file=other)
    assert [one.title for one in DANGERS.all()] == ["Chìm, đuối"]
    page = show(section, "pbgdpl-dangers", file=other.replace(b"drowning", b"nothing"))
    assert "nothing" in page


def test_a_file_with_a_danger_twice_or_too_many_rows_is_refused(section):
    lines = show(section, "pbgdpl-dangers.csv").decode("utf-8-sig").splitlines(True)
    changed = lines[1].replace(dangers()[0].title, "Tên khác")
    unknown = (f"other{number},{changed.partition(',')[2]}" for number in range(50))
    for rows in ([*lines, changed], [*lines, *unknown]):
        page = show(section, "pbgdpl-dangers", file="".join(rows).encode())
        assert page.count("Each danger may stand there once") == 1
        assert list(DANGERS.all()) == []


def test_strangers_do_not_see_the_words(section):
    logout()
    for name in ("pbgdpl-dangers", "pbgdpl-dangers.csv", "pbgdpl-danger"):
        with pytest.raises(Unauthorized):
            show(section, name, key="fire")
    login(api.portal.get(), TEST_USER_NAME)


def test_the_portals_search_names_them_first_inside_a_section(section):
    page = show(section, "search", SearchableText="cháy nhà")
    assert 'action="' in page
    found = json.loads(show(section, "ajax-search", SearchableText="chay nha"))
    assert [one["url"] for one in found["items"][:2]] == ["tel:114", "tel:115"]
    assert found["total"] >= 2
    found = json.loads(show(section, "ajax-search", SearchableText="sổ đỏ"))
    assert not any(one["url"].startswith("tel:") for one in found["items"])


def test_our_search_names_them_above_everything(section):
    page = show(section, "pbgdpl-search", q="ăn lá ngón")
    assert numbers(page)[:2] == ["115", "111"]
    assert page.index("tel:115") < page.index('role="status"')
    nothing = show(section, "pbgdpl-search", q="zzqx wwqx")
    assert numbers(nothing)[:3] == ["113", "115", "111"]


def test_a_search_that_no_text_answers_wholly_shows_the_three_numbers_before_what_is_near(
    section,
):
    publish(make(section, title="Thủ tục đăng ký kết hôn"))
    exact = show(section, "pbgdpl-search", q="đăng ký kết hôn")
    assert not {"113", "115", "111"} & set(numbers(exact))
    near = show(section, "pbgdpl-search", q="đăng ký kết hôn hoài thụy mãi")
    assert numbers(near)[:3] == ["113", "115", "111"]
    assert near.index("tel:113") < near.index("pbgdpl-search-title")


def test_what_editors_changed_comes_back_with_the_add_on(portal, section):
    show(section, "pbgdpl-helpline", CONFIRMED)
    step = EmergenciesStep()
    step.uninstall(portal)
    assert not helplines()[SHELTER].is_confirmed
    assert not HELPLINES.is_there()
    step.install(portal)
    assert helplines()[SHELTER].is_confirmed
    assert HELPLINES.history(SHELTER)[0]["why"] == "Đã gọi thử"
