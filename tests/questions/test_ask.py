"""The form of questions, asked over HTTP as browsers and programs do."""

from camera_photos import DEVICE
from camera_photos import photo
from camera_photos import position
from concurrent.futures import ThreadPoolExecutor
from desk_content import deliver
from loopback_smtp import smtp_server
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from proved_work import solved
from public_content import make_section
from questions_content import stored_questions
from served_mail import call
from served_mail import use_port
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.proof_of_work import challenge
from sonla.pbgdpl.core.typed_text import MAX_READ
from sonla.pbgdpl.mail.queue import queue_of
from sonla.pbgdpl.questions import spam_protection
from sonla.pbgdpl.questions.content import state_in_history
from sonla.pbgdpl.questions.form_data import QuestionForm
from sonla.pbgdpl.questions.form_tokens import new_stamp
from sonla.pbgdpl.questions.form_tokens import nonce_of
from sonla.pbgdpl.questions.settings import PREFIX
from sonla.pbgdpl.ui.icons import qr_svg
from ZPublisher import HTTPRequest

import lxml.html
import pytest
import re
import requests
import time
import transaction

pytestmark = pytest.mark.usefixtures("served_alone")

SECTION = "/pho-bien-giao-duc-phap-luat"
QUESTION = "Con tôi 15 tuổi, khi nào được đăng ký kết hôn? Cần giấy tờ gì?"
VALUES = {
    "question": QUESTION,
    "legal_field": "dat-dai",
    "commune": "03646",
    "public_name": "L. T. M.",
    "asker_email": "nguoi.hoi@example.org",
    "asker_phone": "",
    "consent": "1",
    "website": "",
    "proof": "",
}
CODE = re.compile(r'id="pbgdpl-code">([2-9A-Z]{4}(?:-[2-9A-Z]{4}){2})<')


@pytest.fixture
def served(functional_portal):
    make_section(functional_portal)
    deliver()
    # A portal's very first page between two columns of portlets writes what all need
    url = f"{functional_portal.absolute_url()}{SECTION}/@@ask-question"
    requests.get(url, timeout=60)
    return functional_portal


@pytest.fixture
def form(served):
    """Send the form as somebody who opened it a minute ago."""

    def send(path=SECTION, files=None, stamp=None, auth=None, **changes):
        stamp = new_stamp(time.time() - 60) if stamp is None else stamp
        return requests.post(
            f"{served.absolute_url()}{path}/@@ask-question",
            data={**VALUES, "stamp": stamp, **changes},
            files=files,
            auth=auth,
            timeout=60,
        )

    return send


@pytest.fixture
def setting(served):
    def change(name, value):
        api.portal.set_registry_record(f"{PREFIX}.{name}", value)
        transaction.commit()

    return change


def size():
    """Name the last transaction: what is refused must not write. The mailer writes late."""
    deliver()
    return api.portal.get()._p_jar.db().lastTransaction()


@pytest.mark.usefixtures("served_whole")
@pytest.mark.parametrize("path", ["", SECTION])
def test_the_form_is_there_for_everybody(served, path):
    answer = requests.get(f"{served.absolute_url()}{path}/@@ask-question", timeout=60)
    assert answer.status_code == 200
    assert not answer.cookies and "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert 'name="stamp"' in answer.text and 'name="question"' in answer.text


def test_a_portal_without_a_section_says_so(functional_portal):
    transaction.commit()
    url = f"{functional_portal.absolute_url()}/@@ask-question"
    for method in ("get", "post"):
        answer = getattr(requests, method)(url, timeout=60)
        assert answer.status_code == 200
        assert 'name="question"' not in answer.text


@pytest.mark.parametrize("path", ["", SECTION])
def test_a_question_is_taken_in(form, path):
    answer = form(path)
    assert answer.status_code == 200
    (question,) = stored_questions()
    assert CODE.search(answer.text).group(1) == question.tracking_code
    assert state_in_history(question) == "received"
    assert question.question == QUESTION
    assert question.title == "Question on đất đai, Phường Tô Hiệu"
    assert question.legal_fields == ("dat-dai",)
    assert question.territory == ("03646",)
    assert question.asker_email == "nguoi.hoi@example.org"
    assert question.asker_consent
    assert question.due_date is not None
    assert not answer.cookies


