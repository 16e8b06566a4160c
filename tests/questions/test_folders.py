"""Content of another add-on may keep the questions that are asked in it."""

from datetime import datetime
from datetime import UTC
from new_items import create
from plone import api
from plone.dexterity.utils import addContentToContainer
from plone.dexterity.utils import createContent
from sonla.pbgdpl.questions import QUESTION_TYPE
from sonla.pbgdpl.questions.interfaces import IQuestionContainer
from sonla.pbgdpl.questions.pages.desk import QuestionDesk
from sonla.pbgdpl.questions.submission import agency_for
from sonla.pbgdpl.questions.submission import container_for
from zope.component import getMultiAdapter
from zope.interface import alsoProvides

import pytest

pytestmark = pytest.mark.usefixtures("content_alone")

NOW = datetime(2026, 9, 2, tzinfo=UTC)


@pytest.fixture
def folder(section):
    """Return a folder in a unit, which keeps nothing yet."""
    with api.env.adopt_roles(["Manager"]):
        unit = create(section, "ContributingUnit", title="Sở", agency="so-tu-phap")
        return api.content.create(unit, "Folder", "tuan-le", title="Tuần lễ hỏi đáp")


def kept(folder):
    """Put a question into a folder, as the form does it."""
    question = createContent(QUESTION_TYPE, id="hoi", title="Tuổi kết hôn")
    with api.env.adopt_roles(["Manager"]):
        return addContentToContainer(folder, question, checkConstraints=False)


def crumbs(item, http_request):
    view = getMultiAdapter((item, http_request), name="breadcrumbs_view")
    return [crumb["Title"] for crumb in view.breadcrumbs()]


def test_it_keeps_its_questions(section, folder, http_request):
    alsoProvides(folder, IQuestionContainer)
    folder.agency = "cong-an-tinh"
    assert container_for(folder, section, NOW) == folder
    assert agency_for(folder) == "cong-an-tinh"
    assert QuestionDesk(folder, http_request).place == folder


def test_the_way_back_leads_to_it(folder, http_request):
    alsoProvides(folder, IQuestionContainer)
    question = kept(folder)
    assert crumbs(question, http_request)[-3:] == ["Sở", folder.title, question.title]


def test_what_does_not_say_so_keeps_none(section, folder, http_request):
    kept_in = container_for(folder, section, NOW)
    assert kept_in.getId() == "2026-09" and kept_in.aq_parent.aq_parent == section
    assert agency_for(folder) == "so-tu-phap"
    assert QuestionDesk(folder, http_request).place == section
    question = kept(folder)
    assert folder.title not in crumbs(question, http_request)
