"""`@@btp-sync-probe`: test the connection to a partner and show what was found."""

from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.jobs.secrets import without_secrets
from sonla.pbgdpl.sync.pages.lines import Line
from sonla.pbgdpl.sync.probe import ERROR
from sonla.pbgdpl.sync.probe import NOTE
from sonla.pbgdpl.sync.probe import OK
from sonla.pbgdpl.sync.probe import probe_push
from sonla.pbgdpl.sync.probe import ProbeResult
from sonla.pbgdpl.sync.probe import WARNING
from sonla.pbgdpl.sync.probe import worst
from sonla.pbgdpl.sync.record_words import detail_lines
from sonla.pbgdpl.sync.settings import push_address
from sonla.pbgdpl.sync.source_probe import probe_source
from sonla.pbgdpl.sync.sources import Source
from sonla.pbgdpl.sync.sources import source_named
from sonla.pbgdpl.sync.store import store_of
from sonla.pbgdpl.ui.control_panel import panel_url
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from typing import ClassVar

import transaction

PUSH = "push"
LEVEL_COLORS = {
    OK: ("success", _("probe_level_ok", default="Good")),
    NOTE: ("info", _("probe_level_note", default="To know")),
    WARNING: ("warning", _("probe_level_warning", default="Look at this")),
    ERROR: ("danger", _("probe_level_error", default="Does not work")),
}
VERDICTS = {
    OK: _("probe_works", default="The connection works."),
    NOTE: _("probe_works", default="The connection works."),
    WARNING: _("probe_works_partly", default="The connection works, with limits."),
    ERROR: _("probe_fails", default="The connection does not work yet."),
}


class ProbePage(Page, BrowserView):
    """Ask the partner that the button names; nothing is written before or after."""

    post_forms: ClassVar = {
        "partner": PostForm(
            _("button_sync_probe_again", default="Test again"),
            look="btn-outline-primary",
            page="btp-sync-probe",
        )
    }
    page_title = _("heading_sync_probe_result", default="Test of the connection")
    parts = ViewPageTemplateFile("templates/parts.pt")

    def __call__(self) -> str:
        """Test and show; an unknown partner leads back to the settings."""
        self.check_posted()
        if not (self.sends or self.source):
            return self.lead_to(self.settings_url)
        self.findings = self.probe()
        self.request.response.setHeader("Cache-Control", "no-store")
        return self.index()

    @property
    def partner(self) -> str:
        """The partner asked for: `push`, or `pull` and the code of a source."""
        return str(self.request.form.get("partner", ""))

    @property
    def sends(self) -> bool:
        """Whether it is the one that records are sent to."""
        return bool(self.push_url)

    @property
    def push_url(self) -> str:
        """The address that records are sent to, if that is to be tested."""
        return push_address() if self.partner == PUSH else ""

    @cached_property
    def source(self) -> Source | None:
        """The source, switched on or not; a source may have the code `push`, too."""
        if self.partner == PUSH:
            return None
        return source_named(self.partner.removeprefix("pull "))

    def probe(self) -> list[ProbeResult]:
        """Ask; no transaction is open over the network."""
        url, source = self.push_url, self.source
        state = store_of(self.context).sources.get(source.name) if source else None
        known = state.repository_info if state is not None else None
        transaction.abort()
        if source is None:
            return probe_push(url)
        return probe_source(source, utc_now, known)

    # What is shown

    @property
    def title(self) -> str:
        """The source; empty for sending."""
        return self.source.title if self.source is not None else ""

    @property
    def url(self) -> str:
        """The address that was asked."""
        return self.push_url if self.source is None else self.source.base_url

    @property
    def lines(self) -> list[Line]:
        """The findings."""
        return [
            Line(
                badge=LEVEL_COLORS[one.level][1],
                words=one.message,
                detail=detail_lines(without_secrets(one.detail)),
                color=LEVEL_COLORS[one.level][0],
            )
            for one in self.findings
        ]

    @property
    def verdict(self) -> dict[str, object]:
        """How it went, in one sentence."""
        level = worst(self.findings)
        return {"color": LEVEL_COLORS[level][0], "words": VERDICTS[level]}

    @property
    def settings_url(self) -> str:
        return panel_url(page="exchange")
