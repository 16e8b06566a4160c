"""Fixtures of this room."""

from harvested_portal import harvested  # noqa: F401
