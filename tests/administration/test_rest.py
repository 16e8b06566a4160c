"""Settings and controlled lists are read and written over REST."""

from new_items import create
from plone import api

import pytest
import transaction

SETTINGS = "/@controlpanels/pbgdpl-settings"
QUESTIONS = "/@controlpanels/pbgdpl-questions"
LISTS = "/@controlpanels/pbgdpl-vocabularies"
OFFICER = {
    "full_name": "Lò Thị A",
    "position": "Trưởng phòng",
    "unit": "Sở Tư pháp",
    "official_phone": "0212 385 2345",
    "official_email": "lta.stp@sonla.gov.vn",
}


def test_panels_are_listed(manager_request):
    found = {
        panel["@id"].rsplit("/", 1)[-1]
        for panel in manager_request.get("/@controlpanels").json()
    }
    assert found >= {
        "pbgdpl-settings",
        "pbgdpl-questions",
        "pbgdpl-vocabularies",
        "pbgdpl-offer",
        "pbgdpl-exchange",
    }


def test_settings_round_trip(manager_request):
    sent = {
        "public_address": "https://pbgdpl.sonla.gov.vn",
        "managing_agency": "Sở Tư pháp tỉnh Sơn La",
        "editorial_head": "Nguyễn Văn B, Giám đốc",
        "licence": "Giấy phép số 1",
        "contact_officers": [OFFICER],
        "reuse_terms": "Ghi rõ nguồn.\nKhông sửa nội dung.",
        "show_centre": False,
        "centre_position": "below",
        "centre_pages": [],
        "four_eyes": False,
        "mail_steps": False,
        "statistics_receiver": "Bộ Tư pháp",
        "statistics_number": "/BC-STP",
        "statistics_maker": "Lò Văn Ví Dụ",
        "statistics_checker": "Quàng Thị Ví Dụ",
        "statistics_head_capacity": "Giám đốc",
        "statistics_head": "Nguyễn Văn B",
        "mail_requests": False,
        "request_retention_months": 36,
        "request_consent": "Tôi đồng ý để cơ quan liên hệ.",
        "stock_types": True,
        "mail_register": False,
        "audit_log_years": 3,
        "max_file_megabytes": 50,
        "allowed_hosts": ["www.youtube.com"],
        "portal_box_leads_here": True,
        "search_hints": ["ly hôn"],
        "full_text_search": "https://vbpl.vn/?q={number}",
        "texts_url": "https://vanban.example.vn/",
        "procedures_url": "https://dichvucong.example.vn/",
        "drafts_url": "https://gopy.example.vn/",
    }
    answer = manager_request.patch(SETTINGS, json=sent)
    assert answer.status_code == 204, answer.text
    data = manager_request.get(SETTINGS).json()["data"]
    position = data.pop("centre_position")
    assert position["token"] == sent.pop("centre_position")
    assert data == sent


def test_settings_of_questions_round_trip(manager_request):
    sent = {
        "working_days": 10,
        "days_off": ["2027-02-10"],
        "days_worked": ["2027-02-20"],
        "mail_questions": False,
        "answer_passages": [{"title": "Lời chào", "text": "Chào ông/bà."}],
        "consent": "Tôi đồng ý.",
        "elsewhere": "Thanh tra tỉnh.",
        "file_kinds": ["pdf"],
        "file_megabytes": 2,
        "hourly_address": 5,
        "hourly_all": 50,
        "least_seconds": 2,
        "proof_of_work": True,
        "retention_months": 12,
    }
    answer = manager_request.patch(QUESTIONS, json=sent)
    assert answer.status_code == 204, answer.text
    assert manager_request.get(QUESTIONS).json()["data"] == sent