@pytest.mark.usefixtures("served_whole")
def test_the_receipt_is_for_its_asker_alone(form):
    """Code, deadline and a picture of the address that asks for the code, without it."""
    api.portal.set_registry_record(
        "sonla.pbgdpl.public_address", "https://sonla.example"
    )
    transaction.commit()
    answer = form()
    assert answer.headers["Cache-Control"] == "no-store"
    (question,) = stored_questions()
    assert format_day(question.due_date) in answer.text
    tree = lxml.html.fromstring(answer.content)
    address = f"https://sonla.example{SECTION}/@@question-status"
    assert address in [link.get("href") for link in tree.cssselect("#content a")]
    drawn = lxml.html.tostring(tree.cssselect("#content section svg")[0])
    expected = lxml.html.fromstring(qr_svg(address))
    assert drawn.strip() == lxml.html.tostring(expected).strip()
    links = [one for one in tree.cssselect("[href], [src]")]
    found = [one.get("href") or one.get("src") for one in links]
    assert not [one for one in found if question.tracking_code in one]


def test_it_belongs_to_nobody_whoever_is_logged_in(served, form):
    auth = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
    page = requests.get(
        f"{served.absolute_url()}{SECTION}/@@ask-question", auth=auth, timeout=60
    ).text
    token = re.search(r'name="_authenticator"[^>]*value="([^"]+)"', page).group(1)
    form(auth=auth, _authenticator=token)
    (question,) = stored_questions()
    assert question.get_local_roles() == ()
    assert SITE_OWNER_NAME not in question.listCreators()
    (line,) = question.workflow_history["pbgdpl_question_workflow"]
    assert line["actor"] is None
    with api.env.adopt_roles(["Anonymous"]):
        assert not api.user.has_permission("View", obj=question)


@pytest.mark.usefixtures("served_whole")
def test_it_is_found_by_nobody_and_its_folders_are_in_no_menu(served, form):
    form()
    root = served.absolute_url()
    for path in (f"{SECTION}", f"{SECTION}/@@pbgdpl-search?q=ket+hon", "/sitemap"):
        assert "khi nào được" not in requests.get(f"{root}{path}", timeout=60).text
    assert "Câu hỏi" not in requests.get(f"{root}{SECTION}", timeout=60).text


def test_the_same_form_sent_twice_is_one_question(form):
    stamp = new_stamp(time.time() - 60)
    codes = {CODE.search(form(stamp=stamp).text).group(1) for _ in range(3)}
    assert len(codes) == len(stored_questions()) == 1


def test_a_form_pressed_many_times_at_once_is_one_question(form):
    stamp = new_stamp(time.time() - 60)
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: form(stamp=stamp), range(6)))
    codes = [CODE.search(answer.text) for answer in answers]
    assert {one.group(1) for one in codes if one} == {form_code(form, stamp)}
    for answer, code in zip(answers, codes, strict=True):
        assert code or answer.status_code == 429
    assert len(stored_questions()) == 1


def form_code(form, stamp):
    """Send the form once more; give the code that it shows."""
    return CODE.search(form(stamp=stamp).text).group(1)


def test_a_form_is_known_again_though_the_numbers_are_used_up(form, setting):
    setting("hourly_all", 1)
    stamp = new_stamp(time.time() - 60)
    assert form_code(form, stamp) == form_code(form, stamp)
    assert form().status_code == 429


