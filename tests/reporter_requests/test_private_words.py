"""Words of a request that may be personal data: marked for its office, covered, shown again, forgotten."""

from new_items import create
from plone import api
from questions_content import posted
from requests_content import ask_for
from requests_content import MAIL
from requests_content import NAME
from requests_content import PHONE
from requests_content import put_request
from requests_content import reporter
from requests_content import talk_day
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.names import UNIT_TYPE
from sonla.pbgdpl.mail.kinds import MailKind
from sonla.pbgdpl.options.requests import mail_kinds
from sonla.pbgdpl.options.requests.activity import make_activity
from sonla.pbgdpl.options.requests.assigning import answer
from sonla.pbgdpl.options.requests.assigning import assign
from sonla.pbgdpl.options.requests.assigning import assignments_of
from sonla.pbgdpl.options.requests.content import ReporterRequest
from sonla.pbgdpl.options.requests.jobs import erase_contact
from sonla.pbgdpl.options.requests.jobs import outdated
from sonla.pbgdpl.options.requests.jobs import warn
from sonla.pbgdpl.options.requests.mail import notify_answered
from sonla.pbgdpl.options.requests.mail import notify_closed
from sonla.pbgdpl.options.requests.mail import notify_invited
from sonla.pbgdpl.options.requests.mail import notify_new
from sonla.pbgdpl.options.requests.mail import notify_released
from sonla.pbgdpl.questions.covering import confirm
from sonla.pbgdpl.questions.covering import cover_all
from sonla.pbgdpl.questions.covering import covered_words
from sonla.pbgdpl.questions.covering import open_marks
from zExceptions import Forbidden
from zExceptions import Unauthorized

import datetime
import lxml.html
import pytest

pytestmark = pytest.mark.usefixtures("content_alone")

SECRETS = ("Quàng Văn Mẫu", "0900 000 000", "014000000123")
TOLD = "Nói với ông Quàng Văn Mẫu, gọi 0900 000 000, số 014000000123"
FIELDS = ReporterRequest.covered_fields
ACT = "pbgdpl-request-act"
FOLDED = "\r\n "
"""What breaks a long line of a calendar."""


@pytest.fixture
def request_with(section):
    """Leave a request that tells of people in one of its fields."""

    def made(name="details", text=TOLD):
        fields = {name: text} if name != "title" else {}
        return ask_for(section, text if name == "title" else "Luật Đất đai", **fields)

    return made


def box(html):
    return lxml.html.fromstring(html).get_element_by_id("pbgdpl-marks")


def press(section, acting, open_page, request, role="PBGDPL Editor", **buttons):
    with acting(role):
        open_page(request, ACT, **{f"marks.{n}": v for n, v in buttons.items()})


@pytest.mark.parametrize("name", FIELDS)
def test_one_press_covers_all_that_the_office_sees_marked(
    request_with, section, acting, open_page, name
):
    request = request_with(name)
    with acting("PBGDPL Editor"):
        html = open_page(request, "view")
    words = [one.text_content() for one in box(html).cssselect("li > b")]
    assert words == list(SECRETS)
    press(section, acting, open_page, request, cover_all="1")
    assert not open_marks(request)
    assert not any(secret in getattr(request, name) for secret in SECRETS)
    assert (request.contact_name, request.contact_phone) == (NAME, PHONE)
    brain = api.content.find(unrestricted=True, UID=request.UID())[0]
    assert brain.Title == request.title


@pytest.mark.parametrize("name", [name for name in FIELDS if name != "title"])
def test_they_are_marked_where_they_stand(request_with, acting, open_page, name):
    request = request_with(name)
    with acting("PBGDPL Editor"):
        page = lxml.html.fromstring(open_page(request, "view"))
    marked = [one.text_content() for one in page.cssselect("mark.pbgdpl-private")]
    assert marked == list(SECRETS)


def test_who_asked_reads_the_own_words_and_decides_nothing(request_with, open_page):
    request = request_with()
    cover_all(request)
    member = api.user.create(email="hoi@example.org", username="nguoi-hoi")
    request.manage_setLocalRoles("nguoi-hoi", ["Owner"])
    with api.env.adopt_user(user=member):
        html = open_page(request, "view")
        with pytest.raises(Unauthorized):
            open_page(request, ACT, **{"marks.show": "1"})
    page = lxml.html.fromstring(html)
    assert not page.cssselect("#pbgdpl-marks")
    assert all(secret in page.text_content() for secret in SECRETS)
    assert not any(secret in request.details for secret in SECRETS)


def test_they_are_shown_again_and_confirmed_by_the_office(
    request_with, section, acting, open_page
):
    request = request_with()
    press(section, acting, open_page, request, cover_all="1")
    press(section, acting, open_page, request, show="2")
    (mark,) = open_marks(request)
    assert mark.text == SECRETS[1]
    press(section, acting, open_page, request, confirm=mark.key)
    assert not open_marks(request) and SECRETS[1] in request.details
    with acting("PBGDPL Editor"):
        open_page(request, ACT, **{"marks.cover_typed": "1", "marks.words": "Nói với"})
    assert "Nói với" not in request.details


@pytest.mark.parametrize("role", ["Member", "PBGDPL Contributor"])
def test_nobody_else_decides(request_with, section, acting, open_page, role):
    request = request_with()
    with pytest.raises(Unauthorized):
        press(section, acting, open_page, request, role, cover_all="1")
    assert request.details == TOLD


