"""What a reconciliation shows of one partner: numbers, progress, differences and advice in words."""

from sonla.pbgdpl import _
from sonla.pbgdpl.jobs.messages import failure_words
from sonla.pbgdpl.options.mappings.reconciliation.jobs import is_configured
from sonla.pbgdpl.options.mappings.reconciliation.repairs import Repair
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

SENT_ADVICE: dict[str, Message] = {
    DIFFERS: _(
        "advice_sent_differs",
        default="The other side has another version. Send ours once more; it replaces theirs.",
    ),
    ONLY_HERE: _(
        "advice_sent_only_here",
        default="Public here, and missing on the other side. Send it again.",
    ),
    ONLY_THERE: _(
        "advice_sent_only_there",
        default="The other side has records that this portal does not know. Those that bear our name can be taken back; for the others ask the other side where they come from.",
    ),
    WITHDRAWN_HERE: _(
        "advice_sent_withdrawn",
        default="Not public here any more, and still shown there. Take it back once more.",
    ),
}
OFFERED_ADVICE: dict[str, Message] = {
    DIFFERS: _(
        "advice_offered_differs",
        default="They have another version. List it once more as changed: they get it when they fetch next.",
    ),
    ONLY_HERE: _(
        "advice_offered_only_here",
        default="Public here, and they don't have it. List it once more as changed: they get it when they fetch next.",
    ),
    ONLY_THERE: _(
        "advice_offered_only_there",
        default="They have records that this portal does not know. Ask them where these come from.",
    ),
    WITHDRAWN_HERE: _(
        "advice_offered_withdrawn",
        default="Not public here any more, and they still have it. List the withdrawal once more.",
    ),
}
FETCHED_ADVICE: dict[str, Message] = {
    DIFFERS: _(
        "advice_fetched_differs",
        default="The source has another version than the one that was fetched. Fetch it again; what was edited here is kept or asked about, as always.",
    ),
    ONLY_HERE: _(
        "advice_fetched_only_here",
        default="Fetched once, and not in the list of the source any more. Have it checked: what is really gone is withdrawn by the usual rules and within the limits.",
    ),
    ONLY_THERE: _(
        "advice_fetched_only_there",
        default="The source has it, and it is missing here. Fetch it.",
    ),
    WITHDRAWN_HERE: _(
        "advice_fetched_withdrawn_here",
        default="Withdrawn here, and shown again by the source. Fetch it again.",
    ),
    WITHDRAWN_THERE: _(
        "advice_fetched_withdrawn_there",
        default="The source took it back, and it is still here. Fetch it again, so that it is withdrawn here, too.",
    ),
}
BUTTONS: dict[Repair, Message] = {
    Repair.REPLACE: _("button_reconciliation_replace", default="Send ours again"),
    Repair.SEND: _("button_reconciliation_send", default="Send it again"),
    Repair.TAKE_BACK: _("button_reconciliation_take_back", default="Take it back"),
    Repair.OFFER: _("button_reconciliation_offer", default="List it once more"),
    Repair.FETCH: _("button_reconciliation_fetch", default="Fetch it again"),
    Repair.CHECK: _("button_reconciliation_check", default="Have it checked"),
}
BUTTONS_FOR_ALL: dict[Repair, Message] = {
    Repair.REPLACE: _(
        "button_reconciliation_replace_all", default="Send all of ours again"
    ),
    Repair.SEND: _("button_reconciliation_send_all", default="Send all of them again"),
    Repair.TAKE_BACK: _(
        "button_reconciliation_take_back_all", default="Take all of ours back"
    ),
    Repair.OFFER: _(
        "button_reconciliation_offer_all", default="List all of them once more"
    ),
    Repair.FETCH: _(
        "button_reconciliation_fetch_all", default="Fetch all of them again"
    ),
    Repair.CHECK: _(
        "button_reconciliation_check_all", default="Have all of them checked"
    ),
}
NO_REPAIR = _("reconciliation_no_repair", default="Ask the other side.")
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
    """Return what a kind of difference means, and what to do about it."""
    tables = {SENDING: SENT_ADVICE, OFFERING: OFFERED_ADVICE}
    return tables.get(key, FETCHED_ADVICE)[kind]


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
    def url(self) -> str:
        """The address of the differences."""
        return f"{self.page_url}?{urlencode({'of': self.key})}"

    @property
    def file_url(self) -> str:
        """The address of the whole report as a workbook."""
        return f"{self.page_url}.xlsx?{urlencode({'of': self.key})}"

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
        return result is not None and not result.whole

    @property
    def is_uploaded(self) -> bool:
        return self.found is not None and self.found.uploaded

    @property
    def finished(self) -> str:
        """When it was finished."""
        return moment(self.found.finished) if self.found is not None else ""

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
        if found.declared is None:
            return _(
                "reconciliation_listing",
                default="Reading what the other side has: ${number} records so far",
                mapping={"number": len(found.theirs)},
            )
        return _(
            "reconciliation_listing_of",
            default="Reading what the other side has: ${number} of ${total} records",
            mapping={"number": len(found.theirs), "total": found.declared},
        )

    @property
    def percent(self) -> int:
        """How much of the work is done, one half being the list of the other side."""
        found = self.found
        if found is None:
            return 0
        if found.phase == LISTING:
            total = found.declared or 0
            return min(len(found.theirs) * 50 // total, 50) if total else 0
        part = found.looked_at * 50 // found.total if found.total else 0
        return min(50 + part, 100)

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
                "url": f"{self.url}#pbgdpl-{kind}" if kind in KINDS else "",
            }
            for kind, title in KIND_TITLES.items()
            if kind == SAME or result.number(kind)
        ]

    @property
    def differs(self) -> bool:
        """Whether anything was found to differ."""
        result = self.result
        return result is not None and any(result.found[kind] for kind in KINDS)
