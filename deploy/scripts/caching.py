"""Switch on Plone's caching for a portal behind the proxy of deploy/nginx.

usage: zconsole run zope.conf caching.py, in the environment of deploy/pbgdpl.env

The same as by hand in Site Setup: install "HTTP caching", import its settings "with caching
proxy", and name the proxy that is told which pages have changed. Beyond that, the proxy keeps
each page that anybody may see for some seconds, and answers by itself meanwhile. May be run
again.
"""

from plone import api
from plone.base.utils import get_installer
from plone.registry import FieldRef
from plone.registry import Record
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
OPERATIONS = "plone.caching.interfaces.ICacheSettings.operationMapping"
SECONDS = 4
"""For which the proxy keeps a page: one more passes until a change is seen by everybody."""
KEPT = {
    "plone.content.itemView": "plone.app.caching.moderateCaching",
    "plone.content.folderView": "plone.app.caching.moderateCaching",
    "plone.content.dynamic": "plone.app.caching.terseCaching",
}
"""Rules of pages, and Plone's operation for them."""
PARTS = ("userid", "catalogCounter", "userLanguage", "skin", "locked", "copy")
ETAG = (*PARTS, "resourceRegistries", "sonla.pbgdpl")
"""With `userid`, Plone gives the proxy nothing of whoever is logged in."""


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
    keep_pages(site.portal_registry)


def keep_pages(registry: Any) -> None:
    """Let the proxy keep pages for some seconds, and browsers ask again each time."""
    for rule, operation in KEPT.items():
        registry[OPERATIONS] = {**registry[OPERATIONS], rule: operation}
        for option, value in {"maxage": 0, "smaxage": SECONDS, "etags": ETAG}.items():
            shared = registry.records.get(f"{operation}.{option}")
            if shared is not None:
                record = Record(FieldRef(shared.__name__, shared.field), value)
                registry.records[f"{operation}.{rule}.{option}"] = record


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
