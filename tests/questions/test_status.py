"""How far a question is: for whoever has code and contact, and for nobody else."""

from made_once import made_once
from plone import api
from public_content import make_section
from questions_content import answer
from questions_content import ask
from questions_content import put
from sonla.pbgdpl.core import limiter as limiters
from sonla.pbgdpl.core.limiter import wait_after
from sonla.pbgdpl.questions import spam_protection
from sonla.pbgdpl.questions.covering import cover_all
from sonla.pbgdpl.questions.merging import MERGED_WITH
from sonla.pbgdpl.questions.tracking import fold_contact

import pytest
import requests
import transaction

pytestmark = pytest.mark.usefixtures("served_alone")

SECTION = "/pho-bien-giao-duc-phap-luat"


@pytest.fixture(autouse=True)
def fresh_limits():
    spam_protection.GUESSES.forget()
    yield
    spam_protection.GUESSES.forget()


@pytest.fixture
def question(functional_portal):
    question = made_once(functional_portal, ask_in_section)
    transaction.commit()
    return question


def ask_in_section(portal):
    """Leave a question in a section."""
    return ask(make_section(portal))


@pytest.fixture
def look(functional_portal, question):
    def send(code, contact):
        return requests.post(
            f"{functional_portal.absolute_url()}{SECTION}/@@question-status",
            data={"code": code, "contact": contact},
            timeout=60,
        )

    return send


@pytest.mark.usefixtures("served_whole")
@pytest.mark.parametrize(
    "contact",
    [
        "nguoi.hoi@example.org",
        " NGUOI.HOI@example.org",
        "0912000111",
        "+84 912 000 111",
    ],
)
def test_code_and_contact_show_the_state(question, look, contact):
    answer = look(question.tracking_code.lower(), contact)
    assert answer.status_code == 200
    assert "Đã tiếp nhận" in answer.text or "has come in" in answer.text
    assert question.question not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies


def test_the_asker_reads_what_is_covered_for_others_as_they_wrote_it(
    question, look, functional_portal
):
    question.question = "Tôi là Lò Văn Mẫu, gọi 0900 000 000.\nChia đất thế nào?"
    other = ask(question.aq_parent, "Khác", question="Bà Lò Thị Mẫu hỏi việc khác.")
    with api.env.adopt_roles(["Manager"]):
        assert cover_all(question) and cover_all(other)
    transaction.commit()
    by_phone = look(question.tracking_code, "0912 000 111")
    assert "Tôi là Lò Văn Mẫu, gọi 0900 000 000." in by_phone.text
    wrong = look(question.tracking_code, "0912 000 112")
    assert "Mẫu" not in wrong.text and "0900 000 000" not in wrong.text
    setattr(question, MERGED_WITH, other.UID())
    transaction.commit()
    merged = look(question.tracking_code, "0912 000 111")
    assert "Lò Văn Mẫu" in merged.text and "Lò Thị Mẫu" not in merged.text


