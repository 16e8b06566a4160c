"""What the page that takes lists in says, and what the log notes of it."""

from dataclasses import dataclass
from sonla.pbgdpl import _
from sonla.pbgdpl.audit.actions import AuditAction
from sonla.pbgdpl.audit.actions import DATA
from sonla.pbgdpl.audit.actions import FILE_NAME
from zope.i18nmessageid import Message


@dataclass(frozen=True)
class ImportWords:
    """What the page says of what becomes of the people of a list."""

    title: Message
    apply: Message
    apply_help: Message
    done: Message


ENTERING = ImportWords(
    _("heading_register_import", default="Enter people from a list"),
    _("button_import_apply", default="Enter ${count} people"),
    _(
        "help_import_apply",
        default="Whoever is recognised today is public at once. A long list is entered in several goes; all of it can be taken back for 14 days.",
    ),
    _(
        "msg_import_done",
        default="Entered: ${new}. Were there already: ${known}. To be corrected: ${refused}.",
    ),
)
SENDING = ImportWords(
    _("heading_register_send", default="Send people from a list"),
    _("button_import_send", default="Send ${count} people for recognition"),
    _(
        "help_import_send",
        default="Who keeps the register accepts or returns each of them; nobody is public before. What you have sent can be taken back as long as nobody has decided on it, for 14 days at most.",
    ),
    _(
        "msg_import_sent",
        default="Sent for recognition: ${new}. Were there already: ${known}. To be corrected: ${refused}.",
    ),
)
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
MSG_STOPPED = _(
    "msg_import_stopped",
    default="Somebody could not be entered: ${detail}. Whoever was entered before is in the register; the others are still in this list.",
)
MSG_OTHER_KIND = _(
    "msg_import_other_kind",
    default="The list calls itself “${kind}”, other than what was chosen, and is read as such. If that is wrong, open “Columns, and what holds for all rows” below, choose who is on the list, and check it anew.",
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
