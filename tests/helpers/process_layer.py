"""The portal of the tests in a process that no test runs in."""

from plone.app.testing import FunctionalTesting
from plone.testing import Layer
from set_up_layers import set_up
from set_up_layers import set_up_test
from sonla.pbgdpl.testing import FIXTURE
from sonla.pbgdpl.testing import name_address
from typing import Any


def functional_layer(fixture: Layer) -> Layer:
    """Set up a functional layer upon a fixture, with what each test has."""
    layer = FunctionalTesting(bases=(fixture,), name=f"{fixture.__name__}:Process")
    set_up(layer, set())
    set_up_test(layer, set())
    return layer


def portal_of_layer(fixture: Layer = FIXTURE) -> tuple[Layer, Any]:
    """Do so, and name the address of the portal; give both."""
    layer = functional_layer(fixture)
    name_address(layer["portal"])
    return layer, layer["portal"]
