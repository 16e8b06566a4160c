"""What is bad is refused over REST by naming it, and changes nothing."""

from rest_content import blob
from rest_content import create
from rest_content import DOCUMENT
from rest_content import path_of
from rest_content import START
from rest_content import VTT

import pytest

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
    (
        "LegalIntroduction",
        {"legal_documents": [{**DOCUMENT, "number": None}]},
        "Row 1, Number",
    ),
    ("LegalIntroduction", {"legal_documents": ["31/2024/QH15"]}, "list of rows"),
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
        "date of expiry is before",
    ),
    (
        "Guidance",
        {"effective_on": "2025-02-01", "expires_on": "2025-01-01"},
        "date of expiry is before",
    ),
    (
        "ContributingUnit",
        {"opened_on": "2025-02-01", "closed_on": "2025-01-01"},
        "before the date of opening",
    ),
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
    ("EducationMaterial", {"year": 1900}, "small"),
    ("LegalActivity", {"dissemination_form": "khong-co"}, "khong-co"),
    ("LegalActivity", {"organiser_kind": "khong-co"}, "organiser_kind"),
    ("LegalActivity", {"attendees": -1}, "“-1”"),
    ("LegalActivity", {"broadcasts": 10_000_000}, "9999999"),
    ("LegalActivity", {"attendees": 1, "women_attendees": 2}, "2 women"),
    (
        "LegalActivity",
        {"attendees": 1, "special_group_attendees": 2},
        "2 people from special groups",
    ),
    (
        "LegalActivity",
        {"documents_handed_out": 1, "documents_in_ethnic_languages": 2},
        "2 documents in languages",
    ),
    (
        "TrainingCourse",
        {"meeting_url": "javascript:alert(1)"},
        "javascript:alert(1)",
    ),
    (
        "TrainingCourse",
        {"schedule": [{"day": "2026-03-09", "topic": "Luật", "starts_at": "25:00"}]},
        "25:00",
    ),
    ("TrainingCourse", {"other_attendees": 1, "women_attendees": 2}, "2 women"),
    ("LegalActivity", {"dissemination_form": ["truc-tiep"]}, ""),
    ("LegalActivity", {"organiser_kind": {"x": []}}, ""),
    ("LegalActivity", {"organiser_kind": {"token": {}}}, ""),
    ("LegalNews", {"legal_fields": [["dat-dai"], {}]}, ""),
    ("EducationMaterial", {"captions": True}, "base64"),
    ("EducationMaterial", {"captions": [[]]}, "base64"),
    ("EducationMaterial", {"captions": {"data": ["x"]}}, "base64"),
    (
        "EducationMaterial",
        {"captions": {"data": "eA==", "encoding": "zlib", "filename": "a.vtt"}},
        "base64",
    ),
]


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
