"""What the office has beside requests: bars, refusals, coverage, the sheet of a year, files."""

from datetime import date
from datetime import datetime
from datetime import timedelta
from new_items import create
from people import enter
from people import recognition
from plone import api
from questions_content import posted
from requests_content import ask_for
from requests_content import NAME
from requests_content import put_request
from requests_content import reporter
from requests_content import talk_day
from role_tables import owned
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.core.clock import portal_zone
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.names import VIEW_PERSONAL_DATA
from sonla.pbgdpl.editorial.checks import warnings_of
from sonla.pbgdpl.editorial.states import editorial_workflow
from sonla.pbgdpl.editorial.states import set_state
from sonla.pbgdpl.options.requests.assigning import answer
from sonla.pbgdpl.options.requests.assigning import assign
from sonla.pbgdpl.options.requests.assigning import assignments_of
from sonla.pbgdpl.options.requests.assigning import judge_reason
from sonla.pbgdpl.options.requests.assigning import refusals_that_count
from sonla.pbgdpl.options.requests.bars import bar
from sonla.pbgdpl.options.requests.bars import bars_of
from sonla.pbgdpl.options.requests.bars import is_barred
from sonla.pbgdpl.options.requests.bars import lift
from sonla.pbgdpl.options.requests.coverage import Coverage
from sonla.pbgdpl.options.requests.coverage import set_remit
from sonla.pbgdpl.options.requests.mail import notify_refusals
from sonla.pbgdpl.options.requests.mail import REPORTER_REFUSALS
from sonla.pbgdpl.people import REGISTRY_WORKFLOW
from statistics_content import token
from statistics_content import view
from z3c.relationfield import RelationValue
from zope.component import getUtility
from zope.intid.interfaces import IIntIds

import lxml.html
import pytest

pytestmark = pytest.mark.usefixtures("content_alone")


def test_a_bar_begins_ends_and_is_lifted_with_a_note(section):
    person, day = reporter(section), today()
    bar(person, day + timedelta(days=1), day + timedelta(days=9), "Đang điều tra")
    assert [is_barred(person, day + timedelta(days=n)) for n in (0, 1, 8, 9)] == [
        *(False, True, True, False)
    ]
    (row,) = bars_of(person)
    with pytest.raises(InvalidInput):
        lift(person, row["id"], "  ")
    lift(person, row["id"], "Đã có kết luận")
    assert not is_barred(person, day + timedelta(days=5))
    assert bars_of(person)[0]["reason"] == "Đang điều tra", "it stays on record"
    with pytest.raises(InvalidInput):
        lift(person, row["id"], "Lần nữa")
    for since, until, reason in ((day, day, "x"), (day, None, " ")):
        with pytest.raises(InvalidInput):
            bar(person, since, until, reason)
    actions = {one.action for one in log.newest_first()}
    assert {"reporter_barred", "reporter_bar_lifted"} <= actions


def test_reasons_beside_a_refusal_are_read_and_logged(section):
    person = reporter(section)
    bar(person, today(), None, "Đang điều tra")
    before = log.count()
    page = view(person, "pbgdpl-bar", "POST", since="", _authenticator=token(person))()
    assert "Đang điều tra" in page
    assert log.count() == before + 1
    assert next(iter(log.newest_first())).action == "reporter_bar_read"


def test_a_bar_goes_with_the_person_not_with_a_copy(section):
    person = reporter(section)
    bar(person, today(), None, "Đang điều tra")
    with api.env.adopt_roles(["Manager"]):
        copy = api.content.copy(person, section, "ban-sao")
    assert bars_of(copy) == []
    second = enter(section, "Cùng Người", person_id=person.person_id)
    assert is_barred(second, today()), "each record of the same person"


