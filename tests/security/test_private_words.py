"""Nothing that a citizen wrote of people becomes public before somebody looked at it.

One table: where it was written × how it would become public × what it tells. Each way is tried,
then everything that strangers, search engines and other systems read is searched for the words.
"""

from Acquisition import aq_inner
from Acquisition import aq_parent
from dialogues import make_dialogue
from json import dumps
from offered_portal import offered  # noqa: F401
from options_page import owners_token
from plone import api
from plone.app.redirector.interfaces import IRedirectionStorage
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from Products.CMFCore.WorkflowCore import WorkflowException
from public_content import publish
from questions_content import answer
from questions_content import put
from requests_content import ask_for
from sonla.pbgdpl.core.vietnamese.private_words import find_private_words
from sonla.pbgdpl.dialogues import DIALOGUE_TYPE
from sonla.pbgdpl.editorial.states import is_public
from sonla.pbgdpl.homepage.portlet_setup import assign_portlet
from sonla.pbgdpl.options.requests.activity import make_activity
from sonla.pbgdpl.options.requests.submission import request_name
from sonla.pbgdpl.questions.content import state_in_history
from sonla.pbgdpl.questions.covering import confirm
from sonla.pbgdpl.questions.covering import cover_all
from sonla.pbgdpl.questions.covering import open_marks
from sonla.pbgdpl.questions.form_tokens import question_name
from sonla.pbgdpl.questions.naming import rename
from sonla.pbgdpl.questions.submission import submit
from urllib.parse import quote
from zope.component import getUtility
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import pytest
import requests
import transaction

TELLING = {
    "identity number of 12 digits": "014000000123",
    "identity number of 9 digits": "050 123 456",
    "telephone": "0900 000 000",
    "e-mail": "lo.van.mau@example.org",
    "name": "Quàng Văn Mẫu",
}
"""What it tells of somebody → the words; all are invented."""
BODY = (
    "Bờ rào lối đi chung: ông {name}, gọi {telephone}, thư {mail}, số {long}, {short}."
)
TOLD = BODY.format(
    name=TELLING["name"],
    telephone=TELLING["telephone"],
    mail=TELLING["e-mail"],
    long=TELLING["identity number of 12 digits"],
    short=TELLING["identity number of 9 digits"],
)
OWNER = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
JSON = {"Accept": "application/json"}
SEARCHED = "lối đi chung"
REVISED = "Đối thoại, đã sửa đổi"


@pytest.fixture
def site(offered):  # noqa: F811
    """Return a portal that offers its texts to others and shows questions on its front page."""
    assign_portlet()
    transaction.commit()
    return offered


def ask_in_section(site):
    return site.section, site.section


def ask_in_dialogue(site):
    return make_dialogue(site.section), site.section


PLACES = {"section": ask_in_section, "dialogue": ask_in_dialogue}


def asked(
    site, place, text=TOLD, html="<p>Mời ông/bà đến xã.</p>", state="answered", name=""
):
    """Leave a question as citizens do; have it answered, up to a state."""
    where, section = PLACES[place](site)
    values = {"question": text, "legal_fields": ("dat-dai",), "territory": ("03646",)}
    question = submit(where, section, values, nonce=f"{place}.{name}")
    put(answer(question, html), state)
    question.reindexObject()
    transaction.commit()
    return question


def owner_sends(site, question, path, method="POST", **more):
    url = question.absolute_url() if hasattr(question, "absolute_url") else question
    answered = requests.request(method, f"{url}{path}", auth=OWNER, timeout=60, **more)
    transaction.begin()
    return answered


# The ways in which a question becomes public


def by_its_form(site, question):
    data = {
        "workflow_action": "publish",
        "form.buttons.go": "publish",
        "_authenticator": owners_token(),
    }
    owner_sends(site, question, "/@@pbgdpl-transition", data=data)


def by_the_page_of_publishing(site, question):
    data = {
        "looked_at": "1",
        "form.buttons.go": "publish",
        "_authenticator": owners_token(),
    }
    owner_sends(site, question, "/@@pbgdpl-publish", data=data)


def by_the_form_of_the_answer(site, question):
    put(question, "answer_drafted")
    transaction.commit()
    data = {
        "form.widgets.title": question.title,
        "form.widgets.answer": question.answer.raw,
        "form.widgets.answer.mimeType": "text/html",
        "form.widgets.legal_bases.count": "0",
        "form.buttons.publish": "1",
        "_authenticator": owners_token(),
    }
    owner_sends(site, question, "/@@pbgdpl-answer", data=data)


