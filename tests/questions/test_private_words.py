"""Words of a question that may be personal data: covered, confirmed, shown again, forgotten."""

from plone import api
from plone.app.textfield import RichTextValue
from plone.dexterity.utils import addContentToContainer
from plone.dexterity.utils import createContent
from plone.restapi.interfaces import ISerializeToJson
from plone.restapi.services.content.utils import add
from plone.restapi.services.content.utils import create
from questions_content import answer
from questions_content import ask
from questions_content import MAIL
from questions_content import posted
from questions_content import put
from sonla.pbgdpl.editorial.exceptions import TransitionRefused
from sonla.pbgdpl.questions.checks import PrivateWordsCheck
from sonla.pbgdpl.questions.content import LegalQuestion
from sonla.pbgdpl.questions.content import state_in_history
from sonla.pbgdpl.questions.covering import confirm
from sonla.pbgdpl.questions.covering import confirmations
from sonla.pbgdpl.questions.covering import cover
from sonla.pbgdpl.questions.covering import cover_all
from sonla.pbgdpl.questions.covering import cover_words
from sonla.pbgdpl.questions.covering import covered_words
from sonla.pbgdpl.questions.covering import open_marks
from sonla.pbgdpl.questions.covering import show_again
from sonla.pbgdpl.questions.covering import with_covered_words
from sonla.pbgdpl.questions.jobs import erase_contact
from sonla.pbgdpl.questions.submission import submit
from sonla.pbgdpl.questions.workflow import breaks_four_eyes
from zExceptions import Forbidden
from zExceptions import Unauthorized
from zope.component import getMultiAdapter
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import lxml.html
import pytest

pytestmark = pytest.mark.usefixtures("content_alone")

TOLD = (
    "Tôi là Lò Văn Mẫu, số căn cước 014000000123, điện thoại 0900 000 000.\n"
    "Từ tháng 9, ông Quàng Văn Mẫu rào lối đi. Ông Quàng Văn Mẫu nói gì?"
)
SECRETS = ("Lò Văn Mẫu", "014000000123", "0900 000 000", "Quàng Văn Mẫu")


@pytest.fixture
def question(section):
    return put(answer(ask(section, question=TOLD)), "answer_drafted")


def all_text(question):
    values = (question.title, question.question, question.public_name or "")
    return "\n".join((*values, question.answer.raw))


@pytest.fixture
def take(acting):
    """Take a step as a manager."""

    def act(question, step):
        with acting("Manager"):
            api.portal.get_tool("portal_workflow").doActionFor(question, step)

    return act


def test_each_mark_is_listed_once_in_the_order_of_the_text(question):
    found = [(one.kind, one.text) for one in open_marks(question)]
    assert found == list(
        zip(("name", "identity", "phone", "name"), SECRETS, strict=True)
    )


def test_covered_at_once_and_shown_again_one_by_one(question):
    assert cover_all(question) == 4
    assert open_marks(question) == []
    text = question.question
    assert not any(secret in text for secret in SECRETS)
    assert text.startswith("Tôi là […1], số căn cước […2], điện thoại […3].\n")
    assert text.count("[…4]") == 2, "who is the same stays the same"
    for number in list(covered_words(question)):
        assert show_again(question, number)
    assert question.question == TOLD
    assert len(open_marks(question)) == 4
    assert not show_again(question, "1")


def test_no_search_finds_what_was_written_again_and_covered(question):
    cover_all(question)
    question.question = f"{question.question} Nhắc lại: {SECRETS[1]}."
    notify(ObjectModifiedEvent(question))
    assert api.content.find(unrestricted=True, SearchableText=SECRETS[1])
    cover_all(question)
    assert SECRETS[1] not in question.question
    assert not api.content.find(unrestricted=True, SearchableText=SECRETS[1])


def test_what_the_asker_wrote_like_a_sign_is_left(section):
    question = ask(section, question="Mẫu đơn ghi […1], gọi 0900 000 000 thì sao?")
    cover_all(question)
    assert question.question == "Mẫu đơn ghi […1], gọi […2] thì sao?"
    show_again(question, "2")
    assert question.question == "Mẫu đơn ghi […1], gọi 0900 000 000 thì sao?"


