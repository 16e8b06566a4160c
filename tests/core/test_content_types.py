"""The content types have what the contract promises."""

from content_types import EVENT_TYPES
from content_types import OWN_TYPES
from content_types import STOCK_TEXT_TYPES
from content_types import TEXT_TYPES
from new_items import create
from plone import api
from plone.app.testing import TEST_USER_ID
from plone.dexterity.utils import iterSchemataForType
from sonla.pbgdpl.core.interfaces import IOwnContent
from sonla.pbgdpl.options.requests import REQUEST_TYPE
from sonla.pbgdpl.people import PERSON_TYPES
from sonla.pbgdpl.questions import QUESTION_TYPE
from sonla.pbgdpl.statistics import REPORT_TYPE
from zope.dottedname.resolve import resolve
from zope.schema import getFieldsInOrder

import pytest

ALL = {
    "plone.namefromtitle",
    "plone.shortname",
    "plone.excludefromnavigation",
    "plone.locking",
    "plone.translatable",
}
COMMON = {*ALL, "plone.dublincore", "plone.richtext", "plone.versioning"}
PERSON = {"sonla.pbgdpl.person", "sonla.pbgdpl.legal_fields"}
"""A person is no text; a version would keep personal data for ever, whoever may see it."""
CLASSIFIED = {
    f"sonla.pbgdpl.{name}"
    for name in ("responsible_agency", "legal_fields", "audiences", "territory")
}
ATTACHMENTS = {"sonla.pbgdpl.attachments", "plone.relateditems"}
BEHAVIORS = {
    "LegalEducationSection": {"plone.constraintypes"},
    "ContributingUnit": {"plone.constraintypes"},
    "LegalNews": {"plone.leadimage", *CLASSIFIED, *ATTACHMENTS},
    "LegalIntroduction": {"sonla.pbgdpl.legal_documents", *CLASSIFIED, *ATTACHMENTS},
    "Guidance": {*CLASSIFIED, *ATTACHMENTS},
    "EducationMaterial": {
        "sonla.pbgdpl.transcript",
        "sonla.pbgdpl.legal_documents",
        "plone.relateditems",
        *CLASSIFIED,
    },
    "LifeSituation": {"sonla.pbgdpl.legal_documents", *CLASSIFIED, *ATTACHMENTS},
    "LegalActivity": {
        "plone.eventbasic",
        "plone.eventlocation",
        *CLASSIFIED,
        *ATTACHMENTS,
    },
    "TrainingCourse": {
        "plone.eventbasic",
        "plone.eventlocation",
        *CLASSIFIED,
        *ATTACHMENTS,
    },
    "CoordinationCouncil": ATTACHMENTS,
    "PolicyDialogue": {
        "plone.eventbasic",
        "plone.eventlocation",
        *CLASSIFIED,
        *ATTACHMENTS,
    },
    **dict.fromkeys(PERSON_TYPES, PERSON),
    REPORT_TYPE: set(),
    QUESTION_TYPE: {"sonla.pbgdpl.legal_fields"},
    REQUEST_TYPE: set(),
    "Expenditure": {"plone.versioning"},
    "QuestionBank": {"plone.basic", "plone.namefromtitle", "sonla.pbgdpl.legal_fields"},
    "BankQuestion": {"plone.versioning", "sonla.pbgdpl.legal_fields"},
}
BARE = {
    name: {"plone.locking"} for name in ("Expenditure", "QuestionBank", "BankQuestion")
}
"""What is in no menu and no language; a record of money and a question have no title of their own."""

BARE[QUESTION_TYPE] = ALL - {"plone.namefromtitle"}
"""What a citizen wrote stands in no address."""
UNVERSIONED = (
    *PERSON_TYPES,
    REPORT_TYPE,
    QUESTION_TYPE,
    REQUEST_TYPE,
    "QuestionBank",
)
"""People and those who ask for privacy; reports have versions of their own, which say why."""

UNIT_CONTENT = {
    *TEXT_TYPES,
    *PERSON_TYPES,
    REPORT_TYPE,
    "Expenditure",
    QUESTION_TYPE,
    REQUEST_TYPE,
    *EVENT_TYPES,
    "CoordinationCouncil",
    "PolicyDialogue",
    "QuestionBank",
    *STOCK_TEXT_TYPES,
    "File",
    "Image",
}
ALLOWED = {
    "LegalEducationSection": {"ContributingUnit", *UNIT_CONTENT},
    "ContributingUnit": UNIT_CONTENT,
    "CoordinationCouncil": {"Guidance", "LegalActivity", "File", "Image"},
    "PolicyDialogue": {"LegalQuestion", "File", "Image"},
    "QuestionBank": {"BankQuestion"},
}
REQUIRED = {
    "LegalEducationSection": {"title"},
    "ContributingUnit": {"title", "code"},
    "LegalNews": {"title"},
    "LegalIntroduction": {"title", "kind"},
    "Guidance": {"title", "document_type"},
    "EducationMaterial": {"title", "kind"},
    "LifeSituation": {"title"},
    "LegalActivity": {"title", "dissemination_form"},
    "TrainingCourse": {"title"},
    "Expenditure": set(),  # the form proposes what it can
    "CoordinationCouncil": {"title", "level"},
    "PolicyDialogue": {"title"},
    **{name: {"full_name"} for name in PERSON_TYPES},
    REPORT_TYPE: set(),
    QUESTION_TYPE: {"title", "question"},
    REQUEST_TYPE: {"title", "organisation", "day"},
    "QuestionBank": {"title"},
    "BankQuestion": {"question"},
}


