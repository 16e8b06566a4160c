"""What was fetched waits in a tab of its own, and is decided about a set at a time."""

from datetime import date
from desk_content import acting
from desk_content import make_unit
from desk_content import PASSWORD
from desk_content import step
from desk_content import write
from harvested_portal import fetch_once
from plone import api
from sonla.pbgdpl.contributions.counting import figures_of
from sonla.pbgdpl.contributions.period import ContributionPeriod
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.editorial.guards import breaks_four_eyes
from sonla.pbgdpl.editorial.history import step_title
from sonla.pbgdpl.editorial.pages import desk
from sonla.pbgdpl.editorial.revisions import revise
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.editorial.working_copies import working_copy_of
from sync_pages import Visitor
from urllib.parse import urlencode

import lxml.html
import pytest
import transaction

pytestmark = pytest.mark.usefixtures("served_alone")

OWN = "Tin của đơn vị"


class Desk(Visitor):
    """Work at the desk as one person."""

    def __init__(self, portal, name):
        super().__init__(name, PASSWORD)
        self.url = f"{portal.absolute_url()}/@@pbgdpl-review"

    def tab(self, query="tab=synced"):
        return self.read(f"{self.url}?{query}")

    def decide(self, decision, comment="", set_name="type:news", refused="0", **more):
        fields = {"tab": "synced", "source": "btp", "set": set_name, "comment": comment}
        fields |= {"refused": refused, "whole": decision, **more}
        return self.press(
            f"{self.url}?tab=synced", "button", to=self.url, **fields
        ).text


@pytest.fixture
def staffed(prepared):
    fetch_once(prepared, sets="type:news\ntype:guidance")
    return prepared


@pytest.fixture
def approver(staffed):
    (section,) = all_sections()
    own = write(make_unit(section, "Sở Tư pháp", "tac-gia"), "tac-gia", OWN)
    step(own, "tac-gia", "submit")
    step(own, "bien-tap", "forward")
    transaction.commit()
    return Desk(staffed.portal, "phe-duyet")


def states(staffed, record_type):
    transaction.begin()
    names = staffed.server.identifiers(record_type)
    return {state_of(staffed.item(name)) for name in names}


@pytest.mark.long
def test_a_tab_of_its_own(staffed, approver):
    news, guidance = map(staffed.server.identifiers, ("news", "guidance"))
    fetched = {name: staffed.item(name).Title() for name in (*news, *guidance)}
    assert not breaks_four_eyes(staffed.item(news[0])), "whoever ran it wrote nothing"
    waiting = approver.tab("tab=waiting")
    assert OWN in waiting
    assert f">{len(fetched)}</span>" in waiting, "the number shows on every tab"
    assert not any(title in waiting for title in fetched.values())
    mine = Desk(staffed.portal, "tac-gia")
    assert "Fetched from elsewhere" not in mine.tab("tab=sent")
    tab = approver.tab()
    assert OWN not in tab
    assert all(title in tab for title in fetched.values())
    shown = lxml.html.fromstring(tab).cssselect("#pbgdpl-synced")[0].text_content()
    assert "Education materials" not in shown and "Guidance" in shown
    assert "type:" not in shown
    only = approver.tab("tab=synced&source=btp&set=type:guidance")
    uids = {name: staffed.item(name).UID() for name in fetched}
    assert all(uids[name] in only for name in guidance)
    assert not any(uids[name] in only for name in news)
    (uid, *_others) = (uids[name] for name in guidance)
    after = approver.press(
        f"{approver.url}?tab=synced",
        "one",
        f"{uid}:approve",
        to=approver.url,
        tab="synced",
        source="btp",
        set="type:guidance",
    ).text
    assert state_of(api.content.get(UID=uid)) == "published"
    assert not any(uids[name] in after for name in news), "the filter stays"


def test_approve_a_set_in_steps(staffed, approver, monkeypatch):
    monkeypatch.setattr(desk, "SECONDS", -1.0)
    number = len(staffed.server.identifiers("news"))
    document = lxml.html.fromstring(approver.decide("approve"))
    (progress,) = document.cssselect("#pbgdpl-outcomes progress")
    assert (progress.get("value"), progress.get("max")) == ("1", str(number))
    (button,) = document.cssselect("#pbgdpl-go-on button[name=whole][value=approve]")
    assert str(number - 1) in button.text_content()
    monkeypatch.setattr(desk, "SECONDS", 60.0)
    assert "pbgdpl-go-on" not in approver.decide("approve")
    assert states(staffed, "news") == {"published"}
    assert states(staffed, "guidance") == {"pending_approval"}


