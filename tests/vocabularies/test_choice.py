"""An ended term can't be chosen anew, and an item that holds one stays as it is."""

from ended_terms import end_term
from ended_terms import ROW
from new_items import create
from plone import api
from sonla.pbgdpl.core.errors import first_error
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.legal_documents.behavior import ILegalDocuments
from sonla.pbgdpl.texts.behaviors import ITerritory
from sonla.pbgdpl.texts.content import IGuidance
from zope.schema.interfaces import ValidationError

import pytest


@pytest.fixture
def unit(portal):
    with api.env.adopt_roles(["Manager"]):
        section = create(portal, "LegalEducationSection", title="PBGDPL")
        return create(
            section, "ContributingUnit", title="Mường La", code="mla", territory=("14",)
        )


@pytest.fixture
def guidance(unit):
    with api.env.adopt_roles(["Manager"]):
        return create(
            unit, "Guidance", title="Kế hoạch", document_type="ke-hoach", level="tinh"
        )


def test_kept_term_may_be_saved_again(guidance):
    end_term("GovernmentLevels", "tinh")
    IGuidance["level"].bind(guidance).validate("tinh")


def test_ended_term_is_refused_in_a_new_item(unit):
    with pytest.raises(InvalidInput):
        IGuidance["level"].bind(unit).validate("huyen")


def test_ended_term_of_the_container_is_not_offered_to_its_new_item(unit):
    end_term("AdministrativeUnits", "14")
    with pytest.raises(InvalidInput):
        ITerritory["territory"].bind(unit).validate(("14",))


def test_ended_term_of_the_item_itself_may_stay(unit):
    from sonla.pbgdpl.units.content import IContributingUnit

    end_term("AdministrativeUnits", "14")
    IContributingUnit["territory"].bind(unit).validate(("14",))


def test_ended_term_in_a_new_row_is_refused(guidance):
    end_term("DocumentTypes", "luat")
    with pytest.raises(ValidationError) as caught:
        ILegalDocuments["legal_documents"].bind(guidance).validate([ROW])
    assert "Luật" in first_error(caught.value).message.mapping["value"]


def test_ended_term_in_a_stored_row_may_stay(unit):
    with api.env.adopt_roles(["Manager"]):
        text = create(
            unit, "LegalIntroduction", title="L", kind="de-cuong", legal_documents=[ROW]
        )
    end_term("DocumentTypes", "luat")
    ILegalDocuments["legal_documents"].bind(text).validate([ROW])