def by_the_menu_of_states(site, question):
    data = {"workflow_action": "publish", "_authenticator": owners_token()}
    owner_sends(site, question, "/content_status_modify", data=data)


def in_bulk(site, question):
    data = {
        "transition": "publish",
        "selection": dumps([question.UID()]),
        "_authenticator": owners_token(),
    }
    owner_sends(site, question.aq_parent, "/@@fc-workflow", data=data)


def by_rest(site, question):
    headers = {"Accept": "application/json"}
    owner_sends(site, question, "/@workflow/publish", json={}, headers=headers)


def by_code(site, question):
    with api.env.adopt_user(username=SITE_OWNER_NAME):
        try:
            api.content.transition(question, "publish")
        except (WorkflowException, api.exc.InvalidParameterError):
            transaction.abort()
    transaction.commit()


def by_working_copy(site, question):
    """Revise what has it and is public, and approve that; a question itself has no revision."""
    answered = owner_sends(site, question, "/@workingcopy", json={}, headers=JSON)
    assert answered.status_code == 403
    around = aq_parent(aq_inner(question))
    if around.portal_type != DIALOGUE_TYPE:
        return
    inside = list(around.objectIds())
    made = owner_sends(site, around, "/@workingcopy", json={}, headers=JSON)
    assert made.status_code == 201
    copy = made.json()["@id"]
    owner_sends(site, copy, "", "PATCH", json={"title": REVISED}, headers=JSON)
    for step in ("submit", "forward", "approve"):
        done = owner_sends(site, copy, f"/@workflow/{step}", json={}, headers=JSON)
        assert done.status_code in (200, 404), "gone once it is checked in"
    assert (around.title, list(around.objectIds())) == (REVISED, inside)
    assert is_public(around)


WAYS = (
    by_its_form,
    by_the_page_of_publishing,
    by_the_form_of_the_answer,
    by_the_menu_of_states,
    in_bulk,
    by_rest,
    by_working_copy,
    by_code,
)


# The ways in which one that is public is changed


def edited_by_form(site, question, text, html):
    page = owner_sends(site, question, "/@@edit", "GET").text
    assert "form.widgets.ILegalQuestion" not in page
    data = {
        "form.widgets.title": question.title,
        "form.widgets.question": text,
        "form.widgets.answer": html,
        "form.widgets.answer.mimeType": "text/html",
        "form.widgets.legal_bases.count": "0",
        "form.widgets.ILegalFields.legal_fields": "dat-dai",
        "form.buttons.save": "1",
        "_authenticator": owners_token(),
    }
    answered = owner_sends(site, question, "/@@edit", data=data)
    assert answered.status_code == 200


def edited_by_rest(site, question, text, html):
    body = {"question": text, "answer": html, "title": question.title}
    headers = {"Accept": "application/json"}
    answered = owner_sends(site, question, "", "PATCH", json=body, headers=headers)
    assert answered.status_code == 204


def edited_by_code(site, question, text, html):
    question.question = text
    answer(question, html)
    notify(ObjectModifiedEvent(question))
    transaction.commit()


CHANGES = (edited_by_form, edited_by_rest, edited_by_code)


# What others read


def read_by_strangers(site, question):
    """Yield address and text of all that a question stands in for who is not logged in."""
    section = f"/{site.section.getId()}"
    path = path_below(site, question)
    month = path.rpartition("/")[0]
    searches = [SEARCHED, *TELLING.values()]
    addresses = [
        *("", section, f"{section}/@@topics", "/@@pbgdpl-centre", "/sitemap.xml.gz"),
        *(path, f"{path}/@@content-core", month, f"{path}/@@pbgdpl-publish"),
        *(f"{section}/@@questions", f"{section}/@@questions?field=dat-dai"),
        *(f"{section}/@@questions?q={quote(one)}" for one in searches),
        *(f"{section}/@@pbgdpl-search?q={quote(one)}" for one in searches),
        *(f"/@@search?SearchableText={quote(one)}" for one in searches),
        *(
            f"/@@oai?verb=ListRecords&metadataPrefix={one}"
            for one in ("oai_dc", "pbgdpl")
        ),
        *(f"{section}/{one}" for one in ("atom.xml", "rss.xml", "@@dialogues")),
    ]
    for address in addresses:
        yield address, site.fetch(address).content.decode("utf-8", "replace")
    json = {"Accept": "application/json"}
    for address in (
        path,
        f"{path}/@history",
        f"{section}/@search?fullobjects=1&SearchableText={quote(SEARCHED)}",
        *(f"{section}/@search?SearchableText={quote(one)}" for one in searches),
    ):
        yield address, site.fetch(address, **json).content.decode()


