"""What the types of the portal become, and what is recognised in them."""

from datetime import date
from old_content import by_name
from old_content import carry
from old_content import prepare
from plone import api
from sonla.pbgdpl.legal_documents.query import cited_rows
from sonla.pbgdpl.legal_documents.recognition import mentions
from sonla.pbgdpl.options.moving import batches

import pytest


@pytest.fixture
def brought(section, mixed):
    batch = prepare(section, mixed)
    carry(section, batch, batches.RUNNING)
    return by_name(batch)


def test_each_type_becomes_what_suits_it(section, mixed):
    entries = by_name(prepare(section, mixed))
    assert {name: one.becomes for name, one in entries.items()} == {
        "gioi-thieu": "LegalIntroduction",
        "ke-hoach": "Guidance",
        "to-gap": "EducationMaterial",
        "hoi-nghi": "LegalActivity",
        "phim": "EducationMaterial",
        "la": "EducationMaterial",
    }
    assert entries["la"].state == batches.REFUSED
    assert "la.example" in entries["la"].reason.mapping["host"], "and why, by its host"
    kinds = {name: entries[name].values.get("kind") for name in ("to-gap", "phim")}
    assert kinds == {"to-gap": "to-gap", "phim": "video"}
    assert entries["hoi-nghi"].values["dissemination_form"] == "truc-tiep"
    assert entries["hoi-nghi"].values["legal_fields"] == ("hoa-giai-o-co-so",)
    assert entries["phim"].values["legal_fields"] == ("phong-chong-ma-tuy",)


def test_documents_are_recognised(section, brought):
    introduction = section["gioi-thieu"]
    rows = [
        (row["document_type"], row["number"], row["issuer"], row["issued_on"])
        for row in cited_rows(introduction)
    ]
    assert rows == [
        ("luat", "52/2014/QH13", "Quốc hội", None),
        ("nghi-dinh", "126/2014/NĐ-CP", "Chính phủ", date(2014, 12, 31)),
    ]
    (message,) = brought["gioi-thieu"].unrecognised
    assert message.mapping["numbers"] == "999/UBND-NC"
    plan = section["ke-hoach"]
    assert (plan.document_type, plan.number, plan.issuer, plan.issued_on) == (
        "ke-hoach",
        "12/KH-UBND",
        "UBND tỉnh Sơn La",
        date(2026, 1, 15),
    )
    (brain,) = api.content.find(pbgdpl_number="522014QH13", path="/plone")
    assert brain.getId == "gioi-thieu", "the register knows what was recognised"


def test_values_without_a_place_are_told_and_put_back(section, mixed, brought):
    activity = section["hoi-nghi"]
    assert activity.location == "Mộc Châu" and activity.attendees is None
    (note,) = brought["hoi-nghi"].notes
    assert note.mapping["fields"].count(",") == 1, "those who came, and the telephone"
    assert section["to-gap"].file.filename == "to-gap.pdf"
    assert section["phim"].external_url.endswith("abcdefghijk")
    assert brought["phim"].notes == (), "its address has its place"
    (batch,) = batches.batches_of(section).values()
    carry(section, batch, batches.UNDOING)
    back = mixed["hoi-nghi"]
    assert back.attendees == ("Lò Văn A", "Cầm Thị B")
    assert back.contact_phone == "0212 000 000"
    assert mixed["phim"].remoteUrl.endswith("abcdefghijk")
    assert mixed["gioi-thieu"].table_of_contents is True
    assert sorted(mixed.objectIds()) == sorted(brought)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("số 14/2012/QH13", ("luat", "14/2012/QH13", "Quốc hội")),
        ("Bộ luật Dân sự số 91/2015/QH13", ("bo-luat", "91/2015/QH13", "Quốc hội")),
        (
            "Quyết định số 26/2025/QĐ-TTg",
            ("quyet-dinh", "26/2025/QĐ-TTg", "Thủ tướng Chính phủ"),
        ),
        ("Thông tư số 17/2025/TT-BTP", ("thong-tu", "17/2025/TT-BTP", "Bộ Tư pháp")),
        ("Chỉ thị số 32-CT/TW", ("chi-thi", "32-CT/TW", "Ban Chấp hành Trung ương")),
        ("Công văn số 1234/STP-PBGDPL", ("cong-van", "1234/STP-PBGDPL", "Sở Tư pháp")),
        ("số 218 / QĐ - UBND", ("quyet-dinh", "218/QĐ-UBND", "")),
        (
            "số 218/QĐ-UBND ngày 30 tháng 01 năm 2026 của UBND tỉnh Sơn La về việc",
            ("quyet-dinh", "218/QĐ-UBND", "UBND tỉnh Sơn La"),
        ),
    ],
)
def test_numbers_say_what_they_are(text, said):
    ((found),) = mentions(text)
    assert (found.document_type, found.number, found.issuer) == said


@pytest.mark.parametrize(
    "text",
    [
        "ngày 12/03/2024",
        "điện thoại 0212/385-123",
        "tỷ lệ 3/4",
        "năm 2024/2025",
        "TT-BTP",
    ],
)
def test_other_numbers_are_no_documents(text):
    assert mentions(text) == []


def test_a_document_is_named_once_with_all_that_is_said_of_it():
    (found,) = mentions(
        "Theo 218/QĐ-UBND; Quyết định số 218/qđ-ubnd không kể. Quyết định số 218/QĐ-UBND"
        " ngày 30/01/2026 của UBND tỉnh Sơn La."
    )
    assert (found.issuer, found.issued_on) == ("UBND tỉnh Sơn La", date(2026, 1, 30))
