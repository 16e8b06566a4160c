"""What the page that takes lists in says, and what the log notes of it."""

from sonla.pbgdpl import _
from sonla.pbgdpl.audit.actions import AuditAction
from sonla.pbgdpl.audit.actions import DATA
from sonla.pbgdpl.audit.actions import FILE_NAME

MSG_UNDONE = _("msg_import_undone", default="Taken back: ${count} people.")
MSG_UNDONE_BUT = _(
    "msg_import_undone_but",
    default="Taken back: ${count} people. ${left} stay, as they were changed or named elsewhere since: ${names}.",
)
IMPORT_UNDONE = AuditAction(
    "import_undone",
    _("log_import_undone", default="Took back a list that was entered"),
    DATA,
    {
        "file": FILE_NAME,
        "left": _("log_fact_left", default="Stay in the register"),
    },
)
MSG_NO_FILE = _("msg_import_no_file", default="Choose a file first.")
IMPORT = AuditAction(
    "import",
    _("log_import", default="Entered from a list"),
    DATA,
    {
        "file": FILE_NAME,
        "known": _("log_fact_known", default="In the register already"),
        "refused": _("log_fact_refused", default="To be corrected"),
    },
)
MSG_GONE = _(
    "msg_import_gone",
    default="This list is not here any more: it was entered or dropped. Upload it again if anything is missing.",
)
