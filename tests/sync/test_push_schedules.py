"""Whatever befalls a partner: when it ends, what is there is what is public here."""

from fault_schedules import PROFILE
from harvested_portal import reference_server
from hypothesis import event
from hypothesis import given
from hypothesis import settings
from public_content import make_section
from push_schedules import assert_equal_content
from push_schedules import assert_nothing_doubled
from push_schedules import assert_sends_nothing
from push_schedules import come_to_rest
from push_schedules import FAULTS
from push_schedules import schedules
from push_schedules import SendingPortal
from push_schedules import SLOW_FAULTS
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
                for step in schedule:
                    step.happen(sending)
                for injection in server.faults.log:
                    event(injection.fault)
                come_to_rest(sending)
                assert_equal_content(sending)
                assert_nothing_doubled(sending)
                assert_sends_nothing(sending)

        yield try_out


def test_few_schedules(try_out):
    """The same ones each time, so that a failure is somebody's change."""

    @settings(PROFILE, max_examples=16, derandomize=True)
    @given(schedules(6, 10))
    def check(schedule):
        try_out(schedule)

    check()


@pytest.mark.long
def test_many_schedules(try_out):
    @settings(PROFILE, max_examples=200, print_blob=True)
    @given(schedules(6, 16))
    def check(schedule):
        try_out(schedule)

    check()


@pytest.mark.long
def test_slow_partners(try_out):
    @settings(PROFILE, max_examples=15, print_blob=True)
    @given(schedules(1, 4, (*SLOW_FAULTS, *FAULTS[:4])))
    def check(schedule):
        try_out(schedule)

    check()
