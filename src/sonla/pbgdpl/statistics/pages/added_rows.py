"""Rows that people add, name anew or take out in the form in which cells are filled in."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from functools import cached_property
from sonla.pbgdpl import _
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.statistics.added_rows import added_row
from sonla.pbgdpl.statistics.added_rows import AddedRows
from sonla.pbgdpl.statistics.added_rows import MAX_ROWS
from sonla.pbgdpl.statistics.added_rows import MAX_TITLE
from sonla.pbgdpl.statistics.added_rows import row_title
from sonla.pbgdpl.statistics.added_rows import with_added
from sonla.pbgdpl.statistics.cells.reported import by_key
from sonla.pbgdpl.statistics.cells.reported import Cell
from sonla.pbgdpl.statistics.cells.reported import indicator
from sonla.pbgdpl.statistics.cells.reported import key_of
from sonla.pbgdpl.statistics.cells.reported import TYPED
from sonla.pbgdpl.statistics.content import FORM_TEXT
from sonla.pbgdpl.statistics.content import OWN_ROWS
from sonla.pbgdpl.statistics.content import ROW_SETS
from sonla.pbgdpl.statistics.forms.definition import Form
from sonla.pbgdpl.statistics.row_trees import KEY_SIGN
from sonla.pbgdpl.statistics.row_trees import read_sets
from sonla.pbgdpl.statistics.row_trees import report_form
from sonla.pbgdpl.statistics.row_trees import RowMember
from sonla.pbgdpl.statistics.row_trees import stored_sets
from typing import Any
from zope.event import notify
from zope.i18nmessageid import Message
from zope.lifecycleevent import ObjectModifiedEvent

ADD, TITLE, DROP = "add-", "title-", "drop-"
"""Begin the names of inputs: titles of new rows, the title of a row, whether it is taken out."""
MORE, AGAIN = "more", "again"
"""Name of the buttons that save and show the form again; value of the one that adds last period's rows."""
CELL_INPUTS = ("actual-", "estimate-", "note-")

MSG_ROW_THERE = _(
    "msg_added_row_there",
    default="The row “${title}” is there already. Give each row a title of its own.",
)
MSG_ROW_UNTITLED = _(
    "msg_added_row_untitled",
    default="A row needs a title. To take the row out, tick “Take this row out”.",
)
MSG_ROW_LONG = _("msg_added_row_long", default="A title has at most ${number} letters.")
MSG_ROWS_MANY = _(
    "msg_added_rows_many", default="A report can have ${number} added rows at most."
)


