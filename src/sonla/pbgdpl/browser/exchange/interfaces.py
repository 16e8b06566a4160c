"""The seam for pages that are no content: what they are in the words of schema.org."""

from sonla.pbgdpl.browser.titles.page import ITitledPage
from zope.interface import Attribute


class IDescribedPage(ITitledPage):
    """Mark a public page that says in JSON-LD what it is.

    Of what it shows nothing is told: neither what was asked nor whom it names.
    """

    schema_type = Attribute("Type of the page: a name of schema.org.")
