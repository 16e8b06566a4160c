"""A term in use can't be removed, on whatever road."""

from datetime import date
from new_items import create
from plone import api
from plone.dexterity.schema import SCHEMA_CACHE
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.vocabularies.changes import check_change
from sonla.pbgdpl.vocabularies.settings import VOCABULARY_FIELDS
from sonla.pbgdpl.vocabularies.terms import record_name
from sonla.pbgdpl.vocabularies.usage import count_usage
from sonla.pbgdpl.vocabularies.usage import holders
from sonla.pbgdpl.vocabularies.usage import token_index
from zExceptions import BadRequest

import pytest

ROW = {"document_type": "luat", "number": "1", "issuer": "QH", "validity": "CHL"}

FIELD_LISTS = {
    "legal_fields": "LegalFields",
    "audiences": "Audiences",
    "territory": "AdministrativeUnits",
}
USES = [
    ("ContributingUnit", {"code": "u", "agency": "so-y-te"}, "Agencies", "so-y-te"),
    (
        "ContributingUnit",
        {"code": "u", "territory": ("14",)},
        "AdministrativeUnits",
        "14",
    ),
    ("LegalNews", {"legal_fields": ("dat-dai",)}, "LegalFields", "dat-dai"),
    ("LegalNews", {"audiences": ("phu-nu",)}, "Audiences", "phu-nu"),
    ("LegalNews", {"territory": ("14",)}, "AdministrativeUnits", "14"),
    ("LegalNews", {"agency": "so-y-te"}, "Agencies", "so-y-te"),
    ("LegalNews", {"royalty_kind": "tin"}, "RoyaltyKinds", "tin"),
    ("LegalIntroduction", {"kind": "de-cuong"}, "IntroductionKinds", "de-cuong"),
    ("LegalIntroduction", {"text_language": "hmn"}, "Languages", "hmn"),
    ("LegalIntroduction", {"legal_documents": [ROW]}, "DocumentTypes", "luat"),
    ("LegalIntroduction", {"legal_documents": [ROW]}, "ValidityStatuses", "CHL"),
    ("EducationMaterial", {"kind": "sach"}, "MaterialKinds", "sach"),
    ("EducationMaterial", {"text_language": "hmn"}, "Languages", "hmn"),
    ("EducationMaterial", {"legal_documents": [ROW]}, "ValidityStatuses", "CHL"),
    ("Guidance", {"document_type": "bao-cao"}, "DocumentTypes", "bao-cao"),
    ("Guidance", {"group": "hdph"}, "GuidanceGroups", "hdph"),
    ("Guidance", {"level": "xa"}, "GovernmentLevels", "xa"),
    ("Guidance", {"validity": "HHL"}, "ValidityStatuses", "HHL"),
    (
        "LifeSituation",
        {"steps": [{"title": "Nộp", "level": "hcc"}]},
        "HandlingLevels",
        "hcc",
    ),
]


@pytest.fixture
def section(portal):
    with api.env.adopt_roles(["Manager"]):
        return create(portal, "LegalEducationSection", title="PBGDPL")


def rows_of(vocabulary):
    return [
        dict(row) for row in api.portal.get_registry_record(record_name(vocabulary))
    ]


def without(vocabulary, token):
    return [row for row in rows_of(vocabulary) if row["token"] != token]


@pytest.mark.parametrize("portal_type,fields,vocabulary,token", USES)
def test_each_field_counts_as_use(section, portal_type, fields, vocabulary, token):
    assert count_usage(f"sonla.pbgdpl.{vocabulary}", [token]) == {}
    with api.env.adopt_roles(["Manager"]):
        create(section, portal_type, title="Một", **fields)
        create(section, portal_type, title="Hai", **fields)
    assert count_usage(f"sonla.pbgdpl.{vocabulary}", [token, "x"]) == {token: 2}
    with pytest.raises(InvalidInput) as caught:
        check_change(vocabulary, rows_of(vocabulary), without(vocabulary, token))
    assert caught.value.message.mapping["count"] == "2"
    assert caught.value.message.mapping["token"] == token


