"""What citizens filter by is in the catalog, and nothing else is."""

from DateTime import DateTime
from datetime import date
from plone import api
from search_content import make
from sonla.pbgdpl.core.vietnamese.folding import number_key
from sonla.pbgdpl.legal_documents.rules import document_identity
from sonla.pbgdpl.search.setup import INDEXES
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import pytest

OWN = [name for name in INDEXES if name.startswith("pbgdpl_")]


def indexed(item, name):
    catalog = api.portal.get_tool("portal_catalog")
    path = "/".join(item.getPhysicalPath())
    catalog(path=path)  # works off the queue
    rid = catalog.getrid(path)
    return catalog._catalog.getIndex(name).getEntryForObject(rid)


@pytest.fixture
def unit(section):
    return make(
        section,
        "ContributingUnit",
        code="stp",
        agency="so-tu-phap",
        territory=("14",),
    )


@pytest.mark.parametrize(
    ("portal_type", "fields", "index", "expected"),
    [
        ("LegalIntroduction", {"kind": "de-cuong"}, "pbgdpl_kind", "de-cuong"),
        ("EducationMaterial", {"kind": "sach"}, "pbgdpl_kind", "sach"),
        ("Guidance", {"document_type": "luat"}, "pbgdpl_kind", "luat"),
        ("LegalNews", {}, "pbgdpl_kind", None),
        (
            "LegalNews",
            {"legal_fields": ("dat-dai",)},
            "pbgdpl_legal_fields",
            ["dat-dai"],
        ),
        ("LegalNews", {"legal_fields": ()}, "pbgdpl_legal_fields", None),
        ("LegalNews", {"legal_fields": None}, "pbgdpl_legal_fields", None),
        ("LegalNews", {"audiences": ("nhan-dan",)}, "pbgdpl_audiences", ["nhan-dan"]),
        ("LegalNews", {"territory": ("14",)}, "pbgdpl_territory", ["14"]),
        ("LegalNews", {"territory": ()}, "pbgdpl_territory", None),
        ("LegalNews", {"agency": "so-y-te"}, "pbgdpl_agency", "so-y-te"),
        ("LegalNews", {"agency": None}, "pbgdpl_agency", None),
        ("Guidance", {"issued_on": date(2013, 1, 9)}, "pbgdpl_year", 2013),
        ("EducationMaterial", {"kind": "sach", "year": 2019}, "pbgdpl_year", 2019),
        ("LegalNews", {"effective_date": DateTime(2020, 5, 5)}, "pbgdpl_year", 2020),
        ("Document", {"effective_date": DateTime(2021, 5, 5)}, "pbgdpl_year", 2021),
        ("LegalIntroduction", {"text_language": "blt"}, "pbgdpl_language", "blt"),
        ("LegalNews", {"language": "vi"}, "pbgdpl_language", "vi"),
    ],
)
def test_indexed(section, portal_type, fields, index, expected):
    assert indexed(make(section, portal_type, **fields), index) == expected


def test_a_text_without_agency_has_that_of_its_unit(unit):
    assert indexed(make(unit), "pbgdpl_agency") == "so-tu-phap"
    assert indexed(make(unit, "Document"), "pbgdpl_agency") == "so-tu-phap"
    assert indexed(make(unit, agency="so-y-te"), "pbgdpl_agency") == "so-y-te"


def test_search_follows_the_agency_of_a_unit(unit):
    derived, own = make(unit), make(unit, agency="so-y-te")
    for agency, word in (("ubnd-tinh", "ủy ban"), (None, None), ("so-y-te", "y tế")):
        unit.agency = agency
        notify(ObjectModifiedEvent(unit))
        assert indexed(derived, "pbgdpl_agency") == agency
        assert indexed(own, "pbgdpl_agency") == "so-y-te"
        if word:
            catalog = api.portal.get_tool("portal_catalog")
            for name in ("SearchableText", "pbgdpl_text"):
                found = catalog(**{name: word}, path="/".join(unit.getPhysicalPath()))
                assert derived.UID() in {brain.UID for brain in found}


def test_a_text_does_not_acquire_the_territory_of_its_unit(unit):
    assert indexed(make(unit), "pbgdpl_territory") is None


@pytest.mark.parametrize("index", OWN)
def test_content_outside_of_sections_is_in_none_of_our_indexes(portal, index):
    item = make(portal, "Document", description="ủy ban")
    # A text index answers None, others an empty default.
    assert not indexed(item, index)


def test_a_cleared_field_leaves_the_index(section):
    text = make(section, legal_fields=("dat-dai",), agency="so-y-te")
    text.legal_fields, text.agency = (), None
    text.reindexObject()
    assert not indexed(text, "pbgdpl_legal_fields")
    assert not indexed(text, "pbgdpl_agency")


def test_no_metadata_column_is_ours(portal):
    assert not [c for c in portal.portal_catalog.schema() if "pbgdpl" in c]


ROW = {
    "document_type": "luat",
    "number": "14/2012/QH13",
    "issuer": "Quốc hội",
    "issued_on": date(2012, 6, 20),
}


class TestNumbers:
    @pytest.mark.parametrize(
        "typed",
        [
            "218",
            "218/QĐ",
            "218/QD",
            "218/qđ-ubnd",
            "218 / QĐ - UBND",
            "218 QD UBND",
            "qd-ubnd",
            "QĐ-UBND",
            "UBND",
            "218/QĐ–UBND",
            "218/QĐ-UBND",
        ],
    )
    def test_whole_and_in_part(self, section, typed):
        make(section, "Guidance", id="g", number="218/QĐ-UBND")
        found = api.portal.get_tool("portal_catalog")(pbgdpl_number=number_key(typed))
        assert [brain.getId for brain in found] == ["g"]

    @pytest.mark.parametrize("typed", ["21", "8/QĐ", "218/NQ", "BND"])
    def test_not_what_is_no_part(self, section, typed):
        make(section, "Guidance", id="g", number="218/QĐ-UBND")
        catalog = api.portal.get_tool("portal_catalog")
        assert len(catalog(pbgdpl_number=number_key(typed))) == 0

    def test_slips(self, section):
        make(section, "Guidance", id="g", number="12/KH-HĐPHPBDGPL")
        catalog = api.portal.get_tool("portal_catalog")
        assert len(catalog(pbgdpl_number=number_key("KH-HĐPHPBGDPL"))) == 1

    def test_documents_that_a_text_introduces(self, section):
        text = make(section, "LegalIntroduction", legal_documents=[ROW])
        assert "14" in indexed(text, "pbgdpl_number")
        assert "2012QH13" in indexed(text, "pbgdpl_number")
        assert indexed(text, "pbgdpl_legal_document") == [document_identity(ROW)]

    def test_a_numbered_guidance_is_a_document_itself(self, section):
        text = make(
            section,
            "Guidance",
            number="218/QĐ-UBND",
            issuer="UBND tỉnh",
            issued_on=date(2026, 1, 30),
        )
        assert indexed(text, "pbgdpl_legal_document") == [
            "218/QD-UBND|ubnd tinh|2026-01-30"
        ]

    def test_rows_without_number_are_no_documents(self, section):
        text = make(section, "LegalIntroduction", legal_documents=[{"number": None}])
        assert not indexed(text, "pbgdpl_legal_document")
        assert not indexed(text, "pbgdpl_number")
