"""From a request to who speaks: matching by the register, assignment, answers, mail."""

from datetime import date
from datetime import timedelta
from new_items import create
from people import enter
from people import recognition
from plone import api
from Products.ZCatalog.Catalog import Catalog
from questions_content import posted
from requests_content import ask_for
from requests_content import COMMUNE
from requests_content import MAIL
from requests_content import NAME
from requests_content import OTHER_COMMUNE
from requests_content import PHONE
from requests_content import put_request
from requests_content import reporter
from requests_content import REPORTER_MAIL
from requests_content import talk_day
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.core.clock import portal_zone
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.mail.messages import compose
from sonla.pbgdpl.mail.mime import message_of
from sonla.pbgdpl.options.requests.activity import make_activity
from sonla.pbgdpl.options.requests.assigning import answer
from sonla.pbgdpl.options.requests.assigning import assign
from sonla.pbgdpl.options.requests.assigning import assignments_of
from sonla.pbgdpl.options.requests.assigning import judge_reason
from sonla.pbgdpl.options.requests.assigning import new_notice
from sonla.pbgdpl.options.requests.assigning import refusals_that_count
from sonla.pbgdpl.options.requests.assigning import withdraw
from sonla.pbgdpl.options.requests.bars import bar
from sonla.pbgdpl.options.requests.content import state_in_history
from sonla.pbgdpl.options.requests.jobs import erase_contact
from sonla.pbgdpl.options.requests.jobs import forbidden
from sonla.pbgdpl.options.requests.jobs import outdated
from sonla.pbgdpl.options.requests.jobs import past_ones
from sonla.pbgdpl.options.requests.jobs import RequestDaysJob
from sonla.pbgdpl.options.requests.labels import why_here
from sonla.pbgdpl.options.requests.mail import notify_answered
from sonla.pbgdpl.options.requests.mail import notify_invited
from sonla.pbgdpl.options.requests.mail import notify_new
from sonla.pbgdpl.options.requests.matching import Matching
from types import SimpleNamespace

import email
import pytest


@pytest.fixture
def editor(section):
    """Make somebody of the office who gets mail."""
    api.user.create(email="bien.tap@example.org", username="bien-tap")
    section.manage_addLocalRoles("bien-tap", ["PBGDPL Editor"])
    section.reindexObjectSecurity()
    return "bien-tap"


def fitting(request):
    found = Matching(request).candidates
    return [one.person.title for one in found if not one.fit.obstacles]


def give(request, *people):
    return assign(request, people, talk_day())


def test_who_fits_is_found_in_the_register_by_the_day_of_the_talk(section):
    request = ask_for(section)
    reporter(section, "Vì Hợp")
    reporter(section, "Vì Khác Lĩnh Vực", legal_fields=("y-te",))
    ends = recognition(ended_on=talk_day())
    reporter(section, "Vì Sắp Hết", recognitions=[ends])
    reporter(section, "Vì Chưa Tới", recognitions=[recognition(valid_from=talk_day())])
    for name, unit in (("Vì Ở Đây", COMMUNE), ("Vì Nơi Khác", OTHER_COMMUNE)):
        enter(
            section,
            name,
            "LegalPropagandist",
            [recognition("xa", unit)],
            legal_fields=("dat-dai",),
        )
    barred = reporter(section, "Vì Tạm Dừng")
    bar(barred, today(), None, "Đang chờ kết luận")
    assert sorted(fitting(request)) == ["Vì Chưa Tới", "Vì Hợp", "Vì Ở Đây"]
    assert fitting(request)[0] == "Vì Ở Đây", "of this commune comes first"