def test_fields_without_a_reporter_are_shown(section, acting):
    reporter(section, legal_fields=("dat-dai",), agency="so-tu-phap")
    ends = [recognition(ended_on=today())]
    reporter(section, "Đã Hết", legal_fields=("y-te",), recognitions=ends)
    set_remit(section, "so-tu-phap", ["dat-dai", "y-te"])
    coverage = Coverage(section)
    assert coverage.province["dat-dai"] == 1 and not coverage.province["y-te"]
    (body,) = coverage.bodies()
    assert (body.agency, body.reporters, body.missing) == ("so-tu-phap", 1, ["y-te"])
    with acting("PBGDPL Editor"):
        page = lxml.html.fromstring(section.restrictedTraverse("pbgdpl-coverage")())
        assert page.cssselect("#pbgdpl-coverage .text-bg-danger")
        assert not page.cssselect("#pbgdpl-remit"), "remits are the keepers'"
    set_remit(section, "so-tu-phap", [])
    assert Coverage(section).bodies()[0].missing == []


def submitted(person):
    workflow = api.portal.get_tool("portal_workflow")[REGISTRY_WORKFLOW]
    set_state(person, workflow, "submitted", "submit")
    return person


def test_a_nomination_that_lacks_a_fact_is_noticed(section):
    person = submitted(enter(section, recognitions=[]))
    found = [str(one) for one in warnings_of(person)]
    assert found.count("msg_check_nomination") == 4
    full = enter(section, "Đủ", position="A", agency="so-tu-phap", recognitions=[])
    full.qualification, full.legal_fields = "law", ("dat-dai",)
    submitted(full)
    assert "msg_check_nomination" not in [str(one) for one in warnings_of(full)]


def refuse(section, person, reason="Không muốn"):
    request = ask_for(section)
    assign(request, [person], talk_day())
    row = answer(request, assignments_of(request)[0]["id"], False, reason, "link")
    judge_reason(request, row["id"], False)
    return request


def test_the_notice_of_refusals_has_days_and_the_article(section):
    api.user.create(email="duyet@example.org", username="nguoi-duyet-thu")
    section.manage_addLocalRoles("nguoi-duyet-thu", ["PBGDPL Approver"])
    section.reindexObjectSecurity()
    person = reporter(section)
    requests = [refuse(section, person, f"Lý do {number}") for number in range(3)]
    posted()
    notify_refusals(requests[-1], person, refusals_that_count(person))
    (notice,) = posted()
    assert notice.kind == "reporter_refusals"
    assert notice.recipient.email == "duyet@example.org"
    assert all(f"Lý do {number}" in notice.text for number in range(3))
    assert "Article 4.1.d" in REPORTER_REFUSALS.lead.default


def test_the_sheet_of_a_year_counts_talks_and_keeps_refusals_for_the_office(
    section, acting
):
    person = reporter(section)
    refuse(section, person, "Bận việc nhà")
    ids = getUtility(IIntIds)
    year = talk_day().year
    with api.env.adopt_roles(["Manager"]):
        activity = create(
            section,
            "LegalActivity",
            title="Nói chuyện ở bản",
            dissemination_form="truc-tiep",
            organiser_kind="reporters",
            start=at(year, 8),
            end=at(year, 10),
            attendees=80,
            performers=[RelationValue(ids.getId(person))],
        )
        publish(activity)
    with acting("PBGDPL Approver"):
        request = person.REQUEST
        request.form.update(year=str(year))
        office = person.restrictedTraverse("pbgdpl-year")()
        assert "Nói chuyện ở bản" in office and "80" in office and "2.0" in office
        assert "Bận việc nhà" in office
        request.form.update(public="1")
        assert "Bận việc nhà" not in person.restrictedTraverse("pbgdpl-year")()
        del request.form["public"]
        request.form.update(year=str(year - 1))
        assert "Nói chuyện ở bản" not in person.restrictedTraverse("pbgdpl-year")()
        request.form.update(year=str(year))
    with acting("PBGDPL Editor"):
        # Who introduces speakers reads what is published, and nothing of refusals and courses
        copy = person.restrictedTraverse("pbgdpl-year")()
        assert "Nói chuyện ở bản" in copy and "Bận việc nhà" not in copy
        assert "public=1" not in copy and "Requests accepted" not in copy
    with acting("PBGDPL Contributor"), pytest.raises(Exception, match="office"):
        person.restrictedTraverse("@@pbgdpl-year")()


