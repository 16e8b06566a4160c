"""Fixtures of life situations."""

from datetime import date
from public_content import empty_cache  # noqa: F401
from public_content import make
from public_content import page as rendered  # noqa: F401
from public_content import section  # noqa: F401
from public_content import site  # noqa: F401
from sonla.pbgdpl.situations import query

import pytest

TODAY = date(2026, 11, 28)


@pytest.fixture
def situation(section):  # noqa: F811
    """Make a public situation in the section."""
    return lambda title="Tôi muốn đăng ký kết hôn", **fields: make(
        fields.pop("container", section), "LifeSituation", title, **fields
    )


@pytest.fixture
def day(monkeypatch):
    """Say which day it is for the checks of situations."""

    def set_day(value=TODAY):
        monkeypatch.setattr(query, "today", lambda: value)

    set_day()
    return set_day
