"""What health answers is for people: never the name of an exception."""

from plone.base.interfaces.siteroot import IPloneSiteRoot
from sonla.pbgdpl.core.health import check_health
from sonla.pbgdpl.core.health import HealthCheck
from sonla.pbgdpl.core.health import IHealthCheck
from zope.component import getGlobalSiteManager

import builtins
import logging
import pytest
import re

EXCEPTIONS = re.compile(
    "|".join(
        rf"\b{name}\b"
        for name, one in vars(builtins).items()
        if isinstance(one, type) and issubclass(one, BaseException)
    )
)


class BrokenCheck(HealthCheck):
    """Lacks what an earlier release stored."""

    def __call__(self):
        raise KeyError("pending")


@pytest.fixture
def broken(portal):
    """Register a check that fails."""
    manager = getGlobalSiteManager()
    manager.registerAdapter(BrokenCheck, (IPloneSiteRoot,), IHealthCheck, "broken")
    yield
    manager.unregisterAdapter(BrokenCheck, (IPloneSiteRoot,), IHealthCheck, "broken")


def test_a_check_that_fails_is_told_in_words_and_logged(portal, broken, caplog):
    with caplog.at_level(logging.ERROR):
        found = dict(check_health(portal))["broken"]
    assert not found.ok and "could not be made" in found.detail
    assert not EXCEPTIONS.search(found.detail) and "pending" not in found.detail
    assert "KeyError: 'pending'" in caplog.text


def test_no_check_names_an_exception(portal, tmp_path, monkeypatch):
    for name in ("BACKUP", "PACK"):
        monkeypatch.setenv(f"PBGDPL_{name}_STATE", str(tmp_path / "missing"))
    told = {name: one.detail for name, one in check_health(portal)}
    assert {"backup", "pack"} <= {*told}
    assert {name: one for name, one in told.items() if EXCEPTIONS.search(one)} == {}
