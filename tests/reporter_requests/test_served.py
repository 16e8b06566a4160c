"""Form, link and buttons over HTTP, as browsers, programs of mail servers and strangers ask."""

from desk_content import deliver
from made_once import made_once
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from public_content import make_section_anew
from requests_content import ask_for
from requests_content import COMMUNE
from requests_content import form_values
from requests_content import MAIL
from requests_content import NAME
from requests_content import PHONE
from requests_content import reporter
from requests_content import talk_day
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.mail.queue import queue_of
from sonla.pbgdpl.options.requests.assigning import assign
from sonla.pbgdpl.options.requests.assigning import assignments_of
from sonla.pbgdpl.options.requests.assigning import change
from sonla.pbgdpl.options.requests.bars import bar
from sonla.pbgdpl.options.requests.content import state_in_history
from sonla.pbgdpl.questions.form_tokens import new_stamp
from sonla.pbgdpl.questions.settings import PREFIX
from web_requests import CONTENT_ALONE

import lxml.html
import pytest
import requests
import time
import transaction

SECTION = "/pho-bien-giao-duc-phap-luat"
OWNER = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
PASSWORD = "mat-khau-rat-dai-2026"


def make_people(portal):
    """Make a section, an editor of it and a member."""
    section = make_section_anew(portal, "Phổ biến, giáo dục pháp luật")
    for name, role in (("bien-tap", "PBGDPL Editor"), ("dong-gop", "Member")):
        api.user.create(f"{name}@example.org", name, PASSWORD)
        if role != "Member":
            section.manage_addLocalRoles(name, [role])
    section.reindexObjectSecurity()
    return section


@pytest.fixture
def site(functional_portal):
    section = made_once(functional_portal, make_people)
    deliver()
    requests.get(f"{section.absolute_url()}/@@request-reporter", timeout=60)
    return section


@pytest.fixture
def send(site):
    """Send the form as somebody who opened it a minute ago."""

    def sent(stamp=None, auth=None, headers=CONTENT_ALONE, **changes):
        stamp = stamp or new_stamp(time.time() - 60)
        url = f"{site.absolute_url()}/@@request-reporter"
        data = {**form_values(), "stamp": stamp, **changes}
        return requests.post(url, data=data, auth=auth, headers=headers, timeout=60)

    return sent


def stored():
    transaction.begin()
    found = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type="ReporterRequest"
    )
    return [brain._unrestrictedGetObject() for brain in found]


def last_writing():
    deliver()
    return api.portal.get()._p_jar.db().lastTransaction()


@pytest.fixture
def asked(functional_portal, site):
    """Return a request, and a reporter who works with what it is about."""
    return made_once(functional_portal, make_request, site.getPhysicalPath())


def make_request(portal, path):
    site = portal.unrestrictedTraverse(path)
    return ask_for(site), reporter(site)


@pytest.fixture
def invited(site, asked):
    """Return a request with somebody assigned, and the link."""
    request, person = asked
    (made,) = assign(request, [person], talk_day())
    deliver()
    url = f"{site.absolute_url()}/@@reporter-answer"
    return request, {"token": made.token}, url


def test_whoever_tells_of_danger_sees_whom_to_call(send):
    danger = "Chồng tôi đánh tôi và con, mời người về nói chuyện"
    refused = send(details=danger, consent="", told="1").text
    assert 0 < refused.index("tel:113") < refused.index('id="ask-problems"')
    receipt = send(details=danger, told="1").text
    assert 0 < receipt.index("tel:113") < receipt.index('id="pbgdpl-request-number"')
    assert "tel:113" not in send(told="1").text


def test_a_request_is_taken_in_once_and_its_receipt_has_the_number(site, send):
    stamp = new_stamp(time.time() - 60)
    answer = send(stamp, headers={})
    assert answer.status_code == 200 and not answer.cookies
    assert answer.headers["Cache-Control"] == "no-store"
    (request,) = stored()
    tree = lxml.html.fromstring(answer.content)
    (number,) = tree.xpath("//*[@id='pbgdpl-request-number']/text()")
    assert number == request.number and format_day(request.deadline) in answer.text
    assert PHONE not in answer.text and MAIL not in answer.text
    assert (request.title, request.people_expected) == ("Luật Đất đai", 120)
    assert request.legal_fields == ("dat-dai",) and request.territory == (COMMUNE,)
    assert state_in_history(request) == "new" and request.consent
    assert not request.get_local_roles(), "it is nobody's"
    again = send(stamp)
    assert number in again.text and len(stored()) == 1
    kinds = {mail.kind for _key, mail in queue_of(api.portal.get()).items()}
    assert {"request_received"} <= kinds


