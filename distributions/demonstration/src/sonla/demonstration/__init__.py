"""Sample content and accounts to try `sonla.pbgdpl` with; only by choice."""

from zope.i18nmessageid import MessageFactory

PROFILE = "sonla.demonstration:default"
LOOK_PROFILE = "sonla.demonstration:portal"

_ = MessageFactory("sonla.demonstration")
