"""The marker of people."""

from sonla.pbgdpl.core.interfaces import IOwnContent


class IRegisteredPerson(IOwnContent):
    """Mark content that stands for a person of the register.

    What is indexed, shown and guarded of people registers for this, whichever of the
    two types it is.
    """
