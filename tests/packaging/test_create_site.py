"""The portal that `make start` makes, and that it is made once."""

from datetime import datetime
from lxml import html
from sonla.pbgdpl.core.options import all_options
from sonla.pbgdpl.core.options import options_on
from source_tree import load_tool
from source_tree import ROOT
from zope_instance import made_instance

import os
import pytest
import re
import requests
import subprocess

SITE_READY = "var/filestorage/.site-ready"
SCRIPT = ROOT / "tools" / "create_site.py"


@pytest.fixture(scope="module")
def instance(tmp_path_factory):
    """Make the portal in the environment that make gives the script."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PBGDPL_URL", address_of_make())
        with made_instance(tmp_path_factory.mktemp("started"), SCRIPT) as instance:
            yield instance


def address_of_make() -> str:
    """Return the address that make says the portal will have."""
    rules = ["make", "--dry-run", "--always-make", "PORT=8123", SITE_READY]
    environment = {k: v for k, v in os.environ.items() if k != "PBGDPL_URL"}
    plan = subprocess.run(
        rules, cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )
    (value,) = re.findall(r'PBGDPL_URL=("[^"]*")', plan.stdout)
    said = ["/bin/sh", "-c", f"echo {value}"]
    return subprocess.run(
        said, env=environment, check=True, capture_output=True, text=True
    ).stdout.strip()


def test_make_says_which_address_the_portal_will_have():
    assert address_of_make() == "http://127.0.0.1:8123/Plone"


@pytest.mark.long
def test_the_address_is_known_while_the_portal_is_made(instance):
    """Without it each record of the demonstration is left out, with a warning."""
    assert "public address" not in instance.output
    assert "Left out of the record" not in instance.output


def record(site, name):
    return site["portal_registry"].records[name].value


@pytest.mark.long
def test_the_portal_is_vietnamese_and_has_everything(instance):
    with instance.opened() as (site, _store):
        assert record(site, "plone.default_language") == "vi"
        assert record(site, "plone.portal_timezone") == "Asia/Ho_Chi_Minh"
        done = site["portal_setup"]._profile_upgrade_versions
        for profile in (*load_tool("create_site").PROFILES, "sonla.pbgdpl:default"):
            assert profile in done
        accounts = {name for name, _password in load_tool("serve").demo_accounts()}
        assert len(accounts) == 3
        assert accounts <= set(site["acl_users"]["source_users"].getUserIds())
        assert record(site, "sonla.pbgdpl.sync.pull_enabled") is True
        assert record(site, "sonla.pbgdpl.sync.push_enabled") is True


@pytest.mark.long
def test_a_second_start_changes_nothing(instance, tmp_path, monkeypatch):
    stamp = tmp_path / "ready"
    monkeypatch.setenv("PBGDPL_SITE_STAMP", str(stamp))
    before = last_change(instance)
    again = instance.run("zconsole", "run", instance.conf(), SCRIPT)
    assert again.returncode == 0, again.stderr
    assert "nothing to do" in again.stdout
    assert stamp.exists()
    assert last_change(instance) == before


def last_change(instance):
    with instance.opened() as (site, _store):
        return site._p_jar.db().lastTransaction()


@pytest.fixture(scope="module")
def served(instance):
    """Serve it with the configuration that Zope has in production; give its address."""
    with instance.served(instance.conf()) as (_process, port, _log):
        yield f"http://127.0.0.1:{port}/Plone"


def read(url):
    """Return a page's text, as an anonymous visitor reads it."""
    answer = requests.get(url, timeout=300)
    assert answer.status_code == 200
    return html.fromstring(answer.text)


@pytest.mark.long
def test_every_visitor_reads_the_days_of_events_day_first(served):
    visits = []
    for _visit in range(3):
        (box,) = read(served).cssselect(".portletEvents")
        visits.append(" ".join(box.text_content().split()))
    shown = re.findall(r"\d+/\d+/\d+", visits[0])
    days = [f"{datetime.strptime(one, '%d/%m/%Y'):%d/%m/%Y}" for one in shown]
    assert days and days == shown
    assert visits[1:] == visits[:1] * 2


@pytest.mark.parametrize(
    ("chosen", "left"),
    [
        ("all", None),
        ("none", frozenset()),
        ("learning finance", frozenset({"finance", "learning"})),
    ],
)
def test_options_that_were_asked_for_are_on(portal, chosen, left):
    load_tool("create_site").leave_on(chosen)
    assert options_on() == (dict(all_options()).keys() if left is None else left)


def test_an_option_that_is_none_is_named(portal):
    with pytest.raises(SystemExit, match="learnin"):
        load_tool("create_site").leave_on("learnin")
