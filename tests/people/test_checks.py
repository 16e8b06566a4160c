"""What the checks find in the register, where it shows, and the mail of each month."""

from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from desk_content import deliver
from loopback_smtp import smtp_server
from new_items import create
from people import ended
from people import enter
from people import on_day
from people import recognition
from people_lists import GOOD
from people_lists import workbook
from plone import api
from public_content import make_section
from served_mail import use_port
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import actions_of
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.editorial.checks import warnings_of
from sonla.pbgdpl.editorial.facts import checked_states
from sonla.pbgdpl.jobs.runner import run_jobs
from sonla.pbgdpl.mail import failures
from sonla.pbgdpl.people.importing import pending_lists
from sonla.pbgdpl.people.importing.importer import import_list
from sonla.pbgdpl.people.importing.plan import ImportOptions
from sonla.pbgdpl.people.jobs import counts_of
from zope.annotation.interfaces import IAnnotations
from zope.event import notify
from zope.interface import alsoProvides
from zope.lifecycleevent import ObjectModifiedEvent

import lxml.html
import pytest
import transaction

TODAY = date(2026, 11, 25)
SOON = date(2027, 1, 1)


def save(person, **fields):
    """Change a person as the form does."""
    for name, value in fields.items():
        setattr(person, name, value)
    with api.env.adopt_roles(["Manager"]):
        notify(ObjectModifiedEvent(person))


def found(person):
    return [message for message in warnings_of(person)]


def test_a_recognition_that_ends_soon(section):
    person = enter(section, recognitions=[ended(recognition(), SOON)])
    with on_day(TODAY):
        (message,) = found(person)
        assert message == "msg_check_ending"
        assert message.mapping["date"] == "01/01/2027"
    with on_day(SOON - timedelta(days=61)):
        assert found(person) == []
    with on_day(date(2026, 12, 2)):
        assert found(person) == ["msg_check_ending"]
    with on_day(SOON):
        assert found(person) == [], "what has ended ends no more"


def test_a_recognition_that_another_follows_is_no_news(section):
    gone = ended(recognition(), SOON)
    person = enter(section, recognitions=[gone, recognition(valid_from=SOON)])
    with on_day(TODAY):
        assert found(person) == []
    later = recognition(valid_from=SOON + timedelta(days=1))
    person = enter(section, "Cà Văn B", recognitions=[gone, later])
    with on_day(TODAY):
        assert found(person) == ["msg_check_ending"]


def test_who_leaves_the_agency_of_the_recognition(section):
    person = enter(section, agency="so-tu-phap")
    assert found(person) == []
    save(person, agency="so-noi-vu")
    (message,) = found(person)
    assert message == "msg_check_agency_left"
    assert message.mapping["then"] == "Sở Tư pháp"
    assert message.mapping["now"] == "Sở Nội vụ"
    save(person)
    assert found(person) == ["msg_check_agency_left"], "saving again settles nothing"
    rows = [
        ended(recognition(), date(2026, 1, 1)),
        recognition(valid_from=date(2026, 1, 1)),
    ]
    save(person, recognitions=rows)
    assert found(person) == []


def test_a_mistake_in_the_agency_can_be_mended(section):
    person = enter(section, agency="so-noi-vu")
    save(person, agency=None)
    save(person, agency="so-tu-phap")
    assert found(person) == []


def test_who_is_imported_has_an_agency_from_the_first_day(section):
    with api.env.adopt_roles(["Manager"]):
        choices = ImportOptions("LegalReporter", defaults={"level": "tinh"})
        import_list(section, workbook([GOOD]), choices)
    (person,) = section.objectValues()
    save(person, agency="so-noi-vu")
    assert found(person) == ["msg_check_agency_left"]


def end_agency(token, day):
    name = "sonla.pbgdpl.vocabularies.agencies"
    rows = [dict(one) for one in api.portal.get_registry_record(name)]
    for one in rows:
        if one["token"] == token:
            one["valid_to"] = day
    api.portal.set_registry_record(name, rows)


def test_an_agency_that_ended_was_left_by_nobody(section):
    """It was merged: its people are asked for the new one, and not dismissed for it."""
    person = enter(section, agency="so-tu-phap")
    end_agency("so-tu-phap", date(2026, 11, 1))
    assert found(person) == ["msg_check_agency_gone"]
    save(person, agency="so-noi-vu")
    assert found(person) == []


def test_a_draft_and_a_copy_have_left_nothing(section, acting):
    with acting("PBGDPL Contributor"):
        person = create(
            section, "LegalReporter", title="Lò Văn Nháp", agency="so-noi-vu"
        )
        person.recognitions = [recognition()]
        notify(ObjectModifiedEvent(person))
    save(person, agency="so-tu-phap")
    assert found(person) == []
    save(person, agency="so-noi-vu")
    with api.env.adopt_roles(["Manager"]):
        copy = api.content.copy(person, section)
    save(copy)
    assert found(copy) == [] and found(person) == ["msg_check_agency_left"]


@pytest.mark.parametrize("lacking", ["decision_number", "decision_date"])
def test_a_recognition_without_a_decision(section, lacking):
    person = enter(section, recognitions=[recognition(**{lacking: None})])
    assert found(person) == ["msg_check_decision"]
    coming = recognition(valid_from=date(2999, 1, 1), **{lacking: None})
    assert found(enter(section, "Cà Văn B", recognitions=[coming])) == []


