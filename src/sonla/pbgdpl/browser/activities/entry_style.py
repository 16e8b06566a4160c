"""How lists show activities."""

from sonla.pbgdpl.portlets.entries import ACTIVITY
from sonla.pbgdpl.portlets.entries import EntryStyle


class ActivityStyle(EntryStyle):
    """Show an activity with the day on which it begins, and where."""

    style = ACTIVITY
    kind_vocabulary = "DisseminationForms"
