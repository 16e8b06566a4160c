"""An editor chooses between two versions: what was chosen stands, nothing is lost."""

from harvested_portal import fetch_once
from plone import api
from public_content import publish
from sonla.pbgdpl.editorial.authorship import author_ids
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.editorial.working_copies import working_copy_of
from sonla.pbgdpl.sync.conflicts import choose
from sonla.pbgdpl.sync.conflicts import keep
from sonla.pbgdpl.sync.conflicts import MINE
from sonla.pbgdpl.sync.conflicts import NotDecided
from sonla.pbgdpl.sync.conflicts import Side
from sonla.pbgdpl.sync.conflicts import sides
from sonla.pbgdpl.sync.conflicts import THEIRS
from sonla.pbgdpl.sync.conflicts import versions_digest
from sonla.pbgdpl.sync.conflicts import withdraw

import pytest
import transaction

PICTURE = '<p>Bài của Bộ<img alt="Ảnh" src="{url}"></p>'


class Dispute:
    """Bring texts into conflict and choose, as a test reads."""

    def __init__(self, harvested):
        self.harvested = harvested
        fetch_once(harvested, sets="type:news")
        self.names = harvested.server.identifiers("news")

    def make(self, name, mine, theirs):
        self.harvested.edit(name, **mine)
        self.harvested.server.edit(name, **theirs)
        self.harvested.run_until_done()
        return self.harvested.item(name)

    def publish(self, item):
        publish(item)
        transaction.commit()

    def conflict(self, name):
        return self.harvested.store.conflicts.get(self.harvested.item(name).UID())

    def state(self, name):
        return self.harvested.store.find_by_remote_id("btp", name).state

    def choose(self, name, **choices):
        item = self.harvested.item(name)
        now = self.harvested.server.clock.now()
        later = choose(self.harvested.portal, item, choices, now)
        transaction.commit()
        return later


@pytest.fixture
def dispute(unfetched):
    return Dispute(unfetched)


def test_both_versions_are_there_until_all_is_chosen(dispute):
    name = dispute.names[0]
    item = dispute.make(
        name,
        {"description": "Của tỉnh", "title": "Tiêu đề của tỉnh"},
        {"description": "Của Bộ", "title": "Tiêu đề của Bộ"},
    )
    assert sides(item, dispute.conflict(name)) == [
        Side("title", "Tiêu đề của tỉnh", "Tiêu đề của Bộ"),
        Side("description", "Của tỉnh", "Của Bộ"),
    ]
    with pytest.raises(NotDecided):
        dispute.choose(name, title=THEIRS)
    assert dispute.choose(name, title=THEIRS, description=MINE) == frozenset()
    item = dispute.harvested.item(name)
    assert (item.title, item.description) == ("Tiêu đề của Bộ", "Của tỉnh")
    assert dispute.conflict(name) is None
    assert dispute.state(name) == "diverged"


def test_mine_is_in_conflict_again_when_theirs_changes_again(dispute):
    name = dispute.names[0]
    dispute.make(name, {"description": "Của tỉnh"}, {"description": "Của Bộ"})
    dispute.choose(name, description=MINE)
    dispute.harvested.server.edit(name, title="Tiêu đề mới")
    dispute.harvested.run_until_done()
    assert dispute.conflict(name) is None
    assert dispute.harvested.item(name).title == "Tiêu đề mới"
    dispute.harvested.server.edit(name, description="Của Bộ, lần hai")
    dispute.harvested.run_until_done()
    assert dispute.conflict(name).fields == ("description",)
    assert dispute.harvested.item(name).description == "Của tỉnh"


def test_theirs_is_in_sync_again(dispute):
    name = dispute.names[0]
    dispute.make(name, {"description": "Của tỉnh"}, {"description": "Của Bộ"})
    dispute.choose(name, description=THEIRS)
    assert dispute.state(name) == "in_sync"
    dispute.harvested.server.edit(name, description="Của Bộ, lần hai")
    dispute.harvested.run_until_done()
    assert dispute.conflict(name) is None
    assert dispute.harvested.item(name).description == "Của Bộ, lần hai"


