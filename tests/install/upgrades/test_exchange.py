"""What the first release had fetched is known after the upgrade: nothing comes twice."""

from harvested_portal import HarvestedPortal
from harvested_portal import reference_server
from sonla.pbgdpl.sync.operations import release

import pytest
import transaction

EDITED = "Sửa tại tỉnh: "
"""How the title begins that an editor had changed."""


@pytest.fixture
def harvested(upgraded, monkeypatch):
    """Yield the portal with the source that it had fetched from, at its new address.

    A source that moves is held until an administrator agrees.
    """
    with reference_server(monkeypatch, records=24, seed=7) as server:
        # The runs of that release were hours ahead of the clock.
        server.advance(days=7)
        portal = HarvestedPortal(upgraded, server)
        portal.configure(trusted_sets="type:introduction")
        assert portal.run().state == "held"
        release(portal.store, portal.source)
        transaction.commit()
        yield portal


def titles(harvested):
    """Return the title of each item, by the identifier of its record."""
    return {remote_id: item.title for remote_id, item in harvested.items().items()}


def paths(harvested):
    """Return the path of each item, by the identifier of its record."""
    items = harvested.items().items()
    return {remote_id: "/".join(item.getPhysicalPath()) for remote_id, item in items}


@pytest.mark.long
def test_no_record_becomes_a_second_item(harvested):
    before = paths(harvested)
    assert len(before) == 23
    stored = len(harvested.portal.portal_catalog)
    later(harvested, harvested.server.identifiers())
    assert paths(harvested) == before
    assert len(harvested.portal.portal_catalog) == stored


def test_a_change_over_there_reaches_what_nobody_edited_here(harvested):
    edited, *_ = [i for i, title in titles(harvested).items() if EDITED in title]
    other, *_ = [i for i in titles(harvested) if i != edited]
    later(harvested, [edited, other], title="Tên mới của bản ghi")
    assert harvested.item(other).title == "Tên mới của bản ghi"
    assert harvested.item(edited).title.startswith(EDITED)
    assert len(harvested.store.conflicts) == 1


def later(harvested, remote_ids, **fields):
    """Change records of the source and fetch them."""
    for remote_id in remote_ids:
        harvested.server.edit(remote_id, **fields)
    assert harvested.run_until_done().run is not None
