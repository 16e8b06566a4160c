"""Take core's portlet of events away, as docs/operations.rst asks of a cluster.

usage: zconsole run zope.conf cluster_portal.py

It keeps objects of the database from one request to the next, for whichever thread comes
then: two threads that use one connection to PostgreSQL get each other's answers.
"""

from plone.portlets.interfaces import IPortletAssignmentMapping
from plone.portlets.interfaces import IPortletManager
from typing import Any
from zope.component import getMultiAdapter
from zope.component import getUtility
from zope.component.hooks import setSite

import transaction


def main(app: Any) -> None:
    """Take it from the column where every new portal has it."""
    site = app["Plone"]
    setSite(site)
    column = getUtility(IPortletManager, name="plone.rightcolumn")
    del getMultiAdapter((site, column), IPortletAssignmentMapping)["events"]
    transaction.commit()


main(app)  # noqa: F821 - zconsole provides it
