"""Take core's portlet of events off the columns of a portal that runs on PostgreSQL.

usage: zconsole run zope.conf portlets.py, in the environment of deploy/pbgdpl.env

It keeps objects of the database from one request to the next, for whichever thread comes
then: two threads that use one connection to PostgreSQL get each other's answers. Portlets
that were assigned to single folders are not looked for.
"""

from collections.abc import Iterator
from plone.app.event.portlets.portlet_events import IEventsPortlet
from plone.portlets.interfaces import IPortletAssignmentMapping
from plone.portlets.interfaces import IPortletManager
from typing import Any
from zope.component import getUtilitiesFor
from zope.component import queryMultiAdapter
from zope.component.hooks import setSite

import os
import transaction


def taken_off(site: Any) -> Iterator[str]:
    """Take it from each column of the site's root, and name where it was."""
    for column, manager in getUtilitiesFor(IPortletManager):
        mapping = queryMultiAdapter((site, manager), IPortletAssignmentMapping)
        if mapping is None:
            continue
        for name in [n for n in mapping if IEventsPortlet.providedBy(mapping[n])]:
            del mapping[name]
            yield f"{column}/{name}"


def main(app: Any) -> None:
    """Do it in the portal that the environment names."""
    site = app.unrestrictedTraverse(os.environ["PBGDPL_SITE"])
    setSite(site)
    print("taken off:", ", ".join(taken_off(site)) or "nothing, it was nowhere")
    transaction.commit()


main(app)  # noqa: F821 - zconsole provides it
