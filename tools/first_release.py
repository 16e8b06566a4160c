"""Make the stored portal of the first release anew, and write down what it holds.

usage: .venv/bin/python tools/first_release.py

Tests open it under the code of the day (`tests/helpers/first_release.py`). Until version 1.0.0 is
released it is made anew whenever a class path changed; afterwards never again.
"""

from contextlib import contextmanager
from pathlib import Path

import json
import logging
import os
import sys
import tarfile
import tempfile

ROOT = Path(__file__).resolve().parent.parent
ARCHIVE = ROOT / "tests/install/upgrades/first_release/portal.tar.xz"
NAME = "plone"
ADDRESS = f"http://localhost/{NAME}"
# Database and portal have the names that test layers give theirs.
CONF = """
instancehome {folder}
<zodb_db unnamed>
  <blobstorage>
    blob-dir {folder}/blobs
    <filestorage>
      path {folder}/Data.fs
    </filestorage>
  </blobstorage>
  mount-point /
</zodb_db>
"""
EDITED = "Sửa tại tỉnh: "
AGENCY = "Sở Tư pháp tỉnh Sơn La"
READERS = ("contributor", "editor", "approver")
INTRODUCTION = "so-tu-phap/gioi-thieu-91-2025-qh15"


@contextmanager
def opened(folder: Path):
    """Start Zope on a new database in a folder, and yield its root."""
    from Testing.makerequest import makerequest
    from zope.globalrequest import setRequest
    from Zope2.Startup.run import configure_wsgi

    import Zope2

    conf = folder / "zope.conf"
    conf.write_text(CONF.format(folder=folder), encoding="utf-8")
    configure_wsgi(str(conf))
    app = makerequest(Zope2.app())
    setRequest(app.REQUEST)
    yield app
    database = app._p_jar.db()
    app._p_jar.close()
    database.pack()
    database.close()


def demonstration(app, port: str):
    """Make the portal that `make start` shows, with a server to exchange with."""
    import create_site
    import transaction

    for name in create_site.NOISY:
        logging.getLogger(name).setLevel(logging.ERROR)
    os.environ.update(PBGDPL_URL=ADDRESS, PBGDPL_BTP_PORT=port)
    create_site.SITE_ID = NAME
    create_site.SOURCES = create_site.SOURCES[:1]
    create_site.become_manager(app)
    site = create_site.create(app)
    transaction.commit()
    return site


def exchange_and_edit(portal) -> None:
    """Fetch and send, let people change what came and what was there, and do it again."""
    from plone import api
    from sonla.pbgdpl.editorial.revisions import revise
    from sonla.pbgdpl.mail.interfaces import IMailer
    from zope.component import getUtility

    import transaction

    portal.run_until_done()
    section = portal.section
    api.portal.set_registry_record("sonla.pbgdpl.managing_agency", AGENCY)
    for user in READERS:
        section.manage_setLocalRoles(user, ["Reader"])
    section.reindexObjectSecurity()
    fetched, *_others = sorted(portal.items())
    portal.edit(fetched, title=EDITED + portal.item(fetched).title)
    text = section.unrestrictedTraverse(INTRODUCTION)
    text.title += " (sửa)"
    text.reindexObject()
    revise(text)
    transaction.commit()
    portal.run_until_done()
    getUtility(IMailer).wait()


def main() -> None:
    """Make the portal, pack it, and write the archive."""
    sys.path[:0] = [str(ROOT / "tests" / "helpers"), str(ROOT / "tools")]
    from harvested_portal import HarvestedPortal
    from harvested_portal import reference_server
    from stored_content import facts_of

    import pytest

    with (
        tempfile.TemporaryDirectory() as name,
        pytest.MonkeyPatch.context() as patch,
        reference_server(patch, records=24, seed=7) as server,
    ):
        folder = Path(name)
        with opened(folder) as app:
            site = demonstration(app, server.base_url.rpartition(":")[2])
            exchange_and_edit(HarvestedPortal(site, server))
            facts = json.dumps(facts_of(site), ensure_ascii=False, indent=1)
        (folder / "facts.json").write_text(facts, encoding="utf-8")
        ARCHIVE.parent.mkdir(parents=True, exist_ok=True)
        with tarfile.open(ARCHIVE, "w:xz") as archive:
            for part in ("Data.fs", "blobs", "facts.json"):
                archive.add(folder / part, part)
    print(f"{ARCHIVE.relative_to(ROOT)}: {ARCHIVE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
