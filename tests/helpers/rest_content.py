"""What is sent over REST: a good value for each field of ours, and how it is sent."""

from base64 import b64encode
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from sample_values import PNG

import transaction

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
RECOGNITION = {
    "level": "tinh",
    "unit": "14",
    "decision_number": "12/QĐ-UBND",
    "decision_date": "2024-01-02",
    "issuer": "Chủ tịch UBND tỉnh Sơn La",
    "valid_from": "2024-01-10",
    "ended_on": None,
    "end_kind": None,
    "end_reason": None,
    "end_decision": None,
}
PERSON = {
    "full_name": "Lò Văn Ví Dụ",
    "rank": "Thiếu tá",
    "position": "Phó Trưởng phòng",
    "agency": "so-tu-phap",
    "qualification": "law",
    "legal_work_years": 12,
    "languages": ["vi", "blt"],
    "legal_fields": ["dat-dai"],
    "recognitions": [RECOGNITION],
    "official_phone": "0212 385 0000",
    "official_email": "cong-vu@example.org",
    "show_official_contact": True,
    "birth_date": "1980-01-31",
    "gender": "female",
    "ethnicity": "Thái",
    "private_phone": "0987 000 111",
    "private_email": "rieng@example.org",
    "id_number": "014080000000",
    "home_address": "Bản Mẫu, phường Tô Hiệu",
    "person_id": "nguoi-1",
}
MEMBER = {
    "order": 1,
    "name": "Lò Văn Ví Dụ",
    "position": "Giám đốc Sở Tư pháp",
    "agency": "so-tu-phap",
    "role": "pho-chu-tich-thuong-truc",
    "invited": False,
    "valid_from": "2025-09-01",
    "ended_on": "2026-03-01",
    "decision": "26/QĐ-UBND, 01/09/2025",
    "end_decision": "12/QĐ-UBND, 27/02/2026",
}
FIELDS = {
    "LegalEducationSection": {"landing_blocks": ["news", "guidance"], "block_count": 7},
    "ContributingUnit": {
        "code": "so-tu-phap",
        "agency": "so-tu-phap",
        "territory": ["14"],
        "opened_on": "2025-07-01",
        "closed_on": "2026-07-01",
        "successor": "so-noi-vu",
        "office": "Bộ phận một cửa",
        "address": "Số 1, đường Mẫu",
        "opening_hours": "7 giờ 30–11 giờ 30",
        "phone": "0212 000 0000",
        "other_offices": [
            {
                "level": "cong-an-xa",
                "office": "Công an xã",
                "address": "Số 2, đường Mẫu",
                "opening_hours": None,
                "phone": "113",
            }
        ],
    },
    "LegalNews": {
        "text_language": "hmn",
        "is_sensitive": True,
        "neutral_title": "Thông tin cho gia đình",
        "made_with_ai": True,
        "author_name": "Hoa Ban",
        "source": "Báo Sơn La",
        "royalty_kind": "bai",
        "word_count": 1200,
        **CLASSIFIED,
    },
    "LegalIntroduction": {
        "is_sensitive": True,
        "neutral_title": "Thông tin cho gia đình",
        "made_with_ai": True,
        "kind": "de-cuong",
        "text_language": "hmn",
        "legal_documents": [DOCUMENT, {**DOCUMENT, "number": "45/2013/QH13"}],
        "in_brief": ["Điều ai cũng cần biết"],
        "affected": ["Người lái xe"],
        "changes": ["Bằng lái có 12 điểm"],
        "to_do": ["Mang bằng lái", "Đội mũ bảo hiểm"],
        "penalties": [
            {
                "act": "Vượt đèn đỏ",
                "fine": "4–6 triệu",
                "measure": "Trừ 4 điểm",
                "legal_basis": "Điều 7 Nghị định 168/2024/NĐ-CP",
            }
        ],
        "terms": [{"term": "Nồng độ cồn", "meaning": "Lượng cồn trong hơi thở"}],
        "checked_on": "2026-11-20",
        "review_by": "2027-05-20",
        "changes_ahead": [{"date": "2027-01-01", "what": "Nghị định mới"}],
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
        "plan_tasks": [
            {
                "task": "Tập huấn báo cáo viên",
                "unit": "Sở Tư pháp",
                "due": "2026-06-30",
                "done_on": None,
            }
        ],
        **CLASSIFIED,
    },
    "EducationMaterial": {
        "is_sensitive": True,
        "neutral_title": "Thông tin cho gia đình",
        "made_with_ai": True,
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
    "LifeSituation": {
        "text_language": "hmn",
        "made_with_ai": True,
        "short_title": "Kết hôn",
        "icon": "hon-nhan",
        "where": "UBND xã, phường",
        "duration": "Trong ngày",
        "deadline": "Không có hạn",
        "fee": "Không",
        "is_sensitive": False,
        "neutral_title": "Giấy tờ hộ tịch",
        "is_sample": True,
        "summary": ["Nam đủ 20 tuổi, nữ đủ 18 tuổi."],
        "conditions": ["Hai người tự nguyện."],
        "steps": [
            {
                "title": "Cùng đến xã và ký",
                "what": "Hai người cùng có mặt.",
                "level": "ubnd-xa",
                "office": "UBND xã, phường",
                "papers": "Tờ khai\nThẻ căn cước",
                "fee": "Không",
                "time_limit": "Trong ngày",
                "legal_basis": "Điều 18 Luật Hộ tịch",
            }
        ],
        "if_not_done": ["Pháp luật chưa công nhận là vợ chồng."],
        "do_not": ["Không mượn giấy tờ của người khác."],
        "helplines": [
            {"number": "111", "name": "Tổng đài trẻ em", "when": "Trẻ em bị ép cưới"}
        ],
        "checked_on": "2026-11-20",
        "review_by": "2027-02-15",
        "changes_ahead": [{"date": "2027-03-01", "what": "Luật Hộ tịch mới"}],
        "legal_documents": [DOCUMENT],
        **CLASSIFIED,
    },
    "LegalActivity": {
        "dissemination_form": "truc-tiep",
        "organiser_kind": "council",
        "sessions": 2,
        "attendees": 120,
        "women_attendees": 70,
        "special_group_attendees": 100,
        "documents_handed_out": 300,
        "documents_in_ethnic_languages": 200,
        "broadcasts": 3,
        "contest_entrants": 0,
        "location": "Nhà văn hóa bản Mẫu",
        **CLASSIFIED,
    },
    "TrainingCourse": {
        "schedule": [
            {
                "day": "2026-03-09",
                "starts_at": "8:00",
                "ends_at": "11:30",
                "topic": "Luật Đất đai",
                "speaker": "Lò Văn Ví Dụ",
            }
        ],
        "meeting_url": "https://hop.example.vn/1",
        "other_attendees": 30,
        "women_attendees": 20,
        "hours": 16,
        "learn_online": True,
        "open_to_all": True,
        "open_certificates": False,
        "location": "Hội trường Sở Tư pháp",
        **CLASSIFIED,
    },
    "CoordinationCouncil": {
        "level": "tinh",
        "unit": "14",
        "term": "2025 - 2030",
        "decisions": [
            {
                "number": "26/QĐ-UBND",
                "issued_on": "2025-09-01",
                "issuer": "Chủ tịch UBND tỉnh Sơn La",
                "kind": "kien-toan",
            }
        ],
        "standing_agency": "so-tu-phap",
        "office_phone": "0212 3 000 000",
        "office_email": "hdph@example.org",
        "members": [MEMBER],
        "secretariat": [{**MEMBER, "role": "thanh-vien-to-thu-ky"}],
    },
    "PolicyDialogue": {
        "topic": "Giao đất, cho thuê đất ở bản",
        "hosts": ["so-tu-phap"],
        "officials": [
            {
                "name": "Lò Văn Ví Dụ",
                "position": "Giám đốc Sở Tư pháp",
                "agency": "so-tu-phap",
                "part": "Chủ trì",
            }
        ],
        "programme": [
            {
                "day": "2026-03-09",
                "starts_at": "8:00",
                "ends_at": "11:30",
                "topic": "Trả lời trực tiếp",
                "speaker": "Lò Văn Ví Dụ",
            }
        ],
        "summary": {
            "data": "<p>Đã trả lời 12 câu hỏi.</p>",
            "content-type": "text/html",
            "encoding": "utf-8",
        },
        "location": "Hội trường Sở Tư pháp",
        **CLASSIFIED,
    },
    "LegalReporter": PERSON,
    "LegalPropagandist": PERSON,
    "StatisticsReport": {
        "form_code": "bcv-ttv",
        "period_kind": "official",
        "year": 2025,
    },
    "Expenditure": {
        "amount": 961_000_000_000,
        "spent_on": "2026-03-10",
        "item": "tieu-pham",
        "fund": "nsnn-chuong-trinh",
        "stage": "du-toan",
        "quantity": 3,
        "rate": 500_000,
        "basis": "Nghị quyết mẫu",
        "purpose": "hoa-giai",
        "voucher": "PC 12",
        "note": "Theo danh sách",
    },
    "LegalQuestion": {
        "text_language": "hmn",
        "made_with_ai": True,
        "title": "Tuổi kết hôn",
        "question": "Khi nào được đăng ký kết hôn?",
        "public_name": "L. T. M.",
        "territory": ["03646"],
        "legal_fields": ["dat-dai"],
        "answer": {
            "data": "<p>Đủ 20 tuổi.</p>",
            "content-type": "text/html",
            "encoding": "utf-8",
        },
        "legal_bases": [DOCUMENT],
        "answered_by": "Phòng Phổ biến, giáo dục pháp luật",
        "agency": "so-tu-phap",
        "due_date": "2026-12-01",
        "asker_email": "nguoi.hoi@example.org",
        "asker_phone": "0912 000 111",
    },
    "ReporterRequest": {
        "title": "Luật Đất đai",
        "organisation": "Trường THCS Ví Dụ",
        "legal_fields": ["dat-dai"],
        "audiences": ["phu-nu"],
        "people_expected": 120,
        "spoken_language": "blt",
        "territory": ["03646"],
        "location": "Hội trường",
        "online": True,
        "day": "2026-12-09",
        "until_day": "2026-12-10",
        "hours": "8 giờ",
        "deadline": "2026-12-01",
        "details": "Có máy chiếu.",
        "contact_name": "Cầm Thị Liên Hệ",
        "contact_phone": "0912 333 444",
        "contact_email": "hieu.truong@example.org",
    },
    "QuestionBank": {
        "title": "Ngân hàng câu hỏi",
        "legal_fields": ["dat-dai"],
    },
    "BankQuestion": {
        "question": "Từ đủ bao nhiêu tuổi được kết hôn?",
        "kind": "number",
        "answers": [
            {"text": "Nam 18, nữ 18", "is_right": False},
            {"text": "Nam 20, nữ 18", "is_right": True},
        ],
        "truth": "true",
        "number": "20",
        "tolerance": "1",
        "explanation": "Tính từ khi đủ tuổi.",
        "difficulty": "medium",
        "citations": [
            {
                "document_type": "luat",
                "number": "52/2014/QH13",
                "issuer": "Quốc hội",
                "issued_on": "2014-06-19",
                "effective_on": "2015-01-01",
                "expires_on": None,
                "validity": "CHL",
                "summary": "Luật Hôn nhân và gia đình",
                "url": "https://vbpl.vn/52",
                "article": "Điều 8",
            }
        ],
        "legal_fields": ["dat-dai"],
    },
}
SOUND = blob(b"ID3\x04" + bytes(99), "doc.mp3", "audio/mpeg")
FILES = {
    "EducationMaterial": {
        "file": blob(b"%PDF-1.7\n%%EOF", "sach.pdf", "application/pdf"),
        "poster": blob(PNG, "bia.png", "image/png"),
        "captions": blob(VTT, "phu-de.vtt", "text/vtt"),
        "recording": SOUND,
    },
    "LegalNews": {"image": blob(PNG, "anh.png", "image/png"), "recording": SOUND},
    "LegalIntroduction": {"recording": SOUND},
    "LifeSituation": {"recording": SOUND},
    "LegalQuestion": {"recording": SOUND},
    "StatisticsReport": {
        "file": blob(b"%PDF-1.7\n%%EOF", "bao-cao.pdf", "application/pdf")
    },
    "LegalReporter": {"photo": blob(PNG, "anh.png", "image/png")},
    "LegalPropagandist": {"photo": blob(PNG, "anh.png", "image/png")},
}
START = {
    "LegalEducationSection": {},
    "ContributingUnit": {"code": "x"},
    "LegalNews": {},
    "LegalIntroduction": {"kind": "de-cuong"},
    "Guidance": {"document_type": "ke-hoach"},
    "EducationMaterial": {"kind": "video"},
    "LifeSituation": {},
    "LegalActivity": {"dissemination_form": "truc-tiep", "organiser_kind": "agency"},
    "TrainingCourse": {},
    "CoordinationCouncil": {"level": "tinh"},
    "PolicyDialogue": {},
    "LegalReporter": {"full_name": "Lò Văn Ví Dụ"},
    "LegalPropagandist": {"full_name": "Lò Văn Ví Dụ"},
    "StatisticsReport": {
        "form_code": "ket-qua-pbgdpl",
        "period_kind": "year",
        "year": 2026,
    },
    "Expenditure": {
        "amount": 1,
        "spent_on": "2026-03-10",
        "item": "to-gap",
        "fund": "nsnn-thuong-xuyen",
        "stage": "thuc-chi",
        "purpose": "pbgdpl",
    },
    "LegalQuestion": {"question": "Khi nào?"},
    "ReporterRequest": {"organisation": "Trường Mẫu", "day": "2026-12-09"},
    "QuestionBank": {},
    "BankQuestion": {
        "question": "Bao nhiêu ngày?",
        "kind": "number",
        "number": "60",
        "difficulty": "easy",
    },
}
"""What must be sent at least."""

PLACES = {
    "LegalEducationSection": lambda unit: unit.aq_parent.aq_parent,
    "ContributingUnit": lambda unit: unit.aq_parent,
    "BankQuestion": lambda unit: bank_in(unit),
}
"""Where administrators make what doesn't stand in a unit."""


def bank_in(unit):
    """Return the question bank of a unit; questions stand in one."""
    if "ngan-hang" not in unit:
        with api.env.adopt_roles(["Manager"]):
            api.content.create(unit, "QuestionBank", "ngan-hang", title="Ngân hàng")
        transaction.commit()
    return unit["ngan-hang"]


def create(session, unit, portal_type, /, **fields):
    """Make an item in its place; structure is made by the Manager."""
    where = unit
    if portal_type in PLACES:
        where = PLACES[portal_type](unit)
        session.auth = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
    return session.post(
        "/".join(where.getPhysicalPath()[2:]),
        json={"@type": portal_type, "title": "Tiêu đề", **fields},
    )


def path_of(answer):
    """Return the path of what was made."""
    return answer.json()["@id"].split("/plone/", 1)[1]
