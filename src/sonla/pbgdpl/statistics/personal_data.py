"""Who was reminded of reports, closed a round, or writes a form."""

from sonla.pbgdpl import _
from sonla.pbgdpl.core.personal_data import JournalStore
from sonla.pbgdpl.statistics import form_drafts
from sonla.pbgdpl.statistics import round_history

ROUNDS = JournalStore(
    round_history.KEY, _("store_rounds", default="Collection rounds of reports")
)
FORM_DRAFTS = JournalStore(
    form_drafts.KEY, _("store_form_drafts", default="Forms of statistics being written")
)
