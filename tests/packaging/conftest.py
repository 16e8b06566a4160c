"""What the packaging tests share."""

from functools import cache
from importlib.metadata import distributions
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from pathlib import Path
from source_tree import load_tool
from source_tree import ROOT

import pytest


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder of the source tree."""
    return ROOT


@pytest.fixture(scope="session")
def tool():
    """Return a function that imports one of the scripts in tools/."""
    return load_tool


@pytest.fixture(scope="session")
def needs():
    """Return a function: what a distribution needs without extras, itself included."""
    by_name = {
        canonicalize_name(dist.metadata["Name"]): dist for dist in distributions()
    }

    @cache
    def closure(name: str) -> frozenset[str]:
        seen, waiting = set(), [canonicalize_name(name)]
        while waiting:
            current = waiting.pop()
            if current in seen or current not in by_name:
                continue
            seen.add(current)
            for need in map(Requirement, by_name[current].requires or ()):
                if need.marker is None or need.marker.evaluate({"extra": ""}):
                    waiting.append(canonicalize_name(need.name))
        return frozenset(seen)

    return closure


@pytest.fixture(autouse=True, scope="session")
def _keep_functional_session():
    """Spare these tests Plone's layer: they tell about the tree even if it is broken."""


@pytest.fixture(autouse=True, scope="session")
def _keep_integration_session():
    """The same for the other layer."""
