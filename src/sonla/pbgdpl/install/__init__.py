"""Installation and uninstallation: what each subject registered, in order; the report before it."""

from plone.base.interfaces import INonInstallable
from zope.interface import implementer


@implementer(INonInstallable)
class HiddenProfiles:
    """Keep all but the default profile out of the Add-ons panel's list."""

    def getNonInstallableProfiles(self) -> list[str]:
        """List the profiles that administrators reach by other ways."""
        return [
            "sonla.pbgdpl:uninstall",
            "sonla.pbgdpl:structure",
            "sonla.pbgdpl:search",
        ]
