"""A run of the clock lets go of pages that a proxy keeps, when a dialogue opens or closes."""

from dialogues import make_dialogue
from plone import api
from public_content import make_section
from sonla.pbgdpl.core.names import NEXT_CHANGE_INDEX
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.jobs.runner import run_jobs

import pytest
import transaction

PAST = "2020-01-01T00:00:00"


@pytest.fixture
def dialogue(functional_portal):
    dialogue = make_dialogue(make_section(functional_portal))
    transaction.commit()
    run_jobs(functional_portal)
    return dialogue


def counter():
    transaction.begin()
    return api.portal.get_tool("portal_catalog").getCounter()


def let_it_pass(dialogue):
    """Index it as it stood before its last moment came."""
    transaction.begin()
    catalog = api.portal.get_tool("portal_catalog")
    index, rid = (
        catalog._catalog.getIndex(NEXT_CHANGE_INDEX),
        catalog.getrid(path_of(dialogue)),
    )
    index.unindex_object(rid)
    index.index_object(rid, type("Then", (), {NEXT_CHANGE_INDEX: PAST})())
    transaction.commit()


def test_it_is_noticed_once(functional_portal, dialogue):
    before = counter()
    let_it_pass(dialogue)
    run_jobs(functional_portal)
    after = counter()
    assert after > before
    run_jobs(functional_portal)
    assert counter() == after


def test_nothing_is_written_while_no_moment_passes(functional_portal, dialogue):
    before = counter()
    run_jobs(functional_portal)
    assert counter() == before
