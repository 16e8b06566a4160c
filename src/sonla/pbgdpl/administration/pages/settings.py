"""The pages of the control panel: `@@pbgdpl-settings` chooses among them."""

from Acquisition import aq_inner
from functools import cached_property
from plone import api
from plone.z3cform.layout import wrap_form
from sonla.pbgdpl import _
from sonla.pbgdpl.administration.pages.vocabularies import ListFormPage
from sonla.pbgdpl.core.options import rests
from sonla.pbgdpl.settings.records import joint_schema
from sonla.pbgdpl.settings.records import JointRecords
from sonla.pbgdpl.ui.control_panel import PanelForm
from sonla.pbgdpl.ui.control_panel import PanelFormWrapper
from sonla.pbgdpl.ui.interfaces import ISettingsPanel
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.resting_form import RestingForm
from sonla.pbgdpl.vocabularies.settings import shown_lists
from typing import Any
from zope.component import getMultiAdapter
from zope.component import queryMultiAdapter

PAGE_RESTS = _(
    "msg_panel_rests",
    default="That page belongs to a function that is switched off in this portal. Nothing was stored.",
)


class SettingsForm(PanelForm):
    """Edit the settings of all who have no page of their own, a tab for each fieldset."""

    default_fieldset_label = _("fieldset_imprint", default="Imprint")
    label = _("heading_settings", default="Legal education (PBGDPL)")
    description = _(
        "help_settings",
        default="What holds for the whole section. Nothing here changes the rest of the portal.",
    )

    @cached_property
    def schema(self) -> Any:
        """The fields of all."""
        return joint_schema()

    def getContent(self) -> Any:
        """Return the records of all."""
        return JointRecords(self.schema)


class SettingsFormWrapper(PanelFormWrapper):
    """Stand first among the pages, and where the address asks for none that there is."""

    title = _("tab_settings", default="Settings")
    order = 10
    prefix = ""

    @cached_property
    def schema(self) -> Any:
        """The fields of all."""
        return joint_schema()


SettingsPage = wrap_form(SettingsForm, SettingsFormWrapper)


class ControlPanel(BrowserView):
    """Answer with the page that the address asks for.

    `?vocabulary=Audiences` edits one list, `?page=lists` names them all; `page` is the name of
    an `ISettingsPanel`.
    """

    def __call__(self) -> str:
        """Render the page; what is not known, or rests with its option, leads to the settings."""
        context = aq_inner(self.context)
        if str(self.request.form.get("vocabulary")) in shown_lists():
            return ListFormPage(context, self.request)()
        asked = (context, self.request)
        name = str(self.request.form.get("page", ""))
        page = queryMultiAdapter(asked, ISettingsPanel, name)
        if rests(page) and self.request.method == "POST":
            return RestingForm(context, self.request)()
        if rests(page):
            api.portal.show_message(PAGE_RESTS, self.request, type="warning")
        if page is None or rests(page):
            page = getMultiAdapter(asked, ISettingsPanel)
        return page()
