"""A list of the size that a whole province has."""

from pathlib import Path
from people_lists import LEVEL
from people_lists import many
from people_lists import workbook
from plone import api
from sonla.pbgdpl.people.importing.importer import import_list
from sonla.pbgdpl.people.importing.plan import ImportOptions
from sonla.pbgdpl.people.importing.rows import KNOWN
from sonla.pbgdpl.people.importing.rows import NEW

import gc
import pytest
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
