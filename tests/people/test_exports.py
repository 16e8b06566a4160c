"""Lists as files: who gets what, how it opens, and what is noted of it."""

from AccessControl import Unauthorized
from datetime import date
from io import BytesIO
from made_once import made_once
from openpyxl import load_workbook
from people import ended
from people import enter
from people import FIELDS
from people import recognition
from plone import api
from plone.app.testing import logout
from plone.protect import createToken
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import actions_of
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.vietnamese.folding import fold_words
from sonla.pbgdpl.people.exporting import PUBLIC_CELLS
from sonla.pbgdpl.people.exporting import PUBLIC_FIELDS
from sonla.pbgdpl.people.importing.columns import COLUMNS
from sonla.pbgdpl.people.importing.columns import title_of
from sonla.pbgdpl.people.importing.headings import column_of
from sonla.pbgdpl.people.importing.importer import import_list
from sonla.pbgdpl.people.importing.plan import ImportOptions
from sonla.pbgdpl.people.importing.rows import KNOWN
from sonla.pbgdpl.people.importing.rows import NEW
from sonla.pbgdpl.people.importing.terms import words
from sonla.pbgdpl.people.privacy import PRIVATE_CELLS
from sonla.pbgdpl.people.privacy import PROTECTED_FIELDS
from sonla.pbgdpl.people.vocabularies import GENDERS
from sonla.pbgdpl.people.vocabularies import QUALIFICATIONS
from zExceptions import BadRequest
from zExceptions import Forbidden
from zope.i18n import translate
from zope.interface import alsoProvides

import csv
import json
import pytest

PRIVATE = {
    "birth_date": date(1971, 3, 29),
    "gender": "female",
    "ethnicity": "DAN-TOC-RIENG",
    "private_phone": "0999888777",
    "private_email": "rieng@nha.example",
    "id_number": "014171009876",
    "home_address": "NHA-RIENG-12",
    "official_phone": "02123555666",
    "official_email": "cong-vu@so.example",
    "show_official_contact": True,
}
MARKS = (
    "29/03/1971",
    "1971",
    "Nữ",
    "Female",
    "DAN-TOC-RIENG",
    "0999888777",
    "rieng@nha.example",
    "014171009876",
    "NHA-RIENG-12",
    "02123555666",
    "cong-vu@so.example",
    "LY-DO-RIENG",
)
FORMULA = "=HYPERLINK(1)"


@pytest.fixture
def people(portal, section):
    """Return a section with people of all kinds in its register."""
    return made_once(portal, enter_all, section.getPhysicalPath())


def enter_all(portal, path):
    """Enter somebody in force, somebody ended and a draft, each with marked data."""
    section = portal.unrestrictedTraverse(path)
    reason = {"end_reason": "LY-DO-RIENG"}
    enter(section, "Lò Văn Nay", **FIELDS | {"full_name": "Lò Văn Nay"}, **PRIVATE)
    past = ended(recognition(), date(2025, 1, 1), **reason)
    again = recognition(valid_from=date(2025, 6, 1), decision_number=FORMULA)
    enter(section, "Cà Văn Lại", recognitions=[past, again], **PRIVATE)
    enter(section, "Hà Văn Xưa", recognitions=[past], **PRIVATE)
    enter(section, "Tòng Văn Nháp", recognitions=[], **PRIVATE)
    return section


def ask(context, name="reporters-export", method="GET", protected=True, **form):
    request = context.REQUEST.clone()
    alsoProvides(request, IBrowserLayer)
    request.environ["REQUEST_METHOD"] = request.method = method
    if method == "POST" and protected:
        form["_authenticator"] = createToken()
    request.form.update(form)
    answer = api.content.get_view(name, context, request)()
    return request, answer


def table(data):
    return list(csv.reader(data.decode("utf-8-sig").splitlines(), delimiter=";"))


def text_of(kind, data):
    """Return all that a file says, however it is packed."""
    if kind != "xlsx":
        return data.decode("utf-8")
    sheet = load_workbook(BytesIO(data)).active
    return "\n".join(
        str(cell) for line in sheet.iter_rows(values_only=True) for cell in line
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_everybody_gets_public_facts_alone(people, portal, kind):
    logout()
    for place in (people, portal):
        request, data = ask(place, format=kind)
        text = text_of(kind, data)
        assert "Lò Văn Nay" in text and "Cà Văn Lại" in text
        assert "Sở Tư pháp" in text and "12/QĐ-UBND" in text
        assert [mark for mark in MARKS if mark in text] == []
        assert "Hà Văn Xưa" not in text and "Tòng Văn Nháp" not in text
        header = request.response.getHeader("Content-Disposition")
        assert header.startswith("attachment") and f".{kind}" in header
    assert log.count(actions_of("data")) == 0


def test_no_private_field_is_among_the_public_ones():
    assert not set(PUBLIC_FIELDS) & set(PROTECTED_FIELDS)
    assert not set(PUBLIC_CELLS) & set(PRIVATE_CELLS)


@pytest.mark.sample(5)
@pytest.mark.parametrize("name", ["reporters-export", "propagandists-export"])
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    "role", [None, "Member", "PBGDPL Contributor", "PBGDPL Editor", "Reader"]
)
def test_the_office_file_is_for_the_office(people, acting, role, method, name):
    if role is None:
        logout()
        with pytest.raises(Unauthorized):
            ask(people, name, method, variant="internal", format="csv")
    else:
        with acting(role), pytest.raises(Unauthorized):
            ask(people, name, method, variant="internal", format="csv")
    assert log.count(actions_of("data")) == 0


