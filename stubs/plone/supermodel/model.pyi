from collections.abc import Iterable
from zope.i18nmessageid import Message
from zope.interface import Interface
from zope.interface.interface import InterfaceClass

class SchemaClass(InterfaceClass): ...
class Schema(Interface, metaclass=SchemaClass): ...

def fieldset(
    name: str,
    label: str | Message | None = ...,
    description: str | Message | None = ...,
    fields: Iterable[str] = ...,
    order: int | str = ...,
) -> None: ...
