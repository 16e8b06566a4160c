"""Where the homepage centre is shown."""

from plone import api
from plone.base.interfaces import INavigationRoot
from plone.subrequest import subrequest
from sonla.pbgdpl import _
from sonla.pbgdpl.core.paths import path_in_portal
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.homepage import HOMEPAGE_MANAGER
from sonla.pbgdpl.homepage.region import PlainRegion
from sonla.pbgdpl.homepage.settings import get_homepage_settings
from sonla.pbgdpl.ui.control_panel import panel_url
from sonla.pbgdpl.ui.page import BrowserView
from typing import Any
from zope.annotation.interfaces import IAnnotations
from zope.component import getMultiAdapter
from zope.component import queryMultiAdapter
from zope.component import queryUtility
from zope.contentprovider.interfaces import IContentProvider
from zope.interface import provider
from zope.schema.interfaces import IVocabularyFactory
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary

try:
    from plone.portlets.interfaces import IPortletManager
except ImportError:  # a portal without portlets
    IPortletManager = None

SLOT_ID = "pbgdpl-homepage-centre"
"""The id of the region: stable, themes may place it by rules."""

ANSWERS = "sonla.pbgdpl.centre_position"
"""Key of the request's annotation with what `centre_position` found: path → answer."""

TOPBAR_VIEW = "topbar-manage-portlets"

REGIONS = "sonla.pbgdpl.centre"
"""Key of the request's annotation with what `shown_centre` rendered: path → HTML."""


def centre_position(context: Any, request: Any) -> str:
    """Return where this page shows the centre: `above`, `below`, or empty for nowhere.

    That is the view (not a form, search or listing of contents) of a navigation
    root, of its default page, or of a page that the settings name. Three viewlets
    ask, and are answered once a request.
    """
    answers = IAnnotations(request).setdefault(ANSWERS, {})
    key = context.getPhysicalPath()
    if key not in answers:
        answers[key] = find_position(context, request)
    return answers[key]


def find_position(context: Any, request: Any) -> str:
    """Find out where a page shows the centre; `centre_position` remembers it."""
    state = getMultiAdapter((context, request), name="plone_context_state")
    if not state.is_view_template():
        return ""
    if not (state.is_navigation_root() or is_chosen(state.canonical_object())):
        return ""
    settings = get_homepage_settings()
    return settings.centre_position if settings.show_centre else ""


def is_chosen(page: Any) -> bool:
    """Return whether the settings name this page as one that shows the centre."""
    chosen = get_homepage_settings().centre_pages or ()
    return bool(chosen) and path_in_portal(page) in {
        path.strip("/ ") for path in chosen
    }


def slot_owner(context: Any, request: Any) -> Any:
    """Return the object on which portlets for the page `context` are to be stored.

    Never a default page: its portlets would vanish when another page becomes
    home. Never a page that doesn't show the centre: they would show nowhere.
    """
    state = getMultiAdapter((context, request), name="plone_context_state")
    owner = state.canonical_object()
    if INavigationRoot.providedBy(owner) or is_chosen(owner):
        return owner
    return api.portal.get_navigation_root(context)


def render_slot(context: Any, request: Any, view: Any) -> str:
    """Render the portlets that are in the centre; empty when an editor has put none there.

    A portal that has no portlets at all gets the region that a new portlet would show.
    """
    if has_portlets():
        manager = queryMultiAdapter(
            (context, request, view), IContentProvider, name=HOMEPAGE_MANAGER
        )
    else:
        manager = PlainRegion(context, request)
    if manager is None:
        return ""
    manager.update()
    html = manager.render()
    return f'<div id="{SLOT_ID}">{html}</div>' if html.strip() else ""


def has_portlets() -> bool:
    """Return whether editors choose by portlets what the centre shows."""
    return bool(
        IPortletManager and queryUtility(IPortletManager, name=HOMEPAGE_MANAGER)
    )


def manage_url(root: Any = None) -> str:
    """Return the address at which the portlets of a homepage are managed.

    `root` is the portal or one of its language roots; None is the portal. Without
    portlets it is the address of the settings.
    """
    place = api.portal.get() if root is None else root
    if not has_portlets():
        return panel_url()
    return f"{place.absolute_url()}/@@{TOPBAR_VIEW}/{HOMEPAGE_MANAGER}"


def shown_centre(context: Any, request: Any, view: Any) -> str:
    """Return the region that this page shows; empty where it shows none.

    Rendered once a request: the head asks whether there is any, the body has it.
    """
    regions = IAnnotations(request).setdefault(REGIONS, {})
    key = context.getPhysicalPath()
    if key not in regions:
        shown = centre_position(context, request)
        regions[key] = render_slot(context, request, view) if shown else ""
    return regions[key]


def homepage_status(request: Any, root: Any = None) -> str:
    """Return whether the page that is home now shows the centre, and if not, why.

    `off`: switched off in the settings; `empty`: no portlet, or nothing
    published yet; `missing`: the display of the homepage, or its theme, has no
    place for it (another display helps, or `@@pbgdpl-centre` in the theme);
    `shown`. `root` is the portal or one of its language roots; None is the portal.
    For the settings page: it asks for the homepage once, in process.
    """
    place = api.portal.get() if root is None else root
    if not get_homepage_settings().show_centre:
        return "off"
    if not render_slot(place, request, BrowserView(place, request)):
        return "empty"
    response = subrequest(path_of(place))
    body = response.getBody()
    page = body.decode("utf-8") if isinstance(body, bytes) else body
    return "shown" if f'id="{SLOT_ID}"' in page else "missing"


@provider(IVocabularyFactory)
def centre_positions(context: Any) -> SimpleVocabulary:
    """Offer the places above and below the body of the page."""
    return SimpleVocabulary(
        [
            SimpleTerm(
                value="above",
                title=_("option_centre_above", default="Above the text of the page"),
            ),
            SimpleTerm(
                value="below",
                title=_("option_centre_below", default="Below the text of the page"),
            ),
        ]
    )