def test_theirs_for_a_public_text_waits_for_somebody_else(dispute):
    name = dispute.names[0]
    dispute.publish(dispute.harvested.item(name))
    dispute.make(name, {"description": "Của tỉnh"}, {"description": "Của Bộ"})
    dispute.choose(name, description=THEIRS)
    item = dispute.harvested.item(name)
    copy = working_copy_of(item)
    assert (item.description, state_of(item)) == ("Của tỉnh", "published")
    assert (copy.description, state_of(copy)) == ("Của Bộ", "pending_approval")
    assert author_ids(copy) == {api.user.get_current().getId()}
    dispute.publish(copy)
    assert dispute.harvested.item(name).description == "Của Bộ"


def test_theirs_for_a_trusted_text_is_public_at_once(dispute):
    name = dispute.names[0]
    dispute.publish(dispute.harvested.item(name))
    dispute.harvested.configure(sets="type:news", trusted_sets="type:news")
    dispute.make(name, {"description": "Của tỉnh"}, {"description": "Của Bộ"})
    dispute.choose(name, description=THEIRS)
    item = dispute.harvested.item(name)
    assert (item.description, state_of(item)) == ("Của Bộ", "published")
    assert working_copy_of(item) is None


def test_what_has_files_is_written_by_the_next_run(dispute):
    name = dispute.names[0]
    url = f"{dispute.harvested.server.base_url}/anh.png"
    dispute.make(name, {"description": "Của tỉnh"}, {"body": "<p>Bài một</p>"})
    text = dispute.harvested.item(name).text
    own = type(text)("<p>Bài của tỉnh</p>", text.mimeType, text.outputMimeType)
    dispute.make(name, {"text": own}, {"body": PICTURE.format(url=url)})
    assert dispute.choose(name, body=THEIRS) == {"body"}
    assert "Bài của tỉnh" in dispute.harvested.item(name).text.raw
    dispute.harvested.run_until_done()
    assert "Bài của Bộ" in dispute.harvested.item(name).text.raw
    assert dispute.conflict(name) is None


def test_a_choice_is_of_what_was_shown(dispute):
    name = dispute.names[0]
    item = dispute.make(name, {"description": "Một"}, {"description": "Của Bộ"})
    before = versions_digest(item, dispute.conflict(name))
    assert versions_digest(item, dispute.conflict(name)) == before
    dispute.harvested.edit(name, description="Hai")
    assert (
        versions_digest(dispute.harvested.item(name), dispute.conflict(name)) != before
    )


def test_taken_back_there_edited_here(dispute):
    kept, gone = dispute.names[:2]
    for name in (kept, gone):
        dispute.publish(dispute.harvested.item(name))
        dispute.harvested.edit(name, description="Của tỉnh")
        dispute.harvested.server.delete(name)
    dispute.harvested.run_until_done()
    assert sides(dispute.harvested.item(kept), dispute.conflict(kept)) == []
    keep(dispute.harvested.portal, dispute.harvested.item(kept))
    transaction.commit()
    withdraw(dispute.harvested.portal, dispute.harvested.item(gone))
    transaction.commit()
    states = {name: state_of(dispute.harvested.item(name)) for name in (kept, gone)}
    assert states == {kept: "published", gone: "withdrawn"}
    assert (dispute.state(kept), dispute.state(gone)) == ("detached", "withdrawn")
    assert dispute.conflict(kept) is dispute.conflict(gone) is None
    assert dispute.harvested.item(gone).description == "Của tỉnh"


def test_taken_back_and_back_again_is_no_conflict(dispute):
    name = dispute.names[0]
    dispute.harvested.edit(name, description="Của tỉnh")
    dispute.harvested.server.delete(name)
    dispute.harvested.run_until_done()
    assert dispute.conflict(name) is not None
    dispute.harvested.server.restore(name)
    dispute.harvested.run_until_done()
    assert dispute.conflict(name) is None
    assert dispute.state(name) == "diverged"
