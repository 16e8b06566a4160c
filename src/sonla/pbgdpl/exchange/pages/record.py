"""The record of a public text as a resource of its own: JSON-LD."""

from sonla.pbgdpl.exchange.formats import jsonld
from sonla.pbgdpl.exchange.offering import record_on_offer
from sonla.pbgdpl.exchange.pages.responses import send
from sonla.pbgdpl.ui.view import BrowserView
from zExceptions import NotFound


class RecordView(BrowserView):
    """Answer with the record of a text."""

    def __call__(self) -> bytes:
        """Answer; 404 for what others may not have."""
        record = record_on_offer(self.context)
        if record is None:
            raise NotFound(self.__name__)
        return send(self.request, jsonld.dumps(record), jsonld.MEDIA_TYPE)
