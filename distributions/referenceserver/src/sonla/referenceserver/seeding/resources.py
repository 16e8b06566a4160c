"""Read the files in `data/`, each once."""

from functools import cache
from importlib.resources import files
from typing import Any

import json

DATA = files("sonla.referenceserver") / "data"


@cache
def load(name: str) -> Any:
    """Read a JSON file by its name without suffix; don't change what it gives."""
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


@cache
def text(name: str) -> str:
    """Read a text file by its name."""
    return (DATA / name).read_text(encoding="utf-8")


def term(group: str, code: str) -> dict[str, str]:
    """Return a coded value by its code; raises KeyError."""
    return {"code": code, "title": load("terms")[group][code]}
