"""A list of the size that a whole province has."""

from pathlib import Path
from people import enter
from people_lists import LEVEL
from people_lists import many
from people_lists import workbook
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.uuid.interfaces import IUUID
from public_content import make_section
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import actions_of
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.exchange.ledger import ledger_of
from sonla.pbgdpl.jobs.runner import run_jobs
from sonla.pbgdpl.jobs.store import make_job_store
from sonla.pbgdpl.jobs.transactions import NO_TIME_LEFT
from sonla.pbgdpl.jobs.transactions import Unfinished
from sonla.pbgdpl.people.importing import batches
from sonla.pbgdpl.people.importing import entering
from sonla.pbgdpl.people.importing import pending_lists
from sonla.pbgdpl.people.importing.importer import enter_or_send
from sonla.pbgdpl.people.importing.importer import import_list
from sonla.pbgdpl.people.importing.plan import ImportOptions
from sonla.pbgdpl.people.importing.rows import KNOWN
from sonla.pbgdpl.people.importing.rows import NEW
from sonla.pbgdpl.people.pages import import_form

import gc
import lxml.html
import pytest
import requests
import transaction

pytestmark = pytest.mark.usefixtures("served_alone")

NUMBER = 5000
MOST_MEGABYTES = 300


def megabytes(name):
    """Read a line of the kernel's account of this process."""
    lines = Path("/proc/self/status").read_text().splitlines()
    found = next(line for line in lines if line.startswith(f"{name}:"))
    return int(found.split()[1]) / 1024


@pytest.mark.long
def test_five_thousand_people_twice(functional_portal):
    """One call enters all, with little memory; another one enters nobody."""
    with api.env.adopt_roles(["Manager"]):
        section = api.content.create(
            functional_portal, "LegalEducationSection", "pl", "Pháp luật"
        )
        transaction.commit()
        data = workbook(many(NUMBER))
        choices = ImportOptions("LegalReporter", defaults=LEVEL)
        gc.collect()
        Path("/proc/self/clear_refs").write_text("5")
        idle = megabytes("VmRSS")
        plan = import_list(section, data, choices)
        transaction.commit()
        assert plan.counts == {NEW: NUMBER}
        assert megabytes("VmHWM") - idle < MOST_MEGABYTES
        found = api.content.find(portal_type="LegalReporter", review_state="recognised")
        assert len(found) == len(section.objectIds()) == NUMBER
        again = import_list(section, data, choices)
        assert again.counts == {KNOWN: NUMBER}
        assert len(section.objectIds()) == NUMBER


@pytest.fixture
def place(functional_portal, monkeypatch):
    """Return a section in which lists of more than two people go on by themselves."""
    monkeypatch.setattr(import_form, "AT_ONCE", 2)
    section = make_section(functional_portal, "Pháp luật")
    transaction.commit()
    return section


class Browser:
    """Upload a list, confirm it and let the page go on."""

    def __init__(self, place, data):
        self.session = requests.Session()
        self.session.auth = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
        url = f"{place.absolute_url()}/@@register-import"
        form = lxml.html.fromstring(self.session.get(url, timeout=60).text)
        token = form.cssselect("input[name=_authenticator]")[0].get("value")
        self.fields = {"_authenticator": token, "portal_type": "LegalReporter"}
        files = {"list": ("ds.xlsx", data)}
        self.preview = self.post(url, files=files, upload="1").url
        self.answers = [self.post(self.preview, apply="1")]

    def post(self, url, files=None, **form):
        data = {**self.fields, **form}
        return self.session.post(url, data=data, files=files, timeout=60)

    def refresh(self):
        """Follow the page once; tell whether it went on."""
        header = self.answers[-1].headers.get("Refresh")
        if header:
            address = header.partition("url=")[2]
            self.answers.append(self.session.get(address, timeout=60))
        return bool(header)

    def to_the_end(self):
        while self.refresh():
            assert len(self.answers) < 50, "the page goes on for ever"
        transaction.begin()
        assert {one.status_code for one in self.answers} == {200}


def alert(answer):
    page = lxml.html.fromstring(answer.text)
    return " ".join(one.text_content() for one in page.cssselect("[role=alert]"))


def test_a_long_list_goes_on_by_itself_and_ends(place, monkeypatch):
    """Each run enters some people and is committed, though its request is no POST."""
    monkeypatch.setattr(entering, "SECONDS", 0.2)
    browser = Browser(place, workbook(many(30)))
    (bar,) = lxml.html.fromstring(browser.answers[0].text).cssselect("[aria-valuenow]")
    assert bar.get("aria-valuenow") == "0" and place.objectIds() == []
    browser.to_the_end()
    assert len(place.objectIds()) == 30
    assert "30" in alert(browser.answers[-1])
    (entry,) = log.newest_first(actions_of("data"))
    assert (entry.count, entry.facts["known"], entry.facts["refused"]) == (30, 0, 0)
    assert len(pending_lists.lists()) == 0
    (batch,) = batches.all_batches().values()
    assert len(batch.people) == 30


def found_by_words():
    return {one.Title for one in api.content.find(SearchableText="Sở Tư pháp")}


def test_a_list_leaves_words_to_the_end_and_records_to_the_job(place):
    """Neither is written where others save meanwhile; in the end both are there."""
    browser = Browser(place, workbook(many(30)))
    browser.to_the_end()
    people = {one.title for one in place.objectValues()}
    assert found_by_words() == people
    ledger = ledger_of(api.portal.get())
    uids = {IUUID(one) for one in place.objectValues()}
    assert set(ledger.pending) == uids and not uids.intersection(ledger.entries)
    run_jobs(api.portal.get())
    transaction.begin()
    assert uids <= set(ledger_of(api.portal.get()).entries)


