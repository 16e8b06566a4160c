"""Whoever works in another unit reads and changes nothing of reports, money and rounds, by whichever address."""

from desk_content import make_unit
from expenditures import spend
from plone import api
from plone.protect import createToken
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.statistics.content import state_in_history
from sonla.pbgdpl.statistics.query import report_key
from sonla.pbgdpl.statistics.round_history import RoundHistory
from statistics_content import cell
from statistics_content import correct
from statistics_content import put_report
from statistics_content import report
from web_requests import Person

import pytest
import transaction

ROLES = ("PBGDPL Contributor", "PBGDPL Editor", "PBGDPL Approver")
SECRET, MONEY = "987654321", "876543210"
NOTE = "Ghi chú riêng của đơn vị"
CELL = "ket_qua.tai_lieu"
STEPS = ("submit", "approve", "return", "lock")
SHUT = (401, 403, 404, "login")
REPORT_PAGES = (
    "",
    "/edit",
    "/@@pbgdpl-cells",
    "/@@pbgdpl-cells-from-file",
    "/@@pbgdpl-signed-copy",
    "/@@pbgdpl-signed-copy.pdf",
    f"/@@pbgdpl-records?cell={CELL}",
    "/@@pbgdpl-new-version",
    "/@@pbgdpl-paper",
    "/@@pbgdpl-report.pdf",
    "/@@pbgdpl-report.docx",
    "/@@pbgdpl-report.xlsx",
    "/rows",
    "/manage_FTPget",
)
REPORT_FORMS = {
    "/@@pbgdpl-cells": {f"actual-{CELL}": "1", f"note-{CELL}": "x", "save": "1"},
    "/@@pbgdpl-count-again": {},
    "/@@pbgdpl-new-version": {"reason": "Sửa"},
    "/@@pbgdpl-signed-copy": {"remove": "1", "public": "1"},
    "/delete_confirmation": {"form.buttons.Delete": "1"},
    **{f"/@@pbgdpl-transition?action={step}": {"comment": "x"} for step in STEPS},
    **{f"/content_status_modify?workflow_action={step}": {} for step in STEPS},
}
MONEY_PAGES = ("", "/edit", "/amount", "/manage_FTPget")
ROUND_BUTTONS = (
    *("remind", "remind_all", "preview", "preview_all", "accept", "accept_all"),
    *("continue", "close", "reopen", "done", "sum", "complete"),
)


@pytest.fixture
def things(served_unit):
    """Make a draft, a sent report, money, and another unit, all with numbers that nobody else reads."""
    made = {"unit": served_unit, "draft": report(served_unit)}
    made["sent"] = report(served_unit, kind="six_months")
    for name in ("draft", "sent"):
        correct(made[name], CELL, actual=int(SECRET), note=NOTE)
    put_report(made["sent"], "submitted")
    made["money"] = spend(served_unit, int(MONEY))
    made["other"] = make_unit(served_unit.aq_parent, "Sở Khác", code="so-khac")
    transaction.commit()
    return made


def stranger(things, role):
    """Return somebody who has a role in the other unit."""
    name = role.lower().replace(" ", "-")
    password = "Mat-khau-123456"
    with api.env.adopt_roles(["Manager"]):
        api.user.create(f"{name}@example.org", name, password)
        things["other"].manage_setLocalRoles(name, [role])
        things["other"].reindexObjectSecurity()
    with api.env.adopt_user(username=name):
        token = createToken()
    transaction.commit()
    return Person(name, password), token


