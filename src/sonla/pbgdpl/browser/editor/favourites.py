"""Say the favourite places of the dialogue that chooses content in the reader's language.

Core has messages for their titles, but writes them into JSON, where nobody translates
them any more.
"""

from plone.app.z3cform.interfaces import IContentBrowserWidget
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from typing import Any
from z3c.form.widget import ComputedWidgetAttribute
from zope.i18n import translate


def translated(options: dict[str, Any], request: Any) -> dict[str, Any]:
    """Return the favourites among a dialogue's options, translated; there may be none."""
    if "favorites" not in options:
        return {}
    return {
        "favorites": [
            {**place, "title": translate(place["title"], "plone", context=request)}
            for place in options["favorites"]
        ]
    }


def favourites_of_field(adapter: Any) -> dict[str, Any]:
    """Translate the favourites of a field; core lays these options over its own."""
    return translated(adapter.widget.get_pattern_options(), adapter.request)


FieldFavourites = ComputedWidgetAttribute(
    favourites_of_field, request=IBrowserLayer, widget=IContentBrowserWidget
)