def test_an_answer_is_looked_at_for_what_the_asker_wrote_alone(section):
    html = (
        "<p>Ông <b>Quàng</b> Văn Mẫu phải mở lối đi. Hỏi ông Lường Văn Ví Dụ, "
        "Phòng Tư pháp, 0212 3000 000, tuphap@example.org.</p>"
        f'<p><a href="mailto:{MAIL}">Thư</a> tới số 050123456.</p>'
    )
    question = answer(ask(section, question="Ông Quàng Văn Mẫu rào lối đi?"), html)
    found = [one.text for one in open_marks(question)]
    assert found == ["Quàng Văn Mẫu", "050123456", MAIL]
    cover_all(question)
    assert question.question == "Ông […1] rào lối đi?"
    assert question.answer.raw == (
        "<p>Ông <b>[…1]</b> phải mở lối đi. Hỏi ông Lường Văn Ví Dụ, "
        "Phòng Tư pháp, 0212 3000 000, tuphap@example.org.</p>"
        "<p>Thư tới số […2].</p>"
    )
    show_again(question, "2")
    assert "tới số 050123456" in question.answer.raw


def test_words_of_the_asker_are_found_wherever_they_stand_in_the_answer(section):
    """Names without *ông* before them, too: by shape alone nothing tells them there."""
    question = ask(
        section, question="Tôi là Sùng A Páo. Ông Mùa A Mẫu lấn rào của tôi."
    )
    html = (
        "<p>Theo trình bày, <b>Sùng</b> A Páo và mùa a mẫu ở gần nhau; Lò Thị Ví Dụ"
        " không. Xã A Páo.</p>"
    )
    answer(question, html)
    cover_all(question)
    assert question.answer.raw == (
        "<p>Theo trình bày, <b>[…1]</b> và […3] ở gần nhau; Lò Thị Ví Dụ"
        " không. Xã A Páo.</p>"
    )
    assert open_marks(question) == []


def test_words_that_were_covered_are_found_again(section):
    """Also what somebody chose to cover, and wherever it is written after that."""
    question = ask(section, question="Nhà trưởng bản lấn rào.")
    cover_words(question, "trưởng bản")
    answer(question, "<p>Mời Trưởng  bản đến xã.</p>")
    (mark,) = open_marks(question)
    assert mark.text == "Trưởng  bản"
    cover_all(question)
    assert open_marks(question) == [] and "rưởng" not in question.answer.raw


def test_how_the_asker_is_reached_is_found_in_an_answer(section):
    html = f'<p>Gửi <a href="mailto:{MAIL}">{MAIL}</a>, 0912.000.111.</p>'
    question = answer(ask(section), html)
    cover_all(question)
    assert MAIL not in question.answer.raw
    assert lxml.html.fromstring(question.answer.raw).text_content() == "Gửi […1], […2]."


def test_what_attributes_of_an_answer_tell_is_found_and_covered(section):
    tags = (
        '<a href="tel:014000000123">gọi</a>',
        '<a title="Số 014000000456" href="/x">gọi</a>',
        '<img alt="Thẻ 014 000 000 789"/>',
        '<b aria-label="014000000321">số</b>',
    )
    html = f"<p>{' '.join(tags)} <a href='../resolveuid/014000000999'>x</a></p>"
    question = answer(ask(section), html)
    assert [one.kind for one in open_marks(question)] == ["identity"] * 4
    cover_all(question)
    assert open_marks(question) == []
    assert "014" not in question.answer.raw.replace("014000000999", "")
    assert '<a href="/x">gọi</a>' in question.answer.raw


def test_titles_and_published_names_are_looked_at_too(section):
    question = ask(section, "Ông Quàng Văn Mẫu lấn đất", public_name="Lò Thị Ví Dụ")
    assert [one.text for one in open_marks(question)] == ["Quàng Văn Mẫu"]
    question.public_name = "Lò Thị Ví Dụ 0900 000 000"
    cover_all(question)
    assert question.title == "Ông […1] lấn đất"
    assert question.public_name == "Lò Thị Ví Dụ […2]", "the name itself is agreed to"


def test_somebody_covers_words_that_nothing_finds(question):
    assert cover_words(question, "  rào lối   đi ") == 1
    assert "rào lối đi" not in question.question
    assert cover_words(question, "không có ở đây") == 0
    assert cover_words(question, "a") == 0
    assert cover_words(question, "[…1]") == 0


