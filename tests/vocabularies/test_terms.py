"""Terms are read once a request, chosen while valid and displayed for ever."""

from datetime import date
from plone import api
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.vocabularies import terms
from sonla.pbgdpl.vocabularies.fields import term_refusal
from sonla.pbgdpl.vocabularies.settings import VOCABULARY_FIELDS
from zope.i18n import translate

import pytest

LEVELS = "sonla.pbgdpl.GovernmentLevels"


def test_titles(portal):
    assert terms.term_title(LEVELS, "huyen") == "Cấp huyện"
    assert terms.term_title(LEVELS, "không có") == "không có"
    assert terms.term_title(LEVELS, None) == ""
    assert terms.term_titles(LEVELS, ("tw", "xa")) == ["Trung ương", "Cấp xã"]


def test_list_is_made_once_while_the_record_is_the_same(portal):
    first = terms.term_list(LEVELS)
    assert terms.term_list(LEVELS) is first


def test_changed_record_is_seen_within_the_request(portal):
    terms.all_terms(LEVELS)
    name = terms.record_name(LEVELS)
    rows = api.portal.get_registry_record(name)
    new = {**rows[0], "token": "dac-khu", "title": "Đặc khu"}
    api.portal.set_registry_record(name, [*rows, new])
    assert terms.term_title(LEVELS, "dac-khu") == "Đặc khu"


@pytest.mark.parametrize(
    "valid_from,valid_to,day,valid",
    [
        (None, None, date(2020, 1, 1), True),
        (date(2025, 7, 1), None, date(2025, 6, 30), False),
        (date(2025, 7, 1), None, date(2025, 7, 1), True),
        (None, date(2025, 6, 30), date(2025, 6, 30), True),
        (None, date(2025, 6, 30), date(2025, 7, 1), False),
    ],
)
def test_limits_are_inclusive(valid_from, valid_to, day, valid):
    term = terms.ValidTerm("x", "X", valid_from, valid_to)
    assert term.is_valid_on(day) is valid


@pytest.mark.parametrize("name", VOCABULARY_FIELDS)
def test_vocabulary_is_filled_and_valid(portal, get_vocabulary, name):
    vocabulary = get_vocabulary(f"sonla.pbgdpl.{name}", portal)
    day = today()
    expected = [t.token for t in terms.all_terms(name) if t.is_valid_on(day)]
    assert [term.token for term in vocabulary] == expected
    assert expected


@pytest.mark.parametrize(
    "token,day,words",
    [
        ("huyen", date(2026, 1, 1), ["Cấp huyện", "30/06/2025"]),
        ("làng", date(2026, 1, 1), ["làng"]),
    ],
)
def test_refusal_names_the_value(portal, token, day, words):
    message = translate(term_refusal(LEVELS, token, day).doc())
    assert all(word in message for word in words)
