"""Ten thousand records converge, whatever befalls their source meanwhile."""

from collections import Counter
from fault_schedules import assert_equal_content
from fault_schedules import assert_nothing_doubled
from fault_schedules import come_to_rest
from fault_schedules import FAULTS as OAI_FAULTS
from fault_schedules import let_go_on
from harvested_portal import HarvestedPortal
from harvested_portal import reference_server
from paged_list_source import FAULTS as LIST_FAULTS
from paged_list_source import PagedListSource
from paged_list_source import serving_list
from public_content import make_section
from random import Random
from sonla.pbgdpl.editorial.states import state_of
from time import monotonic

import pytest

RECORDS = 10_000
PAGE = 100
RUNS = 60
EDITS = 20
"""So many records change before each run."""
SHARE = 0.05
"""So many of the answers are struck by some fault."""
KINDS = 8
"""More kinds of faults than that have to be met, or the test proves little."""


def run_often(portal, chance, edit):
    """Let the data move and the portal run, under the faults; an administrator looks in."""
    for _run in range(RUNS):
        for _edit in range(EDITS):
            edit(chance)
        portal.run(budget=60.0)
        if chance.random() < 0.3:
            let_go_on(portal)


def figures(kind, begun, asked, struck):
    met = ", ".join(f"{number} {name}" for name, number in sorted(struck.items()))
    return (
        f"{RECORDS:,} records by {kind} in {monotonic() - begun:.0f} s: {asked} requests, "
        f"{struck.total()} struck ({met}); all there, none doubled."
    )


@pytest.mark.endurance
def test_by_oai_pmh(functional_portal, monkeypatch, record_property):
    chance, begun = Random(1), monotonic()
    make_section(functional_portal)
    held = {"records": RECORDS, "page_size": PAGE, "deleted_share": 0.02}
    with reference_server(monkeypatch, files=False, **held) as server:
        portal = HarvestedPortal(functional_portal, server)
        portal.configure()
        for name, facts in OAI_FAULTS:
            server.inject(name, probability=SHARE / len(OAI_FAULTS), **facts)

        def edit(chance):
            does = chance.choice(["edit", "edit", "edit", "delete", "restore"])
            if names := server.identifiers(deleted=does == "restore"):
                getattr(server, does)(chance.choice(names))

        run_often(portal, chance, edit)
        struck = Counter(one.fault for one in server.faults.log)
        come_to_rest(portal, most=60)
        assert_equal_content(portal)
        assert len(struck) > KINDS
        summary = figures("OAI-PMH", begun, len(server.requests), struck)
        record_property("summary", summary)


@pytest.mark.endurance
def test_by_mapped_json(functional_portal, monkeypatch, record_property):
    chance, begun, struck = Random(1), monotonic(), Counter()
    make_section(functional_portal)
    source = PagedListSource(size=PAGE)
    source.add(*range(RECORDS))
    with serving_list(source, monkeypatch):
        portal = HarvestedPortal(functional_portal, source)
        a_list = {"driver": "mapped-json", "metadata_prefix": "plqg-list"}
        portal.configure(base_url=source.oai_url, **a_list)

        def fault(number):
            if chance.random() >= SHARE:
                return None
            name = chance.choice(list(LIST_FAULTS))
            struck[name] += 1
            return LIST_FAULTS[name]

        def edit(chance):
            name = chance.choice(list(source.rows))
            if chance.random() < 0.2:
                del source.rows[name]
            else:
                source.edit(source.rows[name]["id"], f"Sửa {chance.random()}")

        source.fault = fault
        run_often(portal, chance, edit)
        source.fault = lambda number: None
        for _number in range(3):
            source.advance(days=1)
            let_go_on(portal)
            portal.run_until_done(most=60)
        items = portal.items()
        shown = {n: item for n, item in items.items() if state_of(item) != "withdrawn"}
        assert {name: item.title for name, item in shown.items()} == source.titles()
        assert_nothing_doubled(portal, items)
        assert len(struck) > KINDS
        summary = figures("mapped JSON", begun, len(source.requests), struck)
        record_property("summary", summary)
