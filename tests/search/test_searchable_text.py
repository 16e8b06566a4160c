"""The search text holds what is public of a text, and nothing else."""

from plone import api
from plone.indexer.interfaces import IIndexableObject
from search_content import make
from search_content import stock_search
from sonla.pbgdpl.core.html import plain_text
from zope.component import getMultiAdapter

import pytest

ROW = {
    "document_type": "luat",
    "number": "14/2012/QH13",
    "issuer": "Quốc hội",
    "summary": "zsummary",
}


@pytest.mark.parametrize(
    ("portal_type", "fields", "typed"),
    [
        ("LegalNews", {"title": "Zabc title"}, "zabc"),
        ("LegalNews", {"description": "zdescription"}, "zdescription"),
        ("LegalNews", {"text": "<p>zbody</p>"}, "zbody"),
        ("LegalNews", {"subject": ("zsubject",)}, "zsubject"),
        ("LegalNews", {"author_name": "Zauthor"}, "zauthor"),
        ("LegalNews", {"source": "Zsource"}, "zsource"),
        ("LegalNews", {"agency": "so-tu-phap"}, "sở tư pháp"),
        ("LegalNews", {"agency": "ubnd-tinh"}, "uy ban nhan dan tinh"),
        ("LegalNews", {"legal_fields": ("dat-dai",)}, "dat dai"),
        ("LegalNews", {"audiences": ("nhan-dan",)}, "nhân dân"),
        ("LegalNews", {"territory": ("14",)}, "Tỉnh Sơn La"),
        ("LegalIntroduction", {"legal_documents": [ROW]}, "14/2012/QH13"),
        ("LegalIntroduction", {"legal_documents": [ROW]}, "quoc hoi"),
        ("LegalIntroduction", {"legal_documents": [ROW]}, "zsummary"),
        ("LegalIntroduction", {"legal_documents": [ROW]}, "luat"),
        ("LegalIntroduction", {"kind": "de-cuong"}, "đề cương"),
        ("EducationMaterial", {"transcript": "zspoken"}, "zspoken"),
        ("EducationMaterial", {"publisher": "Zpublisher"}, "zpublisher"),
        ("Guidance", {"signer": "Zsigner"}, "zsigner"),
        ("Guidance", {"number": "218/QĐ-UBND"}, "218/QĐ-UBND"),
        ("Guidance", {"replaces": ("99/QĐ-UBND",)}, "99/QĐ"),
        ("Guidance", {"number": "1/KH-PBDGPL"}, "PBGDPL"),
        ("Guidance", {"number": "1/KH-PBGDPL"}, "PBDGPL"),
        ("ContributingUnit", {"code": "zcode"}, "zcode"),
    ],
)
def test_stock_search_finds(section, portal_type, fields, typed):
    item = make(section, portal_type, **fields)
    assert item.getId() in stock_search(typed)


@pytest.mark.parametrize("name", ["SearchableText", "pbgdpl_text"])
def test_nobodys_login_name(section, name):
    item = make(section, creators=("zlogin",), contributors=("zcontributor",))
    assert item.Creator() == "zlogin"
    catalog = api.portal.get_tool("portal_catalog")
    text = getattr(getMultiAdapter((item, catalog), IIndexableObject), name)
    assert "zlogin" not in text
    assert "zcontributor" not in text
    assert api.user.get_current().getId() not in text


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<p>một</p><p>hai</p>", "một hai"),
        ("<b>T</b>ỉnh", "Tỉnh"),
        ("<script>var x = 1</script>a", "a"),
        ("<style>p { color: red }</style>a", "a"),
        ("<!-- ẩn -->a", "a"),
        ("&Agrave; l&#224;&nbsp;b", "À là b"),
        ("a < b", "a < b"),
        ("<img alt='x' src='y'>a", "a"),
        ("", ""),
    ],
)
def test_markup_is_stripped(markup, words):
    assert plain_text(markup).split() == words.split()
