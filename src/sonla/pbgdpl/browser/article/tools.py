"""The tools of an article: print, save, size of letters, share, read aloud, report."""

from functools import cached_property
from sonla.pbgdpl.browser.article.reporting import report_url
from sonla.pbgdpl.browser.article.saving import SAVED_NAME
from sonla.pbgdpl.ui.articles import is_article
from sonla.pbgdpl.ui.static_files import static_path
from sonla.pbgdpl.ui.static_files import static_version
from sonla.pbgdpl.ui.viewlets import OccasionalViewlet

SCRIPT = "article.js"
TEXTS = "texts"


class ToolsViewlet(OccasionalViewlet):
    """Offer the tools; those that need a script are shown only where scripts run.

    The style sheet decides that (`@media (scripting)`), so that nothing moves when the
    script comes.
    """

    def available(self) -> bool:
        """Show them on articles alone."""
        return is_article(self.context, self.view)

    @property
    def save_url(self) -> str:
        """The address of the file to keep."""
        return f"{self.context.absolute_url()}/@@{SAVED_NAME}"

    @property
    def script_url(self) -> str:
        """The address of the script, which changes with it."""
        return f"{static_path(TEXTS)}/{SCRIPT}?v={static_version(SCRIPT, TEXTS)}"


class ReportViewlet(OccasionalViewlet):
    """Let readers report an error, below the article that they have read."""

    def available(self) -> bool:
        """Show it where somebody reads what is reported."""
        return is_article(self.context, self.view) and bool(self.report_url)

    @cached_property
    def report_url(self) -> str:
        """Where to report an error; empty for nowhere."""
        return report_url(self.context)
