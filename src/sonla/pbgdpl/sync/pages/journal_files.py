"""The journal as CSV files, for those who keep or count it elsewhere."""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from datetime import datetime
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import in_portal_zone
from sonla.pbgdpl.core.tables.csv_files import write_csv
from sonla.pbgdpl.jobs.journal import Run
from sonla.pbgdpl.jobs.journal import RunEntry
from sonla.pbgdpl.jobs.messages import STATE_TITLES
from zope.i18nmessageid import Message

Translator = Callable[[Message | str], str]

COUNTS = (
    "seen",
    "created",
    "updated",
    "unchanged",
    "withdrawn",
    "quarantined",
    "failed",
)
"""What is counted of records that are fetched or sent, in the order of tables."""

COUNT_TITLES = {
    "seen": _("sync_count_seen", default="Seen"),
    "created": _("sync_count_created", default="Created"),
    "updated": _("sync_count_updated", default="Updated"),
    "unchanged": _("sync_count_unchanged", default="Unchanged"),
    "withdrawn": _("sync_count_withdrawn", default="Withdrawn"),
    "quarantined": _("sync_count_quarantined", default="Set aside"),
    "failed": _("sync_count_failed", default="Failed"),
}

ACTIONS: dict[str, Message] = {
    **COUNT_TITLES,
    "restored": _("sync_action_restored", default="Offered again"),
    "conflict": _("sync_action_conflict", default="Changed on both sides"),
    "detached": _("sync_action_detached", default="Ignored from now on"),
    "noticed": _("sync_action_noticed", default="Noticed"),
    "sent": _("sync_action_sent", default="Sent"),
    "would send": _("sync_action_would_send", default="Would be sent"),
}
"""What an entry says that happened → how it is called."""

RUN_COLUMNS = (
    _("sync_column_run", default="Run"),
    _("sync_column_started", default="Started"),
    _("sync_column_finished", default="Finished"),
    _("sync_column_state", default="State"),
    _("sync_column_user", default="Account"),
    _("sync_column_part", default="Part"),
    *(COUNT_TITLES[name] for name in COUNTS),
)

ENTRY_COLUMNS = (
    _("sync_column_run", default="Run"),
    _("sync_column_time", default="Time"),
    _("sync_column_part", default="Part"),
    _("sync_column_action", default="What happened"),
    _("sync_column_identifier", default="Record"),
    _("sync_column_uid", default="Item"),
    _("sync_column_code", default="Class of failure"),
    _("sync_column_detail", default="Detail"),
)


def runs_csv(runs: Iterable[Run], translate: Translator) -> bytes:
    """Make a table of runs, a line for each part of a run."""
    rows = (row for run in runs for row in run_rows(run, translate))
    return write_csv([translate(title) for title in RUN_COLUMNS], rows)


def run_rows(run: Run, translate: Translator) -> Iterator[list[str | int]]:
    """Yield the lines of a run; one without counts has one line."""
    facts: list[str | int] = [
        run.number,
        written(run.started),
        written(run.finished),
        translate(STATE_TITLES.get(run.state, run.state)),
        run.user,
    ]
    for part, counts in run.counts.items() or [("", {})]:
        yield [*facts, part, *(counts.get(name, 0) for name in COUNTS)]


def entries_csv(
    entries: Iterable[RunEntry], translate: Translator, explain: Callable[[str], str]
) -> bytes:
    """Make a table of entries; `explain` tells a detail to people."""
    rows = (
        [
            entry.run,
            written(entry.at),
            entry.part,
            translate(ACTIONS.get(entry.action, entry.action)),
            entry.identifier,
            entry.uid,
            entry.code,
            explain(entry.detail),
        ]
        for entry in entries
    )
    return write_csv([translate(title) for title in ENTRY_COLUMNS], rows)


def written(moment: datetime | None) -> str:
    """Write a moment in the portal's time, as spreadsheets read it."""
    return f"{in_portal_zone(moment):%d/%m/%Y %H:%M:%S}" if moment else ""
