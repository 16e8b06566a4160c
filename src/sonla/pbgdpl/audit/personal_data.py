"""Who did what, and from which address: kept as long as the settings say, and never changed."""

from sonla.pbgdpl import _
from sonla.pbgdpl.audit.log import KEY
from sonla.pbgdpl.core.personal_data import JournalStore

AUDIT_LOG = JournalStore(KEY, _("store_audit_log", default="Log of operations"))
