"""What the pages of the control panel share: addresses, navigation, permission."""

from plone import api
from plone.app.registry.browser.controlpanel import ControlPanelFormWrapper
from plone.app.registry.browser.controlpanel import RegistryEditForm
from plone.restapi.controlpanels import RegistryConfigletPanel
from plone.restapi.controlpanels.interfaces import IControlpanel
from plone.z3cform.layout import wrap_form
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.options import offered
from sonla.pbgdpl.settings.records import records_of
from sonla.pbgdpl.ui.drafts.assets import INamedDraft
from sonla.pbgdpl.ui.drafts.conflicts import Conflict
from sonla.pbgdpl.ui.drafts.conflicts import differences
from sonla.pbgdpl.ui.drafts.conflicts import FIELD
from sonla.pbgdpl.ui.drafts.conflicts import Parts
from sonla.pbgdpl.ui.drafts.conflicts import stamp_of
from sonla.pbgdpl.ui.drafts.diff import as_text
from sonla.pbgdpl.ui.drafts.diff import side_by_side
from sonla.pbgdpl.ui.drafts.digests import FieldDigests
from sonla.pbgdpl.ui.drafts.saved import note_saved
from sonla.pbgdpl.ui.interfaces import ISettingsPanel
from sonla.pbgdpl.ui.page import Page
from typing import Any
from z3c.form import button
from z3c.form.interfaces import IDataConverter
from z3c.form.interfaces import IMultiWidget
from zope.component import adapter
from zope.component import getAdapters
from zope.component import getMultiAdapter
from zope.i18nmessageid import Message
from zope.interface import implementer
from zope.interface import Interface
from zope.schema import getFieldNamesInOrder
from zope.schema.interfaces import IChoice
from zope.schema.interfaces import ICollection


def panel_url(**parameters: str) -> str:
    """Return the address of one of the pages of `@@pbgdpl-settings`."""
    query = "&".join(f"{name}={value}" for name, value in parameters.items() if value)
    url = f"{api.portal.get().absolute_url()}/@@pbgdpl-settings"
    return f"{url}?{query}" if query else url


def panels(site: Any, request: Any) -> list[tuple[str, ISettingsPanel]]:
    """List the pages of the control panel by their names."""
    found = offered(getAdapters((site, request), ISettingsPanel))
    return sorted(found, key=lambda pair: (pair[1].order, pair[0]))


class PanelLayout:
    """Provide what an `ISettingsPanel` has, and the navigation among all of them."""

    context: Any
    request: Any
    title: Message
    order: int
    parts = ViewPageTemplateFile("templates/macros.pt")
    page = ""
    """Name under which the page is registered."""

    @property
    def schema(self) -> Any:
        """The schema of the records; a page without records has none."""
        return None

    @property
    def prefix(self) -> str:
        return ""

    def tabs(self) -> list[dict[str, Any]]:
        """List the pages: address, title, and which one is open."""
        return [
            {
                "url": panel_url(page=name),
                "title": panel.title,
                "open": name == self.page,
            }
            for name, panel in panels(self.context, self.request)
        ]


class IPbgdplPanel(IControlpanel):
    """Mark our panels, whose values `administration.rest` reads and writes."""


@implementer(IPbgdplPanel)
@adapter(Interface, IBrowserLayer)
class RecordsPanel(RegistryConfigletPanel):
    """Offer the records of a page of the control panel; the base of those that do.

    Registered by the name in the address, which is also that of the configlet.
    """

    panel = ""
    """Name of the `ISettingsPanel`."""
    configlet_category_id = "Products"

    def __init__(self, context: Any, request: Any) -> None:
        super().__init__(context, request)
        found = getMultiAdapter((context, request), ISettingsPanel, self.panel)
        self.schema, self.schema_prefix = found.schema, found.prefix

    def resting(self) -> tuple[str, ...]:
        """Return the fields whose option is off here: they are neither shown nor written."""
        return ()

    def records(self) -> Any:
        """Return the records as attributes; one that is missing has its default."""
        return records_of(self.schema, self.schema_prefix)


