"""The look of an invented province: mark, colours and foot of the whole portal.

Set as an administrator does in Plone's control panels, of a portal that is nothing but the
demonstration: one that is somebody's keeps its own look.
"""

from datetime import datetime
from importlib.resources import files
from plone import api
from plone.app.portlets.portlets import classic
from plone.formwidget.namedfile.converter import b64encode_file
from plone.portlet.static import static
from plone.portlets.interfaces import IPortletAssignmentMapping
from plone.portlets.interfaces import IPortletManager
from typing import Any
from zope.component import getMultiAdapter
from zope.component import getUtility

FILES = files(__package__) / "portal"
THEME = "plone.app.theming.interfaces.IThemeSettings"
STOCK = ("@@footer", "colophon")
"""Templates of the foot that name Plone, in English."""
FOOT = """
<p><strong>Cổng thông tin điện tử tỉnh Sơn La</strong><br />
Bản trình diễn của chuyên trang phổ biến, giáo dục pháp luật; không phải cổng chính thức của tỉnh.</p>
"""


def dress_portal(context: Any) -> None:
    """Set mark, colours and foot."""
    logo, icon, css = (
        (FILES / name).read_bytes()
        for name in ("logo.svg", "favicon.svg", "portal.css")
    )
    for name, value in (
        ("plone.site_logo", b64encode_file("logo.svg", logo)),
        ("plone.site_favicon", b64encode_file("favicon.svg", icon)),
        ("plone.site_favicon_mimetype", "image/svg+xml"),
        (f"{THEME}.custom_css", css.decode()),
        (f"{THEME}.custom_css_timestamp", datetime.now()),
    ):
        api.portal.set_registry_record(name, value)
    change_foot(api.portal.get())


def change_foot(portal: Any) -> None:
    """Let the foot say whose portal it is, instead of what it is made with."""
    manager = getUtility(IPortletManager, "plone.footerportlets")
    foot = getMultiAdapter((portal, manager), IPortletAssignmentMapping)
    for name, portlet in list(foot.items()):
        if isinstance(portlet, classic.Assignment) and portlet.template in STOCK:
            del foot[name]
    if "province" not in foot:
        foot["province"] = static.Assignment(
            header="Cổng thông tin điện tử", text=FOOT, omit_border=True
        )
