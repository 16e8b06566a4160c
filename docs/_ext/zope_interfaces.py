"""Show what a Zope interface asks for: autodoc passes over it, as it is no class.

`.. zope-interfaces:: module` describes each interface that the module defines.
"""

from collections.abc import Iterator
from docutils.nodes import Node
from importlib import import_module
from inspect import cleandoc
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from types import ModuleType
from typing import Any
from zope.interface.interface import InterfaceClass
from zope.interface.interface import Method


class Interfaces(SphinxDirective):
    """Describe the interfaces of a module."""

    required_arguments = 1

    def run(self) -> list[Node]:
        """Write them as classes with methods and attributes, and let Sphinx read that."""
        module = import_module(self.arguments[0])
        lines = [line for one in defined(module) for line in described(one)]
        return self.parse_text_to_nodes("\n".join(lines))


def defined(module: ModuleType) -> Iterator[InterfaceClass]:
    """Yield the interfaces that the module defines, in its order."""
    for thing in vars(module).values():
        if isinstance(thing, InterfaceClass) and thing.__module__ == module.__name__:
            yield thing


def described(interface: InterfaceClass) -> Iterator[str]:
    """Write an interface as reStructuredText."""
    bases = ", ".join(base.__name__ for base in interface.__bases__)
    yield f".. py:class:: {interface.__module__}.{interface.__name__}({bases})"
    yield ""
    yield from indented(interface.__doc__)
    for name, element in interface.namesAndDescriptions():
        if isinstance(element, Method):
            yield f"   .. py:method:: {name}{element.getSignatureString()}"
        else:
            yield f"   .. py:attribute:: {name}"
        yield ""
        text = element.__doc__ or getattr(element, "title", "")
        yield from (f"   {line}" for line in indented(text))


def indented(text: str) -> Iterator[str]:
    """Put a docstring below its object."""
    yield from (f"   {line}" for line in cleandoc(text or "").splitlines())
    yield ""


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.add_directive("zope-interfaces", Interfaces)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