def test_the_sheet_of_a_body_adds_its_people_up(section, acting):
    one, other = reporter(section), reporter(section, "Quàng Thị Ví Dụ")
    reporter(section, "Người Khác", agency="cong-an-tinh")
    year = talk_day().year
    gone = recognition(ended_on=date(year - 1, 5, 1))
    reporter(section, "Đã Thôi", recognitions=[gone])
    refuse(section, one)
    with api.env.adopt_roles(["Manager"]):
        activity = talk_of_year(section, [one, other])
        publish(activity)
    with acting("PBGDPL Approver"):
        asked = {"agency": "so-tu-phap", "year": str(year)}
        page = view(section, "pbgdpl-body-year", **asked)
        assert [row["title"] for row in page.rows] == [
            "Lò Văn Ví Dụ",
            "Quàng Thị Ví Dụ",
        ]
        names = ("talks", "hours", "people", "accepted", "refused")
        assert [page.total(name) for name in names] == [2, 4.0, 160, 0, 1]
        cells = lxml.html.fromstring(page()).cssselect("tfoot td")
        assert len(cells) == 6
        page = view(section, "pbgdpl-body-year", **asked, public="1")
        assert len(lxml.html.fromstring(page()).cssselect("tfoot td")) == 4
        assert "pbgdpl-body-year" in view(section, "pbgdpl-coverage")()
        empty = view(section, "pbgdpl-body-year", agency="so-y-te")()
        assert "pbgdpl-empty" in empty
    with acting("PBGDPL Editor"):
        copy = lxml.html.fromstring(view(section, "pbgdpl-body-year", **asked)())
        assert len(copy.cssselect("tfoot td")) == 4
        assert len(copy.cssselect("tbody tr")) == 2
    with acting("PBGDPL Contributor"), pytest.raises(Exception, match="office"):
        view(section, "pbgdpl-body-year", **asked)()


def talk_of_year(section, people):
    ids = getUtility(IIntIds)
    return create(
        section,
        "LegalActivity",
        title="Nói chuyện ở bản",
        dissemination_form="truc-tiep",
        organiser_kind="reporters",
        start=at(talk_day().year, 8),
        end=at(talk_day().year, 10),
        attendees=80,
        performers=[RelationValue(ids.getId(one)) for one in people],
    )


def at(year, hour):
    return datetime(year, 3, 9, hour, tzinfo=portal_zone())


def publish(item):
    set_state(item, editorial_workflow(), "published")


@pytest.mark.usefixtures("whole_page")
def test_a_persons_page_leads_the_office_on_and_names_refusals_that_count(
    section, acting
):
    person = reporter(section)
    for number in range(3):
        refuse(section, person, f"Lý do {number}")
    for role, seen in (("PBGDPL Approver", True), ("PBGDPL Editor", False)):
        with acting(role):
            page = person.restrictedTraverse("view")()
            assert "error while rendering" not in page
            assert "@@pbgdpl-year" in page
            assert ("@@pbgdpl-bar" in page) is seen and ("Lý do 2" in page) is seen


def test_a_draft_with_the_code_of_another_tells_nothing_of_them(section, acting):
    person = reporter(section)
    for number in range(3):
        refuse(section, person, f"Lý do {number}")
    code = person.person_id
    draft = owned(enter(section, "Người Tò Mò", recognitions=[], person_id=code))
    workflow = api.portal.get_tool("portal_workflow")[REGISTRY_WORKFLOW]
    for state in ("draft", "submitted"):
        set_state(draft, workflow, state)
        with acting("Owner"):
            assert api.user.has_permission(VIEW_PERSONAL_DATA, obj=draft)
            assert "Lý do" not in draft.restrictedTraverse("view")()
            with pytest.raises(Exception, match="office"):
                draft.restrictedTraverse("@@pbgdpl-year")()


def test_list_and_file_have_no_contact(section, acting):
    request = ask_for(section)
    put_request(ask_for(section, "Đã xong"), "refused")
    with acting("PBGDPL Editor"):
        page = section.restrictedTraverse("pbgdpl-requests")()
        assert request.title in page and "Đã xong" not in page and NAME not in page
        file = section.restrictedTraverse("pbgdpl-requests.csv")().decode("utf-8-sig")
        assert request.number in file and NAME not in file
        assert len(file.strip().splitlines()) == 2
