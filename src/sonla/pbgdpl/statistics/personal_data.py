"""Who was reminded of reports, or closed a round."""

from sonla.pbgdpl import _
from sonla.pbgdpl.core.personal_data import JournalStore
from sonla.pbgdpl.statistics import round_history

ROUNDS = JournalStore(
    round_history.KEY, _("store_rounds", default="Collection rounds of reports")
)