def test_the_office_file_has_everybody_and_everything(people, acting):
    with acting("PBGDPL Approver"):
        request, data = ask(people, method="POST", variant="internal", format="csv")
        _header, *lines = table(data)
        assert "no-store" in request.response.getHeader("Cache-Control")
    names = [line[0] for line in lines]
    assert sorted(names) == [
        "Cà Văn Lại",
        "Cà Văn Lại",
        "Hà Văn Xưa",
        "Lò Văn Nay",
        "Tòng Văn Nháp",
    ]
    text = data.decode("utf-8")
    assert [mark for mark in MARKS if mark not in text] == ["Nữ"]
    (entry,) = log.newest_first(actions_of("data"))
    assert (entry.action, entry.user, entry.count) == (
        "export",
        "has-pbgdpl-approver",
        4,
    )
    assert entry.facts == {"format": "csv", "filters": {}}


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_each_office_file_is_logged_with_what_was_asked(people, acting, kind):
    with acting("PBGDPL Approver"):
        _request, data = ask(
            people,
            method="POST",
            variant="internal",
            format=kind,
            agency="so-tu-phap",
            q="nay",
            b_start="20",
        )
    assert "Lò Văn Nay" in text_of(kind, data) and "Hà Văn Xưa" not in text_of(
        kind, data
    )
    (entry,) = log.newest_first(actions_of("data"))
    asked = {"q": "nay", "agency": "so-tu-phap"}
    assert entry.facts == {"format": kind, "filters": asked}
    assert entry.count == 1


def test_an_address_alone_gives_no_personal_data(people, acting):
    """Whoever may have it could be led to an address by others."""
    with acting("PBGDPL Approver"):
        with pytest.raises(BadRequest):
            ask(people, variant="internal", format="csv")
        with pytest.raises(Forbidden):
            ask(people, method="POST", protected=False, variant="internal")
    assert log.count(actions_of("data")) == 0


def test_formulas_stay_text(people):
    logout()
    _request, data = ask(people, format="csv")
    assert f"'{FORMULA}" in data.decode() and data.startswith(b"\xef\xbb\xbf")
    _request, data = ask(people, format="xlsx")
    sheet = load_workbook(BytesIO(data)).active
    found = [
        cell for line in sheet.iter_rows() for cell in line if cell.value == FORMULA
    ]
    assert [cell.data_type for cell in found] == ["s"]
    days = [cell for line in sheet.iter_rows() for cell in line if cell.is_date]
    assert days and {cell.number_format for cell in days} == {"dd/mm/yyyy"}


def test_json_has_tokens_and_iso_days(people):
    logout()
    _request, data = ask(people, format="json", q="nay")
    facts = json.loads(data)
    assert (facts["count"], facts["variant"]) == (1, "public")
    (person,) = facts["people"]
    assert person["agency"] == {"token": "so-tu-phap", "title": "Sở Tư pháp"}
    (recognition,) = person["recognitions"]
    assert recognition["valid_from"] == "2024-01-10"
    assert recognition["unit"]["title"] == "Tỉnh Sơn La"


@pytest.mark.parametrize("kind", ["pdf", "", "../csv"])
def test_other_formats_are_a_bad_request(people, kind):
    with pytest.raises(BadRequest):
        ask(people, format=kind)


def test_empty_lists_are_files_too(section):
    logout()
    for kind in ("csv", "xlsx", "json"):
        assert ask(section, "propagandists-export", format=kind)[1]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_office_file_is_read_back(people, acting, kind):
    """What the office took out matches whom it has; elsewhere it makes the same people."""
    with acting("PBGDPL Approver"):
        _request, data = ask(
            people, method="POST", variant="internal", format=kind, q="nay"
        )
        plan = import_list(people, data, ImportOptions("LegalReporter"), dry_run=True)
    assert plan.counts == {KNOWN: 1}, [row.problems for row in plan.rows]
    old = people[plan.rows[0].known_path.rpartition("/")[2]]
    with api.env.adopt_roles(["Manager"]):
        api.content.delete(old)
        plan = import_list(people, data, ImportOptions("LegalReporter"))
    assert plan.counts == {NEW: 1}
    new = next(one for one in people.objectValues() if one.title == "Lò Văn Nay")
    for name, value in {**FIELDS, **PRIVATE, "full_name": "Lò Văn Nay"}.items():
        assert getattr(new, name) == value, name
    assert new.recognitions == [recognition()]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_heading_of_ours_is_known_to_the_import(portal, language):
    for name in COLUMNS:
        title = translate(title_of(name), target_language=language)
        assert column_of(title, exact=True) == name, title
    for column, titles in (("gender", GENDERS), ("qualification", QUALIFICATIONS)):
        for value, title in titles.items():
            word = translate(title, target_language=language)
            assert words(column).get(fold_words(word)) == value, word
