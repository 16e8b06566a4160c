"""Rows in forms: drawn as blocks or as a table, validated before they are stored.

The stock datagrid stores a cell that can't be converted as it was sent (an
impossible date stays a text, an unknown term a list) and validates no row. Here
nothing invalid is stored, and what was typed is shown again with a message that
names row and column.

Over REST: plone.restapi takes an object that has a key `token` for a term of a vocabulary,
so the rows of our lists would be cut down to their codes; and what is no object at all ends
in a server error.
"""

from collective.z3cform.datagridfield.blockdatagridfield import (
    BlockDataGridFieldObjectWidget,
)
from collective.z3cform.datagridfield.blockdatagridfield import BlockDataGridFieldWidget
from collective.z3cform.datagridfield.datagridfield import DataGridFieldObjectWidget
from collective.z3cform.datagridfield.datagridfield import DataGridFieldWidget
from copy import copy
from functools import cached_property
from itertools import islice
from plone import api
from plone.dexterity.interfaces import IDexterityContent
from plone.restapi.deserializer.dxfields import DefaultFieldDeserializer
from plone.restapi.interfaces import IFieldDeserializer
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import cell_error
from sonla.pbgdpl.core.errors import first_error
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.mixins import Mixin
from sonla.pbgdpl.settings.records import ISettingsRow
from sonla.pbgdpl.ui.fields import IRows
from sonla.pbgdpl.ui.static_files import RESOURCES
from sonla.pbgdpl.ui.static_files import static_path
from textwrap import shorten
from typing import Any
from z3c.form.interfaces import HIDDEN_MODE
from z3c.form.interfaces import IDataConverter
from z3c.form.interfaces import IFieldWidget
from z3c.form.interfaces import IFormLayer
from z3c.form.interfaces import IValidator
from z3c.form.interfaces import IValue
from z3c.form.interfaces import NO_VALUE
from z3c.form.validator import SimpleFieldValidator
from z3c.form.widget import FieldWidget
from zope.annotation.interfaces import IAnnotations
from zope.component import adapter
from zope.component import getMultiAdapter
from zope.component import queryMultiAdapter
from zope.interface import implementer
from zope.interface import Interface
from zope.publisher.interfaces.browser import IBrowserRequest
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import IField
from zope.schema.interfaces import IList
from zope.schema.interfaces import ValidationError

try:
    from collective.z3cform.datagridfield.datagridfield import DataGridFieldConverter
except ImportError:  # version 3, for Plone 6.1, leaves rows to z3c.form
    from z3c.form.converter import MultiConverter as DataGridFieldConverter

SCRIPT = "++resource++collective.z3cform.datagridfield/datagridfield-remote.min.js"
OWN_SCRIPT = f"{RESOURCES}/rows.js"
SCRIPTED = "sonla.pbgdpl.rows"
"""Key of the request's annotation that tells that the page has the scripts."""
BUNDLE = "plone.bundles/datagridfield-bundle.enabled"

UNTICKED = ["unselected"]
NOTHING: tuple[Any, ...] = (None, "", [], (), ["--NOVALUE--"], [""], NO_VALUE)


MAX_OPEN = 3
"""Rows of a field that all stand open."""
MAX_SUMMARY_CELLS = 3
MAX_SUMMARY_LENGTH = 60
"""Cells, and letters of each, that a folded row shows."""


class IRowsWidget(Interface):
    """Mark the grids of this module."""


class RowMixin(Mixin):
    """Provide the buttons of a row: add, delete, move."""

    buttons = ViewPageTemplateFile("templates/buttons.pt")
    wide = ("summary",)


class WidgetRow(RowMixin, DataGridFieldObjectWidget):
    """Draw a row as a line of a table."""


class BlockRow(RowMixin, BlockDataGridFieldObjectWidget):
    """Draw a row as a block; long texts (`wide`) get a line for themselves.

    One that is `folded` shows a line of what is in it, and its cells at one press.
    """

    folded = False

    @property
    def summary(self) -> str:
        """What stands in the first cells that have anything."""
        texts = filter(None, map(words_of, self.widgets.values()))
        return " · ".join(islice(texts, MAX_SUMMARY_CELLS))


