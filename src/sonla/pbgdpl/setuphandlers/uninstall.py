"""What the uninstall profile does beyond its XML files."""

from typing import Any


def pre_uninstall(context: Any) -> None:
    """Take leave."""


def post_uninstall(context: Any) -> None:
    """Take leave."""
