"""The time of the last step is an item's own, never that of the folder around it."""

from plone import api
from public_content import make
from public_content import make_section
from sonla.pbgdpl.editorial.indexers import pbgdpl_last_step

import pytest


def value(item):
    return pbgdpl_last_step.callable(item)


@pytest.fixture
def section(portal):
    return make_section(portal)


def test_step_of_its_own(section):
    news = make(section, "LegalNews", "Tin")
    history = news.workflow_history["pbgdpl_editorial_workflow"]
    assert value(news) == history[-1]["time"]


def test_item_without_history_takes_none_of_its_folder(section):
    unit = make(section, "ContributingUnit", "Sở Tư pháp", code="stp")
    assert value(unit)
    news = make(unit, "LegalNews", "Tin")
    del news.aq_base.workflow_history
    with pytest.raises(AttributeError):
        value(news)


def test_what_was_only_created_has_none(section):
    with api.env.adopt_roles(["Manager"]):
        news = api.content.create(section, "LegalNews", title="Tin")
    with pytest.raises(AttributeError):
        value(news)
