"""Let the proxy forget the pages that were changed without a request from outside.

Plone collects their paths at the request, and sends them off once one from outside has
ended well. It does so by threads that never end, for which a command would wait for
ever; somebody who has no request of that kind may as well wait for the proxy's answer.
"""

from plone import api
from plone.cachepurging.hooks import KEY
from plone.cachepurging.interfaces import ICachePurgingSettings
from plone.cachepurging.interfaces import IPurger
from plone.cachepurging.utils import getURLsToPurge
from typing import Any
from zope.annotation.interfaces import IAnnotations
from zope.component import queryUtility

import logging
import time

logger = logging.getLogger(__name__)

LONGEST = 30.0
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
    end, told = time.monotonic() + LONGEST, proxies()
    for url in (url for path in sorted(paths) for url in getURLsToPurge(path, told)):
        status, _cache, _error = purger.purgeSync(url)
        if status == FAULT or time.monotonic() > end:
            logger.warning("%s: not all pages that changed could be named", url)
            return


def proxies() -> tuple[str, ...]:
    """Return the addresses of the proxies that Plone knows."""
    name = f"{ICachePurgingSettings.__identifier__}.cachingProxies"
    return tuple(api.portal.get_registry_record(name, default=None) or ())