def test_load_and_the_day_itself_are_taken_from_activities_and_assignments(section):
    busy, free = reporter(section, "Vì Bận"), reporter(section, "Vì Rảnh")
    other = ask_for(section, "Việc khác")
    give(other, busy)
    request = ask_for(section)
    assert fitting(request) == ["Vì Rảnh"]
    found = {one.person.title: one.fit for one in Matching(request).candidates}
    assert found["Vì Bận"].obstacles == ("busy",) and found["Vì Bận"].talks == 1
    answer(other, assignments_of(other)[0]["id"], True, "", "office")
    make_activity(other, section)
    found = {one.person.title: one.fit for one in Matching(request).candidates}
    assert found["Vì Bận"].talks == 1, "once, whether as request or as activity"
    assert found[free.title].talks == 0


@pytest.fixture
def searches(monkeypatch):
    """Count what is asked of the catalog."""
    found = []
    search = Catalog.search

    def counted(self, *arguments, **names):
        found.append(arguments)
        return search(self, *arguments, **names)

    monkeypatch.setattr(Catalog, "search", counted)
    return found


def test_many_candidates_are_compared_by_as_many_queries_as_few(section, searches):
    numbers = []
    for name in ("Vì Một", "Vì Hai", "Vì Ba", "Vì Bốn"):
        person = reporter(section, name)
        other = ask_for(section, f"Việc của {name}")
        give(other, person)
        answer(other, assignments_of(other)[0]["id"], True, "", "office")
        make_activity(other, section)
        request = ask_for(section, f"Hỏi sau {name}")
        searches.clear()
        found = Matching(request).candidates
        assert {one.fit.talks for one in found} == {1}
        numbers.append(len(searches))
    assert len(found) == 4 and len(set(numbers)) == 1, numbers


def test_each_place_in_the_order_is_explained(section):
    reporter(section, "Vì Một", languages=("vi",))
    request = ask_for(section, spoken_language="blt")
    (candidate,) = Matching(request).candidates
    words = "; ".join(why_here(candidate.fit))
    assert "Đất đai" in words and "0" in words
    assert candidate.fit.obstacles == ("other_language",)


def test_several_are_assigned_each_gets_a_link_and_the_calendar(section, editor):
    request = ask_for(section)
    people = [reporter(section), reporter(section, "Quàng Thị Hai")]
    made = give(request, *people)
    assert state_in_history(request) == "introduced"
    assert give(request, *people) == [], "nobody is asked twice"
    posted()
    notify_invited(request, made)
    invited = [one for one in posted() if one.kind == "reporter_invited"]
    assert [one.recipient.email for one in invited] == [REPORTER_MAIL] * 2
    for one, invitation in zip(invited, made, strict=True):
        assert invitation.token in one.text and "say=no" in one.text
        assert "BEGIN:VEVENT" in one.calendar
        for private in (NAME, MAIL, PHONE):
            assert private not in one.text + one.calendar
    secrets = [invitation.token.partition(".")[2] for invitation in made]
    assert not any(one in repr(request.assignments) for one in secrets)
    entries = [one for one in log.newest_first() if one.action == "reporter_assigned"]
    assert len(entries) == 2


def test_the_managing_body_is_told(section, editor):
    with api.env.adopt_roles(["Manager"]):
        unit = create(
            section, "ContributingUnit", title="Sở", code="so", agency="so-y-te"
        )
    api.user.create(email="so@example.org", username="nguoi-so")
    unit.manage_addLocalRoles("nguoi-so", ["PBGDPL Contributor"])
    request = ask_for(section)
    posted()
    notify_invited(request, give(request, reporter(section, agency="so-y-te")))
    (mail,) = [one for one in posted() if one.kind == "reporter_introduced"]
    assert mail.recipient.email == "so@example.org" and "Lò Văn Ví Dụ" in mail.text


def test_who_accepts_gets_the_contact_and_who_asks_the_name(section, editor):
    request, person = ask_for(section), reporter(section)
    give(request, person)
    posted()
    row = answer(request, assignments_of(request)[0]["id"], True, "", "link")
    notify_answered(request, row, person)
    assert state_in_history(request) == "accepted"
    mails = {one.kind: one for one in posted()}
    assert set(mails) == {"reporter_answered", "reporter_confirmed", "request_settled"}
    assert NAME in mails["reporter_confirmed"].text
    assert PHONE in mails["reporter_confirmed"].text
    assert person.title in mails["request_settled"].text
    assert mails["request_settled"].recipient.email == MAIL


