"""The portal that the first release made, opened and upgraded by today's code.

`upgrades/first_release/README.rst` tells how it was made.
"""

from pathlib import Path
from plone.app.testing import FunctionalTesting
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
from plone.app.testing import TEST_USER_PASSWORD
from plone.testing import Layer
from plone.testing.zca import popGlobalRegistry
from plone.testing.zca import pushGlobalRegistry
from plone.testing.zope import Browser
from plone.testing.zope import login
from plone.testing.zope import logout
from plone.testing.zope import WSGI_SERVER_FIXTURE
from plone.testing.zope import zopeApp
from portal_snapshot import Snapshot
from portal_snapshot import take
from sonla.pbgdpl.testing import FIXTURE
from stored_facts import Facts
from tempfile import TemporaryDirectory
from typing import Any
from ZODB.blob import BlobStorage
from ZODB.DB import DB
from ZODB.DemoStorage import DemoStorage
from ZODB.FileStorage import FileStorage
from zope.component.hooks import setSite
from zope.globalrequest import setRequest

import json
import tarfile
import transaction

ARCHIVE = Path(__file__).parent / "upgrades" / "first_release" / "portal.tar.xz"
PROFILE = "sonla.pbgdpl:default"
FIRST_VERSION = "1000"
SECTION = "pho-bien-giao-duc-phap-luat"
PAGES = (
    "",
    SECTION,
    f"{SECTION}/so-tu-phap",
    f"{SECTION}/so-tu-phap/gioi-thieu-91-2025-qh15",
    f"{SECTION}/so-tu-phap/gioi-thieu-91-2025-qh15/edit",
    f"{SECTION}/so-tu-phap/video-mau",
    "@@pbgdpl-search?SearchableText=luat",
    "@@pbgdpl-review",
    "@@pbgdpl-check",
    "@@pbgdpl-settings",
    "@@btp-sync-status",
    "prefs_install_products_form",
)


def unpack(folder: Path) -> Facts:
    """Unpack database and files into a folder; give what was written down of them."""
    with tarfile.open(ARCHIVE) as archive:
        archive.extractall(folder, filter="data")
    return json.loads((folder / "facts.json").read_text())


def open_storage(folder: Path) -> BlobStorage:
    """Open what was unpacked, for reading alone."""
    records = FileStorage(str(folder / "Data.fs"), read_only=True)
    return BlobStorage(str(folder / "blobs"), records)


def writable(storage: BlobStorage) -> DB:
    """Give a database that keeps in memory what is written.

    Each test closes what it laid upon it and all below, but for the storage itself.
    """
    return DB(DemoStorage(base=storage, close_base_on_close=False))


class FirstRelease(Layer):
    """Put the first release's database in the place of the one of the tests.

    Resources: `installed`, what a portal is set up with that today's code was installed
    into; `storage` with the records of the first release, `facts` as it wrote them
    down, `answers` before the upgrade, titles of the `upgrades` that were offered.
    """

    defaultBases = (FIXTURE,)

    def setUp(self) -> None:
        """Open the database, let the usual people of tests in, and upgrade the portal."""
        self.folder = TemporaryDirectory()
        self["installed"] = snapshot()
        self["facts"] = unpack(Path(self.folder.name))
        self["storage"] = open_storage(Path(self.folder.name))
        self["zodbDB"] = writable(self["storage"])
        pushGlobalRegistry()
        with zopeApp() as app:
            setRequest(app.REQUEST)
            portal = app["plone"]
            setSite(portal)
            let_in(app)
            transaction.commit()
            self["answers"] = answers(app)
            login(app["acl_users"], SITE_OWNER_NAME)
            self["upgrades"] = upgrade(portal)
            setSite(None)
            logout()
            setRequest(None)

    def tearDown(self) -> None:
        """Put everything back."""
        popGlobalRegistry()
        self["zodbDB"].close()
        self["storage"].close()
        for name in ("zodbDB", "storage", "facts", "installed", "answers", "upgrades"):
            del self[name]
        self.folder.cleanup()


def snapshot() -> Snapshot:
    """Describe the portal of the layer below."""
    with zopeApp() as app:
        setRequest(app.REQUEST)
        setSite(app["plone"])
        login(app["acl_users"], SITE_OWNER_NAME)
        found = take(app["plone"])
        logout()
        setSite(None)
        setRequest(None)
    return found


def let_in(app: Any) -> None:
    """Make the accounts that test layers log in with."""
    owners = app["acl_users"]
    owners.userFolderAddUser(SITE_OWNER_NAME, SITE_OWNER_PASSWORD, ["Manager"], [])
    users = app["plone"]["acl_users"]
    users.source_users.addUser(TEST_USER_ID, TEST_USER_NAME, TEST_USER_PASSWORD)
    users.portal_role_manager.doAssignRoleToPrincipal(TEST_USER_ID, "Member")


def answers(app: Any) -> dict[str, str]:
    """Visit the portal while nobody has upgraded it; give the status of each page."""
    browser = Browser(app)
    browser.raiseHttpErrors = False
    browser.addHeader("Authorization", f"Basic {SITE_OWNER_NAME}:{SITE_OWNER_PASSWORD}")
    found = {}
    for page in PAGES:
        browser.open(f"http://localhost/plone/{page}")
        found[page] = browser.headers["status"]
    return found


def upgrade(portal: Any) -> list[str]:
    """Run the steps that the Add-ons panel would run; give their titles."""
    setup = portal.portal_setup
    assert setup.getLastVersionForProfile(PROFILE) == (FIRST_VERSION,)
    offered = setup.listUpgrades(PROFILE)
    setup.upgradeProfile(PROFILE)
    transaction.commit()
    steps = (
        one
        for group in offered
        for one in (group if isinstance(group, list) else [group])
    )
    return [str(step["title"]) for step in steps]


FIRST_RELEASE_FIXTURE = FirstRelease()
FIRST_RELEASE = FunctionalTesting(
    bases=(FIRST_RELEASE_FIXTURE, WSGI_SERVER_FIXTURE), name="sonla.pbgdpl:FirstRelease"
)