def test_who_asks_is_told_of_personal_data_and_sends_or_changes_it(send):
    stamp = new_stamp(time.time() - 60)
    told = {"title": "Đất đai", "location": "Nhà ông Lò Văn Mẫu, 0900 000 000"}
    page = lxml.html.fromstring(send(stamp, **told).text)
    assert stored() == []
    notice = page.get_element_by_id("ask-private")
    words = [one.text_content() for one in notice.cssselect("li strong")]
    assert words == ["Lò Văn Mẫu", "0900 000 000"]
    said = notice.text_content()
    assert "reporters who" in said and "public" not in said, "no request is published"
    form = page.get_element_by_id("pbgdpl-request")
    assert form.fields["location"] == told["location"]
    changed = send(stamp, title="Ông Quàng Văn Mẫu")
    assert "ask-private" in changed.text and stored() == []
    sent = send(stamp, told=form.fields["told"], **told)
    assert "pbgdpl-request-number" in sent.text
    (request,) = stored()
    assert request.location == told["location"]


WRONG = [
    ({"organisation": " "}, "organisation"),
    ({"title": "\x01\u202e"}, "title"),
    ({"title": "x" * 300}, "title"),
    ({"day": "2001-01-01"}, "day"),
    ({"day": "9999-99-99"}, "day"),
    ({"day": "31/02/2027"}, "day"),
    ({"until_day": "2001-01-01"}, "until_day"),
    ({"people_expected": "nhiều lắm"}, "people_expected"),
    ({"people_expected": "9999999999999"}, "people_expected"),
    ({"territory": "khong-co"}, "territory"),
    ({"legal_fields:list": ["dat-dai", "khong-co"]}, "legal_fields"),
    ({"contact_phone": "", "contact_email": ""}, "contact_phone"),
    ({"contact_email": "khong phai thu"}, "contact_email"),
    ({"contact_phone": "mười hai"}, "contact_phone"),
    ({"details": "x" * 3000}, "details"),
    ({"consent": ""}, "consent"),
]
"""What is sent → the field that is named."""


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(site, send):
    for changes, field in WRONG:
        before = last_writing()
        answer = send(**changes)
        assert answer.status_code == 200, changes
        tree = lxml.html.fromstring(answer.content)
        assert tree.xpath(f"//a[@href='#ask-{field}']"), f"named and linked: {changes}"
        assert tree.xpath(f"//*[@id='ask-{field}']"), changes
        kept = tree.xpath("//input[@name='contact_name']/@value")
        assert kept == [NAME], changes
        assert tree.xpath("//input[@value='dat-dai'][@checked]"), changes
        assert last_writing() == before and stored() == [], changes


def test_no_address_agrees_for_somebody(site):
    for name in ("request-reporter", "ask-question"):
        url = f"{site.absolute_url()}/@@{name}?consent=1&contact_name=A&name=A"
        tree = lxml.html.fromstring(requests.get(url, timeout=60).content)
        assert tree.xpath("//input[@name='consent']")
        assert not tree.xpath("//input[@name='consent'][@checked]")


def test_the_gate_is_that_of_questions(site, send):
    assert "pbgdpl-request-number" not in send(website="spam").text
    assert "pbgdpl-request-number" not in send(stamp="1.bad.bad").text
    api.portal.set_registry_record(f"{PREFIX}.least_seconds", 120)
    transaction.commit()
    assert "pbgdpl-request-number" not in send(stamp=new_stamp()).text, "too fast"
    api.portal.set_registry_record(f"{PREFIX}.least_seconds", 4)
    api.portal.set_registry_record(f"{PREFIX}.hourly_all", 1)
    transaction.commit()
    assert "pbgdpl-request-number" in send().text
    full = send()
    assert full.status_code == 429 and int(full.headers["Retry-After"]) > 0
    assert "Luật Đất đai" in full.text and len(stored()) == 1


