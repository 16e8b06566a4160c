"""Every field of every type is written and read over REST, rows included."""

from bank_content import make_bank
from content_types import EVENT_TYPES
from content_types import OWN_TYPES
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from datetime import UTC
from plone import api
from plone.app.uuid.utils import uuidToObject
from plone.dexterity.utils import iterSchemataForType
from rest_content import create
from rest_content import DOCUMENT
from rest_content import FIELDS
from rest_content import FILES
from rest_content import path_of
from rest_content import START
from sonla.pbgdpl.people import PERSON_TYPES
from sonla.pbgdpl.statistics import REPORT_TYPE
from zoneinfo import ZoneInfo
from zope.schema import getFieldNames

import new_items
import pytest
import pytz
import transaction

RELATIONS = {
    *("attachments", "performers", "lessons", "attendance", "other_versions"),
    "belongs_to",
}
OURS = "sonla.pbgdpl."

KEPT = {
    *("form_version", "revision", "corrects", "reason", "entered_by_office"),
    *("received", "answered_on", "reply_channel", "tracking_code", "asker_consent"),
    *("number", "consent", "subject_title"),
}
"""What the portal writes into reports, questions, requests and expenditures by itself."""


def plain(value):
    """Reduce what was read to what is written: terms to tokens, all else as it is."""
    if isinstance(value, dict) and "token" in value:
        return value["token"]
    return [plain(item) for item in value] if isinstance(value, list) else value


def test_table_covers_every_type_of_ours():
    assert set(FIELDS) == set(OWN_TYPES)


@pytest.mark.parametrize("portal_type", FIELDS)
def test_table_covers_every_field_of_ours(functional_portal, portal_type):
    ours = {
        name
        for schema in iterSchemataForType(portal_type)
        if schema.__module__.startswith(OURS)
        for name in getFieldNames(schema)
    }
    tested = {*FIELDS[portal_type], *FILES.get(portal_type, {})}
    # Those which have tests of their own, or are never written
    assert ours and ours - tested <= {*RELATIONS, "rows", "tests", *KEPT}


@pytest.mark.parametrize("portal_type", FIELDS)
def test_fields_round_trip(writer, unit, portal_type):
    answer = create(writer, unit, portal_type, **FIELDS[portal_type])
    assert answer.status_code == 201, answer.text
    read = writer.get(path_of(answer)).json()
    assert {name: plain(read[name]) for name in FIELDS[portal_type]} == FIELDS[
        portal_type
    ]


@pytest.mark.parametrize("portal_type", FIELDS)
def test_each_field_is_changed_alone_and_emptied(writer, unit, portal_type):
    sent, required = FIELDS[portal_type], START[portal_type]
    path = path_of(create(writer, unit, portal_type, **required))
    for name, value in sent.items():
        answer = writer.patch(path, json={name: value})
        assert answer.status_code == 204, (name, answer.text)
        assert plain(writer.get(path).json()[name]) == value
    for name in sent:
        if name in required or name in ("title", "text_language", "person_id"):
            continue  # which get another value when they are emptied, or can't be
        assert writer.patch(path, json={name: None}).status_code == 204, name
        assert writer.get(path).json()[name] in (None, []), name


ZONES = {
    "pytz": pytz.timezone("Asia/Ho_Chi_Minh"),
    "zoneinfo": ZoneInfo("Asia/Ho_Chi_Minh"),
    "UTC": UTC,
    "an offset": timezone(timedelta(hours=7)),
}
"""Kinds of zones in which programs store moments."""


@pytest.mark.parametrize("portal_type", (*EVENT_TYPES, "PolicyDialogue"))
@pytest.mark.parametrize("zone", ZONES)
def test_moments_are_changed_whatever_zone_was_stored(writer, unit, portal_type, zone):
    answer = create(writer, unit, portal_type, **START[portal_type])
    uid, path = answer.json()["UID"], path_of(answer)
    transaction.begin()
    item = uuidToObject(uid, unrestricted=True)
    begins = datetime(2026, 3, 9, 8, tzinfo=ZONES["an offset"])
    item.start = begins.astimezone(ZONES[zone])
    item.end = (begins + timedelta(days=1)).astimezone(ZONES[zone])
    transaction.commit()
    for sent in (
        *("9999-12-31T23:30:00Z", "0001-01-01T00:00:00Z", "1911-12-01T08:00:00Z"),
        *("2101-01-02T08:00:00Z", 20261224, 1.5, True, ["2026"], {}),
    ):
        answer = writer.patch(path, json={"start": sent})
        assert answer.status_code == 400, sent
    for name, moment in (
        ("start", begins - timedelta(days=90)),
        ("end", begins + timedelta(days=30)),
    ):
        answer = writer.patch(path, json={name: moment.isoformat()})
        assert answer.status_code == 204, answer.text
        transaction.begin()
        assert getattr(item, name) == moment
        assert getattr(item, name).tzinfo.zone, "a zone of pytz again"
        assert writer.patch(path, json={name: "hôm nay"}).status_code == 400


