"""Checks of the running add-on, and what it expects of the database; each subject registers its own.

A check is a named adapter of the site root to `IHealthCheck`; `@@pbgdpl-health`
runs them all. A new one needs a class and a line of ZCML, no change here.

A portal may run code that is newer than its last upgrade step, or have lost something by
hand: a record of the registry, an index, a role. Each subject registers a named adapter of
the site root to `ISelfCheck`. Health and the administration page ask all of them; one
button there brings what is missing, and so can an upgrade step.
"""

from abc import ABC
from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from pathlib import Path
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl import PACKAGE_NAME
from sonla.pbgdpl.core.environment import FILE
from sonla.pbgdpl.core.environment import read_file
from sonla.pbgdpl.core.environment import read_option
from sonla.pbgdpl.core.environment import UnsafeFile
from sonla.pbgdpl.core.options import offered
from sonla.pbgdpl.core.options import options_gone
from typing import Any
from zope.component import getAdapters
from zope.i18nmessageid import Message
from zope.interface import implementer
from zope.interface import Interface

import logging
import os

logger = logging.getLogger(__name__)
NOT_MADE = _(
    "health_not_made",
    default="This check could not be made: the program has a fault. Send the entry of the server's log to those who maintain the program.",
)

PROFILE = f"{PACKAGE_NAME}:default"
UPGRADE_WITHIN = timedelta(days=1)
"""After so long somebody has forgotten the upgrade."""


@dataclass(frozen=True)
class Health:
    """The outcome of a check; `detail` is in the language of who asks, see `translated`.

    `count` is how many things the check is about are wrong or wait, and `oldest` since
    when the first of them does; None where the check counts nothing. `remedy` is the
    address of the page where an administrator cures it; empty where there is none.
    """

    ok: bool
    detail: str = ""
    count: int | None = None
    oldest: datetime | None = None
    remedy: str = ""

    def as_json(self) -> dict[str, Any]:
        """Describe it for monitoring; what it doesn't tell is left out."""
        data: dict[str, Any] = {
            "status": "ok" if self.ok else "fail",
            "detail": self.detail,
        }
        if self.count is not None:
            data["count"] = self.count
        if self.oldest is not None:
            data["oldest"] = written(self.oldest)
        if self.remedy:
            data["remedy"] = self.remedy
        return data


class IHealthCheck(Interface):
    """Check one subject of the add-on in a portal, quickly and without writing."""

    def __call__() -> Health | None:
        """Return whether the subject works; what is raised counts as not working.

        None where there is nothing to tell: the check is then left out.
        """


@implementer(IHealthCheck)
class HealthCheck(ABC):
    """The base of checks: it has the portal, subclasses look at it."""

    def __init__(self, site: Any) -> None:
        self.site = site

    @abstractmethod
    def __call__(self) -> Health | None:
        """Return whether the subject works."""


def translated(message: Message) -> str:
    """Translate a message to the language of the administrator who asks; names stay as they are."""
    return api.portal.translate(message)


def written(moment: datetime | None) -> str:
    """Write a moment as machines do, in UTC: monitoring may compare it."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if moment else "?"


def check_health(site: Any) -> Iterator[tuple[str, Health]]:
    """Run every check of a portal, by name; one that raises doesn't stop the others."""
    for name, check in sorted(offered(getAdapters((site,), IHealthCheck))):
        try:
            health = check()
        except Exception:
            logger.exception("The health check %s failed", name)
            health = Health(False, translated(NOT_MADE))
        if health is not None:
            yield name, health


class ISelfCheck(Interface):
    """Compare what one subject expects of the database with what is there.

    Asked by health and the administration page. Must not raise: health then counts as failed,
    and the page can't be opened.
    """

    def missing() -> list[str]:
        """Return the names of what is not there, for administrators; quick, no writing."""

    def repair() -> None:
        """Bring what is not there; what is there stays as administrators have set it.

        Called by an administrator or an upgrade step, in the caller's transaction.
        """