@pytest.mark.parametrize(
    ("phone", "words"), [("0212 000 000", "call 0212 000 000."), ("", "Neither an")]
)
def test_the_office_is_told_how_somebody_without_mail_is_reached(
    section, acting, open_page, phone, words
):
    request = ask_for(section)
    give(request, reporter(section, official_email="", official_phone=phone))
    with acting("PBGDPL Editor"):
        assert words in " ".join(open_page(request, "view").split())


def test_no_mail_about_a_request_speaks_of_questions(section, editor):
    api.portal.set_registry_record("plone.default_language", "vi")
    request, person = ask_for(section), reporter(section)
    posted()
    notify_new(request)
    give(request, person)
    row = answer(request, assignments_of(request)[0]["id"], True, "", "link")
    notify_answered(request, row, person)
    mails = compose(posted(), "Sơn La", "vi")
    assert len(mails) == 5
    assert "Kính gửi ông/bà đã gửi yêu cầu" in "".join(one.body for one in mails)
    assert not [one.body for one in mails if "câu hỏi" in one.body + one.subject]


def test_who_declines_says_why_and_another_is_looked_for(section, editor):
    request, person = ask_for(section), reporter(section)
    give(request, person)
    (row,) = assignments_of(request)
    with pytest.raises(InvalidInput):
        answer(request, row["id"], False, " ", "link")
    assert assignments_of(request) == (row,), "nothing changed"
    declined = answer(request, row["id"], False, "Bị ốm", "link")
    assert state_in_history(request) == "received"
    posted()
    notify_answered(request, declined, person)
    assert {one.kind for one in posted()} == {"reporter_answered"}
    with pytest.raises(InvalidInput):
        answer(request, row["id"], True, "", "link")


def test_one_of_two_who_accepted_is_withdrawn(section):
    request = ask_for(section)
    give(request, reporter(section), reporter(section, "Quàng Thị Hai"))
    first, second = assignments_of(request)
    answer(request, first["id"], True, "", "office")
    withdraw(request, first["id"], "Đổi lịch")
    assert state_in_history(request) == "introduced"
    withdraw(request, second["id"], "Đổi lịch")
    assert state_in_history(request) == "received"


def refuse_times(section, person, number):
    for count in range(number):
        request = ask_for(section, f"Lần {count}")
        give(request, person)
        row = answer(
            request, assignments_of(request)[0]["id"], False, "Không muốn", "link"
        )
        judge_reason(request, row["id"], False)
    return request, row


def test_the_third_refusal_without_good_reason_is_told_once(section):
    person = reporter(section)
    refuse_times(section, person, 2)
    assert not new_notice(person)
    request, row = refuse_times(section, person, 1)
    assert new_notice(person) and len(refusals_that_count(person)) == 3
    judge_reason(request, row["id"], True)
    assert not new_notice(person), "the person objected, and the reason was good"
    assert api.content.get_state(person) == "recognised", "never dismissed by itself"


def test_refusals_end_with_the_recognition(section):
    person = reporter(section)
    refuse_times(section, person, 3)
    ended = recognition(ended_on=today(), end_kind="het-nhiem-ky")
    begun = recognition(valid_from=today(), decision_number="2/QĐ")
    person.recognitions = [ended, begun]
    tomorrow = today() + timedelta(days=1)
    assert len(refusals_that_count(person)) == 3, "those of this very day"
    for request in [
        one for one in section.objectValues() if "assignments" in vars(one)
    ]:
        rows = [dict(one, answered_on=date(2025, 1, 1)) for one in request.assignments]
        request.assignments = tuple(rows)
    assert refusals_that_count(person) == [] and tomorrow > today()