@pytest.mark.parametrize("field", ["legal_fields", "audiences", "territory"])
def test_catalog_counts_what_it_knows(section, get_fti, field):
    (holder,) = [
        each
        for each in holders(f"sonla.pbgdpl.{FIELD_LISTS[field]}")["LegalNews"]
        if each.__name__ == field
    ]
    assert token_index("LegalNews", holder) == f"pbgdpl_{field}"
    assert token_index("Document", holder) is None


@pytest.fixture
def fresh_schemas():
    yield
    SCHEMA_CACHE.clear()


def test_type_of_the_portal_with_our_behavior_counts_too(
    section, get_fti, fresh_schemas
):
    fti = get_fti("Document")
    fti.behaviors = (*fti.behaviors, "sonla.pbgdpl.legal_fields")
    SCHEMA_CACHE.invalidate("Document")
    with api.env.adopt_roles(["Manager"]):
        page = create(section.aq_parent, "Document", title="Trang")
    page.legal_fields = ("dat-dai",)
    assert count_usage("sonla.pbgdpl.LegalFields", ["dat-dai"]) == {"dat-dai": 1}


@pytest.mark.parametrize(
    ("index", "token", "vocabulary"),
    [
        ("pbgdpl_agency", "hdph-tinh", "Agencies"),
        ("pbgdpl_kind", "bao-cao", "DocumentTypes"),
        ("pbgdpl_legal_fields", "dat-dai", "LegalFields"),
    ],
)
def test_collection_that_selects_by_it_counts_too(section, index, token, vocabulary):
    criterion = {
        "i": index,
        "o": "plone.app.querystring.operation.selection.any",
        "v": [token, "khac"],
    }
    assert not count_usage(f"sonla.pbgdpl.{vocabulary}", [token])
    with api.env.adopt_roles(["Manager"]):
        api.content.create(section, "Collection", "trang", query=[criterion])
    assert count_usage(f"sonla.pbgdpl.{vocabulary}", [token]) == {token: 1}
    assert not count_usage("sonla.pbgdpl.RoyaltyKinds", [token])


def test_registry_refuses_and_keeps_the_old_value(section):
    with api.env.adopt_roles(["Manager"]):
        create(section, "LegalNews", title="A", legal_fields=("dat-dai",))
    with pytest.raises(BadRequest) as caught:
        api.portal.set_registry_record(
            record_name("LegalFields"), without("LegalFields", "dat-dai")
        )
    assert "Đất đai" in str(caught.value)
    assert "dat-dai" in [row["token"] for row in rows_of("LegalFields")]


def test_changed_code_of_a_used_term_is_a_removal(section):
    with api.env.adopt_roles(["Manager"]):
        create(section, "LegalNews", title="A", legal_fields=("dat-dai",))
    rows = rows_of("LegalFields")
    rows[0]["token"] = "dat"
    with pytest.raises(InvalidInput):
        check_change("LegalFields", rows_of("LegalFields"), rows)


def test_used_term_may_be_renamed_and_ended(section):
    with api.env.adopt_roles(["Manager"]):
        create(section, "LegalNews", title="A", legal_fields=("dat-dai",))
    rows = rows_of("LegalFields")
    rows[0].update(title="Đất", valid_to=date(2026, 1, 1))
    api.portal.set_registry_record(record_name("LegalFields"), rows)
    assert rows_of("LegalFields")[0]["title"] == "Đất"


def test_unused_term_may_go(section):
    rows = without("LegalFields", "dat-dai")
    api.portal.set_registry_record(record_name("LegalFields"), rows)
    assert rows_of("LegalFields") == rows


def test_repeated_code_is_refused(portal):
    rows = rows_of("LegalFields")
    with pytest.raises(InvalidInput) as caught:
        check_change("LegalFields", rows, [*rows, rows[0]])
    assert caught.value.message.mapping["token"] == "dat-dai"


def test_end_before_start_is_refused(portal):
    rows = rows_of("LegalFields")
    rows[0].update(valid_from=date(2025, 7, 1), valid_to=date(2025, 6, 30))
    with pytest.raises(InvalidInput) as caught:
        check_change("LegalFields", rows, rows)
    assert caught.value.message.mapping["end"] == "30/06/2025"


def test_every_vocabulary_is_guarded(portal):
    for vocabulary in VOCABULARY_FIELDS:
        rows = rows_of(vocabulary)
        with pytest.raises(BadRequest):
            api.portal.set_registry_record(record_name(vocabulary), [*rows, rows[0]])
