"""Fixtures of life situations, and of the day that their review goes by."""

from datetime import date
from public_content import make
from sonla.pbgdpl.legal_review import indexers
from sonla.pbgdpl.legal_review import query
from sonla.pbgdpl.legal_review.pages import desk_section

import pytest

TODAY = date(2026, 11, 28)


@pytest.fixture
def situation(section):
    """Make a public situation in the section."""
    return lambda title="Tôi muốn đăng ký kết hôn", **fields: make(
        fields.pop("container", section), "LifeSituation", title, **fields
    )


@pytest.fixture
def day(monkeypatch):
    """Say which day it is for the review of texts."""

    def set_day(value=TODAY):
        for module in (indexers, query, desk_section):
            monkeypatch.setattr(module, "today", lambda: value)

    set_day()
    return set_day