REFUSED = {
    "honeypot": {"website": "https://example.org"},
    "no stamp": {"stamp": ""},
    "forged stamp": {"stamp": "1900000000.abcdef.0123456789abcdef0123456789abcdef"},
    "short": {"question": "Hả?"},
    "blank": {"question": " \n\t "},
    "long": {"question": "Đ" * 5001},
    "no contact": {"asker_email": "", "asker_phone": ""},
    "bad mail": {"asker_email": "không phải thư"},
    "mail header": {"asker_email": "a@example.org\nBcc: b@example.org"},
    "two mails": {"asker_email": "a@example.org,b@example.org"},
    "bad phone": {"asker_email": "", "asker_phone": "<script>"},
    "no consent": {"consent": ""},
    "unknown field": {"legal_field": "khong-co"},
    "ended unit": {"commune": "116"},
    "long name": {"public_name": "M" * 101},
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_comes_back_filled_in_and_stores_nothing(form, case):
    before = size()
    answer = form(**REFUSED[case])
    assert answer.status_code == 200
    assert 'role="alert"' in answer.text and 'name="stamp"' in answer.text
    assert CODE.search(answer.text) is None
    typed = REFUSED[case].get("question", QUESTION)[:60].strip()
    assert typed in answer.text
    assert size() == before
    assert stored_questions() == []


@pytest.mark.parametrize("name", ["question", "public_name", "asker_email"])
def test_of_a_megabyte_in_a_field_the_beginning_is_read(portal, name):
    typed = QuestionForm({**VALUES, name: "M" * 1_000_000})
    typed.values()
    assert len(typed.text(name)) == MAX_READ
    assert name in typed.errors


@pytest.mark.parametrize("age", [0, 13 * 3600])
def test_too_fast_and_too_late(form, setting, age):
    setting("least_seconds", 120)
    before = size()
    answer = form(stamp=new_stamp(time.time() - age))
    assert QUESTION in answer.text and CODE.search(answer.text) is None
    assert size() == before


def test_who_was_too_fast_sends_the_form_that_came_back(form, setting):
    setting("least_seconds", 120)
    first = form(stamp=new_stamp(time.time() - 60))
    setting("least_seconds", 60)
    stamp = re.search(r'name="stamp"[^>]*value="([^"]+)"', first.text).group(1)
    assert CODE.search(form(stamp=stamp).text)


class TestNumbers:
    def test_one_address_sends_what_the_settings_say(self, form, setting):
        setting("hourly_address", 3)
        codes = [CODE.search(form().text) for _ in range(3)]
        assert all(codes)
        before = size()
        answer = form()
        assert answer.status_code == 429
        assert 3500 < int(answer.headers["Retry-After"]) <= 3600
        assert QUESTION in answer.text and 'role="alert"' in answer.text
        assert size() == before and len(stored_questions()) == 3

    def test_all_together_send_what_the_settings_say(self, form, setting):
        setting("hourly_all", 2)
        assert all(CODE.search(form().text) for _ in range(2))
        before = size()
        answer = form(public_name='"><script>alert(1)</script>')
        assert answer.status_code == 429
        assert QUESTION in answer.text
        assert 3500 < int(answer.headers["Retry-After"]) <= 3600
        assert "<script>alert(1)" not in answer.text
        assert size() == before and len(stored_questions()) == 2

    def test_refused_forms_use_nothing_up(self, form, setting):
        setting("hourly_address", 1)
        for _ in range(5):
            form(consent="")
        assert CODE.search(form().text)

    def test_only_trusted_proxies_name_an_address(self, form, setting, served):
        setting("hourly_address", 1)
        assert CODE.search(form().text)
        answer = requests.post(
            f"{served.absolute_url()}{SECTION}/@@ask-question",
            data={**VALUES, "stamp": new_stamp(time.time() - 60)},
            headers={"X-Forwarded-For": "203.0.113.9"},
            timeout=60,
        )
        assert answer.status_code == 429

    def test_limiter_forgets_after_an_hour(self):
        limiter = spam_protection.Limiter()
        assert limiter.may_pass({"a": 1}, now=0)
        assert not limiter.may_pass({"a": 1}, now=3599)
        assert limiter.may_pass({"a": 1}, now=3601)

    def test_limiter_tells_when_there_is_room_again(self):
        limiter = spam_protection.Limiter()
        for now in (0, 600, 900):
            assert limiter.may_pass({"a": 3, "b": 9}, now=now)
        assert limiter.seconds_until_free({"a": 4, "b": 4}, now=900) == 0
        assert limiter.seconds_until_free({"a": 3, "b": 9}, now=900.5) == 2700
        # Where the number was made smaller since, more of them have to be over
        assert limiter.seconds_until_free({"a": 2, "b": 9}, now=900) == 3300
        assert limiter.seconds_until_free({"a": 3, "b": 1}, now=900) == 3600
        assert limiter.may_pass({"a": 3, "b": 9}, now=3600)

    def test_limiter_does_not_grow(self):
        limiter = spam_protection.Limiter(most=100)
        for number in range(1000):
            limiter.may_pass({"*": 10**6, str(number): 5}, now=number)
        assert len(limiter.times_by_key) <= 100
        assert limiter.is_full("*", 1000, now=1000)

    def test_no_address_is_kept_longer_than_it_counts(self):
        limiter = spam_protection.Limiter()
        for number in range(50):
            limiter.may_pass({"*": 10**6, str(number): 5}, now=number)
        limiter.may_pass({"*": 10**6, "49": 5}, now=3601)
        assert not limiter.times_by_key.keys() & {"0", "1"}
        assert {"2", "48", "49", "*"} <= limiter.times_by_key.keys()
        limiter.is_full("x", 1, now=9000)
        assert not limiter.times_by_key

    def test_addresses_behind_a_trusted_proxy_are_counted_apart(
        self, served, setting, monkeypatch
    ):
        setting("hourly_address", 1)
        monkeypatch.setattr(HTTPRequest, "trusted_proxies", ["127.0.0.1", "192.0.2.1"])

        def from_address(forwarded):
            return requests.post(
                f"{served.absolute_url()}{SECTION}/@@ask-question",
                data={**VALUES, "stamp": new_stamp(time.time() - 60)},
                headers={"X-Forwarded-For": forwarded},
                timeout=60,
            ).status_code

        assert from_address("203.0.113.9") == from_address("203.0.113.10") == 200
        # What a visitor claims stands before what the proxies have seen.
        claims = ("198.51.100.1, 203.0.113.9", "198.51.100.2, 203.0.113.9, 192.0.2.1")
        assert {from_address(one) for one in claims} == {429}

    @pytest.mark.parametrize(
        ("one", "other", "same"),
        [
            ("2001:db8:1:2::7", "2001:db8:1:2:ffff::1", True),
            ("2001:db8:1:2::7", "2001:db8:1:3::7", False),
            ("::ffff:192.0.2.1", "192.0.2.1", True),
            ("192.0.2.1", "192.0.2.2", False),
        ],
    )
    def test_addresses(self, one, other, same):
        assert (spam_protection.key_of(one) == spam_protection.key_of(other)) is same
        assert spam_protection.key_of("không phải địa chỉ")


class TestProof:
    @pytest.fixture(autouse=True)
    def wanted(self, setting):
        setting("proof_of_work", True)

    def solved(self, stamp):
        return solved(challenge(nonce_of(stamp)))

    def test_a_proved_question_comes_in(self, form):
        stamp = new_stamp(time.time() - 60)
        assert CODE.search(form(stamp=stamp, proof=self.solved(stamp)).text)
        (question,) = stored_questions()
        assert not hasattr(question, "_pbgdpl_unproved")

    def test_a_proof_is_good_for_its_own_form(self, form):
        proof = self.solved(new_stamp(time.time() - 60))
        before = size()
        answer = form(proof=proof)
        assert QUESTION in answer.text and CODE.search(answer.text) is None
        assert size() == before

    @pytest.mark.parametrize("proof", ["x", "e30=", "A" * 5000, "bnVsbA==", "W10="])
    def test_nonsense_is_no_proof(self, form, proof):
        before = size()
        assert CODE.search(form(proof=proof).text) is None
        assert size() == before

    def test_without_javascript_it_waits_apart(self, form):
        assert CODE.search(form().text)
        (question,) = stored_questions()
        assert question._pbgdpl_unproved is True

    def test_fewer_come_in_without(self, form, setting):
        setting("hourly_all", 10)
        answers = [form() for _ in range(4)]
        assert [bool(CODE.search(a.text)) for a in answers] == [
            True,
            True,
            False,
            False,
        ]
        stamp = new_stamp(time.time() - 60)
        assert CODE.search(form(stamp=stamp, proof=self.solved(stamp)).text)


M4A = b"\x00\x00\x00\x18ftypM4A " + b"0" * 100
"""The beginning of what a telephone records."""


class TestFiles:
    def test_a_photo_says_no_more_where_it_was_taken(self, form):
        taken = photo()
        assert position(taken)
        sent = ("files:list", ("anh.jpg", taken, "image/jpeg"))
        assert CODE.search(form(files=[sent]).text)
        (question,) = stored_questions()
        (file,) = question.asker_files
        assert position(file.data) == {} and DEVICE.encode() not in file.data

    def test_the_office_hears_and_sees_what_was_sent(self, form):
        sent = [
            ("files:list", ("ghi âm.m4a", M4A, "audio/mp4")),
            ("files:list", ("anh.jpg", photo(), "image/jpeg")),
            ("files:list", ("don.pdf", b"%PDF-1.7", "application/pdf")),
        ]
        assert CODE.search(form(files=sent).text)
        (question,) = stored_questions()
        url = question.absolute_url()
        auth = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
        tree = lxml.html.fromstring(requests.get(url, auth=auth, timeout=60).content)
        (player,) = tree.cssselect("audio[controls]")
        (picture,) = tree.cssselect(".pbgdpl-office img")
        assert player.get("src").endswith("number=0")
        assert picture.get("src").endswith("number=1") and picture.get("alt")
        answers = [
            requests.get(f"{url}/@@question-file?number={n}", auth=auth, timeout=60)
            for n in range(3)
        ]
        kinds = [one.headers["Content-Type"] for one in answers]
        assert kinds == ["audio/mp4", "image/jpeg", "application/octet-stream"]
        for one in answers:
            assert one.headers["Cache-Control"] == "no-store, private"
            assert one.headers["Content-Disposition"].startswith("attachment;")
        part = requests.get(
            player.get("src"), auth=auth, headers={"Range": "bytes=4-7"}, timeout=60
        )
        assert (part.status_code, part.content) == (206, b"ftyp")
        assert requests.get(player.get("src"), timeout=60).content != M4A

    @pytest.mark.parametrize(
        ("name", "data", "words"),
        [
            ("anh.heic", b"\x00\x00\x00\x18ftypheic", "HEIC"),
            ("bai hat.mp3", b"MZ\x90\x00" + b"0" * 99, "mp3"),
            ("ghi am.amr", b"#!/bin/sh\n", "amr"),
            ("ghi am.m4a", b"", "0 byte"),
            ("phim.mp3", b"ID3" + b"0" * (40 * 1024 * 1024), "5 MB"),
        ],
    )
    def test_what_is_refused_is_said_and_the_rest_stays(self, form, name, data, words):
        before = size()
        page = lxml.html.fromstring(form(files=[("files:list", (name, data))]).content)
        (problem,) = page.cssselect("#ask-files-error li")
        assert name in problem.text and words in problem.text
        (typed,) = page.cssselect("#ask-question")
        assert typed.text.strip() == QUESTION
        assert size() == before

    def test_files_come_along(self, form):
        pdf = ("../../etc/don\u202efdp.pdf", b"%PDF-1.7\n%%EOF", "text/html")
        png = ("ảnh.png", b"\x89PNG\r\n\x1a\n" + b"0" * 20, "image/png")
        assert CODE.search(form(files=[("files:list", pdf), ("files:list", png)]).text)
        (question,) = stored_questions()
        names = [file.filename for file in question.asker_files]
        assert names == ["donfdp.pdf", "ảnh.png"]
        assert question.asker_files[0].contentType == "application/pdf"
        assert question.asker_files[0].data.startswith(b"%PDF")

    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("rong.pdf", b""),
            ("lon.pdf", b"%PDF-1.7" + b"0" * (6 * 1024 * 1024)),
            ("chay.exe", b"MZ"),
            ("trang.html", b"<html>"),
            ("gia.pdf", b"MZ\x90\x00"),
            ("khong-duoi", b"%PDF-1.7"),
            ("anh.svg", b"<svg onload=alert(1)>"),
            ("hai.pdf.js", b"alert(1)"),
            ('"><script>alert(1)</script>.exe', b"MZ"),
        ],
    )
    @pytest.mark.usefixtures("served_whole")
    def test_bad_files_are_refused(self, form, name, data):
        before = size()
        answer = form(files=[("files:list", (name, data, "application/pdf"))])
        assert answer.status_code == 200 and QUESTION in answer.text
        assert "<script>alert(1)" not in answer.text
        assert size() == before

    def test_four_files_are_too_many(self, form):
        pdf = ("files:list", ("a.pdf", b"%PDF-1.7", "application/pdf"))
        before = size()
        assert CODE.search(form(files=[pdf] * 4).text) is None
        assert size() == before

    def test_fifty_megabytes_are_refused_quickly(self, form):
        big = ("lon.pdf", b"%PDF-1.7" + b"0" * (50 * 1024 * 1024), "application/pdf")
        before = size()
        assert CODE.search(form(files=[("files:list", big)]).text) is None
        assert size() == before


