"""What the pages of the control panel share: addresses, navigation, permission."""

from plone import api
from plone.app.registry.browser.controlpanel import ControlPanelFormWrapper
from plone.app.registry.browser.controlpanel import RegistryEditForm
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.browser.titles.page import TitledPage
from typing import Any
from z3c.form import button
from zope.i18nmessageid import Message

PAGES = (
    ("", _("tab_settings", default="Settings")),
    ("lists", _("tab_lists", default="Controlled lists")),
    ("exchange", _("tab_exchange", default="Data exchange")),
    ("tools", _("tab_tools", default="Administration")),
)


def panel_url(**parameters: str) -> str:
    """Give the address of one of the pages of `@@pbgdpl-settings`."""
    query = "&".join(f"{name}={value}" for name, value in parameters.items() if value)
    url = f"{api.portal.get().absolute_url()}/@@pbgdpl-settings"
    return f"{url}?{query}" if query else url


class PanelLayout:
    """Give a page the navigation among the pages of the control panel."""

    parts = ViewPageTemplateFile("templates/macros.pt")
    page = ""

    def tabs(self) -> list[dict[str, Any]]:
        """List the pages: address, title, and which one is open."""
        return [
            {"url": panel_url(page=name), "title": title, "open": name == self.page}
            for name, title in PAGES
        ]


class PanelForm(RegistryEditForm):
    """Edit records of the registry: store all of what was typed, or nothing."""

    msg_saved = _("msg_settings_saved", default="The settings were saved.")
    next_page = ""
    """Which of the pages comes after saving or cancelling."""

    @button.buttonAndHandler(_("button_save", default="Save"), name="save")
    def handleSave(self, action: Any) -> None:
        """Store the values, or show what can't be stored beside what was typed."""
        data, errors = self.extractData()
        if errors:
            self.status = self.words_for(errors)
            return
        self.check(data)
        self.applyChanges(data)
        api.portal.show_message(self.msg_saved, self.request)
        self.leave()

    @button.buttonAndHandler(_("button_cancel", default="Cancel"), name="cancel")
    def handleCancel(self, action: Any) -> None:
        """Leave the values as they are."""
        self.leave()

    def words_for(self, errors: Any) -> Any:
        """Say above the form that something is wrong; what it is stands at its field."""
        return self.formErrorsMessage

    def check(self, data: dict[str, Any]) -> None:
        """Raise `WidgetActionExecutionError` for what the fields themselves let pass."""

    def leave(self) -> None:
        """Lead on to the next page."""
        self.request.response.redirect(panel_url(page=self.next_page))


class PanelFormWrapper(TitledPage, PanelLayout, ControlPanelFormWrapper):
    """Put a form on a page of the control panel."""

    index = ViewPageTemplateFile("templates/form.pt")

    @property
    def page_title(self) -> Message | str:
        """Give the heading of the form."""
        return self.form_instance.label

    def before(self) -> str:
        """Render what stands above the form; empty for nothing."""
        return ""

    def after(self) -> str:
        """Render what stands below the form; empty for nothing."""
        return ""
