"""The page of a situation: what it shows, and what it makes of bad input."""

from datetime import date
from lxml import html
from plone import api
from plone.app.textfield.value import RichTextValue
from sample_values import LAND_LAW

import pytest

pytestmark = pytest.mark.usefixtures("content_alone")

HOSTILE = "<script>alert(1)</script>"
BOX = {
    "where": "UBND xã nơi cư trú",
    "duration": "Ngay trong ngày",
    "deadline": "Trước ngày cưới",
    "fee": "Miễn phí cả hai",
}
STEP = {
    "title": "Cùng đến xã và ký",
    "what": "Hai người cùng có mặt.\nMỗi người một bản chính.",
    "level": "ubnd-xa",
    "office": "UBND xã, phường",
    "papers": "Tờ khai\n\nThẻ căn cước\n",
    "fee": "Không mất tiền",
    "time_limit": "Trong ngày",
    "legal_basis": "Điều 18 Luật Hộ tịch",
}
FIELDS = {
    **BOX,
    "summary": ("Nam đủ 20 tuổi, nữ đủ 18 tuổi.",),
    "conditions": ("Hai người tự nguyện.",),
    "steps": [{"title": "Xem điều kiện", "level": "tu-lam"}, STEP],
    "if_not_done": ("Pháp luật chưa công nhận là vợ chồng.",),
    "do_not": ("Không mượn giấy tờ.",),
    "helplines": [{"number": "1900 969 680", "name": "Ngôi nhà Bình yên"}],
    "checked_on": date(2026, 11, 20),
    "review_by": date(2027, 2, 15),
    "changes_ahead": [{"date": date(2027, 3, 1), "what": "Luật Hộ tịch mới"}],
    "legal_documents": [LAND_LAW],
    "text": RichTextValue("<p>Chưa đủ tuổi thì sao?</p>", "text/html", "text/html"),
}


@pytest.fixture
def shown(situation, rendered, day):
    """Return the page of a situation as a tree."""
    return lambda **fields: html.fromstring(rendered(situation(**fields)))


def words(tree, path):
    return [" ".join(one.text_content().split()) for one in tree.cssselect(path)]


FACTS = ".is-situation > article > div:first-child > dl.pbgdpl-facts"


def box(tree):
    """List what the box at the top says, as pairs of heading and words."""
    return list(
        zip(words(tree, f"{FACTS} dt"), words(tree, f"{FACTS} dd"), strict=True)
    )


@pytest.mark.usefixtures("whole_page")
def test_what_people_need_stands_at_the_top(shown):
    tree = shown(**FIELDS)
    assert box(tree) == list(
        zip(("Where", "How long", "Hand in by", "Fee"), BOX.values(), strict=True)
    )
    assert [one.get("href") for one in tree.cssselect("a[href^='tel:']")] == [
        "tel:1900969680"
    ]


def test_the_box_is_not_shown_to_whoever_is_in_danger(shown):
    assert shown(**FIELDS, is_sensitive=True).cssselect(FACTS) == []


@pytest.mark.usefixtures("whole_page")
def test_each_part_is_shown(shown):
    text = " ".join(shown(**FIELDS).text_content().split())
    for part in (
        *("Nam đủ 20 tuổi", "Hai người tự nguyện.", "Pháp luật chưa công nhận"),
        *("Không mượn giấy tờ.", "Ngôi nhà Bình yên", "Luật Hộ tịch mới"),
        *("01/03/2027", "20/11/2026", "15/02/2027", "Chưa đủ tuổi thì sao?"),
        *("31/2024/QH15", "Mỗi người một bản chính.", "Thẻ căn cước"),
    ):
        assert part in text


def test_steps_are_a_list_in_order(shown):
    tree = shown(**FIELDS)
    assert words(tree, "ol.pbgdpl-steps > li > h3") == [
        "Xem điều kiện",
        "Cùng đến xã và ký",
    ]
    papers = tree.xpath("//ol/li/ul[following-sibling::ul]/li")
    assert [one.text_content().strip() for one in papers] == ["Tờ khai", "Thẻ căn cước"]


WRITTEN = ("title", "what", "papers", "office", "time_limit", "fee", "legal_basis")


def test_each_cell_of_a_step_says_in_which_language_it_is(shown):
    step = {name: f"{name} x" for name in WRITTEN}
    tree = shown(
        steps=[{**step, "level": "ubnd-xa"}],
        text_language="hmn",
        **dict.fromkeys(BOX, "x"),
    )
    for name in WRITTEN:
        (cell,) = tree.xpath(f"//ol//*[normalize-space(text())='{name} x']") or [None]
        assert cell is not None, name
        assert cell.xpath("ancestor-or-self::*[@lang][1]/@lang") == ["hmn"], name
    facts = tree.xpath("//dl[contains(@class, 'pbgdpl-facts')]/div/dd/@lang")
    assert facts == ["hmn"] * 4


def test_without_anything_no_heading_stays(shown):
    tree = shown()
    assert tree.cssselect(".is-situation h2[id^='pbgdpl-']") == [] or words(
        tree, ".is-situation h2[id^='pbgdpl-']"
    ) == ["Talk to somebody who knows the law"]
    assert tree.cssselect(".is-situation ol, .is-situation dl.pbgdpl-facts") == []


def test_a_hundred_steps(shown):
    tree = shown(steps=[{**STEP, "title": f"Bước {n}"} for n in range(100)])
    assert len(tree.cssselect("ol.pbgdpl-steps > li")) == 100


@pytest.mark.usefixtures("whole_page")
def test_cells_are_text(shown):
    row = dict.fromkeys(STEP, HOSTILE)
    tree = shown(
        summary=(HOSTILE,),
        steps=[row],
        helplines=[{"number": "javascript:alert(1)", "name": HOSTILE}],
        changes_ahead=[{"date": date(2027, 3, 1), "what": HOSTILE}],
    )
    assert "alert(1)" not in "".join(tree.xpath("//script/text()"))
    assert not tree.xpath("//a[starts-with(@href, 'javascript:')]")
    assert HOSTILE in tree.text_content()


@pytest.mark.usefixtures("whole_page")
def test_rows_without_cells_are_shown(shown):
    tree = shown(steps=[{}], helplines=[{}], changes_ahead=[{}])
    assert len(tree.cssselect("ol.pbgdpl-steps > li")) == 1


@pytest.mark.parametrize(
    "fields,told",
    [
        ({"review_by": date(2026, 11, 28)}, "28/11/2026"),
        (
            {"changes_ahead": [{"date": date(2026, 11, 1), "what": "Luật mới"}]},
            "Luật mới",
        ),
        (
            {"legal_documents": [{**LAND_LAW, "expires_on": date(2026, 11, 1)}]},
            "31/2024/QH15",
        ),
    ],
)
def test_notice_that_it_is_to_be_checked(shown, fields, told):
    (notice,) = shown(**fields).cssselect("[role=note] ul")
    assert told in notice.text_content()


def test_no_notice_before_its_day(shown, day):
    day(date(2026, 11, 19))
    assert not shown(**FIELDS).cssselect("[role=note]")


def test_a_sample_says_so(shown):
    assert "no advice" in shown(is_sample=True).text_content()


def test_what_was_examined_says_nothing_of_it(shown):
    assert "no advice" not in shown().text_content()


def test_it_is_saved_as_a_file(situation, http_request):
    view = api.content.get_view("pbgdpl-save", situation(**FIELDS), http_request)
    page = view().decode()
    assert "Cùng đến xã và ký" in page
    assert "d-print-none" not in page
