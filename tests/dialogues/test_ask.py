"""Asking in a dialogue over HTTP: only while it is open, and answers show at once."""

from concurrent.futures import ThreadPoolExecutor
from desk_content import deliver
from dialogues import in_hours
from dialogues import make_dialogue
from made_once import made_once
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from public_content import make_section
from questions_content import answer as write_answer
from questions_content import ask
from questions_content import MAIL
from questions_content import put
from questions_content import ROAD
from questions_content import stored_questions
from sonla.pbgdpl.questions.content import state_in_history
from sonla.pbgdpl.questions.form_tokens import new_stamp

import lxml.html
import pytest
import requests
import time
import transaction

pytestmark = pytest.mark.usefixtures("served_alone")

QUESTION = "Gia đình tôi làm nương ba đời, nay muốn được giao đất thì làm thế nào?"
VALUES = {
    "question": QUESTION,
    "legal_field": "dat-dai",
    "commune": "03646",
    "public_name": "L. T. M.",
    "asker_email": MAIL,
    "consent": "1",
    "website": "",
    "proof": "",
}
XSS = "<script>alert(1)</script>\" onmouseover='alert(2)' x="


@pytest.fixture
def place(functional_portal):
    """Return a section that is served."""
    section = make_section(functional_portal)
    deliver()
    transaction.commit()
    requests.get(section.absolute_url(), timeout=60)
    return section


@pytest.fixture
def opened(place):
    """Return a dialogue that is open; each change of it is committed."""

    def make(_portal):
        return make_dialogue(place, agency="so-tu-phap")

    dialogue = made_once(api.portal.get(), make)
    transaction.commit()
    return dialogue


def send(item, stamp=None, **changes):
    """Send the form of an item as somebody who opened it a minute ago."""
    stamp = stamp or new_stamp(time.time() - 60)
    return post(f"{item.absolute_url()}/@@ask-question", stamp, **changes)


def post(url, stamp, **changes):
    """Send the form to an address."""
    return requests.post(
        url,
        data={**VALUES, "stamp": stamp, **changes},
        timeout=60,
    )


def page_of(item, name="", auth=None):
    answer = requests.get(f"{item.absolute_url()}{name}", auth=auth, timeout=60)
    assert answer.status_code == 200
    return answer.text


def last_write():
    transaction.begin()
    return api.portal.get()._p_jar.db().lastTransaction()


def test_the_page_leads_to_the_form_while_it_is_open(opened):
    assert f"{opened.absolute_url()}/@@ask-question" in page_of(opened)
    form = page_of(opened, "/@@ask-question")
    assert 'name="question"' in form and opened.title in form


@pytest.mark.usefixtures("served_whole")
def test_a_question_goes_into_the_dialogue(opened):
    answer = send(opened)
    assert answer.status_code == 200 and 'id="pbgdpl-code"' in answer.text
    assert f'href="{opened.absolute_url()}"' in answer.text
    (question,) = stored_questions()
    assert question.aq_parent.UID() == opened.UID()
    assert state_in_history(question) == "received"
    assert question.agency == "so-tu-phap"
    assert question.get_local_roles() == ()
    assert "cau-hoi" not in question.aq_parent.aq_parent.objectIds()
    assert MAIL not in page_of(opened) and QUESTION not in page_of(opened)


@pytest.mark.parametrize(
    "hours,words", [((-9, -1), "takes no more questions"), ((1, 9), "not opened yet")]
)
def test_outside_its_days_nothing_comes_in_and_what_was_typed_comes_back(
    opened, hours, words
):
    stamp = new_stamp(time.time() - 60)
    opened.start, opened.end = map(in_hours, hours)
    transaction.commit()
    page_of(opened, "/@@ask-question")
    before = last_write()
    answer = send(opened, stamp)
    assert words in answer.text
    form = lxml.html.fromstring(answer.text).get_element_by_id("pbgdpl-ask")
    assert form.cssselect("textarea[name=question]")[0].text_content() == QUESTION
    assert form.cssselect("input[name=asker_email]")[0].get("value") == MAIL
    assert form.get("action") == f"{opened.aq_parent.absolute_url()}/@@ask-question"
    assert stored_questions() == [] and last_write() == before
    # Sent again from there it is an ordinary question
    assert 'id="pbgdpl-code"' in send(opened.aq_parent, stamp).text
    (question,) = stored_questions()
    assert question.aq_parent.UID() != opened.UID()


@pytest.mark.usefixtures("served_whole")
def test_the_closed_form_says_where_to_ask(opened):
    opened.start, opened.end = in_hours(-9), in_hours(-1)
    transaction.commit()
    html = page_of(opened, "/@@ask-question")
    assert "takes no more questions" in html and 'name="question"' not in html
    assert f'href="{opened.aq_parent.absolute_url()}/@@ask-question"' in html
    assert "@@ask-question" not in page_of(opened)


