"""Versions of a text can be compared, rows of legal documents too."""

from new_items import create
from plone import api
from web_requests import ask_for_content

import pytest
import transaction

ROWS = "form.widgets.ILegalDocuments.legal_documents"
SAVE = "form.buttons.save"
ROW = {
    "document_type": "luat",
    "number": "31/2024/QH15",
    "issuer": "Quốc hội",
    "issued_on": None,
    "effective_on": None,
    "expires_on": None,
    "validity": "CCHL",
    "summary": None,
    "url": None,
}


@pytest.fixture
def edited(unit, browser):
    """Return an introduction whose row was edited twice in its form."""
    ask_for_content(browser)
    with api.env.adopt_user("writer"):
        text = create(
            unit,
            "LegalIntroduction",
            title="Luật Đất đai",
            kind="de-cuong",
            legal_fields=("dat-dai",),
            legal_documents=[ROW],
        )
    transaction.commit()
    for issuer in ("Quốc hội khóa XV", "QH <b>15</b>"):
        browser.open(f"{text.absolute_url()}/edit")
        browser.getControl(name=f"{ROWS}.0.widgets.issuer").value = issuer
        browser.getControl(name=SAVE).click()
    transaction.begin()
    return text


def test_comparison_is_readable_and_the_first_version_comes_back(edited, browser):
    browser.open(f"{edited.absolute_url()}/@@history?one=1&two=current")
    page = browser.contents
    assert "Quốc hội khóa XV" in page
    assert "QH &lt;b&gt;15&lt;/b&gt;" in page
    assert "31/2024/QH15" in page
    assert "TypeError" not in page
    assert "'document_type'" not in page
    with api.env.adopt_roles(["Manager"]):
        api.portal.get_tool("portal_repository").revert(edited, 0)
    assert edited.legal_documents == [ROW]


@pytest.mark.long
def test_comparison_names_the_terms(edited, browser):
    browser.open(f"{edited.absolute_url()}/@@history?one=0&two=current")
    assert "Chưa có hiệu lực" in browser.contents
