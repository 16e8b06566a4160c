"""Layers of tests, set up in a process that runs no tests."""

from plone.testing import Layer


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
