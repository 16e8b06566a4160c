"""The page on which an administrator finds, hands out and erases what is kept of one person."""

from html import unescape
from learning_pages import make_asked_bank
from learning_pages import make_course
from people import enter
from plone import api
from plone.protect import createToken
from public_content import make_section
from questions_content import ask
from secured_portal import account
from secured_portal import make_accounts
from secured_portal import people
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.pages import personal_data
from sonla.pbgdpl.core.personal_data import PersonalDataStore
from sonla.pbgdpl.core.personal_data import PersonalRecord
from sonla.pbgdpl.core.personal_data import reason_kept
from sonla.pbgdpl.core.personal_data import stores
from sonla.pbgdpl.options.learning.learners import add_learner
from sonla.pbgdpl.options.learning.learners import Learner
from sonla.pbgdpl.options.learning.learners import learners_of

import json
import lxml.html
import pytest
import transaction

MANAGER = people()["Manager"]
NAME, MAIL = "Mùa Thị Khâumốc", "khaumoc@example.org"
REGISTERED = "Giàng A Khâumốc"


@pytest.fixture
def section(functional_portal):
    """Return a section in which somebody asked and learned, and a namesake is on file."""
    section = make_section(functional_portal)
    make_accounts(section)
    ask(section, "Một", public_name=NAME, asker_email=MAIL)
    course = make_course(section, make_asked_bank(section))
    add_learner(course, Learner(NAME))
    enter(section, REGISTERED)
    transaction.commit()
    return section


def send(words="", **form):
    """Send the form of the page as an administrator."""
    form.setdefault("who", words)
    with api.env.adopt_user(username=account("Manager")):
        form["_authenticator"] = createToken()
    path = f"{api.portal.get().absolute_url_path()}/@@pbgdpl-personal-data"
    answer = MANAGER.ask(path, "POST", form)
    transaction.begin()
    return answer


def body_of(answer):
    return lxml.html.fromstring(answer.text).get_element_by_id("content")


def test_what_is_kept_is_shown_by_store_and_noted_without_the_words(section):
    answer = send(words="khaumoc")
    assert answer.status == 200 and "no-store" in answer.headers["Cache-Control"]
    body = body_of(answer)
    headings = [one.text_content() for one in body.cssselect("h2")]
    assert {
        "Questions of citizens",
        "Learners of online courses",
        "Register of legal reporters and propagandists",
    } <= set(headings)
    text = body.text_content()
    assert NAME in text and MAIL in text and REGISTERED in text
    newest = next(log.newest_first())
    assert newest.action == "personal_data_found" and newest.count >= 3
    assert "khaumoc" not in log.written(newest).lower()


def test_words_in_an_address_find_nothing(section):
    path = f"{api.portal.get().absolute_url_path()}/@@pbgdpl-personal-data"
    before = log.count()
    body = body_of(MANAGER.ask(f"{path}?who=khaumoc"))
    transaction.begin()
    assert not body.cssselect("h2") and log.count() == before
    assert not body.cssselect("#pbgdpl-personal-data-empty")
    body = body_of(send(words="Chẳng Có Ai"))
    assert body.cssselect("#pbgdpl-personal-data-empty")


def test_the_file_has_all_and_is_noted(section):
    answer = send(words=MAIL, file="1")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    found = json.loads(answer.body)
    (record,) = found["Questions of citizens"]
    assert record["facts"]["asker_email"] == MAIL
    newest = next(log.newest_first())
    assert (newest.action, newest.count) == ("personal_data_export", 1)
    assert MAIL not in log.written(newest)


def test_erasing_asks_once_and_says_what_was_done(section):
    body = body_of(send(words=NAME))
    (form,) = [
        one
        for one in body.cssselect("section form")
        if one.fields["store"] == "learners"
    ]
    fields = dict(form.form_values()) | {"erase": "1"}
    fields.pop("_authenticator")
    course = next(
        iter(api.content.find(unrestricted=True, portal_type="TrainingCourse"))
    ).getObject()
    asked = send(**fields)
    assert "pbgdpl-confirmation" in asked.text and NAME in unescape(asked.text)
    assert len(learners_of(course)) == 1
    (form,) = [
        one
        for one in lxml.html.fromstring(asked.text).forms
        if one.get("id") == "pbgdpl-confirmation"
    ]
    carried = dict(form.form_values()) | {"confirmed": "1"}
    carried.pop("_authenticator")
    done = send(**carried)
    assert not learners_of(course)
    newest = next(log.newest_first())
    assert newest.action == "personal_data_erased"
    assert NAME not in log.written(newest)
    assert "Learners of online courses" not in body_of(done).text_content()
    again = send(**carried)
    assert "not on file any more" in body_of(again).text_content()


def test_what_is_kept_says_why_and_has_no_button(section):
    body = body_of(send(words=REGISTERED))
    kept = {
        part.cssselect("h2")[0].text_content(): part
        for part in body.cssselect("section")
    }
    journal = kept["Log of operations"]
    assert not journal.cssselect("form") and "evidence" in journal.text_content()
    assert "{" not in journal.text_content() and REGISTERED in journal.text_content()
    register = kept["Register of legal reporters and propagandists"]
    fields = dict(register.cssselect("form")[0].form_values())
    fields |= {"erase": "1", "confirmed": "1"}
    fields.pop("_authenticator")
    refused = body_of(send(**fields)).cssselect("[role=alert]")
    assert "recognised" in refused[0].text_content()


def test_what_was_typed_by_hand_erases_nothing(section):
    for name, store in stores():
        if reason_kept(store) is None:
            for key in ("", "x", "x y"):
                form = {"store": name, "key": key, "erase": "1", "confirmed": "1"}
                page = send("x", **form)
                assert "not on file any more" in body_of(page).text_content(), name
    assert (
        "not on file any more" in send("x", store="none", erase="1", confirmed="1").text
    )


def test_many_records_are_read_as_far_as_they_are_shown(portal, http_request):
    read = []

    class Many(PersonalDataStore):
        title = "Nhiều"

        def records(self):
            for number in range(10_000):
                read.append(number)
                yield PersonalRecord(str(number), f"Lò Văn {number}")

    manager = portal.getSiteManager()
    many = Many()
    manager.registerUtility(
        many, name="a_many", provided=personal_data.IPersonalDataStore
    )
    http_request.method = "POST"
    http_request.form["who"] = "Lò Văn"
    page = personal_data.PersonalDataPage(portal, http_request)
    (found,) = page.found()
    assert page.is_cut and len(found.records) == personal_data.MAX_RECORDS
    assert len(read) == personal_data.MAX_RECORDS + 1
