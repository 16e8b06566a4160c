"""The portal of the tests in a process that no test runs in."""

from plone.app.testing import FunctionalTesting
from plone.testing import Layer
from sonla.pbgdpl.testing import FIXTURE
from sonla.pbgdpl.testing import name_address
from typing import Any


def set_up(layer: Layer, done: set[Layer]) -> None:
    """Set a layer up after those on which it stands."""
    for base in layer.__bases__:
        set_up(base, done)
    if layer not in done:
        layer.setUp()
        done.add(layer)


def set_up_test(layer: Layer, done: set[Layer]) -> None:
    """Do the same with what each test has of its own."""
    for base in layer.__bases__:
        set_up_test(base, done)
    if layer not in done:
        layer.testSetUp()
        done.add(layer)


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
