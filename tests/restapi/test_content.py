"""Every field of every type is written and read over REST, rows included."""

from base64 import b64encode
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.dexterity.utils import iterSchemataForType
from sonla.pbgdpl.config import OWN_TYPES
from zope.schema import getFieldNames

import pytest
import transaction

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00"
    b"\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02"
    b"\xfe\xa7\x9a\xa0\xa0\x00\x00\x00\x00IEND\xaeB`\x82"
)
VTT = b"WEBVTT\n\n00:00.000 --> 00:02.000\nXin ch\xc3\xa0o\n"


def blob(data, filename, content_type):
    return {
        "data": b64encode(data).decode(),
        "encoding": "base64",
        "filename": filename,
        "content-type": content_type,
    }


DOCUMENT = {
    "document_type": "luat",
    "number": "31/2024/QH15",
    "issuer": "Quốc hội",
    "issued_on": "2024-01-18",
    "effective_on": "2024-08-01",
    "expires_on": None,
    "validity": "CHL",
    "summary": "Luật Đất đai",
    "url": "https://vbpl.vn/van-ban/chi-tiet/1",
}
CLASSIFIED = {
    "agency": "so-tu-phap",
    "legal_fields": ["dat-dai", "dan-su"],
    "audiences": ["phu-nu"],
    "territory": ["14"],
}
FIELDS = {
    "ContributingUnit": {
        "code": "so-tu-phap",
        "agency": "so-tu-phap",
        "territory": ["14"],
        "opened_on": "2025-07-01",
        "closed_on": "2026-07-01",
        "successor": "so-noi-vu",
    },
    "LegalNews": {
        "author_name": "Hoa Ban",
        "source": "Báo Sơn La",
        "royalty_kind": "bai",
        "word_count": 1200,
        **CLASSIFIED,
    },
    "LegalIntroduction": {
        "kind": "de-cuong",
        "text_language": "hmn",
        "legal_documents": [DOCUMENT, {**DOCUMENT, "number": "45/2013/QH13"}],
        **CLASSIFIED,
    },
    "Guidance": {
        "document_type": "ke-hoach",
        "number": "218/QĐ-UBND",
        "issuer": "UBND tỉnh Sơn La",
        "signer": "Nguyễn Văn A",
        "issued_on": "2020-02-05",
        "effective_on": "2020-02-05",
        "expires_on": "2025-12-31",
        "group": "tinh",
        "level": "tinh",
        "validity": "CHL",
        "replaces": ["1/QĐ-UBND"],
        "replaced_by": ["2/QĐ-UBND"],
        **CLASSIFIED,
    },
    "EducationMaterial": {
        "kind": "video",
        "external_url": "https://www.youtube.com/watch?v=abc",
        "poster_alt": "Cán bộ tư pháp nói chuyện với người dân",
        "text_language": "vi",
        "publisher": "Sở Tư pháp",
        "year": 2025,
        "transcript": "Lời thoại",
        "legal_documents": [DOCUMENT],
        **CLASSIFIED,
    },
}
FILES = {
    "EducationMaterial": {
        "file": blob(b"%PDF-1.7\n%%EOF", "sach.pdf", "application/pdf"),
        "poster": blob(PNG, "bia.png", "image/png"),
        "captions": blob(VTT, "phu-de.vtt", "text/vtt"),
    },
    "LegalNews": {"image": blob(PNG, "anh.png", "image/png")},
}
OUR_MODULES = ("sonla.pbgdpl.content", "sonla.pbgdpl.behaviors")


def plain(value):
    """Reduce what was read to what is written: terms to tokens, all else as it is."""
    if isinstance(value, dict) and "token" in value:
        return value["token"]
    return [plain(item) for item in value] if isinstance(value, list) else value


def create(session, unit, portal_type, **fields):
    where = unit.aq_parent if portal_type == "ContributingUnit" else unit
    if portal_type == "ContributingUnit":
        session.auth = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
    return session.post(
        "/".join(where.getPhysicalPath()[2:]),
        json={"@type": portal_type, "title": "Tiêu đề", **fields},
    )


def path_of(answer):
    return answer.json()["@id"].split("/plone/", 1)[1]


@pytest.mark.parametrize("portal_type", FIELDS)
def test_table_covers_every_field_of_ours(functional_portal, portal_type):
    ours = {
        name
        for schema in iterSchemataForType(portal_type)
        if schema.__module__.startswith(OUR_MODULES)
        for name in getFieldNames(schema)
    }
    tested = {*FIELDS[portal_type], *FILES.get(portal_type, {}), "image"}
    assert ours - tested <= {"attachments"}


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
    required = {"kind", "document_type", "code"}
    sent = FIELDS[portal_type]
    start = {name: value for name, value in sent.items() if name in required}
    path = path_of(create(writer, unit, portal_type, **start))
    for name, value in sent.items():
        answer = writer.patch(path, json={name: value})
        assert answer.status_code == 204, (name, answer.text)
        assert plain(writer.get(path).json()[name]) == value
    for name, value in sent.items():
        if name in required or name == "text_language":
            continue
        empty = [] if isinstance(value, list) else None
        assert writer.patch(path, json={name: None}).status_code == 204, name
        assert writer.get(path).json()[name] in (empty, None, []), name


