"""The public lists and pages: who stands there, in which order, under which filters."""

from datetime import date
from datetime import timedelta
from made_once import made_once
from new_items import create
from people import ended
from people import enter
from people import FIELDS
from people import on_day
from people import recognition
from people import WARD
from plone import api
from plone.app.testing import logout
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.search.pages import filtered_list
from sonla.pbgdpl.search.topics import further_help
from zExceptions import Unauthorized
from zope.component import getMultiAdapter

import html
import pytest
import re

pytestmark = pytest.mark.usefixtures("content_alone")

NAMES = (
    "Nguyễn Văn Đạt",
    "Trần Thị Ân",
    "Lò Văn Án",
    "Lò Văn An",
    "Cà Văn An",
    "Lò Văn Dũng",
    "Bùi Thị Ăn",
    "Hà Hoà",
    "Đỗ Thị Ý",
)
ORDER = [
    "Cà Văn An",
    "Lò Văn An",
    "Lò Văn Án",
    "Bùi Thị Ăn",
    "Trần Thị Ân",
    "Lò Văn Dũng",
    "Nguyễn Văn Đạt",
    "Hà Hoà",
    "Đỗ Thị Ý",
]


def page(context, request, name="reporters", **asked):
    """Render a list as an anonymous visitor."""
    request.form.clear()
    request.form.update(asked)
    logout()
    return getMultiAdapter((context, request), name=name)()


def names(source):
    """List the names in the table of a page."""
    table = source.partition('id="pbgdpl-people"')[2].partition("</table>")[0]
    found = re.findall(r'<th scope="row"><a href="[^"]*" ?>([^<]*)</a>', table)
    return [html.unescape(name) for name in found]


@pytest.mark.parametrize("name", ["reporters", "propagandists"])
def test_empty_lists_answer_everywhere(portal, section, http_request, name):
    with api.env.adopt_roles(["Manager"]):
        unit = create(section, "ContributingUnit", title="STP", code="stp")
    for place in (portal, section, unit):
        source = page(place, http_request, name)
        assert 'role="status"' in source and names(source) == []


@pytest.fixture
def people(section):
    """Enter people whose names stand in no order."""
    made_once(api.portal.get(), enter_people, section.getPhysicalPath())


def enter_people(portal, path):
    """Enter the people into the section at a path."""
    for name in NAMES:
        enter(portal.unrestrictedTraverse(path), name)


def test_order_of_vietnamese_given_names(section, people, http_request):
    assert names(page(section, http_request)) == ORDER


def test_letters_stand_in_vietnamese_order(section, people, http_request):
    source = page(section, http_request)
    letters = re.findall(r'letter=[^>]*title="(\d+)"[^>]*>([^<]+)</a>', source)
    counted = {html.unescape(letter): int(count) for count, letter in letters}
    assert counted == {"A": 3, "Ă": 1, "Â": 1, "D": 1, "Đ": 1, "H": 1, "Y": 1}
    assert list(counted) == ["A", "Ă", "Â", "D", "Đ", "H", "Y"]
    assert names(page(section, http_request, letter="Đ")) == ["Nguyễn Văn Đạt"]


@pytest.mark.parametrize("typed", ["tran thi an", "Trần Thị Ân", "TRAN", "ân"])
def test_search_without_accents(section, people, http_request, typed):
    assert "Trần Thị Ân" in names(page(section, http_request, q=typed))


@pytest.mark.parametrize(
    "asked",
    [
        {"level": "xa"},
        {"unit": WARD},
        {"agency": "so-tu-phap"},
        {"field": "dat-dai"},
        {"language": "blt"},
        {"q": "pho truong phong"},
        {"q": "so tu phap", "level": "xa", "letter": "D"},
    ],
)
def test_filters(section, http_request, asked):
    fields = {name: FIELDS[name] for name in FIELDS if name != "full_name"}
    enter(section, "Lò Ví Dụ", recognitions=[recognition("xa", WARD)], **fields)
    enter(section, "Lò Văn Khác")
    assert names(page(section, http_request, **asked)) == ["Lò Ví Dụ"]
    nothing = page(section, http_request, **{**asked, "language": "lo"})
    assert names(nothing) == []


def test_values_of_filters_are_counted_under_the_others(section, http_request):
    enter(section, "Lò An", recognitions=[recognition("xa", WARD)], languages=("blt",))
    enter(section, "Lò Ba", languages=("blt", "hmn"))
    source = page(section, http_request, level="xa")
    menu = source.partition('name="language"')[2].partition("</select>")[0]
    assert "Tiếng Thái Đen (1)" in html.unescape(menu)
    assert "Tiếng Mông" not in html.unescape(menu)


