"""Switch on Plone's caching for a portal behind the proxy of deploy/nginx.

usage: zconsole run zope.conf caching.py, in the environment of deploy/pbgdpl.env

The same as by hand in Site Setup: install "HTTP caching", import its settings "with caching
proxy", and name the proxy that is told which pages have changed. May be run again.
"""

from plone import api
from plone.base.utils import get_installer
from sonla.pbgdpl.core.types import types_with
from Testing.makerequest import makerequest
from typing import Any
from zope.component.hooks import setSite
from zope.globalrequest import setRequest

import os
import transaction

PROFILE = "profile-plone.app.caching:with-caching-proxy"
SETTINGS = "plone.cachepurging.interfaces.ICachePurgingSettings"
TYPES = "plone.app.caching.interfaces.IPloneCacheSettings.purgedContentTypes"


def switch_on(site: Any, address: str) -> None:
    """Set everything."""
    get_installer(site, site.REQUEST).install_product("plone.app.caching")
    site.portal_setup.runAllImportStepsFromProfile(PROFILE)
    stock = api.portal.get_registry_record(TYPES)
    for name, value in {
        "plone.caching.interfaces.ICacheSettings.enabled": True,
        f"{SETTINGS}.enabled": True,
        f"{SETTINGS}.cachingProxies": (address,),
        f"{SETTINGS}.virtualHosting": False,
        TYPES: (*stock, *(name for name in types_with("is_own") if name not in stock)),
    }.items():
        api.portal.set_registry_record(name, value)


def main(app: Any) -> None:
    """Act as the administrator of the portal that the environment names."""
    app = makerequest(app)
    setRequest(app.REQUEST)
    site = app.unrestrictedTraverse(os.environ["PBGDPL_SITE"])
    setSite(site)
    address = os.environ["PBGDPL_PURGE"]
    with api.env.adopt_roles(["Manager"]):
        switch_on(site, address)
    transaction.commit()
    print(f"pages are kept by the proxy, which is told at {address}")


main(app)  # noqa: F821 - zconsole provides it
