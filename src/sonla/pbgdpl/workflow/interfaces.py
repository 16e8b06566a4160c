"""The seams of the approval chain."""

from zope.interface import Attribute
from zope.interface import Interface


class IWorkflowFacts(Interface):
    """Say what code must know of a workflow of ours beyond its definition.

    A named utility; the name is the id of the workflow. `workflow.facts` asks one of them,
    or all, wherever an item's workflow or state is looked at: at the border of a section,
    in the log of operations, in the list of what texts lack, in the form of a step. Tuples
    of ids that never raise and never change while the portal runs.
    """

    order = Attribute("Place among the workflows: a number; the smallest comes first.")
    states = Attribute("States in the order of an item's life.")
    checked = Attribute("Those of them by which what items lack can be narrowed down.")
    deciding = Attribute("Transitions that the log of operations notes.")
    comment_required = Attribute("Transitions that need a comment.")
