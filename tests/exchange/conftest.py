"""Fixtures of the exchange."""

from datetime import date
from datetime import datetime
from datetime import UTC
from exchange_content import add_section
from sonla.pbgdpl.exchange.fields import build
from sonla.pbgdpl.exchange.record import FileReference
from sonla.pbgdpl.exchange.record import LegalDocument
from sonla.pbgdpl.exchange.record import Term
from web_requests import browser  # noqa: F401
from web_requests import browser_of_content  # noqa: F401

import pytest

LAW = LegalDocument(
    document_type=Term("luat", "Luật"),
    number="31/2024/QH15",
    issuer="Quốc hội",
    issued_on=date(2024, 1, 18),
    effective_on=date(2024, 8, 1),
    validity=Term("CHL", "Còn hiệu lực"),
    summary="Luật Đất đai",
    url="https://vbpl.vn/luat-dat-dai",
)


@pytest.fixture
def section(portal):
    return add_section(portal)


@pytest.fixture
def record():
    """Return a record of news with most fields."""
    return build(
        "oai:pbgdpl.example.vn:0123456789abcdef0123456789abcdef",
        "news",
        {
            "url": "https://pbgdpl.example.vn/tin/luat-dat-dai",
            "title": "Tập huấn Luật Đất đai tại Mộc Châu",
            "description": "Hơn 200 người dự.\nCó hỏi đáp.",
            "body": "<p>Sáng nay, tại Mộc Châu …</p>",
            "creator": "Sở Tư pháp tỉnh Sơn La",
            "publisher": "Sở Tư pháp tỉnh Sơn La",
            "issued": datetime(2026, 1, 31, 3, 0, tzinfo=UTC),
            "modified": datetime(2026, 2, 1, 3, 0, tzinfo=UTC),
            "language": "vi",
            "contributors": ("Lò Văn Ví Dụ", "Nguyễn Thị Minh Họa"),
            "subjects": (Term("dat-dai", "Đất đai"),),
            "keywords": ("tập huấn", "đất đai"),
            "coverage": (Term("03980", "Phường Mộc Châu"),),
            "legal_documents": (LAW,),
            "attachments": (
                FileReference(
                    "tai-lieu.pdf",
                    "application/pdf",
                    2048,
                    "ab" * 32,
                    "https://pbgdpl.example.vn/tai-lieu.pdf",
                ),
            ),
            "rights": "Ghi rõ nguồn khi dùng lại.",
            "revision": 3,
            "origin": "pbgdpl.example.vn",
        },
    )
