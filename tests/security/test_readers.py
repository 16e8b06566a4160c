"""What reads files and texts of others takes as much longer as they are larger, up to its limit.

How long it takes at the limit is measured by `make bench`.
"""

from bench.readers import cases
from bench.readers import OWN
from bench.readers import PARSERS
from bench.readers import READERS
from growth import grows_at

import ast
import importlib
import inspect
import pkgutil
import pytest
import sonla.pbgdpl

CASES = list(cases())


@pytest.mark.parametrize(
    ("reader", "shape"),
    CASES,
    ids=[f"{reader.name}: {shape}" for reader, shape in CASES],
)
def test_no_reader_takes_the_square(reader, shape):
    reader(reader.shapes[shape](200))  # what is imported when it is first needed
    assert not grows_at(reader, reader.shapes[shape], reader.limit)


def test_whatever_takes_something_apart_is_a_reader_or_reads_our_own():
    package = sonla.pbgdpl.__name__
    parsing = {
        found.name.removeprefix(f"{package}.")
        for found in pkgutil.walk_packages(sonla.pbgdpl.__path__, f"{package}.")
        if parsers_of(importlib.import_module(found.name))
    }
    known = {module for reader in READERS for module in reader.modules}
    assert parsing == known | set(OWN)
    assert not known & set(OWN)


def parsers_of(module):
    """Return what a module uses of `PARSERS`, wherever it imports it."""
    tree = ast.parse(inspect.getsource(module))
    names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {one.asname or one.name: one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {
                one.asname or one.name: f"{node.module}.{one.name}"
                for one in node.names
            }
    return {
        used
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.Attribute)
        and (used := whole_name(node, names)) in PARSERS
    }


def whole_name(node, names):
    """Return the dotted name of what an expression means."""
    if isinstance(node, ast.Attribute):
        return f"{whole_name(node.value, names)}.{node.attr}"
    return names.get(node.id, "") if isinstance(node, ast.Name) else ""
