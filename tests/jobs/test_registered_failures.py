"""Another add-on says of what class its exceptions are."""

from sample_addon import registered
from sonla.pbgdpl.jobs.failures import Bug
from sonla.pbgdpl.jobs.failures import classify
from sonla.pbgdpl.jobs.failures import ConfigurationFailure
from sonla.pbgdpl.jobs.interfaces import IFailureClass
from zope.component import adapter
from zope.interface import implementer

ZCML = '<adapter factory=".failure_of_gauge" />'


class GaugeMissing(Exception):
    """Raised when there is no gauge of that name."""


@implementer(IFailureClass)
@adapter(GaugeMissing)
def failure_of_gauge(error):
    return ConfigurationFailure(f"there is no gauge {error}")


def test_an_exception_of_another_add_on_is_of_its_class(portal):
    with registered(ZCML, failure_of_gauge=failure_of_gauge):
        failure = classify(GaugeMissing("NL-3"))
    assert isinstance(failure, ConfigurationFailure)
    assert failure.detail == "there is no gauge NL-3"


def test_without_an_adapter_it_is_a_bug_without_its_text(portal):
    failure = classify(GaugeMissing("NL-3"))
    assert isinstance(failure, Bug)
    assert failure.detail.startswith("GaugeMissing ") and "NL-3" not in failure.detail
