"""One item of each type with every field filled that its search text may hold."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from plone import api
from plone.app.textfield.value import RichTextValue
from plone.indexer.interfaces import IIndexableObject
from search_content import make
from search_content import make_section
from typing import Any
from zope.component import getMultiAdapter

DESCRIBED = {"description": "Mô tả", "subject": ("từ khóa",)}
BODY = {"text": RichTextValue("<p>Nội dung</p>", "text/html", "text/x-html-safe")}
CLASSIFIED = {
    "agency": "so-tu-phap",
    "legal_fields": ("dat-dai", "dan-su"),
    "audiences": ("phu-nu",),
    "territory": ("03980",),
}
LAW = {
    "document_type": "luat",
    "number": "31/2024/QH15",
    "issuer": "Quốc hội",
    "issued_on": date(2024, 1, 18),
    "summary": "Trích yếu",
    "url": "https://vbpl.vn/31",
}
RECOGNITION = {"level": "tinh", "unit": "03980", "valid_from": date(2024, 1, 10)}
PERSON = {
    "full_name": "Lò Văn Ví Dụ",
    "rank": "Thiếu tá",
    "position": "Phó Trưởng phòng",
    "agency": "so-tu-phap",
    "languages": ("vi", "blt"),
    "legal_fields": ("dat-dai",),
    "recognitions": [RECOGNITION],
    "ethnicity": "Khơ Mú",
    "home_address": "Bản Kín",
    "id_number": "014099000000",
    "private_email": "rieng@example.org",
}
MEMBER = {
    "name": "Cà Thị Minh Họa",
    "position": "Giám đốc",
    "agency": "so-tu-phap",
    "role": "chu-tich",
    "valid_from": date(2025, 8, 1),
    "decision": "Quyết định thành viên",
}
PART = {
    "day": date(2026, 3, 1),
    "starts_at": "8:00",
    "topic": "Chủ đề phần",
    "speaker": "Diễn giả",
}
FIELDS: dict[str, dict[str, Any]] = {
    "LegalEducationSection": {},
    "ContributingUnit": {
        **DESCRIBED,
        **BODY,
        "code": "ma-don-vi",
        "office": "Bộ phận một cửa",
        "address": "Tiểu khu 5",
        "agency": "so-tu-phap",
        "territory": ("03980",),
    },
    "LegalNews": {
        **DESCRIBED,
        **BODY,
        **CLASSIFIED,
        "author_name": "Bút danh",
        "source": "Báo mẫu",
        "image_caption": "Chú thích",
        "royalty_kind": "tin",
    },
    "LegalIntroduction": {
        **DESCRIBED,
        **BODY,
        **CLASSIFIED,
        "kind": "de-cuong",
        "text_language": "hmn",
        "legal_documents": [LAW, {**LAW, "number": "2/NQ-HĐND", "summary": None}],
        "in_brief": ("Điều cần biết trước",),
        "affected": ("Người lái xe",),
        "changes": ("Điểm mới",),
        "to_do": ("Việc cần làm",),
        "penalties": [{"act": "Vượt đèn đỏ", "fine": "4–6 triệu"}],
        "terms": [{"term": "Nồng độ cồn", "meaning": "Lượng cồn trong hơi thở"}],
    },
    "Guidance": {
        **DESCRIBED,
        **BODY,
        **CLASSIFIED,
        "document_type": "ke-hoach",
        "number": "12/KH-UBND",
        "issuer": "UBND tỉnh",
        "signer": "Người ký",
        "issued_on": date(2026, 1, 15),
        "group": "tinh",
        "level": "tinh",
        "validity": "CHL",
        "replaces": ("1/KH-UBND",),
        "replaced_by": ("20/KH-UBND",),
        "plan_tasks": [{"task": "Nhiệm vụ", "due": date(2026, 12, 1)}],
    },
    "EducationMaterial": {
        **DESCRIBED,
        **BODY,
        **CLASSIFIED,
        "kind": "video",
        "text_language": "vi",
        "publisher": "Nhà xuất bản",
        "year": 2024,
        "transcript": "Lời thoại",
        "poster_alt": "Hình vẽ",
        "legal_documents": [LAW],
    },
    "LifeSituation": {
        **DESCRIBED,
        **BODY,
        **CLASSIFIED,
        "short_title": "Kết hôn",
        "summary": ("Đủ tuổi",),
        "conditions": ("Tự nguyện",),
        "steps": [
            {
                "title": "Ký sổ",
                "what": "Cùng đến",
                "office": "UBND",
                "papers": "Tờ khai",
            }
        ],
        "if_not_done": ("Chưa công nhận",),
        "do_not": ("Khai gian",),
        "helplines": [{"number": "111", "name": "Tổng đài"}],
        "legal_documents": [LAW],
    },
    "LegalReporter": PERSON,
    "LegalPropagandist": {
        **PERSON,
        "recognitions": [{**RECOGNITION, "level": "xa", "decision_number": "5/QĐ"}],
    },
    "LegalActivity": {
        **DESCRIBED,
        **BODY,
        **CLASSIFIED,
        "dissemination_form": "hop-bao",
        "location": "Địa điểm",
        "attendees": 77,
    },
    "TrainingCourse": {**DESCRIBED, **BODY, **CLASSIFIED, "schedule": [PART]},
    "CoordinationCouncil": {
        **DESCRIBED,
        **BODY,
        "level": "tinh",
        "unit": "03980",
        "term": "2025 - 2030",
        "decisions": [{"number": "7/QĐ-UBND", "issuer": "Chủ tịch tỉnh"}],
        "standing_agency": "so-tu-phap",
        "office_phone": "0212 385 0000",
        "members": [MEMBER],
        "secretariat": [{**MEMBER, "name": "Thư Ký", "position": "Chuyên viên"}],
    },
    "StatisticsReport": {
        "form_code": "ket-qua-pbgdpl",
        "period_kind": "year",
        "year": 2025,
        "reason": "Sửa số",
    },
    "Expenditure": {
        "amount": 1_500_000,
        "spent_on": date(2026, 3, 10),
        "item": "khac",
        "basis": "Căn cứ",
        "voucher": "PC 12",
        "note": "Ghi chú",
    },
    "LegalQuestion": {
        "question": "Câu hỏi",
        "public_name": "Bà H.",
        "territory": ("03980",),
        "answer": RichTextValue("<p>Trả lời</p>", "text/html", "text/x-html-safe"),
        "legal_bases": [LAW],
        "answered_by": "Phòng Tư pháp",
        "agency": "so-tu-phap",
        "legal_fields": ("dat-dai",),
        "asker_email": "hoi@example.org",
    },
    "ReporterRequest": {
        "organisation": "Trường Mẫu",
        "legal_fields": ("dat-dai",),
        "audiences": ("phu-nu",),
        "territory": ("03980",),
        "location": "Hội trường",
        "day": date(2026, 12, 9),
        "details": "Điều cần biết",
        "contact_name": "Người Liên Hệ",
        "contact_email": "lien-he@example.org",
    },
    "PolicyDialogue": {
        **DESCRIBED,
        **BODY,
        **CLASSIFIED,
        "topic": "Chủ đề đối thoại",
        "hosts": ("so-tu-phap",),
        "officials": [{"name": "Người Đáp", "position": "Phó", "part": "Chủ trì"}],
        "programme": [PART],
        "summary": RichTextValue("<p>Kết quả</p>", "text/html", "text/x-html-safe"),
    },
    "QuestionBank": {"description": "Mô tả", "legal_fields": ("dat-dai",)},
    "BankQuestion": {
        "question": "Câu hỏi",
        "kind": "number",
        "number": "30",
        "explanation": "Giải thích",
        "citations": [LAW],
        "legal_fields": ("dat-dai",),
    },
}


def make_all(portal: Any) -> Iterator[Any]:
    """Make one item of each type."""
    section = make_section(portal, **DESCRIBED, **BODY)
    for portal_type, fields in FIELDS.items():
        named = {"id": f"x-{portal_type.lower()}", "title": f"Tên {portal_type}"}
        place = section["x-questionbank"] if portal_type == "BankQuestion" else section
        if portal_type != section.portal_type:
            yield make(place, portal_type, **named, **fields)
    yield section


def words_of(item: Any, name: str) -> str:
    """Return the words of one search text in the order of the alphabet, those repeated with their number."""
    catalog = api.portal.get_tool("portal_catalog")
    text = getattr(getMultiAdapter((item, catalog), IIndexableObject), name)
    words = Counter(text.split())
    return " ".join(
        word if number == 1 else f"{word}*{number}"
        for word, number in sorted(words.items())
    )


def written_out(portal: Any) -> str:
    """Return both search texts of all types, as the stored expectation has them."""
    return "\n".join(
        f"{item.portal_type} {name}: {words_of(item, name)}"
        for item in sorted(make_all(portal), key=lambda item: item.portal_type)
        for name in ("SearchableText", "pbgdpl_text")
    )
