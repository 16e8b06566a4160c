"""The days of nominations and dismissals: on the person's page, at the desk, by mail."""

from AccessControl import Unauthorized
from DateTime import DateTime
from datetime import date
from datetime import datetime
from datetime import timedelta
from desk_content import step
from people import ended
from people import enter
from people import on_day
from people import recognition
from people import WARD
from plone import api
from questions_content import posted
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.core.clock import portal_zone
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.editorial.pages.desk_sections import desk_lines
from sonla.pbgdpl.editorial.states import set_state
from sonla.pbgdpl.jobs.store import make_job_store
from sonla.pbgdpl.options.requests.duties.deadlines import deadlines_of
from sonla.pbgdpl.options.requests.duties.deadlines import open_deadlines
from sonla.pbgdpl.options.requests.duties.dismissals import ask_dismissal
from sonla.pbgdpl.options.requests.duties.dismissals import dismissals_of
from sonla.pbgdpl.options.requests.duties.dismissals import KEY
from sonla.pbgdpl.options.requests.duties.dismissals import note_step
from sonla.pbgdpl.options.requests.duties.dismissals import open_dismissal
from sonla.pbgdpl.options.requests.duties.dismissals import withdraw
from sonla.pbgdpl.options.requests.duties.jobs import DutyMailJob
from sonla.pbgdpl.options.requests.duties.pages.desk_section import DutiesSection
from sonla.pbgdpl.people import REGISTRY_WORKFLOW
from sonla.pbgdpl.people.workflow import unconfirm_draft
from statistics_content import token
from statistics_content import view
from types import SimpleNamespace
from zope.annotation.interfaces import IAnnotations

import pytest

FRIDAY = date(2026, 12, 4)
REASON = "Chuyển công tác sang tỉnh khác"


def nominate(section, name="Lò Văn Mẫu", day=FRIDAY, **fields):
    """Enter a propagandist of a commune who was sent on a day."""
    fields = {"position": "Công chức", "agency": "so-tu-phap", **fields}
    fields.setdefault("legal_fields", ("dat-dai",))
    person = enter(section, name, "LegalPropagandist", [], **fields)
    person.qualification = "law"
    workflow = api.portal.get_tool("portal_workflow")[REGISTRY_WORKFLOW]
    set_state(person, workflow, "submitted", "submit")
    unconfirm_draft(person)
    last = person.workflow_history[REGISTRY_WORKFLOW][-1]
    last["time"] = DateTime(datetime(*day.timetuple()[:3], 10, tzinfo=portal_zone()))
    return person


def kinds(person):
    return {one.kind: one.day for one in deadlines_of(person)}


def test_a_nomination_is_decided_within_five_working_days_and_asked_about_within_two(
    section,
):
    full = nominate(section)
    assert kinds(full) == {"decide": date(2026, 12, 11)}, "the weekend does not count"
    lacking = nominate(section, "Thiếu Dữ Liệu", position="")
    assert kinds(lacking) == {
        "ask_for_more": date(2026, 12, 8),
        "decide": date(2026, 12, 11),
    }


def test_a_nomination_that_was_returned_has_no_day_until_it_is_sent_again(section):
    person = nominate(section, position="")
    step(person, "phe-duyet", "return_to_author", "Thiếu chức vụ.")
    assert kinds(person) == {} and open_deadlines(section) == []


def test_a_dismissal_goes_its_way_by_the_days_of_the_law(section):
    person = enter(section, position="Chuyên viên", agency="so-tu-phap")
    with on_day(FRIDAY):
        ask_dismissal(person, FRIDAY, "Sở Tư pháp", "left", REASON)
        assert kinds(person) == {"notify": FRIDAY, "dismiss": date(2026, 12, 11)}
    with on_day(date(2026, 12, 7)):
        note_step(person, "notified", date(2026, 12, 7))
        assert kinds(person)["hear"] == date(2026, 12, 10)
        note_step(person, "objected", date(2026, 12, 7), "Tôi vẫn công tác tại Sở")
        assert kinds(person)["uphold"] == date(2026, 12, 10)
        note_step(person, "upheld", date(2026, 12, 7))
        assert kinds(person) == {"dismiss": date(2026, 12, 11)}
        with pytest.raises(InvalidInput, match="step"):
            note_step(person, "upheld", date(2026, 12, 7))
    (row,) = dismissals_of(person)
    assert row["steps"]["objected"]["words"] == "Tôi vẫn công tác tại Sở"
    person.recognitions = [ended(recognition(), today())]
    assert open_dismissal(person) is None and kinds(person) == {}, "it is settled"
    assert dismissals_of(person) == [row], "and stays on record"


def test_a_propagandist_is_ended_within_three_working_days_on_four_grounds(section):
    person = enter(section, "Lò Thị Mẫu", "LegalPropagandist")
    with on_day(FRIDAY):
        with pytest.raises(InvalidInput, match="ground"):
            ask_dismissal(person, FRIDAY, "UBND xã", "refusals", REASON)
        ask_dismissal(person, FRIDAY, "UBND xã", "own_wish", REASON)
        assert kinds(person)["dismiss"] == date(2026, 12, 9)


