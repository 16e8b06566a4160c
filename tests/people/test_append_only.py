"""No recognition is ever overwritten: by the field, by code, by REST alike."""

from datetime import date
from people import ended
from people import enter
from people import recognition
from people import WARD
from plone import api
from sonla.pbgdpl.core.errors import first_error
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.people.append_only import RECOGNITIONS
from sonla.pbgdpl.people.behavior import IPerson
from zope.i18n import translate
from zope.schema import ValidationError

import pytest

DAY = date(2026, 1, 1)
PAST = ended(recognition(valid_from=date(2020, 3, 1)), date(2022, 6, 1))
OPEN = recognition("xa", WARD, valid_from=date(2024, 9, 15))
COMING = recognition(valid_from=date(2027, 1, 1))
BEFORE = [PAST, OPEN, COMING]

ALLOWED = {
    "nothing": BEFORE,
    "another order": [COMING, OPEN, PAST],
    "an end": [PAST, ended(OPEN, date(2025, 1, 1)), COMING],
    "an end to come": [PAST, ended(OPEN, date(2026, 6, 1)), COMING],
    "a new recognition": [*BEFORE, recognition(valid_from=date(2025, 12, 1))],
    "a coming one goes": [PAST, OPEN],
    "a slip in a number": [{**PAST, "decision_number": "13/QĐ-UBND"}, OPEN],
    "a slip in the day of the end": [ended(PAST, date(2022, 6, 10)), OPEN],
}
REFUSED = {
    "all gone": [],
    "an ended one gone": [OPEN],
    "an open one gone": [PAST],
    "another level": [PAST, {**OPEN, "level": "tinh"}],
    "another unit": [PAST, {**OPEN, "unit": "03664"}],
    "another beginning": [PAST, {**OPEN, "valid_from": date(2024, 9, 16)}],
    "the end taken back": [{**PAST, "ended_on": None, "end_kind": None}, OPEN],
    "the end put off": [{**PAST, "ended_on": date(2090, 6, 1)}, OPEN],
    "written over": [PAST, recognition("tinh", "14", valid_from=date(2025, 5, 1))],
}


@pytest.mark.parametrize("change", ALLOWED)
def test_allowed(change):
    RECOGNITIONS.refuse_lost(BEFORE, ALLOWED[change], DAY)


@pytest.mark.parametrize("change", REFUSED)
def test_refused(portal, change):
    with pytest.raises(InvalidInput):
        RECOGNITIONS.refuse_lost(BEFORE, REFUSED[change], DAY)


@pytest.mark.parametrize("change", REFUSED)
def test_refused_in_code_and_in_the_field(section, change):
    person = enter(section, recognitions=[PAST, OPEN])
    field = IPerson["recognitions"].bind(person)
    with pytest.raises(InvalidInput) as refusal:
        person.recognitions = REFUSED[change]
    assert person.recognitions == [PAST, OPEN]
    with pytest.raises(InvalidInput):
        field.validate(REFUSED[change])
    message = translate(refusal.value.doc(), target_language="vi")
    assert "công nhận" in message


def test_nothing_is_written_over_in_passing(section):
    person = enter(section, recognitions=[PAST, OPEN])
    person.recognitions.clear()
    person.recognitions[0]["unit"] = None
    assert person.recognitions == [PAST, OPEN]
    with pytest.raises(AttributeError):
        del person.recognitions


def test_a_draft_may_still_be_changed(section):
    coming = recognition(valid_from=date(2090, 1, 1))
    person = enter(section, recognitions=[coming])
    person.recognitions = [OPEN]
    assert person.recognitions == [OPEN]


def test_what_was_written_over_is_noted(section):
    person = enter(section, recognitions=[PAST, OPEN])
    person.recognitions = [{**PAST, "decision_number": "13/QĐ-UBND"}, OPEN]
    (note,) = person.noted_corrections()
    assert (note["cell"], note["before"], note["after"]) == (
        "decision_number",
        "12/QĐ-UBND",
        "13/QĐ-UBND",
    )
    person.recognitions = [{**PAST, "decision_number": "13/QĐ-UBND"}, OPEN]
    assert len(person.noted_corrections()) == 1


FORMER = recognition("huyen", "116-huyen", valid_from=date(2019, 1, 1))


class TestTerms:
    """The former level is shown and kept, and no recognition begins there any more."""

    def validate(self, person, rows):
        IPerson["recognitions"].bind(person).validate(rows)

    def test_an_old_episode_is_kept(self, section):
        closed = ended(FORMER, date(2025, 7, 1), end_kind="sap-xep-dvhc")
        person = enter(section, recognitions=[FORMER])
        self.validate(person, [closed, OPEN])

    def test_a_new_one_is_refused_to_whoever_had_one(self, section):
        person = enter(section, recognitions=[FORMER])
        new = {**FORMER, "valid_from": date(2026, 2, 1)}
        with pytest.raises(InvalidInput):
            self.validate(person, [FORMER, new])

    def test_it_is_not_offered_to_others(self, section):
        with pytest.raises(ValidationError) as error:
            self.validate(section, [FORMER])
        assert isinstance(first_error(error.value), InvalidInput)


BAD = {
    "ends too early": [ended(OPEN, date(2024, 9, 14))],
    "end without a day": [{**OPEN, "end_kind": "mien-nhiem"}],
    "no unit": [recognition("tinh", None)],
    "twice": [OPEN, OPEN],
}


@pytest.mark.parametrize("rows", BAD.values(), ids=BAD)
def test_contradictions_are_refused(section, rows):
    with pytest.raises(InvalidInput):
        IPerson["recognitions"].bind(section).validate(rows)


def test_central_level_needs_no_unit(section):
    IPerson["recognitions"].bind(section).validate([recognition("tw", None)])
    person = enter(section, recognitions=[recognition("tw", None)])
    assert person.territory == () and person.levels == ("tw",)


def test_a_person_goes_only_with_an_administrator(section, acting):
    person = enter(section)
    check = api.user.has_permission
    with acting("PBGDPL Approver"):
        assert not check("Delete objects", obj=person)
        assert check("Modify portal content", obj=person)
