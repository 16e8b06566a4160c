"""Where in the reader's commune: the unit's own data, and the court of the region."""

from datetime import date
from lxml import html
from people import enter
from people import recognition
from public_content import make
from sonla.pbgdpl.province.current import current_province
from sonla.pbgdpl.units.offices import offices_of
from sonla.pbgdpl.vocabularies.terms import find_term

import pytest

SONG_MA, TO_HIEU = "04168", "03646"
OFFICE = {
    "office": "Trung tâm Phục vụ hành chính công xã Sông Mã",
    "address": "Tổ 5, xã Sông Mã",
    "opening_hours": "7 giờ 30–11 giờ 30",
    "phone": "0212 000 0000",
}
POLICE = {"level": "cong-an-xa", "office": "Công an xã Sông Mã", "phone": "113"}
STEPS = [
    {"title": "Xem", "level": "tu-lam"},
    {"title": "Hỏi", "level": "ubnd-xa"},
    {"title": "Nộp", "level": "hcc"},
    {"title": "Báo", "level": "cong-an-xa"},
    {"title": "Kiện", "level": "toa-khu-vuc"},
]


@pytest.fixture
def unit(section):
    return make(
        section,
        "ContributingUnit",
        "Xã Sông Mã",
        code="song-ma",
        territory=(SONG_MA,),
        other_offices=[POLICE],
        **OFFICE,
    )


@pytest.fixture
def shown(situation, rendered, http_request):
    """Return the box of the commune on the page of a situation."""

    def show(xa=None, steps=STEPS):
        http_request.form.clear()
        if xa is not None:
            http_request.form["xa"] = xa
        tree = html.fromstring(rendered(situation(steps=steps)))
        return tree.xpath("//section[@aria-labelledby='pbgdpl-commune']")

    return show


def names(box):
    return [one.text_content().strip() for one in box.xpath(".//dl/div[1]/dd[1]")]


def test_offices_of_the_chosen_commune(unit, shown):
    (box,) = shown(SONG_MA)
    assert names(box) == [
        "Trung tâm Phục vụ hành chính công xã Sông Mã",
        "Công an xã Sông Mã",
        "Tòa án nhân dân khu vực 3 - Sơn La",
    ]
    text = box.text_content()
    assert "Tổ 5, xã Sông Mã" in text and "7 giờ 30–11 giờ 30" in text
    assert box.xpath(".//a/@href") == ["tel:02120000000", "tel:113"]
    assert box.xpath(".//option[@selected]/@value") == [SONG_MA]


def test_without_a_unit_the_court_is_known_and_the_rest_is_told_to_be_missing(shown):
    (box,) = shown(TO_HIEU)
    assert names(box) == ["Phường Tô Hiệu", "Tòa án nhân dân khu vực 1 - Sơn La"]
    assert box.text_content().count("have not been entered yet") == 2


@pytest.mark.parametrize("xa", [None, "", "14", "118-huyen", "<script>", ["03646"]])
def test_no_commune_no_office(unit, shown, xa):
    (box,) = shown(xa)
    assert names(box) == []
    assert len(box.xpath(".//option")) == 75


def test_steps_at_home_need_no_commune(shown):
    assert shown(SONG_MA, steps=STEPS[:1]) == []


def test_a_unit_of_several_communes_or_a_closed_one_is_not_asked(section):
    for code, territory, closed in (
        ("hai", (SONG_MA, TO_HIEU), None),
        ("cu", (SONG_MA,), date(2025, 6, 30)),
    ):
        unit = make(section, "ContributingUnit", code, code=code, territory=territory)
        unit.closed_on = closed
    assert set(offices_of(section, SONG_MA)) == {"toa-khu-vuc"}


@pytest.fixture
def talks(situation, rendered, http_request):
    """Return the ways to propagandists on the page of a situation: title → address."""
    asked = situation(steps=STEPS)

    def show(xa=""):
        http_request.form.clear()
        http_request.form["xa"] = xa
        tree = html.fromstring(rendered(asked))
        links = tree.xpath(
            "//section[@aria-labelledby='pbgdpl-talk']//a[contains(@href, '@@propagandists')]"
        )
        return {one.text_content().strip(): one.get("href") for one in links}

    return show


def propagandist(section, commune, *languages):
    row = recognition("xa", commune)
    enter(
        section,
        f"Giàng {len(section)}",
        "LegalPropagandist",
        [row],
        languages=languages,
    )


def test_propagandists_are_offered_by_the_languages_that_they_speak(section, talks):
    propagandist(section, SONG_MA, "vi", "hmn")
    propagandist(section, SONG_MA, "vi", "hmn")
    propagandist(section, TO_HIEU, "vi", "blt")
    titles = [
        "Propagandists who speak tiếng Mông",
        "Propagandists who speak tiếng Thái Đen",
    ]
    assert list(talks()) == titles
    (title, url), *others = talks(SONG_MA).items()
    assert title == "Propagandists who speak tiếng Mông in xã Sông Mã"
    assert url.endswith(f"/@@propagandists?unit={SONG_MA}&language=hmn")
    assert others == []
    assert list(talks("03649")) == titles, "nobody there: those of the province"


def test_propagandists_who_speak_vietnamese_alone_are_offered_in_their_commune(
    section, talks
):
    propagandist(section, SONG_MA, "vi")
    assert talks() == {}
    assert list(talks(SONG_MA)) == ["Propagandists in xã Sông Mã"]


def test_each_commune_has_a_court(portal):
    courts = current_province().courts
    assert len(courts) == 75
    assert len(set(courts.values())) == 6
    assert all(find_term("sonla.pbgdpl.AdministrativeUnits", one) for one in courts)


def test_the_page_of_the_unit_says_where_people_go(unit, rendered):
    text = html.fromstring(rendered(unit)).text_content()
    for value in OFFICE.values():
        assert value in text
