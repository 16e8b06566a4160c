"""Tables with head cells, and without what only draws their lines."""

from lxml.html import Element
from sonla.pbgdpl.markup.office.styles import classes_of
from sonla.pbgdpl.markup.office.styles import style_of
from typing import Any

_STRONG = ("b", "strong", "th")


def make_tables(root: Any, bold_classes: set[str]) -> None:
    """Make head cells of the first rows that are bold, and drop widths and columns.

    Those of tables with lines alone: a table without places things on a page, such as the
    heads of official letters.
    """
    for table in list(root.iter("table")):
        for one in list(table.iter("col", "colgroup")):
            one.drop_tree()
        rows = [
            row
            for row in table.iter("tr")
            if next(row.iterancestors("table"), None) is table
        ]
        if _has_lines(table, rows):
            _make_head(table, rows, bold_classes)
        _drop_empty(rows)
        for cell in table.iter("td", "th"):
            for name in ("colspan", "rowspan"):
                if cell.get(name) == "1":
                    del cell.attrib[name]


def _has_lines(table: Any, rows: list[Any]) -> bool:
    if table.get("border", "0") not in ("", "0"):
        return True
    return any(
        classes_of(cell) or any("solid" in said for said in style_of(cell).values())
        for row in rows
        for cell in row
    )


def _make_head(table: Any, rows: list[Any], bold_classes: set[str]) -> None:
    if any(cell.tag == "th" for row in rows for cell in row):
        return
    head = []
    for row in rows[:-1]:
        if not len(row) or not all(_is_bold(cell, bold_classes) for cell in row):
            break
        head.append(row)
    if not head:
        return
    made = Element("thead")
    table.insert(0, made)
    for row in head:
        made.append(row)
        for cell in row:
            cell.tag = "th"
            cell.set("scope", "col")
            for bold in list(cell.iter("b", "strong")):
                bold.drop_tag()


def _is_bold(cell: Any, bold_classes: set[str]) -> bool:
    if not cell.text_content().strip():
        return False
    if classes_of(cell) & bold_classes:
        return True
    return all(
        any(one.tag in _STRONG for one in _holders(text))
        for text in cell.xpath(".//text()")
        if text.strip()
    )


def _holders(text: Any) -> list[Any]:
    parent = text.getparent()
    held = parent.getparent() if text.is_tail else parent
    return [held, *held.iterancestors()]


def _drop_empty(rows: list[Any]) -> None:
    """Take out rows without a word, as a spreadsheet copies below its last one."""
    if any(cell.get("rowspan", "1") != "1" for row in rows for cell in row):
        return
    for row in rows:
        if not row.text_content().strip() and row.find(".//img") is None:
            row.drop_tree()