@pytest.mark.parametrize(
    "portal_type,name", [(t, name) for t, files in FILES.items() for name in files]
)
def test_files_round_trip(writer, unit, portal_type, name):
    sent = FILES[portal_type][name]
    answer = create(writer, unit, portal_type, **START[portal_type], **{name: sent})
    assert answer.status_code == 201, answer.text
    read = writer.get(path_of(answer)).json()[name]
    assert read["filename"] == sent["filename"]
    assert read["content-type"] == sent["content-type"]
    again = writer.patch(path_of(answer), json={name: read})
    assert again.status_code == 204, again.text


def test_tests_of_a_course_round_trip(writer, unit):
    with api.env.adopt_roles(["Manager"]):
        bank = make_bank(unit.aq_parent, "Đất đai", state="approved")
    transaction.commit()
    sent = {
        "title": "Cuối khóa",
        "bank": bank.UID(),
        "questions": 5,
        "difficulty": None,
        "pass_percent": 80,
        "attempts": 2,
        "after": None,
    }
    kind = "TrainingCourse"
    answer = create(writer, unit, kind, **START[kind], tests=[sent])
    assert answer.status_code == 201, answer.text
    (read,) = writer.get(path_of(answer)).json()["tests"]
    assert read == sent
    assert writer.patch(path_of(answer), json={"tests": [read]}).status_code == 204
    assert writer.get(path_of(answer)).json()["tests"] == [read]


def test_attachments_round_trip(writer, unit):
    with api.env.adopt_roles(["Manager"]):
        file = new_items.create(unit, "File", title="Kế hoạch")
    transaction.commit()
    answer = create(writer, unit, "LegalNews", attachments=[file.UID()])
    assert answer.status_code == 201, answer.text
    (read,) = writer.get(path_of(answer)).json()["attachments"]
    assert read["@id"].endswith(file.getId())


@pytest.mark.parametrize(
    "portal_type,name,target,fields",
    [
        ("LegalActivity", "performers", "LegalReporter", {"full_name": "Lò Văn Mẫu"}),
        ("TrainingCourse", "attendance", "LegalReporter", {"full_name": "Lò Văn Mẫu"}),
        ("TrainingCourse", "lessons", "EducationMaterial", {"kind": "video"}),
    ],
)
def test_relations_round_trip(writer, unit, portal_type, name, target, fields):
    with api.env.adopt_roles(["Manager"]):
        targets = [
            new_items.create(unit, target, title=f"Số {number}", **fields)
            for number in (1, 2)
        ]
    transaction.commit()
    uids = [one.UID() for one in reversed(targets)]
    answer = create(writer, unit, portal_type, **START[portal_type], **{name: uids})
    assert answer.status_code == 201, answer.text
    read = writer.get(path_of(answer)).json()[name]
    assert [one["@id"].rpartition("/")[2] for one in read] == [
        one.getId() for one in reversed(targets)
    ]
    assert writer.patch(path_of(answer), json={name: []}).status_code == 204
    assert writer.get(path_of(answer)).json()[name] == []


def test_same_document_in_another_item_is_fine(writer, unit):
    rows = {"kind": "de-cuong", "legal_documents": [DOCUMENT]}
    for _ in range(2):
        answer = create(writer, unit, "LegalIntroduction", **rows)
        assert answer.status_code == 201, answer.text


@pytest.mark.parametrize("name", ["LegalFields", "AdministrativeUnits", "Agencies"])
def test_contributors_read_the_vocabularies(writer, unit, name):
    path = "/".join(unit.getPhysicalPath()[2:])
    answer = writer.get(f"{path}/@vocabularies/sonla.pbgdpl.{name}")
    assert answer.status_code == 200
    assert answer.json()["items_total"] > 0


@pytest.mark.parametrize("portal_type", OWN_TYPES)
def test_schema_is_described(manager_request, unit, portal_type):
    answer = manager_request.get(f"/@types/{portal_type}")
    assert answer.status_code == 200
    named = {**dict.fromkeys(PERSON_TYPES, "full_name"), REPORT_TYPE: "form_code"}
    named["Expenditure"] = "amount"
    named["BankQuestion"] = "question"
    assert answer.json()["properties"][named.get(portal_type, "title")]