@pytest.mark.parametrize(
    "portal_type,name", [(t, name) for t, files in FILES.items() for name in files]
)
def test_files_round_trip(writer, unit, portal_type, name):
    sent = FILES[portal_type][name]
    start = {"kind": "video"} if portal_type == "EducationMaterial" else {}
    answer = create(writer, unit, portal_type, **start, **{name: sent})
    assert answer.status_code == 201, answer.text
    read = writer.get(path_of(answer)).json()[name]
    assert read["filename"] == sent["filename"]
    assert read["content-type"] == sent["content-type"]
    again = writer.patch(path_of(answer), json={name: read})
    assert again.status_code == 204, again.text


def test_attachments_round_trip(writer, unit):
    with api.env.adopt_roles(["Manager"]):
        file = api.content.create(unit, "File", title="Kế hoạch")
    transaction.commit()
    answer = create(writer, unit, "LegalNews", attachments=[file.UID()])
    assert answer.status_code == 201, answer.text
    (read,) = writer.get(path_of(answer)).json()["attachments"]
    assert read["@id"].endswith(file.getId())


BAD = [
    (
        "LegalIntroduction",
        {"legal_documents": [{**DOCUMENT, "expires_on": "2023-01-01"}]},
        "31/2024/QH15",
    ),
    (
        "LegalIntroduction",
        {"legal_documents": [DOCUMENT, {**DOCUMENT, "number": " 31 / 2024 / qh15"}]},
        "31 / 2024 / qh15",
    ),
    (
        "LegalIntroduction",
        {"legal_documents": [{**DOCUMENT, "document_type": "sắc-lệnh"}]},
        "sắc-lệnh",
    ),
    (
        "LegalIntroduction",
        {"legal_documents": [{**DOCUMENT, "issued_on": "31/12/2024"}]},
        "31/12/2024",
    ),
    ("LegalIntroduction", {"legal_documents": [{**DOCUMENT, "number": None}]}, "1"),
    ("LegalIntroduction", {"legal_documents": ["31/2024/QH15"]}, ""),
    (
        "LegalIntroduction",
        {"legal_documents": [{**DOCUMENT, "url": "javascript:alert(1)"}]},
        "javascript:alert(1)",
    ),
    ("LegalIntroduction", {"kind": "không-có"}, "không-có"),
    ("LegalNews", {"legal_fields": ["dat-dai", "vũ-trụ"]}, "vũ-trụ"),
    ("Guidance", {"level": "huyen"}, "Cấp huyện"),
    (
        "Guidance",
        {"issued_on": "2025-02-01", "expires_on": "2025-01-01"},
        "",
    ),
    (
        "Guidance",
        {"effective_on": "2025-02-01", "expires_on": "2025-01-01"},
        "",
    ),
    ("ContributingUnit", {"opened_on": "2025-02-01", "closed_on": "2025-01-01"}, ""),
    ("EducationMaterial", {"external_url": "https://example.com/v"}, "example.com"),
    ("EducationMaterial", {"external_url": "http://youtu.be/v"}, "http://youtu.be/v"),
    (
        "EducationMaterial",
        {"external_url": "https://youtu.be@evil.example/"},
        "youtu.be@evil.example",
    ),
    (
        "EducationMaterial",
        {"external_url": "https://www.youtube.com.evil.example/"},
        "www.youtube.com.evil.example",
    ),
    (
        "EducationMaterial",
        {"captions": blob(VTT, "phu-de.srt", "text/vtt")},
        "phu-de.srt",
    ),
    (
        "EducationMaterial",
        {"captions": blob(b"1\n00:00:01", "phu-de.vtt", "text/vtt")},
        "phu-de.vtt",
    ),
    ("EducationMaterial", {"year": 1900}, ""),
]
START = {
    "LegalIntroduction": {"kind": "de-cuong"},
    "Guidance": {"document_type": "ke-hoach"},
    "EducationMaterial": {"kind": "video"},
    "ContributingUnit": {"code": "x"},
    "LegalNews": {},
}


@pytest.mark.parametrize("portal_type,fields,words", BAD)
def test_bad_input_is_refused_and_changes_nothing(
    writer, unit, portal_type, fields, words
):
    answer = create(writer, unit, portal_type, **{**START[portal_type], **fields})
    assert answer.status_code == 400, answer.text
    assert words in answer.json()["message"]

    path = path_of(create(writer, unit, portal_type, **START[portal_type]))
    answer = writer.patch(path, json={"title": "Mới", **fields})
    assert answer.status_code == 400, answer.text
    assert writer.get(path).json()["title"] == "Tiêu đề"


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
    assert answer.json()["properties"]["title"]