def test_a_file_that_lacks_something_is_asked_for_within_two_days_and_waits_then(
    section,
):
    person = enter(section, recognitions=[recognition(decision_number=None)])
    with on_day(FRIDAY):
        ask_dismissal(person, FRIDAY, "", "own_wish", REASON)
        assert kinds(person)["ask_for_more"] == date(2026, 12, 8)
        note_step(person, "asked", FRIDAY, "Số quyết định công nhận")
        assert set(kinds(person)) == {"notify"}
    with on_day(date(2026, 12, 14)):
        note_step(person, "completed", date(2026, 12, 14))
        assert kinds(person)["dismiss"] == date(2026, 12, 21)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ((FRIDAY + timedelta(1), "", "left", REASON), "future"),
        ((FRIDAY, "", "nothing", REASON), "ground"),
        ((FRIDAY, "", "left", "  "), "reason"),
    ],
)
def test_a_request_that_can_not_be_is_refused(section, values, message):
    person = enter(section)
    with on_day(FRIDAY):
        with pytest.raises(InvalidInput, match=message):
            ask_dismissal(person, *values)
        assert dismissals_of(person) == []
        ask_dismissal(person, FRIDAY, "", "left", REASON)
        with pytest.raises(InvalidInput, match="open"):
            ask_dismissal(person, FRIDAY, "", "left", REASON)
        with pytest.raises(InvalidInput, match="before"):
            note_step(person, "notified", FRIDAY - timedelta(1))
        with pytest.raises(InvalidInput, match="words"):
            withdraw(person, " ")
        withdraw(person, "Cơ quan rút đề nghị")
        assert kinds(person) == {}
    gone = enter(section, "Đã Hết", recognitions=[ended(recognition(), FRIDAY)])
    with on_day(FRIDAY), pytest.raises(InvalidInput, match="not_in_force"):
        ask_dismissal(gone, FRIDAY, "", "left", REASON)


def test_the_page_notes_what_is_sent_and_keeps_what_was_typed(section, acting):
    person = enter(section, "Lò Văn Mẫu")
    with acting("PBGDPL Approver"):
        form = {"ask": "1", "reason": REASON, "asked_on": today().isoformat()}
        form["_authenticator"] = token(person)
        page = view(person, "pbgdpl-dismissal", "POST", **form)()
        assert REASON in page and "alert-danger" in page and not dismissals_of(person)
        view(person, "pbgdpl-dismissal", "POST", ground="left", **form)()
        page = view(person, "pbgdpl-dismissal")()
        assert REASON in page and 'id="pbgdpl-dismissal-days"' in page
        form = {"step": "notified", "day": today().isoformat()}
        form["_authenticator"] = token(person)
        view(person, "pbgdpl-dismissal", "POST", **form)()
        assert "notified" in dismissals_of(person)[0]["steps"]
        assert "@@pbgdpl-dismissal" in person.restrictedTraverse("view")()
    assert next(iter(log.newest_first())).action == "dismissal_noted"
    for role in ("PBGDPL Editor", "PBGDPL Contributor", "Member"):
        with acting(role):
            assert "@@pbgdpl-dismissal" not in person.restrictedTraverse("view")()
            with pytest.raises(Unauthorized):
                person.restrictedTraverse("@@pbgdpl-dismissal")()


def test_a_copy_of_a_person_takes_no_request_along(section):
    person = enter(section)
    ask_dismissal(person, today(), "", "left", REASON)
    with api.env.adopt_roles(["Manager"]):
        copy = api.content.copy(person, section, "ban-sao")
    assert dismissals_of(copy) == []
    assert list(IAnnotations(section)[KEY]) == [person.person_id]


def test_the_desk_lists_the_days_for_those_who_keep_the_register(section, acting):
    nominate(section, "Lò Thị Chờ")
    person = enter(section, "Lò Văn Mẫu")
    ask_dismissal(person, today(), "", "left", REASON)
    with acting("PBGDPL Approver"):
        lines = list(DutiesSection(section, section.REQUEST).lines())
        assert {"Lò Thị Chờ", "Lò Văn Mẫu"} == {line.title for line in lines}
        everything = desk_lines(section, section.REQUEST)
        (waiting,) = [line for line in everything if line.title == "Lò Thị Chờ"]
        assert waiting.verb == "verb_approve", "a nomination is one line, with its day"
        assert waiting.due == min(one.due for one in lines if one.uid == waiting.uid)
    with acting("PBGDPL Contributor"):
        assert not list(DutiesSection(section, section.REQUEST).lines())


def test_no_papers_are_owed_for_whom_a_decision_is_entered(section):
    person = nominate(section, position="")
    person.recognitions = [recognition("xa", WARD)]
    assert list(kinds(person)) == ["decide"]
    person.recognitions = [recognition("xa", WARD, decision_number="")]
    assert list(kinds(person)) == ["ask_for_more", "decide"]


@pytest.fixture
def run(portal, section):
    """Run the job on a day; return the mails that it posted."""

    def at(day, last=None):
        posted()
        context = SimpleNamespace(
            options={},
            today=lambda: day,
            dry_run=False,
        )
        make_job_store(portal).done_on.clear()
        if last:
            make_job_store(portal).done_on["register-duties"] = last
        job = DutyMailJob(portal)
        with on_day(day):
            if job.due(context):
                job.work(context)
        return posted()

    return at


def test_keepers_are_told_the_working_day_before_and_the_day_after(section, run):
    nominate(section, "Lò Thị Chờ")
    nominate(section, "Lò Thị Chờ Nữa")
    assert run(date(2026, 12, 9)) == []
    (mail,) = run(date(2026, 12, 10))
    assert (mail.kind, mail.recipient.user_id) == ("register_deadlines", "phe-duyet")
    assert "11/12/2026" in mail.title and "2" in mail.title
    assert "Lò" not in mail.title + mail.text, "names stand at the desk alone"
    assert run(date(2026, 12, 11)) == []
    assert len(run(date(2026, 12, 12))) == 1
    assert len(run(date(2026, 12, 14), last=date(2026, 12, 11))) == 1, "made up for"
    api.portal.set_registry_record("sonla.pbgdpl.people.mail_register", False)
    assert run(date(2026, 12, 10)) == []
