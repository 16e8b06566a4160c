"""Create the Plone site with the add-on, its section and its demonstration.

usage: zconsole run var/instance/etc/zope.conf tools/create_site.py

Everything is one transaction: a site that exists was finished, so nothing is done
twice, and what an administrator changed or uninstalled since then is left alone.
"""

from AccessControl.SecurityManagement import newSecurityManager
from pathlib import Path
from plone import api
from plone.base.utils import get_installer
from plone.browserlayer.utils import registered_layers
from Products.CMFPlone.factory import addPloneSite
from sonla.pbgdpl.core.options import all_options
from sonla.pbgdpl.core.options import switch_to
from Testing.makerequest import makerequest
from typing import Any
from zope.component.hooks import setSite
from zope.globalrequest import setRequest
from zope.interface import alsoProvides

import logging
import os
import secrets
import transaction

SITE_ID = "Plone"
ADMIN = "admin"
PACKAGE = "sonla.pbgdpl"
REST = "plone.restapi"
"""Classic portals have it, but only once it is installed may anybody use it."""
# These warn about Plone's own registrations at every site's creation.
NOISY = (
    "GenericSetup.componentregistry",
    "Products.MimetypesRegistry.MimeTypesRegistry",
)
PROFILES = (
    f"{PACKAGE}:structure",
    "sonla.demonstration:default",
    "sonla.demonstration:portal",
)
RUNNER = "pbgdpl-runner"
RUNNER_NAME = "Máy đồng bộ (mẫu)"
"""As the histories of fetched texts call it; without one they have the login name."""
SYNC_GROUP = "pbgdpl-sync"
SOURCE = {
    "name": "btp",
    "title": "Bộ Tư pháp (mẫu)",
    "enabled": True,
    "driver": "oaipmh",
    "authentication": "bearer",
    "metadata_prefix": "pbgdpl",
    "sets": None,
    "trusted_sets": "type:introduction",
    "target": None,
}
LIST_SOURCE = {
    **SOURCE,
    "name": "lien-thong",
    "title": "Cổng liên thông (mẫu)",
    "driver": "mapped-json",
    "authentication": "gateway",
    "metadata_prefix": "plqg-list",
    "trusted_sets": None,
}
"""A list that tells no deletions, behind a gateway; `serve.py` gives both sides the secrets."""
SOURCES = ((SOURCE, "/oai"), (LIST_SOURCE, "/api/v1/tin-bai"))


def become_manager(app) -> None:
    """Act as the administrator: what is created needs an owner with all rights."""
    if app.acl_users.getUserById(ADMIN) is None:
        # Zope deletes the file with the first account once it has read it, so a
        # database that was thrown away is followed by one without any.
        app.acl_users._doAddUser(ADMIN, ADMIN, ["Manager"], [])  # noqa: SLF001
    user = app.acl_users.getUserById(ADMIN)
    newSecurityManager(None, user.__of__(app.acl_users))


def create(app: Any) -> Any:
    """Create the Classic UI site in Vietnamese and install the add-on."""
    site = addPloneSite(
        app,
        SITE_ID,
        title="Cổng thông tin điện tử tỉnh Sơn La",
        distribution_name="classic",
        default_language="vi",
        portal_timezone="Asia/Ho_Chi_Minh",
        setup_content=False,
    )
    setSite(site)
    theme_the_loopback_address()
    # Core's list for search engines, which a portal has only by choice.
    api.portal.set_registry_record("plone.enable_sitemap", True)
    installer = get_installer(site, app.REQUEST)
    for product in (REST, PACKAGE):
        if not installer.install_product(product):
            raise SystemExit(f"{product} could not be installed.")
    mark_layers(app.REQUEST)
    for profile in PROFILES:
        print(f"importing {profile} ...", flush=True)
        site.portal_setup.runAllImportStepsFromProfile(f"profile-{profile}")
    exchange_with_the_reference(os.environ.get("PBGDPL_BTP_PORT", "8091"))
    leave_on(os.environ.get("PBGDPL_OPTIONS") or "all")
    return site


def leave_on(chosen: str) -> None:
    """Switch off all options but some: `all`, `none`, or names with spaces between them.

    What the demonstration made of the others stays in the portal and rests.
    """
    names = {name for name, _option in all_options()}
    on = {"all": names, "none": set()}.get(chosen, set(chosen.split()))
    if unknown := on - names:
        raise SystemExit(f"No options: {unknown}. There are {sorted(names)}.")
    switch_to(on)


def exchange_with_the_reference(port: str) -> None:
    """Switch on what a plain installation leaves off, with the reference server."""
    api.user.create(
        email="runner@example.org",
        username=RUNNER,
        password=secrets.token_urlsafe(),
        properties={"fullname": RUNNER_NAME},
    )
    api.group.add_user(groupname=SYNC_GROUP, username=RUNNER)
    base_url = f"http://127.0.0.1:{port}"
    settings = {
        "sources": [
            {**source, "base_url": base_url + path} for source, path in SOURCES
        ],
        "period": 1,
        "pull_enabled": True,
        "push_url": f"{base_url}/push",
        "push_enabled": True,
    }
    name = f"{PACKAGE}.exchange.repository_id"
    api.portal.set_registry_record(name, "pbgdpl-mau.example")
    for name, value in settings.items():
        api.portal.set_registry_record(f"{PACKAGE}.sync.{name}", value)


def theme_the_loopback_address() -> None:
    """Show the theme on 127.0.0.1 too, where plone.app.theming leaves it out."""
    api.portal.set_registry_record(
        "plone.app.theming.interfaces.IThemeSettings.hostnameBlacklist", []
    )


def mark_layers(request) -> None:
    """Mark the request with the layers that a visit to the site would have."""
    alsoProvides(request, *registered_layers())


def main(app) -> None:
    """Create the site unless it is there."""
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.ERROR)
    app = makerequest(app)
    setRequest(app.REQUEST)
    if SITE_ID in app.objectIds():
        print(f"site {SITE_ID} is there, nothing to do")
    else:
        become_manager(app)
        print(f"creating site {SITE_ID} ...", flush=True)
        create(app)
        transaction.commit()
    if stamp := os.environ.get("PBGDPL_SITE_STAMP"):
        Path(stamp).touch()


if __name__ == "__main__":
    main(app)  # noqa: F821 - `zconsole run` provides it
