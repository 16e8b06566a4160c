"""Forms of pages: described in Python, drawn by one template, their fields those of z3c.form."""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from plone.autoform.form import AutoExtensibleForm
from plone.z3cform import z2
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.mixins import Mixin
from typing import Any
from typing import ClassVar
from z3c.form.form import Form
from z3c.form.interfaces import IDataConverter
from zope.component import getMultiAdapter
from zope.i18nmessageid import Message
from zope.interface import Interface


@dataclass(frozen=True)
class PostForm:
    """A form that is sent by POST: what stands on its button, and the fields of a schema."""

    button: Message
    schema: type[Interface] | None = None
    look: str = "btn-primary"
    page: str = ""
    """The page of the same item that takes it; the one that it stands on by default."""


class OfficeForm(AutoExtensibleForm, Form):
    """Draw one form of a page, and read what was sent; fields are sent by their plain names."""

    prefix = ""
    schema: Any = Interface
    ignoreContext = True
    template = ViewPageTemplateFile("templates/office_form.pt")

    def __init__(self, page: Any, name: str, value: str = "1") -> None:
        super().__init__(page.context, page.request)
        self.page, self.pressed, self.value = page, name, value
        self.described = page.forms[name]
        self.schema = self.described.schema or Interface
        is_sent = page.request.method != "POST" or page.pressed == (name, value)
        self.ignoreRequest = not is_sent
        z2.switch_on(self)
        self.updateFields()
        self.updateWidgets()

    def updateWidgets(self, prefix: str | None = None) -> None:
        """Name the fields as the schema does, and tell those of several forms apart."""
        super().updateWidgets("" if prefix is None else prefix)
        which = self.pressed if self.value == "1" else f"{self.pressed}-{self.value}"
        for name, widget in self.widgets.items():
            widget.id = f"{which}-{name}"
        if self.ignoreRequest or self.request.method != "POST":
            for name, value in self.page.first_values(self.pressed).items():
                widget = self.widgets[name]
                converter = getMultiAdapter((widget.field, widget), IDataConverter)
                widget.value = converter.toWidgetValue(value)

    def read(self) -> dict[str, Any]:
        """Return what was sent; raises `InvalidInput`, and then names each error at its field."""
        data, errors = self.extractData()
        if errors:
            raise InvalidInput(self.formErrorsMessage)
        return data

    @property
    def action(self) -> str:
        """The address that the form is sent to."""
        if self.described.page:
            return f"{self.context.absolute_url()}/@@{self.described.page}"
        return str(self.page.url)

    def hidden(self, fields: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        """Yield names and values of hidden fields; one that has several comes several times."""
        for name, value in fields.items():
            if isinstance(value, list | tuple):
                yield from ((f"{name}:list", one) for one in value)
            else:
                yield name, value


class HasForms(Mixin):
    """Draw the forms of a page by name: that of the button which sends it."""

    forms: ClassVar[Mapping[str, PostForm]] = {}
    sent_as: ClassVar[str] = ""
    """The parameter that holds the form's name, where that is not the button's own."""

    @property
    def pressed(self) -> tuple[str, str]:
        """The form that was sent, by name and value of its button; the first one by none."""
        sent = self.request.form
        names = (*(name for name in self.forms if name in sent), *self.forms)
        return names[0], str(sent.get(names[0], "1"))

    def form_named(self, name: str, value: str = "1") -> OfficeForm:
        """Return a form, once for a request: what is wrong in it is drawn with it."""
        made = self.__dict__.setdefault("_office_forms", {})
        if (name, value) not in made:
            made[name, value] = OfficeForm(self, name, value)
        return made[name, value]

    def drawn(self, *names: str, value: Any = "1", **options: Any) -> str:
        """Return the form of the first name as HTML, with the buttons of all; none for no name.

        The buttons have the value, hidden fields the further names; `action` and `css` are the
        address and the class of the form, where it has its own.
        """
        buttons = list(filter(None, names))
        if not buttons:
            return ""
        taken = {one: options.pop(one, None) for one in ("action", "css")}
        form = self.form_named(buttons[0], str(value))
        return form.template(buttons=buttons, hidden=options, **taken)

    def first_values(self, name: str) -> Mapping[str, Any]:
        """Return the values that a form begins with in place of the fields' defaults."""
        return {}