def told_anywhere(site, question):
    """List what is told of somebody, and where."""
    pages = list(read_by_strangers(site, question))
    return [
        (what, address)
        for address, text in pages
        for what, words in TELLING.items()
        if words in without_echo(text, address)
    ]


def without_echo(text, address):
    """Take out of a page the words that were asked for in its address: it repeats them."""
    for words in TELLING.values():
        if quote(words) in address:
            return text.replace(words, "")
    return text


def is_found(site, words):
    """Return whether strangers find anything by some words."""
    section = f"/{site.section.getId()}"
    found = site.fetch(
        f"{section}/@search?SearchableText={quote(words)}", Accept="application/json"
    )
    return '"LegalQuestion"' in found.content.decode()


@pytest.mark.parametrize("place", PLACES)
def test_no_way_publishes_what_nobody_looked_at(site, place):
    question = asked(site, place)
    assert len(open_marks(question)) == len(TELLING)
    for way in WAYS:
        put(question, "answered")
        transaction.commit()
        way(site, question)
        assert state_in_history(question) != "published", way.__name__
        assert not is_public(question), way.__name__
    assert len(open_marks(question)) == len(TELLING)
    assert told_anywhere(site, question) == []


def test_one_of_them_is_enough(site):
    for what, words in TELLING.items():
        question = asked(site, "section", f"Bờ rào: ông {words} thì sao?", name=what)
        for way in (by_rest, by_code):
            way(site, question)
            assert state_in_history(question) == "answered", (what, way.__name__)


def test_what_was_covered_holds_the_answer_that_repeats_it(site):
    for what, words in TELLING.items():
        question = asked(site, "section", f"Bờ rào: ông {words} thì sao?", name=what)
        cover_all(question)
        answer(question, f"<p>Theo trình bày, {words.upper()} ở bản.</p>")
        transaction.commit()
        for way in (by_rest, by_code, by_the_page_of_publishing):
            way(site, question)
            assert state_in_history(question) == "answered", (what, way.__name__)


def test_what_was_looked_at_is_published(site):
    question = asked(site, "section")
    name = next(one for one in open_marks(question) if one.kind == "name")
    confirm(question, [name.key])
    cover_all(question)
    for way in WAYS:
        put(question, "answered")
        transaction.commit()
        way(site, question)
        if way in (by_its_form, by_the_form_of_the_answer, by_working_copy):
            # Two lead to the page that shows what everybody will read, and one is refused
            assert state_in_history(question) != "published", way.__name__
        else:
            assert state_in_history(question) == "published", way.__name__
    told = {what for what, _address in told_anywhere(site, question)}
    assert told == {"name"}, "it was said to be no personal data"


@pytest.mark.parametrize("place", PLACES)
def test_no_change_brings_into_public_what_nobody_looked_at(site, place):
    question = asked(site, place, "Ai giữ lối đi chung?", state="published")
    site.edit(question)
    assert is_found(site, SEARCHED)
    for change in CHANGES:
        edited_by_code(site, question, "Ai giữ lối đi chung?", "<p>Xã giữ.</p>")
        change(site, question, TOLD, f"<p>{TOLD}</p>")
        assert state_in_history(question) == "published"
        assert "Bờ rào" in question.question, change.__name__
        assert "Bờ rào" in question.answer.raw, change.__name__
        assert told_anywhere(site, question) == [], change.__name__
        assert not any(map(lambda words: is_found(site, words), TELLING.values()))


def test_no_address_tells_of_somebody(site):
    """Made by REST, by who renames it before, and while it is public."""
    json = {"Accept": "application/json"}
    title = "Tôi là Lò Văn Mẫu CCCD 014092007777"
    body = {"@type": "LegalQuestion", "title": title, "question": "Ai giữ lối đi?"}
    made = owner_sends(site, site.section, "", json=body, headers=json)
    question = site.section[made.json()["id"]]
    assert question.getId().startswith("cau-hoi-")
    question.title = "Lối đi chung"
    answer(question, "<p>Xã giữ.</p>")
    put(question, "answered")
    transaction.commit()
    telling = "toi-la-lo-van-mau-cccd-014092007777"
    for name in (telling, "ai-giu-loi-di"):
        put(question, "answered")
        transaction.commit()
        owner_sends(site, question, "", "PATCH", json={"id": name}, headers=json)
        assert question.getId() == name
        by_rest(site, question)
        assert state_in_history(question) == "published"
        assert question.getId().startswith("cau-hoi-")
        path = f"/{site.section.getId()}/{name}"
        assert site.fetch(path).status == 404
        assert not any(
            name in text for _path, text in read_by_strangers(site, question)
        )
        storage = getUtility(IRedirectionStorage)
        assert not any(name in one for one in storage)
    refused = owner_sends(
        site, question, "", "PATCH", json={"id": telling}, headers=json
    )
    assert refused.status_code == 400
    assert question.getId().startswith("cau-hoi-")
    owner_sends(site, question, "", "PATCH", json={"id": "loi-di"}, headers=json)
    assert question.getId() == "loi-di"


