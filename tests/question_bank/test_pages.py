"""The page of a bank, its steps with many questions, and files that are taken in and back."""

from AccessControl import Unauthorized
from bank_content import add_question
from bank_content import AGE
from bank_content import ANSWERS
from bank_content import make_bank
from io import BytesIO
from plone import api
from plone.protect import createToken
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.options.learning.question_bank.answer_counts import count_answers
from sonla.pbgdpl.options.learning.question_bank.content import question_of
from statistics_content import view
from urllib.parse import parse_qsl

import lxml.html
import pytest

pytestmark = pytest.mark.usefixtures("content_alone")

GIFT = """// [tag:can-cu\\:31/2024/QH15|Điều 3]
Đất thuộc sở hữu toàn dân. {T####Điều 12}

Hai đáp án? {=một =hai ~ba}

Mấy ngày? {#60}
"""


def texts(html, selector):
    found = lxml.html.fromstring(html).cssselect(selector)
    return [" ".join(one.text_content().split()) for one in found]


def post(bank, name, **form):
    """Make a page to which a form was sent."""
    return view(bank, name, "POST", **form, _authenticator=createToken())


class Upload(BytesIO):
    filename = "cau-hoi.txt"


@pytest.fixture
def editor(section, acting):
    with acting("PBGDPL Editor"):
        yield


class TestBank:
    def test_a_new_bank_says_what_to_do(self, section, editor):
        html = view(make_bank(section), "view")()
        assert "++add++BankQuestion" in html and "@@pbgdpl-bank-import" in html
        assert texts(html, "#pbgdpl-bank-unusable") and not texts(html, "table")

    def test_questions_with_state_share_and_numbers(self, bank, editor):
        question = add_question(bank, "approved")
        add_question(bank, question="Khác?")
        count_answers(bank, {question.UID(): True})
        html = view(bank, "view")()
        assert texts(html, "#pbgdpl-bank-counts strong") == ["1", "1"]
        row = texts(html, "#pbgdpl-questions tbody tr")[0]
        assert AGE in row and "100 % (1)" in row
        assert not texts(html, "#pbgdpl-bank-unusable")

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({"q": "ket hon"}, 1),
            ({"q": "nu 20"}, 1),
            ({"q": "không có"}, 0),
            ({"state": "draft"}, 1),
            ({"kind": "number"}, 1),
            ({"difficulty": "hard"}, 1),
            ({"field": "dat-dai"}, 1),
            ({"field": "x' or 1"}, 0),
            ({"changed": "1"}, 0),
        ],
    )
    def test_filters(self, bank, editor, asked, found):
        add_question(bank, "approved")
        other = {"difficulty": "hard", "legal_fields": ("dat-dai",)}
        add_question(
            bank, question="Mấy?", kind="number", number="3", answers=[], **other
        )
        assert len(list(view(bank, "view", **asked).rows())) == found

    def test_a_long_bank_comes_in_parts(self, bank, editor):
        for at in range(22):
            add_question(bank, question=f"Câu {at}?")
        page = view(bank, "view", questions="20", q="cau")
        assert len(list(page.rows())) == 2 and "q=cau" in page.part.before


class TestSteps:
    def test_many_are_approved_at_once_and_the_bank_with_them(self, section, acting):
        bank = make_bank(section)
        for at in range(3):
            add_question(bank, "submitted", question=f"Câu {at}?")
        assert api.content.get_state(bank) == "submitted"
        broken = add_question(bank, question="Hỏng?")
        with acting("PBGDPL Approver"):
            page = post(bank, "pbgdpl-bank-step", step="approve", everything="1")
            page()
        states = [api.content.get_state(one) for one in bank.objectValues()]
        assert sorted(states) == ["approved"] * 3 + ["draft"]
        assert api.content.get_state(bank) == "approved"
        assert api.content.get_state(broken) == "draft"

    def test_the_list_is_as_narrow_as_before(self, bank, editor):
        question = add_question(bank)
        sent = {"step": "submit", "uids": question.UID()}
        for filtered in ({}, {"state": "draft", "q": "tuổi"}):
            page = post(bank, "pbgdpl-bank-step", **sent, **filtered)
            page()
            address, _sign, query = page.request.response.getHeader(
                "location"
            ).partition("?")
            assert address == bank.absolute_url() and dict(parse_qsl(query)) == filtered

    def test_a_question_of_another_bank_is_not_touched(self, section, bank, editor):
        other = add_question(make_bank(section, "Khác"))
        post(bank, "pbgdpl-bank-step", step="submit", uids=[other.UID()])()
        assert api.content.get_state(other) == "draft"

    def test_to_retire_needs_a_comment(self, bank, editor):
        question = add_question(bank, "approved")
        sent = {"step": "retire", "uids": question.UID()}
        post(bank, "pbgdpl-bank-step", **sent)()
        assert api.content.get_state(question) == "approved"
        post(bank, "pbgdpl-bank-step", **sent, comment="Luật đã đổi")()
        assert api.content.get_state(question) == "retired"

    def test_who_confirms_is_noted(self, bank, editor):
        question = add_question(bank, "approved")
        post(bank, "pbgdpl-bank-step", step="confirm", uids=question.UID())()
        entry = next(iter(log.newest_first(["bank_question_confirmed"])))
        assert entry.facts["title"] == question.Title()


