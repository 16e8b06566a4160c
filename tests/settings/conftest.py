"""Fixtures of the tests of this folder."""

from web_requests import browser  # noqa: F401
