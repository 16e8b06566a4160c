"""Legal education (phổ biến, giáo dục pháp luật) for a province's Plone portal."""

from zope.i18nmessageid import MessageFactory

PACKAGE_NAME = "sonla.pbgdpl"

_ = MessageFactory(PACKAGE_NAME)
