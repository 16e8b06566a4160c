"""Related questions: few, close, found with accents and without, of those there are."""

from made_once import made_once
from plone.uuid.interfaces import IUUID
from questions_content import ask
from questions_content import put
from sonla.pbgdpl.questions.rules import OPEN
from sonla.pbgdpl.questions.rules import PUBLISHED
from sonla.pbgdpl.questions.similarity import MAX_SUGGESTIONS
from sonla.pbgdpl.questions.similarity import related
from sonla.pbgdpl.questions.similarity import WordForms

import pytest

ANSWERED = {
    "ket-hon": "Nam, nữ bao nhiêu tuổi thì được đăng ký kết hôn?",
    "ly-hon": "Vợ chồng tôi muốn thuận tình ly hôn thì nộp đơn ở đâu?",
    "khai-sinh": "Đăng ký khai sinh cho con quá hạn có bị phạt không?",
    "tach-thua": "Tách thửa đất ở nông thôn cần diện tích tối thiểu bao nhiêu?",
    "sang-ten": "Thủ tục sang tên sổ đỏ khi bố mẹ cho con đất",
    "nuong": "Đất nương do ông bà khai hoang có được cấp giấy chứng nhận quyền sử dụng đất không?",
    "hoa-giai": "Tranh chấp ranh giới đất với hàng xóm có phải hòa giải ở xã không?",
    "xe-may": "Không có giấy phép lái xe máy bị phạt bao nhiêu tiền?",
    "nong-do": "Uống rượu rồi lái xe máy bị xử phạt như thế nào?",
    "bao-hiem": "Người dân tộc thiểu số được cấp thẻ bảo hiểm y tế miễn phí không?",
    "ma-tuy": "Người nghiện ma túy xin cai nghiện tự nguyện ở đâu?",
    "can-cuoc": "Trẻ em dưới 14 tuổi có được làm thẻ căn cước không?",
    "bao-luc": "Bị chồng đánh đập thì báo ai để được bảo vệ?",
    "tro-giup": "Hộ nghèo có được trợ giúp pháp lý miễn phí không?",
}
LONG = (
    "Kính thưa cơ quan chức năng, gia đình tôi ở bản Mẫu, xã Mẫu. Bố mẹ tôi có một mảnh đất, "
    "nay muốn cho hai anh em tôi mỗi người một nửa nên phải tách thửa đất ra làm hai. "
    "Xin hỏi diện tích tối thiểu để tách thửa ở nông thôn là bao nhiêu mét vuông?"
)


@pytest.fixture
def asked(portal, section):
    return made_once(portal, ask_all, section.getPhysicalPath())


def ask_all(portal, path):
    """Ask all of them in the section at a path, and index them as published."""
    section = portal.unrestrictedTraverse(path)
    asked = {
        name: put(ask(section, text, id=name, question=text), "published")
        for name, text in ANSWERED.items()
    }
    for question in asked.values():
        question.reindexObject()
    return asked


@pytest.fixture
def find(section, asked):
    def found(text, **how):
        return [one.getId() for one in related(section, text, **how)]

    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tôi 17 tuổi có đăng ký kết hôn được không?", ["ket-hon"]),
        ("toi 17 tuoi co dang ky ket hon duoc khong", ["ket-hon"]),
        ("kết hôn", ["ket-hon"]),
        ("Tách thửa đất cho con", ["tach-thua"]),
        ("tach thua dat", ["tach-thua"]),
        ("Muốn ly hôn thì làm thế nào?", ["ly-hon"]),
        ("Con tôi chưa đăng ký khai sinh", ["khai-sinh"]),
        ("Sang tên sổ đỏ", ["sang-ten"]),
        ("hàng xóm lấn ranh giới đất, hòa giải ở đâu", ["hoa-giai"]),
        ("hoà giải tranh chấp ranh giới", ["hoa-giai"]),
        ("làm thẻ căn cước cho trẻ em", ["can-cuoc"]),
        ("xin cai nghiện ma tuý", ["ma-tuy"]),
        (LONG, ["tach-thua"]),
    ],
)
def test_what_is_close_is_found_and_nothing_else(find, text, expected):
    assert find(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Tôi muốn hỏi thì phải làm thế nào?",
        "toi muon hoi phai lam the nao",
        "Kết quả bầu cử hội đồng nhân dân xã",
        "Xin giấy phép xây dựng nhà ở",
        "Được bao nhiêu tiền?",
        "Đăng ký thường trú cho người ở trọ",
        "Đất",
        "14",
        "bạn bè",
    ],
)
def test_what_has_no_matter_in_common_is_not_found(find, text):
    assert find(text) == []


def test_questions_left_without_accents_are_found_with_them(section, find):
    plain = ask(
        section, "dang ky tam tru o dau", id="tam-tru", question="dang ky tam tru"
    )
    put(plain, "published").reindexObject()
    assert find("Đăng ký tạm trú ở đâu?") == ["tam-tru"]
    assert find("dang ky tam tru") == ["tam-tru"]


def test_other_accents_are_another_word(section, find):
    for name, text in {
        "mot": "Bán nhà đất thừa kế",
        "hai": "Bản nha đát thưa kẻ",
    }.items():
        put(ask(section, text, id=name, question=text), "published").reindexObject()
    assert find("bán nhà đất thừa kế")[:1] == ["mot"]


def test_closest_come_first_and_five_at_most(section, find):
    for number in range(8):
        text = f"Xử phạt vi phạm nồng độ cồn khi lái xe máy lần {number}"
        put(ask(section, text, id=f"c-{number}", question=text), "published")
        section[f"c-{number}"].reindexObject()
    found = find("xử phạt vi phạm nồng độ cồn khi lái xe máy lần 3")
    assert len(found) == MAX_SUGGESTIONS == 5
    assert found[0] == "c-3"


def test_answers_do_not_make_a_question_related(section, find):
    from questions_content import answer

    other = ask(
        section, "Trồng rừng", id="rung", question="Được hỗ trợ giống cây không?"
    )
    html = "<p>" + "Hồ sơ đăng ký kết hôn và tách thửa đất. " * 30 + "</p>"
    put(answer(other, html), "published").reindexObject()
    assert "rung" not in find("đăng ký kết hôn") + find("tách thửa đất")


def test_office_finds_duplicates_among_the_open_ones(section, find):
    text = (
        "Bố tôi cho đất, muốn tách thửa đất ở nông thôn thì diện tích bao nhiêu là đủ?"
    )
    one = ask(section, text, id="mot", question=text)
    again = "Em muốn tách thửa đất ở quê, diện tích tối thiểu bao nhiêu ạ?"
    ask(section, again, id="hai", question=again)
    found = find(text, states=(*OPEN, PUBLISHED), without=(IUUID(one),))
    assert set(found) == {"hai", "tach-thua"}
    assert find(text) == ["tach-thua"]


def test_words_that_tell_something():
    assert list(filter(None, WordForms.of("Xin hỏi: tôi muốn ly hôn ạ").sequence)) == [
        "ly",
        "hôn",
    ]
    assert [
        *filter(None, WordForms.of("xin hoi can cuoc dang ky the nao").sequence)
    ] == [
        *("can", "cuoc", "dang", "ky"),
    ]
