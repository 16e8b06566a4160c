"""Which names an answer of JSON has, written as expressions of a mapping name them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import json
import re

MAX_DEPTH = 5
MAX_NAMES = 60
"""More are told of no answer: the first records say what all have."""
PLAIN_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)


@dataclass(frozen=True)
class FoundName:
    """A name, with how many elements there are where a list stands below it."""

    path: str
    elements: int | None = None


def found_names(data: Any) -> list[FoundName]:
    """Return the names in an answer from the top on; of lists those of the first element."""
    found: list[FoundName] = []
    for name in _names(data, "", MAX_DEPTH):
        if len(found) == MAX_NAMES:
            break
        found.append(name)
    return found


def _names(data: Any, path: str, depth: int) -> Iterator[FoundName]:
    if isinstance(data, list):
        yield FoundName(path or "@", len(data))
        yield from _below(data[:1], f"{path}[]", depth)
    elif isinstance(data, dict):
        for name, value in data.items():
            here = f"{path}.{written(name)}" if path else written(name)
            if not isinstance(value, list):
                yield FoundName(here)
            yield from _below([value], here, depth)


def _below(values: list[Any], path: str, depth: int) -> Iterator[FoundName]:
    if depth > 1:
        for value in values:
            yield from _names(value, path, depth - 1)


def written(name: str) -> str:
    """Write a name as an expression has it."""
    return name if PLAIN_NAME.fullmatch(name) else json.dumps(name, ensure_ascii=False)
