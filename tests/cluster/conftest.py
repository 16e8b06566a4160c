"""One story for all tests of the cluster, lived through once: it takes minutes.

A portal in files is converted into PostgreSQL; two clients serve it behind the proxy, both
with the clock, while editors save and 1,000 records are fetched; the one that fetches is
killed and started again; a backup is taken in the middle, another one at the end.
"""

from cluster_database import current
from cluster_database import filestorage
from cluster_database import history
from cluster_database import opened
from cluster_database import relstorage
from cluster_people import Editor
from cluster_people import Visitor
from cluster_people import Watch
from cluster_story import Converted
from cluster_story import FILES_CONF
from cluster_story import SCRIPTS
from cluster_story import Story
from file_order import together
from pathlib import Path
from sonla.referenceserver.server import ReferenceServer
from source_tree import load_tool
from source_tree import ROOT
from tempfile import TemporaryDirectory
from xdist.scheduler import LoadScopeScheduling

import pytest

HERE = Path(__file__).parent
RECORDS = 1000
TIGHT = {"PBGDPL_ALLOWED_NETWORKS": "127.0.0.0/8"}


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("cluster")


class StoryScheduling(LoadScopeScheduling):
    """Give one process the story with all its tests, and another what needs none of it."""

    def _split_scope(self, nodeid):
        """Name what is not to be torn apart: the folder of the story, or a file."""
        return str(together(Path(nodeid.partition("::")[0])))


def pytest_xdist_make_scheduler(config, log):
    """Part the tests by what they share; xdist 3.8's own groups are lost in pytest 9.2."""
    return StoryScheduling(config, log)


@pytest.fixture(autouse=True, scope="session")
def _keep_functional_session():
    """Spare these tests Plone's layer: their portals are processes of their own."""


@pytest.fixture(autouse=True, scope="session")
def _keep_integration_session():
    """The same for the other layer."""


@pytest.fixture(scope="session")
def parts():
    """Return what `make cluster` is made of."""
    return load_tool("cluster_parts")


@pytest.fixture(scope="session")
def server():
    """Yield the ministry's side."""
    with ReferenceServer(records=RECORDS, page_size=100) as server:
        yield server


@pytest.fixture(scope="session")
def postgres(parts):
    """Yield a server of PostgreSQL.

    It may run under an account of its own, and whoever starts pytest beside us closes
    pytest's folders to all others.
    """
    with TemporaryDirectory(prefix="pbgdpl-postgres-") as folder:
        postgres = parts.Postgres(Path(folder))
        yield postgres
        postgres.stop()


@pytest.fixture(scope="session")
def place_at(parts, server, postgres):
    """Return a function: an installation in a folder, for a database."""
    port = server.base_url.rpartition(":")[2]
    variables = {
        **TIGHT,
        "PBGDPL_ALLOWED_HOSTS": f"127.0.0.1:{port}",
        "PBGDPL_BTP_PORT": port,
    }

    def make(folder, dsn):
        place = parts.Place(folder, dsn, postgres_bin=postgres.bin, variables=variables)
        place.make()
        return place

    return make


@pytest.fixture(scope="session")
def converted(place_at, postgres, tmp_path_factory):
    """Return the installation whose portal was converted, and what both databases hold."""
    files = place_at(tmp_path_factory.mktemp("files"), "")
    (files.etc / "zope.conf").write_text(FILES_CONF)
    files.script(ROOT / "tools" / "create_site.py")
    assert "plone.rightcolumn/events" in files.script(SCRIPTS / "portlets.py")
    place = place_at(tmp_path_factory.mktemp("cluster"), postgres.create("pbgdpl"))
    source = files.folder / "var"
    place.run("zodbconvert", place.etc / "convert.conf", PBGDPL_FROM=str(source))
    with filestorage(source) as old, relstorage(place.dsn) as new:
        return Converted(place, current(old), current(new), history(old), history(new))


@pytest.fixture(scope="session")
def story(parts, converted, server, tmp_path_factory):
    """Live through it, and give what was seen."""
    place = converted.place
    clients = [
        parts.Client(place, name, conf="zope-clock.conf")
        for name in ("client1", "client2")
    ]
    proxy = parts.Proxy(tmp_path_factory.mktemp("proxy"))
    editors = [Editor("an", clients), Editor("binh", clients[::-1])]
    visitor = Visitor(proxy.port)
    with parts.running(place, clients), opened(place.dsn) as seen:
        with opened(place.dsn) as watched:
            watch = Watch(watched)
            story = Story(place, clients, editors, visitor, watch, seen, server)
            proxy.start([client.port for client in clients])
            try:
                with editors[0], editors[1], visitor, watch:
                    story.live()
                story.finish()
            finally:
                proxy.stop()
    story.end()
    return story
