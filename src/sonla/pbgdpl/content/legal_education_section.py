"""The legal education section (chuyên trang PBGDPL)."""

from plone.dexterity.content import Container
from plone.supermodel import model
from sonla.pbgdpl.interfaces import ISectionRoot
from zope.interface import implementer


class ILegalEducationSection(model.Schema, ISectionRoot):
    """Describe the section: title, description and text of its landing page."""


@implementer(ILegalEducationSection)
class LegalEducationSection(Container):
    """Hold all legal education of the portal; the border of the approval chain."""
