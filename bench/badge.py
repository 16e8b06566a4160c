"""Draw the number in the toolbar in a process of its own, and take the time.

A page takes fifty times as long and varies by more, so the viewlet is drawn by itself, for a
person of the demonstration, each time with a request that knows nothing yet.
"""

from bench.building import opened_application
from bench.child import answer_orders
from bench.child import Child
from bench.datasets import prepare
from bench.datasets import SITE
from bench.zope_process import load_zope
from collections.abc import Callable
from time import process_time
from typing import Any

import sys


class Badge(Child):
    """Draw the number in a child."""

    def __init__(self, dataset: str) -> None:
        prepare(dataset)
        super().__init__("bench.badge", dataset)

    def draw(self, login: str, times: int, fresh: bool = False) -> dict[str, Any]:
        """Draw it some times for a person; `fresh` forgets before each what was counted."""
        return self.ask(login=login, times=times, fresh=fresh)


def serve(dataset: str) -> None:
    """Answer orders until the parent closes the pipe."""

    def start() -> Callable[[dict[str, Any]], Any]:
        from zope.component.hooks import setSite

        load_zope(prepare(dataset), with_addon=True)
        site = opened_application()[SITE]
        setSite(site)
        site.REQUEST["PARENTS"] = [site]
        return lambda order: drawn(site, order)

    answer_orders(start)


def drawn(site: Any, order: dict[str, Any]) -> dict[str, Any]:
    """Draw the number as often as an order says; give the times in ms and the last HTML."""
    from plone import api
    from zope.component import getUtility
    from zope.ramcache.interfaces.ram import IRAMCache

    times, html = [], ""
    with api.env.adopt_user(username=order["login"]):
        for _number in range(order["times"]):
            if order["fresh"]:
                getUtility(IRAMCache).invalidateAll()
            viewlet = viewlet_of(site)
            begin = process_time()
            viewlet.update()
            html = viewlet.render()
            times.append((process_time() - begin) * 1000)
    return {"times": times, "html": html}


def viewlet_of(site: Any) -> Any:
    """Return the viewlet on the portal's root, for a new request."""
    from plone.app.layout.viewlets.interfaces import IToolbar
    from plone.browserlayer.utils import registered_layers
    from sonla.pbgdpl.ui.page import BrowserView
    from zope.component import getMultiAdapter
    from zope.interface import alsoProvides
    from zope.viewlet.interfaces import IViewlet

    request = site.REQUEST.clone()
    alsoProvides(request, *registered_layers())
    view, manager = BrowserView(site, request), BrowserView(site, request)
    alsoProvides(manager, IToolbar)
    found = (site, request, view, manager)
    return getMultiAdapter(found, IViewlet, name="pbgdpl.waiting")


if __name__ == "__main__":
    serve(sys.argv[1])
