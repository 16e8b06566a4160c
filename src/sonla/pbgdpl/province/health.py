"""What monitoring learns of the province: whether its package is here, and its files are whole."""

from sonla.pbgdpl import _
from sonla.pbgdpl.core.health import Health
from sonla.pbgdpl.core.health import HealthCheck
from sonla.pbgdpl.core.health import translated
from sonla.pbgdpl.province.checks import problems
from sonla.pbgdpl.province.current import province_name
from sonla.pbgdpl.province.interfaces import IProvince
from zope.component import queryUtility
from zope.i18nmessageid import Message

MSG_UNKNOWN = _(
    "msg_province_unknown",
    default="No province “${name}” is registered: its package is not installed, or its ZCML not loaded.",
)


class ProvinceHealth(HealthCheck):
    """Find out whether the files of the portal's province are there and whole."""

    def __call__(self) -> Health:
        """Return whether the province of the portal is here."""
        name = province_name()
        province = queryUtility(IProvince, name)
        if province is None:
            message = Message(MSG_UNKNOWN, mapping={"name": name})
            return Health(False, translated(message))
        found = "; ".join(map(translated, problems(province)))
        return Health(not found, found)
