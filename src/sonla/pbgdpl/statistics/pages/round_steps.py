"""What the office does in a collection round: remind, accept, complete, close, reopen."""

from functools import cached_property
from plone import api
from plone.dexterity.utils import createContentInContainer
from plone.protect.utils import addTokenToUrl
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.editorial.bulk import perform
from sonla.pbgdpl.mail.messages import compose
from sonla.pbgdpl.mail.outbox import enqueue
from sonla.pbgdpl.statistics import REPORT_TYPE
from sonla.pbgdpl.statistics.closing import close_round
from sonla.pbgdpl.statistics.closing import closed_words
from sonla.pbgdpl.statistics.closing import province_report
from sonla.pbgdpl.statistics.closing import reopen_round
from sonla.pbgdpl.statistics.closing import user_name
from sonla.pbgdpl.statistics.jobs import note_reminded
from sonla.pbgdpl.statistics.jobs import unit_reminders
from sonla.pbgdpl.statistics.pages.round import RoundView
from sonla.pbgdpl.statistics.query import Due
from sonla.pbgdpl.statistics.rounds import RoundLine
from sonla.pbgdpl.statistics.rounds import SENT
from sonla.pbgdpl.ui.drafts.saved import note_saved
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.page import values_of
from time import monotonic
from typing import Any
from typing import ClassVar
from zope.i18nmessageid import Message
from zope.schema import Text

SECONDS = 4
"""How long one request accepts reports before it shows how far it is."""
REFRESH_SECONDS = 1

MSG_CHOOSE = _("msg_choose_units", default="Choose at least one unit.")
MSG_NOBODY_TO_REMIND = _(
    "msg_nobody_to_remind",
    default="No unit among these has still to send its report.",
)
MSG_NOTHING_TO_ACCEPT = _(
    "msg_nothing_to_accept",
    default="None of these units has sent a report that waits for approval.",
)
MSG_ROUND_IS_CLOSED = _(
    "msg_round_now_closed",
    default="The round is closed: ${title}. The reports that count are locked.",
)
MSG_ROUND_REOPENED = _(
    "msg_round_now_open",
    default="The round is open for a correction. What was closed stays readable below.",
)
MSG_NOT_FOR_OFFICE = _(
    "msg_round_not_for_office",
    default="This report was sent meanwhile, or the unit is no longer there. Look again.",
)


def _reason(title: Message) -> tuple[Text]:
    return (Text(__name__="reason", title=title, required=False, missing_value=""),)