def test_nothing_is_decided_without_the_token(request_with, acting, open_page):
    request = request_with()
    with acting("PBGDPL Editor"), pytest.raises(Forbidden):
        open_page(request, ACT, **{"_authenticator": "x", "marks.cover_all": "1"})
    assert request.details == TOLD


def every_mail(section, request):
    """Cause each kind of mail that tells of a request; return the texts by kind."""
    api.user.create(email="bien.tap@example.org", username="bien-tap")
    section.manage_addLocalRoles("bien-tap", ["PBGDPL Editor"])
    unit = create(section, UNIT_TYPE, "Sở Tư pháp", agency="so-tu-phap")
    unit.manage_addLocalRoles("bien-tap", ["PBGDPL Contributor"])
    person = reporter(section)
    posted()
    made = assign(request, [person], talk_day())
    notify_new(request)
    notify_invited(request, made)
    (one,) = assignments_of(request)
    row = answer(request, one["id"], True, "", "office")
    notify_answered(request, row, person)
    warn(request, row)
    notify_released(request, person)
    notify_closed(request, "cancel", "Trường nghỉ")
    return {
        one.kind: f"{one.title} {one.text} {one.calendar.replace(FOLDED, '')}"
        for one in posted()
    }


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("decide", [None, cover_all], ids=["open", "covered"])
def test_no_mail_tells_what_nobody_decided_on_or_what_is_covered(
    request_with, section, name, decide
):
    request = request_with(name)
    if decide:
        decide(request)
    mails = every_mail(section, request)
    every = {one.name for one in vars(mail_kinds).values() if isinstance(one, MailKind)}
    assert set(mails) == every - {mail_kinds.REPORTER_REFUSALS.name}
    assert not {
        kind for kind, told in mails.items() if any(one in told for one in SECRETS)
    }
    assert all(part in mails["reporter_confirmed"] for part in (NAME, PHONE, MAIL))


TO_SPEAKERS = {mail_kinds.REPORTER_INVITED.name, mail_kinds.REPORTER_CONFIRMED.name}
TOLD_OF = {
    "title": {mail_kinds.REPORTER_RELEASED.name, mail_kinds.MANAGING_BODY.name}
    | {mail_kinds.REPORTER_ANSWERED.name},
    "organisation": {mail_kinds.REPORTER_RELEASED.name, mail_kinds.MANAGING_BODY.name},
    "location": {mail_kinds.REPORTER_RELEASED.name, mail_kinds.MANAGING_BODY.name},
    "details": set(),
}
"""Field → kinds of mail that tell it beside those to speakers, who read all of them."""


@pytest.mark.parametrize("name", FIELDS)
def test_every_mail_to_a_reporter_tells_what_was_confirmed(request_with, section, name):
    request = request_with(name)
    confirm(request, [one.key for one in open_marks(request)])
    mails = every_mail(section, request)
    told = {
        kind
        for kind, text in mails.items()
        if TOLD in text.partition("BEGIN:")[0] and not kind.startswith("request_")
    }
    assert told == TO_SPEAKERS | TOLD_OF[name]
    in_calendar = SECRETS[1] in mails["reporter_invited"].rpartition("BEGIN:VEVENT")[2]
    assert in_calendar == (name in ("title", "location"))


@pytest.mark.parametrize("name", FIELDS)
def test_the_page_of_a_link_tells_what_was_confirmed_alone(
    request_with, section, open_page, http_request, name
):
    """Each field stands there, also for who has just answered, and nothing nobody vouched for."""
    request = request_with(name)
    (made,) = assign(request, [reporter(section)], talk_day())

    def opened():
        http_request.method = http_request.environ["REQUEST_METHOD"] = "GET"
        http_request.form = {"token": made.token}
        view = api.content.get_view("reporter-answer", section, http_request)
        return lxml.html.fromstring(view()).text_content()

    html = opened()
    assert not any(secret in html for secret in SECRETS)
    assert "Nói với ông […], gọi […], số […]" in html
    confirm(request, [one.key for one in open_marks(request)])
    assert TOLD in opened()
    pressed = open_page(section, "reporter-answer", token=made.token, say="yes")
    assert TOLD in lxml.html.fromstring(pressed).text_content()


def test_an_activity_gets_neither_what_is_open_nor_what_is_covered(section):
    request = ask_for(section, "Ông Quàng Văn Mẫu và bà Lò Thị Mẫu", location=TOLD)
    covered, confirmed, *_others = open_marks(request)
    confirm(request, [confirmed.key])
    cover_all(request)
    request.location = TOLD
    with api.env.adopt_roles(["Manager"]):
        activity = make_activity(request, section)
    assert covered.text == SECRETS[0]
    assert activity.title == "Ông […] và bà Lò Thị Mẫu"
    assert activity.location == "Nói với ông […], gọi […], số […]"


def test_what_was_covered_is_forgotten_with_the_contact(request_with):
    request = put_request(request_with(), "expired")
    cover_all(request)
    for name in ("contact_name", "contact_phone", "contact_email"):
        setattr(request, name, None)
    late = today() + datetime.timedelta(days=800)
    assert list(outdated(late)) == [request]
    assert erase_contact(request) and not covered_words(request)
    assert not list(outdated(late)) and "[…1]" in request.details


def test_a_copy_has_nothing_of_what_was_covered(request_with, section):
    request = request_with()
    cover_all(request)
    with api.env.adopt_roles(["Manager"]):
        copy = api.content.copy(request, section, "ban-sao")
    assert covered_words(request) and not covered_words(copy)


def test_how_who_asks_is_reached_is_left(request_with):
    request = request_with()
    cover_all(request)
    assert request.contact_email == MAIL
