"""Legal education (phổ biến, giáo dục pháp luật) for a province's Plone portal."""

from zope.i18nmessageid import MessageFactory

import logging

PACKAGE_NAME = "sonla.pbgdpl"

_ = MessageFactory(PACKAGE_NAME)
logger = logging.getLogger(PACKAGE_NAME)
