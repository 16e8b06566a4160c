"""Both sides edit: nobody's work is lost, and an editor chooses where both touched."""

from harvested_portal import approve
from plone.app.textfield.value import RichTextValue
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.exchange.formats import jsonld
from sonla.pbgdpl.sync.operations import attach
from sonla.pbgdpl.sync.operations import detach

import pytest
import transaction


@pytest.fixture
def name(filled):
    """Return the name of a piece of news that was fetched."""
    return filled.server.identifiers("news")[0]


def look(filled):
    """Run so soon that the window overlaps what just happened."""
    filled.server.advance(hours=-2, minutes=3)
    return filled.run(source=filled.source)


def state(filled, name):
    return filled.store.find_by_remote_id(filled.source, name).state


class TestDiverged:
    def test_an_edit_here_stays(self, filled, name):
        filled.edit(name, description="Do biên tập viên viết")
        filled.server.edit(name, title="Tiêu đề của Bộ")
        filled.run_until_done()
        item = filled.item(name)
        assert item.description == "Do biên tập viên viết"
        assert item.title == "Tiêu đề của Bộ"
        assert state(filled, name) == "diverged"

    def test_it_counts_as_an_edit_for_ever(self, filled, name):
        filled.edit(name, description="Do biên tập viên viết")
        for title in ("Một", "Hai", "Ba"):
            filled.server.edit(name, title=title)
            filled.run_until_done()
        item = filled.item(name)
        assert (item.title, item.description) == ("Ba", "Do biên tập viên viết")
        filled.server.edit(name, description="Do Bộ viết")
        filled.run_until_done()
        assert filled.item(name).description == "Do biên tập viên viết"
        assert state(filled, name) == "conflict"

    def test_keywords_of_both_are_united(self, filled, name):
        mine = (*filled.item(name).Subject(), "của tỉnh")
        filled.edit(name, subject=mine)
        filled.server.edit(name, keyword=["của Bộ"])
        filled.run_until_done()
        assert {"của Bộ", "của tỉnh"} <= set(filled.item(name).Subject())


class TestConflict:
    def test_mine_stays_and_theirs_is_kept(self, filled, name):
        text = RichTextValue("<p>Bài của tỉnh</p>", "text/html", "text/x-html-safe")
        filled.edit(name, text=text)
        filled.server.edit(name, body="<p>Bài của Bộ</p>", title="Tiêu đề mới")
        filled.run_until_done()
        item = filled.item(name)
        assert "Bài của tỉnh" in item.text.raw
        assert item.title == "Tiêu đề mới"
        conflict = filled.store.conflicts[item.UID()]
        assert conflict.fields == ("body",)
        assert jsonld.load(conflict.theirs)["body"] == "<p>Bài của Bộ</p>"
        assert state(filled, name) == "conflict"

    def test_the_latest_of_theirs_is_kept(self, filled, name):
        filled.edit(name, description="Của tỉnh")
        for text in ("Của Bộ, lần một", "Của Bộ, lần hai"):
            filled.server.edit(name, description=text)
            filled.run_until_done()
        conflict = filled.store.conflicts[filled.item(name).UID()]
        assert jsonld.load(conflict.theirs)["description"] == "Của Bộ, lần hai"

    def test_taken_back_there_and_edited_here(self, filled, name):
        approve(filled.item(name))
        filled.edit(name, description="Của tỉnh")
        filled.server.delete(name)
        filled.run_until_done()
        item = filled.item(name)
        assert state_of(item) == "published"
        assert state(filled, name) == "conflict"
        assert filled.store.conflicts[item.UID()].fields == ()


class TestTakenBack:
    """There, while it was edited here; each look lists the tombstone once more."""

    @pytest.fixture
    def is_in_conflict(self, filled, name):
        filled.edit(name, description="Của tỉnh")
        filled.server.delete(name)
        look(filled)
        assert filled.store.conflicts
        return filled

    @pytest.mark.long
    def test_it_is_told_once(self, is_in_conflict, name):
        identity = is_in_conflict.store.find_by_remote_id("btp", name)
        before = identity._p_serial
        counts = look(is_in_conflict).counts["harvest/btp"]
        assert counts["seen"] == counts["unchanged"] > 0
        assert is_in_conflict.store.find_by_remote_id("btp", name)._p_serial == before

    def test_an_inventory_tells_nothing_new(self, is_in_conflict, name):
        before = is_in_conflict.store.find_by_remote_id("btp", name)._p_serial
        is_in_conflict.server.advance(days=8)
        assert is_in_conflict.run().state == "done"
        assert any(
            "ListIdentifiers" in one.target for one in is_in_conflict.server.requests
        )
        assert is_in_conflict.store.find_by_remote_id("btp", name)._p_serial == before
        assert is_in_conflict.store.conflicts

    def test_it_ends_when_the_source_shows_it_again(self, is_in_conflict, name):
        is_in_conflict.server.restore(name)
        assert is_in_conflict.run().state == "done"
        assert not is_in_conflict.store.conflicts
        assert state(is_in_conflict, name) == "diverged"
        assert is_in_conflict.item(name).description == "Của tỉnh"


class TestDetached:
    def test_the_source_is_not_listened_to(self, filled, name):
        title = filled.item(name).title
        detach(filled.store, filled.item(name).UID())
        transaction.commit()
        filled.server.edit(name, title="Mới")
        filled.run_until_done()
        assert filled.item(name).title == title

    def test_attached_again_it_has_what_came_meanwhile(self, filled, name):
        uid = filled.item(name).UID()
        detach(filled.store, uid)
        transaction.commit()
        filled.server.edit(name, title="Mới")
        filled.run_until_done()
        attach(filled.store, uid, filled.server.clock.now())
        transaction.commit()
        filled.run_until_done()
        assert filled.item(name).title == "Mới"
        assert not filled.store.quarantine
