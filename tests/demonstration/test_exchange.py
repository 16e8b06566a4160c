"""What `make start` promises: some runs later everybody has what the other side had."""

from plone.app.testing import applyProfile
from plone.app.uuid.utils import uuidToObject
from public_content import make
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.exchange.settings import identifier_of
from sonla.pbgdpl.jobs.ticker import ClockThread
from sonla.pbgdpl.sync.store import store_of
from sonla.referenceserver import cli
from sonla.referenceserver.server import ReferenceServer
from source_tree import demonstration_conf
from source_tree import load_tool
from typing import Any
from Zope2.Startup.options import ZopeWSGIOptions

import html
import pytest
import requests
import transaction

RUNS = 40
CONF = """
instancehome {folder}
<zodb_db main>
  <mappingstorage>
  </mappingstorage>
  mount-point /
</zodb_db>
{lines}
"""


def read(folder: Any, lines: str) -> Any:
    """Read sections of zope.conf as Zope does when it starts."""
    path = folder / "zope.conf"
    path.write_text(CONF.format(folder=folder, lines=lines))
    return ZopeWSGIOptions(configfile=str(path))().configroot.product_config


def item_of(portal: Any, name: str) -> Any:
    """Return the item that a record of the other side became."""
    identity = store_of(portal).find_by_remote_id("btp", name)
    return None if identity is None else uuidToObject(identity.uid, True)


def visit(url: str) -> str:
    """Return what somebody without an account reads at an address; empty for nothing."""
    page = requests.get(url, timeout=60, allow_redirects=False)
    return html.unescape(page.text) if page.status_code == 200 else ""


@pytest.fixture
def server(monkeypatch):
    """Start the other side as `make start` does, with both of its sources."""
    serve = load_tool("serve")
    for name in serve.GATEWAY_SECRETS:
        monkeypatch.setenv(name, f"secret-{name}")
    options = cli._parser().parse_args(serve.MINISTRY[1:-3])
    settings = {**cli._settings(options), **cli._gateway_settings(options)}
    with ReferenceServer(**settings) as server:
        port = int(server.base_url.rpartition(":")[2])
        for name, value in serve.gateway_variables(port).items():
            if name not in serve.GATEWAY_SECRETS:
                monkeypatch.setenv(name, value)
        yield server


@pytest.fixture
def clock_thread(functional, functional_portal, server, tmp_path, monkeypatch):
    """Set up the demonstration's portal and its clock, which runs nothing by itself."""
    applyProfile(functional_portal, "sonla.pbgdpl:structure")
    port = server.base_url.rpartition(":")[2]
    load_tool("create_site").exchange_with_the_reference(port)
    transaction.commit()
    address = f"{functional['host']}:{functional['port']}"
    conf = read(tmp_path, demonstration_conf(address, int(port)))
    for name, value in conf["sonla.pbgdpl"].items():
        variable = f"PBGDPL_{name.upper().replace('-', '_')}"
        monkeypatch.setenv(variable, value)
    section = conf["pbgdpl"]
    # The portals of tests have a name of their own.
    monkeypatch.setattr(section, "site_path", functional_portal.getId())
    section.url = section.url.replace("/Plone", f"/{functional_portal.getId()}")
    return ClockThread(section, functional["zodbDB"])


def test_some_runs_later_both_sides_have_it(functional_portal, server, clock_thread):
    (section,) = all_sections()
    ours = make(section, "LegalNews", "Tập huấn tại Mộc Châu")
    transaction.commit()

    # A slow machine needs more runs: each has so many seconds.
    results = [clock_thread.run_once() for _ in range(4)]
    while results[-1].state == "partial" and len(results) < RUNS:
        results.append(clock_thread.run_once())
    assert results[-1].state in ("done", "idle"), results

    transaction.begin()
    trusted = server.identifiers("introduction")
    waiting = set(server.identifiers()) - set(trusted)
    assert trusted and waiting
    found = {name: item_of(functional_portal, name) for name in {*trusted, *waiting}}
    for name, item in found.items():
        title = server.record(name).fields["title"]
        is_public = name in trusted
        assert (title in visit(item.absolute_url())) is is_public, name
    newest = max(trusted, key=lambda name: found[name].effective())
    assert server.record(newest).fields["title"] in visit(section.absolute_url())

    catalogue = server.list_catalogue
    listed = [one for one in catalogue.entries("news") if not one.deleted]
    assert listed
    assert not {one.identifier for one in listed} & set(server.identifiers())
    second = store_of(functional_portal).bindings["lien-thong"]
    assert set(second) == {one.identifier for one in listed}
    assert requests.get(server.list_url, timeout=60).status_code == 403, "no gateway"

    name = identifier_of(ours.UID())
    assert [one.identifier for one in server.received if one.stored] == [name]
    document = server.push.resources[name].document
    assert document["name"] == ours.title
    assert ours.title in visit(document["url"])