class PanelForm(RegistryEditForm):
    """Edit records of the registry: store all of what was typed, or nothing.

    Nothing is stored either when somebody else has saved meanwhile: the form is shown
    with both, and saving once more is a decision.
    """

    template = ViewPageTemplateFile("templates/fields.pt")
    msg_saved = _("msg_settings_saved", default="The settings were saved.")
    next_page = ""
    """Which of the pages comes after saving or cancelling."""
    differences: list[Conflict] = []
    """What somebody else has saved since the form was opened."""

    @property
    def action(self) -> str:
        """The address that the form is sent to: that of its page."""
        return panel_url(page=self.next_page)

    def getContent(self) -> Any:
        """Return the records; one that is missing has its default, until it is saved."""
        return records_of(self.schema, self.schema_prefix)

    @button.buttonAndHandler(_("button_save", default="Save"), name="save")
    def handleSave(self, action: Any) -> None:
        """Store the values, or show what can't be stored beside what was typed."""
        data, errors = self.extractData()
        if errors:
            self.status = self.show_error(errors)
            return
        self.differences = self.compare(data)
        if self.differences:
            self.apply_merged(
                [one for one in self.differences if one.auto_merged], data
            )
            return
        self.check(data)
        self.applyChanges(data)
        note_saved()
        api.portal.show_message(self.msg_saved, self.request)
        self.redirect()

    @button.buttonAndHandler(_("button_cancel", default="Cancel"), name="cancel")
    def handleCancel(self, action: Any) -> None:
        """Leave the values as they are."""
        self.redirect()

    def show_error(self, errors: Any) -> Any:
        """Show above the form that something is wrong; the reason stands at its field."""
        return self.formErrorsMessage

    def check(self, data: dict[str, Any]) -> None:
        """Raise `WidgetActionExecutionError` for what the fields themselves let pass."""

    @property
    def field_names(self) -> list[str]:
        return getFieldNamesInOrder(self.schema)

    def stored(self) -> dict[str, Any]:
        """Read what is stored now."""
        content = self.getContent()
        return {name: getattr(content, name) for name in self.field_names}

    @property
    def stamp(self) -> str:
        """The digests of what the form was opened with, of now once compared."""
        sent = self.request.form.get(FIELD)
        if isinstance(sent, str) and not self.differences:
            return sent
        return stamp_of(self.parts(self.stored())).dump()

    def compare(self, data: dict[str, Any]) -> list[Conflict]:
        """Find what was saved meanwhile; a form without a stamp has nothing to compare."""
        sent = self.request.form.get(FIELD)
        if not isinstance(sent, str):
            return []
        return differences(
            FieldDigests.load(sent), self.parts(self.stored()), self.parts(data)
        )

    def parts(self, values: dict[str, Any]) -> Parts:
        """Split the values into what is compared: each field for itself."""
        return {name: in_one_order(self.schema[name], values[name]) for name in values}

    def describe_part(self, key: str, value: Any) -> tuple[Any, str]:
        """Return the title of a part, and its value as people read it."""
        field = self.schema[key]
        return field.title, as_text(field, value, self.context)

    def apply_merged(self, taken: list[Conflict], data: dict[str, Any]) -> None:
        """Draw what only the other person changed as it is stored."""
        for one in taken:
            self.show(one.key, one.theirs)

    def show(self, name: str, value: Any) -> None:
        """Draw a field with another value than was sent."""
        parts = (self, *self.groups)
        widget = next(part.widgets[name] for part in parts if name in part.widgets)
        if IMultiWidget.providedBy(widget):
            widget.widgets = []  # else rows that were sent fill up a shorter table
        converter = getMultiAdapter((widget.field, widget), IDataConverter)
        widget.value = converter.toWidgetValue(value)

    def redirect(self) -> None:
        """Redirect to the next page."""
        self.request.response.redirect(panel_url(page=self.next_page))


def in_one_order(field: Any, value: Any) -> Any:
    """Sort what was ticked: boxes are sent in their own order, not as stored."""
    ticked = ICollection.providedBy(field) and IChoice.providedBy(field.value_type)
    return sorted(value or ()) if ticked else value


@implementer(INamedDraft)
class PanelFormWrapper(Page, PanelLayout, ControlPanelFormWrapper):
    """Put a form on a page of the control panel."""

    index = ViewPageTemplateFile("templates/form.pt")

    @property
    def schema(self) -> Any:
        return self.form.schema

    @property
    def prefix(self) -> str:
        return self.form.schema_prefix

    conflicts_found = ViewPageTemplateFile("templates/edit_conflict.pt")

    @property
    def page_title(self) -> Message | str:
        return self.form_instance.label

    @property
    def draft_name(self) -> str:
        """What parts a draft of this form from the others of the control panel."""
        return f"pbgdpl-settings {self.page}"

    def compared(self) -> list[dict[str, Any]]:
        """Return what the comparison shows of each piece: title, both sides, what was done."""
        shown = []
        for one in self.form_instance.differences:
            title, theirs = self.form_instance.describe_part(one.key, one.theirs)
            own_title, mine = self.form_instance.describe_part(one.key, one.mine)
            left, right = side_by_side(theirs, mine)
            shown.append(
                {
                    "title": title or own_title,
                    "theirs": left,
                    "mine": right,
                    "taken": one.auto_merged,
                }
            )
        return shown

    def before(self) -> str:
        """Render what stands above the form; empty for nothing."""
        return ""

    def after(self) -> str:
        """Render what stands below the form; empty for nothing."""
        return ""


def settings_page(
    schema: Any, prefix: str, page: str, title: Message, order: int
) -> type[PanelFormWrapper]:
    """Return a page with a form of the records of a schema, and nothing else."""
    of_form = {
        "schema": schema,
        "schema_prefix": prefix,
        "next_page": page,
        "label": title,
    }
    return wrap_form(
        type("RecordsForm", (PanelForm,), of_form),
        type(
            "RecordsPage",
            (PanelFormWrapper,),
            {"page": page, "title": title, "order": order},
        ),
    )


def records_panel(panel: str, configlet_id: str) -> type[RecordsPanel]:
    """Return what offers the records of an `ISettingsPanel` over REST."""
    return type(
        "NamedPanel", (RecordsPanel,), {"panel": panel, "configlet_id": configlet_id}
    )