def asked(things, person, token):
    """Yield each request by its words with its answer."""
    json = {"Accept": "application/json"}
    for name in ("draft", "sent"):
        path = path_of(things[name])
        for page in REPORT_PAGES:
            yield f"GET {name}{page}", person.ask(path + page)
        for page, form in REPORT_FORMS.items():
            sent = {**form, "_authenticator": token}
            yield f"POST {name}{page}", person.ask(path + page, "POST", form=sent)
        yield f"REST {name}", person.ask(path, headers=json)
        rows = [{"indicator": CELL, "actual": 1}]
        yield f"PATCH {name}", person.ask(path, "PATCH", json={"rows": rows})
        added = f"{path}/@added-rows"
        yield f"GET {name} added", person.ask(added, headers=json)
        yield f"PATCH {name} added", person.ask(added, "PATCH", json={"rows": {}})
        for step in STEPS:
            answer = person.ask(f"{path}/@workflow/{step}", "POST", json={})
            yield f"step {step} {name}", answer
        yield f"DELETE {name}", person.ask(path, "DELETE", headers=json)
    money = path_of(things["money"])
    for page in MONEY_PAGES:
        yield f"GET money{page}", person.ask(money + page)
    yield "REST money", person.ask(money, headers=json)
    yield "PATCH money", person.ask(money, "PATCH", json={"amount": 1})
    yield "DELETE money", person.ask(money, "DELETE", headers=json)
    unit = path_of(things["unit"])
    for page in ("/@@pbgdpl-expenditures", "/@@pbgdpl-expenditures.csv"):
        yield f"GET unit{page}", person.ask(unit + page)
    for kind in ("StatisticsReport", "Expenditure"):
        sent = {"@type": kind, "title": "x", "amount": 5, "item": "to-gap"}
        sent |= {"form_code": "bcv-ttv", "period_kind": "year", "year": 2026}
        yield f"add {kind}", person.ask(unit, "POST", json=sent)
    for name in ("draft", "sent", "money"):
        for verb in ("@copy", "@move"):
            sent = {"source": things[name].absolute_url()}
            target = f"{path_of(things['other'])}/{verb}"
            # Answers 200 and takes nothing: whoever asks doesn't see the source
            yield f"{verb} {name}", person.ask(target, "POST", json=sent)


@pytest.mark.parametrize("role", ROLES)
def test_reports_and_money_of_another_unit_stay_shut(things, role):
    person, token = stranger(things, role)
    read, opened = [], []
    for words, answer in asked(things, person, token):
        if any(one in answer.text for one in (SECRET, MONEY, "987.654.321", NOTE)):
            read.append(words)
        if answer.outcome not in SHUT and not words.startswith("@"):
            opened.append(f"{words}: {answer.outcome}")
    assert (read, opened) == ([], [])
    transaction.begin()
    unit = things["unit"]
    assert {things[one].getId() for one in ("draft", "sent", "money")} == {
        *unit.objectIds()
    }
    for name, state in (("draft", "draft"), ("sent", "submitted")):
        row = cell(things[name], CELL)
        assert (row["actual"], row["note"]) == (int(SECRET), NOTE)
        assert state_in_history(things[name]) == state
    assert things["money"].amount == int(MONEY)
    assert not things["other"].objectIds()


@pytest.mark.parametrize("role", ROLES)
def test_rounds_are_led_by_the_office_of_the_section_alone(things, role):
    person, token = stranger(things, role)
    section = things["unit"].aq_parent
    page = f"{path_of(section)}/@@pbgdpl-reports"
    query = "form=ket-qua-pbgdpl&kind=six_months&year=2026"
    for end in ("", ".xlsx"):
        answer = person.ask(f"{page}{end}?{query}")
        assert SECRET not in answer.text and answer.outcome in SHUT
    for button in ROUND_BUTTONS:
        uid = things["unit"].UID()
        sent = {button: uid, "units": uid, "reason": "x"}
        sent |= {"message": "x", "_authenticator": token}
        assert person.ask(f"{page}?{query}", "POST", form=sent).outcome in SHUT
    transaction.begin()
    assert state_in_history(things["sent"]) == "submitted"
    period = things["sent"].period()
    history = RoundHistory(section, report_key("ket-qua-pbgdpl", period))
    assert not history.closings() and not history.reminders()