def test_who_says_that_it_is_no_personal_data_is_noted(question, acting):
    first = open_marks(question)[0]
    with acting("PBGDPL Approver"):
        assert confirm(question, [first.key, "name:nobody"]) == 1
    decision = confirmations(question)[first.key]
    assert decision["by"] == "has-pbgdpl-approver"
    assert decision["on"] is not None
    assert first not in open_marks(question)
    assert len(open_marks(question)) == 3


def test_publishing_waits_until_all_is_decided(question, take):
    put(question, "answered")
    with pytest.raises(TransitionRefused) as refusal:
        take(question, "publish")
    assert refusal.value.message == "msg_question_open_marks"
    assert refusal.value.message.mapping == {"number": "4"}
    marks = open_marks(question)
    cover(question, {marks[0].key, marks[1].key})
    with pytest.raises(TransitionRefused):
        take(question, "publish")
    confirm(question, [one.key for one in marks[2:]])
    take(question, "publish")
    assert state_in_history(question) == "published"


def test_answering_the_asker_alone_waits_for_nothing_and_tells_all(question, take):
    question.asker_email = MAIL
    cover_all(question)
    answer(question, "<p>Ông […4] phải mở lối đi.</p>")
    put(question, "answered")
    posted()
    take(question, "reply_privately")
    text = posted()[0].text
    assert TOLD.replace("\n", " ") in " ".join(text.split())
    assert "Ông Quàng Văn Mẫu phải mở" in text and "[…" not in text


@pytest.mark.parametrize("field", ["title", "question", "answer", "public_name"])
def test_what_a_public_question_gets_is_covered(question, field):
    cover_all(question)
    put(question, "published")
    value = "Gọi số 0911 222 333"
    if field == "answer":
        html = "<p>Số căn cước 014000000999</p>"
        question.answer = RichTextValue(html, "text/html", "text/x-html-safe")
    else:
        setattr(question, field, value)
    notify(ObjectModifiedEvent(question))
    assert "0911 222 333" not in all_text(question)
    assert "014000000999" not in all_text(question)
    assert len(covered_words(question)) == 5
    assert open_marks(question) == []


def test_what_was_public_before_is_listed_and_not_taken_away(question, section):
    check = PrivateWordsCheck(section)
    put(question, "published")
    (message,) = check.missing(question)
    assert message.mapping == {"number": "4"}
    confirm(question, [open_marks(question)[0].key])
    assert question.question == TOLD
    cover_all(question)
    assert check.missing(question) == []


def test_who_covers_is_no_author_of_the_answer(section, acting):
    api.portal.set_registry_record("sonla.pbgdpl.four_eyes", True)
    question = put(ask(section, question=TOLD, agency="so-tu-phap"), "assigned")
    answer(question, "<p>Ông Quàng Văn Mẫu phải mở lối đi.</p>")
    notify(ObjectModifiedEvent(question))
    with acting("PBGDPL Approver"):
        cover_all(question)
        assert not breaks_four_eyes(question)


def test_what_was_covered_is_forgotten_with_the_asker(question):
    cover_all(question)
    assert with_covered_words(question, question.question) == TOLD
    text = question.question
    assert erase_contact(question)
    assert covered_words(question) == {}
    assert with_covered_words(question, question.question) == text


@pytest.mark.parametrize("named", [False, True])
def test_a_title_that_nobody_wrote_loses_the_commune_with_the_asker(section, named):
    values = {"question": TOLD, "legal_fields": ("dat-dai",), "territory": ("03646",)}
    question = submit(section, section, values, nonce="1.mau")
    assert "Tô Hiệu" in question.title
    if named:
        question.title = "Lối đi ở Phường Tô Hiệu"
    erase_contact(question, name_too=True)
    assert ("Tô Hiệu" in question.title) is named
    assert question.title


def test_what_was_confirmed_and_taken_out_is_forgotten_with_the_asker(section):
    question = ask(section, question=f"{TOLD} Bản Mẫu.")
    confirm(question, [one.key for one in open_marks(question)])
    question.question = "Tôi là Lò Văn Mẫu."
    erase_contact(question)
    assert list(confirmations(question)) == ["name:lò văn mẫu"]