def test_what_forms_bring_is_named_by_no_number_of_anybody(portal):
    """Sixteen digits by chance have nine in a row once in fifty times."""
    for nonce in map(str, range(2000)):
        for name in (question_name(nonce), request_name(nonce)):
            assert find_private_words(name.replace("-", " ")) == [], name


def test_what_a_form_brought_is_renamed_where_only_forms_add_anything(site):
    question = asked(site, "section", "Ai giữ lối đi chung?")
    folder = aq_parent(aq_inner(question))
    question = rename(question, folder, "q-f082a7f411549325")
    transaction.commit()
    by_rest(site, question)
    assert state_in_history(question) == "published"
    assert question.getId().startswith("cau-hoi-")
    assert [one.getId() for one in folder.objectValues()] == [question.getId()]
    assert site.fetch(path_below(site, question)).status == 200
    assert is_found(site, SEARCHED)


def path_below(site, question):
    """Return the address of a question below the portal."""
    return question.absolute_url().removeprefix(site.portal.absolute_url())


def test_what_was_public_before_is_neither_sent_nor_shown_on_front_pages(site):
    """Questions of earlier releases, which nothing covered."""
    question = asked(site, "section", state="published")
    site.advance()
    assert site.listed() == {}
    front = site.fetch("").content.decode()
    centre = site.fetch("/@@pbgdpl-centre").content.decode()
    assert question.title not in front and question.title not in centre
    with api.env.adopt_roles(["Manager"]):
        cover_all(question)
    transaction.commit()
    site.advance()
    assert list(site.listed()) == [question.UID()]
    assert question.title in site.fetch("/@@pbgdpl-centre").content.decode()


def test_a_request_becomes_an_activity_without_what_it_tells(site):
    title = f"Tập huấn đất đai cho ông {TELLING['name']}"
    location = f"Nhà văn hóa, gọi {TELLING['telephone']}, {TELLING['e-mail']}"
    request = ask_for(site.section, title, location=location)
    with api.env.adopt_user(username=SITE_OWNER_NAME):
        activity = make_activity(request, site.section)
    put_public(activity)
    transaction.commit()
    assert activity.title == "Tập huấn đất đai cho ông […]"
    assert activity.location == "Nhà văn hóa, gọi […], […]"
    assert request.title == title and request.location == location
    assert told_anywhere(site, activity) == []


def test_what_a_button_of_the_box_does_is_kept_with_what_was_typed(site):
    """Served, for what lacks the proof of its form is undone after all."""
    question = asked(site, "section", state="assigned")
    data = {
        "form.widgets.title": "Lối đi chung",
        "form.widgets.answer": "<p>Mời ông/bà đến bản.</p>",
        "form.widgets.answer.mimeType": "text/html",
        "form.widgets.legal_bases.count": "0",
        "marks.cover_all": "1",
        "_authenticator": owners_token(),
    }
    owner_sends(site, question, "/@@pbgdpl-answer", data=data)
    assert question.title == "Lối đi chung"
    assert question.answer.raw == "<p>Mời ông/bà đến bản.</p>"
    assert open_marks(question) == []
    data = {"marks.show": "1", "_authenticator": owners_token()}
    owner_sends(site, question, "/@@pbgdpl-publish", data=data)
    assert len(open_marks(question)) == 1
    put(question, "answer_drafted")
    cover_all(question)
    transaction.commit()
    data = {
        "form.widgets.title": "Lối đi chung",
        "form.widgets.answer": "<p>Mời ông/bà đến xã.</p>",
        "form.widgets.answer.mimeType": "text/html",
        "form.widgets.legal_bases.count": "0",
        "form.buttons.publish": "1",
        "_authenticator": owners_token(),
    }
    owner_sends(site, question, "/@@pbgdpl-answer", data=data)
    assert question.answer.raw == "<p>Mời ông/bà đến xã.</p>"


def put_public(text):
    publish(text)
    text.reindexObject()
