"""A list of the size that a whole province has."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from people_lists import LEVEL
from people_lists import many
from people_lists import workbook
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from sonla.pbgdpl.people.importing.importer import import_list
from sonla.pbgdpl.people.importing.plan import ImportOptions
from sonla.pbgdpl.people.importing.rows import KNOWN
from sonla.pbgdpl.people.importing.rows import NEW
from threading import Event

import gc
import lxml.html
import pytest
import requests
import time
import transaction

NUMBER = 5000
MOST_MEGABYTES = 300
BESIDE = 500
MOST_SECONDS = 15
OWNER = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)


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


def save_until(done, url):
    """Save a text as an editor does, time and again; count what was saved and refused."""
    saved = failed = 0
    headers = {"Accept": "application/json"}
    while not done.is_set():
        body = {"description": f"Lần {saved + failed}"}
        answer = requests.patch(url, json=body, auth=OWNER, headers=headers, timeout=60)
        saved, failed = (
            saved + (answer.status_code == 204),
            failed + (answer.status_code != 204),
        )
    return saved, failed


def enter_by_page(url, data):
    """Upload a list, confirm it and let the page go on; return the last answer."""
    with requests.Session() as session:
        session.auth = OWNER
        form = lxml.html.fromstring(session.get(url, timeout=60).text)
        token = form.cssselect("input[name=_authenticator]")[0].get("value")
        asked = {"_authenticator": token, "portal_type": "LegalReporter"}
        files = {"list": ("ds.xlsx", data)}
        answer = session.post(
            url, data={**asked, "upload": "1"}, files=files, timeout=60
        )
        answer = session.post(answer.url, data={**asked, "apply": "1"}, timeout=60)
        while refresh := answer.headers.get("Refresh"):
            answer = session.get(refresh.partition("url=")[2], timeout=60)
        return answer


@pytest.mark.long
def test_five_hundred_people_beside_two_editors_who_save(functional_portal):
    """Nobody waits, nothing is lost, and it takes no longer than is promised."""
    with api.env.adopt_roles(["Manager"]):
        section = api.content.create(
            functional_portal, "LegalEducationSection", "pl", "Pháp luật"
        )
        texts = [
            api.content.create(section, "LegalNews", f"tin-{n}", f"Tin {n}")
            for n in (1, 2)
        ]
        transaction.commit()
    data, done = workbook(many(BESIDE)), Event()
    with ThreadPoolExecutor(2) as pool:
        editors = [pool.submit(save_until, done, text.absolute_url()) for text in texts]
        start = time.monotonic()
        try:
            answer = enter_by_page(f"{section.absolute_url()}/@@register-import", data)
            seconds = time.monotonic() - start
        finally:
            done.set()
        counts = [one.result() for one in editors]
    transaction.begin()
    assert "pbgdpl-import-error" not in answer.text
    people = [one for one in section.objectIds() if not one.startswith("tin-")]
    assert len(people) == BESIDE
    print(f"{seconds:.1f} s, saves and failures of the editors: {counts}")
    assert all(saved and not failed for saved, failed in counts), counts
    assert seconds <= MOST_SECONDS