def test_a_short_name_is_covered_as_a_word(section):
    question = ask(section, question="Anh An và em Hà ở Hàng Mẫu, gọi An.")
    assert cover_words(question, "An") and cover_words(question, "Hà")
    assert question.question == "Anh […1] và em […2] ở Hàng Mẫu, gọi […1]."


def test_a_decision_goes_with_the_words_that_it_was_about(section):
    question = ask(section, question=TOLD, public_name="Lò Thị Ví Dụ 0900 000 111")
    confirm(question, [one.key for one in open_marks(question)])
    standing = {key for key in confirmations(question) if "0900000111" not in key}
    assert len(standing) == len(confirmations(question)) - 1
    assert erase_contact(question)
    assert len(confirmations(question)) == len(standing) + 1, "the name is still shown"
    assert erase_contact(question, name_too=True)
    assert confirmations(question).keys() == standing


def test_a_copy_has_nothing_of_what_was_covered(question, section):
    cover_all(question)
    with api.env.adopt_roles(["Manager"]):
        copy = api.content.copy(question, section)
    assert covered_words(copy) == {} and confirmations(copy) == {}
    assert not any(secret in copy.question for secret in SECRETS)


def test_what_was_covered_is_in_no_answer_of_rest(question, http_request):
    cover_all(question)
    with api.env.adopt_roles(["Manager"]):
        told = getMultiAdapter((question, http_request), ISerializeToJson)()
    assert not any(secret in str(told) for secret in SECRETS)


def by_form(section, **fields):
    made = createContent("LegalQuestion", **fields)
    return addContentToContainer(section, made)


def by_rest(section, **fields):
    return add(section, create(section, "LegalQuestion", **fields))


@pytest.mark.parametrize("way", [by_form, by_rest])
def test_names_in_addresses_are_left_out_of_them(section, way):
    def name(title):
        with api.env.adopt_roles(["Manager"]):
            return way(section, title=title).getId()

    assert name("Ông Quàng Văn Mẫu lấn đất").startswith("cau-hoi-2")
    assert name("Gọi 0900 000 000").startswith("cau-hoi-2")
    assert name("Tuổi đăng ký kết hôn") == "tuoi-dang-ky-ket-hon"


# The pages


def test_the_page_of_publishing_holds_what_is_open(question, acting, open_page):
    with acting("PBGDPL Approver"):
        html = open_page(question, "pbgdpl-publish")
        assert html.count('class="pbgdpl-private"') == 5
        typed = {"looked_at": "1", "form.buttons.go": "publish", "comment": "Đã rõ."}
        html = open_page(question, "pbgdpl-publish", **typed)
        assert 'id="publish-held"' in html and "Đã rõ." in html
        assert state_in_history(question) == "answer_drafted"
        html = open_page(
            question, "pbgdpl-publish", **{"marks.cover_all": "1", "comment": "Đã rõ."}
        )
        assert "Đã rõ." in html and "Quàng Văn Mẫu" not in html
        open_page(question, "pbgdpl-publish", **typed)
    assert state_in_history(question) == "published"
    line = question.workflow_history["pbgdpl_question_workflow"][-1]
    assert line["comments"] == "Đã rõ."


@pytest.mark.parametrize("field", [*LegalQuestion.covered_fields, "answer"])
def test_the_page_of_publishing_marks_each_text_where_the_words_stand(
    section, acting, open_page, field
):
    """And what is folded opens for them; what is covered is set off there."""
    question = answer(ask(section, question="Ông Quàng Văn Mẫu rào lối đi?"))
    cover_all(question)
    number = "014000000999"
    if field == "answer":
        answer(question, f"<p>Số <b>{number}</b> &lt;b&gt; của ông […1].</p>")
    else:
        setattr(question, field, f"Số {number} <b> của ông […1].")
    put(question, "answer_drafted")
    with acting("PBGDPL Approver"):
        page = lxml.html.fromstring(open_page(question, "pbgdpl-publish"))
    (mark,) = page.cssselect("mark.pbgdpl-private")
    assert mark.text_content() == number
    around = mark.xpath("ancestor::p")[0]
    assert "<b> của ông […1]." in around.text_content()
    assert [one.text for one in around.cssselect(".pbgdpl-masked")] == ["[…1]"]
    folded = page.cssselect("[aria-labelledby=publish-seen] details")
    assert [one.get("open") is not None for one in folded] == [field == "answer"]


