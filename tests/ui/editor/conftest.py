"""Fixtures of the editor's tests."""

from unit_with_writer import unit  # noqa: F401