class RowsMixin(Mixin):
    """Let rows be moved, and make each row a widget of its own kind."""

    allow_reorder = True
    auto_append = True
    row_class: type[RowMixin]

    @property
    def stylesheet(self) -> str:
        """The address of the rules that stack the cells of a row on phones."""
        return f"{static_path()}/rows.css"

    @property
    def scripts(self) -> tuple[str, ...]:
        """The addresses of the grids' scripts, for the first grid of a page.

        None for the others. The one of the grids themselves is left out where each page
        of the portal has it: another add-on may have applied their profile.
        """
        asked = IAnnotations(self.request)
        if asked.get(SCRIPTED):
            return ()
        asked[SCRIPTED] = True
        everywhere = api.portal.get_registry_record(BUNDLE, default=False)
        names = (OWN_SCRIPT,) if everywhere else (OWN_SCRIPT, SCRIPT)
        base = static_path().removesuffix(RESOURCES)
        return tuple(f"{base}{name}" for name in names)

    def createObjectWidget(self, idx: int | str) -> Any:
        """Make the widget of one row; TT and AA are its templates for new rows."""
        widget = FieldWidget(self.field.value_type, self.row_class(self.request))
        widget.setErrors = idx not in ("TT", "AA")
        return widget

    def updateWidgets(self) -> None:
        """Make the rows; those for new rows are sent empty with the form, no error.

        Nor does a browser insist on the cells of a row that the form has filled in. Below
        such a row no empty one stands, too.
        """
        self.auto_append = self.auto_append and not self.filled_in
        super().updateWidgets()
        for row in self.widgets:
            for cell in row.widgets.values() if is_template(row) else ():
                cell.error = None
            for cell in (
                row.widgets.values() if not self.is_typed(cells_of(row)) else ()
            ):
                cell.required = False

    @cached_property
    def filled_in(self) -> list[dict[str, Any]]:
        """List the rows that the form has filled in itself, such as a new person's place."""
        asked = self.context, self.request, getattr(self, "form", None)
        value = queryMultiAdapter((*asked, self.field, self), IValue, name="default")
        rows = value.get() if value is not None else None
        return [filled(row) for row in rows or ()]

    def is_typed(self, cells: Any) -> bool:
        """Return whether a row as it was sent holds anything that the form did not fill in."""
        return typed(cells) and filled(cells) not in self.filled_in

    def row_widgets(self) -> list[Any]:
        """List the widgets of the rows that were sent, in their order."""
        return [row for row in self.widgets if not is_template(row)]


@implementer(IRowsWidget)
class TableRowsWidget(RowsMixin, DataGridFieldWidget):
    """Draw each row as a line of a table."""

    row_class = WidgetRow
    input_table_css_class = "table table-striped pbgdpl-rows"


@implementer(IRowsWidget)
class BlockRowsWidget(RowsMixin, BlockDataGridFieldWidget):
    """Draw each row as a block with its labels: for rows of many cells, and phones.

    Of many rows those are folded that say something and hold nothing to correct: a
    council of eight took ten screens' worth of scrolling on a phone.
    """

    row_class = BlockRow

    def updateWidgets(self) -> None:
        """Make the rows; fold those in which nothing was typed, and all if they are many."""
        super().updateWidgets()
        rows = self.row_widgets()
        many = len([row for row in rows if row.summary]) > MAX_OPEN
        for row in self.widgets:
            cells = row.widgets.values()
            is_empty = not self.is_typed(cells_of(row))
            row.folded = (is_empty or (many and row.summary)) and not any(
                getattr(cell, "error", None) for cell in cells
            )


@implementer(IFieldWidget)
@adapter(IField, IFormLayer)
def TableRowsFieldWidget(field: Any, request: Any) -> Any:
    """Have rows edited in a grid, one a line."""
    return FieldWidget(field, TableRowsWidget(request))


@implementer(IFieldWidget)
@adapter(IList, ISettingsRow, IFormLayer)
def SettingsRowsFieldWidget(field: Any, _row: Any, request: Any) -> Any:
    """Return the table of a setting of rows, unless its schema names another widget."""
    return TableRowsFieldWidget(field, request)


@implementer(IFieldWidget)
@adapter(IField, IFormLayer)
def BlockRowsFieldWidget(field: Any, request: Any) -> Any:
    """Have rows edited one below the other, each cell with its label."""
    return FieldWidget(field, BlockRowsWidget(request))


