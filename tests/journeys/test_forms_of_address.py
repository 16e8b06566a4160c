"""Citizens are addressed as ông/bà and in plain words, staff as bạn or not at all."""

from collections.abc import Iterator
from content_types import OWN_TYPES
from forms_of_address import misaddressed
from plain_words import abbreviated_titles
from plain_words import unplain
from secured_portal import make_one_of_each
from secured_portal import people
from secured_portal import warm_up
from sonla.pbgdpl.mail.interfaces import IMailKind
from sonla.pbgdpl.options.learning.mail import ATTEMPT
from sonla.pbgdpl.options.learning.mail import INVITATION
from sonla.pbgdpl.options.learning.mail import REMARKED
from sonla.pbgdpl.options.learning.mail import REMINDER
from sonla.pbgdpl.options.requests.mail_kinds import REPORTER_CONFIRMED
from sonla.pbgdpl.options.requests.mail_kinds import REPORTER_INVITED
from sonla.pbgdpl.options.requests.mail_kinds import REPORTER_RELEASED
from sonla.pbgdpl.options.requests.mail_kinds import REQUEST_RECEIVED
from sonla.pbgdpl.options.requests.mail_kinds import REQUEST_SETTLED
from sonla.pbgdpl.questions.mail import ASKER_KINDS
from vietnamese_portal import speak_vietnamese
from view_table import all_rows
from zope.component import getUtilitiesFor
from zope.i18n import translate

import pytest
import transaction

PEOPLE = people()
PLONES = ("search",)
"""Pages of Plone that show something of ours: Plone's words are Plone's."""
WITHOUT_ACCOUNT = (
    REQUEST_RECEIVED,
    REQUEST_SETTLED,
    REPORTER_INVITED,
    REPORTER_CONFIRMED,
    REPORTER_RELEASED,
    INVITATION,
    REMINDER,
    REMARKED,
    ATTEMPT,
)
"""Mails of requests and courses that nobody needs an account for."""
CITIZENS, STAFF = "Anonymous", "Manager"
FORMS = (
    *(("unit", f"++add++{name}") for name in OWN_TYPES[1:]),
    *(("section", f"++add++{name}") for name in OWN_TYPES[1:]),
    *((name, "edit") for name in ("section", "unit", "draft", "received", "person")),
    ("received", "@@pbgdpl-answer"),
    ("unit", "folder_contents"),
)


@pytest.fixture(scope="class")
def places(functional_portal_class) -> dict[str, str]:
    """Return the paths of one of everything in a Vietnamese portal."""
    speak_vietnamese(functional_portal_class)
    made = make_one_of_each(functional_portal_class)
    transaction.commit()
    warm_up(functional_portal_class, made)
    return {name: place.absolute_url_path() for name, place in made.items()}


def pages(places: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield who asks for a page, and its path: citizens for all that they may open."""
    for row in all_rows():
        if row.is_rest or row.method != "GET" or row.answer != 200 or not row.allowed:
            continue
        if row.name in PLONES:
            continue
        role = next(
            (one for one in (CITIZENS, STAFF) if one in row.allowed), min(row.allowed)
        )
        yield role, places[row.place] + row.address
    for place, form in FORMS:
        yield STAFF, f"{places[place]}/{form}"


class TestPages:
    """One portal for all; a page is read by the first who may open it."""

    @pytest.mark.parametrize(
        "step", [8, pytest.param(1, marks=pytest.mark.long)], ids=["some", "all"]
    )
    def test_pages_address_their_readers(self, places, step):
        found, asked = {}, {CITIZENS: 0, STAFF: 0}
        for role, path in list(pages(places))[::step]:
            answer = PEOPLE[role].ask(path)
            if "text/html" not in answer.headers.get("Content-Type", ""):
                continue
            asked[CITIZENS if role == CITIZENS else STAFF] += 1
            wrong = misaddressed(answer.text, by_staff=role != CITIZENS)
            if role == CITIZENS:
                wrong += unplain(answer.text) + abbreviated_titles(answer.text)
            if wrong:
                found[path] = wrong
        assert not found, "\n".join(f"{path}: {words}" for path, words in found.items())
        assert asked[CITIZENS] > 60 // step and asked[STAFF] > 80 // step


def test_mails_address_their_readers(portal):
    """Those of questions, requests and courses go to citizens; all others to accounts."""
    asked = {kind.name for kind in ASKER_KINDS.values()}
    citizens = asked | {kind.name for kind in WITHOUT_ACCOUNT}
    found = {}
    for name, kind in getUtilitiesFor(IMailKind):
        said = " ".join(
            translate(words, target_language="vi")
            for words in (kind.subject, kind.lead, kind.several, kind.desk)
        )
        wrong = misaddressed(said, by_staff=name not in citizens)
        if wrong:
            found[name] = wrong
    assert not found and len(asked) == 4


def test_the_wrong_word_is_found():
    assert misaddressed("<p>Bạn hãy chờ</p>", by_staff=False)
    assert misaddressed('<p title="Gửi Ông/Bà">…</p>', by_staff=True)
    assert not misaddressed("<p>bạn bè, bạn đọc, ông/bà</p>", by_staff=False)
    assert not misaddressed("<script>bạn</script><p>Bạn hãy chờ</p>", by_staff=True)
    assert misaddressed('<textarea title="Gửi anh/chị">…</textarea>', by_staff=True)
    assert not misaddressed("<textarea rows='2'>anh/chị đánh</textarea>", by_staff=True)


def test_what_is_not_plain_is_found():
    for words in (
        "Bản ghi lời",
        "hoà giải",
        "sức khoẻ",
        "thuỷ lợi",
        "09/12/2026 17:00",
    ):
        assert unplain(f"<p>{words}</p>"), words
    assert not unplain('<p class="file">hòa giải, quý, khỏe, loại, hoàn, 17 giờ</p>')


def test_an_abbreviation_in_a_title_is_found():
    assert abbreviated_titles("<h2>Danh sách <b>BCV</b></h2><p>TTV</p>") == [
        "Danh sách BCV"
    ]
    assert not abbreviated_titles("<h1>Hội đồng phối hợp</h1><p>PBGDPL</p>")
