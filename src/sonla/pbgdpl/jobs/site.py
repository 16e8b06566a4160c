"""Work on a site without a request from outside, as a person or machine that may.

Somebody who has no request (the clock, the command) gets one made, with what a real one
brings: browser layers, the portal's components, a user, the portal's public address;
and at its end proxies that forget what was changed.

The proxy forgets the pages that were changed. Plone collects their paths at the request,
and sends them off once one from outside has ended well. It does so by threads that never
end, for which a command would wait for ever; somebody who has no request of that kind may
as well wait for the proxy's answer.
"""

from AccessControl import getSecurityManager
from AccessControl.SecurityManagement import newSecurityManager
from AccessControl.SecurityManagement import noSecurityManager
from collections.abc import Iterator
from contextlib import contextmanager
from plone import api
from plone.base.interfaces.siteroot import IPloneSiteRoot
from plone.cachepurging.hooks import KEY
from plone.cachepurging.interfaces import ICachePurgingSettings
from plone.cachepurging.interfaces import IPurger
from plone.cachepurging.utils import getURLsToPurge
from sonla.pbgdpl import PACKAGE_NAME
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.settings.public_address import ADDRESS_ANNOTATION
from sonla.pbgdpl.settings.public_address import public_root
from Testing.makerequest import makerequest
from typing import Any
from urllib.parse import urlsplit
from zope.annotation.interfaces import IAnnotations
from zope.component import queryUtility
from zope.component.hooks import getSite
from zope.component.hooks import setSite
from zope.event import notify
from zope.globalrequest import clearRequest
from zope.globalrequest import setRequest
from zope.traversing.interfaces import BeforeTraverseEvent

import logging
import time

logger = logging.getLogger(__name__)


MAX_SECONDS = 30.0
"""Seconds after which the rest is left to the time for which the proxy keeps pages."""
FAULT = "ERROR"


def forget_pages(request: Any) -> None:
    """Notify each proxy of Plone's settings which pages have changed, one after another.

    One that can't be told now would not hear of the next page either.
    """
    paths = IAnnotations(request).pop(KEY, ())
    purger = queryUtility(IPurger)
    if not paths or purger is None:
        return
    end, proxy_urls = time.monotonic() + MAX_SECONDS, proxies()
    for url in (
        url for path in sorted(paths) for url in getURLsToPurge(path, proxy_urls)
    ):
        status, _cache, _error = purger.purgeSync(url)
        if status == FAULT or time.monotonic() > end:
            logger.warning("%s: not all pages that changed could be named", url)
            return


def proxies() -> tuple[str, ...]:
    """Return the addresses of the proxies that Plone knows."""
    name = f"{ICachePurgingSettings.__identifier__}.cachingProxies"
    return tuple(api.portal.get_registry_record(name, default=None) or ())


RUN_SYNCHRONISATION = "sonla.pbgdpl: Run synchronisation"


def may_run(site: Any) -> bool:
    """Return whether the user who is logged in may run the jobs of a site.

    The permission on one of its sections is enough: the group `pbgdpl-sync` has its
    role there and nowhere else, so that a machine's account has no right outside.
    """
    manager = getSecurityManager()
    return any(
        manager.checkPermission(RUN_SYNCHRONISATION, place)
        for place in (site, *all_sections())
    )


RUNNER_USER = "pbgdpl-runner"
"""The account that commands run as; one can't be called like the group `pbgdpl-sync`."""


class CannotAct(Exception):
    """Raised with one sentence on what an administrator has to correct."""


@contextmanager
def acting(app: Any, path: str, user_id: str, url: str = "") -> Iterator[Any]:
    """Yield the site at a path of the database, while one of its users acts in it.

    `url` takes the place of the public address in the settings. Raises `CannotAct` when
    there is no such site with the add-on, no such user, or the user has not the permission
    *Run synchronisation*.
    """
    before = getSite()
    app = makerequest(app)
    setRequest(app.REQUEST)
    try:
        site = site_at(app, path)
        notify(BeforeTraverseEvent(site, app.REQUEST))
        if not IBrowserLayer.providedBy(app.REQUEST):
            raise CannotAct(f"{PACKAGE_NAME} is not installed in the portal at {path}")
        publish_at(app.REQUEST, site, url)
        newSecurityManager(app.REQUEST, user_of(site, user_id))
        if not may_run(site):
            raise CannotAct(f"{user_id} has not the permission {RUN_SYNCHRONISATION!r}")
        yield site
        forget_pages(app.REQUEST)
    finally:
        noSecurityManager()
        clearRequest()
        setSite(before)


def site_at(app: Any, path: str) -> Any:
    """Return the portal at a path; never something that is merely acquired."""
    names = tuple(name for name in path.split("/") if name)
    site: Any = app.unrestrictedTraverse(names, None) if names else None
    if not IPloneSiteRoot.providedBy(site) or site.getPhysicalPath()[1:] != names:
        raise CannotAct(f"There is no portal at /{'/'.join(names)}")
    return site


def user_of(site: Any, user_id: str) -> Any:
    """Return a user of the portal or of the whole server; never anonymous."""
    for folder in (site.acl_users, site.getPhysicalRoot().acl_users):
        user = folder.getUserById(user_id)
        if user is not None:
            return user.__of__(folder)
    raise CannotAct(f"There is no account {user_id!r}")


def publish_at(request: Any, site: Any, url: str) -> None:
    """Let addresses of the site begin with its public one, as behind a proxy.

    The one that was given, else that of the settings.
    """
    if url:
        IAnnotations(request)[ADDRESS_ANNOTATION] = url.rstrip("/")
    url = public_root()
    if not url:
        return
    parts = urlsplit(url)
    default = 443 if parts.scheme == "https" else 80
    request.setServerURL(parts.scheme, parts.hostname, parts.port or default)
    request["PARENTS"] = [site]
    request.setVirtualRoot([name for name in parts.path.split("/") if name])
