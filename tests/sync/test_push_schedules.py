"""Whatever befalls a partner: when it ends, what is there is what is public here."""

from harvested_portal import reference_server
from partner_schedules import befall
from partner_schedules import SLOW_FAULTS
from partner_schedules import try_many
from public_content import make_section
from push_schedules import assert_equal_content
from push_schedules import assert_nothing_doubled
from push_schedules import assert_sends_nothing
from push_schedules import come_to_rest
from push_schedules import FAULTS
from push_schedules import schedules
from push_schedules import SendingPortal
from stacked_portal import stacked_portal
from typing import Any

import pytest


@pytest.fixture
def try_out(functional, functional_portal, monkeypatch):
    """Run a schedule on a portal that has sent nothing, and look what is there."""
    make_section(functional_portal)
    with reference_server(monkeypatch, records=1) as server:
        SendingPortal(functional_portal, server).switch_on()

        def try_out(schedule: list[Any]) -> None:
            server.reset()
            with stacked_portal(functional) as portal:
                sending = SendingPortal(portal, server)
                befall(sending, schedule)
                come_to_rest(sending)
                assert_equal_content(sending)
                assert_nothing_doubled(sending)
                assert_sends_nothing(sending)

        yield try_out


@pytest.mark.long
def test_few_schedules(try_out):
    """The same ones each time, so that a failure is somebody's change."""
    try_many(try_out, schedules(6, 10), max_examples=16, derandomize=True)


@pytest.mark.endurance
def test_many_schedules(try_out):
    try_many(try_out, schedules(6, 16), max_examples=200, print_blob=True)


@pytest.mark.endurance
def test_slow_partners(try_out):
    slow = schedules(1, 4, (*SLOW_FAULTS, *FAULTS[:4]))
    try_many(try_out, slow, max_examples=15, print_blob=True)
