"""Before a question is sent: answers that are there, whom to call in danger, and nothing lost."""

from made_once import made_once
from plone import api
from public_content import make
from public_content import make_section
from questions_content import answer
from questions_content import ask
from questions_content import put
from sonla.pbgdpl.core.proof_of_work import GOOD_FOR
from sonla.pbgdpl.questions import pending_files
from sonla.pbgdpl.questions.form_tokens import new_stamp
from sonla.pbgdpl.questions.form_tokens import nonce_of
from sonla.pbgdpl.questions.settings import PREFIX
from sonla.pbgdpl.questions.suggestions import suggestions_for

import lxml.html
import pytest
import re
import requests
import time
import transaction

pytestmark = pytest.mark.usefixtures("served_alone")

SECTION = "/pho-bien-giao-duc-phap-luat"
ASKED = "Tôi muốn đăng ký kết hôn thì cần bao nhiêu tuổi?"
DANGER = "Hôm qua chồng đánh tôi, con tôi rất sợ. Tôi phải làm gì?"
STORY_OF_DANGER = "Chồng tôi hay uống rượu về đánh tôi và con. Tôi phải làm gì?"
UNLIKE = "Nuôi ong lấy mật trong vườn nhà có phải xin phép ai không?"
VALUES = {
    "question": ASKED,
    "legal_field": "dat-dai",
    "public_name": 'L. "T" <M>',
    "asker_phone": "0912 000 222",
    "consent": "1",
}
PDF = ("don.pdf", b"%PDF-1.7\n%%EOF", "application/pdf")
SOUND = ("hoi.m4a", b"\x00\x00\x00\x18ftypM4A " + b"0" * 40, "audio/mp4")
CODE = re.compile(r'id="pbgdpl-code">([2-9A-Z-]{14})<')


def furnish(portal):
    """Make a question that was answered, and a situation of danger with its telephones."""
    section = make_section(portal)
    put(answer(ask(section, "Tuổi đăng ký kết hôn", id="tuoi")), "published")
    section["tuoi"].reindexObject()
    make(
        section,
        "LifeSituation",
        "Tôi bị chồng đánh",
        id="bao-luc",
        summary=("Đang bị đánh thì gọi 113.",),
        helplines=[{"number": "1900 969 680", "name": "Ngôi nhà Bình yên"}],
        is_sensitive=True,
    )
    return section


class TestFound:
    @pytest.fixture
    def section(self, portal):
        return made_once(portal, furnish)

    def test_a_short_question_finds_the_one_that_was_answered(self, section):
        found = suggestions_for(section, ASKED)
        assert [one.getId() for one in found.items] == ["tuoi"]
        assert found.helplines == ()

    def test_danger_has_its_telephones_whatever_else_is_told(self, section):
        story = f"Nhà tôi ở bản Mẫu, làm nương từ lâu. {DANGER} {ASKED}"
        for text in (DANGER, story, STORY_OF_DANGER):
            found = suggestions_for(section, text)
            numbers = [line.number for line in found.helplines]
            assert "113" in numbers or "1900 969 680" in numbers
            assert found.items[0].getId() == "bao-luc"

    def test_a_situation_that_is_not_of_danger_names_no_telephone(self, section):
        section["bao-luc"].is_sensitive = False
        found = suggestions_for(section, DANGER)
        assert "1900 969 680" not in [line.number for line in found.helplines]

    @pytest.mark.parametrize(
        "text",
        [
            "Tôi muốn làm sổ đỏ cho mảnh đất ông bà để lại thì làm thế nào?",
            "Tôi bị phạt nồng độ cồn khi đi xe máy, phạt bao nhiêu tiền?",
            "Tôi muốn chia đất cho các con thì làm thế nào?",
            "đánh số nhà",
        ],
    )
    def test_what_is_no_danger_names_no_telephone(self, section, text):
        assert suggestions_for(section, text).helplines == ()

    @pytest.mark.parametrize("text", ["", "?!…", "(" * 300, "zz " * 900, UNLIKE])
    def test_nothing_is_found_for_what_is_like_nothing(self, section, text):
        assert not suggestions_for(section, text)


@pytest.fixture
def served(functional_portal):
    made_once(functional_portal, furnish)
    transaction.commit()
    url = f"{functional_portal.absolute_url()}{SECTION}/@@ask-question"
    requests.get(url, timeout=60)
    return functional_portal


@pytest.fixture
def send(served):
    """Send the form, or what a page between form and question carries on."""

    def post(files=(), **values):
        values.setdefault("stamp", new_stamp(time.time() - 60))
        return requests.post(
            f"{served.absolute_url()}{SECTION}/@@ask-question",
            data={**VALUES, **values},
            files=[("files:list", one) for one in files] or None,
            timeout=60,
        )

    return post


def hidden(page):
    """Return the fields of the form of a page as a browser would send them."""
    (form,) = lxml.html.fromstring(page.text).cssselect("#content form")
    return {one.get("name"): one.get("value") for one in form.cssselect("input")}


def questions():
    transaction.begin()
    found = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type="LegalQuestion", review_state="received"
    )
    return [brain._unrestrictedGetObject() for brain in found]


def test_answers_are_shown_first_and_one_button_sends(send):
    page = send()
    assert page.status_code == 200 and page.headers["Cache-Control"] == "no-store"
    assert f"{SECTION}/tuoi" in page.text and CODE.search(page.text) is None
    assert questions() == []
    sent = send(**{**hidden(page), "seen": "1"})
    assert CODE.search(sent.text)
    (question,) = questions()
    assert question.question == ASKED and question.public_name == 'L. "T" <M>'
    assert question.legal_fields == ("dat-dai",)
    assert question.asker_phone == "0912 000 222"


