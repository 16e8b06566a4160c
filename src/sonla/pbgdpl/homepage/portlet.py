"""The portlet of the homepage centre: the latest of legal education, in one region."""

from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from plone import api
from plone.app.portlets.portlets import base
from plone.app.z3cform.widgets.contentbrowser import ContentBrowserFieldWidget
from plone.app.z3cform.widgets.select import SelectFieldWidget
from plone.autoform import directives
from plone.portlets.interfaces import IPortletDataProvider
from sonla.pbgdpl import _
from sonla.pbgdpl.homepage.region import default_blocks
from sonla.pbgdpl.homepage.region import DEFAULT_COUNT
from sonla.pbgdpl.homepage.region import default_heading
from sonla.pbgdpl.homepage.region import FULL
from sonla.pbgdpl.homepage.region import Region
from sonla.pbgdpl.homepage.rendering import featured_types
from sonla.pbgdpl.ui.drafts.assets import INamedDraft
from sonla.pbgdpl.ui.drafts.saved import note_saved
from sonla.pbgdpl.ui.page import AllowedMethods
from typing import Any
from z3c.form.interfaces import IFieldWidget
from zope import schema
from zope.interface import implementer

FEATURED_GONE = _(
    "msg_featured_gone",
    default="The featured item you chose is not to be found any more: the newest one is shown. Choose another one, or take it out.",
)


class FeaturedItem(schema.Choice):
    """Choose an item; the one chosen before stays choosable when it went.

    Otherwise nothing of the portlet could be changed before somebody takes out what
    they did not put in.
    """

    def fromUnicode(self, value: str) -> str:
        """Read a UID without looking for it.

        A form validates what it has read, but only if it is not what is stored.
        """
        return value


@implementer(IFieldWidget)
def featured_widget(field: Any, request: Any) -> Any:
    """Offer the types of which blocks show one item."""
    widget = ContentBrowserFieldWidget(field, request)
    widget.pattern_options = {
        "selectableTypes": featured_types(api.portal.get(), request)
    }
    return widget


def is_gone(uid: str | None) -> bool:
    """Return whether an item was chosen that nobody can find, whatever they may see."""
    catalog = api.portal.get_tool("portal_catalog")
    return bool(uid) and not catalog.unrestrictedSearchResults(UID=uid)


class ILegalEducationPortlet(IPortletDataProvider):
    """Describe what the editor of the portlet chooses."""

    heading = schema.TextLine(
        title=_("label_portlet_heading", default="Heading"),
        description=_(
            "help_portlet_heading",
            default="Empty: “Legal education”, in the language of the visitor.",
        ),
        required=False,
    )
    display = schema.Choice(
        title=_("label_portlet_display", default="Display"),
        vocabulary="sonla.pbgdpl.CentreDisplays",
        default=FULL,
        required=True,
    )
    # Not z3c.form's widget of two lists: it sends nothing where its script did not
    # run, such as in an overlay, and the choice would be lost.
    directives.widget("homepage_blocks", SelectFieldWidget)
    # Not `blocks`: Volto takes a field of that name for its own layout.
    homepage_blocks = schema.List(
        title=_("label_portlet_blocks", default="Blocks"),
        description=_(
            "help_portlet_blocks",
            default="What to show, in this order. A block without published items is left out.",
        ),
        value_type=schema.Choice(vocabulary="sonla.pbgdpl.HomepageBlocks"),
        required=True,
        min_length=1,
        defaultFactory=default_blocks,
    )
    count = schema.Int(
        title=_("label_portlet_count", default="Items in each block"),
        min=1,
        max=20,
        default=DEFAULT_COUNT,
        required=True,
    )
    directives.widget("featured", featured_widget)
    featured = FeaturedItem(
        title=_("label_portlet_featured", default="Featured item"),
        description=_(
            "help_portlet_featured",
            default="For blocks that show a single item. Empty: the newest one.",
        ),
        vocabulary="plone.app.vocabularies.Catalog",
        required=False,
    )
    featured_until = schema.Date(
        title=_("label_portlet_featured_until", default="Featured until"),
        description=_(
            "help_portlet_featured_until",
            default="The last day; from the next one on the newest is shown. Empty: until you take it out.",
        ),
        required=False,
    )


@implementer(ILegalEducationPortlet)
class Assignment(base.Assignment):
    """The choices of one editor for one place."""

    def __init__(
        self,
        heading: str | None = None,
        homepage_blocks: Iterable[str] | None = None,
        count: int = DEFAULT_COUNT,
        featured: str | None = None,
        featured_until: date | None = None,
        display: str = FULL,
    ) -> None:
        self.heading = heading
        self.display = display
        chosen = default_blocks() if homepage_blocks is None else homepage_blocks
        self.homepage_blocks = tuple(chosen)
        self.count = count
        self.featured = featured
        self.featured_until = featured_until

    @property
    def title(self) -> Any:
        """The title shown where portlets are managed."""
        return self.heading or default_heading()


class Renderer(Region, base.Renderer):
    """Render the region as a portlet."""

    @property
    def available(self) -> bool:
        """Whether there is anything to show to this visitor.

        The portlet manager logs an exception here and leaves the portlet out.
        """
        return bool(self.content().html)

    @property
    def uid(self) -> str:
        """An id for this portlet among those of the page: tabs need names."""
        place = getattr(self, "__portlet_metadata__", {}).get("hash", b"")
        return f"pbgdpl-{sha256(place).hexdigest()[:8]}"


@implementer(INamedDraft)
class KeptForm(AllowedMethods):
    """Keep in the browser what was typed, until it is saved."""

    @property
    def draft_name(self) -> str:
        """The form by its address: neither a portlet nor its place is content."""
        return self.request.getURL()


class AddForm(KeptForm, base.AddForm):
    """Add the portlet."""

    schema = ILegalEducationPortlet
    label = _("heading_add_portlet", default="Add the legal education portlet")
    description = _(
        "help_portlet",
        default="Shows the latest of legal education in one region.",
    )

    def create(self, data: dict[str, Any]) -> Assignment:
        return Assignment(**data)

    def add(self, object: Assignment) -> Any:
        """Store the portlet; what was typed need not be kept any longer."""
        note_saved()
        return super().add(object)


class EditForm(KeptForm, base.EditForm):
    """Edit the portlet."""

    schema = ILegalEducationPortlet
    label = _("heading_edit_portlet", default="Edit the legal education portlet")
    description = AddForm.description

    def update(self) -> None:
        """Show a message when the chosen item is gone, unless the form was just saved."""
        super().update()
        if not self.request.response.getHeader("location") and is_gone(
            self.context.featured
        ):
            api.portal.show_message(FEATURED_GONE, self.request, "warning")

    def applyChanges(self, data: dict[str, Any]) -> Any:
        """Store the choices; what was typed need not be kept any longer."""
        note_saved()
        return super().applyChanges(data)
