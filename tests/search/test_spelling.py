"""Slips are suggested from what stands in texts; what is a word is never changed by itself."""

from search_content import found_ids
from search_content import make
from search_content import make_section
from search_content import search_view
from sonla.pbgdpl.core.vietnamese.slips import decoded_telex
from sonla.pbgdpl.core.vietnamese.slips import decoded_vni
from sonla.pbgdpl.core.vietnamese.slips import is_possible
from sonla.pbgdpl.core.vietnamese.words import canonical_word

import pytest

TEXTS = (
    "đất đai, tranh chấp đất, sổ đỏ, hộ tịch, đăng ký kết hôn, thừa kế",
    "khiếu nại, tố cáo, nương rẫy, bảo vệ rừng, hòa giải, luật",
    "xử phạt vi phạm giao thông, trồng cây, chồng nghiện, giấy khai sinh",
    "nghĩa vụ quân sự, thẻ căn cước, trợ giúp pháp lý, vay vốn, luật sư",
    "đất nương, tiền lương, ranh giới, trợ cấp, hợp đồng lao động",
    "xã Chiềng Sơn",
    "học sinh bị bắt nạt ở trường",
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ddaats", "đất"),
        ("thuwaf", "thừa"),
        ("nuwowng", "nương"),
        ("hoaf", "hòa"),
        ("luaajt", "luật"),
        ("dduwowcj", "được"),
        ("law", "lă"),
        ("đất", ""),
        ("ban", ""),
        ("", ""),
    ],
)
def test_keys_of_telex(typed, meant):
    assert canonical_word(decoded_telex(typed)) == canonical_word(meant)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("d9a61t", "đất"),
        ("thu7a2", "thừa"),
        ("ngu7o7i2", "người"),
        ("a1", ""),
        ("ct07", ""),
        ("168", ""),
        ("đất", ""),
    ],
)
def test_keys_of_vni(typed, meant):
    assert canonical_word(decoded_vni(typed)) == canonical_word(meant)


@pytest.mark.parametrize(
    ("folded", "possible"), [("nghieng", True), ("truong", True), ("xq", False)]
)
def test_what_can_be_a_syllable(folded, possible):
    assert is_possible(folded) == possible


class TestWithTexts:
    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def content(cls, portal_class):
        section = make_section(portal_class)
        for number, text in enumerate(TEXTS):
            make(section, id=f"t{number}", description=text)

    def suggested(self, portal, typed):
        return [one.text for one in search_view(portal, q=typed).finding.suggestions]

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("ddaats ddai", "đất đai"),
            ("so63 d9o3", "sổ đỏ"),
            ("hooj tịch", "hộ tịch"),
            ("ngĩa vụ quân sự", "nghĩa vụ quân sự"),
            ("kăn cước", "căn cước"),
            ("luatsu", "luat su"),
            ("trogiupphaply", "tro giup phap ly"),
        ],
    )
    def test_what_is_no_word_is_searched_as_what_it_is(
        self, portal_class, typed, meant
    ):
        view = search_view(portal_class, q=typed)
        assert view.replaced and view.finding.criteria.text == meant
        assert view.total and list(view.hits())
        assert found_ids(portal_class, q=typed, exact="1") == []

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("đất lương", "đất nương"),
            ("tiền nương", "tiền lương"),
            ("xổ đỏ", "sổ đỏ"),
            ("chanh chấp đất", "tranh chấp đất"),
            ("chồng cây", "trồng cây"),
            ("dấy khai sinh", "giấy khai sinh"),
            ("danh giới", "ranh giới"),
            ("khíu nại", "khiếu nại"),
            ("lất đai", "đất đai"),
            ("bay vốn", "vay vốn"),
            ("hợp đồn lao động", "hợp đồng lao động"),
            ("luậc sư", "luật sư"),
            ("trợ cấ", "trợ cấp"),
            ("giau thông", "giao thông"),
            ("hôn kết", "kết hôn"),
            ("bắt nạt ở trườn", "bắt nạt ở trường"),
            ("con tôi bị bắt nạt ở trườn", "con tôi bị bắt nạt ở trường"),
        ],
    )
    def test_what_may_be_meant_is_suggested(self, portal_class, typed, meant):
        assert meant in self.suggested(portal_class, typed)
        assert not search_view(portal_class, q=typed).replaced

    @pytest.mark.parametrize(
        "typed",
        [
            "đất nương",
            "chồng nghiện",
            "Chiềng Sơ",
            '"đất lương"',
            "168/2024/NĐ-CP",
            "zzz qqq",
            "x" * 5000,
            "nương " * 400,
        ],
    )
    def test_nothing_is_suggested(self, portal_class, typed):
        assert self.suggested(portal_class, typed) == []