@pytest.mark.parametrize("state", ["answer_drafted", "answered"])
def test_pressed_elsewhere_the_page_is_shown_first(section, acting, open_page, state):
    question = put(answer(ask(section)), state)
    step = "publish" if state == "answered" else "approve_answer"
    typed = {
        "workflow_action": step,
        "form.buttons.go": "publish",
        "comment": "Nhất trí.",
    }
    with acting("PBGDPL Approver"):
        html = open_page(question, "pbgdpl-transition", **typed)
        assert state_in_history(question) == state
        assert 'name="looked_at"' in html and "Nhất trí." in html
        assert 'id="publish-held"' not in html
        typed = {"looked_at": "1", "form.buttons.go": "publish"}
        open_page(question, "pbgdpl-publish", **typed)
    assert state_in_history(question) == "published"


def test_the_asker_alone_is_answered_from_the_page(question, acting, open_page):
    with acting("PBGDPL Approver"):
        typed = {"looked_at": "1", "form.buttons.go": "reply_privately"}
        open_page(question, "pbgdpl-publish", **typed)
    assert state_in_history(question) == "replied_privately"


def test_nobody_publishes_their_own_answer_there(section, acting, open_page):
    api.portal.set_registry_record("sonla.pbgdpl.four_eyes", True)
    question = put(ask(section, agency="so-tu-phap"), "assigned")
    with acting("PBGDPL Approver"):
        answer(question)
        notify(ObjectModifiedEvent(question))
        put(question, "answer_drafted")
        html = open_page(question, "pbgdpl-publish")
        assert 'value="publish"' not in html
        open_page(
            question,
            "pbgdpl-publish",
            **{"looked_at": "1", "form.buttons.go": "publish"},
        )
    assert state_in_history(question) == "answer_drafted"


def test_words_of_a_public_question_are_decided_on_there(question, acting, open_page):
    put(question, "published")
    with acting("PBGDPL Approver"):
        html = open_page(question, "pbgdpl-publish")
        assert 'value="publish"' not in html
        key = open_marks(question)[0].key
        open_page(question, "pbgdpl-publish", **{"marks.confirm": key})
        open_page(question, "pbgdpl-publish", **{"marks.cover_all": "1"})
    assert open_marks(question) == []
    assert "Lò Văn Mẫu" in question.question


@pytest.mark.parametrize("role", ["Anonymous", "Member"])
def test_strangers_neither_see_nor_decide(question, acting, open_page, role):
    put(question, "published")
    with acting(role):
        html = open_page(question, "pbgdpl-publish")
        assert "Lò Văn Mẫu" not in html
        with pytest.raises(Unauthorized):
            open_page(question, "pbgdpl-publish", **{"marks.cover_all": "1"})
    assert question.question == TOLD


def test_only_who_sees_personal_data_shows_covered_words_again(
    section, acting, open_page
):
    question = put(ask(section, question=TOLD, agency="so-tu-phap"), "assigned")
    cover_all(question)
    with acting("PBGDPL Contributor"):
        html = open_page(question, "pbgdpl-publish")
        assert 'name="marks.show"' not in html
        open_page(question, "pbgdpl-publish", **{"marks.show": "1"})
        assert "[…1]" in question.question
    with acting("PBGDPL Editor"):
        open_page(question, "pbgdpl-publish", **{"marks.show": "1"})
    assert "[…1]" not in question.question


def test_what_everybody_reads_is_shown_again_once_asked_by_who_may_publish(
    question, acting, open_page
):
    cover_all(question)
    put(question, "published")
    with acting("PBGDPL Editor"):
        assert 'name="marks.show"' not in open_page(question, "pbgdpl-publish")
        typed = {"marks.show": "3", "confirmed": "1"}
        open_page(question, "pbgdpl-publish", **typed)
    assert "[…3]" in question.question
    with acting("PBGDPL Approver"):
        assert 'name="marks.show"' in open_page(question, "pbgdpl-publish")
        asked = open_page(question, "pbgdpl-publish", **{"marks.show": "3"})
        assert "pbgdpl-confirmation" in asked and "[…3]" in question.question
        open_page(question, "pbgdpl-publish", **typed)
    assert SECRETS[2] in question.question
    (decision,) = confirmations(question).values()
    assert decision["by"] == "has-pbgdpl-approver"
    notify(ObjectModifiedEvent(question))
    assert SECRETS[2] in question.question