def test_nothing_is_decided_on_that_came_after_the_page_was_drawn(staffed, approver):
    names = staffed.server.identifiers("news")
    query = "tab=synced&source=btp&set=type:news"
    (field,) = lxml.html.fromstring(approver.tab(query)).cssselect("[name=listed]")
    uids = field.get("value").split()
    assert set(uids) == {staffed.item(name).UID() for name in names}
    approver.decide("approve", listed=uids[0])
    assert states(staffed, "news") == {"published", "pending_approval"}
    assert state_of(api.content.get(UID=uids[0])) == "published"


@pytest.mark.long
def test_a_page_of_somebody_else_decides_nothing(staffed, approver):
    fields = {"tab": "synced", "source": "btp", "set": "type:news", "whole": "approve"}
    answer = approver.session.post(approver.url, data=fields, timeout=120)
    assert answer.status_code == 403
    approver.get(f"{approver.url}?{urlencode(fields)}")
    assert states(staffed, "news") == {"pending_approval"}


@pytest.mark.long
def test_decline_a_set(staffed, approver):
    assert "Write a comment first" in approver.decide("return_to_author")
    assert states(staffed, "news") == {"pending_approval"}
    approver.decide("return_to_author", "Không thuộc phạm vi của tỉnh")
    assert states(staffed, "news") == {"draft"}
    name = staffed.server.identifiers("news")[0]
    assert staffed.store.find_by_remote_id("btp", name).state == "detached"
    title = staffed.item(name).title
    staffed.server.edit(name, title="Tiêu đề mới")
    staffed.run_until_done()
    assert staffed.item(name).title == title


def test_decline_one(staffed, approver):
    first, second, third = staffed.server.identifiers("news")[:3]
    uid = staffed.item(first).UID()
    tab = approver.tab()
    assert "Decline" in tab
    assert "Return to author" not in tab
    approver.press(
        f"{approver.url}?tab=synced",
        "one",
        f"{uid}:return_to_author",
        to=approver.url,
        tab="synced",
        **{f"comment-{uid}": "Không thuộc phạm vi của tỉnh"},
    )
    url = f"{staffed.item(second).absolute_url()}/@@pbgdpl-transition"
    form = approver.read(f"{url}?workflow_action=return_to_author")
    assert "has no effect any more" in form
    assert "The author reads it" not in form
    approver.press(
        f"{url}?workflow_action=return_to_author",
        "form.buttons.go",
        to=url,
        workflow_action="return_to_author",
        comment="Trùng",
    )
    for name in (first, second):
        assert state_of(staffed.item(name)) == "draft"
        assert staffed.store.find_by_remote_id("btp", name).state == "detached"
    titles = {name: staffed.item(name).title for name in (first, second)}
    for name in (first, second, third):
        staffed.server.edit(name, title="Tiêu đề mới")
    staffed.run_until_done()
    assert {name: staffed.item(name).title for name in titles} == titles
    assert staffed.item(third).title == "Tiêu đề mới"
    staffed.server.delete(first)
    staffed.run_until_done()
    assert state_of(staffed.item(first)) == "draft"


@pytest.mark.long
def test_a_colleague_s_revision_that_is_returned(staffed, approver):
    name = staffed.server.identifiers("news")[0]
    approver.decide("approve")
    with acting("bien-tap"):
        copy = revise(staffed.item(name))
    step(copy, "bien-tap", "submit")
    step(copy, "bien-tap", "forward")
    assert step_title(copy, "return_to_author") == "Return to author"
    step(copy, "phe-duyet", "return_to_author", "Viết rõ hơn")
    transaction.commit()
    assert staffed.store.find_by_remote_id("btp", name).state == "in_sync"


