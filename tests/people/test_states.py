"""The state of a person follows the recognitions, on every day and every road."""

from datetime import date
from datetime import timedelta
from new_items import create
from people import ended
from people import enter
from people import on_day
from people import PROVINCE
from people import recognition
from people import WARD
from plone import api
from Products.CMFCore.WorkflowCore import WorkflowException
from sonla.pbgdpl.core.append_only.periods import next_change
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.editorial.states import history_of
from sonla.pbgdpl.editorial.states import is_public
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.people import REGISTRY_WORKFLOW
from sonla.pbgdpl.people.jobs import due_people
from sonla.pbgdpl.people.jobs import sweep
from sonla.pbgdpl.people.rules import state_on
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import pytest

FIRST = ended(recognition(valid_from=date(2020, 3, 1)), date(2022, 6, 1))
SECOND = recognition("xa", WARD, valid_from=date(2024, 9, 15))
LIFE = [
    (date(2020, 2, 29), "draft"),
    (date(2020, 3, 1), "recognised"),
    (date(2022, 5, 31), "recognised"),
    (date(2022, 6, 1), "ended"),
    (date(2024, 9, 14), "ended"),
    (date(2024, 9, 15), "recognised"),
    (date(2030, 1, 1), "recognised"),
]
"""Recognised by the province, dismissed, recognised again by a ward."""


def save(person, rows):
    person.recognitions = rows
    notify(ObjectModifiedEvent(person))


@pytest.mark.parametrize(("day", "state"), LIFE)
def test_episodes_tell_the_state_of_each_day(day, state):
    assert state_on([FIRST, SECOND], day) == state


def test_turns_are_the_days_on_which_something_changes():
    days, day = [], date(2019, 1, 1)
    while (day := next_change([FIRST, SECOND], day)) is not None:
        days.append(day)
    assert days == [date(2020, 3, 1), date(2022, 6, 1), date(2024, 9, 15)]


@pytest.mark.parametrize(("day", "state"), LIFE)
def test_entered_on_any_day(section, day, state):
    with on_day(day):
        person = enter(section, recognitions=[FIRST, SECOND])
        assert state_of(person) == state
        assert is_public(person) is (state == "recognised")


def test_swept_from_day_to_day(section):
    with on_day(LIFE[0][0]):
        person = enter(section, recognitions=[FIRST, SECOND])
    catalog = api.portal.get_tool("portal_catalog")
    for day, state in LIFE:
        with on_day(day):
            assert sweep(day) is False
            assert list(due_people(day)) == []
            assert state_of(person) == state
            assert is_public(person) is (state == "recognised")
            found = catalog(UID=person.UID(), review_state=state)
            assert len(found) == 1
            unit = WARD if day >= date(2024, 9, 15) else PROVINCE
            if state != "draft":
                assert person.territory == (unit,)
                assert len(catalog(UID=person.UID(), pbgdpl_territory=unit)) == 1
    actions = [line["action"] for line in history_of(person, REGISTRY_WORKFLOW)]
    assert actions[-3:] == ["recognise", "end", "recognise"]


def test_sweep_goes_on_after_a_pause(section):
    with on_day(date(2020, 1, 1)):
        people = [enter(section, f"Lò Văn {n}", recognitions=[FIRST]) for n in range(3)]
    with on_day(date(2021, 1, 1)):
        assert sweep(date(2021, 1, 1), most=2) is True
        assert sweep(date(2021, 1, 1), most=2) is False
    assert {state_of(person) for person in people} == {"recognised"}


def test_saving_an_end_takes_effect_at_once(section):
    person = enter(section)
    assert state_of(person) == "recognised"
    save(person, [ended(person.recognitions[0], today())])
    assert state_of(person) == "ended"
    assert not is_public(person)