class TypedRows:
    """The added rows of a report, and what a sent form says of them."""

    def __init__(self, stored: AddedRows, sent: Mapping[str, Any]) -> None:
        self.stored = stored
        self.sent = sent
        self.faults: dict[str, Message] = {}
        """Name of an input → what is wrong with it."""

    @cached_property
    def shown(self) -> AddedRows:
        """The stored rows, those that somebody else took out and this form has numbers of, new ones."""
        return {name: tuple(self._shown(name)) for name in self.stored}

    def _shown(self, name: str) -> Iterator[RowMember]:
        known = set()
        for one in (*self.stored[name], *self.taken_out(name)):
            known.add(one.key)
            yield one
        for one in self.new[name]:
            if one.key in known:
                self.refuse(f"{ADD}{name}", MSG_ROW_THERE, title=one.title)
                continue
            known.add(one.key)
            yield one
        if self.new[name] and len(known) > MAX_ROWS:
            self.refuse(f"{ADD}{name}", MSG_ROWS_MANY, number=str(MAX_ROWS))

    @cached_property
    def new(self) -> dict[str, list[RowMember]]:
        """The rows whose titles were written down, one in a line."""
        found: dict[str, list[RowMember]] = {}
        for name in self.stored:
            lines = str(self.sent.get(f"{ADD}{name}", "")).splitlines()
            titles = [title for line in lines if (title := row_title(line))]
            for title in titles:
                self.refuse_long(f"{ADD}{name}", title)
            found[name] = [added_row(one) for one in titles[: MAX_ROWS + 1]]
        return found

    def taken_out(self, name: str) -> Iterator[RowMember]:
        """Yield rows that are gone meanwhile, and for which the form has numbers or notes."""
        known = {f"{TITLE}{name}{KEY_SIGN}{one.key}" for one in self.stored[name]}
        for field, text in self.sent.items():
            if not field.startswith(f"{TITLE}{name}{KEY_SIGN}") or field in known:
                continue
            row = field.removeprefix(TITLE)
            member = added_row(str(text))
            same = row == f"{name}{KEY_SIGN}{member.key}"
            if same and self.holds_something(row):
                yield member

    def holds_something(self, row: str) -> bool:
        """Return whether anything was typed into the cells of a row."""
        begins = tuple(f"{one}{row}." for one in CELL_INPUTS)
        return any(
            str(text).strip()
            for field, text in self.sent.items()
            if field.startswith(begins)
        )

    def is_stored(self, row: str) -> bool:
        """Return whether a row of the form was stored before."""
        return row in self._stored_ids

    def is_new(self, row: str) -> bool:
        """Return whether a row of the form is one whose title stands among those to be added."""
        return row in self._new_ids and row not in self._stored_ids

    @cached_property
    def _stored_ids(self) -> frozenset[str]:
        return ids_of(self.stored)

    @cached_property
    def _new_ids(self) -> frozenset[str]:
        return ids_of(self.new)

    @cached_property
    def kept(self) -> dict[str, RowMember]:
        """The rows that stay, with their new titles, by the ids that they have in the form."""
        found: dict[str, RowMember] = {}
        for name, members in self.shown.items():
            known: set[str] = set()
            for one in members:
                row = f"{name}{KEY_SIGN}{one.key}"
                if self.sent.get(f"{DROP}{row}"):
                    continue
                found[row] = named = self.named(row, one)
                if named.key in known:
                    self.refuse(f"{TITLE}{row}", MSG_ROW_THERE, title=named.title)
                known.add(named.key)
        return found

    def named(self, row: str, member: RowMember) -> RowMember:
        """Return a row with the title that was typed."""
        typed = self.sent.get(f"{TITLE}{row}")
        if typed is None:
            return member
        title = row_title(str(typed))
        if not title:
            self.refuse(f"{TITLE}{row}", MSG_ROW_UNTITLED)
        self.refuse_long(f"{TITLE}{row}", title)
        return added_row(title)

    def look(self) -> None:
        """Look for what is wrong with all that was sent."""
        self.rows()

    def rows(self) -> AddedRows:
        """Return the rows as they are to be stored."""
        return {
            name: tuple(
                one
                for row, one in self.kept.items()
                if row.partition(KEY_SIGN)[0] == name
            )
            for name in self.stored
        }

    def cells(self, typed: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the cells of the form as they are to be stored: those of rows that go leave with them."""
        found = []
        for cell in typed:
            row, column = key_of(cell["indicator"])
            name, sign, _key = row.partition(KEY_SIGN)
            if not sign or name not in self.stored:
                found.append(cell)
            elif row in self.kept:
                new = f"{name}{KEY_SIGN}{self.kept[row].key}"
                found.append({**cell, "indicator": indicator((new, column))})
        return found

    def refuse(self, field: str, message: Message, **words: str) -> None:
        """Note what is wrong with an input."""
        self.faults.setdefault(field, Message(message, mapping=words))

    def refuse_long(self, field: str, title: str) -> None:
        """Note a title that has no room on paper."""
        if len(title) > MAX_TITLE:
            self.refuse(field, MSG_ROW_LONG, number=str(MAX_TITLE))


def form_with(report: Any, added: Mapping[str, Iterable[RowMember]]) -> Form | None:
    """Return the form of a report as it is with some added rows."""
    text = stored_value(report, FORM_TEXT)
    if not text or not added:
        return report.form()
    sets = read_sets(stored_value(report, ROW_SETS))
    rows = {name: tuple(members) for name, members in added.items()}
    is_own = bool(stored_value(report, OWN_ROWS))
    return report_form(text, with_added(sets, rows), is_own)


def cells_with(report: Any, form: Form) -> list[dict[str, Any]]:
    """Return the cells of a report as they are stored, with empty ones of rows that it lacks."""
    known = by_key(report.rows)
    return [
        dict(known.get(key) or blank_cell(indicator(key), TYPED))
        for key in form.typed_cells
    ]


def store_cells(report: Any, typed: TypedRows, cells: list[dict[str, Any]]) -> None:
    """Store cells and added rows of a report; raises `InvalidInput` unless it is a draft."""
    report.rows = typed.cells(cells)
    if typed.stored:
        sets = read_sets(stored_value(report, ROW_SETS))
        setattr(report, ROW_SETS, stored_sets(with_added(sets, typed.rows())))
    notify(ObjectModifiedEvent(report))


def ids_of(rows: Mapping[str, Iterable[RowMember]]) -> frozenset[str]:
    """Return the ids that added rows have in the form."""
    return frozenset(
        f"{name}{KEY_SIGN}{one.key}" for name, many in rows.items() for one in many
    )


def blank_cell(name: str, source: str) -> Cell:
    """Return a cell in which nothing stands yet."""
    empty = dict.fromkeys(("counted", "actual", "estimate", "note", "text"))
    return {"indicator": name, **empty, "not_arising": False, "source": source}
