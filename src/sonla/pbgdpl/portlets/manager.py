"""Render the portlets of the homepage centre."""

from plone.app.portlets.manager import ColumnPortletManagerRenderer
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.interfaces import IHomepageCentre
from typing import Any
from zope.component import adapter
from zope.interface import Interface
from zope.publisher.interfaces.browser import IBrowserView


@adapter(Interface, IBrowserLayer, IBrowserView, IHomepageCentre)
class CentreRenderer(ColumnPortletManagerRenderer):
    """Wrap each portlet as core's columns do, without a template.

    The template of the columns takes as long as all else that a kept region
    needs. A portlet that raises is logged and leaves the others alone.
    """

    def render(self) -> str:
        """Return the portlets that have something to show."""
        return "".join(map(self.wrapped, self.portletsToShow()))

    def wrapped(self, portlet: dict[str, Any]) -> str:
        """Return one portlet in the element by which core's scripts find it."""
        name = portlet["hash"]
        name = name.decode() if isinstance(name, bytes) else name
        html = self.safe_render(portlet["renderer"])
        return (
            f'<div class="portletWrapper" id="portletwrapper-{name}"'
            f' data-portlethash="{name}">{html}</div>'
        )
