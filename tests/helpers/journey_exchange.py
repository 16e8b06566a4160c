"""What people meet of the exchange: all that can wait for somebody, brought about for real.

The source and the partner are a reference server. A record is changed on both sides, one
is taken back that was edited here, one can't be read, a run is held, and what was sent
was refused.
"""

from collections.abc import Iterator
from harvested_portal import HarvestedPortal
from harvested_portal import name_repository
from harvested_portal import set_record
from journey_situations import press
from journey_situations import Situation
from playwright.sync_api import Page
from sonla.pbgdpl.jobs.store import job_store_of
from sonla.pbgdpl.mail.interfaces import IMailer
from typing import Any
from vietnamese_portal import ADMINISTRATOR
from vietnamese_portal import APPROVER
from vietnamese_portal import EDITOR
from vietnamese_portal import SECTION
from vietnamese_portal import UNIT
from zope.component import getUtility
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import pytest
import transaction

SETS = "type:news\ntype:guidance"
TRUSTED = "type:guidance"
FAULTS = ("unauthorised", "login_page", "unavailable", "identity_change")
TOO_LONG = "Tên quá dài " * 100


class Exchange(HarvestedPortal):
    """Give a portal in which each kind of trouble waits, and the ways to it."""

    @property
    def own_text(self) -> Any:
        """A text of the province that is sent, and refused."""
        return self.portal[SECTION][UNIT]["gioi-thieu"]

    def fill(self) -> None:
        """Fetch and send, then let each kind of trouble happen."""
        transaction.commit()
        getUtility(IMailer).wait()
        self.begin()
        self.disagree()
        self.hold()

    def begin(self) -> None:
        """Fetch two sets, one of them trusted; what is sent is refused, with words."""
        self.server.inject("status", method="PUT", code=422, detail="Thiếu trích yếu")
        name_repository("sonla.example")
        set_record("push_enabled", True)
        set_record("push_url", self.server.push_url)
        self.configure(sets=SETS, trusted_sets=TRUSTED)
        notify(ObjectModifiedEvent(self.own_text))
        transaction.commit()
        self.run_until_done()
        self.both, self.gone, self.bad = self.server.identifiers("news")[:3]

    def disagree(self) -> None:
        """Let both sides change a record, one take one back, and one become unreadable."""
        for name in (self.both, self.gone):
            self.edit(name, title="Tiêu đề của tỉnh", description="Tóm tắt của tỉnh")
        self.server.edit(self.both, title="Tiêu đề của Bộ", description="Của Bộ")
        self.server.delete(self.gone)
        self.server.edit(self.bad, title=TOO_LONG)
        self.run_until_done()
        assert self.store.conflicts and self.store.quarantine

    def hold(self) -> None:
        """Let the source say that all is gone."""
        self.server.inject("all_deleted")
        self.run_until_done(states=("held",))
        assert self.store.outbox.deliveries

    def address(self, name: str, page: str = "") -> str:
        """Return the address of a record's item, or of a page of it."""
        return f"{self.item(name).absolute_url()}{page}"

    # ---- what people meet

    def fetched_text(self, page: Page, site: Any) -> Iterator[str]:
        """Read a text of the trusted set."""
        name = self.server.identifiers("guidance")[0]
        page.goto(self.address(name))
        yield "a text that was fetched"

    def choice(self, page: Page, site: Any) -> Iterator[str]:
        """Read what was refused; compare two versions and choose."""
        page.goto(self.own_text.absolute_url())
        yield "a text that the partner refused"
        page.goto(self.address(self.gone))
        yield "a text that its source took back"
        page.goto(self.address(self.gone, "/@@pbgdpl-conflict"))
        yield "the choice about what was taken back"
        page.goto(self.address(self.both))
        yield "a text that both sides changed"
        page.goto(self.address(self.both, "/@@pbgdpl-conflict"))
        yield "the choice between two versions"
        press(page, "[name=choose]")
        yield "a choice that was not made"
        press(page, "[name=all_theirs]")
        yield "a choice that was made"

    def synced_tab(self, page: Page, site: Any) -> Iterator[str]:
        """Decide about what was fetched, one by one and all at once."""
        desk = f"{site.absolute_url()}/@@pbgdpl-review"
        page.goto(f"{desk}?tab=synced")
        yield "what was fetched waits"
        page.goto(f"{desk}?tab=synced&source=btp&set=type:news")
        yield "what was fetched of one set waits"
        press(page, "[name=whole][value=return_to_author]")
        yield "declining without a comment"
        press(page, "[name=whole][value=approve]")
        yield "a set that was approved"

    def status(self, page: Page, site: Any) -> Iterator[str]:
        """Look after the exchange."""
        page.goto(f"{site.absolute_url()}/@@btp-sync-status")
        yield "the exchange with all its troubles"
        for button in ("try", "retry", "dismiss", "resend", "release", "run"):
            press(page, f"#content [name={button}]")
            yield f"the exchange after the button {button}"
        for run in job_store_of(site).journal.runs:
            page.goto(f"{site.absolute_url()}/@@btp-sync-journal?run={run}")
            yield f"the journal of run {run}"

    def connection(self, page: Page, site: Any) -> Iterator[str]:
        """Test the connections: as they are, and with what can be wrong with them."""
        for partner in ("pull btp", "push"):
            page.goto(f"{site.absolute_url()}/@@pbgdpl-settings?page=exchange")
            press(page, f"#pbgdpl-partners [value='{partner}']")
            yield f"the test of {partner}"
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("PBGDPL_ALLOWED_HOSTS", "api.example.vn")
                press(page, "[name=partner]")
                yield f"the test of {partner} at a host that is not allowed"
            for fault in FAULTS:
                self.server.inject(fault)
                press(page, "[name=partner]")
                page.wait_for_selector("#pbgdpl-findings")
                yield f"the test of {partner} with the fault {fault}"
                self.server.heal()

    @property
    def situations(self) -> dict[str | None, tuple[Situation, ...]]:
        """What each person meets."""
        return {
            None: (self.fetched_text,),
            EDITOR: (self.choice,),
            APPROVER: (self.synced_tab,),
            ADMINISTRATOR: (self.status, self.connection),
        }