class TestFiles:
    def test_a_file_is_looked_at_taken_in_and_taken_back(self, bank, editor):
        html = post(bank, "pbgdpl-bank-import", upload=Upload(GIFT.encode()))()
        (fault,) = texts(html, "#pbgdpl-bank-faults tbody tr")
        assert fault.startswith("4 Hai đáp án?")
        assert len(texts(html, "#pbgdpl-bank-good tbody tr")) == 2
        assert not list(bank.objectIds()), "nothing is stored by looking"
        (packed,) = lxml.html.fromstring(html).xpath("//input[@name='packed']/@value")
        page = post(bank, "pbgdpl-bank-import", apply="1", packed=packed)
        page()
        assert page.added == 2
        first, second = sorted(map(question_of, bank.objectValues()), key=str)
        assert {first.kind, second.kind} == {"true_false", "number"}
        again = post(bank, "pbgdpl-bank-import", upload=Upload(GIFT.encode()))
        again()
        assert again.known == 2 and not again.good
        changed = bank.objectValues()[0]
        changed.explanation = "Sửa"
        changed.question = "Sửa?"
        back = post(bank, "pbgdpl-bank-import", undo=page.batch)
        back()
        assert (back.gone, back.kept) == (1, 1)
        assert list(bank.objectIds()) == [changed.getId()]

    def test_what_is_no_file_of_questions_keeps_what_was_typed(self, bank, editor):
        html = post(bank, "pbgdpl-bank-import", text="chỉ là chữ")()
        assert texts(html, "#pbgdpl-bank-faults tbody tr")
        html = post(bank, "pbgdpl-bank-import", text="  ")()
        assert texts(html, ".alert-danger")
        html = post(bank, "pbgdpl-bank-import", apply="1", packed="x")()
        assert texts(html, ".alert-danger")

    def test_a_list_is_looked_at_by_its_own_numbers(self, bank, editor):
        text = "Câu 7: Một?\nA. x\nB. y*\n\nCâu 8: Hai?\nA. x"
        html = post(bank, "pbgdpl-bank-import", text=text)()
        assert texts(html, "#pbgdpl-bank-good tbody tr")[0].startswith("1 Câu 7: Một?")
        assert texts(html, "#pbgdpl-bank-faults tr")[1].startswith("5 Câu 8: Hai?")
        html = post(bank, "pbgdpl-bank-import", text=text + "x" * 2**20)()
        assert texts(html, "textarea")[0].startswith("Câu 7")

    def test_names_of_500_letters(self, bank, editor):
        long = "x" * 500
        text = f"{long}?\nA. {long}\nB. {long}y\nANSWER: A\n"
        html = post(bank, "pbgdpl-bank-import", text=text)()
        (fault,) = texts(html, "#pbgdpl-bank-faults tbody tr")
        assert "501" in fault and len(fault) < 400

    def test_a_known_document_is_filled_in(self, section, bank, editor):
        add_question(bank, citations=[known_document()])
        page = post(bank, "pbgdpl-bank-import", text=GIFT)
        html = page()
        (packed,) = lxml.html.fromstring(html).xpath("//input[@name='packed']/@value")
        post(bank, "pbgdpl-bank-import", apply="1", packed=packed)()
        cited = [row for one in bank.objectValues() for row in one.citations]
        taken = next(row for row in cited if row["article"] == "Điều 3")
        assert (taken["issuer"], taken["document_type"]) == ("Quốc hội", "luat")

    def test_contributors_get_no_file_of_a_bank_that_is_not_theirs(self, bank, acting):
        add_question(bank, "approved", answers=[dict(row) for row in ANSWERS])
        with acting("PBGDPL Contributor"):
            assert not list(view(bank, "pbgdpl-bank-export", format="gift").brains)

    def test_who_may_only_read_takes_nothing_in(self, bank, acting):
        with acting("PBGDPL Approver"), pytest.raises(Unauthorized):
            view(bank, "pbgdpl-bank-import")()

    @pytest.mark.parametrize("kind", ["xlsx", "moodle", "gift", "aiken"])
    def test_each_format_is_given_and_noted(self, bank, editor, kind):
        add_question(bank, "approved")
        page = view(bank, "pbgdpl-bank-export", format=kind)
        data = page()
        assert data and (kind == "xlsx" or AGE in data.decode())
        assert "ngan-hang" in page.request.response.getHeader("Content-Disposition")


def known_document():
    """Return a document that the section knows by a question."""
    return {
        "document_type": "luat",
        "number": "31/2024/QH15",
        "issuer": "Quốc hội",
        "article": "Điều 1",
    }
