"""Councils over REST and by the roads around the form."""

from councils import AN
from councils import BINH
from councils import CHI
from councils import make_council
from councils import PEOPLE
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from public_content import make_section
from public_content import publish

import pytest
import transaction


@pytest.fixture
def path(functional_portal):
    council = publish(make_council(make_section(functional_portal)))
    transaction.commit()
    return "/".join(council.getPhysicalPath()[2:])


@pytest.fixture
def manager(request_factory):
    session = request_factory(basic_auth=(SITE_OWNER_NAME, SITE_OWNER_PASSWORD))
    session.headers["Accept-Language"] = "vi"
    return session


def stored(portal, path):
    transaction.begin()
    return portal.unrestrictedTraverse(path).members


def as_json(row):
    return {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in row.items()}


@pytest.mark.parametrize(
    "rows",
    [[], [AN, BINH], [AN, {**BINH, "name": "Người Khác Hẳn"}, CHI]],
    ids=["all gone", "one gone", "another person"],
)
def test_a_loss_is_refused(functional_portal, manager, path, rows):
    answer = manager.patch(path, json={"members": list(map(as_json, rows))})
    assert answer.status_code == 400
    assert stored(functional_portal, path) == PEOPLE


def test_null_is_a_loss_too(functional_portal, manager, path):
    answer = manager.patch(path, json={"members": None})
    assert answer.status_code == 400
    assert "Lò Văn An Mẫu" in answer.json()["message"]
    assert stored(functional_portal, path) == PEOPLE


def test_an_end_is_accepted(functional_portal, manager, path):
    rows = [AN, BINH, {**CHI, "ended_on": "2026-03-01"}]
    answer = manager.patch(path, json={"members": list(map(as_json, rows))})
    assert answer.status_code == 204, answer.text
    assert stored(functional_portal, path)[2]["ended_on"].isoformat() == "2026-03-01"


def test_visitors_read_it(request_factory, path):
    data = request_factory().get(path).json()
    assert [row["name"] for row in data["members"]] == [row["name"] for row in PEOPLE]
    assert "_pbgdpl_corrections" not in data


def test_an_earlier_version_loses_nobody(functional_portal, manager, path):
    council = functional_portal.unrestrictedTraverse(path)
    with api.env.adopt_roles(["Manager"]):
        repository = api.portal.get_tool("portal_repository")
        repository.save(council, comment="trước")
        version = council.version_id
        new = {**CHI, "name": "Tòng Văn Em Mẫu"}
        council.members = [*PEOPLE, new]
        repository.save(council, comment="sau")
    transaction.commit()
    answer = manager.patch(f"{path}/@history", json={"version": version})
    assert answer.status_code == 200, answer.text
    assert len(stored(functional_portal, path)) == 4
