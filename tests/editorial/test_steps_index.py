"""Steps and the time of the last one are a text's own, never those of the folder around it."""

from new_items import create
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from public_content import make
from sonla.pbgdpl.editorial.indexers import pbgdpl_last_step
from sonla.pbgdpl.editorial.indexers import pbgdpl_steps
from sonla.pbgdpl.editorial.revisions import revise

import pytest

WORKFLOW = "pbgdpl_editorial_workflow"


def value(item, indexer=pbgdpl_steps):
    return indexer.callable(item)


both_indexes = pytest.mark.parametrize(
    "indexer", [pbgdpl_steps, pbgdpl_last_step], ids=["steps", "last"]
)


def test_steps_of_its_own(section):
    news = make(section, "LegalNews", "Tin")
    history = news.workflow_history[WORKFLOW]
    times = {entry["action"]: entry["time"].timeTime() for entry in history}
    # The administrator who wrote it forwards it: sent in one step
    assert value(news) == (("submit", times["forward"]), ("approve", times["approve"]))


def test_last_step_of_its_own(section):
    news = make(section, "LegalNews", "Tin")
    history = news.workflow_history[WORKFLOW]
    assert value(news, pbgdpl_last_step) == history[-1]["time"]


def test_catalog_keeps_them(section):
    news = make(section, "LegalNews", "Tin")
    catalog = api.portal.get_tool("portal_catalog")
    (brain,) = catalog.unrestrictedSearchResults(UID=api.content.get_uuid(news))
    index = catalog._catalog.getIndex("pbgdpl_steps")
    assert index.getEntryForObject(brain.getRID()) == value(news)


def test_steps_of_a_revision_are_told_apart_and_count_with_the_text(section):
    news = make(section, "LegalNews", "Tin")
    before = value(news)
    setRoles(api.portal.get(), TEST_USER_ID, ["Manager"])
    copy = revise(news)
    api.content.transition(copy, "submit")
    with pytest.raises(AttributeError):
        value(copy)
    for step in ("forward", "approve"):
        api.content.transition(copy, step)
    names = [name for name, _time in value(news)[len(before) :]]
    assert names == ["revision:submit", "revision:approve"]
    copy = revise(news)
    for step in ("forward", "approve"):
        api.content.transition(copy, step)
    assert [name for name, _time in value(news)[-2:]] == names


@both_indexes
def test_item_without_history_takes_none_of_its_folder(section, indexer):
    unit = make(section, "ContributingUnit", "Sở Tư pháp", code="stp")
    assert value(unit, indexer)
    news = make(unit, "LegalNews", "Tin")
    del news.aq_base.workflow_history
    with pytest.raises(AttributeError):
        value(news, indexer)


@both_indexes
def test_what_was_only_created_has_none(section, indexer):
    with api.env.adopt_roles(["Manager"]):
        news = create(section, "LegalNews", title="Tin")
    with pytest.raises(AttributeError):
        value(news, indexer)
