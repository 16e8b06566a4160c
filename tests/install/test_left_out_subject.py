"""The portal works without one of its subjects, and nothing names the missing one."""

from left_out_subject import left_out
from left_out_subject import TYPES
from left_out_subject import WORDS
from reporting_script import report_of

import pytest

pytestmark = pytest.mark.served


@pytest.fixture(scope="module", params=list(WORDS))
def report(request):
    """Return what was found by every view, and pages of core, in a portal without a subject."""
    return report_of("left_out_subject.py", request.param)


@pytest.mark.parametrize("subject", WORDS)
def test_words_are_those_that_name_the_subject(portal, subject):
    types = portal.portal_types
    assert WORDS[subject].search(types[TYPES[subject]].Title())
    assert WORDS[subject].search(TYPES[subject])


@pytest.mark.long
def test_every_page_of_the_others_answers_as_ever_and_names_it_nowhere(report):
    assert report["asked"] > 400
    assert report["wrong"] == []
    assert report["named"] == []


@pytest.mark.long
def test_its_type_is_not_there(report):
    gone = {TYPES[one] for one in left_out(report["subject"])}
    assert set(TYPES.values()) - set(report["types"]) == gone


@pytest.mark.long
def test_its_workflow_is_not_there(report):
    assert report["unused_workflows"] == []
    assert report["missing_types"] == []