def test_danger_names_the_telephone_before_all_answers(send):
    page = send(question=DANGER).text
    assert 0 < page.index("tel:") < page.index(f"{SECTION}/bao-luc")


@pytest.mark.parametrize(
    ("question", "called"), [(STORY_OF_DANGER, "113"), (ASKED, "")]
)
def test_the_receipt_names_the_telephone_first(send, question, called):
    page = lxml.html.fromstring(send(question=question, seen="1", told="1").text)
    content = page.get_element_by_id("content")
    assert content.cssselect("#pbgdpl-code")
    first = content.xpath("string((.//a[starts-with(@href, 'tel:')])[1]/@href)")
    assert first == (f"tel:{called}" if called else "")
    if called:
        box = content.cssselect(".pbgdpl-alarm")[0]
        assert box.xpath("count(following::*[@id='pbgdpl-code'])") == 1


def test_the_form_that_comes_back_names_the_telephone_above_what_is_wrong(send):
    page = send(question=STORY_OF_DANGER, consent="").text
    assert 0 < page.index("tel:113") < page.index('id="ask-problems"')
    assert "tel:" not in send(consent="").text


def test_what_is_like_nothing_is_sent_at_once(send):
    assert CODE.search(send(question=UNLIKE).text)


def test_somebody_who_saw_answers_while_typing_is_not_stopped(send):
    assert CODE.search(send(seen="1").text)


def test_what_is_wrong_comes_before_answers(send):
    page = send(consent="").text
    assert "ask-problems" in page and f"{SECTION}/tuoi" not in page


def test_files_come_along_over_the_page_between(send):
    page = send(files=[PDF, SOUND])
    assert "don.pdf, hoi.m4a" in page.text
    sent = send(**{**hidden(page), "seen": "1"})
    assert CODE.search(sent.text)
    (question,) = questions()
    assert [one.filename for one in question.asker_files] == ["don.pdf", "hoi.m4a"]
    assert question.asker_files[0].data == PDF[1]
    assert pending_files.kept_for(nonce_of(hidden(page)["stamp"])) == ()


def test_going_back_changes_the_question_and_keeps_the_files(send):
    fields = hidden(send(files=[PDF]))
    back = send(**{**fields, "edit": "1"})
    assert ASKED in back.text and "don.pdf" in back.text
    assert "ask-problems" not in back.text
    (seen,) = lxml.html.fromstring(back.text).cssselect("input[name=seen]")
    changed = {**fields, "seen": seen.get("value"), "question": f"{ASKED} Ở đâu?"}
    assert CODE.search(send(**changed).text)
    (question,) = questions()
    assert question.question.endswith("Ở đâu?")
    assert [one.filename for one in question.asker_files] == ["don.pdf"]


@pytest.mark.parametrize(
    ("files", "more", "expected"),
    [
        ((SOUND,), {}, ["hoi.m4a"]),
        ((), {"without_files": "1"}, []),
        ((), {}, ["don.pdf"]),
    ],
)
def test_other_files_take_their_place(send, files, more, expected):
    fields = hidden(send(files=[PDF]))
    assert CODE.search(send(files=files, **{**fields, **more, "seen": "1"}).text)
    (question,) = questions()
    assert [one.filename for one in question.asker_files] == expected


def test_files_of_a_form_are_for_who_has_its_stamp(send):
    fields = hidden(send(files=[PDF]))
    forged = fields["stamp"][:-1] + ("0" if fields["stamp"][-1] != "0" else "1")
    assert "don.pdf" not in send(**{**fields, "stamp": forged, "edit": "1"}).text
    assert send(**{**fields, "seen": "1", "stamp": new_stamp(time.time() - 60)})
    (question,) = questions()
    assert question.asker_files == ()


def test_files_that_are_kept_count_as_a_question(send):
    api.portal.set_registry_record(f"{PREFIX}.hourly_address", 1)
    transaction.commit()
    assert "don.pdf" in send(files=[PDF]).text
    refused = send(files=[PDF])
    assert refused.status_code == 429 and ASKED in refused.text


def test_files_of_forms_that_are_not_sent_go(portal):
    pending_files.hold("1.alt", ())
    pending_files.hold("2.neu", ())
    assert not pending_files.any_old()
    tomorrow = time.time() + GOOD_FOR + 1
    assert pending_files.any_old(tomorrow)
    pending_files.forget_old(tomorrow)
    assert not pending_files.any_old(tomorrow)


TOLD = (
    "Tôi là Lò Văn Mẫu, số căn cước 014000000123, gọi 0900 000 000: đất nương thì sao?"
)


@pytest.mark.parametrize("seen", ["", "1"])
def test_the_asker_is_told_of_personal_data_once_and_sends_or_changes_it(send, seen):
    page = send(question=TOLD, seen=seen)
    assert questions() == []
    notice = lxml.html.fromstring(page.text).get_element_by_id("ask-private")
    told = [one.text_content() for one in notice.cssselect("li strong")]
    assert told == ["Lò Văn Mẫu", "014000000123", "0900 000 000"]
    back = send(**{**hidden(page), "edit": "1"})
    form = lxml.html.fromstring(back.text).get_element_by_id("pbgdpl-ask")
    assert form.cssselect("#ask-question")[0].text_content().strip() == TOLD
    assert questions() == []
    sent = send(**{**hidden(page), "seen": "1"})
    assert CODE.search(sent.text)
    (question,) = questions()
    assert question.question == TOLD
    assert not any(words in question.title for words in told)


def test_who_names_nobody_is_told_nothing(send):
    assert CODE.search(send(question=UNLIKE, public_name="Lò Thị Ví Dụ").text)
