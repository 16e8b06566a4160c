"""The pages of administrators that the administration page leads to."""

from sonla.pbgdpl import _
from sonla.pbgdpl.browser.access.page import HEADING as HEADING_ACCESS
from zope.i18nmessageid import Message

VIEWS: tuple[tuple[str, Message, Message], ...] = (
    (
        "pbgdpl-units",
        _("tool_units", default="Contributing units"),
        _(
            "help_tool_units",
            default="Make units with their groups and rights, many at once; close a merged unit.",
        ),
    ),
    (
        "pbgdpl-access",
        HEADING_ACCESS,
        _(
            "help_tool_access",
            default="By name of group and number of people: who reads private questions, who writes, who approves.",
        ),
    ),
    (
        "pbgdpl-visits",
        _("heading_visits", default="Views and downloads of materials"),
        _(
            "help_tool_visits",
            default="How often each material was read and fetched, from the log of the proxy.",
        ),
    ),
    (
        "pbgdpl-review",
        _("tool_review", default="Approval desk"),
        _("help_tool_review", default="What waits for whom, and since when."),
    ),
    (
        "pbgdpl-documents",
        _("tool_documents", default="Legal documents"),
        _(
            "help_tool_documents",
            default="Every document cited, with its validity, set once for all texts.",
        ),
    ),
    (
        "pbgdpl-documents-journal",
        _("tool_journal", default="Journal of legal documents"),
        _(
            "help_tool_journal",
            default="Who set the validity of which document, and when; can be taken back.",
        ),
    ),
    (
        "reporters",
        _("heading_reporters", default="Legal reporters"),
        _(
            "help_tool_reporters",
            default="Who is recognised today. People are entered in a section or unit, by the menu of additions.",
        ),
    ),
    (
        "propagandists",
        _("heading_propagandists", default="Legal propagandists"),
        _(
            "help_tool_propagandists",
            default="Who is recognised today by a commune or ward.",
        ),
    ),
    (
        "pbgdpl-statistics",
        _("heading_statistics", default="Statistics of legal education"),
        _(
            "help_tool_statistics",
            default="Figures by year, unit and indicator, counted from approved records.",
        ),
    ),
    (
        "pbgdpl-reports",
        _("heading_reports", default="Reports of the units"),
        _(
            "help_tool_reports",
            default="Who has reported, who is late; reminders, and the report of the province.",
        ),
    ),
    (
        "activities",
        _("heading_activities", default="Activities of legal education"),
        _(
            "help_tool_activities",
            default="What was held, by month and territory. Units enter activities by a short form on their page.",
        ),
    ),
    (
        "register-import",
        _("heading_register_import", default="Enter people from a list"),
        _(
            "help_tool_register_import",
            default="Reporters and propagandists from an Excel or CSV list; every row is shown before anybody is entered.",
        ),
    ),
    (
        "pbgdpl-audit",
        _("heading_audit", default="Log of operations"),
        _(
            "help_tool_audit",
            default="Who approved, changed the register, settings or rights, took personal data out, released the exchange: when and from where.",
        ),
    ),
    (
        "pbgdpl-check",
        _("tool_check", default="What texts lack"),
        _(
            "help_tool_check",
            default="Texts without a field of law, a summary and the like; nothing of it stops a text.",
        ),
    ),
    (
        "pbgdpl-contributions",
        _("tool_contributions", default="Contributions of the units"),
        _(
            "help_tool_contributions",
            default="Who sent how much in a month, quarter or year, and who has fallen silent; Excel files.",
        ),
    ),
    (
        "btp-sync-status",
        _("tool_sync", default="State of the data exchange"),
        _(
            "help_tool_sync",
            default="What was fetched and sent, what waits for a decision; run it by hand.",
        ),
    ),
    (
        "pbgdpl-mail",
        _("tool_mail", default="Mail that waits or has failed"),
        _(
            "help_tool_mail",
            default="What no mail server has taken yet, since when and why; try it again or drop it.",
        ),
    ),
    (
        "pbgdpl-jobs",
        _("heading_jobs", default="Scheduled jobs"),
        _(
            "help_tool_jobs",
            default="What is done without a person, such as reminders and the erasing of personal data: when it ran last, and whether a clock is set up.",
        ),
    ),
    (
        "pbgdpl-search-switch",
        _("tool_search", default="Vietnamese search for the whole portal"),
        _(
            "help_tool_search",
            default="Find words without accents in all content; can be turned off again.",
        ),
    ),
    (
        "pbgdpl-uninstall-report",
        _("tool_uninstall", default="Before uninstalling"),
        _(
            "help_tool_uninstall",
            default="What remains in the portal and what goes with the add-on.",
        ),
    ),
    (
        "pbgdpl-health",
        _("tool_health", default="State for monitoring programs (JSON)"),
        _(
            "help_tool_health",
            default="Answers 200 while all works, for the programs that watch the portal; tells administrators which check fails.",
        ),
    ),
)
"""Name of a page, what it is called here, what it is for."""
