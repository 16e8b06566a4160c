"""Forms of pages: described in Python, drawn by one template, their fields those of z3c.form."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from plone.z3cform import z2
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.mixins import Mixin
from typing import Any
from typing import ClassVar
from z3c.form.field import Field
from z3c.form.field import Fields
from z3c.form.form import Form
from z3c.form.interfaces import IDataConverter
from z3c.form.interfaces import IFileWidget
from z3c.form.interfaces import ISelectWidget
from zope.component import getMultiAdapter
from zope.i18nmessageid import Message
from ZPublisher.HTTPRequest import FileUpload


@dataclass(frozen=True)
class PostForm:
    """A form that is sent by POST: what stands on its button, and the fields above."""

    button: Message
    fields: tuple[Any, ...] = ()
    """Fields as zope.schema has them, or those of `with_widget`."""
    look: str = "btn-primary"
    page: str = ""
    """The page of the same item that takes it; the one that it stands on by default."""
    takes_file: bool = False
    """Whether what the page itself draws in it sends a file."""


OWN = ("action", "css", "id", "about")
BACK = PostForm(_("button_back", default="Back"), look="btn-secondary")
CANCEL = PostForm(_("button_cancel", default="Cancel"), look="btn-outline-secondary")
TAKE_BACK = PostForm(
    _("button_take_back", default="Take them back"), look="btn-outline-danger"
)
TAKE_IN = _("button_take_in", default="Take in")


def with_widget(field: Any, widget: Any) -> Field:
    """Return a field that is drawn by another widget than its usual one."""
    made = Field(field)
    made.widgetFactory = widget
    return made


def hidden_inputs(fields: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield names and values of hidden inputs; one that has several comes several times, a file not."""
    for name, value in fields.items():
        if isinstance(value, list | tuple):
            yield from ((f"{name}:list", one) for one in value)
        elif not isinstance(value, FileUpload):
            yield name, value


class OfficeForm(Form):
    """Draw one form of a page, and read what was sent; fields are sent by their plain names.

    A page that puts more into it uses the macro `form` of the template, which has slots `above`
    and `below` its fields and at its `ends`, where the macro `buttons` is.
    """

    prefix = ""
    ignoreContext = True
    buttons: Sequence[str]
    """Those that are drawn, by name."""
    hidden: Iterable[tuple[str, Any]]
    own: Mapping[str, str | None]
    """What only one drawing of the form has, by the names in `OWN`."""
    template = ViewPageTemplateFile("templates/office_form.pt")

    def __init__(self, page: Any, name: str, value: str = "1") -> None:
        super().__init__(page.context, page.request)
        self.page, self.pressed, self.value = page, name, value
        self.described = page.post_forms[name]
        self.fields = Fields(*self.described.fields)
        is_post = page.request.method == "POST"
        self.ignoreRequest = is_post and page.sent_form != (name, value)
        z2.switch_on(self)
        self.updateWidgets("")
        if self.ignoreRequest or not is_post:
            self.begin()

    def updateWidgets(self, prefix: str | None = None) -> None:
        """Tell the fields of several forms on a page apart."""
        super().updateWidgets(prefix)
        which = self.pressed if self.value == "1" else f"{self.pressed}-{self.value}"
        for name, widget in self.widgets.items():
            widget.id = f"{which}-{name}"
            widget.rows = 4  # of those that have rows
            if IFileWidget.providedBy(widget):
                widget.addClass("form-control")  # else it is wider than a phone

    def begin(self) -> None:
        """Fill in what the page says, in place of the fields' defaults."""
        for name, value in self.page.first_values(self.pressed).items():
            widget = self.widgets[name]
            converter = getMultiAdapter((widget.field, widget), IDataConverter)
            widget.value = converter.toWidgetValue(value)

    def read(self) -> dict[str, Any]:
        """Return what was sent; raises `InvalidInput`, and then names each error at its field."""
        data, errors = self.extractData()
        if errors or self.has_unknown():
            raise InvalidInput(self.formErrorsMessage)
        return data

    def has_unknown(self) -> bool:
        """Return whether something was chosen that no field offers: z3c.form takes it for nothing."""
        for name, widget in self.widgets.items():
            sent = self.request.form.get(name)
            if ISelectWidget.providedBy(widget) and sent:
                known = {term.token for term in widget.terms} | {widget.noValueToken}
                if not known.issuperset(sent if isinstance(sent, list) else [sent]):
                    return True
        return False

    @property
    def action(self) -> str:
        """The address that the form is sent to."""
        if self.described.page:
            return f"{self.context.absolute_url()}/@@{self.described.page}"
        return str(self.page.url)


class HasForms(Mixin):
    """Draw the forms of a page by name: that of the button which sends it."""

    post_forms: ClassVar[Mapping[str, PostForm]] = {}
    sent_as: ClassVar[str] = ""
    """The parameter that holds the form's name, where that is not the button's own."""

    @property
    def sent_form(self) -> tuple[str, str]:
        """The form that was sent, by name and value of its button.

        By none it is the first one that has fields, else an empty name.
        """
        filled = [name for name, form in self.post_forms.items() if form.fields]
        name = (*self.pressed_buttons, *filled, "")[0]
        return name, str(self.request.form.get(name, "1"))

    @property
    def pressed_buttons(self) -> list[str]:
        """The buttons of the page that what was sent names."""
        return [name for name in self.post_forms if name in self.request.form]

    def form_named(self, name: str, value: str = "1") -> OfficeForm:
        """Return a form, once for a request: what is wrong in it is drawn with it."""
        made = self.__dict__.setdefault("_office_forms", {})
        if (name, value) not in made:
            made[name, value] = OfficeForm(self, name, value)
        return made[name, value]

    def form_with(self, *names: str, value: Any = "1", **options: Any) -> OfficeForm:
        """Return the form of the first name with the buttons of all, as its macro draws it.

        The buttons have the value, hidden fields the further names; `action`, `css` and `id` are
        the address, the class and the id of the form, where it has its own, `about` is what tells
        it from others of a list for who hears the page.
        """
        buttons = list(filter(None, names))
        form = self.form_named(buttons[0], str(value))
        form.buttons = buttons
        form.own = {one: options.pop(one, None) for one in OWN}
        form.hidden = list(hidden_inputs(options))
        return form

    def drawn(self, *names: str, **options: Any) -> str:
        """Return the form that `form_with` returns as HTML; none for no name."""
        return self.form_with(*names, **options).template() if any(names) else ""

    def words_on(self, name: str) -> Message:
        """Return what stands on a button."""
        return self.post_forms[name].button

    def first_values(self, name: str) -> Mapping[str, Any]:
        """Return the values that a form begins with in place of the fields' defaults."""
        return {}
