"""Checks of the running add-on, which each subject registers for itself.

A check is a named adapter of the site root to `IHealthCheck`; `@@pbgdpl-health`
runs them all. A new one needs a class and a line of ZCML, no change here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from plone import api
from typing import Any
from zope.component import getAdapters
from zope.i18nmessageid import Message
from zope.interface import Interface

import logging

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Health:
    """Hold the outcome of a check; `detail` is in the language of who asks, see `say`."""

    ok: bool
    detail: str = ""


class IHealthCheck(Interface):
    """Check one subject of the add-on in a portal, quickly and without writing."""

    def __call__() -> Health:
        """Tell whether the subject works; what is raised counts as not working."""


def say(message: Message) -> str:
    """Say something in the language of the administrator who asks; names are the machines'."""
    return api.portal.translate(message)


def check_health(site: Any) -> Iterator[tuple[str, Health]]:
    """Run every check of a portal, by name; one that raises doesn't stop the others."""
    for name, check in sorted(getAdapters((site,), IHealthCheck)):
        try:
            yield name, check()
        except Exception as error:
            logger.exception("The health check %s failed", name)
            yield name, Health(False, f"{type(error).__name__}: {error}")
