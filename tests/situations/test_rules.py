"""When a situation is to be checked, what waits to be filled in, which step stands at the top."""

from datetime import date
from sonla.pbgdpl.situations.rules import Dates
from sonla.pbgdpl.situations.rules import holds_placeholder
from sonla.pbgdpl.situations.rules import main_step

import pytest
import unicodedata

DAY = date(2026, 11, 28)
BEFORE, AFTER = date(2026, 11, 27), date(2026, 11, 29)
LONG_AGO = date(2026, 1, 1)
LAW = {"number": "60/2014/QH13", "effective_on": LONG_AGO}


def kinds(*arguments, day=DAY):
    return [reason.kind for reason in Dates(*arguments).reasons_on(day)]


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


def test_turns_are_the_days_on_which_a_reason_may_come():
    law = {**LAW, "expires_on": BEFORE}
    dates = Dates(LONG_AGO, AFTER, ((date(2027, 3, 1), "Luật mới"),), (law,))
    assert dates.last_check_day(DAY) == DAY
    assert dates.next_check_day(DAY) == AFTER
    assert dates.next_check_day(AFTER) == date(2027, 3, 1)
    assert dates.next_check_day(date(2027, 3, 1)) is None
    assert Dates(None, None).last_check_day(DAY) is None


@pytest.mark.parametrize(
    "value,expected",
    [
        ("Theo nghị quyết (CHỜ ĐIỀN)", True),
        (unicodedata.normalize("NFD", "chờ điền"), True),
        ("chờ\n điền", True),
        (("Một", "chờ điền"), True),
        ([{"title": "Nộp", "fee": "chờ điền", "level": None}], True),
        ("chờ điện thoại", False),
        ("cho dien", False),
        ([{"title": "Nộp"}], False),
        (None, False),
        (date(2026, 1, 1), False),
    ],
)
def test_placeholder(value, expected):
    assert holds_placeholder(value) is expected


def test_the_step_at_the_top_is_the_one_that_answers_most():
    home = {"level": "tu-lam", "office": "Tại nhà", "fee": "Không", "time_limit": "1"}
    bare = {"level": "ubnd-xa", "office": "UBND xã"}
    full = {**bare, "fee": "Không", "time_limit": "Trong ngày"}
    assert main_step([home, bare, full]) == full
    assert main_step([home, bare]) == bare
    assert main_step([home]) == home
    assert main_step([]) == {}