@pytest.mark.parametrize("portal_type", OWN_TYPES)
class TestType:
    def test_class_and_schema(self, portal, get_fti, portal_type):
        fti = get_fti(portal_type)
        assert fti.klass.startswith("sonla.pbgdpl.")
        assert fti.klass.endswith(f".{portal_type}")
        assert IOwnContent in fti.lookupSchema().__iro__

    def test_behaviors(self, portal, get_behaviors, portal_type):
        expected = BARE.get(portal_type) or (
            ALL if portal_type in UNVERSIONED else COMMON
        )
        assert expected | BEHAVIORS[portal_type] <= set(get_behaviors(portal_type))

    def test_own_add_permission(self, portal, get_fti, portal_type):
        assert get_fti(portal_type).add_permission == f"sonla.pbgdpl.add{portal_type}"

    def test_add_permission_goes_to_those_who_write(self, portal, portal_type):
        roles = {
            role["name"]
            for role in portal.rolesOfPermission(f"sonla.pbgdpl: Add {portal_type}")
            if role["selected"]
        }
        assert roles == {
            "PBGDPL Contributor",
            "PBGDPL Editor",
            "Owner",
            "Site Administrator",
            "Manager",
        }

    def test_annotations_are_stored_with_the_item(self, portal, get_fti, portal_type):
        """Hints of a class are its `__annotations__`, which zope.annotation would fill."""
        content_class = resolve(get_fti(portal_type).klass)
        assert getattr(content_class(), "__annotations__", {}) == {}

    def test_only_the_section_stands_anywhere(self, portal, get_fti, portal_type):
        section = portal_type == "LegalEducationSection"
        assert get_fti(portal_type).global_allow is section

    def test_allowed_content(self, portal, get_fti, portal_type):
        fti = get_fti(portal_type)
        assert fti.filter_content_types
        assert set(fti.allowed_content_types) == ALLOWED.get(portal_type, set())

    def test_icon_is_registered(self, portal, get_fti, portal_type):
        name = get_fti(portal_type).icon_expr.removeprefix("string:")
        record = f"plone.icon.{name}"
        assert api.portal.get_registry_record(record).endswith(".svg")

    def test_versioned_and_compared(self, portal, portal_type):
        if portal_type in UNVERSIONED:
            versioned = portal.portal_repository.getVersionableContentTypes()
            assert portal_type not in versioned
            return
        assert portal_type in portal.portal_repository.getVersionableContentTypes()
        for policy in ("at_edit_autoversion", "version_on_revert"):
            assert portal.portal_repository.supportsPolicy(
                type("Item", (), {"portal_type": portal_type})(), policy
            )
        assert portal.portal_diff.getDiffForPortalType(portal_type)

    def test_required_fields(self, portal, portal_type):
        required = {
            name
            for schema in iterSchemataForType(portal_type)
            for name, field in getFieldsInOrder(schema)
            if field.required and not field.readonly
            if field.default is None and field.defaultFactory is None
        }
        assert required - {"versioning_enabled"} == REQUIRED[portal_type]

    def test_title_and_description_are_ours(self, portal, get_fti, portal_type):
        fti = get_fti(portal_type)
        assert fti.i18n_domain == "sonla.pbgdpl"
        assert fti.title and fti.description


def test_texts_are_made_in_unit_and_section(portal):
    with api.env.adopt_roles(["Manager"]):
        section = create(portal, "LegalEducationSection", title="PBGDPL")
        unit = create(section, "ContributingUnit", title="STP", code="stp")
        for place in (section, unit):
            addable = {fti.getId() for fti in place.allowedContentTypes()}
            assert {*TEXT_TYPES, *EVENT_TYPES} <= addable


def test_units_do_not_nest(portal):
    with api.env.adopt_roles(["Manager"]):
        section = create(portal, "LegalEducationSection", title="PBGDPL")
        unit = create(section, "ContributingUnit", title="STP", code="stp")
        addable = {fti.getId() for fti in unit.allowedContentTypes()}
    assert not addable & {"ContributingUnit", "LegalEducationSection"}


def test_member_adds_nothing_of_ours(portal):
    api.user.grant_roles(username=TEST_USER_ID, roles=["Member"])
    addable = {fti.getId() for fti in portal.allowedContentTypes()}
    assert not addable & set(OWN_TYPES)
