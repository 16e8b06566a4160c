"""The page on which an editor compares and chooses, and what texts say of their origin."""

from desk_content import PASSWORD
from harvested_portal import set_record
from new_items import create
from plone import api
from plone.app.textfield.value import RichTextValue
from public_content import publish
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.sync.deliveries import Delivery
from sonla.pbgdpl.sync.store import make_store
from sync_pages import MANAGER
from sync_pages import noted_acts
from sync_pages import Visitor

import datetime
import pytest
import transaction

NOW = datetime.datetime.now(datetime.UTC)


@pytest.fixture
def editor():
    return Visitor("bien-tap", PASSWORD)


def text(html):
    return RichTextValue(html, "text/html", "text/x-html-safe")


def test_field_by_field(stocked, editor):
    name = stocked.server.identifiers("news")[0]
    stocked.edit(
        name, description="Của tỉnh", text=text("<p>Một <script>x</script>hai</p>")
    )
    stocked.server.edit(
        name, description="Của Bộ <b>đậm</b>", body="<p>Một <em>ba</em></p>"
    )
    stocked.run_until_done()
    item = stocked.item(name)
    page, url = item.absolute_url(), f"{item.absolute_url()}/@@pbgdpl-conflict"
    assert url in editor.read(page)
    shown = editor.read(url)
    for words in (
        "<mark>tỉnh</mark>",
        "<mark>Bộ &lt;b&gt;đậm&lt;/b&gt;</mark>",
        "<mark>ba</mark>",
        "Take the version of Bộ Tư pháp (mẫu)",
    ):
        assert words in shown
    assert "<script>x" not in shown
    unfinished = editor.press(url, "choose", **{"choice-description": "theirs"})
    assert "Choose a version for each part" in unfinished.text
    assert 'value="theirs" checked="checked"' in unfinished.text.replace("\n", " ")
    assert stocked.item(name).description == "Của tỉnh"
    choices = {"choice-description": "theirs", "choice-body": "mine"}
    old = editor.hidden(url)["versions_digest"]
    forged = {**choices, "choose": "1", "versions_digest": old}
    assert editor.session.post(url, data=forged, timeout=120).status_code == 403
    transaction.begin()
    assert stocked.item(name).description == "Của tỉnh"
    stocked.edit(name, description="Của tỉnh, sửa thêm")
    stale = editor.press(url, "choose", **choices, versions_digest=old)
    assert "has changed since you opened this page" in stale.text
    assert stocked.item(name).description == "Của tỉnh, sửa thêm"
    assert editor.press(url, "choose", **choices).history
    assert stocked.item(name).description == "Của Bộ <b>đậm</b>"
    assert "hai" in stocked.item(name).text.raw
    assert noted_acts() == [("bien-tap", "choose")]
    assert "There is nothing to choose" in editor.read(url)
    assert "Edited here" in editor.read(page)


def test_an_edit_is_told_at_once(stocked, editor):
    name = stocked.server.identifiers("news")[0]
    page = stocked.item(name).absolute_url()
    assert "As at the source" in editor.read(page)
    stocked.edit(name, description="Của tỉnh")
    shown = editor.read(page)
    assert "Edited here" in shown
    assert "As at the source" not in shown
    stocked.edit(name, title=" ")
    assert "Edited here" in editor.read(page)
    stocked.edit(name, description="", title="Lại khác")
    assert "Edited here" in editor.read(page)


@pytest.mark.long
def test_all_at_once_and_taken_back(stocked, editor):
    mine, theirs, kept = stocked.server.identifiers("news")[:3]
    for name in (mine, theirs, kept):
        stocked.edit(name, title="Tiêu đề của tỉnh", description="Của tỉnh")
    for name in (mine, theirs):
        stocked.server.edit(name, title="Tiêu đề của Bộ", description="Của Bộ")
    stocked.server.delete(kept)
    stocked.run_until_done()
    for name, button in ((mine, "all_mine"), (theirs, "all_theirs"), (kept, "keep")):
        url = f"{stocked.item(name).absolute_url()}/@@pbgdpl-conflict"
        editor.press(url, button)
    titles = [stocked.item(name).title for name in (mine, theirs, kept)]
    assert titles == ["Tiêu đề của tỉnh", "Tiêu đề của Bộ", "Tiêu đề của tỉnh"]
    assert not stocked.store.conflicts
    assert stocked.store.find_by_remote_id("btp", kept).state == "detached"