HOSTILE = (
    "<script>alert(1)</script> Tôi muốn hỏi về đất đai?",
    '"><img src=x onerror=alert(1)> Tôi hỏi về đất đai?',
    "javascript:alert(1)//${request/HTTP_COOKIE} %s {0} đất đai?",
    "Emoji 👨‍👩‍👧‍👦 và cờ 🇻🇳 trong câu hỏi đất đai?",
    "Kết hôn ở tuổi nào? (NFD)".replace("ế", "e\u0302\u0301"),
    "Đảo chiều \u202egnud hnac\u202c trong câu hỏi đất đai?",
    "Ký tự \x00\x07\x1b điều khiển trong câu hỏi đất đai?",
    "Nửa cặp \ud83d trong câu hỏi về đất đai?".encode("utf-8", "replace").decode(),
)


@pytest.mark.usefixtures("served_whole")
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_questions_are_only_text(served, form, text):
    assert CODE.search(form(question=text, public_name=text[:90]).text)
    (question,) = stored_questions()
    assert not set(question.question) & set("\u202e\u202c\x00\x07\x1b")
    if "NFD" in text:
        assert "Kết hôn" in question.question
    if "👨" in text:
        assert "👨‍👩‍👧‍👦" in question.question
    auth = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
    for name in ("view", "edit", "@@pbgdpl-transition?workflow_action=accept"):
        page = requests.get(f"{question.absolute_url()}/{name}", auth=auth, timeout=60)
        assert page.status_code == 200
        assert "<script>alert(1)" not in page.text
        assert "<img src=x" not in page.text


