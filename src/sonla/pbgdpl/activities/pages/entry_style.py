"""How lists show activities."""

from sonla.pbgdpl.ui.summaries import ACTIVITY
from sonla.pbgdpl.ui.summaries import EntryStyle


class ActivityStyle(EntryStyle):
    """Show an activity with the day on which it begins, and where."""

    style = ACTIVITY
    kind_vocabulary = "DisseminationForms"
