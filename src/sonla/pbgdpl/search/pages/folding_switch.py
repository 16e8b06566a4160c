"""The page that turns Vietnamese search for the whole portal on and off."""

from plone.protect import CheckAuthenticator
from plone.protect.utils import addTokenToUrl
from sonla.pbgdpl import _
from sonla.pbgdpl.search import folding_switch
from sonla.pbgdpl.ui.admin_pages import admin_page
from sonla.pbgdpl.ui.admin_pages import SERVER
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from time import monotonic
from typing import ClassVar

BATCH = 50
SECONDS = 4
"""How long one request works before it shows the progress."""

REFRESH_SECONDS = 1


class SwitchView(Page, BrowserView):
    """Show the state of the switch and work through the portal a few seconds at a time.

    Without JavaScript: a running switch asks the browser to load the next
    address by itself, and shows a button for browsers that do not. The progress
    is stored, so a closed window or a restart only pauses it.
    """

    post_forms: ClassVar = {
        "continue": PostForm(_("button_continue", default="Continue")),
        "turn_on": PostForm(_("button_turn_on", default="Turn on")),
        "turn_off": PostForm(
            _("button_turn_off", default="Turn off and restore Plone's own search"),
            look="btn-outline-danger",
        ),
    }
    page_title = _(
        "heading_search_switch", default="Vietnamese search for the whole portal"
    )

    @property
    def status(self) -> folding_switch.Status:
        """How far the switch is."""
        return folding_switch.status()

    @property
    def is_overridden(self) -> bool:
        """Whether another profile undid what was turned on."""
        return folding_switch.is_overridden()

    def __call__(self) -> str:
        """Start, go on, or only show the state."""
        form = self.request.form
        if "turn_on" in form or "turn_off" in form:
            self.check_posted()
            folding_switch.start(on="turn_on" in form)
            return self._go_on()
        if "continue" in form:
            # A GET with a token, because a refreshing page can't post.
            CheckAuthenticator(self.request)
            return self._go_on()
        return self.index()

    def _go_on(self) -> str:
        """Work for some seconds, then show the progress or the end."""
        end = monotonic() + SECONDS
        state = folding_switch.run_batch(BATCH)
        while state.running and monotonic() < end:
            state = folding_switch.run_batch(BATCH)
        if not state.running:
            return self._finish(state)
        target = addTokenToUrl(f"{self.url}?continue=1")
        self.request.response.setHeader("Refresh", f"{REFRESH_SECONDS}; url={target}")
        return self.index()

    def _finish(self, state: folding_switch.Status) -> str:
        message = (
            _("msg_search_on", default="Vietnamese search is on for the whole portal.")
            if state.on
            else _("msg_search_off", default="The portal's own search is restored.")
        )
        self.show_message(message)
        return self.lead_to(self.url)


SearchSwitchAdminPage = admin_page(
    "pbgdpl-search-switch",
    title=_("tool_search", default="Vietnamese search for the whole portal"),
    help=_(
        "help_tool_search",
        default="Find words without accents in all content; can be turned off again.",
    ),
    order=190,
    group=SERVER,
)
