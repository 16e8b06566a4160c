"""`@@pbgdpl-settings`: one address whose parameters choose among the pages."""

from Acquisition import aq_inner
from sonla.pbgdpl.administration.pages.vocabularies import ListFormPage
from sonla.pbgdpl.ui.interfaces import ISettingsPanel
from sonla.pbgdpl.ui.view import BrowserView
from sonla.pbgdpl.vocabularies.settings import VOCABULARY_FIELDS
from zope.component import getMultiAdapter
from zope.component import queryMultiAdapter


class ControlPanel(BrowserView):
    """Answer with the page that the address asks for.

    `?vocabulary=Audiences` edits one list, `?page=lists` names them all; `page` is the name of
    an `ISettingsPanel`.
    """

    def __call__(self) -> str:
        """Render the page; what is not known leads to the settings."""
        context = aq_inner(self.context)
        if str(self.request.form.get("vocabulary")) in VOCABULARY_FIELDS:
            return ListFormPage(context, self.request)()
        asked = (context, self.request)
        name = str(self.request.form.get("page", ""))
        page = queryMultiAdapter(asked, ISettingsPanel, name)
        if page is None:
            page = getMultiAdapter(asked, ISettingsPanel)
        return page()
