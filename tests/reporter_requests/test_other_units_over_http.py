"""Whoever works in one unit alone reads and changes nothing of requests and bars, by whichever address."""

from desk_content import make_unit
from plone import api
from plone.protect import createToken
from requests_content import ask_for
from requests_content import MAIL
from requests_content import NAME
from requests_content import PHONE
from requests_content import reporter
from requests_content import talk_day
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.options.requests.assigning import assign
from sonla.pbgdpl.options.requests.assigning import assignments_of
from sonla.pbgdpl.options.requests.bars import bar
from sonla.pbgdpl.options.requests.bars import bars_of
from sonla.pbgdpl.options.requests.content import state_in_history
from web_requests import Person

import pytest
import transaction

REASON = "Chờ kết luận thanh tra"
SHUT = (401, 403, 404, "login")
BUTTONS = ("assign", "accepted", "declined", "withdraw", "judge", "activity", "erase")
STEPS = ("receive", "refuse", "cancel", "carry_out", "evaluate", "reopen")


@pytest.fixture
def things(served_unit):
    """Make a request with somebody assigned, a bar, and another unit."""
    section = served_unit.aq_parent
    request, person = ask_for(section), reporter(section)
    assign(request, [person], talk_day())
    bar(person, today(), None, REASON)
    other = make_unit(section, "Sở Khác", code="so-khac")
    transaction.commit()
    return {"section": section, "request": request, "person": person, "other": other}


def asked(things, person, token):
    """Yield each request by its words with its answer."""
    path, section = path_of(things["request"]), path_of(things["section"])
    json = {"Accept": "application/json"}
    (assigned,) = assignments_of(things["request"])
    for page in ("", "/edit", "/contact_name", "/assignments", "/manage_FTPget"):
        yield f"GET{page}", person.ask(path + page)
    for button in BUTTONS:
        sent = {button: assigned["id"], "uid": things["person"].UID()}
        sent |= {"reason": "x", "_authenticator": token}
        sent["confirmed"] = "1"
        yield button, person.ask(f"{path}/@@pbgdpl-request-act", "POST", form=sent)
    for step in STEPS:
        form = {"comment": "x", "_authenticator": token}
        page = f"{path}/@@pbgdpl-transition?action={step}"
        yield f"page {step}", person.ask(page, "POST", form=form)
        yield step, person.ask(f"{path}/@workflow/{step}", "POST", json={})
    yield "REST", person.ask(path, headers=json)
    yield "PATCH", person.ask(path, "PATCH", json={"contact_name": "x"})
    yield "DELETE", person.ask(path, "DELETE", headers=json)
    for page in ("requests", "requests.csv", "coverage", "body-year?agency=so-tu-phap"):
        yield page, person.ask(f"{section}/@@pbgdpl-{page}")
    for page in ("year", "bar"):
        address = f"{path_of(things['person'])}/@@pbgdpl-{page}"
        yield page, person.ask(address)
        sent = {"lift": "1", "note": "x", "reason": "x", "_authenticator": token}
        yield f"POST {page}", person.ask(address, "POST", form=sent)


@pytest.mark.parametrize(
    "role", ["PBGDPL Contributor", "PBGDPL Editor", "PBGDPL Approver"]
)
def test_requests_and_bars_stay_shut_to_people_of_units(things, role):
    name, password = "nguoi-cua-don-vi", "Mat-khau-123456"
    with api.env.adopt_roles(["Manager"]):
        api.user.create(f"{name}@example.org", name, password)
        things["other"].manage_setLocalRoles(name, [role])
        things["other"].reindexObjectSecurity()
    with api.env.adopt_user(username=name):
        token = createToken()
    transaction.commit()
    before = list(assignments_of(things["request"]))
    read, opened = [], []
    for words, answer in asked(things, Person(name, password), token):
        if any(one in answer.text for one in (NAME, PHONE, MAIL, REASON)):
            read.append(words)
        if answer.outcome not in SHUT:
            opened.append(f"{words}: {answer.outcome}")
    assert (read, opened) == ([], [])
    transaction.begin()
    request = things["request"]
    assert list(assignments_of(request)) == before
    assert (state_in_history(request), request.contact_name) == ("introduced", NAME)
    assert [one["reason"] for one in bars_of(things["person"])] == [REASON]
