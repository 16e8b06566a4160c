"""What pages tell of."""

from sonla.pbgdpl.ui.interfaces import IOfficeFileFetched
from typing import Any
from zope.interface import implementer
from zope.interface.interfaces import ObjectEvent


@implementer(IOfficeFileFetched)
class OfficeFileFetched(ObjectEvent):
    """Somebody fetches a file that only its office may have."""

    def __init__(self, office: Any, request: Any, filename: str) -> None:
        super().__init__(office)
        self.request = request
        self.filename = filename
