"""The log as requests meet it: where they came from, what is stored, the file."""

from dataclasses import replace
from made_once import made_once
from new_items import create
from plone import api
from plone.protect import createToken
from public_content import make_section_anew
from secured_portal import account
from secured_portal import make_accounts
from secured_portal import people
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import actions_of
from web_requests import Person
from zope.annotation.interfaces import IAnnotations

import csv
import json
import logging
import pytest
import transaction

MANAGER = people()["Manager"]


def make_text(portal):
    """Make a section with accounts, and a text that waits for approval."""
    section = make_section_anew(portal, "Chuyên trang")
    make_accounts(section)
    with api.env.adopt_roles(["Manager"]):
        text = create(section, "LegalNews", title="Tin chờ duyệt")
    with api.env.adopt_user(username=account("Manager")):
        for step in ("submit", "forward"):
            api.content.transition(text, step)
    return text


@pytest.fixture
def served(functional_portal):
    """Return a text that waits for approval, in a section with accounts."""
    text = made_once(functional_portal, make_text)
    transaction.commit()
    return text


def send(path, **form):
    with api.env.adopt_user(username=account("Manager")):
        form["_authenticator"] = createToken()
    answer = MANAGER.ask(path, "POST", form)
    transaction.begin()
    return answer


def approve(text):
    path = f"{text.absolute_url_path()}/@@pbgdpl-transition"
    form = {"workflow_action": "approve", "form.buttons.go": "1", "comment": ""}
    return send(path, **form)


def entry_of(text):
    (entry,) = [e for e in log.newest_first() if e.facts.get("title") == text.title]
    return entry


def test_an_approval_over_the_web_has_an_address(served, caplog):
    caplog.set_level(logging.INFO, "sonla.pbgdpl.audit")
    approve(served)
    entry = entry_of(served)
    assert (entry.user, entry.address) == (account("Manager"), "127.0.0.1")
    lines = [r.message for r in caplog.records if r.name == "sonla.pbgdpl.audit"]
    (line,) = map(json.loads, lines)
    assert line["action"] == "step" and line["user"] == account("Manager")
    assert line["address"] == "127.0.0.1" and "facts" not in line


def test_what_is_not_stored_is_not_told(served, caplog):
    caplog.set_level(logging.INFO, "sonla.pbgdpl.audit")
    before = log.count()
    log.note("export", "LegalReporter", None, 3)
    transaction.abort()
    assert log.count() == before
    assert [r for r in caplog.records if r.name == "sonla.pbgdpl.audit"] == []


def test_two_clients_note_at_the_same_time(served):
    """Neither transaction has to be repeated: their entries have keys of their own."""
    approve(served)  # so that there is a log
    log.note("export", "LegalReporter", None, 1)
    database = served._p_jar.db()
    manager = transaction.TransactionManager()
    other = database.open(manager)
    try:
        kept = IAnnotations(other.root()["Application"]["plone"])[log.KEY]
        entry = replace(log.read(kept[kept.maxKey()]), user="other")
        kept[log.free_key(kept, entry.at)] = log.written(entry)
        manager.commit()
    finally:
        manager.abort()
        other.close()
    transaction.commit()
    transaction.begin()
    newest = list(log.newest_first())[:2]
    assert {one.user for one in newest} == {"other", api.user.get_current().getId()}


def test_the_file_has_what_was_asked_for_and_is_noted(served):
    approve(served)
    log.note("export", "LegalReporter", None, 3)
    transaction.commit()
    portal = api.portal.get().absolute_url_path()
    answer = send(f"{portal}/@@pbgdpl-audit.csv", group="approvals", who="has-man")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer.headers["Cache-Control"]
    text = answer.body.decode("utf-8-sig")
    (header, line) = csv.reader(text.splitlines(), delimiter=";")
    row = dict(zip(header, line, strict=True))
    assert row["Account"] == account("Manager") and row["From where"] == "127.0.0.1"
    assert row["To what"] == "Tin chờ duyệt" and row["What"] == "Approve and publish"
    newest = next(log.newest_first())
    assert (newest.action, newest.count) == ("log_export", 1)


def test_files_of_the_office_are_noted_and_kept_by_no_cache(served):
    section = served.aq_parent
    path = f"{section.absolute_url_path()}/@@pbgdpl-royalties.xlsx?part=year&year=2026"
    answer = MANAGER.ask(path)
    transaction.begin()
    assert answer.status == 200 and answer.body.startswith(b"PK")
    assert "no-store" in answer.headers["Cache-Control"]
    newest = next(log.newest_first(actions_of("data")))
    assert (newest.action, newest.user) == ("file", account("Manager"))
    assert newest.address == "127.0.0.1" and newest.place.endswith(section.getId())
    name = "nhuan-but-20260101-20261231.xlsx"
    assert newest.facts == {"title": section.Title(), "file": name}
    assert name in answer.headers["Content-Disposition"]


def test_a_file_of_the_whole_portal_names_the_portal(served):
    portal = api.portal.get()
    path = portal.absolute_url_path()
    MANAGER.ask(f"{path}/@@btp-sync-journal.csv")
    answer = MANAGER.ask(f"{path}/@@pbgdpl-audit?group=data&ajax_load=1")
    table = answer.text[answer.text.index('id="pbgdpl-audit"') :]
    assert portal.Title() in table and "sync-runs.csv" in table


@pytest.mark.parametrize("name", ["pbgdpl-documents.csv", "pbgdpl-statistics.json"])
def test_public_files_are_not_noted(served, name):
    before = log.count()
    path = f"{served.aq_parent.absolute_url_path()}/@@{name}"
    answer = Person().ask(f"{path}?form=bcv-ttv&kind=year&year=2026")
    transaction.begin()
    assert answer.status == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert log.count() == before


def test_nothing_that_the_web_offers_takes_entries_away(served):
    approve(served)
    before = list(log.newest_first())
    portal = api.portal.get().absolute_url_path()
    forms = ({"delete": "1"}, {"b_start": "0", "clear": "1"}, {"group": "x"})
    for form in forms:
        send(f"{portal}/@@pbgdpl-audit", **form)
    for method in ("DELETE", "PUT", "PATCH"):
        MANAGER.ask(f"{portal}/@@pbgdpl-audit", method)
    transaction.begin()
    assert list(log.newest_first()) == before


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", True),
        ("group=approvals", True),
        ("group=exchange", False),
        ("who=127.0.0.1", True),
        ("who=nobody", False),
        ("from=2000-01-01&to=2999-12-31", True),
        ("to=2000-01-01", False),
        ("from=0001-01-01", True),
        ("from=nonsense", True),
    ],
)
def test_filters(served, query, shown):
    approve(served)
    portal = api.portal.get().absolute_url_path()
    answer = MANAGER.ask(f"{portal}/@@pbgdpl-audit?{query}&ajax_load=1")
    assert answer.status == 200
    assert ("Tin chờ duyệt" in answer.text) is shown
    assert ("This is not a date" in answer.text) is ("nonsense" in query)