def test_a_member_owns_and_sees_the_own_request(site, send):
    auth = ("dong-gop", PASSWORD)
    assert "pbgdpl-request-number" not in send(auth=auth).text, "sent from elsewhere"
    assert stored() == []
    form = requests.get(f"{site.absolute_url()}/@@request-reporter", auth=auth)
    (token,) = set(
        lxml.html.fromstring(form.content).xpath(
            "//form[@id='pbgdpl-request']//input[@name='_authenticator']/@value"
        )
    )
    answer = send(auth=auth, _authenticator=token)
    assert "pbgdpl-request-number" in answer.text
    (request,) = stored()
    assert dict(request.get_local_roles()) == {"dong-gop": ("Owner",)}
    url = request.absolute_url()
    page = requests.get(url, auth=("dong-gop", PASSWORD), timeout=60)
    assert page.status_code == 200 and request.number in page.text
    assert 'name="assign"' not in page.text
    json = {"Accept": "application/json"}
    for day in ("0001-01-01", "9999-12-31"):
        for name in ("day", "until_day", "deadline"):
            changed = requests.patch(
                url, json={name: day}, auth=auth, headers=json, timeout=60
            )
            assert changed.status_code == 400, "the office's page reckons with it"
    listed = f"{site.absolute_url()}/@@pbgdpl-requests"
    assert (
        request.number
        in requests.get(listed, auth=("dong-gop", PASSWORD), timeout=60).text
    )


def test_strangers_see_nothing_of_a_request(site, invited):
    request, _link, _url = invited
    path, secret = request.absolute_url(), request.title
    for auth in (None, ("dong-gop", PASSWORD)):
        ask = {"auth": auth, "timeout": 60, "allow_redirects": False}
        assert requests.get(path, **ask).status_code in (302, 401)
        json = {"Accept": "application/json"}
        rest = requests.get(path, headers=json, **ask)
        assert rest.status_code == 401 and secret not in rest.text
        for page in (
            f"{site.absolute_url()}/@search?portal_type=ReporterRequest",
            f"{site.absolute_url()}/@@pbgdpl-search?SearchableText=dat+dai",
            f"{site.absolute_url()}/{request.aq_parent.getId()}",
        ):
            found = requests.get(page, headers=json, auth=auth, timeout=60).text
            assert NAME not in found and request.getId() not in found
        act = requests.post(f"{path}/@@pbgdpl-request-act", data={"erase": 1}, **ask)
        assert act.status_code in (302, 401, 403)
    assert request.contact_name == NAME


def test_opening_a_link_changes_nothing(invited):
    request, link, url = invited
    before = last_writing()
    for method in ("get", "head", "options"):
        for say in ("yes", "no"):
            answer = getattr(requests, method)(
                url, params={**link, "say": say}, timeout=60
            )
            assert answer.status_code in (200, 204)
    assert answer.headers.get("Set-Cookie") is None
    page = requests.get(url, params=link, timeout=60)
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "Luật Đất đai" in page.text
    assert NAME not in page.text and PHONE not in page.text
    assert last_writing() == before
    transaction.begin()
    assert assignments_of(request)[0]["answer"] == "asked"


def test_a_link_is_good_once(invited):
    request, link, url = invited
    first = requests.post(url, data={**link, "say": "yes"}, timeout=60)
    assert first.status_code == 200 and PHONE in first.text
    transaction.begin()
    assert state_in_history(request) == "accepted"
    (row,) = assignments_of(request)
    assert (row["answer"], row["how"]) == ("agreed", "link")
    second = requests.post(url, data={**link, "say": "no", "reason": "x"}, timeout=60)
    assert second.status_code == 410 and PHONE not in second.text
    transaction.begin()
    assert assignments_of(request) == (row,)


def test_declining_asks_for_a_reason_and_keeps_what_was_typed(invited):
    request, link, url = invited
    empty = requests.post(url, data={**link, "say": "no", "reason": " "}, timeout=60)
    assert 'role="alert"' in empty.text and "<details open" in empty.text
    done = requests.post(url, data={**link, "say": "no", "reason": "Ốm"}, timeout=60)
    assert done.status_code == 200 and 'name="say"' not in done.text
    transaction.begin()
    (row,) = assignments_of(request)
    assert (row["answer"], row["reason"]) == ("declined", "Ốm")
    assert state_in_history(request) == "received"