def test_the_form_sent_twice_is_one_question_even_over_the_end(opened):
    stamp = new_stamp(time.time() - 60)
    first = send(opened, stamp).text
    transaction.begin()
    opened.start, opened.end = in_hours(-9), in_hours(-1)
    transaction.commit()
    again = send(opened, stamp).text
    assert 'id="pbgdpl-code"' in first and 'id="pbgdpl-code"' in again
    assert len(stored_questions()) == 1


def test_nobody_asks_in_a_draft(place):
    draft = make_dialogue(place, title="Đang soạn", public=False)
    transaction.commit()
    answer = send(draft)
    assert "login" in answer.url and stored_questions() == []
    owner = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
    assert "not public" in page_of(draft, "/@@ask-question", owner)


def test_what_is_wrong_comes_back_as_in_the_ordinary_form(opened):
    answer = send(opened, question="Hỏi", consent="")
    form = lxml.html.fromstring(answer.text).get_element_by_id("pbgdpl-ask")
    assert form.get("action") == f"{opened.absolute_url()}/@@ask-question"
    assert len(form.cssselect("[aria-invalid=true]")) >= 2
    assert stored_questions() == []
    danger = "Chồng tôi đánh tôi và con, tôi phải làm gì?"
    refused = send(opened, question=danger, consent="").text
    assert 0 < refused.index("tel:113") < refused.index('id="ask-problems"')
    receipt = send(opened, question=danger, seen="1", told="1").text
    assert 0 < receipt.index("tel:113") < receipt.index('id="pbgdpl-code"')


@pytest.mark.usefixtures("served_whole")
def test_hostile_words_go_round_as_words(opened):
    send(opened, question=f"{XSS} đất đai của tôi", public_name=XSS[:90])
    (question,) = stored_questions()
    write_answer(question, f"<p>Trả lời {XSS}</p>")
    put(question, "published")
    transaction.commit()
    page = lxml.html.fromstring(page_of(opened))
    (shown,) = page.cssselect(".pbgdpl-answer")
    assert "alert(1)" in shown.text_content()
    assert not shown.xpath(".//script | .//*[@onmouseover]")


@pytest.mark.usefixtures("served_whole")
def test_an_answer_shows_as_soon_as_it_is_published(opened):
    """The road of the desk, to the page that an anonymous visitor reads."""
    send(opened)
    (question,) = stored_questions()
    api.portal.set_registry_record("sonla.pbgdpl.four_eyes", False)
    write_answer(question)
    for step in ROAD:
        assert "Nam từ đủ 20 tuổi" not in page_of(opened)
        with api.env.adopt_user(username=SITE_OWNER_NAME):
            api.content.transition(question, step)
        transaction.commit()
    html = page_of(opened)
    assert "Nam từ đủ 20 tuổi" in html and QUESTION in html
    assert MAIL not in html and question.tracking_code not in html


def test_the_desk_of_a_dialogue_has_its_questions_alone(opened):
    ask(opened, "Câu trong đối thoại")
    ask(opened.aq_parent, "Câu ngoài đối thoại")
    transaction.commit()
    owner = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
    desk = page_of(opened, "/@@pbgdpl-questions", owner)
    assert "Câu trong đối thoại" in desk and "Câu ngoài đối thoại" not in desk
    whole = page_of(opened.aq_parent, "/@@pbgdpl-questions", owner)
    assert "Câu trong đối thoại" in whole and "Câu ngoài đối thoại" in whole
    closed = requests.get(f"{opened.absolute_url()}/@@pbgdpl-questions", timeout=60)
    assert "Câu trong" not in closed.text and "login" in closed.url


@pytest.mark.usefixtures("served_whole")
def test_the_page_leads_the_office_to_the_desk(opened):
    ask(opened, "Câu trong đối thoại")
    transaction.commit()
    owner = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
    assert f"{opened.absolute_url()}/@@pbgdpl-questions" in page_of(opened, auth=owner)
    assert "@@pbgdpl-questions" not in page_of(opened)


def test_of_many_who_ask_in_the_same_moment_none_is_lost(opened):
    """Who is told that it is busy gets what they typed back, and sends it again."""
    url, many = f"{opened.absolute_url()}/@@ask-question", 8
    waiting = {
        f"{QUESTION} Lần {number}.": new_stamp(time.time() - 60)
        for number in range(many)
    }
    stored = 0
    while waiting:
        with ThreadPoolExecutor(many) as pool:
            asked = {
                text: pool.submit(post, url, stamp, question=text)
                for text, stamp in waiting.items()
            }
        for text, answer in ((text, one.result()) for text, one in asked.items()):
            if 'id="pbgdpl-code"' in answer.text:
                del waiting[text]
            else:
                assert answer.status_code == 429 and text in answer.text
                assert 'action="' not in answer.text, "it goes to where it came from"
        assert many - len(waiting) > stored, "nobody gets through"
        stored = many - len(waiting)
    assert len(stored_questions()) == many
    assert {one.aq_parent.UID() for one in stored_questions()} == {opened.UID()}