def test_list_round_trip(manager_request):
    rows = manager_request.get(LISTS).json()["data"]["government_levels"]
    assert {row["token"]: row["valid_to"] for row in rows}["huyen"] == "2025-06-30"
    rows.append(
        {
            "token": "dac-khu",
            "title": "Đặc khu",
            "valid_from": "2025-07-01",
            "valid_to": None,
            "aliases": "ĐK\nđặc khu",
        }
    )
    answer = manager_request.patch(LISTS, json={"government_levels": rows})
    assert answer.status_code == 204, answer.text
    assert manager_request.get(LISTS).json()["data"]["government_levels"] == rows
    titles = manager_request.get("/@vocabularies/sonla.pbgdpl.GovernmentLevels").json()
    assert "Đặc khu" in [item["title"] for item in titles["items"]]


BAD_SETTINGS = [
    ({"allowed_hosts": ["https://youtu.be/x"]}, "https://youtu.be/x"),
    ({"centre_pages": ["/khong-co"]}, "/khong-co"),
    ({"centre_pages": ["http://nohost/plone"]}, "http://nohost/plone"),
    ({"contact_officers": [{**OFFICER, "official_email": "a@b"}]}, "a@b"),
    ({"contact_officers": [{**OFFICER, "official_phone": "gọi"}]}, "gọi"),
    ({"contact_officers": ["Lò Thị A"]}, ""),
    ({"centre_position": "middle"}, ""),
    ({"max_file_megabytes": 0}, ""),
]


@pytest.mark.parametrize("sent,words", BAD_SETTINGS)
def test_bad_setting_is_refused_whole(manager_request, sent, words):
    answer = manager_request.patch(SETTINGS, json={"licence": "mất", **sent})
    assert answer.status_code == 400, answer.text
    assert next(iter(sent)) in answer.text
    assert words in answer.json()["message"]
    assert manager_request.get(SETTINGS).json()["data"]["licence"] != "mất"


def row(token="x", **more):
    return {
        "token": token,
        "title": token,
        "valid_from": None,
        "valid_to": None,
        "aliases": None,
        **more,
    }


@pytest.mark.parametrize(
    "rows,words",
    [
        ([row(), row()], "x"),
        ([row(valid_from="2025-07-01", valid_to="2025-06-30")], "30/06/2025"),
        ([row(valid_to="2025-13-01")], "2025-13-01"),
        ([row(token=None)], ""),
        ([row(token="a;b")], "“a;b”"),
        ([row(token="a b")], "“a b”"),
        ([row(title="")], ""),
        (["x"], ""),
    ],
)
def test_bad_list_is_refused(manager_request, rows, words):
    before = manager_request.get(LISTS).json()["data"]["end_kinds"]
    answer = manager_request.patch(LISTS, json={"end_kinds": rows})
    assert answer.status_code == 400, answer.text
    assert words in answer.json()["message"]
    assert manager_request.get(LISTS).json()["data"]["end_kinds"] == before


def test_used_term_can_not_be_removed(manager_request, section):
    with api.env.adopt_roles(["Manager"]):
        create(section, "LegalNews", title="A", legal_fields=("dat-dai",))
    transaction.commit()
    rows = manager_request.get(LISTS).json()["data"]["legal_fields"]
    kept = [term for term in rows if term["token"] != "dat-dai"]
    answer = manager_request.patch(LISTS, json={"legal_fields": kept})
    assert answer.status_code == 400
    assert "Đất đai" in answer.json()["message"]
    assert manager_request.get(LISTS).json()["data"]["legal_fields"] == rows


def test_panel_is_for_those_who_manage_the_settings(functional_portal, request_factory):
    api.user.create(email="a@example.com", username="mod", password="secret-123-abc")
    api.user.grant_roles(username="mod", roles=["Reviewer"])
    functional_portal.manage_permission(
        "Plone Site Setup: Overview", ["Reviewer", "Manager"], acquire=0
    )
    transaction.commit()
    session = request_factory(basic_auth=("mod", "secret-123-abc"))
    assert session.get(SETTINGS).status_code == 401
    assert session.patch(SETTINGS, json={"licence": "x"}).status_code == 401
