"""What the default profile does beyond its XML files."""

from sonla.pbgdpl.setuphandlers.vocabularies import fill_empty_vocabularies
from typing import Any


def post_install(context: Any) -> None:
    """Fill the controlled lists."""
    fill_empty_vocabularies()
