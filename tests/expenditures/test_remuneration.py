"""What speakers get: offered by the form, higher for special groups, compared with the rate."""

from expenditures import spend
from new_items import create
from people import enter
from plone import api
from sonla.pbgdpl.editorial.checks import warnings_of
from sonla.pbgdpl.options.finance.checks import supplemented
from sonla.pbgdpl.options.finance.proposals import proposal_for
from sonla.pbgdpl.options.finance.speakers_fee import FEE
from sonla.pbgdpl.options.finance.speakers_fee import speakers_fee
from sonla.pbgdpl.vocabularies.terms import ValidTerm
from z3c.relationfield import RelationValue
from zope.component import getUtility
from zope.globalrequest import getRequest
from zope.intid.interfaces import IIntIds

import pytest


@pytest.fixture
def talk(section):
    ids = getUtility(IIntIds)
    people = [enter(section, f"Người Mẫu {number}") for number in (1, 2)]
    with api.env.adopt_roles(["Manager"]):
        return create(
            section,
            "LegalActivity",
            title="Nói chuyện",
            dissemination_form="truc-tiep",
            organiser_kind="reporters",
            sessions=3,
            audiences=("nhan-dan", "nguoi-khuyet-tat"),
            performers=[RelationValue(ids.getId(one)) for one in people],
        )


@pytest.fixture
def fee(monkeypatch):
    """Let the province have set 500,000 VND a session."""
    from sonla.pbgdpl.options.finance import speakers_fee

    term = ValidTerm("thu-lao", "Thù lao", maximum=500_000)
    monkeypatch.setattr(speakers_fee, "find_term", lambda *_names: term)


def test_without_a_rate_the_number_of_sessions_is_offered(talk):
    found = speakers_fee(talk)
    assert (found.item, found.quantity, found.rate, found.amount) == (
        *(FEE, 6, None),
        None,
    )


def test_without_a_number_of_sessions_one_is_paid(talk, fee):
    talk.sessions = None
    assert speakers_fee(talk).quantity == 2, "two people, one session"


def test_special_groups_get_more(talk, fee):
    found = speakers_fee(talk)
    assert (found.rate, found.amount) == (600_000, 3_600_000)
    assert "20" in found.note and "Người khuyết tật" in found.note
    talk.audiences = ("nhan-dan",)
    assert speakers_fee(talk).rate == 500_000
    talk.performers = []
    assert speakers_fee(talk) is None


def test_the_form_offers_it_once(section, talk, fee):
    getRequest().form["belongs_to"] = talk.UID()
    with api.env.adopt_user(username="phe-duyet"):
        assert proposal_for(section).amount == 3_600_000
        paid = spend(section, 3_600_000, item=FEE, belongs_to=talk.UID(), rate=600_000)
        assert proposal_for(section) is None
        rate = ValidTerm("thu-lao", "Thù lao", maximum=500_000)
        assert supplemented(rate, paid).maximum == 600_000
        assert warnings_of(paid) == []
        other = spend(section, 600_000, belongs_to=talk.UID())
        assert supplemented(rate, other).maximum == 500_000
