"""The table of a form as HTML, one table a row of the form.

A form may have thousands of cells, for each of which a template would take longer than counting it:
what all lines of a table share is written once, and the lines are joined.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class TableHeads:
    """The heads of the columns; a phone shows them beside each number."""

    indicator: str
    year: str
    former: str = ""
    """The year before; empty where no form was in force."""
    change: str = ""

    @property
    def html(self) -> str:
        """The line of heads."""
        numbers = [self.year, *([self.former, self.change] if self.former else [])]
        cells = "".join(
            f'<th class="text-end" scope="col">{escape(one)}</th>' for one in numbers
        )
        return f'<tr><th scope="col">{escape(self.indicator)}</th>{cells}</tr>'


def table_html(
    caption: str, heads: TableHeads, lines: Iterable[Mapping[str, str]]
) -> str:
    """Write a table, a line for each indicator of a row."""
    year, former, change = map(escape, (heads.year, heads.former, heads.change))
    found = []
    for line in lines:
        name = linked(line["title"], line["url"])
        number = linked(line["now"], line["records"])
        before = (
            f'<td data-label="{former}">{line["before"]}</td>'
            f'<td data-label="{change}">{line["change"]}</td>'
            if former
            else ""
        )
        found.append(
            f'<tr><th scope="row">{name}</th><td data-label="{year}">{number}</td>{before}</tr>'
        )
    return (
        '<table class="table table-sm pbgdpl-stack pbgdpl-compact pbgdpl-figures pbgdpl-lines">'
        f'<caption class="visually-hidden">{escape(caption)}</caption>'
        f"<thead>{heads.html}</thead><tbody>{''.join(found)}</tbody></table>"
    )


def linked(words: str, url: str) -> str:
    """Write words that lead to an address, if there is one."""
    text = escape(words)
    return f'<a href="{escape(url)}">{text}</a>' if url else text


def section_html(title: str, table: str) -> str:
    """Write a table below its heading."""
    heading = f'<div class="pbgdpl-head"><h2>{escape(title)}</h2></div>'
    return f"<section>{heading}{table}</section>"