@implementer(ISelfCheck)
class SelfCheck(ABC):
    """The base of checks: it has the portal, subclasses compare it with what they expect."""

    def __init__(self, site: Any) -> None:
        self.site = site

    @abstractmethod
    def missing(self) -> list[str]:
        """Return the names of what is not there."""

    @abstractmethod
    def repair(self) -> None:
        """Bring what is not there."""


def missing_parts(site: Any) -> list[str]:
    """Return the names of everything that the checks of a portal miss."""
    return [name for check in checks_of(site) for name in check.missing()]


def repair(site: Any) -> list[str]:
    """Let every check bring what it misses; return the names of that."""
    repaired = []
    for check in checks_of(site):
        if names := check.missing():
            check.repair()
            repaired += names
    return repaired


def checks_of(site: Any) -> list[Any]:
    """Return the checks of a portal, in the order of their names."""
    return [check for _name, check in sorted(getAdapters((site,), ISelfCheck))]


UPGRADE_WAITS = _(
    "health_upgrade_waits",
    default="The code is newer than the portal's database: an upgrade step waits under Add-ons. Make a backup, then take it.",
)


def upgrade_url() -> str:
    """Return the address of Plone's page that takes the steps of upgrades."""
    return f"{api.portal.get().absolute_url()}/prefs_install_products_form"


def upgrade_waits() -> bool:
    """Return whether the code has a step that the portal's database has not taken."""
    return api.portal.get_tool("portal_setup").hasPendingUpgrades(PROFILE)


def installed_since() -> datetime:
    """Return since when the file is there that has the version of the profile.

    Since then the step could be taken; a restart of Zope changes nothing about that.
    """
    profile = api.portal.get_tool("portal_setup").getProfileInfo(PROFILE)
    written_at = Path(profile["path"], "metadata.xml").stat().st_mtime
    return datetime.fromtimestamp(written_at, UTC)


class InstallationHealth(HealthCheck):
    """What the database lacks of what this release expects."""

    def __call__(self) -> Health:
        """Return whether an upgrade waits, or else how many parts are missing, with their names."""
        if upgrade_waits():
            words = translated(UPGRADE_WAITS)
            is_new = datetime.now(UTC) - installed_since() < UPGRADE_WITHIN
            return Health(is_new, words, remedy=upgrade_url())
        missing = missing_parts(self.site)
        if not missing:
            return Health(True, " ".join(map(translated, options_gone())))
        message = _(
            "health_installation_missing",
            default="${number} parts of this release are missing, and “Administration of the section” has a button that brings them: ${names}",
            mapping={"number": len(missing), "names": ", ".join(missing)},
        )
        return Health(False, translated(message))


UNSAFE_OPTIONS = _(
    "health_options_unsafe",
    default="Another account than root or that of Zope owns the file of options ${path}, or every account may write it. So it is not read, and what was read of it last counts on. Look at what stands there, then give it to root alone: chown root, chmod 640.",
)
UNREAD_OPTIONS = _(
    "health_options_unread",
    default="The file of options ${path} can't be read, and what was read of it last counts on: ${problem}. The account that runs Zope must be able to read it.",
)


class OptionsHealth(HealthCheck):
    """Whether the file of options is ours alone, and can be read."""

    def __call__(self) -> Health:
        """Return what is wrong with it; nothing is where none is named, or it isn't there yet."""
        path = read_option(FILE)
        if not path or not os.path.exists(path):
            return Health(True)
        try:
            read_file(path)
        except (OSError, UnicodeDecodeError) as error:
            unsafe = isinstance(error, UnsafeFile)
            words = Message(
                UNSAFE_OPTIONS if unsafe else UNREAD_OPTIONS,
                mapping={"path": path, "problem": str(error)},
            )
            return Health(False, translated(words))
        return Health(True)
