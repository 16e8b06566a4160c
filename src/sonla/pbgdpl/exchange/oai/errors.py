"""The errors of the protocol (OAI-PMH 2.0, section 3.6), which are answers like others."""

from typing import ClassVar


class OaiError(Exception):
    """Refuse a request; the message is English, for the people who run harvesters."""

    code: ClassVar[str]


class BadArgument(OaiError):
    """An argument is missing, unknown, repeated or has a wrong form."""

    code = "badArgument"


class BadResumptionToken(OaiError):
    """A token is not ours, or too old."""

    code = "badResumptionToken"


class BadVerb(OaiError):
    """The verb is missing, unknown or repeated."""

    code = "badVerb"


class CannotDisseminateFormat(OaiError):
    """The metadata format is not offered."""

    code = "cannotDisseminateFormat"


class IdDoesNotExist(OaiError):
    """The identifier is unknown here."""

    code = "idDoesNotExist"


class NoRecordsMatch(OaiError):
    """Nothing in the repository is what was asked for; no fault of the request."""

    code = "noRecordsMatch"