def test_who_sees_what(stocked, editor):
    name = stocked.server.identifiers("news")[0]
    publish(stocked.item(name))
    transaction.commit()
    stocked.edit(name, description="Của tỉnh")
    stocked.server.edit(name, description="Của Bộ")
    stocked.run_until_done()
    page = stocked.item(name).absolute_url()
    for stranger in (Visitor(), Visitor("nguoi-ngoai", PASSWORD)):
        shown = stranger.read(page)
        assert "Source: <strong>Bộ Tư pháp (mẫu)</strong>" in " ".join(shown.split())
        assert "See the original" in shown
        assert "@@pbgdpl-conflict" not in shown
        assert 'id="pbgdpl-dispute"' not in shown
        assert "pbgdpl-conflict-form" not in stranger.read(f"{page}/@@pbgdpl-conflict")
    assert 'id="pbgdpl-dispute"' in editor.read(page)
    editor.press(f"{page}/@@pbgdpl-conflict", "all_theirs")
    approver = Visitor("phe-duyet", PASSWORD)
    (copy,) = api.content.find(review_state="pending_approval", Description="Của Bộ")
    assert "Source:" in approver.read(copy.getURL())
    assert approver.get(f"{copy.getURL()}/@@pbgdpl-conflict").url.startswith(page)
    assert state_of(stocked.item(name)) == "published"


@pytest.mark.long
def test_detach_and_attach(stocked, editor):
    name = stocked.server.identifiers("news")[0]
    page = stocked.item(name).absolute_url()
    binding = f"{page}/@@pbgdpl-detach"
    shown = editor.press(page, "detach", to=binding).text
    assert "Detached from the source" in shown
    stocked.server.edit(name, title="Tiêu đề mới")
    stocked.run_until_done()
    assert stocked.item(name).title != "Tiêu đề mới"
    assert "Attached again" in editor.press(page, "attach", to=binding).text
    stocked.run_until_done()
    assert stocked.item(name).title == "Tiêu đề mới"
    stranger = Visitor("nguoi-ngoai", PASSWORD)
    stranger.press(page, "detach", to=binding)
    editor.session.post(binding, data={"detach": "1"}, timeout=60)
    assert stocked.store.find_by_remote_id("btp", name).state == "in_sync"
    assert noted_acts() == [("bien-tap", "detach"), ("bien-tap", "attach")]


@pytest.mark.parametrize(
    "facts, words",
    [
        ({"state": "acknowledged", "acknowledged": NOW}, "Sent, and received at"),
        ({"state": "rejected", "code": "N", "detail": "422 no title"}, "422 no title"),
        ({"state": "conflict", "code": "N"}, "Ask them first"),
        ({"state": "in_flight", "sent": NOW}, "no answer yet"),
        ({"state": "withdrawn"}, "Withdrawn there, too"),
        (None, "Waiting to be sent"),
    ],
)
def test_what_became_of_sending(functional_portal, facts, words):
    set_record("push_enabled", True)
    with api.env.adopt_roles(["Manager"]):
        section = create(functional_portal, "LegalEducationSection", title="PBGDPL")
        own = create(section, "LegalNews", title="Tin của tỉnh")
    publish(section)
    publish(own)
    transaction.commit()
    outbox = make_store(functional_portal).outbox
    outbox.dirty.clear()
    if facts is None:
        outbox.mark(own.UID())
    else:
        outbox.deliveries[own.UID()] = Delivery()
        outbox.deliveries[own.UID()].__dict__.update(facts)
    transaction.commit()
    assert words in Visitor(*MANAGER).read(own.absolute_url())
    assert 'id="pbgdpl-delivery"' not in Visitor().read(own.absolute_url())
