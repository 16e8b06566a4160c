"""The seam at which subjects offer files of a period."""

from zope.interface import Attribute
from zope.interface import Interface


class IPeriodFile(Interface):
    """Offer a file of the period beside the figures of the units: a named utility.

    The view is one of the section, best a subclass of `contributions.pages.figures.WorkbookView`: it
    gets the period in its address, and looks itself who may have the file. Asked whenever the
    page is shown; attributes only, so nothing is raised.
    """

    order = Attribute("A number: files stand in ascending order.")
    belongs_to = Attribute("The option without which it isn't offered; empty for most.")
    title = Attribute("Message: what the button says.")
    view = Attribute("Name of the view.")
