"""Health names the setting that limits how long texts may be."""

from sonla.pbgdpl.core.health import check_health
from ZPublisher import HTTPRequest

import pytest


@pytest.mark.parametrize(
    ("limit", "detail"), [(1024 * 1024, "form-memory-limit"), (10 * 1024 * 1024, "")]
)
def test_a_low_limit_is_named_and_alarms_nobody(portal, monkeypatch, limit, detail):
    monkeypatch.setattr(HTTPRequest, "FORM_MEMORY_LIMIT", limit)
    health = dict(check_health(portal))["forms"]
    assert health.ok
    assert detail in health.detail and bool(detail) == bool(health.detail)
