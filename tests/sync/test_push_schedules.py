"""Whatever befalls a partner: when it ends, what is there is what is public here."""

from harvested_portal import reference_server
from mapped_schedules import assert_equal_records
from mapped_schedules import BY_KEY
from mapped_schedules import BY_LOOKUP
from mapped_schedules import LookupPortal
from mapped_schedules import MappingPortal
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
def try_with(functional, functional_portal, monkeypatch):
    """Run a schedule on a portal of a kind that has sent nothing, and look what is there."""
    make_section(functional_portal)
    with reference_server(monkeypatch, records=1) as server:

        def prepared(kind: type[SendingPortal], *checks: Any) -> Any:
            kind(functional_portal, server).switch_on()

            def try_out(schedule: list[Any]) -> None:
                server.reset()
                with stacked_portal(functional) as portal:
                    sending = kind(portal, server)
                    befall(sending, schedule)
                    come_to_rest(sending)
                    for check in checks:
                        check(sending)

            return try_out

        yield prepared


@pytest.fixture
def try_out(try_with):
    """Run a schedule on a portal that puts JSON-LD."""
    return try_with(
        SendingPortal,
        assert_equal_content,
        assert_nothing_doubled,
        assert_sends_nothing,
    )


MAPPED = [
    pytest.param(MappingPortal, {**BY_KEY, "refused": ()}, id="keys"),
    pytest.param(LookupPortal, BY_LOOKUP, id="lookup"),
]


@pytest.mark.long
@pytest.mark.parametrize(("kind", "partner"), MAPPED)
def test_few_schedules_of_a_mapping(try_with, kind, partner):
    try_out = try_with(kind, assert_equal_records, assert_sends_nothing)
    drawn = schedules(6, 10, **partner)
    try_many(try_out, drawn, max_examples=12, derandomize=True)


@pytest.mark.endurance
@pytest.mark.parametrize(("kind", "partner"), MAPPED)
def test_many_schedules_of_a_mapping(try_with, kind, partner):
    try_out = try_with(kind, assert_equal_records, assert_sends_nothing)
    drawn = schedules(6, 16, **partner)
    try_many(try_out, drawn, max_examples=150, print_blob=True)


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
