"""The seams of pages: how items are shown and listed, which pages are articles, what is collected."""

from collections.abc import Mapping
from plone.z3cform.interfaces import IWrappedForm
from sonla.pbgdpl.core.section import section_of
from typing import Any
from typing import TYPE_CHECKING
from zope.interface import Attribute
from zope.interface import implementer
from zope.interface import Interface
from zope.interface.interfaces import IObjectEvent
from zope.interface.interfaces import ObjectEvent

if TYPE_CHECKING:
    from sonla.pbgdpl.ui.admin_pages import PageStatus


class IFoldedForm(IWrappedForm):
    """Mark a form that shows few fields at first, and all others behind one fold."""


class IArticlePage(Interface):
    """Mark a page that shows one text, which somebody reads from its beginning to its end.

    Such a page has the tools of an article: its text at once, in larger letters, related
    texts, a report of a mistake. Viewlets and the preview ask it of the view of each page;
    a landing page or a list is none.
    """


class ICollectedPages(Interface):
    """Name pages that are collected from a whole section: a named utility.

    When an item of a section is saved, a proxy in front of the portal forgets them on its
    unit, its section and the root of the site. All are asked each time; what is raised
    fails the saving. A page that may lag behind for the minute of its rule needs no entry.
    """

    views = Attribute("Names of the pages as they stand in addresses: `@@reporters`.")

    def concerns(item: Any) -> bool:
        """Return whether the pages may show something of an item that was saved."""


class IHiddenFields(Interface):
    """Name the fields of an item that this user may change and not see; adapter of content.

    `ui.hidden_fields.HiddenFields` does for personal data. Asked for each form of an item, and
    again when the form is saved, for what is compared. What is raised fails the form. Most
    types register none: nothing of them is hidden.
    """

    def names() -> frozenset[str]:
        """Return the names, as the schema has them; empty for users who may see all."""


class IEntryStyle(Interface):
    """How lists show the items of a type: a named utility, the name is the portal type.

    Lists on homepage, landing page and listings ask it for each of their items. A type that
    registers none is shown as a story, without a kind. What is raised fails the list.
    """

    style = Attribute(
        "A word; the element of an item in a list has the class `is-<style>`."
    )
    in_columns = Attribute(
        "Whether items stand side by side, as covers do, where a list has no others."
    )
    kind_vocabulary = Attribute(
        "Name of the list of its kinds, below `sonla.pbgdpl.`; empty for none."
    )

    divided_by = Attribute(
        "Name of the filter by which a list of this type alone is divided first:"
        " one of `search.facets.FACETS`, such as `field` or `kind`."
    )
    reads_dates = Attribute(
        "Whether it needs the dates that an item stores: one that has something else there is"
        " shown as a type that registers none."
    )

    template = Attribute(
        "Template of an item, plain Chameleon without Zope's expressions. It is given `entry`"
        " (`ui.summaries.Summary`), `described` (whether to show the description), `facts`, and"
        " `row`, which has the picture. That of `ui.summaries.EntryStyle` shows of the facts:"
        " `meta`, the quiet line below the title; `tag`, a class and a word; `icon`, the name of"
        " a picture for items that have none; `alt`, the words for the picture; `excerpt`, a"
        " function that returns more words, for lists that have room for descriptions."
    )

    def facts(entry: Any) -> Mapping[str, Any]:
        """Return what the template shows of an item beside what the catalog knows of all.

        Asked when such an item is drawn, once. `entry.brain` is what the catalog knows;
        `entry.obj` loads the object, which many items of a list should not need.
        """


class IAdminPage(Interface):
    """Lead from the administration page to another page; a named adapter of place and request.

    Places are the portal, the language roots of a multilingual one, and the sections: one
    that is registered for sections is named once for each of them. `ui.admin_pages.admin_page`
    makes one without a status, `AdminPage` is the base of those of options and of others. Asked
    when the administration page is rendered. What raises is logged and left out; the others are
    shown.
    """

    title = Attribute("Message: what the page is called there.")
    help = Attribute("Message: one sentence on what it is for.")
    group = Attribute("Where it stands, of `ui.admin_pages.GROUPS`.")
    order = Attribute(
        "A number: pages are named in ascending order, by name where equal."
    )

    def url() -> str:
        """Return the address."""

    def status() -> "PageStatus | None":
        """Return what an administrator has to do about it, or has done; None for nothing.

        May take its time: the page is opened rarely. Reads only.
        """


class IOfficeFileFetched(IObjectEvent):
    """Somebody fetches a file that only its office may have; `object` is its place.

    Notified before the file is written. What a subscriber raises keeps it back: what can't be
    noted is not handed out. A subscriber that writes says so to plone.protect, as the
    request may be a plain address.
    """

    request = Attribute("The request that fetches it.")
    filename = Attribute("The name of the file, in ASCII.")


class ISettingsPanel(Interface):
    """One of the pages of `@@pbgdpl-settings`; a named adapter of the portal and request.

    The name is the parameter `page` of its address; the unnamed one answers where there is
    no such page. `ui.control_panel.PanelLayout` has what all share. All are made whenever one
    of them is shown, for the navigation: making one must be cheap and not raise.
    """

    title = Attribute("Message: what the navigation calls it.")
    order = Attribute("A number: the navigation names pages in ascending order.")
    schema = Attribute(
        "Schema of the records in the registry that it edits; None where there are none. "
        "REST reads it, and what names settings."
    )
    prefix = Attribute("Prefix of those records.")

    def __call__() -> str:
        """Render the page, or do what its form says.

        May raise as every page may; called for users who may manage the settings.
        """


class ITitledPage(Interface):
    """Mark a page that is more than the view of the item it stands on."""

    page_title = Attribute("What the page is called, a message or a text.")
    translated_title = Attribute("The same as a text in the reader's language.")


class IDescribedPage(ITitledPage):
    """Mark a public page that says in JSON-LD what it is.

    Of what it shows nothing is told: neither what was asked nor whom it names.
    """

    schema_type = Attribute("Type of the page: a name of schema.org.")


STOCK_ARTICLES = ("Document", "News Item", "Event")
"""Types of Plone's own whose pages are articles where they stand in a section."""


def is_article(context: Any, view: Any) -> bool:
    """Return whether a page of an item shows an article.

    A page of ours says so itself (`IArticlePage`); one of core's is known by its type.
    """
    if IArticlePage.providedBy(view):
        return True
    return context.portal_type in STOCK_ARTICLES and section_of(context) is not None


@implementer(ICollectedPages)
class CollectedPages:
    """The names of pages that may show something of any item of a section."""

    def __init__(self, *views: str) -> None:
        self.views = views

    def concerns(self, item: Any) -> bool:
        """Return true."""
        return True


@implementer(IOfficeFileFetched)
class OfficeFileFetched(ObjectEvent):
    """Somebody fetches a file that only its office may have."""

    def __init__(self, office: Any, request: Any, filename: str) -> None:
        super().__init__(office)
        self.request = request
        self.filename = filename


class IConfidentialPage(Interface):
    """Mark a page whose readers may be watched, such as one on violence.

    The view of an item provides it, by its class or for one item. Its name and description
    stand neither in the title nor in what services show of its address; the section stands
    there, or the page's own neutral title. Viewlets ask for it.
    """

    neutral_title = Attribute(
        "What stands in place of the title; empty: the section's."
    )
