"""Where the portal's own search box leads."""

from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.settings.records import records_of
from sonla.pbgdpl.settings.records import SettingsFields
from typing import Any
from urllib.parse import urlencode
from zExceptions import Redirect
from zope import schema
from zope.component import adapter
from zope.component.hooks import getSite
from ZPublisher.interfaces import IPubAfterTraversal

PREFIX = "sonla.pbgdpl.search"
BOX = "SearchableText"
"""The parameter that the box sends; a search with others was asked for on the portal's page."""


class ISearchSettings(model.Schema):
    """The setting of searching, read through `get_search_settings`."""

    model.fieldset(
        "search",
        label=_("fieldset_search", default="Search"),
        fields=["portal_box_leads_here"],
    )
    portal_box_leads_here = schema.Bool(
        title=_(
            "label_portal_box", default="The portal's search box leads to our search"
        ),
        description=_(
            "help_portal_box",
            default="For a portal that is mostly about legal education: searches from the box at the top are made in the sections, and understand everyday words. The page of results leads on to the search of the whole portal.",
        ),
        default=False,
        required=False,
    )


SETTINGS = SettingsFields(70, ISearchSettings, PREFIX)


def get_search_settings() -> ISearchSettings:
    """Return the settings as attributes; a record that is missing has its default."""
    return records_of(ISearchSettings, PREFIX)


@adapter(IPubAfterTraversal)
def lead_to_own_search(event: IPubAfterTraversal) -> None:
    """Redirect what the box of the portal asks to our page, if the setting says so.

    By the address, whatever the theme or another add-on made of the box.
    """
    request = event.request
    if is_from_box(request) and get_search_settings().portal_box_leads_here:
        query = urlencode({"q": request.form[BOX]})
        raise Redirect(f"{getSite().absolute_url()}/@@pbgdpl-search?{query}")


def is_from_box(request: Any) -> bool:
    """Return whether a request is one that the box sends, and no more."""
    if not IBrowserLayer.providedBy(request) or request.method not in ("GET", "HEAD"):
        return False
    name = request["URL"].rpartition("/")[2].removeprefix("@@")
    return (
        name == "search"
        and list(request.form) == [BOX]
        and isinstance(request.form[BOX], str)
    )
