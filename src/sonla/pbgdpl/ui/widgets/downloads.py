"""Files handed out by the forms in which they are edited."""

from AccessControl.ZopeGuards import guarded_getattr
from plone.formwidget.namedfile.widget import Download
from sonla.pbgdpl.core.interfaces import IOwnContent
from sonla.pbgdpl.ui.view import AllowedMethods
from typing import Any


class GuardedDownload(AllowedMethods, Download):
    """Hand out the file of a field to who may read the field.

    Core finds the form before it knows who asks and looks at no permission afterwards,
    so somebody who sees an item has its files by the address of the edit form. Its own page
    of downloads asks the attribute; so does this one, of our content alone.
    """

    def __call__(self) -> Any:
        """Answer with the file; raises Unauthorized for who may not read the field."""
        widget = self.context
        content = widget.context if widget.form is None else widget.form.getContent()
        if IOwnContent.providedBy(content):
            guarded_getattr(content, widget.field.__name__, None)
        return super().__call__()