@pytest.mark.parametrize("page", ["pbgdpl-answer", "pbgdpl-publish"])
def test_nothing_is_decided_without_the_token(section, acting, open_page, page):
    question = put(ask(section, question=TOLD, agency="so-tu-phap"), "assigned")
    foreign = {
        "_authenticator": "x",
        "form.widgets.title": "Lối đi chung",
        "form.widgets.answer": "<p>Phải mở.</p>",
        "form.widgets.answer.mimeType": "text/html",
        "form.widgets.legal_bases.count": "0",
        "marks.cover_all": "1",
    }
    with acting("Manager"), pytest.raises(Forbidden):
        open_page(question, page, **foreign)
    assert question.question == TOLD


def test_the_answer_is_saved_with_what_the_box_does(section, acting, open_page):
    question = put(ask(section, question=TOLD, agency="so-tu-phap"), "assigned")
    typed = {
        "form.widgets.title": "Lối đi chung bị rào, ông Quàng Văn Mẫu",
        "form.widgets.answer": "<p>Ông Quàng Văn Mẫu phải mở.</p>",
        "form.widgets.answer.mimeType": "text/html",
        "form.widgets.legal_bases.count": "0",
        "form.widgets.comment": "Xin xem kỹ.",
        "marks.cover_all": "1",
    }
    with acting("PBGDPL Editor"):
        html = open_page(question, "pbgdpl-answer", **typed)
    assert question.title == "Lối đi chung bị rào, ông […1]"
    assert question.answer.raw == "<p>Ông […1] phải mở.</p>"
    page = lxml.html.fromstring(html)
    (title,) = page.xpath("//*[@name='form.widgets.title']/@value")
    assert title == question.title
    assert "Xin xem kỹ." in html and "Quàng Văn Mẫu" not in html


def test_nothing_is_decided_while_the_form_is_wrong(section, acting, open_page):
    question = put(ask(section, question=TOLD, agency="so-tu-phap"), "assigned")
    typed = {
        "form.widgets.title": "",
        "form.widgets.answer": "<p>Đang viết.</p>",
        "form.widgets.answer.mimeType": "text/html",
        "form.widgets.legal_bases.count": "0",
        "marks.cover_all": "1",
    }
    with acting("PBGDPL Editor"):
        html = open_page(question, "pbgdpl-answer", **typed)
    assert question.question == TOLD
    assert "Đang viết." in html


def test_the_key_enter_saves_the_answer_and_covers_nothing(section, acting, open_page):
    question = put(ask(section, question=TOLD, agency="so-tu-phap"), "assigned")
    with acting("PBGDPL Editor"):
        page = lxml.html.fromstring(open_page(question, "pbgdpl-answer"))
    first = page.xpath("//button[@form='form'] | //form[@id='form']//button")[0]
    assert first.get("name") == "form.buttons.save"


def test_the_desk_counts_places_and_names_what_nobody_named(section, acting, open_page):
    values = {"question": TOLD, "legal_fields": ("dat-dai",), "territory": ("03646",)}
    question = submit(section, section, values, nonce="1.mau")
    assert not any(secret in question.title for secret in SECRETS)
    with acting("PBGDPL Editor"):
        page = lxml.html.fromstring(open_page(section, "pbgdpl-questions"))
    (row,) = page.xpath("//table[@id='pbgdpl-desk']//th[@scope='row']")
    assert row.xpath(".//span[contains(@class, 'text-bg-warning')]")
    assert row.xpath("./small")
    assert "Lò Văn Mẫu" not in row.text_content()


def test_no_situation_is_made_of_what_is_open(question, acting, open_page, section):
    put(question, "answered")
    with acting("PBGDPL Editor"):
        open_page(question, "pbgdpl-question-situation", go="1")
        assert not section.objectIds("EducationMaterial")
        made = [
            one for one in section.objectValues() if one.portal_type != "LegalQuestion"
        ]
        before = len(made)
        cover_all(question)
        open_page(question, "pbgdpl-question-situation", go="1")
    made = [
        one for one in section.objectValues() if one.portal_type == "EducationMaterial"
    ]
    assert len(made) == 1 and before == 0
    assert not any(secret in made[0].text.raw for secret in SECRETS)
