"""A note for later stops a text that says what the law is, on any road to the public."""

from revised_texts import public
from revised_texts import revised
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.legal_review.working_notes import WorkingNotesLeft

import pytest

NOTE = "6 tòa, xem courts-son-la.csv"
TYPES = ("LifeSituation", "LegalIntroduction")
FIELDS = {
    "LifeSituation": {"steps": [{"title": "Nộp đơn", "office": NOTE}]},
    "LegalIntroduction": {"kind": "de-cuong", "to_do": (NOTE,)},
}

pytestmark = [
    pytest.mark.sample(None),
    pytest.mark.parametrize("portal_type", TYPES),
]


def waiting(office, portal_type):
    """A text with a note that has come up to approval."""
    text = office.make("contributor", portal_type, **FIELDS[portal_type])
    office.do("contributor", text, "submit")
    return office.do("editor", text, "forward")


def test_tool_names_place_and_words(office, portal_type):
    text = waiting(office, portal_type)
    with pytest.raises(WorkingNotesLeft) as refusal:
        office.do("approver", text, "approve")
    place = {"LifeSituation": "Steps", "LegalIntroduction": "What to do"}[portal_type]
    assert f"{place}: “courts-son-la.csv”" in str(refusal.value)
    assert state_of(text) == "pending_approval"


def test_working_copy_is_not_checked_in(office, portal_type):
    source = public(office, portal_type)
    copy = revised(office, source, **FIELDS[portal_type])
    with pytest.raises(WorkingNotesLeft):
        office.do("approver", copy, "approve")
    assert state_of(copy) == "pending_approval"


def test_rest_menu_bulk_and_page(site, portal_type):
    text = waiting(site, portal_type)
    answer = site.rest("POST", text, "/@workflow/approve", "approver")
    assert answer.status_code == 400
    assert "courts-son-la.csv" in answer.json()["error"]["message"]
    token = site.token("approver")
    roads = (
        (text, "/content_status_modify", {"workflow_action": "approve"}),
        (
            site.unit,
            "/@@fc-workflow",
            {"transition": "approve", "selection": f'["{text.UID()}"]'},
        ),
        (
            text,
            "/@@pbgdpl-transition",
            {"workflow_action": "approve", "form.buttons.go": "1"},
        ),
    )
    for where, path, data in roads:
        data = {**data, "_authenticator": token}
        site.http("POST", where, path, "approver", data=data)
        assert state_of(text) == "pending_approval", path
    text.steps, text.to_do = [], ()
    site.http("POST", where, path, "approver", data=data)
    assert state_of(text) == "published"
