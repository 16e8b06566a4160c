"""Fixtures of what stands around articles."""

from browser_fixtures import page  # noqa: F401
from made_once import made_once
from public_content import empty_cache  # noqa: F401
from public_content import make
from public_content import make_section
from public_content import make_texts
from rich_texts import rich
from vietnamese_portal import speak_vietnamese

import pytest
import transaction

BODY = "<p>Người dân có quyền hỏi. Cơ quan phải trả lời.</p><p>Đoạn hai.</p>"
OFFICERS = [{"full_name": "Lò Thị Mẫu", "official_email": "lien.he@example.vn"}]


@pytest.fixture
def article(functional_portal):
    """Return a public text in a portal that speaks Vietnamese, served over HTTP."""
    made = made_once(functional_portal, make_article)
    transaction.commit()
    return made


def make_article(portal):
    """Make a public text in a portal that speaks Vietnamese."""
    speak_vietnamese(portal)
    return make(make_section(portal), "LegalNews", "Luật & đời sống", text=rich(BODY))


@pytest.fixture
def all_articles(functional_portal):
    """Return one public text of each type, and a stock page, in one section."""
    made = made_once(functional_portal, make_articles)
    transaction.commit()
    return made


def make_articles(portal):
    """Make one public text of each type, and a stock page, in one section."""
    speak_vietnamese(portal)
    section = make_section(portal)
    made = list(make_texts(section).values())
    made.append(make(section, "LegalActivity", "Buổi tuyên truyền"))
    made.append(make(section, "TrainingCourse", "Khóa tập huấn"))
    made.append(make(section, "CoordinationCouncil", "Hội đồng"))
    made.append(make(section, "PolicyDialogue", "Đối thoại"))
    made.append(make(section, "Document", "Trang"))
    return made