@pytest.mark.long
@pytest.mark.parametrize("way", ["job", "drop"])
def test_people_of_a_list_that_is_left_are_found_by_their_words(
    place, monkeypatch, way
):
    """By the job that comes next, or as soon as the list is dropped."""
    browser = Browser(place, workbook(many(30)))
    with monkeypatch.context() as patch:
        patch.setattr(entering, "index_words", out_of_time)
        assert browser.refresh() and "Refresh" in browser.answers[-1].headers
    transaction.begin()
    people = {one.title for one in place.objectValues()}
    assert len(people) == 30 and not people & found_by_words()
    assert not people & set(sorted_by_title())
    if way == "job":
        run_jobs(api.portal.get())
    else:
        browser.post(browser.preview, drop="1")
    transaction.begin()
    assert found_by_words() == people
    assert people <= set(sorted_by_title())


def sorted_by_title():
    """List who is in the catalog, as lists that are sorted by title have them."""
    found = api.content.find(portal_type="LegalReporter", sort_on="sortable_title")
    return [one.Title for one in found]


def out_of_time(*_arguments):
    raise Unfinished(NO_TIME_LEFT)


def test_who_saves_meanwhile_stops_no_list_and_doubles_nobody(place, monkeypatch):
    """Somebody else changes what a batch changes: in earnest, in a connection of their own."""
    in_the_way, tried = [True] * 4, []

    def entered(container, portal_type, name, row):
        tried.append(row.number)
        if in_the_way and in_the_way.pop():
            save_elsewhere(place._p_jar.db())
        return enter_or_send(container, portal_type, name, row)

    browser = Browser(place, workbook(many(4)))
    monkeypatch.setattr(entering, "enter_or_send", entered)
    browser.to_the_end()
    titles = sorted(one.title for one in place.objectValues())
    assert titles == sorted(one[1] for one in many(4)) and len(tried) > 4


def save_elsewhere(database):
    """Change what waits, as a second window of the same list would."""
    manager = transaction.TransactionManager()
    connection = database.open(manager)
    manager.begin()
    portal = connection.root()["Application"]["plone"]
    (waiting,) = portal.__annotations__[pending_lists.KEY].values()
    waiting.queue.known += 0
    manager.commit()
    connection.close()


def test_who_came_into_the_register_meanwhile_is_passed_over(place):
    people = many(4)
    browser = Browser(place, workbook(people))
    transaction.begin()
    enter(place, people[2][1], birth_date=people[2][2])
    transaction.commit()
    browser.to_the_end()
    titles = [one.title for one in place.objectValues()]
    assert sorted(titles) == sorted(one[1] for one in people)
    (entry,) = log.newest_first(actions_of("data"))
    assert (entry.count, entry.facts["known"]) == (3, 1)


def test_what_is_corrected_after_that_is_confirmed_anew(place):
    browser = Browser(place, workbook(many(3)))
    browser.post(browser.preview, correct="1", **{"cell-4-1": "Lò Thị Khác"})
    browser.answers = [browser.post(browser.preview, apply="1")]
    browser.to_the_end()
    assert "Lò Thị Khác" in [one.title for one in place.objectValues()]
    assert len(place.objectIds()) == 3


def test_who_can_not_be_entered_stops_the_list_and_is_told(place, monkeypatch):
    """Nobody is lost: those before are in the register, the others in the list."""

    def entered(container, portal_type, name, row):
        if row.number == 30:
            raise ValueError("no such thing")
        return enter_or_send(container, portal_type, name, row)

    browser = Browser(place, workbook(many(35)))
    monkeypatch.setattr(entering, "enter_or_send", entered)
    browser.to_the_end()
    assert "could not be entered" in alert(browser.answers[-1])
    assert len(place.objectIds()) == 25
    monkeypatch.undo()
    browser.answers = [browser.post(browser.preview, apply="1")]
    browser.to_the_end()
    assert len(place.objectIds()) == 35


def test_another_run_is_waited_for(place):
    browser = Browser(place, workbook(many(3)))
    transaction.begin()
    lease = make_job_store(api.portal.get()).lease
    lease.acquire("somebody", utc_now())
    transaction.commit()
    assert browser.refresh()
    assert "at work" in browser.answers[-1].text
    assert browser.answers[-1].headers["Refresh"].startswith("3;")
    transaction.begin()
    make_job_store(api.portal.get()).lease.revoke()
    transaction.commit()
    browser.to_the_end()
    assert len(place.objectIds()) == 3


@pytest.mark.long
def test_a_long_list_is_taken_back_in_several_goes(place, monkeypatch):
    browser = Browser(place, workbook(many(30)))
    browser.to_the_end()
    monkeypatch.setattr(entering, "SECONDS", 0.2)
    (token,) = batches.all_batches()
    url = f"{place.absolute_url()}/@@register-import"
    browser.answers = [browser.post(url, undo=token, confirmed="1")]
    assert len(place.objectIds()) == 30 and "Refresh" in browser.answers[0].headers
    browser.to_the_end()
    assert place.objectIds() == [] and len(batches.all_batches()) == 0
    assert "Taken back: 30 people" in alert(browser.answers[-1])
    latest = next(iter(log.newest_first(actions_of("data"))))
    assert (latest.action, latest.count) == ("import_undone", 30)
