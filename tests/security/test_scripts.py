"""The commands that come with the add-on × every role: as whom they may act."""

from importlib.metadata import distribution
from public_content import make_section
from secured_portal import account
from secured_portal import make_accounts
from secured_portal import people
from secured_portal import ROLES
from sonla.pbgdpl import PACKAGE_NAME
from sonla.pbgdpl.jobs.site import acting
from sonla.pbgdpl.jobs.site import CannotAct
from view_table import EXCHANGE

import pytest
import subprocess
import sys
import transaction

MODULES = {
    "pbgdpl-access-log": "sonla.pbgdpl.visits.cli",
    "pbgdpl-restamp": "sonla.pbgdpl.exchange.restamp",
    "pbgdpl-run": "sonla.pbgdpl.jobs.cli",
    "pbgdpl-sync": "sonla.pbgdpl.sync.cli",
}
ADDRESSES = ("pbgdpl-run",)
"""Commands with a view of the same name: it is guarded by its permission (`view_table`)."""
WITHOUT_PORTAL = ("pbgdpl-access-log",)
"""It opens no database, so it can do what the account of the system may do."""


def test_each_command_is_known_here():
    commands = distribution(PACKAGE_NAME).entry_points.select(group="console_scripts")
    assert {one.name: one.module for one in commands} == MODULES


@pytest.mark.parametrize("name", WITHOUT_PORTAL)
def test_commands_without_a_portal_load_no_database(name):
    code = f"import sys, {MODULES[name]}; sys.exit('ZODB' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.fixture
def portal_with_people(functional_portal):
    make_accounts(make_section(functional_portal))
    transaction.commit()
    return functional_portal


@pytest.mark.parametrize("role", ROLES)
def test_the_exchange_runs_only_as_who_may_run_it(portal_with_people, role):
    portal = portal_with_people
    path = "/".join(portal.getPhysicalPath())
    user = "" if role == "Anonymous" else account(role)
    if role in EXCHANGE:
        with acting(portal.getPhysicalRoot(), path, user) as site:
            assert site.getPhysicalPath() == portal.getPhysicalPath()
    else:
        with (
            pytest.raises(CannotAct),
            acting(portal.getPhysicalRoot(), path, user),
        ):
            pass


@pytest.mark.parametrize("name", [name for name in MODULES if name not in ADDRESSES])
def test_no_command_has_an_address(portal_with_people, name):
    path = portal_with_people.absolute_url_path()
    for person in people().values():
        assert person.ask(f"{path}/@@{name}").status == 404