class RoundSteps(RoundView):
    """Take the steps whose buttons the page of a round has."""

    post_forms: ClassVar = {
        "remind": PostForm(_("button_remind", default="Send reminders")),
        "sum": PostForm(_("button_open_sum", default="Open the province's report")),
        "close": PostForm(
            _("button_close_round", default="Close the round"),
            _reason(
                _(
                    "label_closing_reason",
                    default="Reason, where units are missing",
                )
            ),
            look="btn-outline-danger",
        ),
        "reopen": PostForm(
            _("button_reopen_round", default="Open for a correction"),
            _reason(
                _(
                    "label_reopening_reason",
                    default="What is to be corrected, and why",
                )
            ),
            look="btn-outline-primary",
        ),
        "done": PostForm(
            _("button_task_done", default="Done today"),
            look="btn-outline-primary btn-sm",
        ),
    }
    error: Any = None
    closing_error: Any = None

    def take_step(self) -> str | None:
        """Do what was asked for; return an answer of its own, or None to show the page."""
        sent = self.request.form
        closed = self.round.history.closed if self.round is not None else None
        if closed is not None and not {"sum", "close", "reopen"} & set(sent):
            self.error = closed_words(closed)
            return None
        if "sum" in sent:
            return self.open_sum()
        if "complete" in sent:
            return self.complete(str(sent["complete"]))
        if "close" in sent or "reopen" in sent:
            return self.close_or_reopen("close" if "close" in sent else "reopen")
        if "accept" in sent or "accept_all" in sent:
            self.begin_accepting()
            return None
        if "preview" in sent or "preview_all" in sent:
            self.prepare()
        else:
            self.remind()
        return None

    # Reminders

    @property
    def chosen(self) -> list[str]:
        """The units ticked."""
        return values_of(self.request.form.get("units"))

    @property
    def message(self) -> str:
        """What was typed, until it was sent."""
        return "" if self.reminded else str(self.request.form.get("message", ""))

    @cached_property
    def reminded(self) -> list[dict[str, Any]]:
        """What became of the reminders of this request."""
        return []

    @cached_property
    def prepared(self) -> list[RoundLine]:
        """The units to which the mail that is shown would go."""
        return []

    def to_be_reminded(self) -> list[RoundLine]:
        """List the units ticked, or all, that have still to send their report."""
        everybody = "preview_all" in self.request.form
        return [
            line
            for line in self.round_lines
            if line.is_unsent and (everybody or line.uid in self.chosen)
        ]

    def prepare(self) -> None:
        """Show the mail before anything is sent."""
        self.prepared.extend(self.to_be_reminded())
        if not self.prepared:
            self.error = (
                MSG_NOBODY_TO_REMIND
                if self.chosen or "preview_all" in self.request.form
                else MSG_CHOOSE
            )

    @property
    def prepared_uids(self) -> list[str]:
        """The units to which the mail that is shown would go."""
        return [line.uid for line in self.prepared]

    def notices(self, line: RoundLine) -> list[Any]:
        """Write the mails for the people of one unit who have an address."""
        assert self.found is not None
        message = str(self.request.form.get("message", "")).strip()
        found = unit_reminders(line.reports, Due(*self.found), user_name(), message)
        return [notice for notice in found if notice.recipient.email]

    @cached_property
    def sample(self) -> dict[str, str] | None:
        """The mail as the first of those who get it reads it; None if nobody does."""
        every = (one for line in self.prepared for one in self.notices(line))
        notice = next(every, None)
        if notice is None:
            return None
        title = api.portal.get_registry_record("plone.site_title", default="") or ""
        (mail,) = compose([notice], title, api.portal.get_default_language())
        return {
            "to": f"{mail.recipient.name} <{mail.recipient.email}>",
            "subject": mail.subject,
            "body": mail.body,
        }

    def remind(self) -> None:
        """Send mails to the units ticked that have not reported: one a day at most."""
        assert self.round is not None and self.found is not None
        for line in self.to_be_reminded():
            if any(one.day == today() for one in line.reminders):
                self.reminded.append({"title": line.unit.Title(), "again": True})
                continue
            notices = self.notices(line)
            enqueue(*notices)
            note_reminded(self.context, line.reports, Due(*self.found), user_name())
            self.reminded.append(
                {"title": line.unit.Title(), "again": False, "count": len(notices)}
            )
        if self.reminded:
            self.forget_round()
            note_saved()
        else:
            self.error = MSG_NOBODY_TO_REMIND if self.chosen else MSG_CHOOSE

    def forget_round(self) -> None:
        """Read the round anew when the page is shown."""
        for name in ("round", "numbers"):
            self.__dict__.pop(name, None)

    # The reports that were sent

    def begin_accepting(self) -> None:
        """Put the reports that were ticked in line, or all that need no look, and begin."""
        assert self.round is not None
        everything = "accept_all" in self.request.form
        reports = [
            line.report.UID()
            for line in self.round.in_state(SENT)
            if line.report is not None
            and (line.can_be_accepted_unseen if everything else line.uid in self.chosen)
        ]
        if not reports:
            self.error = (
                MSG_NOTHING_TO_ACCEPT if self.chosen or everything else MSG_CHOOSE
            )
            return
        self.round.history.begin(reports)
        self.go_on()

    def go_on(self) -> None:
        """Accept for some seconds; ask the browser to come back while reports wait."""
        assert self.round is not None
        history, end = self.round.history, monotonic() + SECONDS
        while history.waiting and monotonic() < end:
            outcome = perform(history.waiting[0], "approve", "")
            reason = "" if outcome.done else self.translated(outcome.reason)
            history.note_outcome(self.unit_of(history.waiting[0]), outcome.url, reason)
        if history.waiting:
            target = addTokenToUrl(f"{self.here}&continue=1")
            self.request.response.setHeader(
                "Refresh", f"{REFRESH_SECONDS}; url={target}"
            )
        self.forget_round()

    def unit_of(self, uid: str) -> str:
        """Name the unit whose report has a UID."""
        found = (
            line.unit.Title()
            for line in self.round_lines
            if line.report is not None and line.report.UID() == uid
        )
        return next(found, "")

    @property
    def here(self) -> str:
        """The address with its state."""
        return f"{self.url}?{self.query()}"

    def progress(self) -> dict[str, Any] | None:
        """Return how far the accepting is; None where none was asked for in this request."""
        asked = {"accept", "accept_all", "continue"} & set(self.request.form)
        if not asked or self.round is None or self.error:
            return None
        history = self.round.history
        done, waiting = len(history.outcomes), len(history.waiting)
        return {
            "done": done,
            "all": done + waiting,
            "percent": 100 * done // max(done + waiting, 1),
            "waiting": waiting,
            "outcomes": [
                {"title": title, "url": url, "reason": reason}
                for title, url, reason in history.outcomes
            ],
            "next": addTokenToUrl(f"{self.here}&continue=1"),
        }

    # Reports that the office makes

    def open_sum(self) -> str:
        """Open the province's report, filled from the reports approved so far.

        Approvers add nothing else to a section: that they approve statistics is what
        lets them in here, and who opens the report owns it and can submit it.
        """
        report = self.own or self.make_report(self.context)
        self.request.response.redirect(report.absolute_url())
        return ""

    @cached_property
    def own(self) -> Any | None:
        """The latest version of the province's report."""
        if self.round is None:
            return None
        return province_report(self.context, self.round.history.key)

    def complete(self, uid: str) -> str | None:
        """Lead to the numbers of a unit that can't enter them, in a report made if needed."""
        line = next((one for one in self.round_lines if one.uid == uid), None)
        if line is None or not line.is_unsent:
            self.error = MSG_NOT_FOR_OFFICE
            return None
        try:
            report = line.report or self.make_report(line.unit)
        except InvalidInput as refusal:
            self.error = refusal.message
            return None
        self.request.response.redirect(f"{report.absolute_url()}/@@pbgdpl-cells")
        return ""

    def make_report(self, place: Any) -> Any:
        """Make the report of the round in the section, or in a unit."""
        return createContentInContainer(
            place,
            REPORT_TYPE,
            checkConstraints=False,
            title=self.asked.code,
            form_code=self.asked.code,
            period_kind=self.asked.kind,
            year=self.asked.year,
        )

    # The end of the round

    def close_or_reopen(self, name: str) -> str | None:
        """Close the round, or open it for a correction; say why that can't be."""
        assert self.round is not None
        try:
            reason = self.form_named(name).read()["reason"]
            if name == "close":
                closing = close_round(self.round, reason)
                message = Message(MSG_ROUND_IS_CLOSED, mapping={"title": closing.title})
            else:
                reopen_round(self.round, reason)
                message = MSG_ROUND_REOPENED
        except InvalidInput as refusal:
            self.closing_error = refusal.message
            return None
        note_saved()
        self.show_message(message)
        self.request.response.redirect(self.here)
        return ""