def test_an_end_to_come_leaves_the_person_public(section):
    person = enter(section)
    tomorrow = today() + timedelta(days=1)
    save(person, [ended(person.recognitions[0], tomorrow)])
    assert state_of(person) == "recognised"
    with on_day(tomorrow):
        sweep(tomorrow)
    assert state_of(person) == "ended"


def test_a_past_life_is_entered_step_by_step(section):
    person = enter(section, recognitions=[FIRST])
    states = [x["review_state"] for x in history_of(person, REGISTRY_WORKFLOW)]
    assert states == ["draft", "recognised", "ended"]


class TestWhoDecides:
    def contributed(self, section, acting, **fields):
        with acting("PBGDPL Contributor"):
            return create(section, "LegalReporter", title="Lò Thị Mới", **fields)

    def test_a_contributors_person_waits(self, section, acting):
        person = self.contributed(section, acting, recognitions=[recognition()])
        assert state_of(person) == "draft" and not is_public(person)
        sweep(today() + timedelta(days=4000))
        assert state_of(person) == "draft"

    def test_a_keeper_takes_it_in_by_the_menu(self, section, acting):
        person = self.contributed(section, acting, recognitions=[recognition()])
        with acting("PBGDPL Approver"):
            api.content.transition(person, "recognise")
        assert state_of(person) == "recognised" and is_public(person)

    def test_a_keeper_takes_it_in_by_saving(self, section, acting):
        person = self.contributed(section, acting, recognitions=[recognition()])
        with acting("PBGDPL Approver"):
            notify(ObjectModifiedEvent(person))
        assert state_of(person) == "recognised"

    def test_what_a_contributor_changes_afterwards_waits_again(self, section, acting):
        coming = today() + timedelta(days=10)
        person = self.contributed(
            section, acting, recognitions=[recognition(valid_from=coming)]
        )
        with acting("PBGDPL Approver"):
            notify(ObjectModifiedEvent(person))
        with acting("PBGDPL Contributor"):
            notify(ObjectModifiedEvent(person))
        with on_day(coming):
            sweep(coming)
            assert state_of(person) == "draft"

    @pytest.mark.parametrize("rows", [[], [recognition(valid_from=date(2090, 1, 1))]])
    def test_nobody_is_recognised_without_a_recognition(self, section, acting, rows):
        person = self.contributed(section, acting, recognitions=rows)
        with acting("PBGDPL Approver"), pytest.raises(WorkflowException):
            api.portal.get_tool("portal_workflow").doActionFor(person, "recognise")
        assert state_of(person) == "draft"

    def test_nobody_is_ended_without_an_end(self, section, acting):
        person = enter(section)
        with acting("PBGDPL Approver"), pytest.raises(WorkflowException):
            api.portal.get_tool("portal_workflow").doActionFor(person, "end")
        assert state_of(person) == "recognised"


def test_a_copy_is_somebody_else_and_a_draft(section):
    person = enter(section)
    with api.env.adopt_roles(["Manager"]):
        copy = api.content.copy(person, section, id="khac")
    assert state_of(copy) == "draft" and not is_public(copy)
    assert copy.person_id and copy.person_id != person.person_id
    sweep(today() + timedelta(days=4000))
    assert state_of(copy) == "draft"


def test_each_person_has_a_code_that_records_share(section):
    person = enter(section)
    assert person.person_id
    other = enter(section, portal_type="LegalPropagandist", person_id=person.person_id)
    found = api.portal.get_tool("portal_catalog")(pbgdpl_person=person.person_id)
    assert {brain.UID for brain in found} == {person.UID(), other.UID()}


def test_a_catalog_made_anew_on_the_day_forgets_nobody(section):
    tomorrow = today() + timedelta(days=1)
    person = enter(section, recognitions=[ended(recognition(), tomorrow)])
    with on_day(tomorrow):
        person.reindexObject()
        assert list(due_people(tomorrow)) == [person]
        sweep(tomorrow)
        assert state_of(person) == "ended" and list(due_people(tomorrow)) == []
