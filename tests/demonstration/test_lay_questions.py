"""What people ask in their own words leads to the situation that answers it.

The questions were written without looking at the thesaurus and at the texts. Ranking was
tuned with half of them; the others, kept aside, tell how it does with what nobody knew.
"""

from functools import cache
from made_once import made_once
from pathlib import Path
from plone import api
from plone.app.testing import applyProfile
from plone.app.testing import logout
from search_content import search_view
from sonla.demonstration import PROFILE

import csv
import pytest

DATA = Path(__file__).parent / "data"
FIRST = 3
LEAST = 0.9


@cache
def questions(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return [(row["question"], row["expected"]) for row in csv.DictReader(file)]


@pytest.fixture(scope="class")
def demo(integration_class):
    integration_class.testSetUp()
    portal = integration_class["portal"]
    made_once(portal, applyProfile, PROFILE)
    logout()
    yield portal
    integration_class.testTearDown()


def first_ids(portal, question):
    hits = list(search_view(portal, q=question).hits())[:FIRST]
    return [hit.url.rpartition("/")[2] for hit in hits]


@pytest.mark.long
class TestWithTheDemonstration:
    @pytest.mark.parametrize("name", ["lay_questions.csv", "lay_questions_kept.csv"])
    def test_nearly_all_questions_find_their_answer(self, demo, name):
        asked = questions(name)
        lost = [q for q, expected in asked if expected not in first_ids(demo, q)]
        assert len(asked) == 78
        assert 1 - len(lost) / len(asked) >= LEAST, lost

    def test_each_situation_is_asked_for(self, demo):
        ids = {brain.getId for brain in api.content.find(portal_type="LifeSituation")}
        for name in ("lay_questions.csv", "lay_questions_kept.csv"):
            assert {expected for _question, expected in questions(name)} == ids

    def test_danger_shows_whom_to_call(self, demo):
        html = search_view(demo, q="chồng đánh vợ")()
        assert 'href="tel:113"' in html
        assert 'href="tel:113"' not in search_view(demo, q="khai sinh")()