def test_a_field_for_programs_is_shown_once_it_was_filled_in(served, form):
    url = f"{served.absolute_url()}{SECTION}/@@ask-question"
    hidden = "div.visually-hidden > #ask-website"
    first = lxml.html.fromstring(requests.get(url, timeout=60).content)
    assert len(first.cssselect(hidden)) == 1
    page = form(website="https://example.org").text
    assert lxml.html.fromstring(page).cssselect(hidden) == []
    (field,) = lxml.html.fromstring(page).cssselect("#ask-website")
    assert field.get("tabindex") is None
    assert field.get("value") == "https://example.org"
    assert not [one for one in field.iterancestors() if one.get("aria-hidden")]


def test_files_that_were_chosen_are_asked_for_again(form):
    again = "choose them again"
    file = ("files:list", ("don.pdf", b"%PDF-1.4\n1", "application/pdf"))
    assert again in form(files=[file], consent="").text
    assert again not in form(consent="").text
    assert stored_questions() == []


def test_each_wrong_file_is_named_with_its_reason_and_the_form_stays_filled_in(form):
    sent = [
        ("files:list", ("don.pdf", b"%PDF-1.7 tot", "application/pdf")),
        ("files:list", ("trong.pdf", b"", "application/pdf")),
        ("files:list", ("cai-dat.exe", b"MZ", "application/octet-stream")),
        ("files:list", ("gia.png", b"khong phai anh", "image/png")),
    ]
    typed = "Tôi muốn tách thửa đất cho hai con thì làm thế nào?"
    answer = form(files=sent, question=typed, public_name="L. T. Mẫu")
    assert CODE.search(answer.text) is None
    page = lxml.html.fromstring(answer.text)
    beside = [one.text_content() for one in page.cssselect("#ask-files-error li")]
    above = [
        link.text_content().strip()
        for link in page.cssselect('[role="alert"] a[href="#ask-files"]')
    ]
    assert [line.strip() for line in beside] == above
    reasons = {
        name: [line for line in above if name in line] for _f, (name, *_r) in sent
    }
    assert [len(lines) for lines in reasons.values()] == [0, 1, 1, 1]
    assert len(set(above)) == 4
    assert page.cssselect("#ask-question")[0].text_content().strip() == typed
    assert page.cssselect("#ask-public_name")[0].get("value") == "L. T. Mẫu"
    assert page.cssselect("#ask-files")[0].get("aria-invalid") == "true"


