"""A list of the size that a whole province has."""

from pathlib import Path
from people_lists import LEVEL
from people_lists import many
from people_lists import workbook
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from sonla.pbgdpl.people.importing.importer import carry_out
from sonla.pbgdpl.people.importing.importer import import_list
from sonla.pbgdpl.people.importing.plan import ImportOptions
from sonla.pbgdpl.people.importing.rows import KNOWN
from sonla.pbgdpl.people.importing.rows import NEW
from sonla.pbgdpl.people.pages import import_form
from ZODB.POSException import ConflictError

import gc
import lxml.html
import pytest
import requests
import transaction

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


def entered_by_page(url, data, most):
    """Upload a list, confirm it and let the page go on; return the answers, the last one too."""
    with requests.Session() as session:
        session.auth = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
        form = lxml.html.fromstring(session.get(url, timeout=60).text)
        token = form.cssselect("input[name=_authenticator]")[0].get("value")
        asked = {"_authenticator": token, "portal_type": "LegalReporter"}
        files = {"list": ("ds.xlsx", data)}
        answer = session.post(
            url, data={**asked, "upload": "1"}, files=files, timeout=60
        )
        answers = [session.post(answer.url, data={**asked, "apply": "1"}, timeout=60)]
        while refresh := answers[-1].headers.get("Refresh"):
            assert len(answers) <= most, "the page goes on for ever"
            address = refresh.partition("url=")[2]
            answers.append(session.get(address, timeout=60))
        return answers


def test_who_saves_meanwhile_does_not_stop_a_list(functional_portal, monkeypatch):
    """What is in the way of others is tried with fewer people, and once more in the end."""
    tried, in_the_way = [], [True] * 4

    def entering(plan, leave_refused, most):
        tried.append(most)
        if most and in_the_way.pop():
            raise ConflictError
        return carry_out(plan, leave_refused, most)

    monkeypatch.setattr(import_form, "AT_ONCE", 16)
    monkeypatch.setattr(import_form, "carry_out", entering)
    in_the_way[0] = False
    with api.env.adopt_roles(["Manager"]):
        section = api.content.create(
            functional_portal, "LegalEducationSection", "pl", "Pháp luật"
        )
        transaction.commit()
    url = f"{section.absolute_url()}/@@register-import"
    answers = entered_by_page(url, workbook(many(2)), 5)
    assert [one.status_code for one in answers] == [200, 200]
    assert tried == [16, 5, 1, 0, 16]
    transaction.begin()
    assert len(section.objectIds()) == 2


def test_a_long_list_goes_on_by_itself_and_ends(functional_portal, monkeypatch):
    """Each request enters some people and is committed, though it is no POST."""
    monkeypatch.setattr(import_form, "AT_ONCE", 2)
    with api.env.adopt_roles(["Manager"]):
        section = api.content.create(
            functional_portal, "LegalEducationSection", "pl", "Pháp luật"
        )
        transaction.commit()
    url = f"{section.absolute_url()}/@@register-import"
    answers = entered_by_page(url, workbook(many(5)), 5)
    assert len(answers) == 3
    transaction.begin()
    assert len(section.objectIds()) == 5