@pytest.mark.sample(None)
@pytest.mark.parametrize("kind", ["expired", "unknown", "empty", "foreign site"])
def test_a_bad_link_takes_nothing(invited, kind):
    request, link, url = invited
    headers = {}
    if kind == "expired":
        row = assignments_of(request)[0]
        change(request, row["id"], {"good_until": utc_now()})
        transaction.commit()
    elif kind == "unknown":
        link = {"token": link["token"][:-2] + "xx"}
    elif kind == "empty":
        link = {"token": "."}
    else:
        headers = {"Origin": "https://la.example", "Sec-Fetch-Site": "cross-site"}
    answer = requests.post(
        url, data={**link, "say": "yes"}, headers=headers, timeout=60
    )
    assert answer.status_code == {"expired": 410, "foreign site": 200}.get(kind, 404)
    transaction.begin()
    assert assignments_of(request)[0]["answer"] == "asked"


def press(session, request, **data):
    """Press a button of a request's page, with the token of the page."""
    page = session.get(request.absolute_url(), timeout=60)
    tree = lxml.html.fromstring(page.content)
    token = tree.xpath("//input[@name='_authenticator']/@value")
    url = f"{request.absolute_url()}/@@pbgdpl-request-act"
    token = token[0] if token else ""
    return session.post(url, data={"_authenticator": token, **data}, timeout=60)


@pytest.fixture
def editor_of_whole_pages(site):
    session = requests.Session()
    session.auth = ("bien-tap", PASSWORD)
    return session


@pytest.fixture
def editor(editor_of_whole_pages):
    editor_of_whole_pages.headers.update(CONTENT_ALONE)
    return editor_of_whole_pages


def test_the_office_goes_from_a_request_to_a_speaker_by_two_presses(
    site, editor, asked
):
    request, person = asked
    transaction.commit()
    day = talk_day().isoformat()
    press(editor, request, **{"uid:list": person.UID(), "day": day, "assign": "1"})
    transaction.begin()
    (row,) = assignments_of(request)
    assert state_in_history(request) == "introduced"
    press(editor, request, accepted=row["id"])
    transaction.begin()
    assert state_in_history(request) == "accepted"
    made = press(editor, request, activity="1")
    transaction.begin()
    assert state_in_history(request) == "carried_out", made.text[-3000:]
    assert request.activity and made.url.endswith("/edit")


def test_nobody_is_assigned_against_the_law(site, editor_of_whole_pages, asked):
    editor, (request, person) = editor_of_whole_pages, asked
    bar(person, talk_day(), None, "Bí mật điều tra")
    transaction.commit()
    page = editor.get(request.absolute_url(), timeout=60).text
    assert person.title in page and person.UID() not in page
    assert "Bí mật" not in page, "only that it is so"
    day = talk_day().isoformat()
    told = press(editor, request, **{"uid:list": person.UID(), "day": day, "assign": 1})
    assert "Bí mật" not in told.text and person.title in told.text
    far = press(
        editor, request, **{"uid:list": person.UID(), "day": "9999-12-31", "assign": 1}
    )
    assert far.status_code == 200
    transaction.begin()
    assert assignments_of(request) == ()


def test_a_bar_is_invisible_to_all_but_few_and_its_reading_is_logged(site, editor):
    person = reporter(site)
    bar(person, talk_day(), None, "Bí mật điều tra")
    transaction.commit()
    address = f"{person.absolute_url()}/@@pbgdpl-bar"
    base = site.absolute_url()
    json = {"Accept": "application/json"}
    for auth in (None, ("bien-tap", PASSWORD), ("dong-gop", PASSWORD)):
        pages = [
            requests.get(address, auth=auth, timeout=60),
            requests.get(person.absolute_url(), auth=auth, timeout=60),
            requests.get(person.absolute_url(), auth=auth, headers=json, timeout=60),
            requests.get(f"{base}/@@reporters-export?format=csv", auth=auth),
            requests.get(f"{base}/@@reporters", auth=auth, timeout=60),
            requests.get(f"{base}/@search?fullobjects=1", auth=auth, headers=json),
        ]
        assert all("Bí mật" not in one.text for one in pages)
    for mail in queue_of(api.portal.get()).items():
        assert "Bí mật" not in repr(vars(mail[1]))
    transaction.begin()
    before = log.count()
    read = requests.get(address, auth=OWNER, timeout=60)
    assert "Bí mật điều tra" in read.text
    transaction.begin()
    assert log.count() == before + 1
    assert next(iter(log.newest_first())).action == "reporter_bar_read"
