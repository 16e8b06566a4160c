"""What a mixin stands on for the type checker: all that the class it is mixed into has.

A mixin asks `self` and `super()` for what Zope's classes beside it bring, and those have no
types. When it runs, nothing stands below it.
"""

from typing import Any
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Mixin = Any
else:
    Mixin = object
