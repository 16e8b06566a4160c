"""What the packaging tests share."""

from pathlib import Path

import importlib.util
import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder of the source tree."""
    return ROOT


@pytest.fixture(scope="session")
def tool():
    """Return a function that imports one of the scripts in tools/."""

    def load(name: str):
        spec = importlib.util.spec_from_file_location(
            f"tools_{name}", ROOT / "tools" / f"{name}.py"
        )
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return load