@implementer(IDataConverter)
@adapter(IList, IRowsWidget)
class RowsConverter(DataGridFieldConverter):
    """Convert rows and leave out those in which nothing was typed."""

    def toFieldValue(self, value: Any) -> Any:
        """Return the rows as dictionaries, cells that can't be converted as sent."""
        converted = super().toFieldValue(value) if value else []
        is_typed = self.widget.is_typed
        kept = [
            row for sent, row in zip(value, converted, strict=True) if is_typed(sent)
        ]
        return kept or copy(self.field.missing_value)


@implementer(IValidator)
@adapter(Interface, Interface, Interface, IList, IRowsWidget)
class RowsValidator(SimpleFieldValidator):
    """Refuse rows that the schema of the row refuses, naming row and column."""

    def validate(self, value: Any, force: bool = False) -> None:
        """Raise `InvalidInput` for the first bad cell, then validate the field whole."""
        for number, row in enumerate(self.widget.row_widgets(), 1):
            if self.widget.is_typed(cells_of(row)):
                self.refuse_bad_cell(number, row)
        try:
            self.field.bind(self.context).validate(value)
        except ValidationError as error:
            raise first_error(error) from None

    def refuse_bad_cell(self, number: int, row: Any) -> None:
        """Raise `InvalidInput` when a cell of the row carries an error."""
        for cell in row.widgets.values():
            if getattr(cell, "error", None):
                raise cell_error(number, cell.label, cell.error.message, self.request)


def words_of(cell: Any) -> str:
    """Return what a reader sees of a cell; nothing for an empty or hidden one."""
    if cell.value in (*NOTHING, UNTICKED) or cell.mode == HIDDEN_MODE:
        return ""
    shown = getattr(cell, "displayValue", None) or cell.value
    text = shown if isinstance(shown, str) else ", ".join(map(str, shown))
    return shorten(text, MAX_SUMMARY_LENGTH, placeholder="…")


def is_template(row: Any) -> bool:
    """Return whether a row stands in the form only to be copied when one is added."""
    return row.id.endswith(("AA", "TT"))


def cells_of(row: Any) -> dict[str, Any]:
    """Return the cells of a row as they were sent."""
    return {name: cell.value for name, cell in row.widgets.items()}


def filled(cells: Any) -> dict[str, Any]:
    """Return the cells of a row that hold anything; a single term as its token."""
    found = {name: cell for name, cell in cells.items() if cell not in NOTHING}
    return {
        name: cell[0] if isinstance(cell, list | tuple) and len(cell) == 1 else cell
        for name, cell in found.items()
    }


def typed(cells: Any) -> bool:
    """Return whether anything was typed or chosen in a row as it was sent."""
    return any(
        (cell.strip() if isinstance(cell, str) else cell) not in NOTHING
        for cell in cells.values()
    )


@implementer(IFieldDeserializer)
@adapter(IRows, IDexterityContent, IBrowserRequest)
class RowsDeserializer(DefaultFieldDeserializer):
    """Read a field of rows."""

    def __call__(self, sent: Any) -> list[dict[str, Any]]:
        """Make the rows from JSON and validate them; raise `InvalidInput` for a bad cell."""
        return read_rows(self.field, sent, self.context, self.request)


def read_rows(
    field: Any, sent: Any, context: Any, request: Any
) -> list[dict[str, Any]]:
    """Make the rows of a field from JSON: dates from ISO 8601, terms from tokens."""
    if not isinstance(sent, list) or not all(isinstance(row, dict) for row in sent):
        raise InvalidInput(
            _("msg_rows_expected", default="A list of rows is expected here.")
        )
    rows = [
        {
            name: read_cell(number, cell, row.get(name), context, request)
            for name, cell in getFieldsInOrder(field.value_type.schema)
        }
        for number, row in enumerate(sent, 1)
    ]
    try:
        field.bind(context).validate(rows)
    except ValidationError as error:
        raise first_error(error) from None
    return rows


def read_cell(number: int, field: Any, sent: Any, context: Any, request: Any) -> Any:
    """Make the value of one cell; raise `InvalidInput` naming row and column if it is bad."""
    try:
        bound = field.bind(context)
        if sent is None:
            bound.validate(field.missing_value)
            return field.missing_value
        reader = getMultiAdapter((field, context, request), IFieldDeserializer)
        return reader(sent)
    except (ValidationError, ValueError, TypeError) as error:
        problem = error.doc() if isinstance(error, ValidationError) else str(error)
        raise cell_error(number, field.title, problem, request) from None
