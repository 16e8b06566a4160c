"""Whatever befalls a source: when it ends, what is here is what is there, once."""

from fault_schedules import assert_equal_content
from fault_schedules import assert_writes_no_content
from fault_schedules import come_to_rest
from fault_schedules import FAULTS
from fault_schedules import schedules
from harvested_portal import HarvestedPortal
from harvested_portal import reference_server
from partner_schedules import befall
from partner_schedules import SLOW_FAULTS
from partner_schedules import try_many
from public_content import make_section
from stacked_portal import stacked_portal
from typing import Any

import pytest
import transaction

RECORDS = {"records": 11, "page_size": 4, "deleted_share": 0.2}


@pytest.fixture
def try_out(functional, functional_portal, monkeypatch):
    """Run a schedule on a portal that has seen nothing, and look what is left."""
    make_section(functional_portal)
    transaction.commit()
    with reference_server(monkeypatch, **RECORDS) as server:
        HarvestedPortal(functional_portal, server).configure()

        def try_out(schedule: list[Any]) -> None:
            server.reset()
            with stacked_portal(functional) as portal:
                harvested = HarvestedPortal(portal, server)
                befall(harvested, schedule)
                come_to_rest(harvested)
                assert_equal_content(harvested)
                assert_writes_no_content(harvested)

        yield try_out


@pytest.mark.long
def test_few_schedules(try_out):
    """The same ones each time, so that a failure is somebody's change."""
    try_many(try_out, schedules(3, 6), max_examples=8, derandomize=True)


@pytest.mark.endurance
def test_many_schedules(try_out):
    try_many(try_out, schedules(3, 12), max_examples=200, print_blob=True)


@pytest.mark.endurance
def test_slow_sources(try_out):
    slow = schedules(1, 4, (*SLOW_FAULTS, *FAULTS[:4]))
    try_many(try_out, slow, max_examples=25, print_blob=True)
