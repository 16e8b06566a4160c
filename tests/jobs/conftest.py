"""Fixtures of the tests of this folder."""

from demonstration_portal import demonstration  # noqa: F401
