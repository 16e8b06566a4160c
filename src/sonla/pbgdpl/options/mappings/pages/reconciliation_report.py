"""What a reconciliation shows of one partner: numbers, progress, differences and advice in words."""

from sonla.pbgdpl import _
from sonla.pbgdpl.jobs.messages import failure_words
from sonla.pbgdpl.options.mappings.reconciliation.jobs import is_configured
from sonla.pbgdpl.sync.reconciliation.state import DIFFERS
from sonla.pbgdpl.sync.reconciliation.state import DONE
from sonla.pbgdpl.sync.reconciliation.state import KINDS
from sonla.pbgdpl.sync.reconciliation.state import LISTING
from sonla.pbgdpl.sync.reconciliation.state import OFFERING
from sonla.pbgdpl.sync.reconciliation.state import ONLY_HERE
from sonla.pbgdpl.sync.reconciliation.state import ONLY_THERE
from sonla.pbgdpl.sync.reconciliation.state import PENDING
from sonla.pbgdpl.sync.reconciliation.state import Reconciliation
from sonla.pbgdpl.sync.reconciliation.state import SAME
from sonla.pbgdpl.sync.reconciliation.state import SENDING
from sonla.pbgdpl.sync.reconciliation.state import source_of_key
from sonla.pbgdpl.sync.reconciliation.state import STOPPED
from sonla.pbgdpl.sync.reconciliation.state import WITHDRAWN_HERE
from sonla.pbgdpl.sync.reconciliation.state import WITHDRAWN_THERE
from sonla.pbgdpl.sync.record_words import detail_lines
from sonla.pbgdpl.sync.record_words import moment
from sonla.pbgdpl.sync.settings import get_sync_settings
from sonla.pbgdpl.sync.sources import all_sources
from sonla.pbgdpl.sync.sources import title_of
from typing import Any
from urllib.parse import urlencode
from zope.i18nmessageid import Message

KIND_TITLES: dict[str, Message] = {
    SAME: _("reconciliation_same", default="Same on both sides"),
    DIFFERS: _("reconciliation_differs", default="Different"),
    ONLY_HERE: _("reconciliation_only_here", default="Only here"),
    ONLY_THERE: _("reconciliation_only_there", default="Only on the other side"),
    WITHDRAWN_HERE: _(
        "reconciliation_withdrawn_here", default="Withdrawn here, still shown there"
    ),
    WITHDRAWN_THERE: _(
        "reconciliation_withdrawn_there", default="Withdrawn there, still shown here"
    ),
    PENDING: _(
        "reconciliation_pending",
        default="Not compared: waiting for a run, set aside, or detached from the source",
    ),
}
KIND_COLORS = {SAME: "success", PENDING: "secondary"}

SEND_PERIOD = _(
    "advice_send_period",
    default="On the page of the state of the exchange, send the days again on which it changed here. What the other side has changed is asked about there, and “Replace theirs” puts ours in its place.",
)
ASK_THEM = _(
    "advice_ask_them",
    default="This portal does not know it. Ask the other side where it comes from, and to remove it if nobody wants it.",
)
READ_ANEW = _(
    "advice_read_anew",
    default="Ask the other side to read this portal once more from the beginning.",
)
INVENTORY = _(
    "advice_inventory",
    default="Wait for the next comparison of the lists by the runs of the clock: within a week it fetches what is missing here, and withdraws by the usual rules and limits what the source has no more. If the difference stays, ask the operators of the source.",
)
READ_SOURCE = _(
    "advice_read_source",
    default="Have somebody with access to the server read the source again (pbgdpl-sync --source, with --since). What was edited here is kept or asked about, as always.",
)
SENT_ADVICE = {
    DIFFERS: SEND_PERIOD,
    ONLY_HERE: SEND_PERIOD,
    ONLY_THERE: ASK_THEM,
    WITHDRAWN_HERE: SEND_PERIOD,
}
FETCHED_ADVICE = {DIFFERS: READ_SOURCE}
NO_LIST = _(
    "reconciliation_no_list",
    default="The partner gives no list of what it has. Ask it for one, as a file with the identifier and the digest of each record, and upload that below.",
)
COLUMNS = (
    _("reconciliation_column_kind", default="What differs"),
    _("sync_column_identifier", default="Record"),
    _("reconciliation_column_title", default="Title"),
    _("reconciliation_column_ours", default="Digest here"),
    _("reconciliation_column_theirs", default="Digest there"),
    _("reconciliation_column_advice", default="What to do"),
    _("reconciliation_column_url", default="Address"),
)