def test_all_that_is_wrong_gets_one_answer(question, look):
    code = question.tracking_code
    wrong = [
        (code, "khac@example.org"),
        (code, ""),
        (code, "1"),
        ("ABCD-EFGH-JKMN", "nguoi.hoi@example.org"),
        ("", ""),
        ("x" * 500, "y" * 500),
        ("<script>alert(1)</script>", "nguoi.hoi@example.org"),
    ]
    pages = []
    for typed in wrong:
        answer = look(*typed)
        text = answer.text
        assert "<script>alert(1)" not in text
        for value in sorted(typed, key=len, reverse=True):
            if len(value) > 3:
                text = text.replace(value[:200], "")
        pages.append((answer.status_code, text.count('role="alert"'), len(text) // 400))
    assert {page[:2] for page in pages} == {(200, 1)}


def test_contact_of_another_question_is_wrong(question, look):
    with api.env.adopt_roles(["Manager"]):
        other = ask(
            question.aq_parent, asker_email="khac@example.org", asker_phone=None
        )
        transaction.commit()
    assert "pbgdpl-status" not in look(other.tracking_code, "0912000111").text
    assert "pbgdpl-status" in look(other.tracking_code, "khac@example.org").text


def test_a_question_without_a_contact_is_nobodys(question, look):
    question.asker_email = question.asker_phone = None
    transaction.commit()
    for contact in ("", " ", "0", "@"):
        assert "pbgdpl-status" not in look(question.tracking_code, contact).text


@pytest.mark.long
def test_who_guesses_is_asked_to_wait_and_who_knows_is_never_kept_out(question, look):
    for number in range(20):
        assert look("ABCD-EFGH-JKMN", f"{number}@example.org").status_code == 200
    for _number in range(6):
        spam_protection.GUESSES.note("127.0.0.1")
    refused = [look("ABCD-EFGH-JKMN", "a@example.org") for _number in range(5)]
    assert {one.status_code for one in refused} == {429}
    waits = [int(one.headers["Retry-After"]) for one in refused]
    assert 0 < min(waits) and max(waits) <= 64, "what comes too early isn't counted"
    right = look(question.tracking_code, "nguoi.hoi@example.org")
    assert right.status_code == 200
    assert "pbgdpl-status" in right.text and "Retry-After" not in right.headers
    half_right = look(question.tracking_code, "a@example.org")
    assert half_right.status_code == 429, "no other answer than to a wrong code"
    assert "pbgdpl-status" not in half_right.text


def test_the_pauses_double_up_to_an_hour():
    limiter, now, waits = limiters.Limiter(), 0.0, []
    for _number in range(20):
        assert limiter.wait("203.0.113.7", wait_after, now) == 0
    for _number in range(10):
        waits.append(limiter.wait("203.0.113.7", wait_after, now))
        early = limiter.wait("203.0.113.7", wait_after, now + waits[-1] - 1)
        assert early == 1
        now += waits[-1]
    assert waits == [2**power for power in range(1, 11)]
    assert max(map(wait_after, range(200))) == 3600


def test_the_pauses_end_with_the_hour():
    limiter = limiters.Limiter()
    for _number in range(21):
        limiter.note("203.0.113.7", 0.0)
    assert limiter.wait("203.0.113.7", wait_after, 1.0) == 1
    assert limiter.wait("203.0.113.8", wait_after, 1.0) == 0
    assert limiter.wait("203.0.113.7", wait_after, 3601.0) == 0


def test_what_is_counted_of_an_address_is_bounded():
    counted = {spam_protection.GUESSES.note("203.0.113.7") for _ in range(10_000)}
    assert max(counted) == limiters.MAX_TIMES


def test_those_who_know_use_nothing_up(question, look):
    for _ in range(25):
        answer = look(question.tracking_code, "0912000111")
    assert answer.status_code == 200


def test_reason_and_address_are_told(question, look):
    put(question, "declined", comment="Đơn tố cáo: <b>gửi Thanh tra tỉnh</b>.")
    transaction.commit()
    page = look(question.tracking_code, "0912000111").text
    assert "gửi Thanh tra tỉnh" in page and "<b>gửi" not in page
    put(answer(question), "published")
    transaction.commit()
    assert question.absolute_url() in look(question.tracking_code, "0912000111").text


@pytest.mark.usefixtures("served_whole")
def test_a_private_answer_is_not_shown(question, look):
    put(answer(question, "<p>BIMAT</p>"), "replied_privately")
    transaction.commit()
    page = look(question.tracking_code, "0912000111").text
    assert "pbgdpl-status" in page and "BIMAT" not in page


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("+84 912 000 111", "0912000111"),
        ("84912000111", "0912000111"),
        ("0912.000.111", "0912000111"),
        ("A@Example.org ", "a@example.org"),
    ],
)
def test_contacts_fold(typed, known):
    assert fold_contact(typed) == known
