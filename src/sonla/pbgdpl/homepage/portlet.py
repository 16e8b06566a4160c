"""The portlet of the homepage centre: the latest of legal education, in one region."""

from collections.abc import Iterable
from DateTime import DateTime
from datetime import date
from datetime import timedelta
from hashlib import sha256
from plone import api
from plone.app.portlets.portlets import base
from plone.app.z3cform.widgets.contentbrowser import ContentBrowserFieldWidget
from plone.app.z3cform.widgets.select import SelectFieldWidget
from plone.autoform import directives
from plone.portlets.interfaces import IPortletDataProvider
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import get_object
from sonla.pbgdpl.core.clock import midnight
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.homepage.cache import cached
from sonla.pbgdpl.homepage.cache import earliest
from sonla.pbgdpl.homepage.deferred_fragments import placeholder_for
from sonla.pbgdpl.homepage.hero import HERO
from sonla.pbgdpl.homepage.hero import Hero
from sonla.pbgdpl.homepage.hero import make_hero
from sonla.pbgdpl.homepage.interfaces import BlockContent
from sonla.pbgdpl.homepage.interfaces import BlockOptions
from sonla.pbgdpl.homepage.recent import sections_for
from sonla.pbgdpl.homepage.rendering import default_names
from sonla.pbgdpl.homepage.rendering import featured_types
from sonla.pbgdpl.homepage.rendering import offered_blocks
from sonla.pbgdpl.homepage.rendering import render_blocks
from sonla.pbgdpl.homepage.rendering import RenderedBlock
from sonla.pbgdpl.homepage.rendering import RenderedBlocks
from sonla.pbgdpl.homepage.rendering import RenderedPart
from sonla.pbgdpl.homepage.rendering import tab_names
from sonla.pbgdpl.ui.drafts.assets import INamedDraft
from sonla.pbgdpl.ui.drafts.saved import note_saved
from sonla.pbgdpl.ui.page import AllowedMethods
from sonla.pbgdpl.vocabularies.terms import titled
from typing import Any
from z3c.form.interfaces import IFieldWidget
from zope import schema
from zope.globalrequest import getRequest
from zope.interface import implementer
from zope.interface import provider
from zope.schema.interfaces import IVocabularyFactory
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary

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


DEFAULT_COUNT = 4
FULL, COMPACT, LIST = "full", "compact", "list"


@implementer(IVocabularyFactory)
class HomepageBlocksFactory:
    """Offer the registered blocks; a chosen one that is missing now stays choosable."""

    # The stubs say that `__call__` of the interface returns None.
    def __call__(self, context: Any) -> SimpleVocabulary:  # type: ignore[override]
        """Make the vocabulary for a portlet, or for a form that adds one."""
        portal = api.portal.get()
        offered = offered_blocks(portal, getRequest())
        known = {name for name, title in offered}
        kept = [
            (name, name)
            for name in getattr(context, "homepage_blocks", None) or ()
            if name not in known
        ]
        return SimpleVocabulary(
            [SimpleTerm(name, name, title) for name, title in (*offered, *kept)]
        )


HomepageBlocks = HomepageBlocksFactory()


@provider(IVocabularyFactory)
def centre_displays(context: Any) -> SimpleVocabulary:
    """Offer how much of the section the portlet shows."""
    return titled(
        {
            FULL: _("option_centre_full", default="Full: search, and all blocks below"),
            COMPACT: _(
                "option_centre_compact",
                default="Compact: search, the first block apart from the tabs, the newest of three kinds",
            ),
            LIST: _("option_centre_list", default="Only lists: the tabs"),
        }
    )


def default_blocks() -> list[str]:
    """Return the blocks that a new portlet shows."""
    return default_names(api.portal.get())


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


def default_heading() -> Any:
    """Return the heading of a portlet whose editor wrote none."""
    return _("heading_legal_education", default="Legal education")


class Renderer(base.Renderer):
    """Render the region, from the cache while nothing shown has changed."""

    template = ViewPageTemplateFile("templates/legal_education.pt")
    hero_template = HERO
    rendered: RenderedBlocks
    section: Any

    _content: BlockContent | None = None

    @property
    def available(self) -> bool:
        """Whether there is anything to show to this visitor.

        The portlet manager logs an exception here and leaves the portlet out.
        """
        return bool(self.content().html)

    def render(self) -> str:
        """Return the HTML of the region, which holds links and nothing that changes anything."""
        return placeholder_for(self.request, self.content().html)

    def content(self) -> BlockContent:
        """Return the region, kept or made, once a request."""
        if self._content is None:
            data = self.data
            what = (
                data.heading,
                data.display,
                tuple(data.homepage_blocks),
                data.count,
                data.featured,
                data.featured_until,
                self.uid,
            )
            self._content = cached(self.context, self.request, what, self.make)
        return self._content

    def make(self) -> BlockContent:
        """Render the blocks into the region; empty when none has anything to show."""
        root = api.portal.get_navigation_root(self.context)
        sections, others = sections_for(root)
        self.section = self.first_visible(sections)
        until = self.featured_end()
        options = BlockOptions(
            count=1 if self.data.display == COMPACT else self.data.count,
            featured="" if is_past(until) else self.data.featured or "",
            roots=[brain.getPath() for brain in sections] if others else None,
            section=path_of(self.section) if self.section is not None else "",
        )
        names = self.block_names(root)
        self.rendered = render_blocks(root, self.request, names, options)
        html = self.template() if self.rendered.blocks else ""
        ahead = None if is_past(until) else until
        return BlockContent(html, earliest(self.rendered.valid_until, ahead))

    def block_names(self, root: Any) -> list[str]:
        """Return the names of the chosen blocks for which the display has a place."""
        names = list(self.data.homepage_blocks)
        if self.data.display == FULL:
            return names
        tabs = tab_names(root, names)
        apart = [name for name in names if name not in tabs]
        return tabs if self.data.display == LIST else [*apart[:1], *tabs]

    def featured_end(self) -> DateTime | None:
        """Return the moment from which on the item is not featured any more; None for never."""
        day = self.data.featured_until
        return midnight(day + timedelta(days=1)) if day else None

    def first_visible(self, sections: list[Any]) -> Any:
        """Return the first section that the visitor may open; None without any."""
        for brain in sections:
            section = get_object(brain)
            if api.user.has_permission("View", obj=section):
                return section
        return None

    @property
    def section_url(self) -> str:
        return "" if self.section is None else self.section.absolute_url()

    @property
    def hero(self) -> Hero | None:
        """The search and the way to ask; None where only lists are wanted."""
        if self.data.display == LIST:
            return None
        place = api.portal.get() if self.section is None else self.section
        return make_hero(self.uid, place, self.data.display == FULL)

    @property
    def parts(self) -> list[RenderedPart]:
        """The places below the search, in the editor's order."""
        found = list(self.rendered.with_tabs())
        if self.data.display == COMPACT:
            return [part for part in found if not part.tabs]
        return found

    @property
    def newest(self) -> tuple[RenderedBlock, ...]:
        """The newest of three kinds, where there is no room for tabs."""
        return self.rendered.tabs[:3] if self.data.display == COMPACT else ()

    @property
    def uid(self) -> str:
        """An id for this portlet among those of the page: tabs need names."""
        place = getattr(self, "__portlet_metadata__", {}).get("hash", b"")
        return f"pbgdpl-{sha256(place).hexdigest()[:8]}"

    @property
    def heading(self) -> Any:
        return self.data.heading or default_heading()


def is_past(moment: DateTime | None) -> bool:
    """Return whether there is a moment and it has passed."""
    return moment is not None and moment <= DateTime()


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