def advice_of(key: str, kind: str) -> Message:
    """Return what to do about a kind of difference."""
    if key == SENDING:
        return SENT_ADVICE[kind]
    if key == OFFERING:
        return ASK_THEM if kind == ONLY_THERE else READ_ANEW
    return FETCHED_ADVICE.get(kind, INVENTORY)


def title_of_key(key: str) -> Message | str:
    """Name whom a report is about."""
    if key == SENDING:
        return _("reconciliation_sending", default="The partner that we send to")
    if key == OFFERING:
        return _("reconciliation_offering", default="A system that fetches from us")
    return title_of(source_of_key(key))


class Report:
    """A partner, with the latest comparison if there is one."""

    def __init__(self, key: str, found: Reconciliation | None, url: str) -> None:
        self.key, self.found, self.page_url = key, found, url
        self.title = title_of_key(key)
        self.id = "pbgdpl-report-" + key.replace("/", "-")

    @property
    def address(self) -> str:
        """The address of the other side, as far as the settings know it."""
        if self.key == SENDING:
            return get_sync_settings().push_url or ""
        source = all_sources().get(source_of_key(self.key))
        return source.base_url if source is not None else ""

    @property
    def file_url(self) -> str:
        """The address of the differences as a file."""
        return f"{self.page_url}.csv?{urlencode({'of': self.key})}"

    @property
    def can_ask(self) -> bool:
        """Whether the other side can be asked what it has."""
        return self.key != OFFERING and is_configured(self.key)

    @property
    def takes_list(self) -> bool:
        """Whether somebody may upload what the other side has."""
        return not source_of_key(self.key)

    @property
    def is_open(self) -> bool:
        return self.found is not None and self.found.is_open

    @property
    def is_done(self) -> bool:
        return self.result is not None

    @property
    def result(self) -> Reconciliation | None:
        """What was found, once the comparison is finished."""
        found = self.found
        return found if found is not None and found.phase == DONE else None

    @property
    def is_partial(self) -> bool:
        """Whether nobody can say what is missing in their list."""
        result = self.result
        return result is not None and result.incomplete

    @property
    def is_uploaded(self) -> bool:
        return self.found is not None and self.found.uploaded

    @property
    def begun(self) -> str:
        """When it began, which is the time that it tells of."""
        return moment(self.found.begun) if self.found is not None else ""

    @property
    def progress(self) -> Message | None:
        """How far it has come, while it goes on."""
        found = self.found
        if found is None or not found.is_open:
            return None
        if found.phase != LISTING:
            return _(
                "reconciliation_comparing",
                default="Comparing: ${number} of ${total} records",
                mapping={"number": found.looked_at, "total": found.total},
            )
        if not found.total:
            return _(
                "reconciliation_listing",
                default="Reading what the other side has: ${number} records so far",
                mapping={"number": len(found.theirs)},
            )
        return _(
            "reconciliation_listing_of",
            default="Reading what the other side has: ${number} of ${total} records",
            mapping={"number": len(found.theirs), "total": found.total},
        )

    @property
    def percent(self) -> int:
        """How much of the work is done, one half being the list of the other side."""
        found = self.found
        if found is None:
            return 0
        lists = found.phase == LISTING
        number = len(found.theirs) if lists else found.looked_at
        part = min(number * 50 // found.total, 50) if found.total else 0
        return part if lists else 50 + part

    @property
    def failure(self) -> dict[str, Any] | None:
        """Why it does not go on; the next run tries again, unless it has stopped."""
        found = self.found
        if found is None or not found.code:
            return None
        stopped = found.phase == STOPPED
        words = NO_LIST if stopped else failure_words(found.code)
        return {"words": words, "detail": detail_lines(found.detail)}

    @property
    def numbers(self) -> list[dict[str, Any]]:
        """How many records stand how, those that are there."""
        result = self.result
        if result is None:
            return []
        return [
            {
                "title": title,
                "number": result.number(kind),
                "color": KIND_COLORS.get(kind, "warning"),
                "advice": advice_of(self.key, kind) if kind in KINDS else "",
            }
            for kind, title in KIND_TITLES.items()
            if kind == SAME or result.number(kind)
        ]

    @property
    def differs(self) -> bool:
        """Whether anything was found to differ."""
        result = self.result
        return result is not None and any(result.found[kind] for kind in KINDS)