@pytest.mark.long
def test_a_revision_of_the_source_that_is_declined(staffed, approver):
    name = staffed.server.identifiers("news")[0]
    approver.decide("approve")
    title = staffed.item(name).title
    for number in range(2):
        staffed.server.edit(name, title=f"Tiêu đề mới {number}")
        staffed.run_until_done()
        copy = working_copy_of(staffed.item(name))
        if number == 0:
            assert step_title(copy, "return_to_author") == "action_decline"
            step(copy, "phe-duyet", "return_to_author", "Không cần")
            transaction.commit()
            assert state_of(copy) == "draft"
    assert copy.title == "Tiêu đề mới 1"
    assert state_of(copy) == "pending_approval"
    assert staffed.item(name).title == title
    assert state_of(staffed.item(name)) == "published"
    staffed.server.delete(name)
    staffed.run_until_done()
    assert state_of(staffed.item(name)) == "withdrawn"


@pytest.mark.long
def test_a_revision_that_is_being_written_stays_with_its_author(staffed, approver):
    name = staffed.server.identifiers("news")[0]
    approver.decide("approve")
    with acting("bien-tap"):
        copy = revise(staffed.item(name))
        copy.description = "Đang viết dở"
    transaction.commit()
    staffed.server.edit(name, title="Tiêu đề mới của Bộ")
    staffed.run_until_done()
    copy = working_copy_of(staffed.item(name))
    assert (copy.title, copy.description) == ("Tiêu đề mới của Bộ", "Đang viết dở")
    assert state_of(copy) == "draft"


@pytest.mark.long
def test_what_an_approver_withdrew_does_not_come_back(staffed, approver):
    name = staffed.server.identifiers("news")[0]
    approver.decide("approve")
    step(staffed.item(name), "phe-duyet", "withdraw", "Không còn đúng")
    transaction.commit()
    staffed.server.delete(name)
    staffed.run_until_done()
    staffed.server.restore(name)
    staffed.run_until_done()
    assert staffed.store.find_by_remote_id("btp", name).state == "in_sync"
    assert state_of(staffed.item(name)) == "withdrawn"


@pytest.mark.long
def test_what_was_fetched_is_nobody_s_contribution(staffed, approver):
    approver.decide("approve")
    year = ContributionPeriod("year", date(2000, 1, 1), date(2100, 1, 1))
    rows = figures_of(staffed.section, year, date(2026, 11, 24))
    assert [(row.title, row.published) for row in rows] == [("Sở Tư pháp", 0)]


@pytest.mark.long
def test_a_revision_by_the_source(staffed, approver):
    name = staffed.server.identifiers("news")[0]
    approver.decide("approve")
    staffed.server.edit(name, title="Tiêu đề mới của Bộ")
    staffed.run_until_done()
    tab = approver.tab("tab=synced&source=btp&set=type:news")
    assert "Tiêu đề mới của Bộ" in tab
    assert "Revision of a public text" in tab
    approver.decide("approve")
    assert staffed.item(name).title == "Tiêu đề mới của Bộ"
    assert state_of(staffed.item(name)) == "published"


@pytest.mark.long
def test_an_editors_own_revision_stands_with_their_own_texts(staffed, approver):
    name = staffed.server.identifiers("news")[0]
    approver.decide("approve")
    transaction.begin()
    with acting("bien-tap"):
        copy = revise(staffed.item(name))
        copy.title = title = "Tin của Bộ, sửa lại"
    transaction.commit()
    editor = Desk(staffed.portal, "bien-tap")
    assert title in editor.tab("tab=drafts")
    step(copy, "bien-tap", "submit")
    transaction.commit()
    assert title in editor.tab("tab=sent")
    assert title not in approver.tab("tab=sent")


@pytest.mark.long
def test_what_is_refused_is_passed_over(staffed, approver, monkeypatch):
    editor = Desk(staffed.portal, "bien-tap")
    monkeypatch.setattr(desk, "SECONDS", -1.0)
    text = editor.decide("approve")
    assert "Refused" in text
    assert 'name="refused" type="hidden" value="1"' in " ".join(text.split())
    number = len(staffed.server.identifiers("news"))
    last = editor.decide("approve", "Ý kiến giữ lại", refused=str(number - 1))
    assert "pbgdpl-go-on" not in last and "Ý kiến giữ lại</textarea>" in last
    stranger = Desk(staffed.portal, "nguoi-ngoai")
    assert "pbgdpl-synced" not in stranger.tab("tab=synced&source=btp")
    fields = {"tab": "synced", "source": "btp", "whole": "approve"}
    assert (
        stranger.session.post(stranger.url, data=fields, timeout=120).status_code == 403
    )
