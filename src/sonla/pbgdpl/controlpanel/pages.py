"""`@@pbgdpl-settings`: one address whose parameters choose among six pages."""

from Acquisition import aq_inner
from sonla.pbgdpl.controlpanel.forms_page import FormsPage
from sonla.pbgdpl.controlpanel.interfaces import VOCABULARY_FIELDS
from sonla.pbgdpl.controlpanel.lists import ListFormPage
from sonla.pbgdpl.controlpanel.lists import ListsPage
from sonla.pbgdpl.controlpanel.settings_form import SettingsPage
from sonla.pbgdpl.controlpanel.sync_form import SyncSettingsPage
from sonla.pbgdpl.controlpanel.tools import ToolsPage
from sonla.pbgdpl.pages import BrowserView


class ControlPanel(BrowserView):
    """Answer with the page that the address asks for.

    `?vocabulary=Audiences` edits one list, `?page=lists` names them all,
    `?page=statistics` has the forms of statistics, `?page=exchange` has the settings of the exchange, `?page=tools` leads to the work of administrators; else the settings.
    """

    def __call__(self) -> str:
        """Render the page; what is not known leads to the settings."""
        context = aq_inner(self.context)
        if str(self.request.form.get("vocabulary")) in VOCABULARY_FIELDS:
            return ListFormPage(context, self.request)()
        pages = {
            "lists": ListsPage,
            "statistics": FormsPage,
            "exchange": SyncSettingsPage,
            "tools": ToolsPage,
        }
        page = pages.get(str(self.request.form.get("page")), SettingsPage)
        return page(context, self.request)()
