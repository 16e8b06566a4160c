"""Over REST nobody writes more into a section than its forms take."""

from plone import api
from unit_with_writer import PASSWORD
from unit_with_writer import unit  # noqa: F401

import pytest
import transaction

OFFICE = {
    "royalty_kind": "bai",
    "word_count": 9000,
    "effective": "2099-01-01T00:00:00+00:00",
    "expires": "2099-02-01T00:00:00+00:00",
}
"""What the form of a contributor doesn't have."""


@pytest.fixture
def session(unit, request_factory):  # noqa: F811
    """Return the session of somebody who has one role in the unit."""

    def of(role):
        with api.env.adopt_roles(["Manager"]):
            api.user.create("b@example.org", "person", PASSWORD)
            unit.manage_setLocalRoles("person", [role])
            unit.reindexObjectSecurity()
        transaction.commit()
        return request_factory(basic_auth=("person", PASSWORD))

    return of


def stored(text):
    transaction.begin()
    dates = text.effective_date, text.expiration_date
    return [text.royalty_kind, text.word_count, *dates]


@pytest.mark.parametrize("role", ["PBGDPL Contributor", "PBGDPL Editor"])
def test_what_the_form_keeps_for_the_office_is_theirs_over_rest(unit, session, role):  # noqa: F811
    rest, path = session(role), unit.absolute_url()
    sent = {"@type": "LegalNews", "id": "tin", "title": "Tin", **OFFICE}
    assert rest.post(path, json=sent).status_code == 201
    transaction.begin()
    text = unit["tin"]
    kept = role == "PBGDPL Editor"
    assert [value is not None for value in stored(text)] == [kept] * 4
    assert rest.patch(f"{path}/tin", json={**OFFICE, "title": "Mới"}).ok
    assert [value is not None for value in stored(text)] == [kept] * 4
    assert text.title == "Mới"


@pytest.mark.parametrize(
    "layout", ["khong-co", "content_status_modify", ["view"], None]
)
def test_no_layout_that_the_type_does_not_offer(unit, session, layout):  # noqa: F811
    rest, path = session("PBGDPL Editor"), unit.absolute_url()
    rest.post(path, json={"@type": "LegalNews", "id": "tin", "title": "Tin"})
    answer = rest.patch(f"{path}/tin", json={"layout": layout, "title": "Mới"})
    assert answer.status_code == 400
    assert str(layout) in answer.json()["message"]
    layout = rest.get(f"{path}/tin").json()["layout"]
    assert rest.patch(f"{path}/tin", json={"layout": layout}).status_code == 204
    transaction.begin()
    assert unit["tin"].title == "Tin"


def test_a_layout_that_is_none_is_no_fault_of_the_preview(unit, session):  # noqa: F811
    rest, path = session("PBGDPL Editor"), unit.absolute_url()
    rest.post(path, json={"@type": "LegalNews", "id": "tin", "title": "Tin"})
    transaction.begin()
    unit["tin"].layout = "khong-co"
    transaction.commit()
    rest.headers["Accept"] = "text/html"
    assert rest.get(f"{path}/tin/@@pbgdpl-preview").status_code == 404