@pytest.fixture
def mails(served):
    """Collect what the portal mails, by a strict server."""
    with smtp_server() as server:
        use_port(server.port)
        yield server.mails


def test_thirteen_forms_are_no_bomb(form, setting, mails):
    setting("hourly_address", 100)
    for number in range(13):
        answer = form(question=f"{QUESTION} Lần {number}.")
        assert CODE.search(answer.text), "the code stands on the screen in any case"
    deliver()
    assert len(stored_questions()) == 13
    assert len(mails) == 3
    assert {mail["To"] for mail in mails} == {VALUES["asker_email"]}


@pytest.mark.long
def test_thirteen_questions_do_not_flood_the_office(served, form, setting, mails, at):
    """Whoever leaves no address is told nothing; the office is told of each question."""
    setting("hourly_address", 100)
    editor = "bien-tap@sonla.example"
    api.user.create(username="bien-tap", email=editor)
    section = served.unrestrictedTraverse(SECTION.strip("/"))
    api.user.grant_roles(username="bien-tap", roles=["PBGDPL Editor"], obj=section)
    transaction.commit()
    at(minutes=5)
    for number in range(13):
        sent = form(
            question=f"{QUESTION} Lần {number}.",
            asker_email="",
            asker_phone="0912 000 222",
        )
        assert CODE.search(sent.text)
    deliver()
    assert [mail["To"] for mail in mails] == [editor] * 6
    at(hours=1, minutes=10)
    call(served)
    assert len(mails) == 7 and "7 questions" in mails[-1]["Subject"]
    assert f"{SECTION}/@@pbgdpl-questions" in mails[-1].get_content()
    assert len(queue_of(served)) == 0


def test_the_link_of_a_mail_confirms_the_address_and_the_code_alone_does_not(
    served, form, setting, mails
):
    setting("hourly_address", 100)
    code = CODE.search(form().text).group(1)
    deliver()
    (mail,) = mails
    link = re.search(r"https?://\S+@@question-status\?mail=\w+", mail.get_content())[0]
    url = f"{served.absolute_url()}{SECTION}/@@question-status"
    addresses = queue_of(served).addresses
    look_up = {"code": code, "contact": VALUES["asker_email"]}
    for secret in ({}, {"mail": "x" * 32}):
        assert requests.post(url, data={**look_up, **secret}, timeout=60).ok
        transaction.begin()
        assert not addresses.is_confirmed(VALUES["asker_email"])
    page = lxml.html.fromstring(requests.get(link, timeout=60).text)
    token = page.cssselect("input[name=mail]")[0].get("value")
    assert requests.post(url, data={**look_up, "mail": token}, timeout=60).ok
    transaction.begin()
    assert addresses.is_confirmed(VALUES["asker_email"])
    for number in range(5):
        form(question=f"{QUESTION} Lần {number}.")
    deliver()
    assert len(mails) == 6
