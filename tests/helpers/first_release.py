"""The portal that the first release made, opened and upgraded by today's code.

`install/upgrades/first_release/README.rst` tells how it was made.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
from plone.app.testing import TEST_USER_PASSWORD
from plone.testing import Layer
from plone.testing.zope import Browser
from plone.testing.zope import login
from portal_snapshot import take
from stacked_portal import served_app
from typing import Any
from ZODB.blob import BlobStorage
from ZODB.DB import DB
from ZODB.DemoStorage import DemoStorage
from ZODB.FileStorage import FileStorage
from zope.component.hooks import setSite

import json
import tarfile
import transaction

ARCHIVE = Path(__file__).parents[1] / "install/upgrades/first_release/portal.tar.xz"
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


class FirstRelease:
    """Hold the database of the first release, and what was seen of its upgrade."""

    def __init__(self, folder: Path) -> None:
        """Unpack it; `facts` is what the first release wrote down of its portal."""
        with tarfile.open(ARCHIVE) as archive:
            archive.extractall(folder, filter="data")
        self.facts = json.loads((folder / "facts.json").read_text())
        records = FileStorage(str(folder / "Data.fs"), read_only=True)
        self.storage = BlobStorage(str(folder / "blobs"), records)
        self.upgraded: DemoStorage | None = None

    def upgrade(self, layer: Layer) -> None:
        """Upgrade it, with the components of a functional layer.

        Keeps the answers of pages beforehand, and what the layer's own portal is set up
        with, to compare.
        """
        login(layer["app"]["acl_users"], SITE_OWNER_NAME)
        self.installed = take(layer["portal"])
        self.upgraded = upon(self.storage)
        with served_app(layer, DB(self.upgraded)) as app:
            setSite(app["plone"])
            let_in(app)
            transaction.commit()
            self.answers = answers(app)
            login(app["acl_users"], SITE_OWNER_NAME)
            upgrade(app["plone"])

    @contextmanager
    def portal(self, layer: Layer) -> Iterator[Any]:
        """Yield the upgraded portal while its Manager is logged in, and forget what is done to it."""
        if self.upgraded is None:
            self.upgrade(layer)
        with served_app(layer, DB(upon(self.upgraded))) as app:
            setSite(app["plone"])
            login(app["acl_users"], SITE_OWNER_NAME)
            transaction.begin()
            yield app["plone"]


def upon(storage: Any) -> DemoStorage:
    """Return a storage that keeps in memory what is written, and leaves the other open."""
    return DemoStorage(base=storage, close_base_on_close=False)


def let_in(app: Any) -> None:
    """Make the accounts that test layers log in with."""
    owners = app["acl_users"]
    owners.userFolderAddUser(SITE_OWNER_NAME, SITE_OWNER_PASSWORD, ["Manager"], [])
    users = app["plone"]["acl_users"]
    users.source_users.addUser(TEST_USER_ID, TEST_USER_NAME, TEST_USER_PASSWORD)
    users.portal_role_manager.doAssignRoleToPrincipal(TEST_USER_ID, "Member")


def answers(app: Any) -> dict[str, str]:
    """Visit the portal while nobody has upgraded it; return the status of each page."""
    browser = Browser(app)
    browser.raiseHttpErrors = False
    browser.addHeader("Authorization", f"Basic {SITE_OWNER_NAME}:{SITE_OWNER_PASSWORD}")
    found = {}
    for page in PAGES:
        browser.open(f"{app['plone'].absolute_url()}/{page}")
        found[page] = browser.headers["status"]
    return found


def upgrade(portal: Any) -> None:
    """Run the steps that the Add-ons panel would run, of which the first release has none."""
    setup = portal.portal_setup
    assert setup.getLastVersionForProfile(PROFILE) == (FIRST_VERSION,)
    setup.upgradeProfile(PROFILE)
    transaction.commit()
