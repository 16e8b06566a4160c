"""What the registry's records of our settings are called on their pages."""

from plone import api
from sonla.pbgdpl.ui.control_panel import panels
from typing import Any
from zope.i18nmessageid import Message


def setting_title(name: str, request: Any) -> Message | str:
    """Return the title of the field that a record belongs to; "" for what is no setting."""
    prefix, _, field = name.rpartition(".")
    for _name, panel in panels(api.portal.get(), request):
        if panel.prefix == prefix and panel.schema is not None:
            return panel.schema[field].title if field in panel.schema else ""
    return ""
