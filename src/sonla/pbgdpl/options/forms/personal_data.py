"""Who writes a form."""

from sonla.pbgdpl import _
from sonla.pbgdpl.core.personal_data import JournalStore
from sonla.pbgdpl.options.forms import drafts

FORM_DRAFTS = JournalStore(
    drafts.KEY, _("store_form_drafts", default="Forms of statistics being written")
)
