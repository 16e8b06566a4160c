"""Both sides edit: nobody's work is lost, and an editor chooses where both touched."""

from harvested_portal import approve
from plone.app.textfield.value import RichTextValue
from sonla.pbgdpl.exchange import jsonld
from sonla.pbgdpl.sync.operations import attach
from sonla.pbgdpl.sync.operations import detach
from sonla.pbgdpl.workflow.states import state_of

import pytest
import transaction


@pytest.fixture
def name(harvested):
    """Give the name of a piece of news that was fetched."""
    harvested.configure(sets="type:news")
    harvested.ticks()
    return harvested.server.identifiers("news")[0]


def state(harvested, name):
    return harvested.store.identity(harvested.source, name).state


class TestDiverged:
    def test_an_edit_here_stays(self, harvested, name):
        harvested.edit(name, description="Do biên tập viên viết")
        harvested.server.edit(name, title="Tiêu đề của Bộ")
        harvested.ticks()
        item = harvested.item(name)
        assert item.description == "Do biên tập viên viết"
        assert item.title == "Tiêu đề của Bộ"
        assert state(harvested, name) == "diverged"

    def test_it_counts_as_an_edit_for_ever(self, harvested, name):
        harvested.edit(name, description="Do biên tập viên viết")
        for title in ("Một", "Hai", "Ba"):
            harvested.server.edit(name, title=title)
            harvested.ticks()
        item = harvested.item(name)
        assert (item.title, item.description) == ("Ba", "Do biên tập viên viết")
        harvested.server.edit(name, description="Do Bộ viết")
        harvested.ticks()
        assert harvested.item(name).description == "Do biên tập viên viết"
        assert state(harvested, name) == "conflict"

    def test_keywords_of_both_are_united(self, harvested, name):
        mine = (*harvested.item(name).Subject(), "của tỉnh")
        harvested.edit(name, subject=mine)
        harvested.server.edit(name, keyword=["của Bộ"])
        harvested.ticks()
        assert {"của Bộ", "của tỉnh"} <= set(harvested.item(name).Subject())


class TestConflict:
    def test_mine_stays_and_theirs_is_kept(self, harvested, name):
        text = RichTextValue("<p>Bài của tỉnh</p>", "text/html", "text/x-html-safe")
        harvested.edit(name, text=text)
        harvested.server.edit(name, body="<p>Bài của Bộ</p>", title="Tiêu đề mới")
        harvested.ticks()
        item = harvested.item(name)
        assert "Bài của tỉnh" in item.text.raw
        assert item.title == "Tiêu đề mới"
        conflict = harvested.store.conflicts[item.UID()]
        assert conflict.fields == ("body",)
        assert jsonld.load(conflict.theirs)["body"] == "<p>Bài của Bộ</p>"
        assert state(harvested, name) == "conflict"

    def test_the_latest_of_theirs_is_kept(self, harvested, name):
        harvested.edit(name, description="Của tỉnh")
        for text in ("Của Bộ, lần một", "Của Bộ, lần hai"):
            harvested.server.edit(name, description=text)
            harvested.ticks()
        conflict = harvested.store.conflicts[harvested.item(name).UID()]
        assert jsonld.load(conflict.theirs)["description"] == "Của Bộ, lần hai"

    def test_taken_back_there_and_edited_here(self, harvested, name):
        approve(harvested.item(name))
        harvested.edit(name, description="Của tỉnh")
        harvested.server.delete(name)
        harvested.ticks()
        item = harvested.item(name)
        assert state_of(item) == "published"
        assert state(harvested, name) == "conflict"
        assert harvested.store.conflicts[item.UID()].fields == ()


class TestDetached:
    def test_the_source_is_not_listened_to(self, harvested, name):
        title = harvested.item(name).title
        detach(harvested.store, harvested.item(name).UID())
        transaction.commit()
        harvested.server.edit(name, title="Mới")
        harvested.ticks()
        assert harvested.item(name).title == title

    def test_attached_again_it_has_what_came_meanwhile(self, harvested, name):
        uid = harvested.item(name).UID()
        detach(harvested.store, uid)
        transaction.commit()
        harvested.server.edit(name, title="Mới")
        harvested.ticks()
        attach(harvested.store, uid, harvested.server.clock.now())
        transaction.commit()
        harvested.ticks()
        assert harvested.item(name).title == "Mới"
        assert not harvested.store.quarantine
