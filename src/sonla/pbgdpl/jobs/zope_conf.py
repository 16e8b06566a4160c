"""The section `<clock-server>` of zope.conf, as `component.xml` describes it.

Imported while zope.conf is read, hence nothing of Plone here.
"""

from typing import Any
from urllib.parse import urlsplit

GROUPS = {"@@pbgdpl-run": None, "@@btp-sync": "exchange"}
"""View that a section names → the group of jobs that it runs; None for all of them."""


class ClockSection:
    """One `<clock-server>` section.

    `method` names the portal and a view, `/Plone/@@pbgdpl-run` for all jobs or
    `/Plone/@@btp-sync` for those of the exchange alone, as such sections always did; the
    view isn't called, its work is. `period` and `budget` are seconds, `user` an
    id, `url` the public address of the portal. Raises ValueError, which ZConfig shows
    with file and line, for what makes no sense.
    """

    def __init__(self, section: Any) -> None:
        self.name = section.getSectionName()
        self.site_path, view = split_method(section.method)
        if view not in GROUPS or not self.site_path:
            views = " or ".join(f"/<portal>/{name}" for name in GROUPS)
            raise ValueError(f"method: expected {views}, not {section.method}")
        self.group = GROUPS[view]
        if section.period <= 0 or section.budget <= 0:
            raise ValueError("period and budget must be more than nothing")
        self.period = float(section.period)
        self.budget = float(section.budget)
        self.user = section.user
        self.url = public_address(section.host or "")
        self.has_password = bool(section.password)

    def getSectionName(self) -> str:
        """Return the name by which Zope keeps the section."""
        return self.name


def split_method(method: str) -> tuple[str, str]:
    """Part the path of the portal from the view; `@@` may be left out."""
    path, _, view = method.strip().rstrip("/").rpartition("/")
    return path.strip("/"), view if view.startswith("@@") else f"@@{view}"


def public_address(host: str) -> str:
    """Make an address of a host name or an address; https where nothing else is said."""
    if not host:
        return ""
    url = host if "://" in host else f"https://{host}"
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"host: {host} is no address")
    return url.rstrip("/")
