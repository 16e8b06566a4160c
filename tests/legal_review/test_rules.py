"""When a text is to be reviewed, and why."""

from datetime import date
from sonla.pbgdpl.legal_review.rules import Dates

import pytest

DAY = date(2026, 11, 28)
BEFORE, AFTER = date(2026, 11, 27), date(2026, 11, 29)
LONG_AGO = date(2026, 1, 1)
LAW = {"number": "60/2014/QH13", "effective_on": LONG_AGO}


def dates(checked=None, review=None, changes=(), documents=()):
    return Dates(checked, review, changes, documents, rests_on_documents=True)


def kinds(*arguments, day=DAY):
    return [reason.kind for reason in dates(*arguments).reasons_on(day)]


@pytest.mark.parametrize(
    "arguments,expected",
    [
        ((None, None), []),
        ((LONG_AGO, AFTER), []),
        ((LONG_AGO, DAY), ["review"]),
        ((None, BEFORE), ["review"]),
        ((LONG_AGO, None, ((DAY, "Luật mới"),)), ["change"]),
        ((LONG_AGO, None, ((AFTER, "Luật mới"),)), []),
        ((DAY, None, ((DAY, "Luật mới"),)), []),
        ((BEFORE, None, ((DAY, "Luật mới"),)), ["change"]),
        ((DAY, None, (), (LAW,)), []),
        ((DAY, None, (), ({**LAW, "expires_on": DAY},)), []),
        ((DAY, None, (), ({**LAW, "expires_on": BEFORE},)), ["document"]),
        ((DAY, None, (), ({**LAW, "validity": "HHL"},)), ["document"]),
        ((DAY, None, (), ({**LAW, "validity": "HHL1P"},)), []),
        ((None, DAY, ((DAY, "a"),), ({"validity": "HHL"},)), None),
    ],
)
def test_reasons(arguments, expected):
    everything = ["review", "change", "document"]
    assert kinds(*arguments) == (everything if expected is None else expected)


def test_an_introduction_is_not_reviewed_because_its_law_ended():
    assert not list(Dates(None, None, (), ({"validity": "HHL"},)).reasons_on(DAY))


def test_days_on_which_a_reason_may_come():
    law = {**LAW, "expires_on": BEFORE}
    found = dates(LONG_AGO, AFTER, ((date(2027, 3, 1), "Luật mới"),), (law,))
    assert found.last_check_day(DAY) == DAY
    assert found.last_check_day(AFTER) == AFTER
    assert dates().last_check_day(DAY) is None


@pytest.mark.parametrize(
    "arguments,expected",
    [
        ((None, None), None),
        ((LONG_AGO, AFTER), AFTER),
        ((LONG_AGO, None, ((AFTER, "b"), (DAY, "a"))), DAY),
        ((DAY, None, ((AFTER, "b"), (DAY, "a"))), AFTER),
        ((DAY, None, ((DAY, "a"),)), None),
        ((LONG_AGO, AFTER, (), ({**LAW, "expires_on": BEFORE},)), DAY),
        ((LONG_AGO, AFTER, (), ({"validity": "HHL"},)), date.min),
    ],
)
def test_first_day_with_a_reason(arguments, expected):
    assert dates(*arguments).first_reason_day() == expected
