"""Which software makes the pages that visitors of the portal see."""

from plone.base.utils import get_installer
from typing import Any


def made_for_volto(site: Any) -> bool:
    """Return whether the portal was made for Volto, which shows no page of ours."""
    return get_installer(site, site.REQUEST).is_profile_installed("plone.volto:default")
