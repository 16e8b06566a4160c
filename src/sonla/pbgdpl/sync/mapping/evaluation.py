"""Evaluate expressions of JMESPath, within bounds.

A few characters ask for more than any machine has: `[@, @][]` doubles a list, and may stand
behind itself as often as one likes. So each step counts, and each value that a step makes.
"""

from datetime import datetime
from html import escape
from jmespath import functions
from jmespath import Options
from jmespath.exceptions import JMESPathError
from jmespath.parser import ParsedResult
from jmespath.visitor import TreeInterpreter
from sonla.pbgdpl.markup.settling import plain_text
from typing import Any

MAX_WORK = 2_000_000
"""Steps of one evaluation, and values that it makes; a page of 10,000 records needs a tenth."""
MAX_JOINED = 16 * 1024 * 1024
"""Characters of a text that is joined of others: as many as an answer has bytes."""
TEXT_UNIT = 16
"""Characters of a text that count as one value."""
FAULTS = (JMESPathError, RecursionError, ValueError, TypeError, ArithmeticError)
"""What an evaluation raises where data or expression are not made for each other."""


class TooMuchWork(ValueError):
    """Raised by an expression that asks for more than `MAX_WORK`."""

    def __init__(self) -> None:
        super().__init__("the expression makes far too much of the answer")


class Functions(functions.Functions):
    """What expressions may call besides what JMESPath has."""

    @functions.signature({"types": ["string", "null"]})
    def _func_paragraphs(self, text: str | None) -> str | None:
        """Make markup of plain text: a paragraph a line."""
        if text is None:
            return None
        lines = (line.strip() for line in text.splitlines())
        return "".join(f"<p>{escape(line, quote=False)}</p>" for line in lines if line)

    @functions.signature({"types": ["string", "null"]})
    def _func_plain_text(self, html: str | None) -> str | None:
        """Make plain text of markup."""
        return None if html is None else plain_text(html).strip()

    @functions.signature({"types": ["string", "null"]}, {"types": ["string"]})
    def _func_time_as(self, moment: str | None, form: str) -> str | None:
        """Write a moment or a day in another form, as `datetime.strftime` takes it."""
        return None if moment is None else datetime.fromisoformat(moment).strftime(form)

    @functions.signature({"types": ["string"]}, {"types": ["array-string"]})
    def _func_join(self, separator: str, texts: list[str]) -> str:
        """Join texts; raise `TooMuchWork` before that makes one that fills the memory."""
        length = sum(map(len, texts)) + len(separator) * len(texts)
        if length > MAX_JOINED:
            raise TooMuchWork
        return separator.join(texts)


class BoundedInterpreter(TreeInterpreter):
    """Evaluate one expression; raise `TooMuchWork` where it does not end soon."""

    def __init__(self) -> None:
        super().__init__(Options(custom_functions=Functions()))
        self.left = MAX_WORK

    def spend(self, work: int) -> None:
        """Count work."""
        self.left -= work
        if self.left < 0:
            raise TooMuchWork

    def visit(self, node: Any, *args: Any, **options: Any) -> Any:
        """Take one step."""
        self.spend(1)
        return super().visit(node, *args, **options)

    def visit_multi_select_list(self, node: Any, value: Any) -> Any:
        """Make a list, all of what is in it counted: its parts may be one value many times."""
        return self._counted(super().visit_multi_select_list(node, value))

    def visit_multi_select_dict(self, node: Any, value: Any) -> Any:
        """Make a table, counted as lists are."""
        return self._counted(super().visit_multi_select_dict(node, value))

    def visit_function_expression(self, node: Any, value: Any) -> Any:
        """Call a function; a text that it makes counts by its length."""
        found = super().visit_function_expression(node, value)
        if isinstance(found, str | list):
            self.spend(len(found) // TEXT_UNIT)
        return found

    def _counted(self, found: Any) -> Any:
        self.spend(size_of(found, self.left))
        return found


def size_of(value: Any, most: int) -> int:
    """Count the values in a value as they would be written; anything above `most` is enough."""
    count, waiting = 0, [value]
    while waiting and count + len(waiting) <= most:
        one = waiting.pop()
        count += 1
        if isinstance(one, str):
            count += len(one) // TEXT_UNIT
        elif isinstance(one, list):
            waiting.extend(one)
        elif isinstance(one, dict):
            waiting.extend(one.values())
    return count + len(waiting)


def evaluated(expression: ParsedResult, data: Any) -> Any:
    """Return what an expression finds; raise one of `FAULTS`."""
    return BoundedInterpreter().visit(expression.parsed, data)
