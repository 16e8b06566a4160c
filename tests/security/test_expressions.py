"""No expression of the package takes much longer for a text than the text is longer.

`re` holds the one lock that all threads need: while an expression goes through a text by the
square of its length, no visitor gets an answer.
"""

from dataclasses import replace
from expressions import all_expressions
from expressions import Expression
from functools import cache
from growth import grows_too_fast

import pkgutil
import pytest
import re
import sonla.pbgdpl

MOST_LETTERS = 60_000
"""Of a text that an expression is asked about here, unless something below says less.

Files may have more; growth shows at any size that takes long enough to be measured, and with the
square of the length that is far below this one.
"""
SHORTER = {
    # What OpenSSL calls an error; no peer chooses it.
    "sonla.pbgdpl.sync.http.exceptions:alert_(.*certificate.*|unknown_ca|access_denied)": 200,
}
ASKED_ELSEWHERE = {"sonla.pbgdpl.statistics.forms.files._SOURCE": "fullmatch"}
"""By what method, where an expression is handed to somebody else."""
PARTS = sorted(one.name for one in pkgutil.iter_modules(sonla.pbgdpl.__path__))
"""Names alone: to look for the expressions takes seconds, which every worker would spend to collect."""


@cache
def expressions_by_part():
    """Return the expressions of all modules, by the part of the package that has them."""
    found = {}
    for one in all_expressions(sonla.pbgdpl):
        method = ASKED_ELSEWHERE.get(one.name, one.method)
        part = re.split("[.:]", one.name)[2]
        found.setdefault(part, []).append(replace(one, method=method))
    return found


def too_fast(expression, limit=MOST_LETTERS):
    """Yield how the texts are made that take too long."""
    for make in expression.texts():
        if grows_too_fast(expression.run, make, limit):
            yield make.__doc__


@pytest.mark.parametrize("part", PARTS)
def test_all_expressions_are_linear(part):
    slow = {}
    for one in expressions_by_part().get(part, ()):
        limit = SHORTER.get(one.name, MOST_LETTERS)
        if found := next(too_fast(one, limit), None):
            slow[f"{one.name} ({one.method})"] = found
    assert slow == {}


def test_no_expression_is_left_out():
    assert expressions_by_part().keys() <= {*PARTS}


@pytest.mark.parametrize(
    ("source", "method"),
    [
        (r"\[tag:((?:\\.|[^\\\]])*)\]", "search"),
        (r"<[^>]*>", "search"),
        (r"<!--.*?-->", "search"),
        (r"\s*[,;\n]\s*", "search"),
        (r"(?:a+)+b", "match"),
        (rb"<c\s[^>]*?ref=", "search"),
    ],
)
def test_others_are_found(source, method):
    expression = Expression("", re.compile(source, re.DOTALL), method)
    assert next(too_fast(expression, MOST_LETTERS), None)