def test_pages_and_address(section, http_request, monkeypatch):
    assert filtered_list.PAGE_SIZE == 20
    monkeypatch.setattr(filtered_list, "PAGE_SIZE", 3)
    for number in range(5):
        enter(section, f"Lò Văn A{number:02d}")
    source = page(section, http_request, b_start="3", level="tinh")
    assert names(source) == ["Lò Văn A03", "Lò Văn A04"]
    assert "level=tinh" in source
    assert len(names(page(section, http_request, b_start="9999"))) == 2
    assert len(names(page(section, http_request, print="1"))) == 5


def test_both_lists_are_apart_and_by_place(portal, section, http_request):
    with api.env.adopt_roles(["Manager"]):
        unit = create(section, "ContributingUnit", title="STP", code="stp")
    enter(section, "Lò Văn Báo")
    enter(unit, "Lò Văn Tuyên", "LegalPropagandist", [recognition("xa", WARD)])
    assert names(page(portal, http_request)) == ["Lò Văn Báo"]
    assert names(page(unit, http_request)) == []
    assert names(page(unit, http_request, "propagandists")) == ["Lò Văn Tuyên"]


def test_who_is_ended_leaves_at_once(section, http_request):
    tomorrow = today() + timedelta(days=1)
    enter(section, "Lò Văn Thôi", recognitions=[ended(recognition(), today())])
    leaving = enter(
        section, "Lò Văn Mai", recognitions=[ended(recognition(), tomorrow)]
    )
    assert names(page(section, http_request)) == ["Lò Văn Mai"]
    view = getMultiAdapter((leaving, http_request), name="view")
    assert "Lò Văn Mai" in html.unescape(view())
    with on_day(tomorrow):  # and nobody swept
        assert names(page(section, http_request)) == []
        view = getMultiAdapter((leaving, http_request), name="view")
        with pytest.raises(Unauthorized):
            view()


def test_person_page_tells_decision_territory_and_history(section, http_request):
    past = ended(
        recognition(valid_from=date(2020, 3, 1), decision_number="3/QĐ-UBND"),
        date(2022, 6, 1),
        end_decision="77/QĐ-UBND",
        end_reason="LY-DO-KIN",
    )
    person = enter(
        section,
        recognitions=[past, recognition("xa", WARD)],
        **{name: FIELDS[name] for name in FIELDS if name != "full_name"},
    )
    logout()
    source = html.unescape(getMultiAdapter((person, http_request), name="view")())
    for part in (
        "Lò Văn Ví Dụ",
        "Thiếu tá, Phó Trưởng phòng",
        "Sở Tư pháp",
        "12/QĐ-UBND, 02/01/2024, Chủ tịch UBND tỉnh Sơn La",
        "Phường Tô Hiệu",
        "Cấp tỉnh",
        "3/QĐ-UBND",
        "01/06/2022",
        "Miễn nhiệm",
        "77/QĐ-UBND",
        "Tiếng Thái Đen",
    ):
        assert part in source, part
    assert "LY-DO-KIN" not in source


@pytest.mark.parametrize("agreed", [True, False])
def test_official_contact_needs_consent(section, http_request, agreed):
    person = enter(
        section,
        official_phone="0212 385 0000",
        official_email="cong-vu@example.org",
        show_official_contact=agreed,
    )
    logout()
    source = getMultiAdapter((person, http_request), name="view")()
    assert ("0212 385 0000" in source) is agreed
    assert ("cong-vu@example.org" in source) is agreed


def test_the_section_leads_to_lists_in_which_somebody_stands(section, http_request):
    logout()
    view = getMultiAdapter((section, http_request), name="view")
    assert "@@reporters" not in view()
    enter(section)
    view = getMultiAdapter((section, http_request), name="view")
    source = view()
    assert "@@reporters" in source and "@@propagandists" not in source


@pytest.mark.parametrize(
    ("words", "addresses"),
    [
        ("tuyên truyền viên xã Sông Mã", ["@@propagandists?unit=04168"]),
        ("bao cao vien phap luat o song ma", ["@@reporters"]),
        ("báo cáo viên, tuyên truyền viên", ["@@reporters", "@@propagandists"]),
        ("sổ đỏ ở Sông Mã", []),
    ],
)
def test_a_search_for_people_leads_to_their_lists(section, words, addresses):
    """Of a commune only where somebody is of it."""
    row = recognition("xa", "04168")
    enter(section, "Cà Thị Mẫu", "LegalPropagandist", [row])
    links = further_help(section, section.REQUEST, words)
    found = [one.url.rpartition("/")[2] for one in links if not one.primary]
    assert found == addresses
