"""Markers, and interfaces that subjects implement, for all packages."""

from collections.abc import Iterator
from collective.z3cform.datagridfield.interfaces import IDataGridFieldLayer
from typing import Any
from zope.interface import Attribute
from zope.interface import Interface
from zope.publisher.interfaces.browser import IDefaultBrowserLayer


class IBrowserLayer(IDataGridFieldLayer, IDefaultBrowserLayer):
    """Mark requests of portals in which this add-on is installed.

    Extends the layer of the grids, whose own profile is then not needed: it has each
    page of the portal load the grids' script.
    """


class IFinanceLayer(Interface):
    """Mark requests of portals in which funds and royalties are on."""


class IFormsLayer(Interface):
    """Mark requests of portals in which forms of statistics can be written."""


class ILearningLayer(Interface):
    """Mark requests of portals in which question banks and learning online are on."""


class IMappingsLayer(Interface):
    """Mark requests of portals in which mappings and reconciliation are on."""


class IMovingLayer(Interface):
    """Mark requests of portals in which bringing in existing content is on."""


class IRequestsLayer(Interface):
    """Mark requests of portals in which requests for speakers are on."""


class IRequestsFolder(Interface):
    """Mark a folder in which requests for speakers are kept, which is no page for anybody.

    Stored on folders of Plone's own type, which are opened without the option's package, too.
    """


class IOwnContent(Interface):
    """Mark content of one of our own types.

    Subscribers, indexers and views that treat all of them alike register for
    this, never for a list of type names.
    """


class IPlace(IOwnContent):
    """Mark a section or a unit: what people look at as a whole.

    A page that both have is registered for this, once.
    """


class ISectionRoot(IPlace):
    """Mark a legal education section: the border of the approval chain.

    What stands below it follows `pbgdpl_editorial_workflow`; what stands
    outside keeps the portal's own workflows.

    Its words: ``docs/glossary.rst``, *The section and its places*.
    """


class IUnitRoot(IPlace):
    """Mark a contributing unit: the folder in which alone its people write."""


class IContainerText(IOwnContent):
    """Mark a container that is a text itself: it says something that is approved.

    Its approval needs four eyes and it is revised as a working copy, as with all texts;
    sections, units and folders are structure.
    """


class ISample(Interface):
    """Mark content that nobody has examined: it shows how a page looks, and is no advice.

    It is not counted, in statistics or for its unit, and not given to others.
    """


class IOrphaned(Interface):
    """Mark content of ours in a portal from which the add-on was uninstalled.

    Its type is unknown there, so Plone has no view for it; ours shows its text. The
    installation takes the mark away.
    """


class IHarvested(Interface):
    """Mark content that was fetched from elsewhere.

    `sync.provenance` says where it came from. It is never offered to others.
    """


class IHarvestTarget(Interface):
    """Mark a unit that was made for what a source sends: nobody contributes in it."""


class IHarvestedSite(Interface):
    """Mark a portal in which anything ever came from elsewhere.

    `sync.store` sets it, and takes it away with an uninstallation.
    """


class IContentTypeFacts(Interface):
    """What code must know of a content type beyond its type information.

    A named utility; the name is the portal_type. `core.types.types_with` asks all of them
    whenever a list of types is needed, and `core.types.is_type_with` a single one. Plain values
    that never raise and never change while the portal runs; all but `order`, `no_revision`,
    `answer_place`, `menu_group`, `menu_place`, `body_fields`, `first_fields`, `kinds`,
    `opening_field`, `belongs_to`, `chain`, `added_in` and `icon` are true or false. The last
    five are what
    `install.content_types.set_up_types` makes of a type in a portal, once; an administrator may
    change it there.
    """

    order = Attribute("Place in lists of types: a number; the smallest comes first.")
    no_revision = Attribute(
        "Message that refuses a working copy of it; None where one may be made."
    )
    is_own = Attribute("A type of this add-on: it comes and goes with it.")
    is_text = Attribute("A text of this add-on that is approved.")
    is_event = Attribute("Stands for what is held at a time.")
    is_person = Attribute("Stands for a person of the register.")
    is_contribution = Attribute("Counted for its unit when it is published.")
    cites_documents = Attribute("Says which legal documents are in force.")
    follows_unit = Attribute("Unfinished ones move when a unit closes.")
    is_due_after_closing = Attribute(
        "May be made in a unit that is closed: it tells of days on which the unit was open."
    )
    is_listed_in_unit = Attribute("The page of its unit lists it once it is published.")
    is_related_reading = Attribute("Offered to read on below an article.")
    has_figures = Attribute("Where there is one, there are figures to count.")
    counts_visits = Attribute("Views and downloads of it are counted.")
    has_costs = Attribute("Money is spent for it: expenditures may belong to it.")
    answer_place = Attribute(
        "Place among what answers a question by itself, from 1: such results of a search stand "
        "first. 0 for what is no answer."
    )
    menu_group = Attribute(
        "Group of the menu *Add* in which it stands: `core.types.WRITING`, `LISTS` or `OTHER`; "
        "empty for one that comes from citizens and is offered to nobody."
    )
    menu_place = Attribute(
        "Place in that group, from 1, for users who did not make one lately; 99 for the last."
    )
    body_fields = Attribute(
        "Names of the rich text fields whose words are its body, for search and counts of"
        " words. None of them has a read permission."
    )
    first_fields = Attribute(
        "Names of the fields that its forms show at first, in their order, all that are required"
        " among them; the others are folded. Empty for forms with Plone's own tabs."
    )
    kinds = Attribute(
        "Mapping of tokens to messages: what stands in the index of kinds because of other fields "
        "of it, so that no list has these tokens. Empty for most."
    )
    opening_field = Attribute(
        "The field of sentences that say first what matters, which the search quotes; empty for none."
    )
    belongs_to = Attribute(
        "The option without which none can be added; empty for most."
    )
    chain = Attribute(
        "The workflow that it follows; empty for none of its own. One of ours follows it"
        " everywhere, another one in sections."
    )
    added_in = Attribute("The portal_types in which one may be added.")
    is_versioned = Attribute("Its versions are kept and can be compared.")
    is_in_navigation = Attribute("Plone's navigation shows it.")
    icon = Attribute("The name of its icon among Bootstrap's; empty for none.")


class ISetupStep(Interface):
    """Set up one subject in a portal, and take it back.

    A named utility. The handlers of the profiles ask all of them: `install` once the files
    of the default profile are imported, `uninstall` before those of the uninstall profile
    are, while types, workflows and indexes still work. What is raised there undoes the whole
    uninstallation. All run with the rights of an administrator, in the caller's transaction.
    """

    order = Attribute(
        "A number: installed in ascending order, uninstalled in descending order."
    )

    def install(site: Any) -> None:
        """Set up what needs code, and bring back what an uninstallation preserved.

        Safe to repeat. May raise what makes an installation impossible.
        """

    def fill(site: Any) -> None:
        """Write what the add-on ships into records that are empty.

        Called by the repair of records that had been lost; `install` does it, too.
        """

    def uninstall(site: Any) -> None:
        """Preserve with the first section what must outlive the add-on; remove the rest.

        Content is never destroyed.
        """

    def remains(site: Any) -> Iterator[Any]:
        """Yield what the report before uninstalling says (`core.setup.Remainder`).

        Reads only, and never raises.
        """
