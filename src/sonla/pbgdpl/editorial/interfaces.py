"""The seams of the approval chain and its desk, and a mark for the form of a step."""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from sonla.pbgdpl.editorial.desk_lines import DeskLine
from sonla.pbgdpl.ui.drafts.assets import IWritingPage
from sonla.pbgdpl.ui.section_pages import PageLink
from typing import Any
from zope.interface import Attribute
from zope.interface import Interface


class IDeskSection(Interface):
    """Say what one subject has for the user to do.

    A named multi-adapter of context and request. The desk asks all sections each time it is
    drawn, in their order, and passes each posted form on to them.
    """

    order = Attribute("Place among the sections, a number.")

    def lines() -> Iterable[DeskLine]:
        """Yield what the user is to do, and nothing that isn't owed (`editorial.desk_lines`).

        Also asked for the number in the toolbar, at the portal's root, as soon as anything in
        the catalog has changed: by the catalog where there may be many. May raise: it is
        logged, and the other sections are shown and counted.
        """

    def tools() -> Iterable[PageLink]:
        """Yield the pages of the subject that the user works with. What is raised fails the desk."""

    def process_form(form: Mapping[str, Any]) -> bool:
        """Do what the button of a line asks for; return False if it was none of its own.

        Asked once the authenticator of the form was checked; raises `Unauthorized` where the
        user may not do it. What is raised fails the request. One that redirects the response
        leads on from the desk.
        """


class IDeskTab(IDeskSection):
    """List one kind of texts at the desk: a section whose steps are taken there.

    Its name stands in the address. A tab that is not available is not shown, so that another
    package can add its own without an empty one. What it raises, but by `lines`, fails the desk.
    """

    title = Attribute("Title, a message.")
    help = Attribute("One sentence on what is listed.")
    empty = Attribute("What to do next when nothing is listed.")
    parameters = Attribute("What addresses and forms of the tab carry along: a filter.")

    def available() -> bool:
        """Return whether the user gets this tab."""

    def head() -> str:
        """Render what stands above the list, such as a filter; empty for nothing."""

    def number() -> int | None:
        """Count the texts while the tab isn't open; None where that loads them."""

    def texts() -> Sequence[Any]:
        """List the texts in the order in which they are shown.

        Where many wait, a sequence that loads only what is asked for.
        """


class ITransitionTitle(Interface):
    """Call a step of one text other than its chain calls it.

    An adapter of the text, named by the transition; its factory returns None for a text of
    which the chain's own words are right. The desk asks it for each step that it offers,
    the form of the step for the words beside its field. What is raised fails the page.
    """

    title = Attribute("What the step is called, a message.")
    lead = Attribute("What the step does, a message.")
    comment_help = Attribute("Who reads the comment, a message.")


class ITransitionForm(IWritingPage):
    """Mark the form of one step: other packages register viewlets for it."""

    transition = Attribute("Name of the step asked for.")


class IWorkflowFacts(Interface):
    """What code must know of a workflow of ours beyond its definition.

    A named utility; the name is the id of the workflow. `editorial.facts` asks one of them,
    or all, wherever an item's workflow or state is looked at: at the border of a section,
    in the log of operations, in the list of what texts lack, in the form of a step. Tuples
    of ids that never raise and never change while the portal runs.

    Its words: ``docs/glossary.rst``, *Approval*.
    """

    order = Attribute("Place among the workflows: a number; the smallest comes first.")
    states = Attribute("States in the order of an item's life.")
    checked = Attribute("Those of them by which what items lack can be narrowed down.")
    deciding = Attribute("Transitions that the log of operations notes.")
    comment_required = Attribute("Transitions that need a comment.")
    offered = Attribute("Transitions that the desk offers, in their order.")
    onward = Attribute(
        "Transitions that bring an item nearer to the public: it waits for those who may take one."
    )


class IMayBeNamed(Interface):
    """Decide whether this user may learn of an item by way of what refers to it.

    An adapter of the item. `editorial.embargo.may_be_named` asks it of both ends of a relation,
    for REST and for pages that name what an item relates to; View on the item is asked
    by the caller. What is raised fails the answer. Of a type that registers none
    users may learn, unless it is not effective yet.
    """

    def __call__() -> bool:
        """Return whether the user may."""


class IRelationPolicy(Interface):
    """Keep a relation for those who have a permission on the item that it starts from.

    A named utility; the name is that of the relation, which is the field's. REST asks it for
    each pair of `@relations`, as core asks for View on both ends alone: a course and who
    attended it may both be public, and that they did is not. Never raises.
    """

    permission = Attribute("Title of the permission, as roles are given it.")


class IGuardsItem(Interface):
    """Mark a page that itself tells strangers nothing of an item that they may not see.

    Visitors reach it then by its address. It is for people without an account who have to do with
    an item that isn't public any more, and whom the login form would tell nothing.
    """
