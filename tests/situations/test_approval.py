"""What blocks the approval of a situation, what only warns, and what a sample counts."""

from datetime import timedelta
from new_items import create
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from sonla.pbgdpl.contributions.counting import text_histories
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.interfaces import ISample
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.editorial.checks import warnings_of
from sonla.pbgdpl.editorial.states import set_state
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.exchange.exporter import is_exportable
from sonla.pbgdpl.exchange.exporter import record_of
from sonla.pbgdpl.legal_review.working_notes import WorkingNotesLeft
from sonla.pbgdpl.statistics.counter import TextCounter
from sonla.pbgdpl.statistics.counting import scope_of
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import pytest

WAITING = {"title": "Nộp", "fee": "Theo nghị quyết (chờ điền)"}


@pytest.fixture
def waiting(section):
    """Make a situation that waits for its approval."""
    api.portal.set_registry_record("sonla.pbgdpl.four_eyes", value=False)

    def do(**fields):
        with api.env.adopt_roles(["Manager"]):
            item = create(section, "LifeSituation", title="Tôi", **fields)
            set_state(item, workflow_tool()[EDITORIAL_WORKFLOW], "pending_approval")
        return item

    return do


def workflow_tool():
    return api.portal.get_tool("portal_workflow")


def approve(item):
    # Guards by role ask the user, whom `adopt_roles` leaves as they are.
    setRoles(api.portal.get(), TEST_USER_ID, ["Manager"])
    workflow_tool().doActionFor(item, "approve")


@pytest.mark.parametrize(
    "fields,named",
    [
        ({"steps": [WAITING]}, "Steps"),
        ({"summary": ("Số máy: chờ điền",)}, "What to know first"),
        ({"helplines": [{"number": "Chờ điền", "name": "Trung tâm"}]}, "telephone"),
    ],
)
def test_placeholders_block_the_approval(waiting, fields, named):
    item = waiting(**fields)
    with pytest.raises(WorkingNotesLeft) as refusal:
        approve(item)
    assert named in str(refusal.value)
    assert state_of(item) == "pending_approval"


def test_without_placeholders_it_is_approved(waiting):
    item = waiting(steps=[{"title": "Nộp"}])
    approve(item)
    assert state_of(item) == "published"


def test_what_is_missing_only_warns(waiting):
    item = waiting()
    warnings = {str(one) for one in warnings_of(item)}
    assert {"msg_check_steps", "msg_check_summary", "msg_check_checked_on"} <= warnings
    approve(item)
    assert state_of(item) == "published"


def test_a_box_that_the_steps_do_not_bear_out_warns(waiting):
    """So an approver reads it, too: nothing is refused, as either may be right."""
    steps = [
        {"title": "Hỏi", "level": "to-hoa-giai", "fee": "Không"},
        {"title": "Nộp", "office": "Tòa án", "fee": "300.000 đồng"},
    ]
    item = waiting(steps=steps, where="Tổ hòa giải; UBND xã", fee="Không")
    found = {one: one.mapping for one in warnings_of(item) if "_box_" in str(one)}
    assert found["msg_check_box_alone"]["said"] == "UBND xã"
    told = found["msg_check_box_and_step"]
    assert (told["said"], told["step"], told["other"]) == (
        *("Không", "Nộp"),
        "300.000 đồng",
    )
    approve(item)
    assert state_of(item) == "published"


def test_a_summary_of_long_sentences_warns(waiting):
    item = waiting(summary=("Cha hoặc mẹ " * 12 + ".", "Ngắn thôi."))
    warnings = [str(one) for one in warnings_of(item)]
    assert warnings.count("msg_check_long_sentence") == 1
    assert "msg_check_long_sentences" not in warnings
    item.summary = ("Cha hoặc mẹ " * 8 + ".",)
    warnings = [str(one) for one in warnings_of(item)]
    assert "msg_check_long_sentence" not in warnings
    assert "msg_check_long_sentences" in warnings


def test_a_sample_is_marked_as_long_as_it_is_one(situation):
    item = situation(is_sample=True)
    assert ISample.providedBy(item)
    assert api.content.find(object_provides=ISample.__identifier__)
    item.is_sample = False
    notify(ObjectModifiedEvent(item))
    assert not ISample.providedBy(item)
    assert not api.content.find(object_provides=ISample.__identifier__)


@pytest.mark.parametrize("is_sample", [True, False])
def test_a_sample_is_not_given_to_others(situation, is_sample):
    assert is_exportable(situation(is_sample=is_sample)) is not is_sample


def test_a_sample_is_counted_nowhere(situation, section):
    """Two are alike but for the mark; figures of units and statistics know one of them."""
    sample, examined = situation("Mẫu", is_sample=True), situation("Đã thẩm định")
    worked_on = [one.brain.UID for one in text_histories(section)]
    assert sample.UID() not in worked_on and examined.UID() in worked_on
    day = today()
    scope = scope_of(section, day - timedelta(days=3), day)
    catalog = api.portal.get_tool("portal_catalog")
    counted = {entry[0] for entry in TextCounter().entries(scope)}
    assert counted == {catalog.getrid(path_of(examined))}


def test_its_record_says_all_that_its_page_says(situation):
    item = situation(
        summary=("Đủ tuổi <b>mới</b> cưới",),
        steps=[{"title": "Ký", "papers": "Tờ khai\nThẻ", "fee": "Không"}],
        helplines=[{"number": "111", "name": "Tổng đài"}],
        deadline="trong <60> ngày",
    )
    record = record_of(item)
    body = record.get("body")
    assert record.type == "situation"
    for part in (
        *("Đủ tuổi &lt;b&gt;mới", "Ký", "Tờ khai; Thẻ", "Lệ phí: Không", "111"),
        "Hạn nộp: trong &lt;60&gt; ngày",
    ):
        assert part in body
