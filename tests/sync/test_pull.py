"""Fetching: what the source has is here afterwards, once, and nobody's work is lost."""

from sonla.pbgdpl.workflow.states import state_of


class TestFirstPull:
    def test_everything_arrives(self, harvested):
        result = harvested.ticks()
        assert result.state == "done"
        live = harvested.server.identifiers()
        assert sorted(harvested.items()) == sorted(live)
        assert {state_of(item) for item in harvested.items().values()} == {
            "pending_approval"
        }
        assert not harvested.store.quarantine

    def test_the_next_one_changes_nothing(self, harvested):
        harvested.ticks()
        harvested.ticks()
        counts = harvested.store.journal.latest().totals
        assert counts["created"] == counts["updated"] == 0