def test_somebody_whose_recognition_ends_before_the_talk_is_warned_of(section):
    request, person = ask_for(section), reporter(section)
    give(request, person)
    answer(request, assignments_of(request)[0]["id"], True, "", "office")
    assert forbidden(request) == []
    person.recognitions = [recognition(ended_on=talk_day())]
    assert [one["name"] for one in forbidden(request)] == [person.title]


def test_a_closed_request_takes_no_assignment(section):
    request = put_request(ask_for(section), "refused")
    with pytest.raises(InvalidInput):
        give(request, reporter(section))
    assert assignments_of(request) == ()


def test_an_activity_is_made_with_who_spoke(section):
    request = ask_for(section)
    one, two = reporter(section), reporter(section, "Quàng Thị Hai")
    give(request, one, two)
    first, second = assignments_of(request)
    answer(request, first["id"], True, "", "office")
    answer(request, second["id"], False, "Bị ốm", "office")
    with api.env.adopt_roles(["Manager"]):
        activity = make_activity(request, section)
    assert [rel.to_object for rel in activity.performers] == [one]
    assert activity.start.date() == talk_day() and activity.whole_day
    assert {activity.start.tzinfo.zone, activity.end.tzinfo.zone} == {portal_zone().key}
    assert activity.territory == (COMMUNE,) and activity.legal_fields == ("dat-dai",)
    assert state_in_history(request) == "carried_out"


def test_what_is_past_expires_and_what_is_old_is_forgotten(section):
    request = ask_for(section, until_day=talk_day() + timedelta(days=3))
    last = talk_day() + timedelta(days=3)
    assert not list(past_ones(last))
    assert list(past_ones(last + timedelta(days=1))) == [request]
    put_request(request, "expired")
    assert not list(outdated(today() + timedelta(days=600)))
    assert list(outdated(today() + timedelta(days=800))) == [request]
    assert erase_contact(request)
    assert not any((request.contact_name, request.contact_email, request.contact_phone))
    assert request.organisation, "the request itself stays"
    assert not list(outdated(today() + timedelta(days=800)))


def test_whoever_asked_in_vain_is_told_on_the_day_after(section):
    request = ask_for(section)
    give(request, reporter(section))
    job = RequestDaysJob(api.portal.get())
    after = talk_day() + timedelta(days=1)
    context = SimpleNamespace(options={}, dry_run=False, today=lambda: after)
    posted()
    assert job.due(context)
    job.work(context)
    assert state_in_history(request) == "expired"
    kinds = [one.kind for one in posted()]
    assert sorted(kinds) == ["reporter_released", "request_settled"]
    assert not job.due(context), "nothing is left to do"


def test_a_copy_has_neither_contact_nor_assignments(section):
    request = ask_for(section)
    give(request, reporter(section))
    with api.env.adopt_roles(["Manager"]):
        copy = api.content.copy(request, section, "ban-sao")
    assert copy.contact_name is None and assignments_of(copy) == ()
    assert copy.number != request.number


def test_numbers_count_up_within_a_year(section):
    numbers = [ask_for(section, f"Việc {count}").number for count in range(3)]
    year = today().year
    assert numbers == [f"{count}/{year}" for count in (1, 2, 3)]


def test_the_calendar_goes_as_an_attachment(section):
    request = ask_for(section)
    made = give(request, reporter(section))
    posted()
    notify_invited(request, made)
    notices = [one for one in posted() if one.calendar]
    (mail,) = compose(notices, "Sơn La", "vi")
    raw = message_of(mail, ("", "a@example.org"), "key", utc_now()).as_bytes()
    parts = {p.get_content_type(): p for p in email.message_from_bytes(raw).walk()}
    calendar = parts["text/calendar"]
    assert calendar.get_filename() == "lich-1.ics"
    assert b"DTSTART;VALUE=DATE" in calendar.get_payload(decode=True)
    assert max(map(len, raw.splitlines())) < 998
