"""Files of what is in a section, by the address `@@download/<field>/<name>`, as core gives them.

Outside of sections nothing differs from core.
"""

from plone.namedfile.browser import DisplayFile
from plone.namedfile.browser import Download
from plone.namedfile.interfaces import INamed
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.ui.view import AllowedMethods
from typing import Any
from zope.publisher.interfaces import NotFound


class FilesOnly(AllowedMethods):
    """Answer 404 to the address of a field that holds no file, on which core fails."""

    def _getFile(self) -> Any:
        file = super()._getFile()
        if not INamed.providedBy(file) and section_of(self.context) is not None:
            raise NotFound(self, self.fieldname, self.request)
        return file


class DownloadView(FilesOnly, Download):
    """Send a file to be saved."""


class DisplayFileView(FilesOnly, DisplayFile):
    """Send a file to be shown, where its kind may be."""