def check_page(section, **form):
    request = section.REQUEST.clone()
    alsoProvides(request, IBrowserLayer)
    request.form.update(form)
    source = api.content.get_view("pbgdpl-check", section, request)()
    return lxml.html.fromstring(source)


def test_the_page_of_checks_shows_them(section, acting):
    enter(section, recognitions=[recognition(decision_number=None, end_reason=None)])
    with acting("PBGDPL Approver"):
        page = check_page(section, check="no-decision", state="recognised")
        assert "recognised" in checked_states()
        (line,) = page.cssselect("#content li.list-group-item")
        assert "Lò Văn Ví Dụ" in line.text_content()
        assert "Recognised" in line.text_content()
        assert not check_page(section, check="agency-changed").cssselect(
            "#content li.list-group-item"
        )


@pytest.fixture
def served(functional_portal):
    """Yield a committed portal whose mails go to a server, with a keeper of the register."""
    section = make_section(functional_portal)
    api.user.create("giu@example.org", "nguoi-giu", "Mat-khau-2026")
    section.manage_setLocalRoles("nguoi-giu", ["PBGDPL Approver"])
    with smtp_server() as server:
        use_port(server.port, email_from_name="Cổng Sơn La")
        deliver()
        server.mails.clear()
        yield section, server.mails


def run_on(section, day):
    """Run the jobs of a day at noon, and let the mails go."""
    transaction.commit()
    noon = datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=5)
    with on_day(day):
        run_jobs(api.portal.get(), now=lambda: noon)
    deliver()
    transaction.begin()


def test_one_mail_a_month_with_what_is_to_be_settled(served):
    section, mails = served
    enter(section, "Lò Văn Một", recognitions=[ended(recognition(), SOON)])
    enter(section, "Lò Văn Hai", recognitions=[ended(recognition(), SOON)])
    bare = recognition(decision_number=None)
    enter(section, "Lò Văn Ba", recognitions=[bare], birth_date=date(1971, 3, 29))
    run_on(section, TODAY)
    (mail,) = mails
    assert mail["To"] == "giu@example.org"
    body = mail.get_content()
    assert "Recognition ends soon: 2" in body
    assert "Recognition without a decision: 1" in body
    assert "Agency changed" not in body
    assert f"{section.absolute_url()}/@@pbgdpl-check?check=no-decision" in body
    assert "Lò Văn" not in body and "1971" not in body, "numbers, no names"
    run_on(section, TODAY + timedelta(days=1))
    assert len(mails) == 1
    run_on(section, date(2026, 12, 1))
    assert len(mails) == 2


def test_nothing_is_sent_when_there_is_nothing_to_tell(served):
    section, mails = served
    enter(section)
    run_on(section, TODAY)
    recorded = [one.detail for one in failures.recorded(api.portal.get())]
    assert mails == [] and "register of people" not in recorded


def test_the_mail_can_be_switched_off(served):
    section, mails = served
    enter(section, recognitions=[recognition(decision_number=None)])
    api.portal.set_registry_record("sonla.pbgdpl.people.mail_register", False)
    run_on(section, TODAY)
    assert mails == []
    api.portal.set_registry_record("sonla.pbgdpl.people.mail_register", True)
    run_on(section, TODAY)
    assert len(mails) == 1


def test_that_nobody_keeps_the_register_is_told_to_the_administrator(served):
    section, mails = served
    section.manage_delLocalRoles(["nguoi-giu"])
    enter(section, recognitions=[recognition(decision_number=None)])
    run_on(section, TODAY)
    assert mails == []
    reasons = [(one.reason, one.detail) for one in failures.recorded(api.portal.get())]
    assert ("nobody", "register of people") in reasons


def test_each_day_drops_what_was_kept_for_too_long(served):
    section, _mails = served
    day = today()  # a list knows when it was uploaded
    log.note("export", "LegalReporter", section, 1)
    kept = IAnnotations(api.portal.get())[log.KEY]
    kept[log.key_of(datetime(2019, 1, 1, tzinfo=UTC))] = kept.pop(kept.maxKey())
    with api.env.adopt_roles(["Manager"]):
        token = pending_lists.keep(
            section, "a", workbook([GOOD]), ImportOptions("LegalReporter")
        )
    run_on(section, day)
    assert log.count(actions_of("data")) == 0 and token in pending_lists.lists()
    pending_lists.lists()[token].uploaded -= timedelta(days=pending_lists.KEPT_DAYS)
    run_on(section, day + timedelta(days=1))
    assert token not in pending_lists.lists()


def test_an_empty_register_is_no_work(served):
    """A run that has nothing to do writes nothing."""
    transaction.commit()
    run_jobs(api.portal.get())
    result = run_jobs(api.portal.get())
    ours = {"recognition-dates", "register-mail", "delete-old-lists", "list-words"}
    assert not ours & {one.part for one in result.outcomes}


def test_counting_sees_everybody(section):
    enter(section, recognitions=[recognition(decision_number=None)])
    enter(section, "B", "LegalPropagandist", [recognition(decision_date=None)])
    with api.env.adopt_roles(["Anonymous"]):
        assert counts_of(section) == {"no-decision": 2}
