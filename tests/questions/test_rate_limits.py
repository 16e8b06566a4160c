"""Questions that are sent too densely: refused in passing, with all that was typed."""

from public_content import make_section
from questions_content import stored_questions
from sonla.pbgdpl.questions import spam_protection
from sonla.pbgdpl.questions.form_tokens import new_stamp
from ZPublisher import HTTPRequest

import lxml.html
import pytest
import re
import requests
import time
import transaction

pytestmark = pytest.mark.usefixtures("served_alone")

SECTION = "/pho-bien-giao-duc-phap-luat"
QUESTION = "Con tôi 15 tuổi, khi nào được đăng ký kết hôn?"
CODE = re.compile(r'id="pbgdpl-code">([2-9A-Z-]{14})<')
TYPED = {
    "question": QUESTION,
    "legal_field": "dat-dai",
    "commune": "03646",
    "public_name": "L. T. Mẫu",
    "asker_email": "nguoi.hoi@example.org",
    "asker_phone": "0912 000 222",
    "consent": "1",
}


@pytest.fixture
def served(functional_portal):
    make_section(functional_portal)
    transaction.commit()
    # A portal's very first page writes what all pages need
    requests.get(
        f"{functional_portal.absolute_url()}{SECTION}/@@ask-question", timeout=60
    )
    return functional_portal


@pytest.fixture
def send(served):
    def send(path=f"{SECTION}/@@ask-question", forwarded=None, **changes):
        return requests.post(
            f"{served.absolute_url()}{path}",
            data={**TYPED, "stamp": new_stamp(time.time() - 60), **changes},
            headers={"X-Forwarded-For": forwarded} if forwarded else None,
            timeout=60,
        )

    return send


def use_up(address="127.0.0.1", most=spam_protection.MAX_PER_ADDRESS):
    """Have the form sent as often as a minute allows one address."""
    for _ in range(most):
        assert spam_protection.ATTEMPTS.may_pass(
            {spam_protection.EVERYBODY: most, address: most}
        )


@pytest.mark.usefixtures("served_whole")
@pytest.mark.parametrize(
    "path",
    [
        "/@@ask-question",
        f"{SECTION}/@@ask-question",
        f"{SECTION}/ask-question",
        f"{SECTION}/@@ask-question/",
        f"{SECTION}/++view++ask-question",
    ],
)
def test_what_is_too_dense_comes_back_filled_in_and_writes_nothing(served, send, path):
    use_up()
    before = served._p_jar.db().lastTransaction()
    answer = send(path, stamp="12.abc.def")
    assert answer.status_code == 429 and answer.headers["Retry-After"] == "60"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers
    assert answer.text.startswith("<!DOCTYPE html>")
    page = lxml.html.fromstring(answer.text)
    assert page.cssselect("textarea")[0].text_content().strip() == QUESTION
    values = {one.get("name"): one.get("value") for one in page.cssselect("input")}
    assert values == {k: v for k, v in TYPED.items() if k != "question"} | {
        "stamp": "12.abc.def"
    }
    assert "gửi lại" in page.cssselect('[role="alert"]')[0].text_content()
    assert not page.cssselect("link, script, #portal-footer")
    assert stored_questions() == []
    assert served._p_jar.db().lastTransaction() == before


def test_the_bare_page_sends_what_it_carries_and_the_question_comes_in(served, send):
    use_up()
    page = lxml.html.fromstring(send().text)
    (form,) = page.forms
    assert form.method == "POST" and form.get("action") is None
    spam_protection.ATTEMPTS.forget()
    values = dict(form.form_values())
    answer = requests.post(
        f"{served.absolute_url()}{SECTION}/@@ask-question", values, timeout=60
    )
    assert CODE.search(answer.text)
    (question,) = stored_questions()
    assert question.question == QUESTION and question.public_name == "L. T. Mẫu"


def test_a_second_press_that_was_too_much_leads_to_the_code_of_the_first(send):
    stamp = new_stamp(time.time() - 60)
    code = CODE.search(send(stamp=stamp).text).group(1)
    spam_protection.ATTEMPTS.forget()
    use_up()
    assert send(stamp=stamp).status_code == 429
    spam_protection.ATTEMPTS.forget()
    assert CODE.search(send(stamp=stamp).text).group(1) == code
    assert len(stored_questions()) == 1


@pytest.mark.long
def test_what_fails_uses_the_minute_up_like_what_passes(send):
    codes = [
        send(stamp="").status_code for _ in range(spam_protection.MAX_PER_ADDRESS + 2)
    ]
    assert codes == [200] * spam_protection.MAX_PER_ADDRESS + [429] * 2
    assert stored_questions() == []


def test_one_address_does_not_keep_the_others_from_asking(send, monkeypatch):
    monkeypatch.setattr(HTTPRequest, "trusted_proxies", ["127.0.0.1"])
    use_up("203.0.113.9")
    assert send(forwarded="203.0.113.9").status_code == 429
    assert CODE.search(send(forwarded="203.0.113.10").text)


def test_all_addresses_together_use_up_the_minute(send, monkeypatch):
    monkeypatch.setattr(HTTPRequest, "trusted_proxies", ["127.0.0.1"])
    for number in range(spam_protection.MAX_PER_MINUTE):
        assert spam_protection.ATTEMPTS.may_pass(
            {
                spam_protection.EVERYBODY: spam_protection.MAX_PER_MINUTE,
                f"203.0.113.{number}": 1,
            }
        )
    assert send(forwarded="198.51.100.7").status_code == 429


def test_the_form_and_all_other_pages_open_as_ever(served, send):
    use_up()
    url = served.absolute_url()
    for path in (f"{SECTION}/@@ask-question", SECTION, f"{SECTION}/@@questions"):
        assert requests.get(f"{url}{path}", timeout=60).status_code == 200
    looked = send(f"{SECTION}/@@question-status", code="", contact="")
    assert looked.status_code == 200 and 'name="code"' in looked.text


@pytest.mark.usefixtures("served_whole")
def test_hostile_words_come_back_as_words(send):
    use_up()
    hostile = '</textarea><script>alert(1)</script>"><img src=x onerror=alert(1)>'
    answer = send(question=hostile, public_name=hostile, PATH_INFO="/manage_main")
    assert answer.status_code == 429
    assert "<script" not in answer.text and "<img" not in answer.text
    page = lxml.html.fromstring(answer.text)
    assert page.cssselect("textarea")[0].text_content().strip() == hostile


def test_a_request_that_is_repeated_counts_once(served):
    request = served.REQUEST
    use_up(request.getClientAddr(), spam_protection.MAX_PER_ADDRESS - 1)
    assert spam_protection.may_try(request)
    assert spam_protection.may_try(request) and not spam_protection.is_rate_exceeded(
        request
    )


def test_a_form_of_that_name_that_is_not_ours_uses_nothing_up(send):
    assert send(f"{SECTION}/nothing-here/@@ask-question").status_code == 404
    assert not spam_protection.ATTEMPTS.times_by_key
