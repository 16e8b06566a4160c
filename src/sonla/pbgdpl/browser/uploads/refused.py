"""What a form does with a file that it refused: it says why, and keeps it no longer.

Core keeps each file of a form that comes back, so that nobody has to send it again. A
refused one would be sent again by each of the next attempts, in place of the good file
that was chosen meanwhile.
"""

from plone.formwidget.namedfile.interfaces import INamedFileWidget
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.files import FileRefused
from z3c.form.error import ErrorViewSnippet
from zope.component import adapter


@adapter(FileRefused, IBrowserLayer, INamedFileWidget, None, None, None)
class RefusedFile(ErrorViewSnippet):
    """Show the reason beside the field, which has again what is stored."""

    def update(self) -> None:
        """Prepare the message, then let go of the file."""
        super().update()
        self.widget.value = None
        self.widget.ignoreRequest = True
        self.widget.update()
